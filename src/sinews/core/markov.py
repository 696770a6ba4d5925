"""Markov chains in continuous time, advanced exactly by uniformisation.

The chain is looked at by a Poisson clock as fast as the fastest way out of a state; between looks
nothing happens (Jensen 1953). All terms are positive, so
that shares stay shares at any step.
"""

from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

Rates = Mapping[tuple[int, int], Array]
"""Rate per month of each possible move, from one state to another; broadcastable arrays."""

TERMS_OF_A_MONTH = 16
TERMS_OF_A_YEAR = 44


def pass_on(shares: Float[Array, "state ..."], rates: Rates, months: float, terms: int):
    """Return the shares of states after some months, [state, ...].

    Args:
        shares: probability of each state, [state, ...].
        rates: of each move, per month.
        months: length of time.
        terms: looks that are followed; more are left out and the rest scaled up. The error is
            the chance of more looks than that.
    """
    into = {(goal, origin): rate for (origin, goal), rate in rates.items()}
    return _poisson_mixture(tuple(shares), into, rates, months, terms)


def chance_to_be_in(goal: int, states: int, rates: Rates, months: float, terms: int):
    """Return the chance to stand in a state after some months, from each state, [state, ...].

    Args:
        goal: the state.
        states: how many there are.
        rates: of each move, per month.
        months: length of time.
        terms: see `pass_on`.
    """
    start = tuple(1.0 * (state == goal) * jnp.ones(()) for state in range(states))
    return _poisson_mixture(start, rates, rates, months, terms)


def _poisson_mixture(start, taken, rates: Rates, months: float, terms: int):
    """Return the mean of `start` looked at 0, 1, 2, ... times, by the Poisson law of looks.

    `sum_k x^k / k! P^k v = v + x/1 P (v + x/2 P (v + ...))`, so that no sum and no power is
    carried along: Horner's scheme, from the last look to the first.

    Args:
        start: one array per state.
        taken: weight of what each state takes from another at a look, by (state, other).
        rates: of each move, per month.
        months: length of time.
        terms: looks that are followed.
    """
    shape = jnp.broadcast_shapes(*(rate.shape for rate in rates.values()), start[0].shape)
    flows = {pair: jnp.broadcast_to(rate * months, shape) for pair, rate in taken.items()}
    ways_out = [
        sum(
            (rate * months for (origin, _), rate in rates.items() if origin == state), jnp.zeros(())
        )
        for state in range(len(start))
    ]
    ways_out = [jnp.broadcast_to(out, shape) for out in ways_out]
    looks = ways_out[0]
    for out in ways_out[1:]:
        looks = jnp.maximum(looks, out)
    stays = [looks - out for out in ways_out]
    start = tuple(jnp.broadcast_to(value, shape) for value in start)

    def look(carry, share):
        held, whole = carry
        after = []
        for state, value in enumerate(held):
            moved = stays[state] * value
            for (to, other), flow in flows.items():
                if to == state:
                    moved = moved + flow * held[other]
            after.append(start[state] + share * moved)
        return (tuple(after), 1.0 + share * looks * whole), None

    shares = 1.0 / jnp.arange(terms, 0.0, -1.0)
    (held, whole), _ = jax.lax.scan(look, (start, jnp.ones(shape)), shares, unroll=2)
    # The whole is exp(looks) up to the looks left out.
    return jnp.stack(held) / whole[None]
