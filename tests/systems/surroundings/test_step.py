"""Laws of the compiled month of surroundings."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.surroundings.builders import (
    JANUARY,
    JULY,
    make_inputs,
    make_params,
    make_state,
    months_of,
    run_of,
)
from tests.tolerances import ROUNDING

RUNS = 512
# Four standard errors of a mean of 512 draws, and of their spread.
SAMPLING = 4.0 / np.sqrt(RUNS)


@pytest.mark.parametrize("steps", [1, 3])
def test_weather_has_unit_variance_and_neighbours_share_it(steps):
    path = months_of(
        make_state(RUNS), make_params(), make_inputs(), steps=steps, months=12, runs=RUNS
    )
    weather = np.asarray(path.weather_anomaly)[6:]
    assert abs(weather.mean()) < SAMPLING
    assert abs(weather.std() - 1.0) < SAMPLING
    together = np.corrcoef(weather[:, 0].ravel(), weather[:, 1].ravel())[0, 1]
    assert abs(together - 0.25) < SAMPLING
    lagged = np.corrcoef(weather[:-1, 0].ravel(), weather[1:, 0].ravel())[0, 1]
    assert abs(lagged - 0.3) < SAMPLING


@pytest.mark.parametrize("steps", [1, 3])
def test_winter_is_cold_and_the_spread_does_not_depend_on_the_step(steps):
    path = months_of(
        make_state(RUNS), make_params(), make_inputs(), steps=steps, months=7, runs=RUNS
    )
    cold, warm = np.asarray(path.air_temperature)[[0, 6], 0]
    assert abs(cold.mean() - JANUARY) < 4.0 * SAMPLING
    assert abs(warm.mean() - JULY) < 4.0 * SAMPLING
    assert abs(cold.std() - 4.0) < 4.0 * SAMPLING


def test_prices_fall_for_years_and_stay_within_reason():
    path = months_of(make_state(RUNS), make_params(), make_inputs(), months=36, runs=RUNS)
    yearly = [
        np.median(np.asarray(path.export_price)[year * 12 : year * 12 + 12]) for year in (0, 1, 2)
    ]
    assert 1.0 > yearly[0] > yearly[1] > yearly[2] > 0.5


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 1000), steps=st.sampled_from([1, 3]))
def test_the_mean_mode_knows_no_chance(seed, steps):
    def path(number):
        return months_of(
            make_state(), make_params(), make_inputs(), mode="mean", steps=steps, seed=number
        )

    np.testing.assert_allclose(path(0).export_price, path(seed).export_price, rtol=ROUNDING)


def test_a_run_is_the_same_alone_and_in_company():
    many = months_of(make_state(3), make_params(), make_inputs(), months=3, runs=3)
    one = months_of(make_state(1), make_params(), make_inputs(), months=3, runs=1)
    np.testing.assert_allclose(many.weather_anomaly[..., :1], one.weather_anomaly, rtol=ROUNDING)


def test_a_world_market_at_nothing_gives_no_nan():
    path = months_of(make_state(export_price=0.0), make_params(), make_inputs(), months=2)
    assert np.isfinite(np.asarray(path.export_price)).all()
    assert (np.asarray(path.export_price) == 0.0).all()


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
@pytest.mark.parametrize("steps", [1, 3])
def test_every_mode_and_step_keeps_shares_within_bounds(mode, steps):
    path, flows = run_of(
        make_state(64), make_params(reaction=0.1), make_inputs(), mode=mode, steps=steps,
        months=24, runs=64,
    )  # fmt: skip
    leaves = [np.asarray(leaf) for leaf in jax.tree.leaves((path, flows))]
    assert all(np.isfinite(leaf).all() for leaf in leaves)
    np.testing.assert_allclose(np.asarray(path.true_intention).sum(axis=1), 1.0, rtol=ROUNDING)
    for share in (path.true_intention, path.belief_in_our_resolve, path.export_control):
        assert (np.asarray(share) >= 0.0).all()
        assert (np.asarray(share) <= 1.0 + ROUNDING).all()
    assert (np.asarray(flows.true_attack_hazard) >= 0.0).all()


def test_the_mean_run_is_the_mean_of_runs_weighted_by_survival():
    """A run that prepares goes on without a war, so that it must count less (change 18)."""
    how = {"months": 24}
    exact = run_of(make_state(2048), make_params(), make_inputs(), runs=2048, **how)[1]
    mean = run_of(make_state(), make_params(), make_inputs(), mode="mean", **how)[1]
    survival = np.exp(-np.cumsum(exact.true_attack_hazard, axis=0))[-1]
    threat = np.asarray(exact.true_threat)[-1]
    weighted = np.average(threat, axis=-1, weights=survival)
    np.testing.assert_allclose(weighted, mean.true_threat[-1, :, 0], rtol=0.2, atol=0.001)
    assert threat[0].mean() > 1.3 * weighted[0]


def test_weather_does_not_depend_on_what_others_intend():
    war = make_state(4, true_intention=np.transpose([(0.0, 0.0, 0.0, 0.0, 1.0)] * 3))
    one = months_of(war, make_params(), make_inputs(), months=2, runs=4)
    other = months_of(make_state(4), make_params(leak=0.0), make_inputs(), months=2, runs=4)
    np.testing.assert_array_equal(one.weather_anomaly, other.weather_anomaly)
    np.testing.assert_array_equal(one.export_price, other.export_price)


def test_the_risk_has_a_gradient_in_soft_mode():
    def risk(power):
        inputs = make_inputs() | {"combat_power_last_month": power}
        _, flows = run_of(make_state(), make_params(), inputs, mode="soft", months=6)
        return jnp.sum(flows.true_attack_hazard)

    slope = jax.grad(risk)(jnp.asarray([[7.2], [57.0]]))
    assert np.isfinite(slope).all()
    assert (np.asarray(slope) < 0.0).all()
