"""Orders: what a decider may set in a month, and who decides."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import jax
from jaxtyping import Array

from sinews.core.numerics import Moment, entry
from sinews.systems.command.levers import Levers

if TYPE_CHECKING:
    from sinews.world.world import World

Orders = Levers
"""Orders of one month; NaN leaves a lever to the rule of command."""

Policy = Callable[["World", Moment], Orders]
"""A decider: what is ordered, given the world as it stands."""


Table = TypeVar("Table")


def month_of(table: Table, month: Array) -> Table:
    """Return one month of a table whose leaves lead with the month axis.

    Months after the last row of the table take that row.
    """
    return jax.tree.map(lambda path: entry(path, month), table)
