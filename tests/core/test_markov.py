"""Markov chains: against the matrix exponential, closed forms and laws."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.stats import poisson
from tests.tolerances import ROUNDING

from sinews.core.markov import TERMS_OF_A_MONTH, TERMS_OF_A_YEAR, chance_to_be_in, pass_on

jax.config.update("jax_enable_x64", True)

STATES = 4
MOVES = ((0, 1), (1, 0), (1, 2), (2, 3), (2, 1))
"""There and back, and an end that is not left."""


def _rates(values):
    return {move: jnp.asarray([float(value)]) for move, value in zip(MOVES, values, strict=True)}


def _generator(values):
    matrix = np.zeros((STATES, STATES))
    for (origin, goal), value in zip(MOVES, values, strict=True):
        matrix[origin, goal] = value
    return matrix - np.diag(matrix.sum(axis=1))


def _looks_left_out(values, months, terms):
    """Return the chance of more looks than are followed, which bounds the error."""
    return 4.0 * poisson.sf(terms, months * -np.diag(_generator(values)).min()) + 1e-13


def _start(*shares):
    return jnp.asarray(shares, dtype=float)[:, None]


@settings(max_examples=50)
@given(
    values=st.lists(st.floats(0.0, 2.0), min_size=5, max_size=5),
    weights=st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4),
    months=st.sampled_from([1.0 / 3.0, 1.0]),
)
def test_a_month_is_the_matrix_exponential(values, weights, months):
    shares = np.asarray(weights) / sum(weights)
    found = pass_on(_start(*shares), _rates(values), months, TERMS_OF_A_MONTH)
    expected = shares @ expm(months * _generator(values))
    error = _looks_left_out(values, months, TERMS_OF_A_MONTH)
    np.testing.assert_allclose(found[:, 0], expected, rtol=0, atol=error)
    np.testing.assert_allclose(np.asarray(found).sum(), 1.0, rtol=ROUNDING)
    assert (np.asarray(found) >= 0.0).all()


@settings(max_examples=25)
@given(values=st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5))
def test_chances_of_a_year_are_a_column_of_the_exponential(values):
    found = chance_to_be_in(3, STATES, _rates(values), 12.0, TERMS_OF_A_YEAR)
    expected = expm(12.0 * _generator(values))[:, 3]
    error = _looks_left_out(values, 12.0, TERMS_OF_A_YEAR)
    np.testing.assert_allclose(found[:, 0], expected, rtol=0, atol=error)
    assert float(found[3, 0]) == pytest.approx(1.0)


def test_there_and_back_has_a_closed_form():
    rates = {(0, 1): jnp.asarray([0.3]), (1, 0): jnp.asarray([0.1])}
    found = pass_on(_start(1.0, 0.0), rates, 2.0, TERMS_OF_A_MONTH)
    gone = 0.75 * (1.0 - np.exp(-0.8))
    np.testing.assert_allclose(found[:, 0], [1.0 - gone, gone], rtol=ROUNDING)


def test_three_thirds_are_a_month_and_twelve_months_a_year():
    rates = _rates([0.2, 0.1, 0.4, 0.6, 0.3])
    whole = pass_on(_start(0.6, 0.3, 0.1, 0.0), rates, 1.0, TERMS_OF_A_MONTH)
    parts = _start(0.6, 0.3, 0.1, 0.0)
    for _ in range(3):
        parts = pass_on(parts, rates, 1.0 / 3.0, TERMS_OF_A_MONTH)
    np.testing.assert_allclose(parts, whole, rtol=1e-11)
    year = parts = _start(0.6, 0.3, 0.1, 0.0)
    for _ in range(12):
        parts = pass_on(parts, rates, 1.0, TERMS_OF_A_MONTH)
    from_each = chance_to_be_in(3, STATES, rates, 12.0, TERMS_OF_A_YEAR)
    np.testing.assert_allclose(jnp.sum(year * from_each), parts[3, 0], rtol=1e-10)


def test_nothing_moves_without_rates():
    start = _start(0.6, 0.3, 0.1, 0.0)
    still = pass_on(start, _rates([0.0] * 5), 1.0, TERMS_OF_A_MONTH)
    np.testing.assert_allclose(still, start, rtol=ROUNDING)
    chances = chance_to_be_in(3, STATES, _rates([0.0] * 5), 12.0, TERMS_OF_A_YEAR)
    np.testing.assert_allclose(chances[:, 0], [0.0, 0.0, 0.0, 1.0], atol=1e-10)


def test_members_and_runs_pass_side_by_side():
    """Rates that do not vary over runs are shared by all of them."""
    shares = jnp.broadcast_to(_start(0.5, 0.5, 0.0, 0.0)[:, None], (STATES, 2, 3))
    rates = _rates([0.2, 0.1, 0.4, 0.6, 0.3])
    rates = {move: rate[None] * jnp.asarray([[1.0], [2.0]]) for move, rate in rates.items()}
    found = pass_on(shares, rates, 1.0, TERMS_OF_A_MONTH)
    assert found.shape == (STATES, 2, 3)
    for member, pace in enumerate([1.0, 2.0]):
        generator = pace * _generator([0.2, 0.1, 0.4, 0.6, 0.3])
        expected = np.array([0.5, 0.5, 0.0, 0.0]) @ expm(generator)
        np.testing.assert_allclose(found[:, member], np.tile(expected[:, None], 3), rtol=1e-10)


def test_the_gradient_is_that_of_the_exponential():
    def arrived(rate):
        rates = {(0, 1): rate}
        return pass_on(_start(1.0, 0.0), rates, 1.0, TERMS_OF_A_MONTH)[1, 0]

    slope = jax.grad(lambda rate: arrived(rate))(jnp.asarray([0.4]))
    np.testing.assert_allclose(slope, [np.exp(-0.4)], rtol=1e-10)
