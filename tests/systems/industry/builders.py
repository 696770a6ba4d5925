"""A toy industry: ore makes steel, steel makes tanks and sundries.

The opening month is in balance: 80 kt of steel from 160 of ore and 10 more in store give tanks
20, sundries 40, building sites 10, other users 5 and the next month 15.
"""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.axes import FIXED_AXES
from sinews.core.fields import fields_of
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.industry import IndustryFlows, IndustryParams, IndustryState, advance

jax.config.update("jax_enable_x64", True)

RUNS = 2
"""All tests share this length of the run axis, so that a month is compiled once for each mode."""

MEMBERS = {
    "good": ("ore", "steel", "optics", "tools", "scrap", "sundries"),
    "activity": ("steel", "tank", "sundries"),
    "input": ("steel_ore", "tank_steel", "tank_optics", "sundries_steel"),
    "plant": ("mill", "works"),
    "line": ("mill_steel", "works_tank", "works_sundries"),
    "group": ("heavy", "defence"),
    "component": ("engine", "hull"),
    "design": ("tank",),
    "equipment": ("tank",),
    "export_item": ("steel", "furs"),
}
AXES = {**FIXED_AXES, **MEMBERS}
ORE, STEEL, OPTICS, TOOLS, SCRAP, SUNDRIES = range(6)
STEELMAKING, TANK, SUNDRY = range(3)
DEFENCE, METAL, LIGHT = (
    FIXED_AXES["priority_class"].index(n) for n in ("defence", "metal", "light")
)
LINKS = {
    "activity_of_input": (STEELMAKING, TANK, TANK, SUNDRY),
    "good_of_input": (ORE, STEEL, OPTICS, STEEL),
    "good_of_activity": (STEEL, -1, SUNDRIES),
    "activity_of_equipment": (TANK,),
    "design_of_activity": (-1, 0, -1),
    "group_of_activity": (0, 1, 0),
    "class_of_activity": (METAL, DEFENCE, LIGHT),
    "activity_of_line": (STEELMAKING, TANK, SUNDRY),
    "plant_of_line": (0, 1, 1),
    "good_of_role": (SCRAP, TOOLS, SUNDRIES, SUNDRIES, SUNDRIES),
    "activity_of_component": (SUNDRY, STEELMAKING),
}
OPENING = {
    "stock": (500.0, 10.0, 100.0, 50.0, 5.0, 0.0),
    "capacity": (100.0, 50.0, 40.0),
    "converting": 0.0,
    "work_in_progress": 0.0,
    "started_so_far": 0.0,
    "component_quality": 0.5,
    "rail_capacity": 1000.0,
}
BEHAVIOUR = {
    "amount": (2.0, 0.5, 1.0, 2.0),
    "metal_content": (0.6, 1.0, 0.0, 0.0, 1.0, 1.5),
    "metal_content_made": (1.0, 0.4, 1.5),
    "scrap_recovery": 0.85,
    "scrap_collected": 3.0,
    "use_of_capacity": 1.0,
    "capacity_noise": 0.0,
    "wear": 0.0,
    "series_readiness": 0.3,
    "readiness_width": 0.05,
    "labour_first": (0.5, 2.0, 1.0),
    "labour_last": (0.5, 2.0, 1.0),
    "learning_scale": 100.0,
    "learning_exponent": 0.25,
    "usual_work": 0.8,
    "yield_ceiling": (1.0, 0.8, 1.0),
    "yield_start": 1.0,
    "yield_scale": 1e-6,
    "yield_loss_by_disorder": 0.25,
    "required_quality": 0.0,
    "quality_width": 0.12,
    "quality_learning": 0.1,
    "quality_scale": 60.0,
    "passage_months": 1e-3,
    "floor_space": (0.0, 120.0),
    "space_per_unit": 1.0,
    "conversion_months": 3.5,
    "tools_per_line": 8.0,
    "parts_pull": 0.0,
    "blocked_share": 0.5,
    "shared_with_military": 0.0,
    "final_use": (0.0, 5.0, 0.0, 0.0, 0.0, 0.0),
    "stock_norm": (1e9, 15.0, 1e9, 1e9, 1e9, 0.0),
    "stock_ceiling": 1e30,
    "export_goods": np.array([[0.0, 1.0, 0.0, 0.0, 0.0, 0.0], [0.0] * 6]),
    "freight": (1.0, 0.0, 0.0),
    "other_freight": 100.0,
    "grain_freight": 50.0,
    "rail_season": 1.0,
    "rail_gain": 0.1,
    "rail_wear": 0.0,
    "value": 1.0,
    "opening_value": 100.0,
}
INPUTS = {
    "target": ("activity", (960.0, 480.0, 240.0)),
    "effort": ("activity", 1.0),
    "disorder": ("activity", 0.0),
    "military_share": (None, 0.1),
    "conversion": ("line", 0.0),
    "pull": ("activity", 0.0),
    "imported_part_share": ("component", 0.0),
    "other_exports": ("export_item", 0.0),
    "coordination": ("activity", 1.0),
    "misdelivery": ("activity", 0.0),
    "effective_labour": ("group", (60.0, 80.0)),
    "readiness": ("design", 9.0),
    "component_frontier": ("component", 0.8),
    "landed_goods_last_month": ("good", 0.0),
    "materials_wanted_last_month": ("good", (0.0, 10.0, 0.0, 0.0, 0.0, 0.0)),
    "capacity_handed_over_last_month": ("line", 0.0),
    "damage_last_month": ("line", 0.0),
}


