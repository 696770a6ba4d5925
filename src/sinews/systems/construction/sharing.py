"""Sharing builders, materials and plant among sites by weight."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from sinews.core.numerics import Mode
from sinews.core.smooth import take

ROUNDS = 2
TINY = 1e-30


def by_weight(
    stock, demands: Float[Array, "user ..."], weights: Float[Array, "user ..."], mode: Mode
) -> Float[Array, "user ..."]:
    """Share a stock so that a heavier demand is met more fully and none beyond its size.

    Each round shares what is left in proportion to weight and unmet demand; what then remains
    goes by unmet demand alone, so that the stock is used up. Equal weights share in proportion
    to demands; a great weight is served first.

    Args:
        stock: what there is, [run].
        demands: what each user asks for, [user, run].
        weights: weight of each user, not negative, [user, run].
        mode: see `Numerics`.

    Returns:
        Shares, never above the demands, whose sum is `take(stock, sum of demands)`.
    """
    goal = take(stock, jnp.sum(demands, axis=0), mode)
    given = jnp.zeros_like(demands + goal[None])
    for _ in range(ROUNDS):
        given = given + _next_round(goal, demands, given, weights)
    given = given + _next_round(goal, demands, given, 1.0)
    return jnp.minimum(given, demands)


def _next_round(goal, demands, given, weights):
    """Return what a round adds: a share of what is left, at most the unmet demand."""
    left = jnp.maximum(goal - jnp.sum(given, axis=0), 0.0)
    unmet = jnp.maximum(demands - given, 0.0)
    bids = unmet * weights
    return jnp.minimum(unmet, left[None] * bids / jnp.maximum(jnp.sum(bids, axis=0), TINY)[None])
