"""A small country: two regions, four groups, four ration lists, about 1 : 25 of the flagship."""

import dataclasses

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.fields import fields_of
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import run_keys, step_chance
from sinews.systems.food import FoodParams, FoodState, advance

jax.config.update("jax_enable_x64", True)

SIZES = {
    "region": 2,
    "group": 4,
    "ration_list": 4,
    "month_of_year": 12,
    "season": 2,
    "farm_kind": 3,
    "draught_kind": 2,
    "stage": 3,
}
WORKERS, FAMILIES, WITHOUT_CARD, ARMY = range(4)
JANUARY, JUNE, JULY, AUGUST, OCTOBER = 0, 5, 6, 7, 9

PARAMS = {
    "grain_land": [[2000.0, 2500.0], [1000.0, 3000.0]],
    "seed_rate": [0.115, 0.112],
    "sowing_pace": 0.83,
    "sowing_labour": 0.25,
    "normal_yield": [0.9, 0.8],
    "harvest_truth_common": 1.0,
    "yield_truth": 1.0,
    "harvest_noise": 0.0,
    "weather_effect": 0.12,
    "draught_need": 0.26,
    "draught_exponent": 0.25,
    "effort_exponent": 0.3,
    "harvest_loss": 0.13,
    "harvest_loss_by_effort": 0.25,
    "harvest_loss_by_labour": 0.1,
    "harvest_labour": 1.1,
    "seed_share": 0.22,
    "usual_yield_share": 0.8,
    "estimate_bias": 0.18,
    "shortfall_carried": 0.5,
    "plan_share": 0.5,
    "quota_response": 0.0,
    "progressivity": 0.0,
    "ample_stock": 150.0,
    "haste_by_coercion": 0.1,
    "concealment_ceiling": 0.25,
    "concealment_burden": 0.3,
    "concealment_width": 0.1,
    "coercion_against_concealment": 0.7,
    "loss_on_the_way": 0.025,
    "months_in_transit": 0.25,
    "store_loss": 0.004,
    "army_norm": 116.5,
    "coverage_growth": 0.0,
    "industry_grain": 4.0,
    "other_state_uses": 14.0,
    "operational_minimum": 25.0,
    "allotment_cover": 0.95,
    "allotment_carried": 0.5,
    "usual_loans": 36.0,
    "loans_of_shortfall": 0.27,
    "reserve_ceiling": 120.0,
    "food_norm_farm": 0.205,
    "fodder_norm": 0.38,
    "saving_exponent": 0.7,
    "fodder_exponent": 2.2,
    "quota_expected": 0.8,
    "market_share": 0.12,
    "black_share": 0.4,
    "market_price_midpoint": 2.0,
    "market_price_width": 1.0,
    "tractor_power": 8.0,
    "tractor_serviceable": 0.7,
    "tractor_allocation": 0.5,
    "tractor_wear": 0.01,
    "horse_increase": 0.0035,
    "horse_loss_base": 0.006,
    "horse_loss_by_hunger": 0.065,
    "horse_loss_by_joining": 0.09,
    "tolerated_gap": 0.1,
    "breeding_gap": 0.25,
    "livestock_reference": 1600.0,
    "hay_relief": 0.8,
    "best_condition": 0.84,
    "roughage_share": 0.5,
    "condition_months": 3.0,
    "cattle_increase": 0.004,
    "cattle_loss_by_hunger": 0.06,
    "cattle_loss_by_joining": 0.12,
    "garden": 0.28,
    "herd_share_of_garden": 0.4,
    "cattle_reference": 0.4,
    "grain_share_of_diet": 0.73,
    "town_grain_norm": 16.0,
    "other_food": 0.27,
    "market_appetite": 1.1,
    "body_store_months": 2.5,
    "eating_memory_months": 6.0,
    "effort_level": 0.95,
    "effort_floor": 0.75,
    "effort_of_retained_grain": 0.3,
    "effort_of_nutrition": 0.3,
    "effort_months": 4.0,
    "market_effort": 0.08,
    "critical_nutrition": 0.5,
    "nutrition_spread": 0.18,
    "death_hazard_ceiling": 0.04,
}
CALENDARS = {
    "harvest_calendar": {6: 0.35, 7: 0.45, 8: 0.20},
    "loan_calendar": {1: 0.15, 2: 0.35, 3: 0.35, 4: 0.15},
}
PROCUREMENT = [0.06, 0.03, 0.012, 0.006, 0.004, 0.003, 0.036, 0.13, 0.235, 0.245, 0.155, 0.084]
SOWING = {7: (0.35, 0), 8: (0.48, 0), 9: (0.17, 0), 2: (0, 0.12), 3: (0, 0.36), 4: (0, 0.4)}

STATE = {
    "sown_area": [[2000.0, 0.0], [1000.0, 0.0]],
    "standing_crop": 0.0,
    "farm_grain": [450.0, 400.0],
    "seed_grain": [280.0, 336.0],
    "grain_in_transit": 9.0,
    "state_grain": 240.0,
    "reserve_grain": 80.0,
    "draught": [[700.0, 1.5], [650.0, 1.5]],
    "horse_condition": 0.78,
    "cattle": 960.0,
    "collectivised_share": 0.3,
    "work_effort": 0.95,
    "eaten_over_year": 1.0,
    "nutrition_farm": 0.98,
    "nutrition": 0.95,
    "harvest_expected": [2900.0, 2300.0],
    "harvest_of_year": [2900.0, 2300.0],
    "quota_of_year": 1000.0,
    "procurement_plan": 55.0,
    "allotment": 1.0,
}