def shaped(value, axes):
    """Return a number, one number per member, or a full array as [*axes, run]."""
    shape = (*(len(AXES[axis]) for axis in axes), RUNS)
    value = np.asarray(value, dtype=float)
    return jnp.asarray(
        np.broadcast_to(value if value.ndim == len(shape) else value[..., None], shape)
    )


def _filled(cls, usual: dict, changes: dict):
    unknown = set(changes) - {field.name for field in fields_of(cls)}
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    values = {**usual, **changes}
    return cls(
        **{
            info.name: values[info.name] if info.is_link else shaped(values[info.name], info.axes)
            for info in fields_of(cls)
        }
    )


def make_state(**changes) -> IndustryState:
    """Return the toy's opening state."""
    return _filled(IndustryState, OPENING, changes)


def make_params(**changes) -> IndustryParams:
    """Return the toy's parameters, without noise, wear or learning."""
    return _filled(IndustryParams, {**LINKS, **BEHAVIOUR}, changes)


def make_inputs(**changes) -> dict:
    """Return the inputs of a month in balance."""
    unknown = set(changes) - set(INPUTS)
    if unknown:
        raise ValueError(f"unknown inputs {sorted(unknown)}")
    return {
        name: shaped(changes.get(name, value), () if axis is None else (axis,))
        for name, (axis, value) in INPUTS.items()
    }


@eqx.filter_jit
def _advance(state, params, inputs, number, numerics, seed):
    codes = {
        axis: jnp.asarray([name_code(name) for name in names], dtype=jnp.uint32)
        for axis, names in MEMBERS.items()
    }
    chance = step_chance(run_keys(seed, jnp.arange(RUNS)), codes, number, numerics.mode)
    # The room does not ask which step of the month it is.
    moment = Moment(number, number % 12, 0, 1)
    return advance(
        state, params, numerics=numerics, moment=moment, chance=chance.room("industry"), **inputs
    )


def month(state, params, inputs, *, number=0, mode="exact", steps=1, seed=1):
    """Advance one step, compiled once for each mode and step."""
    return _advance(state, params, inputs, jnp.asarray(number), Numerics(mode, steps), seed)


def work(state=None, params=None, inputs=None, *, mode="exact", steps=1):
    """Return what one step gives."""
    return month(
        make_state() if state is None else state,
        make_params() if params is None else params,
        make_inputs() if inputs is None else inputs,
        mode=mode,
        steps=steps,
    )


def years_output(state, params, inputs, *, steps: int, months: int = 12) -> np.ndarray:
    """Return units made in a number of months at a given step, [activity, run]."""
    made = 0.0
    for number in range(months * steps):
        state, flows = month(state, params, inputs, number=number // steps, steps=steps)
        made = made + flows.made / steps
    return np.asarray(made)


def delivered(flows: IndustryFlows) -> np.ndarray:
    """Return what left the stores other than into works, [good, run]."""
    return np.asarray(
        flows.delivered_to_conversion
        + flows.delivered_to_construction
        + flows.delivered_to_exports
        + flows.delivered_to_final_use
    )


def metal_held(state: IndustryState) -> np.ndarray:
    """Return metal in stores and in work, [run]."""
    content = np.asarray(BEHAVIOUR["metal_content"])[:, None]
    in_work = np.asarray(BEHAVIOUR["metal_content_made"])[:, None] * np.sum(
        np.asarray(state.work_in_progress), axis=0
    )
    return np.sum(content * np.asarray(state.stock), axis=0) + np.sum(in_work, axis=0)
