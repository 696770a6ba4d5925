"""A figure: one question, two ways to do the same thing, and how they compare."""

import dataclasses
import statistics
from collections.abc import Callable
from typing import Any


@dataclasses.dataclass(frozen=True)
class Size:
    """How much is measured.

    Attributes:
        is_quick: whether this only shows that the figures can be measured.
        repeats: measurements of each side.
        months: length of a run.
    """

    is_quick: bool
    repeats: int
    months: int


FULL = Size(is_quick=False, repeats=5, months=36)
QUICK = Size(is_quick=True, repeats=1, months=36)


class NotMeasured(Exception):
    """A figure that this machine cannot give; the message says why."""


@dataclasses.dataclass(frozen=True)
class Verb:
    """One side of a figure.

    Attributes:
        name: what it is called in the table.
        do: takes what `build` made and returns one measurement.
        at_most: the promise on the median, in the unit of the figure.
    """

    name: str
    do: Callable[[Any], float]
    at_most: float | None = None


@dataclasses.dataclass(frozen=True)
class Figure:
    """What is measured, side by side.

    Attributes:
        name: a short name, for `--only`.
        build: makes what both verbs work on; not timed.
        verbs: ours first. The ratio says how many times better the first is than the second.
        unit: unit of a measurement.
        is_rate: whether more is better.
        at_least: the promise on the ratio.
        most_repeats: for what takes long.
        in_quick: whether a smoke run measures it.
        note: how the numbers are to be read.
    """

    name: str
    build: Callable[[Size], Any]
    verbs: tuple[Verb, Verb]
    unit: str
    is_rate: bool = False
    at_least: float | None = None
    most_repeats: int = 100
    in_quick: bool = True
    note: str = ""


def measure(figure: Figure, size: Size) -> dict[str, Any]:
    """Return one line of results: both sides turn by turn, their spread, and the ratio."""
    head = {"figure": figure.name, "unit": figure.unit}
    try:
        built = figure.build(size)
        repeats = min(size.repeats, figure.most_repeats)
        amounts: list[list[float]] = [[], []]
        for _ in range(repeats):
            for side, verb in enumerate(figure.verbs):
                amounts[side].append(verb.do(built))
    except NotMeasured as reason:
        return head | {"not_measured": str(reason)}
    medians = [statistics.median(side) for side in amounts]
    ratio = medians[0] / medians[1] if figure.is_rate else medians[1] / medians[0]
    kept = [ratio >= figure.at_least] if figure.at_least is not None else []
    kept += [
        median <= verb.at_most
        for verb, median in zip(figure.verbs, medians, strict=True)
        if verb.at_most is not None
    ]
    return head | {
        "ratio": rounded(ratio),
        "sides": {
            verb.name: {
                "median": rounded(median),
                "spread": rounded((max(side) - min(side)) / median),
            }
            | ({} if verb.at_most is None else {"at_most": verb.at_most})
            for verb, side, median in zip(figure.verbs, amounts, medians, strict=True)
        },
        "repeats": repeats,
        "at_least": figure.at_least,
        "kept": all(kept) if kept else None,
        "note": figure.note,
    }


def rounded(number: float) -> float:
    """Return a number to four digits."""
    return float(f"{number:.4g}")
