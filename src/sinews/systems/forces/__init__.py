"""Forces: equipment, crews, divisions and what they weigh."""

from sinews.systems.forces.state import ForcesFlows, ForcesParams, ForcesState
from sinews.systems.forces.step import advance

__all__ = ["ForcesFlows", "ForcesParams", "ForcesState", "advance"]
