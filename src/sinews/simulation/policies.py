"""Policies: who decides in a run."""

import equinox as eqx

from sinews.core.numerics import Moment
from sinews.world.orders import Orders, month_of
from sinews.world.world import World


class OrdersTable(eqx.Module):
    """Orders written down beforehand; leaves lead with the month axis, NaN leaves a lever open."""

    table: Orders

    def __call__(self, world: World, moment: Moment) -> Orders:
        """Return the orders of this month, whatever the world looks like."""
        return month_of(self.table, moment.month)
