"""Hand-worked numbers and the checks of the project dynamics literature."""

import itertools

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.construction.builders import (
    build,
    done,
    first_start,
    make_inputs,
    make_params,
    make_state,
)
from tests.tolerances import LEDGER, ROUNDING

from sinews.systems.construction import rules, starting, supply
from sinews.systems.construction.sharing import by_weight

# The published checks are themselves rounded and say "about".
ABOUT_SHARE = 0.06
ABOUT_MONTHS = 1
DRAWS = 4096


def _row(*values):
    return jnp.asarray(values, dtype=float)[:, None]


@pytest.mark.parametrize(("degrees", "rate"), [(-10, 0.83), (-20, 0.55), (-30, 0.35), (5, 1.0)])
def test_frost_slows_work_as_measured(degrees, rate):
    factor = rules.frost_factor(_row(float(degrees)), make_params(), "exact")
    assert float(factor[0, 0]) == pytest.approx(rate, abs=0.005)


def test_pressure_counts_known_work_only():
    pressure = rules.schedule_pressure(_row(60.0), _row(5.0), _row(8.0))
    assert float(pressure[0, 0]) == pytest.approx(1.5, rel=ROUNDING)
    late = rules.schedule_pressure(_row(60.0), _row(5.0), _row(-3.0))
    assert float(late[0, 0]) == pytest.approx(12.0, rel=ROUNDING)


def test_rush_saturates_and_needs_an_order():
    assert float(rules.rush_of(_row(2.0), _row(1.0), "exact")[0, 0]) == pytest.approx(0.5)
    assert float(rules.rush_of(_row(2.0), _row(0.0), "exact")[0, 0]) == 0.0
    assert float(rules.rush_of(_row(0.5), _row(1.0), "exact")[0, 0]) == 0.0


def test_quality_loses_to_rush_frost_and_hunger():
    params = make_params()
    one = jnp.ones(1)
    best = rules.work_quality(params, _row(0.0), _row(1.0), 0.36 * one, one, 0.0 * one, "exact")
    worst = rules.work_quality(
        params, _row(0.5), _row(0.5), 0.36 * one, 0.5 * one, 0.0 * one, "exact"
    )
    assert float(best[0, 0]) == pytest.approx(0.85, rel=ROUNDING)
    assert float(worst[0, 0]) == pytest.approx(0.85 * 0.825 * 0.75 * 0.85, rel=ROUNDING)


def test_one_step_of_work_by_hand():
    state = make_state(work_to_do=50, work_correct=30, rework_hidden=14, rework_known=6)
    put = rules.do_work(state, _row(10.0), _row(0.8), _row(7.0), "exact", 1.0)
    assert float(put.redone[0, 0]) == pytest.approx(6.0)
    assert float(put.new[0, 0]) == pytest.approx(4.0)
    assert float(put.bad[0, 0]) == pytest.approx(2.0)
    assert float(put.found[0, 0]) == pytest.approx(14.0 * (1.0 - np.exp(-1.0 / 7.0)))


def test_hazard_by_hand():
    hazard = starting.failure_hazard(make_params(), _row(0.1), _row(0.7), _row(-30.0))
    assert float(hazard[0, 0]) == pytest.approx(0.015 * np.exp(0.8 + 1.05 + 0.7), rel=ROUNDING)


def test_equal_weights_share_in_proportion():
    given = by_weight(jnp.asarray([6.0]), _row(4.0, 8.0), _row(1.0, 1.0), "exact")
    np.testing.assert_allclose(given[:, 0], [2.0, 4.0], rtol=LEDGER)


def test_overwhelming_weight_is_served_first():
    given = by_weight(jnp.asarray([6.0]), _row(4.0, 8.0), _row(1e5, 1.0), "exact")
    np.testing.assert_allclose(given[:, 0], [4.0, 2.0], rtol=1e-3)


def test_weight_zero_gets_nothing_while_others_lack():
    given = by_weight(jnp.asarray([6.0]), _row(4.0, 8.0), _row(0.0, 1.0), "exact")
    np.testing.assert_allclose(given[:, 0], [0.0, 6.0], atol=LEDGER)


def test_all_is_met_when_there_is_enough():
    given = by_weight(jnp.asarray([20.0]), _row(4.0, 8.0), _row(0.3, 2.0), "exact")
    np.testing.assert_allclose(given[:, 0], [4.0, 8.0], rtol=0.0)


def test_nothing_to_share():
    given = by_weight(jnp.asarray([0.0]), _row(4.0, 8.0), _row(0.3, 2.0), "exact")
    np.testing.assert_allclose(given[:, 0], [0.0, 0.0], atol=LEDGER)
    none = by_weight(jnp.asarray([5.0]), _row(0.0, 0.0), _row(1.0, 1.0), "exact")
    np.testing.assert_allclose(none[:, 0], [0.0, 0.0], atol=LEDGER)


