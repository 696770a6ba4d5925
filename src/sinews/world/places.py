"""Places: where the members that the wiring names stand on their axes."""

import dataclasses

import numpy as np

from sinews.core.groups import Link


@dataclasses.dataclass(frozen=True)
class Places:
    """Positions on scenario axes; fixed when the month is compiled.

    Attributes:
        builders: people group that builds.
        army: people group under arms.
        building_activity: activity whose disorder building sites share.
        groups: number of people groups.
    """

    builders: int
    army: int
    building_activity: int
    groups: int

    @property
    def is_builders(self) -> np.ndarray:
        """A column that is 1 for the builders and 0 for other groups, [group, 1]."""
        return (np.arange(self.groups) == self.builders).astype(float)[:, None]


def places_of(members: dict[str, tuple[str, ...]]) -> Places:
    """Return the places for the members of a scenario's axes.

    Raises:
        ValueError: when a member the wiring needs is missing; the scenario's checks tell it first.
    """
    return Places(
        builders=members["group"].index("construction"),
        army=members["group"].index("army"),
        building_activity=members["activity"].index("building_parts"),
        groups=len(members["group"]),
    )


def makers_of(good_of_input: Link, good_of_activity: Link) -> Link:
    """Return the activity that makes the good of each input, -1 where none does."""
    maker = {good: activity for activity, good in enumerate(good_of_activity) if good >= 0}
    return tuple(maker.get(good, -1) for good in good_of_input)
