"""Hand-worked numbers and the extreme conditions of labour."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.labour.builders import (
    FAMILIES,
    OFFICES,
    TIMBER,
    WITHOUT_POST,
    WORKS,
    by_group,
    headcount,
    live,
    make_inputs,
    make_params,
    make_state,
    month,
)
from tests.tolerances import LEDGER, ROUNDING

from sinews.systems.labour import posts, rules, work

PARAMS = make_params()
MEMBERS = rules.per_member(PARAMS)
CLOSED_FORM = 1e-9
"""The closed solution of one linear equation against itself."""


def _one(value):
    return jnp.asarray([value], dtype=float)


def _two(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def test_staying_and_leaving_by_hand():
    staying = rules.utility_of_staying(_two(1.0, 0.5), _two(1.0, 0.8), _one(0.5), MEMBERS)
    assert staying[:, 0] == pytest.approx([0.2 + 0.8 + 0.5 - 0.25, 0.2 + 0.4 + 0.4 - 0.25])
    leaving = rules.utility_of_leaving(_one(0.4), _one(1.0), _one(0.9), _one(0.0), PARAMS)
    assert float(leaving[0]) == pytest.approx(0.4 * 3.4 + 0.6 * 0.3 - 0.2)


def test_chance_of_a_post_by_hand():
    assert float(rules.chance_of_job(_two(60.0, 40.0), _one(300.0))[0]) == pytest.approx(0.25)
    assert float(rules.chance_of_job(_two(0.0, 0.0), _one(0.0))[0]) == 0.0


def test_equal_utilities_give_the_small_basic_rate():
    rates = rules.rates_to_towns(_two(0.0, 0.0), _one(0.0), _one(1.0), MEMBERS)
    assert rates[0, :, 0] == pytest.approx([0.006 * 0.3, 0.003, 0.003])


def test_competing_ways_share_what_leaves():
    ways = rules.split(_one(100.0), jnp.asarray([[0.1], [0.3]]), 1.0)
    assert ways[:, 0] == pytest.approx(100.0 * (1 - np.exp(-0.4)) * np.asarray([0.25, 0.75]))


def test_nobody_leaves_an_empty_farm():
    assert float(rules.rate_of_taking(_one(5.0), _two(0.0, 0.0))[0]) == 0.0


def test_posts_fill_as_the_closed_solution_says():
    people, staffing, rate = by_group(works=900.0), by_group(works=1000.0), by_group(works=0.11)
    opened = posts.openings(people, staffing, rate, MEMBERS, "exact", 1.0)
    after = people[WORKS] - opened.quits[WORKS] + opened.wanted[WORKS] - opened.wanted_quits[WORKS]
    k = -np.log(0.05)
    goal = k * 1000.0 / (k + 0.11)
    expected = goal + (900.0 - goal) * np.exp(-(k + 0.11))
    assert float(after[0]) == pytest.approx(expected, rel=CLOSED_FORM)


def test_overmanned_works_hire_nobody():
    opened = posts.openings(
        by_group(works=1500.0), by_group(works=1000.0), by_group(works=0.1), MEMBERS, "exact", 1.0
    )
    assert float(opened.wanted[WORKS, 0]) == 0.0
    assert float(opened.quits[WORKS, 0]) == pytest.approx(1500.0 * (1 - np.exp(-0.1)))


def test_the_better_liked_group_is_filled_first():
    wanted, liking = by_group(works=50.0, offices=50.0), by_group(works=1.0)
    given = posts.share_out(_one(60.0), wanted, liking, "exact")
    claim = 1.0 / (1.0 + np.exp(-1.0))
    assert float(given[WORKS, 0]) == pytest.approx(60.0 * claim)
    assert float(given.sum()) == pytest.approx(60.0)
    ample = posts.share_out(_one(600.0), wanted, liking, "exact")
    assert ample[:2, 0] == pytest.approx([50.0, 50.0])


def test_quits_by_hand():
    rate = posts.quit_rates(
        by_group(works=1.0, offices=1.0), by_group(works=1.0, offices=1.0), _one(4.5), _one(0.5),
        MEMBERS,
    )  # fmt: skip
    assert float(rate[WORKS, 0]) == pytest.approx(0.11 * np.exp(0.2 * 0.5) * 0.8)
    assert float(rate[FAMILIES, 0]) == 0.0


def test_work_by_hand():
    present = work.presence(_two(0.8, 1.0), _one(1.0), MEMBERS)
    assert present[:, 0] == pytest.approx([1 - 0.05 - 0.02 - 0.05, 1 - 0.05 - 0.02])
    food = work.work_by_food(_two(0.4, 0.7, 1.0, 2.0), MEMBERS)
    assert food[:, 0] == pytest.approx([0.0, 0.5**0.6, 1.0, 1.05])
    assert float(work.work_by_money(_one(1.0), MEMBERS)[0, 0]) == pytest.approx(0.95)


def test_full_turnover_leaves_only_the_skill_of_newcomers():
    params = make_params(quit_rate=20.0, learning_on_the_job=0.0)
    states, _ = live(120, params=params)
    assert float(states[-1].skilled_share[WORKS, 0]) == pytest.approx(0.2, abs=0.01)


def test_without_hiring_skill_rises():
    states, _ = live(12, params=make_params(quit_rate=0.0), inputs=make_inputs(staffing={}))
    assert float(states[-1].skilled_share[WORKS, 0]) == pytest.approx(1 - 0.5 * np.exp(-0.12))


def test_closed_towns_admit_only_recruits():
    _, flows = month(make_state(), PARAMS, make_inputs(passports=1.0))
    assert float(flows.towards_towns.sum()) == 0.0
    assert float(flows.recruited.sum()) > 0.0


def test_hungry_farms_lose_at_least_twice_as_many():
    _, fed = month(make_state(), PARAMS, make_inputs())
    _, hungry = month(make_state(), PARAMS, make_inputs(nutrition_farm=0.5))
    assert float(hungry.towards_towns.sum()) > 2.0 * float(fed.towards_towns.sum())
    assert float(hungry.kolkhoz_exits.sum()) > 2.0 * float(fed.kolkhoz_exits.sum())


def test_vacancies_draw_people_to_towns():
    more = {"works": 1400.0, "offices": 500.0, "timber": 120.0}
    _, usual = month(make_state(), PARAMS, make_inputs())
    _, drawn = month(make_state(), PARAMS, make_inputs(staffing=more))
    assert float(drawn.towards_towns.sum()) > 1.3 * float(usual.towards_towns.sum())


def test_without_vacancies_people_without_a_post_accumulate():
    states, flows = live(3, inputs=make_inputs(staffing={}), params=make_params(return_rate=0.0))
    waiting = [float(state.people[WITHOUT_POST, 0]) for state in states]
    assert waiting == sorted(waiting)
    assert waiting[0] > 100.0
    assert all(float(flow.hires.sum()) == 0.0 for flow in flows)


def test_no_call_up_beyond_the_ceiling():
    _, flows = month(make_state(), PARAMS, make_inputs(call_up_wanted_last_month=500.0))
    assert float(flows.called_up[0]) <= 10.0 + ROUNDING
    assert float(flows.called_up[0]) > 9.5


def test_an_army_that_shrinks_sends_people_home():
    before = make_state()
    after, flows = month(before, PARAMS, make_inputs(call_up_wanted_last_month=-4.0))
    assert float(flows.called_up[0]) == 0.0
    assert float(flows.released[0]) == pytest.approx(4.0, rel=0.05)
    assert headcount(after) - headcount(before) == pytest.approx(
        np.asarray(flows.births - flows.natural_deaths), abs=LEDGER * headcount(before)[0]
    )


def test_seasonal_people_go_home_and_count_as_no_departure():
    _, flows = month(make_state(), PARAMS, make_inputs(staffing={"works": 1000.0}))
    assert float(flows.left[TIMBER, 0]) > 0.6 * 100.0
    assert float(flows.returned.sum()) > 0.6 * 100.0
    left_for_towns = float(flows.towards_towns.sum() + flows.recruited.sum())
    # Only people without a post, a hundred of whom a tenth gives up, count against departures.
    assert float(flows.departures_to_towns.sum()) > left_for_towns - 0.1 * 100.0


def test_the_campaign_moves_individual_farms_only():
    _, flows = month(make_state(), PARAMS, make_inputs(campaign=5.0))
    own = np.asarray([5000.0, 4000.0])
    assert flows.reentry[:, 0] == pytest.approx(own * (1 - np.exp(-0.15)), rel=0.03)
    _, none = month(make_state(), PARAMS, make_inputs(campaign=0.0))
    assert float(none.reentry.sum()) == 0.0


def test_resettlement_falls_after_the_first_year():
    _, first = month(make_state(), PARAMS, make_inputs(), 11)
    _, later = month(make_state(), PARAMS, make_inputs(), 12)
    assert float(first.resettled.sum()) == pytest.approx(5.0, rel=0.03)
    assert float(later.resettled.sum()) == pytest.approx(1.0, rel=0.03)


def test_no_people_no_work_and_no_failure():
    empty = make_state(people={}, farm_people=np.zeros((2, 3)))
    after, flows = month(empty, PARAMS, make_inputs())
    assert headcount(after) == pytest.approx(0.0)
    assert float(flows.effective_labour.sum()) == 0.0
    assert all(np.isfinite(np.asarray(leaf)).all() for leaf in vars(flows).values())


def test_nobody_works_without_food():
    inputs = make_inputs(nutrition=0.0, nutrition_farm=0.0)
    _, flows = month(make_state(), make_params(least_farm_work=0.0), inputs)
    assert float(flows.effective_labour.sum()) == 0.0
    assert float(flows.farm_labour.sum()) == 0.0
    _, flows = month(make_state(), PARAMS, inputs)
    assert float(flows.effective_labour.sum()) == 0.0
    assert float(flows.farm_labour.sum()) > 0.0


def test_offices_and_works_quit_alike_when_equal():
    _, flows = month(make_state(), PARAMS, make_inputs(staffing={}))
    assert float(flows.turnover[WORKS, 0]) == pytest.approx(float(flows.turnover[OFFICES, 0]))
