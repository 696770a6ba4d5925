"""A month by hand, and the extreme conditions of the room."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.industry.builders import (
    DEFENCE,
    LIGHT,
    LINKS,
    OPTICS,
    ORE,
    SCRAP,
    STEEL,
    STEELMAKING,
    SUNDRIES,
    SUNDRY,
    TANK,
    TOOLS,
    make_inputs,
    make_params,
    make_state,
    work,
    years_output,
)
from tests.tolerances import LEDGER, ROUNDING

from sinews.core.smooth import pipe
from sinews.systems.industry import conversion, sharing

# What is left in the works when passage takes a thousandth of a month.
PASSAGE = 2e-3


def _of(values) -> list[float]:
    return np.asarray(values)[..., 0].tolist()


# The month by hand.


def test_a_month_in_balance():
    state, flows = work()
    assert _of(flows.started) == pytest.approx([80.0, 40.0, 20.0])
    assert _of(flows.used) == pytest.approx([160.0, 60.0, 40.0, 0.0, 0.0, 0.0])
    assert float(flows.delivered_to_construction[STEEL, 0]) == pytest.approx(10.0)
    assert float(flows.delivered_to_final_use[STEEL, 0]) == pytest.approx(5.0)
    assert _of(state.stock) == pytest.approx([340.0, 15.0, 60.0, 50.0, 36.22, 0.0])
    assert _of(flows.labour_wanted) == pytest.approx([75.0, 100.0])
    assert _of(flows.labour_fill) == pytest.approx([1.0, 1.0])
    assert float(flows.equipment_delivered[0, 0]) == pytest.approx(32.0, rel=PASSAGE)
    assert float(flows.tractors_delivered[0]) == pytest.approx(20.0)
    assert _of(flows.import_wanted) == pytest.approx([0.0] * 6)


def test_metal_of_the_month():
    """Steel takes 96 kt of metal and holds 80; tanks 20 and 12.8; sundries 40 and 30."""
    _, flows = work()
    lost = np.array([16.0, 7.2, 10.0])
    assert _of(flows.scrap_returned) == pytest.approx((0.85 * lost).tolist())
    assert _of(flows.metal_wasted) == pytest.approx((0.15 * lost).tolist())
    assert float(flows.stocked[SCRAP, 0]) == pytest.approx(3.0 + 0.85 * lost.sum())


def test_a_month_of_two_goods_and_two_activities():
    """Without sundries what steel is left over the norm of 15 goes to other users."""
    state, flows = work(inputs=make_inputs(target=(960.0, 480.0, 0.0)))
    assert _of(flows.started) == pytest.approx([80.0, 40.0, 0.0])
    assert float(flows.delivered_to_final_use[STEEL, 0]) == pytest.approx(90 - 20 - 10 - 15)
    assert float(state.stock[STEEL, 0]) == pytest.approx(15.0)


def test_shortage_falls_on_the_last_in_order():
    """Forty of steel: tanks 20, building sites 10, sundries a quarter of their 40, others none."""
    state, flows = work(inputs=make_inputs(target=(360.0, 480.0, 240.0)))
    assert _of(flows.started) == pytest.approx([30.0, 40.0, 5.0])
    assert float(flows.delivered_to_construction[STEEL, 0]) == pytest.approx(10.0)
    assert float(flows.delivered_to_final_use[STEEL, 0]) == 0.0
    assert float(state.stock[STEEL, 0]) == pytest.approx(0.0, abs=ROUNDING)
    assert _of(flows.lost_to_input) == pytest.approx([0.0, 0.0, 0.0, 15.0])
    assert float(flows.import_wanted[STEEL, 0]) == pytest.approx(35.0)


def test_exports_come_before_light_industry():
    inputs = make_inputs(target=(360.0, 480.0, 240.0), other_exports=(20.0, 1.0))
    _, flows = work(inputs=inputs)
    assert float(flows.delivered_to_exports[STEEL, 0]) == pytest.approx(10.0)
    assert _of(flows.exported_share) == pytest.approx([0.5, 1.0])
    assert float(flows.started[SUNDRY, 0]) == 0.0


def test_hands_are_short_for_all_works_of_a_group_alike():
    _, flows = work(inputs=make_inputs(effective_labour=(30.0, 80.0)))
    assert _of(flows.planned) == pytest.approx([40.0, 40.0, 10.0])
    assert _of(flows.lost_to_labour) == pytest.approx([40.0, 0.0, 10.0])


def test_railways_slow_what_is_hauled():
    """Lifted 207 of 230 kt: nine tenths of what needs wagons, and of the grain."""
    _, flows = work(make_state(rail_capacity=207.0))
    assert _of(flows.planned) == pytest.approx([72.0, 40.0, 20.0])
    assert _of(flows.lost_to_haulage) == pytest.approx([8.0, 0.0, 0.0])
    assert float(flows.grain_haulage[0]) == pytest.approx(45.0)


def test_labour_falls_with_experience_as_wright_found():
    params = make_params(labour_first=(1.0, 4.0, 2.0), labour_last=0.0)
    _, flows = work(make_state(started_so_far=(0.0, 1500.0, 0.0)), params)
    # 16 ** -.25 is one half: tanks take 2, steel 1, sundries 2.
    assert _of(flows.labour_wanted) == pytest.approx([(80 + 40) / 0.8, 80.0 / 0.8])


def test_the_worst_part_decides_and_imports_stand_in():
    params = make_params(required_quality=np.array([[[0.0]] * 2, [[0.5], [0.4]], [[0.0]] * 2]))
    state = make_state(component_quality=(0.5, 0.9))
    _, home = work(state, params)
    assert float(home.accepted_share[TANK, 0]) == pytest.approx(0.8 * 0.5)
    _, bought = work(state, params, make_inputs(imported_part_share=(1.0, 0.0)))
    hull = 1.0 / (1.0 + np.exp(-0.5 / 0.12))
    engine = 1.0 / (1.0 + np.exp(-0.5 / 0.12))
    assert float(bought.accepted_share[TANK, 0]) == pytest.approx(0.8 * min(hull, engine))
    assert float(bought.accepted_share[SUNDRY, 0]) == 1.0


def test_parts_learn_from_output_towards_what_designs_teach():
    state, _ = work()
    engine, hull = _of(state.component_quality)
    assert engine == pytest.approx(0.5 + 0.3 * (1 - np.exp(-0.1 * 20 / 80)))
    assert hull == pytest.approx(0.5 + 0.3 * (1 - np.exp(-0.1 * 80 / 140)))
    above, _ = work(make_state(component_quality=0.95))
    assert _of(above.component_quality) == [0.95, 0.95]


def test_a_design_that_is_not_ready_shuts_its_line():
    _, flows = work(inputs=make_inputs(readiness=0.0))
    assert float(flows.started[TANK, 0]) < 0.2
    _, half = work(inputs=make_inputs(readiness=0.3, target=(960.0, 4800.0, 240.0)))
    assert float(half.planned[TANK, 0]) == pytest.approx(25.0)


def test_works_keep_pace_with_users_and_stop_at_a_full_store():
    params = make_params(stock_ceiling=(1e30, 20.0, 1e30, 1e30, 1e30, 1e30))
    # Users plan 60; by the end of the month the store is (held + 2 x 100 - 60) / (1 + 200 / 20).
    for held, made in [(0.0, 800.0 / 11), (10.0, 700.0 / 11), (20.0, 600.0 / 11), (90.0, 0.0)]:
        _, flows = work(make_state(stock=(500.0, held, 100.0, 50.0, 5.0, 0.0)), params)
        assert float(flows.planned[STEELMAKING, 0]) == pytest.approx(made)
    large = make_params(stock_ceiling=(1e30, 1e4, 1e30, 1e30, 1e30, 1e30))
    for held, made in [(10.0, 80.0), (7000.0, 60.0), (1e4, 1.2 / 1.02)]:
        _, flows = work(make_state(stock=(500.0, held, 100.0, 50.0, 5.0, 0.0)), large)
        assert float(flows.planned[STEELMAKING, 0]) == pytest.approx(made)


def test_long_products_pass_through_the_works():
    params = make_params(passage_months=(1e-3, 14.0, 1e-3))
    state, flows = work(params=params)
    in_work, finished = pipe(jnp.zeros((3, 2)), jnp.full(2, 32.0), 14.0, 1.0)
    np.testing.assert_allclose(state.work_in_progress[:, TANK], in_work, rtol=ROUNDING)
    assert float(flows.made[TANK, 0]) == pytest.approx(float(finished[0]))
    assert float(flows.made[STEELMAKING, 0]) == 80.0


def test_wagons_lift_more_and_wear_out():
    state, _ = work(params=make_params(rail_wear=0.01))
    assert float(state.rail_capacity[0]) == pytest.approx(990.0 + 0.1 * 20.0)


# Effort and disorder.


@pytest.mark.parametrize(("effort", "disorder"), [(1.0, 0.0), (1.1, 0.02), (1.2, 0.7)])
def test_where_hands_are_short_output_follows_effort_and_disorder(effort, disorder):
    """Hunter's hump: output is `effort (1 - disorder)` of what hands could do."""
    inputs = make_inputs(effective_labour=(30.0, 20.0), effort=effort, disorder=disorder)
    _, flows = work(inputs=inputs)
    hump = effort * (1.0 - disorder)
    assert _of(flows.started) == pytest.approx([40.0 * hump, 10.0 * hump, 10.0 * hump])


