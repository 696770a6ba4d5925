"""Shared primitives, each in three modes from one definition.

No primitive gives more than the exact minimum, so no stock can be overdrawn in any mode.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from sinews.core.numerics import Mode

SHARPNESS = 24.0
SMALL = 1e-100


def positive(x, mode: Mode, width=0.01):
    """Return the positive part of `x`; in soft mode a softplus of the given width."""
    if mode == "soft":
        return width * jax.nn.softplus(x / width)
    return jnp.maximum(x, 0.0)


def soft_min(*values, mode: Mode, sharpness: float = SHARPNESS):
    """Return the minimum of broadcastable values that are not negative.

    In soft mode `m (sum (m / x)^rho)^(-1/rho)` with `m` the minimum: never above `m`, never
    below `n^(-1/rho) m`, homogeneous of degree one, 0 when `m` is 0.
    """
    least = values[0]
    for value in values[1:]:
        least = jnp.minimum(least, value)
    if mode != "soft":
        return least
    floor = jnp.maximum(least, SMALL)
    shares = sum((floor / jnp.maximum(value, floor)) ** sharpness for value in values)
    return least * shares ** (-1.0 / sharpness)


def soft_min_over(values, axis: int, mode: Mode, sharpness: float = SHARPNESS):
    """Return `soft_min` of the entries along one axis."""
    least = jnp.min(values, axis=axis)
    if mode != "soft":
        return least
    floor = jnp.expand_dims(jnp.maximum(least, SMALL), axis)
    shares = jnp.sum((floor / jnp.maximum(values, floor)) ** sharpness, axis=axis)
    return least * shares ** (-1.0 / sharpness)


def take(stock, demand, mode: Mode, sharpness: float = SHARPNESS):
    """Return what a demand gets from a stock."""
    return soft_min(stock, demand, mode=mode, sharpness=sharpness)


def by_priority(
    stock, demands: Float[Array, "user ..."], mode: Mode, sharpness: float = SHARPNESS
) -> Float[Array, "user ..."]:
    """Share a stock among users, the first user first.

    Each gets the increase of `take(stock, what is asked up to and including it)`. In exact mode
    this is what serving them one after another gives; in every mode the shares are not negative
    and sum to `take(stock, sum of demands)`.

    Args:
        stock: what there is, [...].
        demands: what each user asks for, in order of priority, [user, ...].
        mode: see `Numerics`.
        sharpness: see `soft_min`.
    """
    asked = jnp.cumsum(demands, axis=0)
    served = take(stock[None], asked, mode, sharpness)
    before = jnp.concatenate([jnp.zeros_like(served[:1]), served[:-1]])
    return jnp.minimum(jnp.maximum(served - before, 0.0), demands)


def gate(x, midpoint, width):
    """Return the logistic switch that is one half at `midpoint`."""
    return jax.nn.sigmoid((x - midpoint) / width)


def adjust(x, goal, months, dt: float):
    """Move `x` towards `goal` with the given time constant, exactly over a step."""
    return x + (1.0 - jnp.exp(-dt / months)) * (goal - x)


def chance_of(rate, dt: float):
    """Return the probability that something of the given monthly rate happens in a step."""
    return -jnp.expm1(-rate * dt)


def per_step(monthly_share, dt: float):
    """Return the share lost in a step when `monthly_share` is lost in a month."""
    return 1.0 - (1.0 - monthly_share) ** dt


def pipe(content: Float[Array, "stage ..."], inflow, months, dt: float):
    """Pass an inflow through an Erlang delay, exactly over a step.

    The linear chain `dS_1/dt = inflow - (n/tau) S_1`, `dS_k/dt = (n/tau)(S_{k-1} - S_k)` is
    advanced by its closed solution; the mean delay is `tau` at any step, and
    `content + inflow dt == content' + outflow dt`.

    Args:
        content: what is under way by stage, [stage, ...].
        inflow: what enters per month, [...].
        months: mean delay, broadcast against the inflow.
        dt: length of the step in months.

    Returns:
        Content after the step, and outflow per month.
    """
    stages = content.shape[0]
    x = jnp.asarray(stages / months * dt)
    x = x.reshape(*(1,) * (content.ndim - 1 - x.ndim), *x.shape)
    stay = jnp.exp(-x)
    poisson = jnp.stack([stay * x**k / math.factorial(k) for k in range(stages)])
    # moved[to, origin]: share of what was at one stage that stands at another after the step.
    lag = np.subtract.outer(np.arange(stages), np.arange(stages))
    is_behind = (lag >= 0).reshape(*lag.shape, *(1,) * x.ndim)
    moved = jnp.where(is_behind, poisson[np.maximum(lag, 0)], 0.0)
    reached = jnp.maximum(1.0 - jnp.sum(moved, axis=1), 0.0)
    kept = jnp.sum(moved * content[None], axis=1)
    content_after = kept + (inflow * (months / stages))[None] * reached
    total = jnp.sum(content, axis=0) + inflow * dt
    outflow = jnp.maximum(total - jnp.sum(content_after, axis=0), 0.0) / dt
    return content_after, outflow
