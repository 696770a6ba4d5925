"""A small building world: two regions, two goods, two lines, any number of projects."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Mode, Moment, Numerics
from sinews.core.randomness import Chance, name_code, run_keys, step_chance
from sinews.systems.construction import ConstructionParams, ConstructionState, advance

jax.config.update("jax_enable_x64", True)

GOODS, REGIONS, LINES = 2, 2, 2
STOCKS = ("work_to_do", "work_correct", "rework_hidden", "rework_known")


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def make_state(projects: int = 1, runs: int = 1, **given) -> ConstructionState:
    """Return sites with a scope of 100 each, not begun, with plenty on site."""
    per_project = {
        "work_to_do": 100.0,
        "work_correct": 0.0,
        "rework_hidden": 0.0,
        "rework_known": 0.0,
        "started": 0.0,
        "failed": 0.0,
        "months_since_start": 0.0,
        "started_share": 0.0,
        "mastering": 0.0,
        "handed_over": 0.0,
        "equipment_fitted": 0.0,
    }
    values = {
        name: _fill(np.reshape(given.get(name, value), (-1, 1)), projects, runs)
        for name, value in per_project.items()
    }
    return ConstructionState(
        site_equipment=_fill(given.get("site_equipment", 0.0), runs),
        site_materials=_fill(given.get("site_materials", 1e6), GOODS, runs),
        **values,
    )


def make_params(projects: int = 1, **given) -> ConstructionParams:
    """Return parameters at their defaults, without noise, other sites or need of plant."""
    scalars = {
        "work_per_builder": 1.0,
        "other_work_wanted": 0.0,
        "other_sites_weight": 1.0,
        "other_equipment_wanted": 0.0,
        "material_cover": 0.5,
        "equipment_ahead": 3.0,
        "work_noise": 0.0,
        "overtime_gain": 0.6,
        "frost_threshold": 0.0,
        "frost_scale": 22.0,
        "base_quality": 0.85,
        "reference_skill": 0.36,
        "skill_exponent": 0.2,
        "rush_loss": 0.35,
        "frost_loss": 0.5,
        "hunger_loss": 0.3,
        "disorder_loss": 0.2,
        "finding_months": 7.0,
        "finding_by_progress": 0.6,
        "finding_months_in_use": 1.5,
        "normal_start_share": 0.92,
        "failure_rate": 0.015,
        "failure_by_hidden_rework": 8.0,
        "failure_by_incompleteness": 3.5,
        "failure_by_frost": 0.7,
        "failure_window": 6.0,
    }
    unknown = (
        set(given)
        - set(scalars)
        - {
            "base_rate",
            "equipment_need",
            "mastering_months",
            "design_capacity",
            "capacity_elsewhere",
            "materials_per_work",
        }
    )
    if unknown:
        raise ValueError(f"unknown parameters {sorted(unknown)}")
    return ConstructionParams(
        region_of_project=tuple(project % REGIONS for project in range(projects)),
        design_capacity=_fill(given.get("design_capacity", 10.0), projects, LINES, 1),
        capacity_elsewhere=_fill(given.get("capacity_elsewhere", 0.0), LINES, 1),
        base_rate=_fill(given.get("base_rate", 6.5), projects, 1),
        equipment_need=_fill(given.get("equipment_need", 0.0), projects, 1),
        mastering_months=_fill(given.get("mastering_months", 14.0), projects, 1),
        materials_per_work=_fill(given.get("materials_per_work", 0.1), GOODS, 1),
        other_sites_by_region=_fill(1.0 / REGIONS, REGIONS, 1),
        **{name: _fill(given.get(name, value), 1) for name, value in scalars.items()},
    )


def make_inputs(projects: int = 1, **given) -> dict:
    """Return the inputs of a month: warm, fed, orderly, no rush, plenty of builders."""
    per_project = {
        "start": 1.0,
        "deadline": 99.0,
        "rush": 0.0,
        "political_start": 0.0,
        "priority": 1.0,
    }
    scalars = {
        "builders": 1e4,
        "skilled_share": 0.36,
        "nutrition": 1.0,
        "disorder": 0.0,
        "equipment_landed": 0.0,
    }
    inputs = {
        name: _fill(np.reshape(given.get(name, value), (-1, 1)), projects, 1)
        for name, value in per_project.items()
    }
    inputs |= {name: _fill(given.get(name, value), 1) for name, value in scalars.items()}
    inputs["air_temperature"] = _fill(given.get("air_temperature", 10.0), REGIONS, 1)
    inputs["materials_delivered"] = _fill(given.get("materials_delivered", 0.0), GOODS, 1)
    return inputs


@eqx.filter_jit
def month(state, params, inputs, number, step, mode: Mode = "exact", steps=1, seed=1):
    """Advance one step, compiled."""
    projects, runs = state.work_to_do.shape
    codes = jnp.asarray([name_code(str(i)) for i in range(projects)], dtype=jnp.uint32)
    keys = run_keys(seed, jnp.arange(runs))
    chance: Chance = step_chance(keys, {"project": codes}, number * steps + step, mode)
    return advance(
        state,
        params,
        numerics=Numerics(mode, steps),
        moment=Moment(number, number % 12, step, steps),
        chance=chance.room("construction"),
        **inputs,
    )


def build(months, *, state=None, params=None, inputs=None, mode: Mode = "exact", steps=1, first=0):
    """Return the states after each month and the flows of each step."""
    state = make_state() if state is None else state
    params = make_params() if params is None else params
    inputs = make_inputs() if inputs is None else inputs
    states, flows = [], []
    for number in range(first, first + months):
        for step in range(steps):
            state, moved = month(state, params, inputs, jnp.asarray(number), step, mode, steps)
            flows.append(moved)
        states.append(state)
    return states, flows


def scope(state) -> np.ndarray:
    """Return the scope by project, [project, run]."""
    return np.sum([np.asarray(getattr(state, name)) for name in STOCKS], axis=0)


def done(state) -> np.ndarray:
    """Return the share believed done, [project, run]."""
    return np.asarray(state.work_correct + state.rework_hidden) / scope(state)


def first_start(states) -> int:
    """Return the count of months after which the first project is started."""
    return 1 + next(i for i, state in enumerate(states) if state.started[0, 0] > 0.5)
