"""Makers: how one kind of event is read off a run, and what it is given to read.

A rule or a cause is given the variables it declares and no others; where one of them is not in
view, it is mute.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from sinews.report.chronicle.view import View


class Seen:
    """What one rule or cause may read: the variables it declares, and what members are called."""

    def __init__(self, view: View, reads: Sequence[str]):
        self._data = {name: view.data[name] for name in reads}
        axes = {str(axis) for array in self._data.values() for axis in array.dims}
        self._titles = {axis: view.titles.get(axis, {}) for axis in axes}
        self.months = view.months

    def path(self, name: str, *axes: str) -> np.ndarray:
        """Return a variable over the months, [month, *axes]."""
        return np.asarray(self._data[name].transpose("month", *axes).values, dtype=float)

    def members(self, name: str, axis: str) -> list[str]:
        """Return the names of the members of one of the axes of a variable."""
        return [str(member) for member in self._data[name][axis].values]

    def title(self, axis: str, member: str) -> str:
        """Return what a member is called."""
        return self._titles.get(axis, {}).get(member, member.replace("_", " "))

    def named(self, name: str, axis: str) -> list[str]:
        """Return what the members of one of the axes of a variable are called."""
        return [self.title(axis, member) for member in self.members(name, axis)]

    def month_of_year(self) -> np.ndarray:
        """Return 1 for January to 12 for December, [month]."""
        return self.months.astype("datetime64[M]").astype(int) % 12 + 1


@dataclasses.dataclass(frozen=True)
class Said:
    """What happened.

    Attributes:
        at: position of the month.
        words: what happened.
        member: of whom or what it is said; empty when of the whole.
        place: position of that member on its axis.
    """

    at: int
    words: str
    member: str = ""
    place: int = 0


@dataclasses.dataclass(frozen=True)
class Because:
    """One way to tell a cause; an empty answer leaves it to the next.

    Attributes:
        reads: the variables it reads.
        words: returns the cause of what happened, or nothing.
    """

    reads: tuple[str, ...]
    words: Callable[[Seen, Said], str]


@dataclasses.dataclass(frozen=True)
class Rule:
    """How one kind of event is read off a run.

    Attributes:
        name: what it is called.
        reads: the variables it reads.
        tell: returns what happened.
        causes: ways to tell the cause; the first that has an answer is taken.
    """

    name: str
    reads: tuple[str, ...]
    tell: Callable[[Seen], Iterable[Said]]
    causes: tuple[Because, ...] = ()
