"""Organisation: who commands which works, and what it costs when lines of command move."""

from sinews.systems.organisation.state import (
    OrganisationFlows,
    OrganisationParams,
    OrganisationState,
)
from sinews.systems.organisation.step import advance

__all__ = ["OrganisationFlows", "OrganisationParams", "OrganisationState", "advance"]
