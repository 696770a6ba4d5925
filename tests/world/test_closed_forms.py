"""13.2 of the model: food alone on the fields of toy-2, in years that can be written down."""

import dataclasses
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.simulation import runs
from tests.tolerances import PHYSICS

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import run_keys, step_chance
from sinews.systems import food
from sinews.systems.food.farm import eaters as eaters_of
from sinews.systems.food.state import FoodParams, FoodState
from sinews.systems.food.store import KG, cards, people_on_lists

MONTHS = 36
PLAIN = {
    # Fields give the same whatever horses, will and hands do.
    **dict.fromkeys(("draught_exponent", "effort_exponent", "harvest_loss_by_effort"), 0.0),
    **dict.fromkeys(("harvest_loss_by_labour", "harvest_loss", "harvest_labour"), 0.0),
    **dict.fromkeys(("store_loss", "loss_on_the_way", "industry_grain"), 0.0),
    **dict.fromkeys(("other_state_uses", "usual_loans", "loans_of_shortfall"), 0.0),
    # Nobody feeds horses or sells, nor gets a card later.
    **dict.fromkeys(("relative_fodder", "market_share", "coverage_growth"), 0.0),
    **dict.fromkeys(("concealment_ceiling", "progressivity", "haste_by_coercion"), 0.0),
    "seed_share": 0.3,
    "sowing_pace": 100.0,
    "allotment_carried": 0.0,
    "allotment_cover": 1.0,
    "months_in_transit": 1e-3,
}


@cache
def country() -> tuple[FoodState, FoodParams, dict]:
    """Return the opening and the behaviour of plain farms, and who eats, run axis of one."""
    inputs = runs.opening(runs.TOY, "mean", (0,))
    params = inputs.params.food
    plain = {name: jnp.full_like(getattr(params, name), value) for name, value in PLAIN.items()}
    people = {
        "farm_people": inputs.world.labour.farm_people,
        "people": inputs.world.labour.people,
        "farm_labour": jnp.full_like(inputs.world.food.farm_grain, 1e9),
    }
    return inputs.world.food, dataclasses.replace(params, **plain), people


@cache
def compiled(steps: int):
    """Return a program that passes three years of food alone, monthly means of flows."""
    numerics = Numerics("mean", steps)
    _, _, people = country()
    members = runs.entities(runs.shipped(runs.TOY).members)
    keys = run_keys(runs.SEED, jnp.zeros(1, int))

    @jax.jit
    def years(state: FoodState, params: FoodParams, orders: dict):
        def month(state, count):
            moved = []
            for step in range(steps):
                moment = Moment(count, count % 12, step, steps)
                state, flows = food.advance(
                    state,
                    params,
                    numerics=numerics,
                    moment=moment,
                    chance=step_chance(keys, members, count, "mean"),
                    **orders,
                    **people,
                )
                moved.append(flows)
            return state, (state, jax.tree.map(lambda *rates: sum(rates) / steps, *moved))

        return jax.lax.scan(month, state, jnp.arange(MONTHS))[1]

    return lambda *inputs: jax.tree.map(np.asarray, years(*inputs))


def orders_of(**changed) -> dict:
    """Return orders that leave everything alone but what is named."""
    usual = runs.opening(runs.TOY, "mean", (0,)).params.usual
    none = jnp.zeros(1)
    orders = {
        **{
            name: none
            for name in (
                "procurement_share", "procurement_quota", "coercion", "market_legal",
                "grain_export", "reserve_fill", "reserve_release", "protected_rations",
                "tractors_delivered", "landed_grain_last_month", "market_price_last_month",
            )
        },
        "seed_protection": none + 1.0,
        "exports_above_lists": none + 1.0,
        "grain_haulage": none + 1e9,
        "ration_norm": usual.ration_norm,
        "loans": jnp.zeros_like(usual.loans),
        "weather_anomaly": jnp.zeros_like(country()[0].farm_grain),
    }  # fmt: skip
    return orders | {name: none + value for name, value in changed.items()}


def demands() -> dict[str, float]:
    """Return what a month takes at full norms, and the crop and the seed of a year, kt."""
    _, params, people = country()
    held = cards(Moment(jnp.asarray(0), jnp.asarray(0), 0, 1), params)
    lists = people_on_lists(held, people["people"], people["farm_people"], params)
    norm = orders_of()["ration_norm"]
    first = float(jnp.sum(lists * norm * params.first_class) * KG)
    soldiers = float(jnp.sum(params.soldier_share * people["people"]) * params.army_norm[0] * KG)
    eaters = eaters_of(people["farm_people"], params.state_farm_membership)
    land = np.asarray(params.grain_land)
    crop = land.sum(1) * np.asarray(params.normal_yield) * np.asarray(params.yield_truth)
    crop = crop * float(params.harvest_truth_common[0])
    return {
        "army": soldiers,
        "first": first,
        "last": float(jnp.sum(lists * norm) * KG) - first,
        "farms": float(jnp.sum(eaters * params.relative_diet) * params.food_norm_farm[0]) / 12.0,
        "crop": float(crop.sum() * np.exp(-0.5 * float(params.weather_effect[0]) ** 2)),
        "seed": float((land * np.asarray(params.seed_rate)[None]).sum()),
    }


