"""War: the hazard of each coalition, survival, and what a war would cost."""

from sinews.systems.war.state import WarFlows, WarParams, WarState
from sinews.systems.war.step import advance

__all__ = ["WarFlows", "WarParams", "WarState", "advance"]
