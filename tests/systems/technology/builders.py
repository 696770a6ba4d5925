"""A small world of designs: two designs, two parts, two sellers."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Mode, Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.technology import TechnologyParams, TechnologyState, advance

jax.config.update("jax_enable_x64", True)

DESIGNS, COMPONENTS, CREDITORS, STAGES = 2, 2, 2, 3


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def _by_design(value, runs=1):
    return _fill(np.reshape(value, (-1, 1)), DESIGNS, runs)


def make_state(runs: int = 1, **given) -> TechnologyState:
    """Return a state in which nothing is known and the purse is empty."""
    designs = {
        name: _by_design(given.get(name, 0.0), runs)
        for name in ("documents", "samples", "licensed", "know_how", "readiness")
    }
    stages = {
        name: _fill(given.get(name, 0.0), STAGES, DESIGNS, runs)
        for name in ("documents_under_way", "samples_under_way", "covert_progress")
    }
    return TechnologyState(
        mission_purse=_fill(given.get("mission_purse", 0.0), runs),
        component_frontier=_fill(given.get("component_frontier", 0.6), COMPONENTS, runs),
        **designs,
        **stages,
    )


def make_params(**given) -> TechnologyParams:
    """Return parameters at their defaults."""
    scalars = {
        "offer_rate": 0.15,
        "offer_level": -1.0,
        "offer_by_relations": 1.0,
        "offer_by_slump": 1.0,
        "offer_by_control": 2.0,
        "offer_by_hostility": 1.0,
        "slump": 1.0,
        "delivery_months": 4.0,
        "covert_rate": 0.25,
        "cover_quality": 0.7,
        "interdiction_rate": 0.05,
        "covert_documents": 0.3,
        "covert_ceiling": 0.8,
        "loss_when_caught": 0.7,
        "reverse_rate": 0.05,
        "learning_rate": 0.05,
        "learning_by_specialists": 0.02,
        "specialists_in_group": 10.0,
        "learning_by_prototypes": 0.05,
        "prototype_scale": 5.0,
        "skill_exponent": 0.5,
        "readiness_months": 4.0,
        "quality_width": 0.12,
        "frontier_floor": 0.62,
        "frontier_ceiling": 0.72,
        "frontier_months": 6.0,
    }
    designs = {
        "licence_price": 1.0,
        "licence_samples": 15.0,
        "injunction": 0.0,
        "covert_price": 0.5,
        "covert_samples": 2.0,
    }
    return TechnologyParams(
        seller_of_design=given.get("seller_of_design", (0, -1)),
        required_quality=_fill(given.get("required_quality", 0.0), DESIGNS, COMPONENTS, 1),
        **{name: _by_design(given.get(name, value)) for name, value in designs.items()},
        **{name: _fill(given.get(name, value), 1) for name, value in scalars.items()},
    )


def make_inputs(**given) -> dict:
    """Return the inputs of a month: nothing ordered, engineers in full number."""
    designs = ("licence", "covert_effort", "specialists", "prototypes")
    inputs = {name: _by_design(given.get(name, 0.0)) for name in designs}
    return inputs | {
        "technology_funds": _fill(given.get("technology_funds", 0.0), 1),
        "relations": _fill(given.get("relations", 0.0), CREDITORS, 1),
        "export_control": _fill(given.get("export_control", 0.0), 1),
        "engineers": _fill(given.get("engineers", 1.0), 1),
        "component_quality": _fill(given.get("component_quality", 0.9), COMPONENTS, 1),
    }


@eqx.filter_jit
def month(state, params, inputs, number, step=0, mode: Mode = "exact", steps=1, seed=1):
    """Advance one step, compiled."""
    runs = state.mission_purse.shape[0]
    codes = jnp.asarray([name_code(str(i)) for i in range(DESIGNS)], dtype=jnp.uint32)
    keys = run_keys(seed, jnp.arange(runs))
    chance = step_chance(keys, {"design": codes}, number * steps + step, mode)
    return advance(
        state,
        params,
        numerics=Numerics(mode, steps),
        moment=Moment(number, number % 12, step, steps),
        chance=chance.room("technology"),
        **inputs,
    )


def learn(months, *, state=None, params=None, inputs=None, mode: Mode = "exact", steps=1):
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
