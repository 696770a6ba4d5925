"""A toy office: two lines, one of arms; two regions; the other axes of one or two members."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.axes import FIXED_AXES
from sinews.core.fields import fields_of
from sinews.core.numerics import Moment, Numerics
from sinews.systems.command import CommandParams, CommandState, Levers, advance

jax.config.update("jax_enable_x64", True)

RUNS = 2
"""All tests share this length of the run axis, so that a month is compiled once for each mode."""

MEMBERS = {
    "region": ("north", "south"),
    "activity": ("steel", "tank"),
    "line": ("mill_steel", "works_tank"),
    "component": ("engine",),
    "project": ("furnace", "dam"),
    "design": ("tank",),
    "group": ("heavy", "army"),
    "ration_list": ("special", "list1", "list2", "list3"),
    "theatre": ("west", "east", "south"),
    "equipment": ("tank",),
    "export_item": ("oil",),
    "import_item": ("machines", "metal"),
    "partner": ("rival", "friend"),
    "sector": ("river",),
    "clause": ("peace", "trade"),
    "ministry": ("council", "heavy"),
}
AXES = {**FIXED_AXES, **MEMBERS}
STEEL, TANK = range(2)
OPENING = {
    "military_share": 0.09,
    "credibility": 0.6,
    "planned_this_year": 0.0,
    "made_this_year": 0.0,
    "division_target": 76.0,
    "pressure": 0.0,
    "retreat": 0.0,
    "wage": (90.0, 12.0),
    "receipts_seen": 80.0,
    "posture": 0.0,
    "staffing": (2000.0, 600.0),
}
BEHAVIOUR = {
    "military_share_floor": 0.06,
    "military_share_range": 0.25,
    "military_share_slope": 1.5,
    "military_share_midpoint": -1.3,
    "share_rise_months": 2.0,
    "share_fall_months": 12.0,
    "reference_threat": 0.07,
    "is_military": (0.0, 1.0),
    "civil_tautness": 1.1,
    "tautness_ceiling": 3.5,
    "felt_ceiling": 3.5,
    "announced_capacity": 0.0,
    "effort_ceiling": 0.2,
    "effort_slope": 3.0,
    "disorder_threshold": 1.25,
    "disorder_gain": 0.6,
    "credibility_exponent": 0.5,
    "capacity_pull": 0.25,
    "division_gain": 0.5,
    "division_response": 0.8,
    "division_dead_band": 0.7,
    "division_ceiling": 1.6,
    "posture_by_threat": 0.2,
    "restraint_by_threat": 0.5,
    "ratchet": 0.0,
    "ratchet_memory": 0.15,
    "concealment_ceiling": 0.2,
    "pressure_by_ration": 0.3,
    "pressure_by_exits": 0.25,
    "pressure_by_town_nutrition": 0.25,
    "pressure_by_fulfilment": 0.1,
    "exits_reference": 0.01,
    "pressure_months": 1.5,
    "retreat_threshold": 0.25,
    "retreat_threat_weight": 0.05,
    "retreat_width": 0.05,
    "retreat_rise_months": 2.0,
    "retreat_fall_months": 12.0,
    "concession_on_procurement": 0.3,
    "concession_on_exports": 0.7,
    "concession_on_reserve": 0.8,
    "concession_on_starts": 0.3,
    "concession_on_rations": 0.15,
    "export_calendar": 1.0,
    "reserve_calendar": 1.0,
    "loan_calendar": np.arange(12.0) / 5.5,
    "ample_store": 9000.0,
    "bare_store": 1500.0,
    "import_cover": 0.95,
    "loans_by_hunger": 6.0,
    "release_by_need": 500.0,
    "cash_kept": 100.0,
    "receipts_months": 6.0,
    "wage_drift": 0.012,
    "staffing_months": 12.0,
}
USUAL = {
    "military_share": 0.09,
    "procurement_share": 0.34,
    "grain_export": 300.0,
    "reserve_fill": 60.0,
    "loans": 20.0,
    "import_programme": (60.0, 20.0),
    "priority": (1.0, 2.0),
    "staffing": (5.0, 600.0),
    "restraint": 0.3,
}
INPUTS = {
    "threat": (None, 0.07),
    "threat_by_partner": ("partner", (0.06, 0.02)),
    "people": ("group", (4000.0, 600.0)),
    "farm_people": ("region farm_kind", 25_000.0),
    "nutrition": ("group", 1.0),
    "nutrition_farm": ("region", 1.0),
    "foreign_cash": (None, 50.0),
    "state_grain": (None, 9000.0),
    "divisions": (None, 76.0),
    "ration_fill_last_month": ("ration_list", 1.0),
    "kolkhoz_exits_last_month": ("region", 0.0),
    "made_last_month": ("activity", (100.0, 10.0)),
    "visible_capacity_last_month": ("activity", (100.0, 20.0)),
    "labour_wanted_last_month": ("group", (3000.0, 0.0)),
    "receipts_last_month": (None, 80.0),
    "fulfilment_last_month": (None, 1.0),
    "force_ratio_last_month": ("theatre", 1.0),
}


def shaped(value, axes):
    """Return a number, one number per member, or a full array as [*axes, run]."""
    shape = (*(len(AXES[axis]) for axis in axes), RUNS)
    value = np.asarray(value, dtype=float)
    full = value if value.ndim == len(shape) else value[..., None]
    return jnp.asarray(np.broadcast_to(full, shape))


def _filled(cls, usual: dict, changes: dict, rest=None):
    fields = fields_of(cls)
    unknown = set(changes) - {field.name for field in fields}
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    values = {**usual, **changes}
    return cls(**{f.name: shaped(values.get(f.name, rest), f.axes) for f in fields})


def make_state(**changes) -> CommandState:
    """Return the office at the opening."""
    return _filled(CommandState, OPENING, changes)


def make_params(**changes) -> CommandParams:
    """Return behaviour at its defaults."""
    return _filled(CommandParams, BEHAVIOUR, changes)


def make_orders(**changes) -> Levers:
    """Return orders that leave every lever open but those given."""
    return _filled(Levers, {}, changes, rest=np.nan)


def make_usual(**changes) -> Levers:
    """Return the usual value of every lever."""
    return _filled(Levers, USUAL, changes, rest=0.0)


def make_inputs(**changes) -> dict:
    """Return the inputs of a calm month with full bread."""
    unknown = set(changes) - set(INPUTS)
    if unknown:
        raise ValueError(f"unknown inputs {sorted(unknown)}")
    return {
        name: shaped(changes.get(name, value), () if axis is None else tuple(axis.split()))
        for name, (axis, value) in INPUTS.items()
    }


@eqx.filter_jit
def _advance(state, params, inputs, orders, usual, number, opens, numerics):
    # Only whether the step opens its month matters to this room.
    moment = Moment(number, number % 12, 0 if opens else 1, 2)
    return advance(
        state, params, numerics=numerics, moment=moment, orders=orders, usual=usual, **inputs
    )


def decide(
    state=None, inputs=None, orders=None, *, params=None, usual=None, number=0, mode="exact",
    steps=1, opens=True,
):  # fmt: skip
    """Decide for one step, compiled once for each mode and step."""
    return _advance(
        make_state() if state is None else state,
        make_params() if params is None else params,
        make_inputs() if inputs is None else inputs,
        make_orders() if orders is None else orders,
        make_usual() if usual is None else usual,
        jnp.asarray(number),
        opens,
        Numerics(mode, steps),
    )


def decide_for(months: int, inputs=None, orders=None, *, state=None, params=None, first=0):
    """Decide for some months under even conditions; return the last state and all flows."""
    state = make_state() if state is None else state
    flows = []
    for number in range(first, first + months):
        state, moved = decide(state, inputs, orders, params=params, number=number)
        flows.append(moved)
    return state, flows
