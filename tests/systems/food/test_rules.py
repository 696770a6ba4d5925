"""Hand-worked numbers and the extreme cases of food."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.food.builders import (
    ARMY,
    AUGUST,
    FAMILIES,
    JANUARY,
    JULY,
    OCTOBER,
    WITHOUT_CARD,
    all_finite,
    column,
    grain_held,
    grain_moved,
    least_stock,
    make_inputs,
    make_params,
    make_state,
    moment_of,
    months_of,
    one_step,
    scalar,
    total,
)
from tests.tolerances import LEDGER, ROUNDING

from sinews.systems.food import animals, calendar, crop, farm, nutrition, procurement, store

PARAMS = make_params()


@pytest.mark.parametrize(
    ("level", "percent_a_year", "digits"),
    [
        (1.0, 0.004, 3),
        (0.9, 0.04, 2),
        (0.85, 0.10, 2),
        (0.8, 0.28, 2),
        (0.7, 1.8, 1),
        (0.6, 8.2, 1),
        (0.5, 23.0, 0),
    ],
)
def test_excess_mortality_is_that_of_other_famines(level, percent_a_year, digits):
    hazard = nutrition.death_hazard(column(level), PARAMS)
    found = 100.0 * (1.0 - np.exp(-12.0 * float(hazard[0, 0])))
    assert round(found, digits) == pytest.approx(percent_a_year, rel=0.15)


def test_the_year_ends_in_june():
    calendar_of_plan = PARAMS.procurement_calendar
    july = calendar.left_of_year(calendar_of_plan, moment_of(JULY))
    june = calendar.left_of_year(calendar_of_plan, moment_of(5))
    np.testing.assert_allclose(july, [1.0], rtol=ROUNDING)
    np.testing.assert_allclose(june, [0.003], rtol=1e3 * ROUNDING)
    last = calendar.rate_of_rest(calendar_of_plan, moment_of(5, step=2, steps=3))
    np.testing.assert_allclose(last, [3.0], rtol=1e3 * ROUNDING)


def test_months_to_bread_and_to_july():
    assert float(calendar.months_to_bread(moment_of(JANUARY))) == 6.5
    assert float(calendar.months_to_bread(moment_of(8))) == 10.5
    assert float(calendar.months_to_july(moment_of(JANUARY))) == 6.0
    assert float(calendar.months_to_july(moment_of(5))) == 1.0


def test_crop_at_full_draught_and_effort_is_land_times_yield():
    area = jnp.asarray([[[1000.0], [500.0]], [[0.0], [100.0]]])
    power, full = column(1e4, 1e4), column(1.0, 1.0)
    weather = column(0.0, -1.0)
    grown = crop.crop_of_july(area, power, full, weather, scalar(1.0), PARAMS, "exact")
    mean = np.exp(-0.5 * 0.12**2)
    np.testing.assert_allclose(
        grown, [[1500.0 * 0.9 * mean], [100.0 * 0.8 * mean * np.exp(-0.12)]], rtol=ROUNDING
    )


def test_half_the_draught_costs_a_sixth_of_the_crop():
    area = jnp.asarray([[[1000.0], [0.0]], [[1000.0], [0.0]]])
    args = (column(1.0, 1.0), column(0.0, 0.0), scalar(1.0), PARAMS, "exact")
    whole = crop.crop_of_july(area, column(260.0, 260.0), *args)
    half = crop.crop_of_july(area, column(130.0, 130.0), *args)
    np.testing.assert_allclose(half / whole, 0.5**0.25, rtol=1e-8)


def test_planners_carry_half_of_the_shortfall_and_inflate():
    area = jnp.asarray([[[1000.0], [0.0]], [[0.0], [1000.0]]])
    expected = procurement.expect_harvest(area, column(520.0, 700.0), PARAMS, "exact")
    np.testing.assert_allclose(expected, [[720.0 - 0.5 * 200.0], [640.0]], rtol=ROUNDING)
    np.testing.assert_allclose(
        procurement.estimate(expected, PARAMS), [1260.0 * np.exp(0.18)], rtol=ROUNDING
    )


def test_an_ample_store_lowers_a_quota_by_share_kt_for_kt():
    args = (scalar(1000.0), scalar(0.3))
    bare = procurement.quota_by_share(*args, scalar(100.0), PARAMS, "exact")
    ample = procurement.quota_by_share(*args, scalar(200.0), PARAMS, "exact")
    np.testing.assert_allclose([bare[0], ample[0]], [300.0, 250.0], rtol=1e-9)


def test_collection_takes_food_before_seed_and_stays_within_haulage():
    plan = column(100.0, 100.0)
    reach = (column(20.0, 500.0), column(15.0, 500.0))
    args = (plan, reach, scalar(0.0))
    taken = procurement.collect(*args, scalar(1e6), moment_of(AUGUST), make_params(), "exact", 1.0)
    due = 100.0 * 0.13 / (1.0 - 0.036)
    np.testing.assert_allclose(taken.total, [[due], [due]], rtol=1e-9)
    np.testing.assert_allclose(taken.from_seed, 0.0)
    short = procurement.collect(*args, scalar(10.0), moment_of(AUGUST), PARAMS, "exact", 1.0)
    np.testing.assert_allclose(short.total, [[5.0], [5.0]], rtol=1e-9)
    hungry = (column(5.0, 500.0), column(3.0, 500.0))
    taken = procurement.collect(
        plan, hungry, scalar(0.0), scalar(1e6), moment_of(AUGUST), PARAMS, "exact", 1.0
    )
    np.testing.assert_allclose(taken.from_farms[0], [5.0])
    np.testing.assert_allclose(taken.from_seed[0], [3.0])


def test_coercion_uncovers_hidden_grain():
    args = (scalar(1000.0), column(1000.0, 1000.0))
    calm = procurement.concealed_share(*args, scalar(0.0), PARAMS)
    harsh = procurement.concealed_share(*args, scalar(1.0), PARAMS)
    np.testing.assert_allclose(harsh / calm, 0.3, rtol=1e3 * ROUNDING)
    assert float(calm[0, 0]) < 0.25


WANTS = store.Wants(
    army=scalar(5.0),
    rations=column(10.0, 20.0, 30.0, 40.0),
    exports=scalar(50.0),
    loans=scalar(5.0),
    industry=scalar(5.0),
    other=scalar(5.0),
    reserve=scalar(100.0),
)


def _share(grain, allotment=1.0, exports_above=1.0, protected=0.0):
    return store.share_out(
        scalar(grain),
        WANTS,
        scalar(allotment),
        scalar(exports_above),
        scalar(protected),
        PARAMS,
        "exact",
    )


def test_exports_ranked_first_take_from_lists_two_and_three_kt_for_kt():
    first, last = _share(120.0), _share(120.0, exports_above=0.0)
    np.testing.assert_allclose(first.exports - last.exports, jnp.sum(last.rations - first.rations))
    np.testing.assert_allclose(first.rations[:, 0], [10.0, 20.0, 20.0, 0.0])
    np.testing.assert_allclose(last.rations[:, 0], [10.0, 20.0, 30.0, 40.0])
    np.testing.assert_allclose(last.exports, 0.0)


def test_the_allotment_leaves_grain_in_the_store_and_protection_goes_before_exports():
    cut = _share(200.0, allotment=0.5)
    np.testing.assert_allclose(cut.rations[:, 0], [10.0, 20.0, 15.0, 20.0])
    np.testing.assert_allclose(cut.reserve, 200.0 - 5.0 - 65.0 - 50.0 - 15.0)
    guarded = _share(90.0, protected=0.5)
    np.testing.assert_allclose(guarded.rations[:, 0], [10.0, 20.0, 15.0, 20.0])
    np.testing.assert_allclose(guarded.exports, 20.0)


def test_lists_two_and_three_get_what_is_left_to_july():
    still_due, loans_to_come = scalar(60.0), scalar(20.0)
    wants = WANTS._replace(reserve=scalar(0.0), loans=scalar(0.0))
    share = store.free_share(
        scalar(740.0), still_due, loans_to_come, wants, moment_of(JANUARY), PARAMS, "exact", 1.0
    )
    free = 740.0 + 60.0 - 20.0 - 25.0 - 6.0 * (5.0 + 30.0 + 50.0 + 5.0 + 5.0)
    np.testing.assert_allclose(share, [0.95 * free / (6.0 * 70.0)], rtol=1e-9)


def test_half_of_the_allotment_is_carried_in_spring_and_none_after_the_harvest():
    args = (scalar(1.0), scalar(0.4), scalar(0.0))
    np.testing.assert_allclose(store.allot(*args, moment_of(2), PARAMS, 1.0), [0.7])
    np.testing.assert_allclose(store.allot(*args, moment_of(AUGUST), PARAMS, 1.0), [1.0])
    third = store.allot(*args, moment_of(2), PARAMS, 1.0 / 3.0)
    for _ in range(2):
        third = store.allot(third, *args[1:], moment_of(2), PARAMS, 1.0 / 3.0)
    np.testing.assert_allclose(third, [0.7], rtol=1e3 * ROUNDING)


def test_coverage_grows_until_all_hold_cards():
    grown = make_params(coverage_growth=0.1)
    membership = store.cards(moment_of(120), grown)
    np.testing.assert_allclose(jnp.sum(membership[FAMILIES]), 1.0, rtol=ROUNDING)
    np.testing.assert_allclose(membership[ARMY], 0.0)


def _needs(spare):
    return farm.Needs(
        food=column(10.0), fodder=column(4.0), spare=column(spare), months=jnp.asarray(6.5)
    )


def test_farms_save_with_cover_and_cut_fodder_first():
    plenty, january = column(1e3), moment_of(JANUARY)
    eaten = farm.eat(plenty, _needs(45.5), january, PARAMS, "exact")
    fed = farm.feed(plenty, _needs(45.5), january, PARAMS, "exact")
    np.testing.assert_allclose(eaten, [[10.0 * 0.7**0.7]], rtol=1e-9)
    np.testing.assert_allclose(fed, [[4.0 * 0.5**2.2]], rtol=1e-9)
    full = farm.eat(plenty, _needs(1e3), january, PARAMS, "exact")
    np.testing.assert_allclose(full, [[10.0]], rtol=1e-9)


def test_nobody_saves_while_the_crop_stands():
    eaten = farm.eat(column(1e3), _needs(1.0), moment_of(AUGUST), PARAMS, "exact")
    np.testing.assert_allclose(eaten, [[10.0]], rtol=1e-9)


def test_towns_buy_no_more_than_they_would_eat():
    args = (column(1e3), _needs(5e3))
    sold = farm.sell(*args, scalar(30.0), scalar(1.0), scalar(0.0), scalar(5.0), PARAMS, "exact")
    np.testing.assert_allclose(sold, [[30.0]], rtol=ROUNDING)
    closed = farm.sell(*args, scalar(1e6), scalar(0.0), scalar(1.0), scalar(5.0), PARAMS, "exact")
    np.testing.assert_allclose(closed, 0.0)


def test_horses_breed_when_fed_and_are_lost_with_the_square_of_hunger():
    herd, calm = column(1000.0), column(0.0)
    fed = animals.change_of_horses(herd, column(1.0), calm, PARAMS, "exact", 1.0)
    starved = animals.change_of_horses(herd, column(0.4), calm, PARAMS, "exact", 1.0)
    assert float((fed.gained - fed.lost)[0, 0]) > 3.0
    hazard = 0.006 + 0.065 * 0.5**2
    np.testing.assert_allclose(starved.lost, [[1000.0 * (1.0 - np.exp(-hazard))]], rtol=1e-6)
    assert float(starved.gained[0, 0]) < 0.1


def test_joining_costs_cattle():
    herd, fed = column(1000.0), column(1.0)
    change = animals.change_of_cattle(herd, fed, column(0.1), PARAMS, "exact", 1.0)
    np.testing.assert_allclose(change.lost, [[1000.0 * (1.0 - np.exp(-0.012))]], rtol=1e-9)


def test_hunger_lowers_effort_to_its_floor_and_no_further():
    effort = column(0.95)
    for _ in range(100):
        effort = nutrition.work_effort(effort, column(0.05), column(0.3), scalar(0.0), PARAMS, 1.0)
    np.testing.assert_allclose(effort, [[0.75]], rtol=1e-9)


def test_bread_is_pooled_without_loss():
    people = jnp.asarray([600.0, 800.0, 40.0, 23.0])[:, None]
    membership = store.cards(moment_of(JANUARY), PARAMS)
    per_head = column(0.022, 0.020, 0.0175, 0.015)
    army = scalar(23.0 * 116.5e-3)
    bread = nutrition.bread_of_groups(membership, per_head, army, people, PARAMS)
    issued = jnp.sum(membership * people[:, None] * per_head[None])
    np.testing.assert_allclose(jnp.sum(bread[:ARMY]), issued, rtol=ROUNDING)
    assert float(bread[WITHOUT_CARD, 0]) == 0.0
    np.testing.assert_allclose(bread[ARMY], [23.0 * 16.0e-3], rtol=1e-6)


def test_no_people_no_eating():
    empty = make_inputs(farm_people=0.0, people=0.0, farm_labour=0.0)
    state, flows = one_step(make_state(), PARAMS, empty, JANUARY)
    assert float(jnp.sum(flows.farm_eaten)) == 0.0
    assert float(jnp.sum(flows.ration_issued)) == 0.0
    assert float(jnp.sum(flows.army_grain)) == 0.0
    assert all_finite(state, flows)


def test_without_collection_towns_starve_and_farms_eat():
    inputs = make_inputs(procurement_share=0.0, coercion=1.0, loans=0.0)
    state, _ = months_of(make_state(procurement_plan=0.0), PARAMS, inputs, JANUARY, 24)
    assert float(state.state_grain[0]) < 5.0
    assert float(state.nutrition[FAMILIES, 0]) < 0.6
    assert float(jnp.min(state.nutrition_farm)) > 0.95


def test_a_legal_market_feeds_towns_when_nothing_is_collected():
    closed = make_inputs(procurement_share=0.0, coercion=1.0, loans=0.0)
    opened = make_inputs(
        procurement_share=0.0, market_legal=1.0, loans=0.0, market_price_last_month=8.0
    )
    start = make_state(procurement_plan=0.0)
    without, _ = months_of(start, PARAMS, closed, JANUARY, 24)
    with_market, _ = months_of(start, PARAMS, opened, JANUARY, 24)
    gained = with_market.nutrition[FAMILIES, 0] - without.nutrition[FAMILIES, 0]
    assert float(gained) > 0.2


def test_total_collection_leaves_nothing_to_sow():
    params = make_params(concealment_ceiling=0.0)
    inputs = make_inputs(
        procurement_quota=1e6, coercion=1.0, seed_protection=0.0, loans=0.0, grain_haulage=1e6
    )
    # From August on the plan is without end: what the threshing floor keeps is taken as well.
    _, flows = months_of(make_state(), params, inputs, JULY, 12)
    assert total(flows, "area_sown") < 0.25 * 8500.0
    spared = make_inputs(procurement_share=0.2, seed_protection=1.0)
    _, fair = months_of(make_state(), params, spared, JULY, 12)
    assert total(fair, "area_sown") > 3.0 * total(flows, "area_sown")


def test_the_worst_weather_reports_a_deficit_and_no_negative_stock():
    drought = make_inputs(weather_anomaly=-4.0)
    state, flows = make_state(), []
    for month in range(36):
        before = grain_held(state)
        state, flow = one_step(state, PARAMS, drought, month)
        flows.append(flow)
        assert least_stock(state) >= 0.0
        np.testing.assert_allclose(grain_held(state) - before, grain_moved(flow), atol=1e-7)
    assert total(flows, "ration_shortfall") > 0.0
    assert all_finite(state, flows)


def test_zero_harvest_and_empty_stores_do_not_break():
    bare = make_state(
        farm_grain=0.0,
        seed_grain=0.0,
        state_grain=0.0,
        reserve_grain=0.0,
        grain_in_transit=0.0,
        draught=0.0,
        cattle=0.0,
        sown_area=0.0,
        procurement_plan=0.0,
    )
    state, flows = months_of(bare, PARAMS, make_inputs(), JANUARY, 24)
    assert all_finite(state, flows)
    assert least_stock(state) >= 0.0
    assert total(flows, "harvest") == pytest.approx(0.0, abs=LEDGER)


def test_an_ordered_quota_cuts_what_is_still_due():
    set_high, _ = months_of(make_state(), PARAMS, make_inputs(), JULY, 3)
    cut = make_inputs(procurement_quota=float(set_high.quota_of_year[0]) - 200.0)
    kept, _ = one_step(set_high, PARAMS, make_inputs(coercion=0.0, grain_haulage=0.0), OCTOBER)
    lowered = make_inputs(
        procurement_quota=float(cut["procurement_quota"][0]), coercion=0.0, grain_haulage=0.0
    )
    changed, flows = one_step(set_high, PARAMS, lowered, OCTOBER)
    np.testing.assert_allclose(flows.quota, cut["procurement_quota"])
    gap = jnp.sum(kept.procurement_plan - changed.procurement_plan)
    np.testing.assert_allclose(gap, 200.0, rtol=1e-9)
    # A quota that was ordered stays when the order is silent again.
    _, flows = one_step(changed, PARAMS, make_inputs(), OCTOBER + 1)
    np.testing.assert_allclose(flows.quota, cut["procurement_quota"])


@pytest.mark.parametrize(("response", "kept"), [(0.0, 1.0), (0.5, 0.9), (1.0, 0.8)])
def test_a_quota_bends_to_a_crop_that_falls_short_as_far_as_it_responds(response, kept):
    crop, expected = column(40.0, 40.0), column(60.0, 40.0)
    params = make_params(quota_response=response)
    found = procurement.kept_of_quota(crop, expected, params)
    np.testing.assert_allclose(found, kept, rtol=ROUNDING)
    rich = procurement.kept_of_quota(2.0 * crop, expected, params)
    np.testing.assert_array_equal(rich, 1.0)
