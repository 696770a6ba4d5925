"""Sums and look-ups along static links between axes."""

from collections.abc import Sequence
from functools import cache

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from sinews.core.numerics import Mode
from sinews.core.smooth import SHARPNESS, soft_min_over

Link = tuple[int, ...]


def look_up(values: Float[Array, "target run"], link: Link, none: float = 0.0):
    """Return for each member the value of the member it is linked to.

    Args:
        values: values of the target axis, [target, run].
        link: position on the target axis per member, -1 for none.
        none: value of members without a link.
    """
    index = np.asarray(link)
    found = values[np.maximum(index, 0)]
    if (index >= 0).all():
        return found
    return jnp.where((index >= 0)[:, None], found, none)


def total_by(values: Float[Array, "source run"], link: Link, size: int):
    """Return the sum of the members linked to each target; members without a link are left out.

    A gather and a sum in written order: a scatter would be a loop over members.

    Args:
        values: values of the source axis, [source, run].
        link: position on the target axis per source member, -1 for none.
        size: length of the target axis.
    """
    table = members_table(link, size)
    filled = np.flatnonzero(table[:, 0] < len(link))
    if not filled.size:
        return jnp.zeros((size, values.shape[-1]))
    padded = jnp.concatenate([values, jnp.zeros_like(values[:1])])
    sums = jnp.sum(padded[table[filled]], axis=1)
    if filled.size == size:
        return sums
    place = np.full(size, filled.size)
    place[filled] = np.arange(filled.size)
    return jnp.concatenate([sums, jnp.zeros_like(sums[:1])])[place]


def greatest_by(values: Float[Array, "source run"], link: Link, size: int):
    """Return the greatest of the members linked to each target, 0 where none is.

    Args:
        values: values of the source axis, not negative, [source, run].
        link: position on the target axis per source member, -1 for none.
        size: length of the target axis.
    """
    padded = jnp.concatenate([values, jnp.zeros_like(values[:1])])
    return jnp.max(padded[members_table(link, size)], axis=1)


def assemble(blocks: Sequence[Array], positions: Sequence[Link]):
    """Return blocks of rows put in the order of their positions, which are all of 0 to n - 1."""
    order = np.concatenate([np.asarray(part, dtype=int) for part in positions])
    return jnp.concatenate(blocks)[np.argsort(order)]


def members_of(link: Link, target: int) -> tuple[int, ...]:
    """Return the positions of the members linked to one target."""
    return tuple(position for position, found in enumerate(link) if found == target)


@cache
def members_table(link: Link, targets: int) -> np.ndarray:
    """Return the members linked to each target, padded with the number of members.

    A row per target, so that one gather lines up all members of a target.
    """
    rows = [members_of(link, target) for target in range(targets)]
    width = max((len(row) for row in rows), default=0) or 1
    return np.array([row + (len(link),) * (width - len(row)) for row in rows], dtype=int)


def least_by(
    values: Float[Array, "source run"],
    link: Link,
    targets: int,
    mode: Mode,
    sharpness: float = SHARPNESS,
):
    """Return the least value among the members linked to each target, 1 where none is.

    Args:
        values: values of the members, 0 to 1, [source, run].
        link: position on the target axis per member.
        targets: length of the target axis.
        mode: see `Numerics`; in soft mode the minimum is smooth and counts 1 among the values.
        sharpness: see `soft_min`.
    """
    # What pads the table is out of reach, so that a smooth minimum counts members only.
    padded = jnp.concatenate([values, jnp.full_like(values[:1], 1e30)])
    rows = padded[members_table(link, targets)]
    return soft_min_over(
        jnp.concatenate([rows, jnp.ones_like(rows[:, :1])], axis=1), 1, mode, sharpness
    )
