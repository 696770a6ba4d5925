"""Primitives against the figures of the model, and the laws they keep in every mode."""

from typing import get_args

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerances import LEDGER, PHYSICS, ROUNDING

from sinews.core.numerics import Mode
from sinews.core.smooth import (
    adjust,
    by_priority,
    chance_of,
    gate,
    per_step,
    pipe,
    positive,
    soft_min,
    soft_min_over,
    take,
)

jax.config.update("jax_enable_x64", True)

MODES = get_args(Mode)
# The model prints its checks with three decimals.
PRINTED = 5e-4
USERS = 4

amounts = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))
demands = st.lists(amounts, min_size=USERS, max_size=USERS)
law = settings(max_examples=40, deadline=None)


def _column(*values):
    return jnp.asarray(values, dtype=float)[:, None]


_share = jax.jit(by_priority, static_argnames="mode")
_pass = jax.jit(pipe, static_argnames="dt")
_least = jax.jit(lambda *values, mode: soft_min(*values, mode=mode), static_argnames="mode")


@pytest.mark.parametrize(("demand", "got"), [(8, 7.998), (9, 8.971), (10, 9.715), (12, 9.995)])
def test_take_gives_the_printed_numbers(demand, got):
    given = take(jnp.asarray(10.0), jnp.asarray(float(demand)), "soft")
    assert float(given) == pytest.approx(got, abs=PRINTED)
    assert float(take(jnp.asarray(10.0), jnp.asarray(float(demand)), "exact")) == min(10, demand)


@pytest.mark.parametrize(
    ("count", "sharpness", "bias"),
    [
        *((2, 24, 0.972), (2, 60, 0.989), (3, 24, 0.955), (3, 60, 0.982)),
        *((6, 24, 0.928), (6, 60, 0.971), (8, 24, 0.917), (8, 60, 0.966)),
    ],
)
def test_soft_min_is_biased_as_printed_where_all_are_equal(count, sharpness, bias):
    least = soft_min(*[jnp.ones(1)] * count, mode="soft", sharpness=sharpness)
    assert float(least[0]) == pytest.approx(bias, abs=PRINTED)


@law
@given(st.lists(amounts, min_size=3, max_size=3), st.floats(1e-3, 1e3))
def test_soft_min_is_just_below_the_minimum_and_homogeneous(values, scale):
    columns = [jnp.asarray([value]) for value in values]
    least = float(_least(*columns, mode="soft")[0])
    assert min(values) * 3 ** (-1 / 24) * (1 - ROUNDING) <= least <= min(values)
    scaled = float(_least(*[scale * column for column in columns], mode="soft")[0])
    assert scaled == pytest.approx(scale * least, rel=ROUNDING, abs=0.0)


@pytest.mark.parametrize("mode", MODES)
def test_soft_min_over_an_axis_is_soft_min(mode):
    values = jnp.asarray([[3.0, 0.0, 5.0], [2.0, 4.0, 5.0], [2.5, 1.0, 5.0]])
    np.testing.assert_allclose(
        soft_min_over(values, 0, mode), soft_min(*values, mode=mode), rtol=ROUNDING
    )


def test_soft_min_has_gradients_at_zero_and_at_equality():
    for stock, demand in [(0.0, 5.0), (5.0, 0.0), (0.0, 0.0), (5.0, 5.0)]:
        slopes = jax.grad(lambda s, d: take(s, d, "soft"), argnums=(0, 1))(stock, demand)
        assert np.isfinite(slopes).all()


def test_positive_is_sharp_unless_soft():
    x = jnp.asarray([-1.0, 0.0, 2.0])
    for mode in ("exact", "mean"):
        np.testing.assert_array_equal(positive(x, mode), [0.0, 0.0, 2.0])
    np.testing.assert_allclose(positive(x, "soft"), [0.0, 0.01 * np.log(2), 2.0], atol=ROUNDING)


def test_first_user_is_served_first():
    given = by_priority(jnp.asarray([10.0]), _column(4, 3, 5, 2), "exact")
    np.testing.assert_array_equal(given[:, 0], [4.0, 3.0, 3.0, 0.0])


@pytest.mark.parametrize("mode", MODES)
@law
@given(stock=amounts, asked=demands)
def test_sharing_conserves_and_never_overdraws(mode, stock, asked):
    given = np.asarray(_share(jnp.asarray([stock]), _column(*asked), mode=mode))[:, 0]
    total = float(take(jnp.asarray(stock), jnp.asarray(sum(asked)), mode))
    assert (given >= 0.0).all()
    assert (given <= np.asarray(asked)).all()
    assert given.sum() == pytest.approx(total, rel=LEDGER, abs=LEDGER)
    assert given.sum() <= stock * (1.0 + ROUNDING)


