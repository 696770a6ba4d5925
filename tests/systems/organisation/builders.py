"""Four works under three ministries: wood, steel, tanks with optics from abroad, and cloth."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Numerics
from sinews.systems.organisation import OrganisationParams, OrganisationState, advance

jax.config.update("jax_enable_x64", True)

WOOD, STEEL, TANK, CLOTH = range(4)
COUNCIL, HEAVY, LIGHT = range(3)
ACTIVITIES, MINISTRIES = 4, 3
# steel takes wood; a tank steel and optics from abroad; cloth steel and wood
ACTIVITY_OF_INPUT = (STEEL, TANK, TANK, CLOTH, CLOTH)
MAKER_OF_INPUT = (WOOD, STEEL, -1, STEEL, WOOD)

BEHAVIOUR = {
    "complexity": (1.0, 4.0, 3.0, 2.0),
    "staff": (5.0, 7.0, 3.0),
    "apparatus_kept": (0.0, 0.75, 0.0),
    "is_defence": (0.0, 0.0, 1.0, 0.0),
    "vertical_loss": 0.06,
    "span_exponent": 1.5,
    "horizontal_loss": 0.08,
    "directorate_effect": 0.5,
    "misdelivery_within": 0.03,
    "misdelivery_gain": 0.5,
    "upheaval_loss": 0.25,
    "settling_months": 5.0,
    "directorate_months": 8.0,
    "opening_cover": 0.2,
}


def column(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def scalar(value):
    return jnp.asarray([value], dtype=float)


def under(*ministries):
    """Return an assignment that puts each activity wholly under one ministry, [4, 3, 1]."""
    return jnp.asarray(np.eye(MINISTRIES)[list(ministries)][..., None])


OPENING = under(COUNCIL, COUNCIL, COUNCIL, COUNCIL)
SPLIT = under(LIGHT, HEAVY, HEAVY, LIGHT)


def _shaped(value, runs=1):
    array = np.asarray(value, dtype=float)
    return jnp.asarray(np.broadcast_to(array[..., None], (*array.shape, runs)))


def make_state(runs: int = 1, **given) -> OrganisationState:
    assignment = given.get("assignment", OPENING)
    return OrganisationState(
        assignment=jnp.broadcast_to(assignment, (ACTIVITIES, MINISTRIES, runs)),
        disturbance=_shaped(given.get("disturbance", (0.0,) * MINISTRIES), runs),
        directorate_cover=_shaped(given.get("directorate_cover", 0.2), runs),
    )


def make_params(**given) -> OrganisationParams:
    unknown = set(given) - set(BEHAVIOUR)
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    return OrganisationParams(**{k: _shaped(v) for k, v in {**BEHAVIOUR, **given}.items()})


@eqx.filter_jit
def month(state, params, assignment, directorate, steps, mode):
    """Return the state after a month and its mean flows."""
    parts = []
    for _ in range(steps):
        state, moved = advance(
            state,
            params,
            numerics=Numerics(mode, steps),
            assignment=assignment,
            opening_assignment=OPENING,
            mobilisation_directorate=directorate,
            activity_of_input=ACTIVITY_OF_INPUT,
            maker_of_input=MAKER_OF_INPUT,
        )
        parts.append(moved)
    return state, jax.tree.map(lambda *values: sum(values) / steps, *parts)


def months_of(state, params, orders, *, directorate=0.2, steps=1, mode="exact"):
    """Return the last state, and the mean flows of each month, for one order a month."""
    moved = []
    for order in orders:
        state, flows = month(state, params, order, scalar(directorate), steps, mode)
        moved.append(flows)
    return state, jax.tree.map(lambda *values: np.stack(values), *moved)
