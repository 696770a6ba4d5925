"""The slope of an outcome on every number of food: reverse mode against central differences."""

from typing import Any, NamedTuple

import jax
import jax.flatten_util
import jax.numpy as jnp
import numpy as np

from benchmarks.figure import Figure, Size, Verb
from benchmarks.flagship import Flagship, flagship, seconds

RUNS, TRIED, SHIFT = 32, 4, 1e-6
AGREE = 0.05
"""Where two limits tie, reverse mode gives a slope between those of the two sides."""


class Slopes(NamedTuple):
    """Outcome and slope of it as functions of a step along each number."""

    outcome: Any
    slope: Any
    numbers: int


def _outcome(country: Flagship, months: int):
    """Return the mean state grain at the end, by relative changes of the numbers of food."""
    food = country.drawn.params.food
    flat, unflat = jax.flatten_util.ravel_pytree(jax.tree.map(lambda leaf: leaf[..., :1], food))

    @jax.checkpoint
    def one_month(params, world, month):
        after, _ = country.advance(world, month, params, "soft")
        return jax.tree.map(lambda new, old: jnp.broadcast_to(new, old.shape), after, world)

    def outcome(change):
        factor = unflat(jnp.exp(change))
        changed = jax.tree.map(lambda leaf, by: leaf * by, food, factor)
        params = country.drawn.params.__class__(**{**vars(country.drawn.params), "food": changed})
        end, _ = jax.lax.scan(
            lambda world, month: (one_month(params, world, month), None),
            country.drawn.world,
            jnp.arange(months),
        )
        return jnp.mean(end.food.state_grain)

    return outcome, flat.size


def _build(size: Size) -> Slopes:
    outcome, numbers = _outcome(flagship(RUNS), size.months)
    slopes = Slopes(jax.jit(outcome), jax.jit(jax.grad(outcome)), numbers)
    _assert_agree(slopes)
    return slopes


def _difference(slopes: Slopes, at: int) -> float:
    shift = np.zeros(slopes.numbers)
    shift[at] = SHIFT
    return float(slopes.outcome(shift) - slopes.outcome(-shift)) / (2.0 * SHIFT)


def _assert_agree(slopes: Slopes) -> None:
    found = np.asarray(slopes.slope(np.zeros(slopes.numbers)))
    largest = np.argsort(-np.abs(found))[:TRIED]
    differences = [_difference(slopes, int(at)) for at in largest]
    np.testing.assert_allclose(found[largest], differences, rtol=AGREE)


def _reverse(slopes: Slopes) -> float:
    return seconds(lambda: slopes.slope(np.zeros(slopes.numbers)))


def _central(slopes: Slopes) -> float:
    taken = seconds(lambda: [_difference(slopes, at) for at in range(TRIED)])
    return taken / TRIED * slopes.numbers


GRADIENTS = Figure(
    name="a gradient against finite differences",
    build=_build,
    verbs=(Verb("reverse mode", _reverse), Verb("central differences", _central)),
    unit="s",
    most_repeats=3,
    in_quick=False,
    note=f"soft mode, 36 months, {RUNS} runs, all rooms; the slope of state grain on each number "
    f"of food; differences timed on {TRIED} numbers and scaled",
)