def test_effort_cannot_outdo_capacity():
    _, flows = work(inputs=make_inputs(effort=1.2, target=(9600.0, 4800.0, 2400.0),
                                       effective_labour=1e6))  # fmt: skip
    assert _of(flows.planned) == pytest.approx([100.0, 50.0, 40.0])


def test_loss_of_coordination_is_output_left_undone():
    _, flows = work(inputs=make_inputs(coordination=0.9))
    assert _of(flows.planned) == pytest.approx([72.0, 36.0, 18.0])


def test_what_is_sent_astray_is_felt_in_shortage_and_stays_in_store():
    """A works that gets three of four wagons asks for 53 to have 40; of 20 it can use 15."""
    astray = make_inputs(misdelivery=(0.0, 0.25, 0.0))
    _, ample = work(inputs=astray)
    assert float(ample.started[TANK, 0]) == pytest.approx(40.0)
    state, short = work(make_state(stock=(500.0, 10.0, 20.0, 50.0, 5.0, 0.0)), inputs=astray)
    assert float(short.started[TANK, 0]) == pytest.approx(15.0)
    assert float(state.stock[OPTICS, 0]) == pytest.approx(5.0)


# Extreme conditions of the room.


def test_without_an_input_nothing_is_made_and_the_others_stay():
    _, flows = work(make_state(stock=(500.0, 10.0, 0.0, 50.0, 5.0, 0.0)))
    assert float(flows.started[TANK, 0]) == 0.0
    assert float(flows.used[STEEL, 0]) == pytest.approx(40.0)
    _, no_ore = work(make_state(stock=(0.0, 0.0, 100.0, 50.0, 5.0, 0.0)))
    assert _of(no_ore.started) == [0.0, 0.0, 0.0]
    assert _of(no_ore.used) == [0.0] * 6


