"""A small country: two regions, and one group of each kind."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Mode, Moment, Numerics
from sinews.systems.labour import LabourParams, LabourState, advance

jax.config.update("jax_enable_x64", True)

REGIONS, KINDS, LISTS = 2, 3, 2
GROUPS = ("works", "offices", "timber", "families", "exiles", "without_post", "army")
WORKS, OFFICES, TIMBER, FAMILIES, EXILES, WITHOUT_POST, ARMY = range(7)

SCALARS = {
    "level_of_staying": 0.2,
    "weight_of_nutrition": 0.8,
    "weight_of_retained_grain": 0.5,
    "weight_of_coercion": 0.5,
    "weight_of_wage": 2.5,
    "weight_of_ration": 1.0,
    "utility_of_transients": 0.3,
    "moving_cost": 0.2,
    "passport_cost": 1.0,
    "level_of_own_farm": 0.9,
    "exit_rate": 0.006,
    "exit_response": 3.6,
    "exit_to_towns": 0.3,
    "leaving_rate_individual": 0.003,
    "leaving_response": 2.3,
    "reentry_rate": 0.03,
    "state_farm_share": 0.05,
    "state_farm_hiring": 0.1,
    "state_farm_workers": 0.5,
    "participation_farm": 0.5,
    "family_share": 0.5,
    "recruitment_yield": 0.4,
    "resettlement_first": 5.0,
    "resettlement_later": 1.0,
    "hiring_share": 0.95,
    "search_share": 0.8,
    "quit_rate": 0.11,
    "quit_response": 0.8,
    "quit_by_housing": 0.2,
    "housing_norm": 5.0,
    "dwelling_drift": -0.02,
    "discipline_effect": 0.4,
    "family_entry": 0.015,
    "return_rate": 0.1,
    "seasonal_release": 0.7,
    "release_share": 0.1,
    "absence": 0.05,
    "absence_by_overhang": 0.04,
    "absence_by_hunger": 0.25,
    "food_exponent": 0.6,
    "least_farm_work": 0.35,
    "skill_exponent": 0.4,
    "effort_loss_by_overhang": 0.1,
    "learning_on_the_job": 0.01,
    "skill_of_newcomers": 0.2,
    "skill_kept": 0.9,
    "birth_rate": 0.04,
    "natural_death_rate": 0.03,
}


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def by_group(runs=1, **values):
    """Return an array of the groups that are named, 0 for the others."""
    array = np.zeros((len(GROUPS), runs))
    for name, value in values.items():
        array[GROUPS.index(name)] = value
    return jnp.asarray(array)


def make_state(runs: int = 1, **given) -> LabourState:
    """Return people of the small country, in thousands."""
    people = given.get(
        "people",
        {
            "works": 1000.0,
            "offices": 400.0,
            "timber": 100.0,
            "families": 2000.0,
            "exiles": 90.0,
            "without_post": 100.0,
            "army": 60.0,
        },
    )
    farms = given.get("farm_people", [[2000.0, 5000.0, 200.0], [1000.0, 4000.0, 100.0]])
    return LabourState(
        farm_people=_fill(np.reshape(farms, (REGIONS, KINDS, 1)), REGIONS, KINDS, runs),
        people=by_group(runs, **people),
        skilled_share=_fill(given.get("skilled_share", 0.5), len(GROUPS), runs),
        dwelling_space=_fill(given.get("dwelling_space", 4.9), runs),
        excess_deaths_so_far=_fill(0.0, runs),
    )


def make_params(**given) -> LabourParams:
    """Return parameters at their defaults."""
    scalars = {name: _fill(given.get(name, value), 1) for name, value in SCALARS.items()}
    return LabourParams(
        is_hiring=by_group(works=1, offices=1, timber=1),
        is_seasonal=by_group(timber=1),
        is_transient=by_group(without_post=1),
        is_dependant=by_group(families=1),
        is_exile=by_group(exiles=1),
        is_army=by_group(army=1),
        urban_share=by_group(works=1, offices=1, families=1, without_post=1),
        participation=by_group(works=1, offices=1, timber=1, exiles=0.4),
        engineer_weight=by_group(works=1),
        skill_reference=_fill(0.5, len(GROUPS), 1),
        ration_weight=_fill(0.5, LISTS, 1),
        leaving_calendar=_fill(1.0, 12, 1),
        mobility=_fill(given.get("mobility", 1.0), REGIONS, 1),
        **scalars,
    )


def make_inputs(**given) -> dict:
    """Return the inputs of an ordinary month."""
    posts = given.get("staffing", {"works": 1100.0, "offices": 420.0, "timber": 120.0})
    scalars = {
        "passports": 0.0,
        "discipline": 0.0,
        "coercion": 0.5,
        "campaign": 1.0,
        "recruitment": 20.0,
        "call_up_ceiling": 10.0,
        "excess_death_hazard_last_month": 0.0,
        "overhang_last_month": 1.0,
        "call_up_wanted_last_month": 2.0,
    }
    return {
        **{name: _fill(given.get(name, value), 1) for name, value in scalars.items()},
        "staffing": by_group(**posts),
        "nutrition_farm_last_month": _fill(given.get("nutrition_farm", 1.0), REGIONS, 1),
        "nutrition_last_month": _fill(given.get("nutrition", 1.0), len(GROUPS), 1),
        "excess_death_hazard_farm_last_month": _fill(given.get("hazard_farm", 0.0), REGIONS, 1),
        "retained_grain_last_month": _fill(given.get("retained", 1.0), REGIONS, 1),
        "ration_fill_last_month": _fill(given.get("fill", 1.0), LISTS, 1),
        "real_wage_last_month": _fill(given.get("real_wage", 1.0), len(GROUPS), 1),
    }


@eqx.filter_jit
def month(state, params, inputs, number=0, step=0, mode: Mode = "exact", steps=1):
    """Advance one step, compiled."""
    number = jnp.asarray(number)
    moment = Moment(number, number % 12, step, steps)
    return advance(state, params, numerics=Numerics(mode, steps), moment=moment, **inputs)


def live(months, *, state=None, params=None, inputs=None, mode: Mode = "exact", steps=1):
    """Return the states after each month and the flows of each step."""
    state = make_state() if state is None else state
    params = make_params() if params is None else params
    inputs = make_inputs() if inputs is None else inputs
    states, flows = [], []
    for number in range(months):
        for step in range(steps):
            state, moved = month(state, params, inputs, jnp.asarray(number), step, mode, steps)
            flows.append(moved)
        states.append(state)
    return states, flows


def headcount(state) -> np.ndarray:
    """Return all people, [run], kp."""
    return np.asarray(state.people.sum(axis=0) + state.farm_people.sum(axis=(0, 1)))
