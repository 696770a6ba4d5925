"""A small army: tanks, aircraft and rifles in the west and in the east."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Moment, Numerics
from sinews.systems.forces import ForcesParams, ForcesState, advance

jax.config.update("jax_enable_x64", True)

EQUIPMENT, THEATRES, STAGES, PLANS = 3, 2, 3, 2
TANK, AIRCRAFT, RIFLE = 0, 1, 2
WEST, EAST = 0, 1

SCALARS = {
    "service_level": 1.0,
    "service_by_spares": 1.0,
    "service_by_defects": 2.0,
    "spares": 0.3,
    "crew_loss": 0.02,
    "crew_months": 6.0,
    "forming_months": 9.0,
    "order_months": 3.0,
    "men_per_division": 5.0,
    "other_men": 100.0,
    "manning_floor": 0.9,
    "call_up_months": 3.0,
    "readiness_months": 4.0,
    "new_unit_penalty": 0.5,
    "power_scale": 1.9,
    "defender_advantage": 1.3,
    "contest_exponent": 1.8,
    "sustain_exponent": 0.6,
}
BY_EQUIPMENT = {
    "wear": [0.005, 0.02, 0.001],
    "weight": [0.004, 0.003, 0.0],
    "is_tank": [1.0, 0.0, 0.0],
    "needs_crew": [1.0, 1.0, 0.0],
    "men_per_unit": [0.01, 0.03, 0.0],
    "arms_per_division": [0.0, 0.0, 14.0],
    "wanted_per_division": [50.0, 0.0, 40.0],
}
BY_THEATRE = {
    "rail_months": [0.7, 2.0],
    "rail_capacity": [1000.0, 2.0],
    "division_share": [0.6, 0.4],
    "division_weight": [1.0, 1.0],
    "peace_readiness": [0.6, 0.5],
    "command_quality": [1.0, 1.0],
    "distance": [1.0, 0.6],
    "sustain_limit": [1e6, 1e6],
}


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def column(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def make_state(runs: int = 1, **given) -> ForcesState:
    held = [[100.0, 20.0], [500.0, 100.0], [1000.0, 200.0]]
    held = np.asarray(given.get("equipment_held", held), dtype=float)
    held = held[..., None] if held.ndim == 2 else held
    crews = np.reshape(given.get("trained_crews", [120.0, 600.0, 0.0]), (-1, 1))
    return ForcesState(
        equipment_held=_fill(held, EQUIPMENT, THEATRES, runs),
        equipment_under_way=_fill(given.get("equipment_under_way", 5.0), STAGES, EQUIPMENT, runs),
        soundness=_fill(given.get("soundness", 0.9), EQUIPMENT, runs),
        trained_crews=_fill(crews, EQUIPMENT, runs),
        divisions=_fill(np.reshape(given.get("divisions", [50.0, 8.0]), (-1, 1)), THEATRES, runs),
        forming_divisions=_fill(given.get("forming_divisions", 0.0), STAGES, runs),
        readiness=_fill(given.get("readiness", 0.5), THEATRES, runs),
    )


def make_params(**given) -> ForcesParams:
    scalars = {name: _fill(given.get(name, value), 1) for name, value in SCALARS.items()}
    by_equipment = {
        name: _fill(np.reshape(given.get(name, value), (-1, 1)), EQUIPMENT, 1)
        for name, value in BY_EQUIPMENT.items()
    }
    by_theatre = {
        name: _fill(np.reshape(given.get(name, value), (-1, 1)), THEATRES, 1)
        for name, value in BY_THEATRE.items()
    }
    plan_arms = given.get("plan_arms", [[2000.0, 900.0, 0.0], [100.0, 0.0, 0.0]])
    return ForcesParams(
        **scalars,
        **by_equipment,
        **by_theatre,
        plan_divisions=_fill([[100.0], [10.0]], PLANS, 1),
        plan_arms=_fill(np.asarray(plan_arms)[..., None], PLANS, EQUIPMENT, 1),
    )


def make_inputs(**given) -> dict:
    deployment = np.asarray(given.get("deployment", [0.75, 0.25]), dtype=float)
    by_equipment = {"equipment_delivered": [60.0, 30.0, 10.0], "yields": [0.7, 0.9, 1.0]}
    scalars = {
        "division_target": 60.0,
        "crew_training": 50.0,
        "army": 420.0,
        "nutrition_army": 1.0,
    }
    shaped = {
        name: _fill(np.reshape(given.get(name, value), (-1, 1)), EQUIPMENT, 1)
        for name, value in by_equipment.items()
    }
    foreign = np.reshape(given.get("foreign_forces", [55.0, 6.0]), (-1, 1))
    return (
        shaped
        | {name: _fill(given.get(name, value), 1) for name, value in scalars.items()}
        | {
            "deployment": _fill(deployment[None, :, None], EQUIPMENT, THEATRES, 1),
            "foreign_forces": _fill(foreign, THEATRES, 1),
        }
    )


@eqx.filter_jit
def _months_of(state, params, inputs, steps, mode, months):
    def one(carried, month):
        parts = []
        for step in range(steps):
            carried, moved = advance(
                carried,
                params,
                numerics=Numerics(mode, steps),
                moment=Moment(month, month % 12, step, steps),
                **inputs,
            )
            parts.append(moved)
        mean = jax.tree.map(lambda *values: sum(values) / steps, *parts)
        return carried, (carried, mean)

    return jax.lax.scan(one, state, jnp.arange(months))[1]


def months_of(state, params, inputs, *, steps=1, mode="exact", months=1):
    """Return states at the end of each month and mean flows, leading axis month."""
    return _months_of(state, params, inputs, steps, mode, months)


def changes(before, path):
    """Return the change of each state from month to month, leading axis month."""
    stacked = jax.tree.map(lambda first, rest: jnp.concatenate([first[None], rest]), before, path)
    return jax.tree.map(lambda values: values[1:] - values[:-1], stacked)
