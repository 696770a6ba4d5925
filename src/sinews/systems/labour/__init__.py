"""Labour: all people, where they live and work, and what work comes of it."""

from sinews.systems.labour.state import LabourFlows, LabourParams, LabourState
from sinews.systems.labour.step import advance

__all__ = ["LabourFlows", "LabourParams", "LabourState", "advance"]
