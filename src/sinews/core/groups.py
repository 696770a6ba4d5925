"""Sums and look-ups along static links between axes."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

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

    Args:
        values: values of the source axis, [source, run].
        link: position on the target axis per source member, -1 for none.
        size: length of the target axis.
    """
    index = np.asarray(link)
    return jax.ops.segment_sum(values, np.where(index < 0, size, index), size + 1)[:size]


def members_of(link: Link, target: int) -> tuple[int, ...]:
    """Return the positions of the members linked to one target."""
    return tuple(position for position, found in enumerate(link) if found == target)
