"""Laws and extreme cases of the compiled month of the borders."""

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.borders.builders import (
    AIR,
    AMUR,
    CONTINGENT,
    EAST,
    FINLAND,
    FOREST,
    FRANCE,
    JAPAN,
    RAILWAY,
    READY,
    make_inputs,
    make_params,
    make_state,
    months_of,
    number_of,
)
from tests.tolerances import LEDGER, PHYSICS, ROUNDING, STEP

PARAMS = make_params()


@settings(max_examples=40)
@given(
    excitation=st.floats(0.0, 30.0),
    escalation=st.floats(0.0, 6.0),
    restraint=st.floats(0.0, 1.0),
    patrols=st.floats(0.0, 10.0),
    factor=st.floats(0.0, 5.0),
    ratio=st.floats(0.0, 1e6),
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
)
def test_numbers_agree_and_bounds_hold(
    excitation, escalation, restraint, patrols, factor, ratio, mode, steps
):
    inputs = make_inputs(
        READY, restraint=restraint, patrols=patrols, rate_factor=factor, force_ratio=ratio
    )
    before = make_state(4, excitation, escalation)
    path, moved = months_of(before, PARAMS, inputs, months=4, mode=mode, steps=steps)
    number = number_of(moved)
    np.testing.assert_allclose(moved.incidents_of_partner.sum(1), number.sum(1), rtol=LEDGER)
    np.testing.assert_allclose(moved.airspace_violations, moved.incidents[:, :, AIR], rtol=LEDGER)
    sabotage = np.asarray(moved.incidents)[:, :, RAILWAY].sum(axis=1)
    np.testing.assert_allclose(moved.railway_sabotage, sabotage, rtol=LEDGER)
    np.testing.assert_allclose(moved.men_lost, 0.003 * moved.severity.sum(1), rtol=LEDGER)
    assert (number >= 0.0).all()
    assert (np.asarray(path.excitation) >= 0.0).all()
    assert ((np.asarray(path.escalation) >= 0.0) & (np.asarray(path.escalation) <= 6.0)).all()
    assert ((np.asarray(moved.stood_firm) >= 0.0) & (np.asarray(moved.stood_firm) <= 1.0)).all()


def test_exact_months_count_whole_incidents():
    _, moved = months_of(make_state(64), PARAMS, make_inputs(), months=24)
    number = np.asarray(moved.incidents)
    np.testing.assert_array_equal(number, np.round(number))
    assert number[:, FOREST, [AIR, RAILWAY]].sum() == 0.0


@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize("offspring", [0.55, 0.85, 0.99])
def test_the_mean_in_the_long_run_is_that_of_hawkes(offspring, steps):
    """Rate / (1 - offspring), within 1 % (Hawkes 1971), from a start at rest."""
    params = make_params(offspring=offspring)
    base = np.array([1.0, 0.5, 0.2])
    rest = base * offspring / (1.0 - offspring)
    runs = 4096 if offspring > 0.9 else 1024
    _, moved = months_of(
        make_state(runs, excitation=rest), params, make_inputs(), months=360, steps=steps
    )
    found = number_of(moved).mean(axis=(0, 2))
    np.testing.assert_allclose(found.sum(), base.sum() / (1.0 - offspring), rtol=0.01)


@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize("offspring", [0.55, 0.99])
def test_the_mean_mode_settles_at_the_same_mean_from_nothing(offspring, steps):
    params = make_params(offspring=offspring)
    _, moved = months_of(make_state(), params, make_inputs(), months=4000, steps=steps, mode="mean")
    np.testing.assert_allclose(
        number_of(moved)[-1, :, 0], np.array([1.0, 0.5, 0.2]) / (1.0 - offspring), rtol=PHYSICS
    )


def test_near_one_the_spread_explodes_and_the_mean_does_not():
    def spread(offspring):
        rest = np.array([1.0, 0.5, 0.2]) * offspring / (1.0 - offspring)
        _, moved = months_of(
            make_state(2048, excitation=rest),
            make_params(offspring=offspring),
            make_inputs(),
            months=240,
        )
        yearly = number_of(moved)[:, AMUR].reshape(20, 12, -1).sum(axis=1)
        return yearly.mean(), yearly.var() / yearly.mean()

    (calm, even), (wild, bursts) = spread(0.0), spread(0.95)
    np.testing.assert_allclose(even, 1.0, rtol=0.05)
    assert bursts > 20.0
    assert np.isfinite(wild)
    np.testing.assert_allclose(wild / calm, 20.0, rtol=0.03)


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_nothing_comes_of_nothing(mode):
    params = make_params(base_rate=0.0)
    path, moved = months_of(make_state(64), params, make_inputs(READY), months=60, mode=mode)
    np.testing.assert_array_equal(number_of(moved), 0.0)
    np.testing.assert_array_equal(path.escalation, 0.0)
    np.testing.assert_array_equal(moved.stood_firm, 0.0)


def test_a_quiet_year_brings_the_ladder_down():
    params = make_params(base_rate=0.0)
    path, _ = months_of(make_state(1, escalation=4.0), params, make_inputs(), months=12)
    np.testing.assert_allclose(path.escalation[-1], 4.0 * np.exp(-4.0), rtol=LEDGER)


def _incidents_and_rung(restraint, ratio, **given):
    path, moved = months_of(
        make_state(512), make_params(**given), make_inputs(restraint=restraint, force_ratio=ratio),
        months=120,
    )  # fmt: skip
    return number_of(moved).mean(), np.asarray(path.escalation).mean()


