"""Laws and extreme cases of the compiled month of war."""

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.war.builders import (
    JAPAN_ALONE,
    JAPAN_POLAND,
    JAPAN_WEST,
    POLAND_ALONE,
    POLAND_ROMANIA,
    ROMANIA_ALONE,
    make_inputs,
    make_params,
    make_state,
    month,
    months_of,
    shaped,
)
from tests.tolerances import LEDGER, ROUNDING

PARAMS = make_params()
NO_ATTACK = {"true_attack_hazard": 0.0, "true_threat": 0.0}


@settings(max_examples=60)
@given(
    hazard=st.lists(st.floats(0.0, 5.0), min_size=4, max_size=4),
    rung=st.floats(0.0, 6.0),
    pact=st.floats(0.0, 1.0),
    relations=st.floats(-1.0, 1.0),
    power=st.floats(0.0, 300.0),
    ratio=st.floats(0.0, 1e6),
    win=st.floats(0.0, 1.0),
    level=st.floats(-50.0, 50.0),
    survival=st.floats(0.0, 1.0),
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
)
def test_peace_and_wars_sum_to_one(
    hazard, rung, pact, relations, power, ratio, win, level, survival, mode, steps
):
    inputs = make_inputs(
        true_attack_hazard=hazard, true_threat=[min(h, 1.0) for h in hazard], escalation=rung,
        pact_strength=pact, relations=relations, combat_power=power, force_ratio=ratio,
        win_probability=win,
    )  # fmt: skip
    before = make_state(2, survival)
    params = make_params(join_level=level)
    path, moved = months_of(before, params, inputs, months=12, mode=mode, steps=steps)
    whole = np.asarray(path.survival) + np.asarray(path.war_by_coalition).sum(axis=1)
    np.testing.assert_allclose(whole, 1.0, rtol=0.0, atol=ROUNDING)
    years = np.concatenate([np.full((1, 2), survival), path.survival])
    assert (np.diff(years, axis=0) <= 0.0).all()
    wars = np.asarray(path.war_by_coalition)
    assert (np.diff(wars, axis=0) >= 0.0).all()
    assert (np.diff(np.asarray(path.expected_loss), axis=0) >= 0.0).all()
    for share in (moved.win_by_coalition, moved.coalition_share, moved.true_threat_by_coalition,
                  moved.join_probability, moved.true_threat_in_all):  # fmt: skip
        assert ((np.asarray(share) >= 0.0) & (np.asarray(share) <= 1.0 + LEDGER)).all()
    assert all(np.isfinite(values).all() for values in (moved.war_hazard, moved.belief_error))


def test_coalitions_of_a_leader_share_its_hazard():
    moved = month()
    by_leader = [moved.war_hazard[:3].sum(), moved.war_hazard[3:5].sum(), moved.war_hazard[5]]
    np.testing.assert_allclose(by_leader, [0.006, 0.0008, 0.0001], rtol=ROUNDING)
    threat = moved.true_threat_by_coalition
    by_leader = [threat[:3].sum(), threat[3:5].sum(), threat[5]]
    np.testing.assert_allclose(by_leader, [0.06, 0.009, 0.001], rtol=ROUNDING)
    assert moved.unlisted_hazard == 0.0


def test_steady_hazards_have_a_closed_form_at_any_step():
    for steps in (1, 3):
        path, moved = months_of(make_state(), PARAMS, make_inputs(), months=36, steps=steps)
        total = 0.0069
        np.testing.assert_allclose(path.survival[-1], np.exp(-36 * total), rtol=LEDGER)
        fallen = (1.0 - np.exp(-36 * total)) * np.asarray(moved.war_hazard)[0] / total
        np.testing.assert_allclose(path.war_by_coalition[-1], fallen, rtol=LEDGER)


def test_the_loss_is_what_each_war_costs():
    path, moved = months_of(make_state(), PARAMS, make_inputs(), months=12)
    costs = 5.0 + 20.0 * (1.0 - np.asarray(moved.win_by_coalition)[0])
    expected = (np.asarray(path.war_by_coalition)[-1] * costs).sum(axis=0)
    np.testing.assert_allclose(path.expected_loss[-1], expected, rtol=LEDGER)


def test_when_all_are_dormant_only_clashes_are_left():
    clash = month(make_inputs(**NO_ATTACK, escalation=(5.0, 0.0, 0.0)))
    np.testing.assert_allclose(clash.war_hazard.sum(), 0.0005 * np.expm1(1.6), rtol=ROUNDING)
    assert clash.war_hazard[POLAND_ALONE] == 0.0
    quiet = month(make_inputs(**NO_ATTACK))
    np.testing.assert_array_equal(quiet.war_hazard, 0.0)
    np.testing.assert_array_equal(quiet.true_threat_by_coalition, 0.0)


def test_eight_quiet_sectors_never_run_away():
    """Change 8 of 13.5: as first written they gave 4.8 % a year."""
    path, _ = months_of(make_state(), PARAMS, make_inputs(**NO_ATTACK, escalation=3.0), months=36)
    np.testing.assert_array_equal(path.survival, 1.0)


def test_without_slope_the_ladder_does_not_matter():
    flat = make_params(runaway_slope=0.0)
    low, high = month(make_inputs(escalation=0.0), flat), month(make_inputs(escalation=6.0), flat)
    np.testing.assert_array_equal(low.war_hazard, high.war_hazard)
    steep = month(make_inputs(escalation=6.0))
    assert steep.war_hazard.sum() > high.war_hazard.sum()


