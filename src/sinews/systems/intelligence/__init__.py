"""Intelligence: what reports make the office believe of others, and the ciphers it can read."""

from sinews.systems.intelligence.state import (
    IntelligenceFlows,
    IntelligenceParams,
    IntelligenceState,
)
from sinews.systems.intelligence.step import advance

__all__ = ["IntelligenceFlows", "IntelligenceParams", "IntelligenceState", "advance"]