@law
@given(stock=amounts, asked=demands)
def test_sharing_is_serving_one_after_another(stock, asked):
    given = np.asarray(_share(jnp.asarray([stock]), _column(*asked), mode="exact"))[:, 0]
    left, served = stock, []
    for want in asked:
        served.append(min(left, want))
        left -= served[-1]
    scale = max(sum(asked), 1.0)
    np.testing.assert_allclose(given, served, rtol=0.0, atol=ROUNDING * scale)


@law
@given(st.lists(amounts, min_size=3, max_size=3), amounts, st.sampled_from([0.1, 2.0, 14.0]))
def test_pipe_conserves(content, inflow, months):
    before = _column(*content)
    for dt in (1.0, 1.0 / 3.0):
        after, outflow = _pass(before, jnp.asarray([inflow]), months, dt=dt)
        held, now = float(jnp.sum(before)), float(jnp.sum(after))
        moved = dt * (inflow - float(outflow[0]))
        assert now - held == pytest.approx(moved, abs=LEDGER * max(held + inflow, 1.0))
        assert float(jnp.min(after)) >= 0.0
        assert float(outflow[0]) >= 0.0


@pytest.mark.parametrize("dt", [1.0, 1.0 / 3.0])
@pytest.mark.parametrize("months", [0.5, 2.0, 6.0])
def test_pipe_keeps_the_mean_delay(months, dt):
    """Little's law: content at rest is the inflow over the mean delay."""
    content = jnp.zeros((3, 1))
    for _ in range(round(30 * months / dt)):
        content, outflow = _pass(content, jnp.asarray([4.0]), months, dt=dt)
    assert float(outflow[0]) == pytest.approx(4.0, rel=PHYSICS)
    assert float(jnp.sum(content)) == pytest.approx(4.0 * months, rel=PHYSICS)


def test_pipe_agrees_across_steps():
    month = thirds = _column(3.0, 1.0, 7.0)
    inflow = jnp.asarray([5.0])
    month, outflow = _pass(month, inflow, 2.5, dt=1.0)
    parts = []
    for _ in range(3):
        thirds, part = _pass(thirds, inflow, 2.5, dt=1.0 / 3.0)
        parts.append(part)
    np.testing.assert_allclose(month, thirds, rtol=ROUNDING)
    np.testing.assert_allclose(outflow, sum(parts) / 3, rtol=ROUNDING)


def test_pipe_of_next_to_no_delay_lets_all_through():
    content, outflow = pipe(jnp.zeros((3, 1)), jnp.asarray([4.0]), jnp.asarray([1e-3]), 1.0)
    assert float(outflow[0]) == pytest.approx(4.0, rel=2e-3)
    assert float(jnp.sum(content)) == pytest.approx(4e-3)


def test_gate_is_half_at_its_midpoint():
    np.testing.assert_allclose(gate(jnp.asarray([0.4]), 0.4, 0.05), 0.5, rtol=ROUNDING)
    assert float(gate(0.9, 0.4, 0.05)) > 0.9999


@pytest.mark.parametrize("months", [0.2, 2.0, 12.0])
def test_adjust_agrees_across_steps(months):
    at_once = adjust(3.0, 8.0, months, 1.0)
    in_thirds = 3.0
    for _ in range(3):
        in_thirds = adjust(in_thirds, 8.0, months, 1.0 / 3.0)
    assert float(at_once) == pytest.approx(float(in_thirds), rel=ROUNDING)
    assert 3.0 < float(at_once) <= 8.0


def test_shares_and_chances_compound_to_the_month():
    for rate in (0.0, 0.004, 0.3, 5.0):
        stays = (1.0 - float(chance_of(rate, 1.0 / 3.0))) ** 3
        assert stays == pytest.approx(1.0 - float(chance_of(rate, 1.0)), rel=1e-9)
    for share in (0.0, 0.004, 0.3, 1.0):
        kept = (1.0 - per_step(share, 1.0 / 3.0)) ** 3
        assert kept == pytest.approx(1.0 - share, rel=ROUNDING)
        assert per_step(share, 1.0) == pytest.approx(share, abs=ROUNDING)