def test_when_nobody_joins_leaders_are_alone():
    moved = month(params=make_params(join_level=-1000.0))
    alone = [JAPAN_ALONE, POLAND_ALONE, ROMANIA_ALONE]
    np.testing.assert_allclose(moved.coalition_share[alone], 1.0, rtol=ROUNDING)
    with_others = [JAPAN_POLAND, JAPAN_WEST, POLAND_ROMANIA]
    assert (moved.coalition_share[with_others] < 1e-100).all()


def test_pacts_with_the_west_shrink_coalitions_and_leave_japan_alone():
    usual = month()
    pacts = month(make_inputs(pact_strength=(0.0, 1.0, 1.0, 1.0)))
    wide = [JAPAN_POLAND, JAPAN_WEST, POLAND_ROMANIA]
    assert (pacts.war_hazard[wide] < usual.war_hazard[wide]).all()
    assert pacts.war_hazard[JAPAN_ALONE] > usual.war_hazard[JAPAN_ALONE]
    np.testing.assert_allclose(pacts.war_hazard.sum(), usual.war_hazard.sum(), rtol=ROUNDING)


@pytest.mark.parametrize(
    "changed",
    [
        {"relations": (-0.2, -1.0, -1.0, -1.0)},
        {"emigre_sponsorship": (0.2, 1.0, 1.0, 1.0)},
        {"combat_power": (20.0, 8.0)},
    ],
)
def test_enmity_emigres_and_weakness_draw_others_in(changed):
    usual, worse = month(), month(make_inputs(**changed))
    wide = [JAPAN_POLAND, JAPAN_WEST, POLAND_ROMANIA]
    assert (worse.war_hazard[wide] > usual.war_hazard[wide]).all()


def test_more_enemies_are_harder_to_hold():
    win = month().win_by_coalition
    assert win[JAPAN_ALONE] > win[JAPAN_POLAND] > win[JAPAN_WEST]
    assert win[POLAND_ALONE] > win[POLAND_ROMANIA]


def test_joining_late_helps_us_and_starts_no_war():
    soon, late = (month(params=make_params(join_months=m)) for m in (0.01, 24.0))
    np.testing.assert_array_equal(soon.war_hazard, late.war_hazard)
    assert late.win_by_coalition[JAPAN_WEST] > soon.win_by_coalition[JAPAN_WEST]
    assert late.win_by_coalition[JAPAN_ALONE] == soon.win_by_coalition[JAPAN_ALONE]


def test_help_from_outside_strengthens_who_gets_it():
    helped = month(params=make_params(outside_support=(1.0, 1.15, 1.0, 1.0)))
    usual = month()
    assert helped.win_by_coalition[JAPAN_WEST] < usual.win_by_coalition[JAPAN_WEST]
    assert helped.win_by_coalition[POLAND_ALONE] < usual.win_by_coalition[POLAND_ALONE]
    assert helped.win_by_coalition[JAPAN_ALONE] == usual.win_by_coalition[JAPAN_ALONE]


def test_belief_is_compared_and_never_used():
    calm, afraid = (month(make_inputs(threat_by_coalition=t)) for t in (0.0, 0.9))
    for name in ("war_hazard", "onset", "win_by_coalition", "true_threat_by_coalition", "loss"):
        np.testing.assert_array_equal(getattr(calm, name), getattr(afraid, name))
    np.testing.assert_allclose(afraid.belief_error - calm.belief_error, 0.9, rtol=ROUNDING)
    np.testing.assert_allclose(calm.belief_error, -calm.true_threat_by_coalition, rtol=ROUNDING)


def test_runs_on_the_brink_weigh_less_month_by_month():
    """Change 18 of 13.5: unweighted, the brink looks ever more common; weighted, it dies out."""
    inputs = make_inputs() | {
        "true_attack_hazard": shaped(0.0, ("partner",), 2).at[0].set(np.array([0.005, 0.3]))
    }
    path, moved = months_of(make_state(2), PARAMS, inputs, months=36)
    alive = np.concatenate([np.ones((1, 2)), path.survival])[:-1]
    hazard = np.asarray(moved.war_hazard).sum(axis=1)
    weighted = (alive * hazard).sum(axis=1) / alive.sum(axis=1)
    np.testing.assert_allclose(weighted[0], 0.1525, rtol=ROUNDING)
    assert weighted[-1] < 0.01 < hazard[-1].mean()
    # the onset of each run is its survival lost, so that sums over runs need no other weight
    lost = alive - np.asarray(path.survival)
    np.testing.assert_allclose(np.asarray(moved.onset).sum(axis=1), lost, rtol=LEDGER)


def test_hazards_of_nobody_listed_are_told_and_not_counted():
    moved = month(make_inputs(true_attack_hazard=(0.006, 0.0008, 0.0001, 0.01)))
    np.testing.assert_allclose(moved.unlisted_hazard, 0.01, rtol=ROUNDING)
    np.testing.assert_allclose(moved.war_hazard.sum(), 0.0069, rtol=ROUNDING)


def test_soft_losses_have_finite_slopes_of_the_right_sign():
    def loss(inputs):
        path, _ = months_of(make_state(), PARAMS, inputs, months=6, mode="soft")
        return path.expected_loss[-1, 0]

    slope = jax.grad(loss)(make_inputs(escalation=(0.0, 3.0, 6.0)))
    assert all(np.isfinite(values).all() for values in slope.values())
    assert (np.asarray(slope["true_attack_hazard"])[:3] > 0.0).all()
    assert (np.asarray(slope["win_probability"]) < 0.0).all()
    np.testing.assert_array_equal(slope["threat_by_coalition"], 0.0)
