"""Surroundings: weather, world prices, and what other states see, intend and let slip."""

from sinews.systems.surroundings.state import (
    SurroundingsFlows,
    SurroundingsParams,
    SurroundingsState,
)
from sinews.systems.surroundings.step import advance

__all__ = ["SurroundingsFlows", "SurroundingsParams", "SurroundingsState", "advance"]
