"""Cover: which number fills which cell of a field.

A row upon the scenario below wins over it; in one scenario a row that names more members wins
over one that names fewer, and an empty label means all members.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from sinews.core.errors import Problem
from sinews.scenario.numbers import Number

NOBODY = -1
MAX_CELLS = 1_000_000
_RANKS = 16
"""More than the number of axes of any field, so that layers never mix."""

Index = tuple[int | slice, ...]


def place_of(
    labels: Sequence[str], axes: Sequence[str], members: Mapping[str, Mapping[str, int]]
) -> Index:
    """Return the cells a set of labels names, as an index of the field's array."""
    return tuple(
        members[axis][label] if label else slice(None)
        for axis, label in zip(axes, labels, strict=True)
    )


def rank_of(number: Number) -> int:
    """Return the order in which numbers are laid down; the last one wins."""
    return number.layer * _RANKS + number.specificity


def cover(
    numbers: Sequence[Number],
    axes: Sequence[str],
    members: Mapping[str, Mapping[str, int]],
    problems: list[Problem] | None = None,
) -> np.ndarray:
    """Return which number fills each cell: its position in `numbers`, or `NOBODY`.

    Args:
        numbers: the numbers of one field.
        axes: axes of the field, the run left out.
        members: positions of members by axis.
        problems: gathers pairs of rows of which neither goes before the other.
    """
    shape = tuple(len(members[axis]) for axis in axes)
    owner = np.full(shape, NOBODY)
    for position in sorted(range(len(numbers)), key=lambda at: rank_of(numbers[at])):
        number = numbers[position]
        index = place_of(number.labels, axes, members)
        if problems is not None and 0 < number.specificity < len(axes):
            _tell_clash(numbers, owner[index], number, problems)
        owner[index] = position
    return owner


def _tell_clash(
    numbers: Sequence[Number], taken: np.ndarray, number: Number, problems: list[Problem]
) -> None:
    for position in np.unique(taken[taken != NOBODY]):
        other = numbers[position]
        if rank_of(other) == rank_of(number) and other.labels != number.labels:
            what = f"{number.name} {number.label!r} and {other.label!r} give the same cells"
            remedy = (
                f"see line {other.line}; give those cells rows of their own, or name all members"
            )
            problems.append(Problem(number.place, what, remedy))
            return
