"""Construction: sites that hand capacity to plants, and fail when they are started too early."""

from sinews.systems.construction.state import (
    ConstructionFlows,
    ConstructionParams,
    ConstructionState,
)
from sinews.systems.construction.step import advance

__all__ = ["ConstructionFlows", "ConstructionParams", "ConstructionState", "advance"]
