"""Status: which run failed, in which month, by which field; nothing raises inside a run."""

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Int

from sinews.core.fields import walk
from sinews.world.world import World

FINE = -1


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


def faults(world: World) -> Array:
    """Return where a field is not finite or below its least value, [field, run]."""
    rows = []
    for _, info, value in walk(world):
        if info.is_link:
            continue
        bad = ~jnp.isfinite(value) | (value < info.minimum)
        rows.append(jnp.any(bad, axis=tuple(range(value.ndim - 1))))
    return jnp.stack(rows)


def updated(status: Status, world: World, month) -> Status:
    """Return the status after a month; the first failure of a run is kept."""
    bad = faults(world)
    is_new = jnp.any(bad, axis=0) & (status.month == FINE)
    return Status(
        month=jnp.where(is_new, month, status.month),
        field=jnp.where(is_new, jnp.argmax(bad, axis=0), status.field),
    )
