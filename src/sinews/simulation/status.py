"""Status: which run failed, in which month, by which field; nothing raises inside a run."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Int

from sinews.core.fields import walk
from sinews.world.world import World

FINE = -1
LARGEST = np.finfo(float).max


class Status(eqx.Module):
    """The first thing that went wrong in each run.

    Attributes:
        month: month of the failure, `FINE` where nothing failed, [run].
        field: position of the failed field in `watched`, [run].
    """

    month: Int[Array, " run"]
    field: Int[Array, " run"]


def opening(runs: int) -> Status:
    """Return the status of runs in which nothing has happened yet."""
    return Status(jnp.full(runs, FINE), jnp.full(runs, FINE))


def watched(world: World) -> tuple[str, ...]:
    """Return the names of the fields that are watched, `room.field`."""
    return tuple(name for name, info, _ in walk(world) if not info.is_link)


def first_fault(world: World) -> Array:
    """Return the first watched field not finite or below its least value, or `FINE`, [run].

    All numbers of the world are lined up and compared once.
    """
    fields = [(info, value) for _, info, value in walk(world) if not info.is_link]
    cells = [value.reshape(-1, value.shape[-1]) for _, value in fields]
    lengths = [len(rows) for rows in cells]
    least = np.repeat([max(info.minimum, -LARGEST) for info, _ in fields], lengths)
    found = jnp.concatenate(cells)
    # Written so that what is no number fails too.
    is_bad = ~((found >= least[:, None]) & (found <= LARGEST))
    field = np.repeat(np.arange(len(fields)), lengths)
    return jnp.where(jnp.any(is_bad, axis=0), jnp.asarray(field)[jnp.argmax(is_bad, axis=0)], FINE)


def updated(status: Status, world: World, month) -> Status:
    """Return the status after a month; the first failure of a run is kept."""
    fault = first_fault(world)
    is_new = (fault != FINE) & (status.month == FINE)
    return Status(
        month=jnp.where(is_new, month, status.month),
        field=jnp.where(is_new, fault, status.field),
    )