INPUTS = {
    "weather_anomaly": ([0.0, 0.0], "region"),
    "procurement_share": (0.33, ""),
    "procurement_quota": (0.0, ""),
    "coercion": (0.5, ""),
    "seed_protection": (0.75, ""),
    "market_legal": (0.0, ""),
    "grain_export": (20.0, ""),
    "exports_above_lists": (1.0, ""),
    "reserve_fill": (0.0, ""),
    "reserve_release": (0.0, ""),
    "ration_norm": ([22.0, 20.0, 17.5, 15.0], "ration_list"),
    "protected_rations": (0.0, ""),
    "loans": ([6.0, 6.0], "region"),
    "farm_people": ([[720.0, 1620.0, 60.0], [720.0, 1620.0, 60.0]], "region farm_kind"),
    "farm_labour": ([1100.0, 1100.0], "region"),
    "people": ([600.0, 800.0, 40.0, 23.0], "group"),
    "tractors_delivered": (100.0, ""),
    "grain_haulage": (400.0, ""),
    "landed_grain_last_month": (0.0, ""),
    "market_price_last_month": (1.2, ""),
}


def _fill(value, axes):
    shape = tuple(SIZES[axis] for axis in axes)
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))[..., None]


def _calendar(months):
    return [months.get(month, 0.0) for month in range(12)]


def _by_group_and_list():
    found = np.zeros((4, 4))
    found[WORKERS] = [0.2, 0.35, 0.25, 0.2]
    found[FAMILIES] = [0.08, 0.25, 0.24, 0.2]
    return found


def make(cls, values, changes):
    """Build a state or parameters; each value is spread over its axes, the run added last."""
    axes = {info.name: info.axes for info in fields_of(cls)}
    return cls(**{name: _fill({**values, **changes}[name], axes[name]) for name in axes})


def make_params(**changes):
    """Return parameters; named fields take the values given."""
    sowing = [SOWING.get(month, (0.0, 0.0)) for month in range(12)]
    sowing[5] = (0.0, 0.12)
    tables = {name: _calendar(months) for name, months in CALENDARS.items()}
    tables |= {
        "procurement_calendar": PROCUREMENT,
        "sowing_calendar": sowing,
        "soldier_share": [0.0, 0.0, 0.0, 1.0],
        "list_membership": _by_group_and_list(),
        "state_farm_membership": [0.0, 0.0, 0.0, 0.3],
        "first_class": [1.0, 1.0, 0.0, 0.0],
        "relative_diet": 1.0,
        "relative_fodder": 1.0,
        "household_sharing": [0.7, 0.7, 0.0, 0.0],
    }
    return make(FoodParams, PARAMS | tables, changes)


def make_state(**changes):
    """Return a state of 1 January; named fields take the values given."""
    return make(FoodState, STATE, changes)


def make_inputs(**changes):
    """Return the named inputs of a month."""
    values = {name: (changes.get(name, value), axes) for name, (value, axes) in INPUTS.items()}
    return {name: _fill(value, axes.split()) for name, (value, axes) in values.items()}


def column(*values):
    """Return values along an axis for one run, [member, run]."""
    return jnp.asarray(values, dtype=float)[:, None]


def scalar(value):
    """Return one number for one run, [run]."""
    return jnp.asarray([value], dtype=float)


def moment_of(month, step=0, steps=1):
    """Return a step of a month; 0 is the first January."""
    return Moment(jnp.asarray(month), jnp.asarray(month % 12), step, steps)


@eqx.filter_jit
def _advance(state, params, inputs, month, count, numerics, step):
    chance = step_chance(run_keys(7, jnp.arange(1)), {}, count, numerics.mode)
    moment = Moment(month, month % 12, step, numerics.steps)
    return advance(state, params, numerics=numerics, moment=moment, chance=chance, **inputs)


def one_step(state, params, inputs, month, *, mode="exact", steps=1, step=0):
    """Return state and flows after one compiled step."""
    count = jnp.asarray(month * steps + step)
    numerics = Numerics(mode, steps)
    return _advance(state, params, inputs, jnp.asarray(month), count, numerics, step)


def months_of(state, params, inputs, first, count, *, mode="exact", steps=1):
    """Return the state after some months, and the flows of each step."""
    every = []
    for month in range(first, first + count):
        for step in range(steps):
            state, flows = one_step(state, params, inputs, month, mode=mode, steps=steps, step=step)
            every.append(flows)
    return state, every


def total(flows, name, steps=1):
    """Return a flow summed over members, months and steps."""
    return sum(float(jnp.sum(getattr(flow, name))) for flow in flows) / steps


def all_finite(*trees):
    """Whether every number of the given pytrees is finite."""
    return all(bool(jnp.isfinite(leaf).all()) for leaf in jax.tree.leaves(trees))


def least_stock(state):
    """Return the least number in a state."""
    return min(float(jnp.min(getattr(state, f.name))) for f in dataclasses.fields(state))


def grain_held(state):
    """Return all grain that the identity counts, kt."""
    farms = jnp.sum(state.farm_grain) + jnp.sum(state.seed_grain)
    public = jnp.sum(state.state_grain + state.reserve_grain) + jnp.sum(state.grain_in_transit)
    return float(farms + public)


def grain_moved(flows):
    """Return inflows less sinks of all grain, kt/month."""
    sinks = [flows.sown, flows.farm_eaten, flows.fed, flows.sold, flows.army_grain]
    sinks += [flows.ration_issued, flows.industry_grain, flows.other_uses, flows.grain_exported]
    sinks += [flows.lost_on_way, flows.lost_in_store, flows.lost_in_reserve]
    gained = jnp.sum(flows.harvest) + jnp.sum(flows.grain_landed)
    return float(gained - sum(jnp.sum(sink) for sink in sinks))
