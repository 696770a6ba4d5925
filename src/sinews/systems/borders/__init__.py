"""Borders: incidents that breed incidents, and the ladder they climb."""

from sinews.systems.borders.state import BordersFlows, BordersParams, BordersState
from sinews.systems.borders.step import advance

__all__ = ["BordersFlows", "BordersParams", "BordersState", "advance"]
