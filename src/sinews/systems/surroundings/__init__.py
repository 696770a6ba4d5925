"""Surroundings: weather, cold and the prices of the world market."""

from sinews.systems.surroundings.state import (
    SurroundingsFlows,
    SurroundingsParams,
    SurroundingsState,
)
from sinews.systems.surroundings.step import advance

__all__ = ["SurroundingsFlows", "SurroundingsParams", "SurroundingsState", "advance"]
