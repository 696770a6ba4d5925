"""Placing: where words go so that none covers another."""

import dataclasses
from collections.abc import Iterable, Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions near those wanted, in the same order, at least `gap` apart.

    They stay between `low` and `high` where there is room for all of them.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = [min(max(wanted[at], low), high) for at in order]
    for at in range(1, len(placed)):
        placed[at] = max(placed[at], placed[at - 1] + gap)
    ceiling = high
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], ceiling)
        ceiling = placed[at] - gap
    floor = low
    for at in range(len(placed)):
        placed[at] = max(placed[at], floor)
        floor = placed[at] + gap
    positions = [0.0] * len(placed)
    for at, position in zip(order, placed, strict=True):
        positions[at] = position
    return positions


@dataclasses.dataclass(frozen=True)
class Flag:
    """A placed flag: row 0 is the highest; `left` to `right` is what its words cover."""

    stem: float
    row: int
    left: float
    right: float


def place_flags(
    stems: Sequence[float], widths: Sequence[float], right: float, rows: int
) -> list[Flag] | None:
    """Return a place for the words of each dated flag, or None when not all find room.

    Words stand left or right of their stem. No words cover others, and no stem runs through
    words. The earlier flags lean left, the last of them highest; the later ones lean right, so
    that a cluster of dates fans out to both sides. Where to part them is tried out.

    Args:
        stems: dates, in order, from 0.
        widths: width of the words of each.
        right: right end of the strip.
        rows: how many rows of words there are.
    """
    for middle in sorted(range(len(stems) + 1), key=lambda at: abs(2 * at - len(stems))):
        placed = _parted(stems, widths, right, rows, middle)
        if placed is not None:
            return placed
    return None


def _parted(
    stems: Sequence[float], widths: Sequence[float], right: float, rows: int, middle: int
) -> list[Flag] | None:
    """Return places when the flags before `middle` lean left and the others right."""
    placed: dict[int, Flag] = {}
    for at in [*reversed(range(middle)), *range(middle, len(stems))]:
        stem, width = stems[at], widths[at]
        lefts = [stem - width, stem] if at < middle else [stem, stem - width]
        choices = (
            Flag(stem, row, left, left + width)
            for left in lefts
            if left >= 0.0 and left + width <= right
            for row in range(rows)
        )
        found = next((flag for flag in choices if _stands_clear(flag, placed.values())), None)
        if found is None:
            return None
        placed[at] = found
    return [placed[at] for at in range(len(stems))]


def _stands_clear(flag: Flag, others: Iterable[Flag]) -> bool:
    return not any(
        (flag.row == other.row and flag.left < other.right and other.left < flag.right)
        or _cuts(flag, other)
        or _cuts(other, flag)
        for other in others
    )


def _cuts(flag: Flag, other: Flag) -> bool:
    """Whether the stem of a flag runs through the words of another."""
    return flag.row < other.row and other.left < flag.stem < other.right