def test_scarcest_material_decides():
    work = supply.work_in_materials(_row(10.0, 3.0), _row(0.5, 0.1))
    assert float(work[0]) == pytest.approx(20.0)
    free = supply.work_in_materials(_row(0.0, 3.0), _row(0.0, 0.1))
    assert float(free[0]) == pytest.approx(30.0)


def test_damage_has_the_mean_of_its_beta_law():
    state = make_state(
        runs=DRAWS, work_to_do=0, work_correct=100, started=1, mastering=0.5, handed_over=0.5
    )
    params = make_params(failure_rate=1e3, failure_by_hidden_rework=0)
    _, flows = build(1, state=state, params=params)
    destroyed = np.asarray(flows[0].work_destroyed)[0] / 100.0
    assert destroyed.mean() == pytest.approx(2 / 7, abs=0.01)
    assert destroyed.std() == pytest.approx(np.sqrt(2 * 5 / (49 * 8)), abs=0.01)


# Checks of the section on construction: scope 100, rate 6.5 a month, no frost, hunger or noise.


def _failed_within_six_months(month_of_start: int, rush: float) -> tuple[float, float]:
    """Return completion at a forced start and the share of draws that fail in six months."""
    state = make_state(runs=DRAWS)
    inputs = make_inputs(deadline=float(month_of_start), political_start=1.0, rush=rush)
    states, _ = build(month_of_start + 6, state=state, inputs=inputs)
    at_start = done(states[month_of_start - 1]).mean()
    return at_start, float(np.mean(states[-1].failed))


def test_normal_programme_starts_in_month_16():
    states, _ = build(30, state=make_state(runs=DRAWS))
    start = first_start(states)
    assert abs(start - 16) <= ABOUT_MONTHS
    hidden = float(states[start - 1].rework_hidden[0, 0]) / 100.0
    assert hidden == pytest.approx(0.047, abs=0.01)
    assert float(np.mean(states[start + 5].failed)) == pytest.approx(0.11, abs=0.02)


def test_crash_programme_gains_a_month_or_two_and_hides_rework():
    inputs = make_inputs(deadline=10.0, rush=1.0)
    states, _ = build(30, state=make_state(runs=DRAWS), inputs=inputs)
    start = first_start(states)
    assert abs(start - 15) <= ABOUT_MONTHS
    hidden = float(states[start - 1].rework_hidden[0, 0]) / 100.0
    assert hidden == pytest.approx(0.13, abs=0.02)
    assert float(np.mean(states[start + 5].failed)) == pytest.approx(0.15, abs=0.03)


def test_forced_start_in_month_nine():
    complete, failed = _failed_within_six_months(9, 0.5)
    assert 0.56 <= complete <= 0.69
    assert failed == pytest.approx(0.375, abs=0.04)


@pytest.mark.parametrize(
    ("month_of_start", "complete", "failure"),
    [(4, 0.34, 0.65), (6, 0.46, 0.50), (9, 0.63, 0.34), (14, 0.85, 0.17)],
)
def test_earlier_starts_fail_more(month_of_start, complete, failure):
    reached, failed = _failed_within_six_months(month_of_start, 0.3)
    assert reached == pytest.approx(complete, abs=0.03)
    assert failed == pytest.approx(failure, abs=ABOUT_SHARE)


def test_a_nearly_finished_works_seldom_fails():
    state = make_state(
        runs=DRAWS, work_to_do=4, work_correct=92, rework_hidden=4, started=1, mastering=0.0
    )
    states, _ = build(6, state=state)
    assert float(np.mean(states[-1].failed)) == pytest.approx(0.11, abs=0.02)


# Extreme conditions.


def test_perfect_work_has_no_rework_and_ends_on_time():
    params = make_params(base_quality=1.0, rush_loss=0.0, frost_loss=0.0, hunger_loss=0.0)
    inputs = make_inputs(air_temperature=-20.0, nutrition=0.3, rush=1.0, deadline=1.0)
    inputs_slow = make_inputs()
    states, _ = build(15, params=params, inputs=inputs)
    assert max(float(state.rework_hidden[0, 0]) for state in states) == 0.0
    slow, _ = build(16, params=params, inputs=inputs_slow)
    assert float(slow[14].work_to_do[0, 0]) == pytest.approx(100.0 - 15 * 6.5, rel=LEDGER)
    assert float(slow[15].work_to_do[0, 0]) == pytest.approx(0.0, abs=LEDGER)


def test_without_workers_bad_work_is_only_found():
    state = make_state(work_to_do=50, work_correct=30, rework_hidden=15, rework_known=5)
    states, flows = build(6, state=state, inputs=make_inputs(builders=0.0))
    assert sum(float(moved.work_done[0, 0]) for moved in flows) == 0.0
    hidden = [float(s.rework_hidden[0, 0]) for s in states]
    assert all(later < sooner for sooner, later in itertools.pairwise(hidden))
    known = float(states[-1].rework_known[0, 0])
    assert known == pytest.approx(20.0 - hidden[-1], rel=LEDGER)


