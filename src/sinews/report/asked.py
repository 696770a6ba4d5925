"""Asked: a variable, some of its members and a month, as the user names them."""

import dataclasses
import re
from typing import TYPE_CHECKING

from sinews.core.errors import BadInput
from sinews.report.periods import is_day, last_day, months_of
from sinews.scenario.tables import nearest

if TYPE_CHECKING:
    import xarray as xr

_NAME = re.compile(r"(?P<name>[\w.]+)(\[(?P<labels>.*)\])?")


@dataclasses.dataclass(frozen=True)
class Asked:
    """A variable, the members asked for, and the position of the month."""

    name: str
    members: dict[str, str]
    month: int


def parse_asked(data: "xr.Dataset", variable: str, at: str | None) -> Asked:
    """Return what `room.field[member,...]` and a month mean in a run.

    Raises:
        BadInput: when the run has no such variable, member or month.
    """
    found = _NAME.fullmatch(variable.strip())
    names = [str(name) for name in data.data_vars]
    if not found or found["name"] not in names:
        name = found["name"] if found else variable
        raise BadInput(f"VARIABLE {name!r} is nothing this run holds; {nearest(name, names)}")
    array = data[found["name"]]
    members = _members(array, found["labels"] or "")
    return Asked(found["name"], members, _month_position(data, at))


def _members(array: "xr.DataArray", labels: str) -> dict[str, str]:
    axes = [str(axis) for axis in array.dims if axis not in ("month", "run")]
    chosen = {}
    for label in filter(None, (part.strip() for part in labels.split(","))):
        axis, _, member = label.rpartition("=")
        fits = [
            name
            for name in axes
            if (not axis or name == axis) and member in members_of(array, name)
        ]
        if not fits:
            known = [one for name in axes for one in members_of(array, name)]
            raise BadInput(f"{array.name} has no member {label!r}; {nearest(member, known)}")
        chosen[fits[0]] = member
    return chosen


def members_of(array: "xr.DataArray", axis: str) -> list[str]:
    """Return the names of the members of an axis."""
    return [str(member) for member in array[axis].values]


def _month_position(data: "xr.Dataset", at: str | None) -> int:
    months = months_of(data)
    if at is None:
        return len(months) - 1
    if not is_day(at):
        raise BadInput(f"--at {at!r} is no month; write 1932-06")
    month = last_day(at).astype("datetime64[M]")
    if not months[0] <= month <= months[-1]:
        raise BadInput(f"--at {at}: the run covers {months[0]} to {months[-1]}")
    return int((month - months[0]).astype(int))
