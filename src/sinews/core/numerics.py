"""The two static switches of a run: mode and step, and where in the calendar a step stands."""

import dataclasses
from typing import Literal

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Int

from sinews.core.arrays import PerMonthOfYear, Scalar

Mode = Literal["exact", "mean", "soft"]


def entry(path: Array, position) -> Array:
    """Return one entry along the leading axis, the last one for a position beyond it.

    The position is not negative, so that the compiler need not ask.
    """
    at = jnp.asarray(position).astype(jnp.uint32)
    return jax.lax.dynamic_index_in_dim(path, at, keepdims=False)


@dataclasses.dataclass(frozen=True)
class Numerics:
    """How a month is computed; fixed when it is compiled.

    Attributes:
        mode: `exact` draws chance and uses hard minima; `mean` replaces chance by its mean;
            `soft` smooths minima and events so that gradients exist.
        steps: steps per month, 1 or 3.
    """

    mode: Mode = "exact"
    steps: int = 1

    @property
    def dt(self) -> float:
        """Length of a step in months."""
        return 1.0 / self.steps


class Moment(eqx.Module):
    """Where in time a step stands.

    Attributes:
        month: months since the start of the run.
        month_of_year: 0 for January.
        step: which step of the month; fixed when the month is compiled.
        steps: steps per month.
    """

    month: Int[Array, ""]
    month_of_year: Int[Array, ""]
    step: int = eqx.field(static=True)
    steps: int = eqx.field(static=True)

    @property
    def opens_month(self) -> bool:
        """Whether this is the first step of its month."""
        return self.step == 0

    @property
    def closes_month(self) -> bool:
        """Whether this is the last step of its month."""
        return self.step == self.steps - 1

    def is_month(self, *months: int) -> Array:
        """Whether the month of the year is one of `months`, January being 1; a scalar."""
        named = np.isin(np.arange(12), np.asarray(months) - 1)
        return entry(jnp.asarray(named), self.month_of_year)

    def of(self, calendar: PerMonthOfYear) -> Scalar:
        """Return this month's entry of a calendar, [..., run] without the month axis."""
        return entry(calendar, self.month_of_year)
