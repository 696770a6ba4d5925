"""Changes: what happens in a path over the months, found without a word."""

import dataclasses
from collections.abc import Iterator

import numpy as np


@dataclasses.dataclass(frozen=True)
class Move:
    """A value that has moved away from where it stood.

    Attributes:
        at: position of the month.
        before: where it stood when it was last told.
        now: where it stands.
    """

    at: int
    before: float
    now: float


def counted(rates: np.ndarray) -> np.ndarray:
    """Return how many events fall into each month, from rates per month, [month, ...].

    Rates that are no whole numbers, as without chance, add up until an event is full.
    """
    total = np.cumsum(np.where(np.isfinite(rates), rates, 0.0), axis=0)
    full = np.floor(total + 0.5).astype(int)
    return np.diff(full, axis=0, prepend=np.zeros_like(full[:1]))


def spells(values: np.ndarray, enter: float, leave: float) -> list[tuple[int, int | None]]:
    """Return first month of each time above a mark, and the month after it, None if it lasts.

    Args:
        values: a path, [month].
        enter: mark that must be reached.
        leave: lower mark below which the time is over.
    """
    found: list[tuple[int, int | None]] = []
    begun: int | None = None
    for at, value in enumerate(values):
        if begun is None and value >= enter:
            begun = at
        elif begun is not None and value < leave:
            found.append((begun, at))
            begun = None
    return found if begun is None else [*found, (begun, None)]


def moves(values: np.ndarray, by: float) -> Iterator[Move]:
    """Yield each move of a path by at least so much from where it was last told, [month]."""
    before = float(values[0])
    for at, now in enumerate(map(float, values)):
        if abs(now - before) >= by:
            yield Move(at, before, now)
            before = now


def relative_moves(values: np.ndarray, by: float, least: float) -> Iterator[Move]:
    """Yield each rise by a share of where it was last told, and each fall that undoes one.

    Args:
        values: a path, [month].
        by: the share: .3 is a rise to 1.3 times, or a fall to 1 / 1.3.
        least: smallest change that is worth a word.
    """
    before = float(values[0])
    for at, now in enumerate(map(float, values)):
        high, low = max(now, before), min(now, before)
        if high - low >= least and high >= (1.0 + by) * low:
            yield Move(at, before, now)
            before = now


def rises(values: np.ndarray, marks: tuple[float, ...], least: float) -> Iterator[Move]:
    """Yield each rise to a multiple of the lowest value since the highest mark was told.

    Args:
        values: a path, [month].
        marks: the multiples, the smallest first; each is told once on the way up.
        least: smallest rise that is worth a word.
    """
    lowest, told = float(values[0]), 1.0
    for at, now in enumerate(map(float, values)):
        if now < lowest:
            lowest, told = now, 1.0
        reached = [mark for mark in marks if mark > told and now >= mark * lowest]
        if reached and now - lowest >= least:
            yield Move(at, lowest, now)
            told = reached[-1]
            if told == marks[-1]:
                lowest, told = now, 1.0
