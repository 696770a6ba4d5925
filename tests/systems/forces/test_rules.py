"""Hand-worked numbers and the extreme cases of the forces."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.forces.builders import (
    EAST,
    RIFLE,
    TANK,
    WEST,
    column,
    make_inputs,
    make_params,
    make_state,
    months_of,
)
from tests.tolerances import EXACT, LEDGER, ROUNDING

from sinews.systems.forces import divisions, equipment, rules


def _scalar(value):
    return jnp.asarray([value], dtype=float)


def test_power_is_readiness_times_men_and_usable_arms():
    power = rules.combat_power(
        column(0.55),
        column(56.5),
        column(0.92),
        jnp.asarray([[[1000.0]]]),
        column(0.004),
        _scalar(1.9),
        column(1.0),
    )
    np.testing.assert_allclose(power, [[1.9 * 0.55 * (56.5 * 0.92 + 4.0)]], rtol=ROUNDING)


def test_an_even_fight_is_even():
    ratio = rules.force_ratio(column(10.0), column(13.0), _scalar(1.3), column(1.0))
    chance = rules.win_probability(ratio, column(10.0), column(1e6), _scalar(1.8), _scalar(0.6))
    np.testing.assert_allclose(ratio, 1.0, rtol=ROUNDING)
    np.testing.assert_allclose(chance, 0.5, rtol=ROUNDING)


@pytest.mark.parametrize("factor", [2.0, 7.0])
def test_doubling_both_sides_leaves_the_chance(factor):
    def chance(scale):
        power = column(40.0 * scale)
        ratio = rules.force_ratio(power, column(55.0 * scale), _scalar(1.3), column(1.0))
        return rules.win_probability(ratio, power, column(1e6), _scalar(1.8), _scalar(0.6))

    np.testing.assert_allclose(chance(factor), chance(1.0), rtol=ROUNDING)


def test_no_power_loses_and_no_enemy_is_no_danger():
    params = (_scalar(1.8), _scalar(0.6))
    none = rules.force_ratio(column(0.0), column(55.0), _scalar(1.3), column(1.0))
    alone = rules.force_ratio(column(40.0), column(0.0), _scalar(1.3), column(1.0))
    assert rules.win_probability(none, column(0.0), column(10.0), *params)[0, 0] < 1e-9
    assert rules.win_probability(alone, column(40.0), column(10.0), *params)[0, 0] > 0.999
    assert np.isfinite(alone).all()


def test_forces_beyond_what_can_be_supplied_add_less():
    chance = [
        rules.win_probability(column(1.5), column(power), column(10.0), _scalar(1.8), _scalar(0.6))[
            0, 0
        ]
        for power in (8.0, 10.0, 20.0)
    ]
    assert chance[0] == chance[1] > chance[2]


def test_defects_lower_what_is_fit():
    sound = equipment.fit_share(column(1.0, 0.5), *(_scalar(v) for v in (0.3, 1.0, 1.0, 2.0)))
    np.testing.assert_allclose(sound[:, 0], 1.0 / (1.0 + np.exp([-1.3, -0.3])), rtol=ROUNDING)


def test_new_arms_bring_their_defects():
    mixed = equipment.next_soundness(column(0.9), column(100.0), column(50.0), column(0.6))
    np.testing.assert_allclose(mixed, [[0.8]], rtol=ROUNDING)
    same = equipment.next_soundness(column(0.9), column(100.0), column(0.0), column(0.0))
    np.testing.assert_allclose(same, [[0.9]], atol=EXACT)


def test_the_railway_brings_no_more_than_it_can():
    weight, shares = column(0.1), jnp.asarray([[[0.0], [1.0]]])
    under_way = jnp.full((3, 1, 1), 100.0)
    after, arrived = equipment.bring(
        under_way, column(0.0), shares, column(0.7, 2.0), column(1e3, 2.0), weight, "exact", 1.0
    )
    np.testing.assert_allclose(arrived[0, :, 0], [0.0, 20.0], rtol=ROUNDING)
    np.testing.assert_allclose(jnp.sum(after) + 20.0, 300.0, rtol=ROUNDING)


def test_divisions_are_begun_as_far_as_the_scarcest_allows():
    args = (_scalar(12.0), _scalar(3.0))
    arms = (column(0.0, 70.0), column(0.0, 14.0))
    by_arms = divisions.divisions_begun(*args, _scalar(100.0), _scalar(5.0), *arms, "exact")
    by_men = divisions.divisions_begun(*args, _scalar(10.0), _scalar(5.0), *arms, "exact")
    np.testing.assert_allclose(by_arms, [5.0 / 3.0], rtol=ROUNDING)
    np.testing.assert_allclose(by_men, [2.0 / 3.0], rtol=ROUNDING)


def test_tank_crews_go_where_they_are_missing():
    trained = equipment.crews_trained(
        column(10.0, 0.0),
        column(40.0, 90.0),
        column(1.0, 1.0),
        column(1.0, 1.0),
        _scalar(60.0),
        _scalar(6.0),
    )
    np.testing.assert_allclose(trained, [[15.0], [45.0]], rtol=ROUNDING)


def test_tanks_without_crews_add_nothing():
    inputs = make_inputs(crew_training=0.0, equipment_delivered=0.0)

    def power(tanks):
        held = [[tanks, tanks], [0.0, 0.0], [1000.0, 200.0]]
        state = make_state(equipment_held=held, trained_crews=0.0, equipment_under_way=0.0)
        _, moved = months_of(state, make_params(), inputs)
        return moved.combat_power[0]

    # More idle tanks lower readiness, and never raise power.
    assert (np.asarray(power(1000.0)) <= np.asarray(power(0.0))).all()
    held = [[100.0, 20.0], [0.0, 0.0], [1000.0, 200.0]]
    state = make_state(equipment_held=held, trained_crews=0.0)
    _, moved = months_of(state, make_params(), inputs)
    np.testing.assert_allclose(moved.equipment_usable[0, TANK], 0.0, atol=EXACT)


def test_arms_on_the_railway_count_only_on_arrival():
    here = make_state(equipment_under_way=0.0)
    inputs = make_inputs(equipment_delivered=0.0, deployment=[0.0, 1.0])
    slow = make_params(rail_months=[0.7, 1e6])
    _, without = months_of(here, slow, inputs)
    _, with_arms = months_of(make_state(equipment_under_way=50.0), slow, inputs)
    np.testing.assert_allclose(with_arms.combat_power, without.combat_power, rtol=1e-4)


def test_all_new_tanks_go_east_and_take_their_time():
    state = make_state(equipment_under_way=0.0)
    inputs = make_inputs(deployment=[0.0, 1.0])
    path, moved = months_of(state, make_params(wear=0.0), inputs, months=24)
    west = np.asarray(path.equipment_held)[:, TANK, WEST, 0]
    np.testing.assert_allclose(west, 100.0, atol=EXACT)
    arrived = np.asarray(moved.equipment_arrived)[:, TANK, EAST, 0]
    assert arrived[0] < 0.2 * 60.0
    np.testing.assert_allclose(arrived[-1], 60.0, rtol=1e-3)
    under_way = np.asarray(path.equipment_under_way)[-1, :, TANK, 0].sum()
    np.testing.assert_allclose(under_way, 60.0 * 2.0, rtol=1e-3)


def test_nothing_delivered_adds_nothing_whatever_the_yield():
    for yields in (0.0, 1.0):
        inputs = make_inputs(equipment_delivered=0.0, yields=yields)
        path, _ = months_of(make_state(equipment_under_way=0.0), make_params(), inputs)
        np.testing.assert_allclose(path.soundness[0], 0.9, atol=EXACT)
        total = path.equipment_held[0, TANK].sum()
        np.testing.assert_allclose(total, 120.0 * 0.995, rtol=ROUNDING)


def test_a_division_takes_nine_months():
    state = make_state(divisions=[0.0, 0.0], forming_divisions=0.0)
    inputs = make_inputs(division_target=3.0, army=1e4)
    path, moved = months_of(state, make_params(order_months=1.0), inputs, months=60)
    begun, ready = np.asarray(moved.divisions_begun)[:, 0], np.asarray(moved.divisions_ready)
    months = np.arange(60)
    delay = (ready.sum((1, 2)) * months).sum() / ready.sum() - (begun * months).sum() / begun.sum()
    np.testing.assert_allclose(delay, 9.0, atol=0.05)
    np.testing.assert_allclose(path.divisions[-1, :, 0], [1.8, 1.2], rtol=1e-3)


def test_an_army_without_men_or_food_is_not_ready():
    for lack in ({"army": 0.0}, {"nutrition_army": 0.0}):
        path, moved = months_of(make_state(), make_params(), make_inputs(**lack), months=48)
        assert (np.asarray(path.readiness)[-1] < 1e-4).all()
        assert (np.asarray(moved.win_probability)[-1] < 1e-3).all()


def test_men_are_asked_for_until_the_ranks_are_full():
    _, short = months_of(make_state(), make_params(), make_inputs(army=300.0))
    _, full = months_of(make_state(), make_params(), make_inputs(army=900.0))
    wanted = short.men_wanted[0, 0]
    np.testing.assert_allclose(short.call_up_wanted, (wanted - 300.0) / 3.0, rtol=ROUNDING)
    np.testing.assert_allclose(full.call_up_wanted, 0.0, atol=EXACT)


def test_the_gap_is_what_is_missing_of_what_is_wanted():
    gap = rules.requirement_gap(column(750.0, 5.0), column(50.0, 0.0), _scalar(60.0), "exact")
    np.testing.assert_allclose(gap, [[0.75], [0.0]], rtol=ROUNDING)


def test_an_empty_army_gives_no_nan():
    state = jax.tree.map(jnp.zeros_like, make_state())
    inputs = jax.tree.map(jnp.zeros_like, make_inputs())
    for mode in ("exact", "mean", "soft"):
        path, moved = months_of(state, make_params(), inputs, months=3, mode=mode)
        for values in jax.tree.leaves((path, moved)):
            assert np.isfinite(np.asarray(values)).all()
        np.testing.assert_allclose(moved.combat_power, 0.0, atol=LEDGER)


def test_divisions_need_rifles():
    held = [[100.0, 20.0], [500.0, 100.0], [0.0, 0.0]]
    state = make_state(equipment_held=held, equipment_under_way=0.0)
    inputs = make_inputs(army=1e4, equipment_delivered=0.0)
    path, moved = months_of(state, make_params(), inputs, months=12)
    np.testing.assert_allclose(moved.divisions_begun, 0.0, atol=EXACT)
    assert (np.asarray(path.readiness)[-1] < 0.5 * 0.5).all()
    np.testing.assert_allclose(path.equipment_held[-1, RIFLE], 0.0, atol=EXACT)


def test_a_war_plan_is_as_ready_as_the_scarcest_thing_it_asks_for():
    usable = column(500.0, 300.0, 9.0)
    asked = jnp.asarray([[[1000.0], [300.0], [0.0]], [[100.0], [0.0], [0.0]]])
    divisions = jnp.asarray([[100.0], [90.0]])
    ready = rules.plan_readiness(_scalar(60.0), usable, divisions, asked, "exact")
    # Half of the tanks, all aircraft, six tenths of the divisions; then men alone are short.
    np.testing.assert_allclose(ready[:, 0], [0.5, 60.0 / 90.0], rtol=ROUNDING)
    gap = rules.plan_gap(usable, asked, "exact")
    np.testing.assert_allclose(gap[:, :, 0], [[500.0, 0.0, 0.0], [0.0, 0.0, 0.0]])


def test_a_plan_that_asks_for_nothing_is_ready():
    none = jnp.zeros((1, 3, 1))
    ready = rules.plan_readiness(_scalar(0.0), column(0.0, 0.0, 0.0), none[:, 0], none, "exact")
    np.testing.assert_array_equal(ready, 1.0)