def test_restraint_in_strength_means_fewer_incidents():
    free, high = _incidents_and_rung(0.0, 1.2)
    held, low = _incidents_and_rung(1.0, 1.2)
    assert held < 0.8 * free
    assert low < 0.4 * high


def test_restraint_in_weakness_may_mean_more():
    free, _ = _incidents_and_rung(0.0, 0.2, probing=1.5)
    held, _ = _incidents_and_rung(1.0, 0.2, probing=1.5)
    assert held > free
    still, _ = _incidents_and_rung(1.0, 0.2, probing=0.0)
    assert still < free


def test_only_the_weak_theatre_is_probed():
    inputs = make_inputs(restraint=0.8, force_ratio=(0.5, 1.2))
    _, moved = months_of(make_state(), PARAMS, inputs, mode="mean")
    found = np.asarray(moved.intensity)[0, :, 0]
    np.testing.assert_allclose(found, [1.2, 0.5 * 1.2, 0.2], rtol=ROUNDING)
    assert EAST == 0


def test_a_partner_set_on_war_crosses_more_often():
    def rate(intention):
        _, moved = months_of(make_state(), PARAMS, make_inputs(intention), mode="mean")
        return np.asarray(moved.intensity)[0, :, 0]

    np.testing.assert_allclose(rate(CONTINGENT), np.exp(0.4) * rate((1.0, 0, 0, 0, 0)), rtol=1e-12)
    np.testing.assert_allclose(rate(READY), np.exp(0.4) * rate(CONTINGENT), rtol=ROUNDING)


def test_the_season_is_read_from_the_calendar():
    params = make_params(rate_by_season=0.3, season=np.where(np.arange(12) == 6, 1.0, -1.0))
    _, moved = months_of(make_state(), params, make_inputs(), months=8, mode="mean")
    first, july = np.asarray(moved.intensity)[[0, 6], FOREST, 0]
    np.testing.assert_allclose(first, 0.2 * np.exp(-0.3), rtol=ROUNDING)
    assert july > 0.2 * np.exp(0.3)


def test_standing_firm_is_answering_at_least_once():
    _, moved = months_of(make_state(), PARAMS, make_inputs(restraint=0.4), mode="mean")
    rate = np.asarray(moved.intensity)[0, :, 0]
    expected = -np.expm1([-0.6 * (rate[0] + rate[1]), -0.6 * rate[2], 0.0])
    np.testing.assert_allclose(moved.stood_firm[0, :, 0], expected, rtol=ROUNDING)
    _, yielded = months_of(make_state(), PARAMS, make_inputs(restraint=1.0), mode="mean")
    np.testing.assert_array_equal(yielded.stood_firm, 0.0)
    assert (JAPAN, FINLAND, FRANCE) == (0, 1, 2)


def test_graver_kinds_climb_higher():
    def rung(gravity):
        params = make_params(severity_of_kind=gravity)
        path, _ = months_of(make_state(), params, make_inputs(), months=36, mode="mean")
        return np.asarray(path.escalation)[-1, :, 0]

    even, ground = rung((1.0, 1.0, 1.0, 1.0)), rung((0.0, 2.0, 0.0, 0.0))
    # half of the incidents on the Amur, all of those in the forest are on the ground
    np.testing.assert_allclose(ground / even, [1.0, 0.8, 2.0], rtol=PHYSICS)


def test_steps_of_ten_days_give_the_same_years():
    def years(steps, mode, runs):
        path, moved = months_of(
            make_state(runs, excitation=0.1, escalation=0.3), PARAMS,
            make_inputs(CONTINGENT, restraint=0.3, force_ratio=0.9), months=24,
            steps=steps, mode=mode,
        )  # fmt: skip
        return [
            number_of(moved).sum(axis=0).mean(axis=1),
            np.asarray(path.escalation).mean(axis=(0, 2)),
            np.asarray(moved.severity).sum(axis=0).mean(axis=1),
        ]

    for month, days in zip(years(1, "mean", 1), years(3, "mean", 1), strict=True):
        np.testing.assert_allclose(days, month, rtol=2 * STEP)
    for month, days in zip(years(1, "exact", 2048), years(3, "exact", 2048), strict=True):
        np.testing.assert_allclose(days.sum(), month.sum(), rtol=2 * STEP)


def test_the_modes_tell_one_story():
    def mean_number(mode):
        path, moved = months_of(
            make_state(2048, excitation=0.3), PARAMS, make_inputs(), months=36, mode=mode
        )
        return number_of(moved).mean(), np.asarray(path.escalation).mean()

    exact, mean, soft = (mean_number(mode) for mode in ("exact", "mean", "soft"))
    np.testing.assert_allclose(mean[0], exact[0], rtol=0.02)
    np.testing.assert_allclose(soft[0], exact[0], rtol=0.05)
    np.testing.assert_allclose(mean[1], exact[1], rtol=0.05)


def test_soft_rungs_have_finite_slopes_and_restraint_lowers_them():
    def rung(inputs):
        path, _ = months_of(make_state(64, excitation=0.2), PARAMS, inputs, months=6, mode="soft")
        return path.escalation[-1].mean()

    slope = jax.grad(rung)(make_inputs(CONTINGENT, restraint=(0.3, 0.3, 0.3)))
    assert all(np.isfinite(values).all() for values in slope.values())
    assert (np.asarray(slope["restraint"]) < 0.0).all()
    assert (np.asarray(slope["rate_factor"]) > 0.0).all()
