"""Stored tables: numbers, facts, events and names kept beside a run, which then needs no others."""

import csv
import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from sinews.core.errors import BadInput
from sinews.scenario.facts import Event, Fact, Observable, Observation
from sinews.scenario.numbers import Number
from sinews.scenario.pacts import Pact


@dataclasses.dataclass(frozen=True)
class Title:
    """What a member of an axis is called.

    Attributes:
        axis: name of the axis.
        member: name of the member.
        title: what people call it.
    """

    axis: str
    member: str
    title: str


Kind = TypeVar("Kind", Fact, Observable, Observation, Number, Event, Pact, Title)
FIGURES = {"value", "low", "high", "factor", "threshold", "term_years"}
COUNTS = {"line", "layer"}
JOINED = {"labels", "clauses"}
JOINT = ";"


def write_rows(file: Path, rows: Iterable[Any]) -> None:
    """Write a table of dataclasses of one kind; numbers return bit-equal."""
    kept = list(rows)
    names = [field.name for field in dataclasses.fields(kept[0])] if kept else []
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_text(getattr(row, name)) for name in names] for row in kept)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(float(value))
    if isinstance(value, tuple):
        return JOINT.join(value)
    return str(value)


def read_rows(file: Path, kind: type[Kind]) -> list[Kind]:
    """Return the rows of a table written by `write_rows`.

    Raises:
        BadInput: when the file is missing or damaged.
    """
    names = [field.name for field in dataclasses.fields(kind)]
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            return [kind(**{name: _value(name, row[name]) for name in names}) for row in rows]
    except (OSError, KeyError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise BadInput(f"{file}: cannot be read ({error}); run again") from error


def _value(name: str, text: str) -> Any:
    if name in JOINED:
        return tuple(text.split(JOINT)) if text else ()
    if name in COUNTS:
        return int(text)
    if name not in FIGURES:
        return text
    if not text:
        return "" if name == "value" else None
    try:
        return float(text)
    except ValueError:
        return text
