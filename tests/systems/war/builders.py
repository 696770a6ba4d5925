"""Four neighbours who may make war alone or together, in the east and in the west."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.fields import fields_of
from sinews.core.numerics import Numerics
from sinews.systems.war import WarParams, WarState, advance

jax.config.update("jax_enable_x64", True)

JAPAN, POLAND, ROMANIA, LATVIA = range(4)
WEST, EAST = range(2)
JAPAN_ALONE, JAPAN_POLAND, JAPAN_WEST, POLAND_ALONE, POLAND_ROMANIA, ROMANIA_ALONE = range(6)
LEADER = (JAPAN, JAPAN, JAPAN, POLAND, POLAND, ROMANIA)
MEMBERS = [[0], [0, 1], [0, 1, 2, 3], [1], [1, 2], [2]]
SIZES = {"coalition": 6, "partner": 4, "theatre": 2, "sector": 3}


def _table(rows, columns=4):
    table = np.zeros((len(rows), columns))
    for row, found in enumerate(rows):
        table[row, found] = 1.0
    return table


BEHAVIOUR = {
    "leader_of_coalition": LEADER,
    "partner_of_sector": (JAPAN, JAPAN, POLAND),
    "theatre_of_partner": (EAST, WEST, WEST, WEST),
    "member": _table(MEMBERS),
    "alliance": _table([[], [], [], [], [ROMANIA], []]),
    "outside_support": 1.0,
    "is_adversary": 1.0,
    "join_level": (-4.0, -3.0, -3.5, -4.0),
    "join_by_enmity": 1.0,
    "join_by_power": 0.6,
    "join_by_pact": 0.8,
    "join_by_alliance": 1.2,
    "join_by_emigres": 0.5,
    "join_months": 3.0,
    "decisive_months": 6.0,
    "runaway_rate": 0.0005,
    "runaway_slope": 0.8,
    "runaway_rung": 3.0,
    "loss_of_war": 5.0,
    "loss_of_defeat": 20.0,
}
INPUTS = {
    "true_attack_hazard": ("partner", (0.006, 0.0008, 0.0001, 0.0)),
    "true_threat": ("partner", (0.06, 0.009, 0.001, 0.0)),
    "escalation": ("sector", 0.3),
    "pact_strength": ("partner", 0.0),
    "relations": ("partner", (-0.2, -0.45, -0.4, -0.1)),
    "emigre_sponsorship": ("partner", (0.2, 0.3, 0.1, 0.0)),
    "foreign_forces": ("partner theatre", [[0, 10.0], [30.0, 0], [18.0, 0], [6.0, 0]]),
    "combat_power": ("theatre", (60.0, 8.0)),
    "force_ratio": ("theatre", (1.4, 0.8)),
    "win_probability": ("theatre", (0.65, 0.4)),
    "contest_exponent": ("", 1.8),
    "threat_by_coalition": ("coalition", 0.05),
}


def column(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def scalar(value):
    return jnp.asarray([value], dtype=float)


def shaped(value, axes, runs=1):
    """Return one number, one per member of the first axis, or a full table as [*axes, run]."""
    array = np.asarray(value, dtype=float)
    array = array.reshape(*array.shape, *(1,) * (len(axes) + 1 - array.ndim))
    return jnp.asarray(np.broadcast_to(array, (*(SIZES[axis] for axis in axes), runs)))


def make_state(runs: int = 1, survival=1.0) -> WarState:
    return WarState(
        survival=shaped(survival, (), runs),
        war_by_coalition=shaped((1.0 - survival) / 6.0, ("coalition",), runs),
        expected_loss=shaped(0.0, (), runs),
    )


def make_params(**given) -> WarParams:
    unknown = set(given) - set(BEHAVIOUR)
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    values = {**BEHAVIOUR, **given}
    return WarParams(
        **{
            info.name: values[info.name] if info.is_link else shaped(values[info.name], info.axes)
            for info in fields_of(WarParams)
        }
    )


def make_inputs(**given) -> dict:
    unknown = set(given) - set(INPUTS)
    if unknown:
        raise ValueError(f"unknown inputs {sorted(unknown)}")
    return {
        name: shaped(given.get(name, value), tuple(axes.split()))
        for name, (axes, value) in INPUTS.items()
    }


@eqx.filter_jit
def _months_of(state, params, inputs, steps, mode, months):
    def one(carried, _):
        parts = []
        for _ in range(steps):
            carried, moved = advance(carried, params, numerics=Numerics(mode, steps), **inputs)
            parts.append(moved)
        return carried, (carried, jax.tree.map(lambda *values: sum(values) / steps, *parts))

    return jax.lax.scan(one, state, None, length=months)[1]


def months_of(state, params, inputs, *, steps=1, mode="exact", months=1):
    """Return states at the end of each month and mean flows, leading axis month."""
    return _months_of(state, params, inputs, steps, mode, months)


def month(inputs=None, params=None, **more):
    """Return what one month gives, without the axis of months and runs."""
    _, moved = months_of(
        make_state(),
        make_params() if params is None else params,
        make_inputs() if inputs is None else inputs,
        **more,
    )
    return jax.tree.map(lambda values: np.asarray(values)[0, ..., 0], moved)
