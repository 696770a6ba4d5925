"""Industry: recipes, priorities, hands, quality, learning and conversion."""

from sinews.systems.industry.state import IndustryFlows, IndustryParams, IndustryState
from sinews.systems.industry.step import advance

__all__ = ["IndustryFlows", "IndustryParams", "IndustryState", "advance"]
