"""Sharing builders, materials and plant among sites by weight."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from sinews.core.numerics import Mode
from sinews.core.smooth import take

HALVINGS = 24
NEWTON_STEPS = 2
TINY = 1e-30


def by_weight(
    stock, demands: Float[Array, "user ..."], weights: Float[Array, "user ..."], mode: Mode
) -> Float[Array, "user ..."]:
    """Share a stock so that a heavier demand is met more fully and none beyond its size.

    Each gets `demand (1 - x^weight)` with the one `x` that uses up `take(stock, all demands)`.
    Equal weights share in proportion to demands; a ratio of weights without bound serves the
    heavier first. The sum is never above the stock.

    Args:
        stock: what there is, [run].
        demands: what each user asks for, [user, run].
        weights: weight of each user, not negative, [user, run].
        mode: see `Numerics`.
    """
    total = jnp.sum(demands, axis=0)
    goal = take(stock, total, mode) + jnp.zeros_like(total)
    x = _solve(goal, demands, weights)
    given = demands * (1.0 - x[None] ** weights)
    if mode != "soft":
        given = jnp.where((stock >= total)[None], demands, given)
    return given * jnp.minimum(goal / jnp.maximum(jnp.sum(given, axis=0), TINY), 1.0)[None]


def _solve(goal, demands, weights):
    """Return the `x` of `by_weight`: halving finds it, Newton's step carries its gradient."""

    def given(x):
        return jnp.sum(demands * (1.0 - x[None] ** weights), axis=0)

    def halve(_, bounds):
        low, high = bounds
        middle = 0.5 * (low + high)
        too_little = given(middle) < goal
        return jnp.where(too_little, low, middle), jnp.where(too_little, middle, high)

    bounds = jax.lax.fori_loop(0, HALVINGS, halve, (jnp.zeros_like(goal), jnp.ones_like(goal)))
    x = jax.lax.stop_gradient(0.5 * (bounds[0] + bounds[1]))
    for _ in range(NEWTON_STEPS):
        slope = jnp.sum(demands * weights * x[None] ** (weights - 1.0), axis=0)
        x = jnp.clip(x + (given(x) - goal) / jnp.maximum(slope, TINY), TINY, 1.0)
    return x
