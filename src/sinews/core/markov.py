"""Markov chains in continuous time, advanced exactly by uniformisation.

The chain is looked at `limit` times a month on average, by a Poisson clock that is faster than
any way out of a state; between looks nothing happens (Jensen 1953). All terms are positive, so
that shares stay shares at any step.
"""

from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

Rates = Mapping[tuple[int, int], Array]
"""Rate per month of each possible move, from one state to another; broadcastable arrays."""

TERMS_OF_A_MONTH = 24
TERMS_OF_A_YEAR = 64


def pass_on(shares: Float[Array, "state ..."], rates: Rates, months: float, terms: int):
    """Return the shares of states after some months, [state, ...].

    Args:
        shares: probability of each state, [state, ...].
        rates: of each move, per month.
        months: length of time.
        terms: looks that are followed; what would be looked at more often stays at the last.
            The error is the chance of more looks than that.
    """
    clock = _fastest_way_out(rates, shares.shape[0])

    def look(held):
        gained = [jnp.zeros_like(held[0])] * len(held)
        for (origin, goal), rate in rates.items():
            moved = held[origin] * (rate / clock)
            gained[origin] = gained[origin] - moved
            gained[goal] = gained[goal] + moved
        return held + jnp.stack(jnp.broadcast_arrays(*gained))

    return _poisson_mixture(look, shares, clock * months, terms)


def chance_to_be_in(goal: int, states: int, rates: Rates, months: float, terms: int):
    """Return the chance to stand in a state after some months, from each state, [state, ...].

    Args:
        goal: the state.
        states: how many there are.
        rates: of each move, per month.
        months: length of time.
        terms: see `pass_on`.
    """
    clock = _fastest_way_out(rates, states)
    start = jnp.zeros((states, *clock.shape)).at[goal].set(1.0)

    def look(chances):
        gained = [jnp.zeros_like(chances[0])] * states
        for (origin, to), rate in rates.items():
            gained[origin] = gained[origin] + (chances[to] - chances[origin]) * (rate / clock)
        return chances + jnp.stack(jnp.broadcast_arrays(*gained))

    return _poisson_mixture(look, start, clock * months, terms)


def _fastest_way_out(rates: Rates, states: int):
    ways_out = [
        sum((rate for (origin, _), rate in rates.items() if origin == state), jnp.zeros(()))
        for state in range(states)
    ]
    fastest = jnp.max(jnp.stack(jnp.broadcast_arrays(*ways_out)), axis=0)
    return jnp.maximum(fastest, 1e-12)


def _poisson_mixture(look, start, looks, terms: int):
    """Return the mean of `start` looked at 0, 1, 2, ... times, by the Poisson law of `looks`."""
    weight = jnp.exp(-looks)

    def follow(carry, count):
        held, weight, followed, total = carry
        held = look(held)
        weight = weight * looks / count
        return (held, weight, followed + weight, total + weight[None] * held), None

    first = (start, weight, weight, weight[None] * start)
    counts = jnp.arange(1.0, terms + 1.0)
    (held, _, followed, total), _ = jax.lax.scan(follow, first, counts, unroll=4)
    return total + jnp.maximum(1.0 - followed, 0.0)[None] * held
