"""What both rooms need: one run out of many, and the few equations that they share."""

import dataclasses
import math
from types import SimpleNamespace

import numpy as np

TINY = 1e-9
NOTHING = 1e-100


def one_run(values, run):
    """Return one run of a pytree's fields or of a mapping, as attributes without the run axis.

    Numbers become floats, links stay tuples.
    """
    if dataclasses.is_dataclass(values):
        values = {field.name: getattr(values, field.name) for field in dataclasses.fields(values)}
    return SimpleNamespace(**{name: _of_run(value, run) for name, value in values.items()})


def _of_run(value, run):
    if isinstance(value, tuple):
        return value
    array = np.asarray(value)
    array = array[..., run if array.shape[-1] > 1 else 0]
    return float(array) if array.ndim == 0 else array.copy()


def ratio(part, whole):
    """Return part over whole, 1 where both are nothing."""
    return (part + TINY) / (whole + TINY)


def adjust(x, goal, months, dt):
    """Move towards a goal with a time constant."""
    return x + (1.0 - math.exp(-dt / months)) * (goal - x)


def gate(x, midpoint, width):
    """Return the logistic switch."""
    return 1.0 / (1.0 + np.exp(-(x - midpoint) / width))


def chance_of(rate, dt):
    """Return the probability of something of a given monthly rate in a step."""
    return -np.expm1(-rate * dt)


def pipe(content, inflow, months, dt):
    """Pass an inflow through an Erlang delay of as many stages as `content` has rows."""
    stages = len(content)
    x = stages / months * dt
    poisson = [np.exp(-x) * x**k / math.factorial(k) for k in range(stages)]
    after = np.zeros_like(content)
    for stage in range(stages):
        for origin in range(stage + 1):
            after[stage] += poisson[stage - origin] * content[origin]
        reached = np.maximum(1.0 - sum(poisson[: stage + 1]), 0.0)
        after[stage] += inflow * months / stages * reached
    outflow = np.maximum(content.sum(axis=0) + inflow * dt - after.sum(axis=0), 0.0) / dt
    return after, outflow


def in_turn(stock, demands):
    """Serve demands one after another until the stock is gone."""
    served = []
    for demand in demands:
        served.append(min(max(stock, 0.0), demand))
        stock -= demand
    return served


def pick(values, link, none=0.0):
    """Return for each member the value of the member it is linked to."""
    return np.array([values[target] if target >= 0 else none for target in link])


def sum_by(values, link, size):
    """Return the sum of the members linked to each target."""
    total = np.zeros(size)
    for value, target in zip(values, link, strict=True):
        if target >= 0:
            total[target] += value
    return total
