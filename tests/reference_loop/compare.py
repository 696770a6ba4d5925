"""Random draws of a room's numbers, and rooms held against the loop."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from tests.tolerances import LEDGER, ROUNDING

from sinews.core.fields import fields_of


def drawn(values, chance: np.random.Generator, runs: int, spread: float = 0.2):
    """Return a state or parameters with every number moved by chance, within its bounds.

    Numbers that stand at a bound stay there, so that switches and closed gates remain so.
    """
    moved = {}
    for info in fields_of(type(values)):
        value = getattr(values, info.name)
        if info.is_link:
            continue
        first = np.asarray(value)[..., :1]
        factor = np.exp(spread * chance.standard_normal((*first.shape[:-1], runs)))
        stands = (first == info.minimum) | (first == info.maximum)
        found = np.where(stands, first, first * factor)
        moved[info.name] = jnp.asarray(np.clip(found, info.minimum, info.maximum))
    where = tuple(moved)
    return eqx.tree_at(
        lambda tree: [getattr(tree, name) for name in where], values, list(moved.values())
    )


def moved_inputs(inputs: dict, chance: np.random.Generator, runs: int, spread: float = 0.2) -> dict:
    """Return inputs moved by chance; shares stay shares, what is 0 or 1 stays."""
    found = {}
    for name, value in inputs.items():
        first = np.asarray(value)[..., :1]
        factor = np.exp(spread * chance.standard_normal((*first.shape[:-1], runs)))
        moved = np.where((first > 0.0) & (first < 1.0), np.minimum(first * factor, 1.0), first)
        found[name] = jnp.asarray(np.where(first > 1.0, first * factor, moved))
    return found


def assert_agrees(ours, theirs, run: int, place: str = ""):
    """Assert that every field of the loop is the room's, to `LEDGER` of the field's largest.

    Differences of large numbers that should be nothing may be a few roundings.
    """
    for name, value in vars(theirs).items():
        room = np.asarray(getattr(ours, name))
        room = room[..., run if room.shape[-1] > 1 else 0]
        scale = np.max(np.abs(value), initial=0.0)
        np.testing.assert_allclose(
            room, value, rtol=LEDGER, atol=LEDGER * scale + ROUNDING, err_msg=f"{place} {name}"
        )
