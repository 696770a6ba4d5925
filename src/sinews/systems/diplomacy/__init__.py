"""Diplomacy: talks side by side, pacts with terms and dates, and relations."""

from sinews.systems.diplomacy.state import DiplomacyFlows, DiplomacyParams, DiplomacyState
from sinews.systems.diplomacy.step import advance

__all__ = ["DiplomacyFlows", "DiplomacyParams", "DiplomacyState", "advance"]
