"""Three stretches of border: two with one neighbour, one in each theatre, and a quiet third."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.axes import FIXED_AXES
from sinews.core.fields import fields_of
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.borders import BordersParams, BordersState, advance

jax.config.update("jax_enable_x64", True)

AMUR, USSURI, FOREST = range(3)
JAPAN, FINLAND, FRANCE = range(3)
EAST, WEST = range(2)
AIR, GROUND, FISHING, RAILWAY = range(4)
SIZES = {"sector": 3, "partner": 3, "theatre": 2}
SIZES |= {axis: len(members) for axis, members in FIXED_AXES.items()}

DORMANT, CONTINGENT, READY = (1.0, 0, 0, 0, 0), (0, 1.0, 0, 0, 0), (0, 0, 0, 0, 1.0)
BEHAVIOUR = {
    "partner_of_sector": (JAPAN, JAPAN, FINLAND),
    "theatre_of_sector": (EAST, EAST, WEST),
    "base_rate": (1.0, 0.5, 0.2),
    "kind_share": np.array([[0.2, 0.5, 0.1, 0.2], [0.4, 0.4, 0.0, 0.2], [0.0, 1.0, 0.0, 0.0]]),
    "rate_by_patrols": 0.3,
    "rate_by_intention": 0.4,
    "rate_by_season": 0.0,
    "season": 0.0,
    "probing": 0.5,
    "offspring": 0.55,
    "echo_decay": 0.7,
    "severity_of_kind": 1.0,
    "restraint_on_severity": 0.4,
    "restraint_on_echo": 0.5,
    "restraint_on_ladder": 0.5,
    "ladder_gain": 0.5,
    "ladder_months": 3.0,
    "men_per_severity": 0.003,
}
INPUTS = {"restraint": 0.0, "patrols": 1.0, "rate_factor": 1.0, "force_ratio": 1.2}


def column(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def scalar(value):
    return jnp.asarray([value], dtype=float)


def shaped(value, axes, runs=1):
    """Return one number, one per member of the first axis, or a full table as [*axes, run]."""
    array = np.asarray(value, dtype=float)
    array = array.reshape(*array.shape, *(1,) * (len(axes) + 1 - array.ndim))
    return jnp.asarray(np.broadcast_to(array, (*(SIZES[axis] for axis in axes), runs)))


def make_state(runs: int = 1, excitation=0.0, escalation=0.0) -> BordersState:
    return BordersState(
        excitation=shaped(excitation, ("sector",), runs),
        escalation=shaped(escalation, ("sector",), runs),
    )


def make_params(**given) -> BordersParams:
    values = {**BEHAVIOUR, **given}
    if len(values) > len(BEHAVIOUR):
        raise ValueError(f"unknown fields {sorted(set(given) - set(BEHAVIOUR))}")
    return BordersParams(
        **{
            info.name: values[info.name] if info.is_link else shaped(values[info.name], info.axes)
            for info in fields_of(BordersParams)
        }
    )


def make_inputs(intention=DORMANT, **given) -> dict:
    """Return inputs; `intention` is one row of shares for all partners."""
    values = {**INPUTS, **given}
    axes = {"force_ratio": ("theatre",)}
    shared = {name: shaped(value, axes.get(name, ("sector",))) for name, value in values.items()}
    return shared | {"true_intention": shaped(intention, ("intention", "partner"))}


def chance_of(runs, count, mode, seed=1):
    """Return the draws of one step."""
    names = [name_code(f"sector{number}") for number in range(SIZES["sector"])]
    entities = {"sector": jnp.asarray(names, dtype=jnp.uint32)}
    return step_chance(run_keys(seed, jnp.arange(runs)), entities, count, mode).room("borders")


@eqx.filter_jit
def _months_of(state, params, inputs, seed, steps, mode, months):
    def one(carried, month):
        parts = []
        for step in range(steps):
            carried, moved = advance(
                carried,
                params,
                numerics=Numerics(mode, steps),
                moment=Moment(month, month % 12, step, steps),
                chance=chance_of(carried.excitation.shape[1], month * steps + step, mode, seed),
                **inputs,
            )
            parts.append(moved)
        return carried, (carried, jax.tree.map(lambda *values: sum(values) / steps, *parts))

    return jax.lax.scan(one, state, jnp.arange(months))[1]


def months_of(state, params, inputs, *, steps=1, mode="exact", months=1, seed=1):
    """Return states at the end of each month and mean flows, leading axis month."""
    return _months_of(state, params, inputs, jnp.asarray(seed), steps, mode, months)


def number_of(moved):
    """Return incidents of all kinds, [month, sector, run]."""
    return np.asarray(moved.incidents).sum(axis=2)
