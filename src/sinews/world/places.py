"""Places: where the members that the wiring names stand on their axes."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Places:
    """Positions on scenario axes; fixed when the month is compiled.

    Attributes:
        builders: people group that builds.
        army: people group under arms.
        building_activity: activity whose disorder building sites share.
    """

    builders: int
    army: int
    building_activity: int


def places_of(members: dict[str, tuple[str, ...]]) -> Places:
    """Return the places for the members of a scenario's axes.

    Raises:
        ValueError: when a member the wiring needs is missing; the scenario's checks tell it first.
    """
    return Places(
        builders=members["group"].index("construction"),
        army=members["group"].index("army"),
        building_activity=members["activity"].index("building_parts"),
    )
