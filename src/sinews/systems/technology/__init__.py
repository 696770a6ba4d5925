"""Technology: designs bought, smuggled, copied and learned until they can be made in series."""

from sinews.systems.technology.state import TechnologyFlows, TechnologyParams, TechnologyState
from sinews.systems.technology.step import advance

__all__ = ["TechnologyFlows", "TechnologyParams", "TechnologyState", "advance"]