def test_when_all_is_rejected_all_metal_is_scrap_or_waste():
    """Steel takes 96 kt of metal; of the ten kt left from before tanks take all, sundries none."""
    state, flows = work(params=make_params(yield_ceiling=0.0))
    assert _of(flows.started) == pytest.approx([80.0, 20.0, 0.0])
    assert _of(flows.scrap_returned) == pytest.approx([0.85 * 96.0, 0.85 * 10.0, 0.0])
    assert _of(flows.metal_wasted) == pytest.approx([0.15 * 96.0, 0.15 * 10.0, 0.0])
    assert _of(flows.made) == [0.0, 0.0, 0.0]
    assert float(state.stock[SCRAP, 0]) == pytest.approx(5.0 + 3.0 + 0.85 * 106.0)


def test_twice_the_means_make_twice_the_goods():
    _, once = work()
    stock = np.array([500.0, 10.0, 100.0, 50.0, 5.0, 0.0])
    state = make_state(stock=2 * stock, capacity=(200.0, 100.0, 80.0), rail_capacity=2000.0)
    params = make_params(
        final_use=(0.0, 10.0, 0.0, 0.0, 0.0, 0.0),
        stock_norm=(1e9, 30.0, 1e9, 1e9, 1e9, 0.0),
        other_freight=200.0,
        grain_freight=100.0,
        scrap_collected=6.0,
        floor_space=(0.0, 240.0),
    )
    inputs = make_inputs(
        target=(1920.0, 960.0, 480.0),
        effective_labour=(120.0, 160.0),
        materials_wanted_last_month=(0.0, 20.0, 0.0, 0.0, 0.0, 0.0),
    )
    _, twice = work(state, params, inputs)
    for name in ("started", "made", "used", "stocked", "delivered_to_final_use", "labour_wanted"):
        np.testing.assert_allclose(getattr(twice, name), 2.0 * getattr(once, name), rtol=LEDGER)