def test_bitter_frost_slows_but_does_not_stop():
    _, warm = build(1)
    _, cold = build(1, inputs=make_inputs(air_temperature=-40.0))
    ratio = float(cold[0].work_done[0, 0] / warm[0].work_done[0, 0])
    assert 0.1 < ratio < 0.3


def test_a_year_of_bitter_frost_has_no_nan():
    states, _ = build(12, inputs=make_inputs(air_temperature=-40.0))
    assert np.isfinite(done(states[-1])).all()


def test_start_at_a_fifth_nearly_always_fails():
    state = make_state(runs=DRAWS, work_to_do=80, work_correct=17, rework_hidden=3)
    inputs = make_inputs(deadline=1.0, political_start=1.0, builders=0.0)
    states, _ = build(7, state=state, inputs=inputs)
    assert float(states[0].started[0, 0]) == 1.0
    assert float(np.mean(states[-1].failed)) > 0.8


def test_start_at_a_tenth_nearly_always_fails():
    state = make_state(runs=DRAWS, work_to_do=90, work_correct=8.5, rework_hidden=1.5)
    inputs = make_inputs(deadline=1.0, political_start=1.0, builders=0.0)
    states, _ = build(7, state=state, inputs=inputs)
    assert float(np.mean(states[-1].failed)) > 0.85


def test_rework_that_cannot_be_found_appears_after_the_start():
    params = make_params(finding_months=1e9, failure_rate=0.0, finding_months_in_use=0.3)
    states, flows = build(24, params=params)
    start = first_start(states)
    before = sum(float(moved.rework_found[0, 0]) for moved in flows[:start])
    after = sum(float(moved.rework_found[0, 0]) for moved in flows[start:])
    assert before < 1e-4
    assert after > 10.0


def test_political_date_forces_the_start_once():
    state = make_state(work_to_do=40, work_correct=50, rework_hidden=10)
    inputs = make_inputs(deadline=3.0, political_start=1.0)
    states, _ = build(3, state=state, inputs=inputs)
    assert [float(s.started[0, 0]) for s in states] == [0.0, 0.0, 1.0]


def test_a_site_that_is_not_under_way_rests():
    _, flows = build(1, inputs=make_inputs(start=0.0))
    assert float(flows[0].work_done[0, 0]) == 0.0
    assert float(flows[0].labour_wanted[0]) == 0.0


def test_without_plant_only_what_it_reaches_is_built():
    params = make_params(equipment_need=20.0)
    state = make_state(work_to_do=90, work_correct=10, equipment_fitted=3.0)
    states, flows = build(6, state=state, params=params)
    assert float(states[-1].work_to_do[0, 0]) == pytest.approx(85.0, rel=1e-6)
    assert float(flows[-1].work_lost_to_equipment[0]) > 0.0


def test_without_materials_nothing_is_built():
    _, flows = build(1, state=make_state(site_materials=0.0))
    assert float(flows[0].work_done[0, 0]) == 0.0
    assert float(flows[0].work_lost_to_materials[0]) == pytest.approx(6.5)
    assert float(flows[0].materials_wanted[0, 0]) > 0.0


def test_failure_takes_back_capacity_in_proportion_and_it_is_built_again():
    state = make_state(
        work_to_do=0, work_correct=90, rework_hidden=10, started=1, mastering=0.5, handed_over=0.5
    )
    params = make_params(failure_rate=1e3, design_capacity=20.0)
    states, flows = build(40, state=state, params=params)
    lost = float(flows[0].work_destroyed[0, 0] + flows[0].rework_exposed[0, 0])
    standing = 100.0 - float(flows[0].rework_found[0, 0])
    assert float(flows[0].damage[0, 0]) == pytest.approx(20.0 * 0.5 * lost / standing, rel=1e-6)
    assert sum(float(moved.failures[0, 0]) for moved in flows) == 1.0
    handed = [float(s.handed_over[0, 0]) for s in states]
    assert handed[0] < 0.5
    assert handed[-1] > 0.85


def test_other_sites_give_way_to_priority():
    params = make_params(2, other_work_wanted=100.0)
    low = make_inputs(2, builders=60.0)
    high = make_inputs(2, builders=60.0, priority=[5.0, 1.0])
    _, plain = build(1, state=make_state(2), params=params, inputs=low)
    _, first = build(1, state=make_state(2), params=params, inputs=high)
    assert float(plain[0].crew[0, 0]) == pytest.approx(6.5 * 60.0 / 113.0, rel=LEDGER)
    assert float(first[0].crew[0, 0]) > 0.95 * 6.5
    assert float(first[0].other_work_done[0]) < float(plain[0].other_work_done[0])
