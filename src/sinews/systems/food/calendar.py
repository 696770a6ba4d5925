"""The agricultural year: July to June, and how much of it is left."""

import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Mode, Moment, entry
from sinews.core.smooth import positive

JULY = 6
TINY = 1e-9
BREAD = 6.5
"""New bread comes in mid-July: months from 1 January."""

OF_YEAR = (np.arange(12) - JULY) % 12
TO_COME = (OF_YEAR[None] >= OF_YEAR[:, None]).astype(float)
"""1 for each month from this one to June, [this month, month of the year]."""


def opens_year(moment: Moment):
    """Whether this step opens the agricultural year; a scalar."""
    return moment.is_month(7) & moment.opens_month


def elapsed(moment: Moment) -> float:
    """Return the part of the month gone when the step begins."""
    return moment.step / moment.steps


def left_of_year(calendar, moment: Moment):
    """Return the sum of a calendar from now to the end of June, [..., run].

    Args:
        calendar: shares by month of the year, January first, [month_of_year, ..., run].
        moment: where in the calendar the step stands.
    """
    to_come = entry(jnp.asarray(TO_COME), moment.month_of_year)
    to_come = to_come.reshape(-1, *(1,) * (calendar.ndim - 1))
    left = jnp.sum(calendar * to_come, axis=0)
    return jnp.maximum(left - moment.of(calendar) * elapsed(moment), 0.0)


def rate_of_rest(calendar, moment: Moment):
    """Return which share of what is left falls due per month, [..., run].

    What a shorter month left undone is caught up; over the last month all of it falls due.
    """
    rate = moment.of(calendar) / jnp.maximum(left_of_year(calendar, moment), TINY)
    return jnp.minimum(rate, float(moment.steps))


def months_to_bread(moment: Moment):
    """Return months from now to the next new bread; a scalar.

    From July on this is the harvest of the following year.
    """
    month = moment.month_of_year
    ahead = jnp.where(month < JULY, BREAD, BREAD + 12.0) - month
    return ahead - elapsed(moment)


def months_to_july(moment: Moment):
    """Return months from now to 1 July, 12 on that day; a scalar."""
    month = moment.month_of_year
    return jnp.where(month < JULY, 6.0, 18.0) - month - elapsed(moment)


def ratio(part, whole):
    """Return `part / whole`, 1 where both are nothing."""
    return (part + TINY) / (whole + TINY)


def surplus(amount, scale, mode: Mode):
    """Return the positive part of an amount; in soft mode it bends over 1 % of the scale."""
    size = scale + TINY
    return size * positive(amount / size, mode)