@pytest.mark.parametrize("stock", [0.0, 7.0, 20.0, 500.0])
def test_the_first_user_gets_what_he_asks_or_all_there_is(stock):
    inputs = make_inputs(target=(0.0, 480.0, 240.0))
    _, flows = work(make_state(stock=(0.0, stock, 100.0, 50.0, 5.0, 0.0)), inputs=inputs)
    assert 0.5 * float(flows.started[TANK, 0]) == pytest.approx(min(20.0, stock))


@pytest.mark.parametrize(
    ("share", "tanks", "sundries"), [(0.1, 8.0, 13.0), (0.5, 40.0, 5.0), (0.9, 40.0, 5.0)]
)
def test_a_share_set_aside_bounds_the_military(share, tanks, sundries):
    """Of 40 kt tanks ask 20, building sites 10, sundries 40; a share is kept for the tanks."""
    params = make_params(shared_with_military=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0))
    inputs = make_inputs(target=(360.0, 480.0, 240.0), military_share=share)
    _, flows = work(params=params, inputs=inputs)
    assert _of(flows.started) == pytest.approx([30.0, tanks, sundries])


def test_what_civil_uses_leave_goes_to_the_military():
    params = make_params(
        shared_with_military=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0),
        stock_norm=1e9,
        final_use=0.0,
    )
    inputs = make_inputs(
        target=(360.0, 480.0, 0.0), military_share=0.0, materials_wanted_last_month=0.0
    )
    _, flows = work(params=params, inputs=inputs)
    assert float(flows.started[TANK, 0]) == pytest.approx(40.0)


def test_endless_experience_teaches_hands_but_not_parts():
    params = make_params(
        labour_first=(5.0, 20.0, 10.0),
        learning_exponent=0.4,
        yield_scale=150.0,
        required_quality=np.array([[[0.0]] * 2, [[0.5], [0.4]], [[0.0]] * 2]),
    )
    old_hands = {"started_so_far": 1e30}
    _, good = work(make_state(component_quality=1.0, **old_hands), params)
    _, bad = work(make_state(component_quality=0.1, **old_hands), params)
    assert _of(good.labour_wanted) == pytest.approx([75.0, 100.0], rel=1e-6)
    assert float(good.accepted_share[TANK, 0]) == pytest.approx(0.8, rel=0.02)
    assert float(bad.accepted_share[TANK, 0]) < 0.05


def test_no_hands_no_output():
    _, flows = work(inputs=make_inputs(effective_labour=0.0))
    assert _of(flows.started) == [0.0, 0.0, 0.0]
    assert _of(flows.used) == [0.0] * 6


@pytest.mark.parametrize("mode", ["exact", "soft"])
def test_an_empty_country_has_no_nan(mode):
    state = make_state(stock=0.0, capacity=0.0, component_quality=0.0, rail_capacity=0.0)
    zeros = make_inputs(target=0.0, effective_labour=0.0, readiness=0.0, military_share=0.0)
    after, flows = work(state, make_params(floor_space=0.0, freight=0.0), zeros, mode=mode)
    for values in [*vars(after).values(), *vars(flows).values()]:
        assert np.isfinite(values).all()


# Conversion.


def test_conversion_uses_free_floor_then_other_lines():
    """Of 120 places 90 are taken; an order for half the works finds 30 free and takes 30 more."""
    inputs = make_inputs(conversion=(0.0, 0.5, 0.0))
    state, flows = work(make_state(stock=(500.0, 10.0, 100.0, 9e3, 5.0, 0.0)), inputs=inputs)
    assert _of(flows.conversion_begun) == pytest.approx([0.0, 60.0, 0.0])
    assert _of(flows.displaced) == pytest.approx([0.0, 0.0, 30.0])
    assert float(flows.delivered_to_conversion[TOOLS, 0]) == pytest.approx(480.0)
    assert float(state.capacity[SUNDRY, 0]) == pytest.approx(10.0)
    assert float(np.sum(state.converting[:, TANK, 0]) + flows.converted[TANK, 0]) == pytest.approx(
        60
    )


def test_without_machine_tools_nothing_is_converted():
    inputs = make_inputs(conversion=(0.0, 0.5, 0.0), pull=(0.0, 9.0, 0.0))
    state, flows = work(make_state(stock=(500.0, 10.0, 100.0, 0.0, 5.0, 0.0)), inputs=inputs)
    assert _of(state.capacity) == [100.0, 50.0, 40.0]
    assert float(np.max(state.converting)) == 0.0
    assert _of(flows.displaced) == [0.0, 0.0, 0.0]
    assert float(flows.import_wanted[TOOLS, 0]) > 0.0


