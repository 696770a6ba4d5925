"""Priors: from a best figure, a 5 % and a 95 % point to draws.

A draw is the quantile transform of a standard normal, so that every family keeps the order of
the normals and common random numbers stay common when a range is changed.

The normal and the lognormal are in two pieces, one scale on each side, as reviewed by Wallis
(2014, "The two-piece normal, binormal, or double Gaussian distribution", Statistical Science
29(1)). Wallis joins the pieces at the mode with a continuous density; here they are joined at
the median with half of the probability each, so that the best figure, the 5 % point and the
95 % point are kept exactly.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import betaincinv, ndtr

from sinews.scenario.numbers import Number

PRIORS = ("normal", "lognormal", "beta", "uniform", "fixed")
Z95 = 1.6448536269514722
WIDTH = 2 * Z95
"""Standard deviations between the 5 % and the 95 % point of a normal, 3.29."""


def two_piece(median, low, high, normals):
    """Return the two-piece normal quantiles of standard normals; arrays broadcast."""
    scale = np.where(normals < 0.0, median - low, high - median) / Z95
    return median + scale * normals


def normal(value, low, high, normals):
    """Draw from the two-piece normal with median `value`."""
    return two_piece(value, low, high, normals)


def lognormal(value, low, high, normals):
    """Draw what has a two-piece normal logarithm, with median `value`; all must be positive."""
    return np.exp(two_piece(np.log(value), np.log(low), np.log(high), normals))


def beta_shape(value, low, high):
    """Return the two shape parameters of the beta law with mean `value`, sd (high - low) / 3.29."""
    spread = ((high - low) / WIDTH) ** 2
    total = value * (1.0 - value) / spread - 1.0
    return value * total, (1.0 - value) * total


def beta(value, low, high, normals):
    """Draw from the beta law with mean `value`, for shares."""
    first, second = beta_shape(value, low, high)
    return betaincinv(first, second, ndtr(normals))


def uniform(value, low, high, normals):
    """Draw evenly from `low` to `high`."""
    del value
    return low + (high - low) * ndtr(normals)


_FAMILIES = {"normal": normal, "lognormal": lognormal, "beta": beta, "uniform": uniform}


def transform(numbers: Sequence[Number], normals: np.ndarray) -> np.ndarray:
    """Return one row of draws per number.

    Args:
        numbers: the numbers to draw, none of them fixed.
        normals: standard normals, [number, run].

    Returns:
        Draws [number, run], float64.
    """
    drawn = np.empty_like(normals)
    for family, quantiles in _FAMILIES.items():
        rows = [row for row, number in enumerate(numbers) if number.prior == family]
        if rows:
            table = np.array(
                [(numbers[row].value, numbers[row].low, numbers[row].high) for row in rows]
            )
            value, low, high = (column[:, None] for column in table.T)
            drawn[rows] = quantiles(value, low, high, normals[rows])
    return drawn
