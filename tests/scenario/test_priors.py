"""Priors: the best figure and both ends of the range are kept by every family."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv
from tests.tolerances import ROUNDING

from sinews.scenario import priors
from sinews.scenario.numbers import Number

AT_5_50_95 = np.array([[-priors.Z95, 0.0, priors.Z95]])


def number(prior: str, value: float, low: float, high: float) -> Number:
    origin = ("ASM", "judgement", "A", "", "toy.csv", 2)
    return Number("toy", "figure", (), value, "1", low, high, prior, *origin)


@given(st.floats(0.1, 1e6), st.floats(0.05, 0.99), st.floats(1.01, 20.0))
def test_two_piece_families_keep_median_and_range(value: float, down: float, up: float):
    wanted = [value * down, value, value * up]
    for prior in ("normal", "lognormal"):
        drawn = priors.transform([number(prior, value, wanted[0], wanted[2])], AT_5_50_95)[0]
        np.testing.assert_allclose(drawn, wanted, rtol=1e-9)


def test_uniform_spans_its_range():
    drawn = priors.transform([number("uniform", 3.0, 2.0, 6.0)], AT_5_50_95)[0]
    np.testing.assert_allclose(drawn, [2.2, 4.0, 5.8], rtol=ROUNDING)
    ends = priors.transform([number("uniform", 3.0, 2.0, 6.0)], np.array([[-40.0, 40.0]]))[0]
    np.testing.assert_array_equal(ends, [2.0, 6.0])


@given(st.floats(0.02, 0.98), st.floats(0.1, 0.9))
def test_beta_keeps_mean_and_spread(mean: float, share: float):
    spread = share * math.sqrt(mean * (1.0 - mean))
    half = spread * priors.WIDTH / 2
    first, second = priors.beta_shape(mean, mean - half, mean + half)
    total = first + second
    assert first / total == pytest.approx(mean, rel=1e-9)
    variance = mean * (1.0 - mean) / (total + 1.0)
    assert math.sqrt(variance) == pytest.approx(spread, rel=1e-9)


def test_beta_quantiles_are_those_of_its_law():
    one = number("beta", 0.3, 0.1, 0.5)
    drawn = priors.transform([one], AT_5_50_95)[0]
    shape = priors.beta_shape(0.3, 0.1, 0.5)
    np.testing.assert_allclose(betainc(*shape, drawn), [0.05, 0.5, 0.95], rtol=1e-9)
    assert betaincinv(*shape, 0.5) == pytest.approx(drawn[1], rel=1e-9)


@pytest.mark.parametrize("prior", ["normal", "lognormal", "beta", "uniform"])
def test_draws_rise_with_their_normals(prior: str):
    normals = np.linspace(-4.0, 4.0, 101)[None]
    drawn = priors.transform([number(prior, 0.3, 0.2, 0.6)], normals)[0]
    assert np.all(np.diff(drawn) > 0.0)
    assert np.all(np.isfinite(drawn))


@pytest.mark.parametrize("prior", ["normal", "lognormal", "beta", "uniform"])
def test_sample_quantiles_are_those_of_the_table(prior: str):
    normals = np.random.default_rng(3).standard_normal((1, 200_000))
    drawn = priors.transform([number(prior, 0.3, 0.2, 0.45)], normals)[0]
    low, middle, high = np.quantile(drawn, [0.05, 0.5, 0.95])
    if prior in ("normal", "lognormal"):
        np.testing.assert_allclose([low, middle, high], [0.2, 0.3, 0.45], rtol=0.01)
    elif prior == "uniform":
        np.testing.assert_allclose([low, high], [0.2125, 0.4375], rtol=0.01)
    else:
        assert drawn.mean() == pytest.approx(0.3, rel=0.01)
        assert drawn.std() == pytest.approx(0.25 / priors.WIDTH, rel=0.01)