def test_tools_bound_conversion():
    inputs = make_inputs(conversion=(0.0, 0.5, 0.0))
    _, flows = work(inputs=inputs)
    assert float(flows.conversion_begun[TANK, 0]) == pytest.approx(50.0 / 8.0)


def test_targets_pull_lines_into_floor_that_can_take_them():
    """The mill has no floor to convert, so a pull for steel buys nothing."""
    rich = make_state(stock=(500.0, 10.0, 100.0, 9e3, 5.0, 0.0))
    _, tanks = work(rich, inputs=make_inputs(pull=(0.0, 12.0, 0.0)))
    assert _of(tanks.conversion_begun) == pytest.approx([0.0, 12.0, 0.0])
    _, steel = work(rich, inputs=make_inputs(pull=(12.0, 0.0, 0.0)))
    assert _of(steel.conversion_begun) == [0.0, 0.0, 0.0]


def test_lines_of_arms_pull_in_the_parts_they_lack():
    """Tanks would take 25 of steel and sundries 80: 5 more than can be made are missing."""
    params = make_params(parts_pull=0.5, class_of_activity=(DEFENCE, DEFENCE, LIGHT))
    state = make_state()
    pull = conversion.pull_for_parts(state.capacity, state.converting, params)
    assert _of(pull) == pytest.approx([2.5, 0.0, 0.0])
    civil = conversion.pull_for_parts(state.capacity, state.converting, make_params(parts_pull=0.5))
    assert _of(civil) == [0.0, 0.0, 0.0]


def test_a_pull_stops_where_free_floor_ends():
    """Of 120 places 90 are taken: a pull for 60 gets the 30 that are free and displaces nobody."""
    rich = make_state(stock=(500.0, 10.0, 100.0, 9e3, 5.0, 0.0))
    _, flows = work(rich, inputs=make_inputs(pull=(0.0, 60.0, 0.0)))
    assert _of(flows.conversion_begun) == pytest.approx([0.0, 30.0, 0.0])
    assert _of(flows.displaced) == [0.0, 0.0, 0.0]


def test_a_works_under_conversion_is_blocked_in_part():
    converting = np.zeros((3, 3, 2))
    converting[0, TANK] = 24.0
    state = make_state(converting=converting, capacity=(100.0, 50.0, 30.0))
    inputs = make_inputs(target=(960.0, 4800.0, 240.0), effective_labour=1e4)
    _, flows = work(state, inputs=inputs)
    # A fifth of the floor is under conversion: a tenth of the lines stands still.
    assert float(flows.planned[TANK, 0]) == pytest.approx(45.0)


def test_conversion_arrives_after_its_time():
    params = make_params(floor_space=(0.0, 1e3), passage_months=1e-3)
    inputs = make_inputs(pull=(0.0, 10.0, 0.0), target=0.0)
    state = make_state(stock=(500.0, 10.0, 100.0, 1e6, 5.0, 0.0))
    for _ in range(40):
        state, flows = work(state, params, inputs)
    assert float(flows.converted[TANK, 0]) == pytest.approx(10.0, rel=1e-3)
    assert float(np.sum(state.converting[:, TANK, 0])) == pytest.approx(35.0, rel=1e-3)


# Order of processing.


def test_levels_follow_the_order_of_processing():
    level = sharing.levels(
        LINKS["activity_of_input"], LINKS["good_of_input"], LINKS["good_of_activity"]
    )
    assert level == (0, 1, 1)
    shared = sharing.goods_by_level(level, LINKS["good_of_activity"], 6)
    assert shared == [(ORE, OPTICS, TOOLS, SCRAP), (STEEL,), (SUNDRIES,)]


@pytest.mark.parametrize(
    ("activity_of_input", "good_of_input", "good_of_activity"),
    [((0,), (0,), (0,)), ((0, 1), (1, 0), (0, 1)), ((0, 1, 2), (1, 2, 0), (0, 1, 2))],
)
def test_goods_that_need_each_other_in_a_circle_are_refused(
    activity_of_input, good_of_input, good_of_activity
):
    with pytest.raises(ValueError, match="circle"):
        sharing.levels(activity_of_input, good_of_input, good_of_activity)


def test_a_year_in_balance_stays_in_balance():
    state = make_state(stock=(2e3, 15.0, 1e3, 50.0, 5.0, 0.0))
    made = years_output(state, make_params(), make_inputs(), steps=1)
    assert made[:, 0] == pytest.approx([960.0, 12 * 32.0, 240.0], rel=PASSAGE)