def all_grain(state) -> np.ndarray:
    """Return grain of all kinds at the end of each month, kt."""
    farms = state.farm_grain.sum(1) + state.seed_grain.sum(1)
    return (farms + state.grain_in_transit.sum(1) + state.state_grain + state.reserve_grain)[:, 0]


def plentiful() -> FoodState:
    """Return the opening with stores so full that nobody ever goes short."""
    state, _, _ = country()
    return dataclasses.replace(
        state, farm_grain=state.farm_grain + 2e4, state_grain=state.state_grain + 2e4
    )


@pytest.mark.parametrize("steps", [1, 3])
def test_stocks_come_round_exactly_when_uses_and_seed_equal_the_crop(steps):
    """(a): all grain changes by crop - seed - eaten - exported in a year, by 0 at one export."""
    _, params, _ = country()
    need = demands()
    eaten = 12.0 * (need["army"] + need["first"] + need["last"] + need["farms"])
    steady = need["crop"] - need["seed"] - eaten
    assert steady > 0.0
    for export in (0.0, steady, 1.5 * steady):
        orders = orders_of(
            grain_export=export / 12.0, procurement_quota=eaten - 12.0 * need["farms"] + export
        )
        states, flows = compiled(steps)(plentiful(), params, orders)
        np.testing.assert_allclose(flows.harvest.sum((1, 2))[12:24].sum(), need["crop"], PHYSICS)
        np.testing.assert_allclose(flows.sown.sum((1, 2))[12:24].sum(), need["seed"], PHYSICS)
        change = all_grain(states)[24:] - all_grain(states)[12:24]
        np.testing.assert_allclose(change, steady - export, atol=PHYSICS * need["crop"])


def test_the_largest_export_that_keeps_nine_tenths_of_the_ration_is_the_closed_form():
    """(b): from January on, exports come first and lists 2 and 3 share what is left by July."""
    state, params, _ = country()
    need = demands()
    months, kept = 6.0, 0.9
    store = 12.0 * (need["army"] + need["first"] + need["last"])
    state = dataclasses.replace(
        state,
        state_grain=jnp.full(1, store),
        reserve_grain=jnp.zeros(1),
        procurement_plan=jnp.zeros_like(state.procurement_plan),
        quota_of_year=jnp.zeros(1),
        grain_in_transit=jnp.zeros_like(state.grain_in_transit),
    )
    bread = float(params.operational_minimum[0])
    largest = (store - bread) / months - need["army"] - need["first"] - kept * need["last"]
    for export, enough in [(largest, True), (0.99 * largest, True), (1.01 * largest, False)]:
        states, flows = compiled(1)(state, params, orders_of(grain_export=export))
        fills = flows.ration_fill[:6, -1, 0]
        expected = ((store - bread) / months - need["army"] - need["first"] - export) / need["last"]
        np.testing.assert_allclose(fills, expected, rtol=PHYSICS)
        assert (fills.min() >= kept * (1 - PHYSICS)) == enough
        np.testing.assert_allclose(states.state_grain[5, 0], bread, rtol=PHYSICS)
        np.testing.assert_allclose(flows.grain_exported[:6, 0], export, rtol=PHYSICS)


@pytest.mark.parametrize("steps", [1, 3])
def test_a_store_with_a_constant_hazard_decays_as_an_exponential(steps):
    """(d): what is left after a year is e^(-12 hazard), at any step."""
    state, params, _ = country()
    hazard = 0.03
    state = dataclasses.replace(state, reserve_grain=jnp.full(1, 500.0))
    params = dataclasses.replace(params, store_loss=jnp.full(1, hazard))
    states, _ = compiled(steps)(state, params, orders_of())
    left = 500.0 * np.exp(-hazard * np.arange(1, MONTHS + 1))
    np.testing.assert_allclose(states.reserve_grain[:, 0], left, rtol=PHYSICS)


def test_without_a_crop_the_country_eats_its_stores_and_no_more():
    """X04: deficits are told, no stock falls below nothing, all grain is accounted for."""
    state, params, _ = country()
    barren = dataclasses.replace(params, normal_yield=jnp.zeros_like(params.normal_yield))
    states, flows = compiled(1)(state, barren, orders_of(grain_export=50.0))
    locked = float(state.reserve_grain[0])
    np.testing.assert_allclose(all_grain(states)[-1], locked, atol=1e-6 * locked)
    assert flows.ration_shortfall[-1, 0] > 0.0
    assert (all_grain(states) >= 0.0).all()
    used = (
        flows.sown.sum((1, 2)) + flows.farm_eaten.sum((1, 2)) + flows.fed.sum((1, 2))
        + flows.sold.sum((1, 2)) + flows.ration_issued.sum((1, 2)) + flows.army_grain[:, 0]
        + flows.grain_exported[:, 0]
    )  # fmt: skip
    harvest = flows.harvest.sum((1, 2))
    before = np.concatenate([[all_grain_of(state)], all_grain(states)[:-1]])
    np.testing.assert_allclose(all_grain(states), before + harvest - used, atol=1e-9 * before[0])


def all_grain_of(state) -> float:
    return float(all_grain(jax.tree.map(lambda x: np.asarray(x)[None], state))[0])
