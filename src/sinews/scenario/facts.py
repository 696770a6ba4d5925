"""Facts: what history says, how a run would show it, and dated events; checked, not interpreted."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sinews.core.errors import Problem
from sinews.scenario import checks
from sinews.scenario.checks import Known
from sinews.scenario.schema import Schema
from sinews.scenario.tables import MOST_PROBLEMS, Columns, Row, nearest, shown
from sinews.scenario.values import days_of, is_day, parse_number

ROLES = ("input", "checked", "dated", "text")
AGGREGATIONS = ("sum", "mean", "end", "mid", "max", "growth", "step", "date", "wait")
DATE = "date"
FACTS = Columns(
    ("id", "series", "period_start", "period_end", "value", "unit", "low", "high", "role",
     "source", "locator", "grade"),
    ("quote", "note"),
)  # fmt: skip
OBSERVABLES = Columns(
    ("series", "variable", "select", "aggregation", "unit"),
    ("factor", "threshold", "over", "over_select", "reason", "note"),
)
OBSERVATIONS = Columns(
    ("series", "period_start", "period_end", "value", "unit", "source"), ("low", "high", "note")
)
EVENTS = Columns(
    ("date", "title", "secrecy", "source", "locator", "grade"),
    ("id", "kind", "cause", "in_picture", "note"),
)
SECRECY = ("published", "office", "secret")


@dataclasses.dataclass(frozen=True)
class Fact:
    """One figure of history.

    Attributes:
        id: its name.
        series: the observable it is compared with; empty when there is none.
        period_start: first year, month or day of its period.
        period_end: last year, month or day of its period.
        value: a number, or a date or words as text.
        unit: unit of the figures; `date` for dates.
        low: least of the rival figures; a date as text.
        high: greatest of the rival figures; a date as text.
        role: input, checked, dated or text.
        source: key of the source.
        locator: where in the source.
        grade: see `Number`.
        quote: the words of the source.
        note: anything more.
        place: file and line.
    """

    id: str
    series: str
    period_start: str
    period_end: str
    value: float | str
    unit: str
    low: float | str | None
    high: float | str | None
    role: str
    source: str
    locator: str
    grade: str
    quote: str
    note: str
    place: str


@dataclasses.dataclass(frozen=True)
class Observable:
    """How a run would show a series of history.

    Attributes:
        series: its name.
        variable: `room.field`; empty when the model has none.
        select: `axis=one|other;axis2=member`; members are added up, all of axes left out.
        aggregation: how months become one figure.
        unit: unit of the result.
        factor: what the result is multiplied by.
        threshold: for dates, what must be reached.
        over: variable of a denominator.
        over_select: selection of the denominator.
        reason: why there is no variable.
        note: anything more.
        place: file and line.
    """

    series: str
    variable: str
    select: str
    aggregation: str
    unit: str
    factor: float
    threshold: float | None
    over: str
    over_select: str
    reason: str
    note: str
    place: str


@dataclasses.dataclass(frozen=True)
class Event:
    """One dated event.

    Attributes:
        date: year, month or day.
        title: what happened, in a few words.
        secrecy: who could know of it then: published, office or secret.
        source: key of its source.
        locator: where in the source.
        grade: how good it is.
        id: what it is in the chronicle of a run, as `works_started[mill]`; `outside` when it is
            given to every run.
        kind: what it belongs to.
        cause: what brought it about, where that is known.
        in_picture: `no` for an event that is told in the chronicle only.
        note: a remark.
        place: where it stands.
    """

    date: str
    title: str
    secrecy: str
    source: str
    locator: str
    grade: str
    id: str
    kind: str
    cause: str
    in_picture: str
    note: str
    place: str


@dataclasses.dataclass(frozen=True)
class Observation:
    """One observed figure of a series, for scores."""

    series: str
    period_start: str
    period_end: str
    value: float | str
    unit: str
    low: float | str | None
    high: float | str | None
    source: str
    note: str
    place: str


def stack_rows(
    layers: Iterable[Sequence[Row]], key: Callable[[Row], str], problems: list[Problem]
) -> list[Row]:
    """Return the rows of tables stacked on one another: a later table replaces rows by key."""
    kept: dict[str, Row] = {}
    for rows in layers:
        here: dict[str, Row] = {}
        for row in rows:
            if len(problems) >= MOST_PROBLEMS:
                break
            first = here.setdefault(key(row), row)
            if first is not row:
                what = f"{shown(key(row))} is given twice"
                problems.append(Problem(row.place, what, f"first given in line {first.line}"))
        kept |= here
    return list(kept.values())


def facts_of(
    rows: Sequence[Row],
    observables: Mapping[str, Observable],
    known: Known,
    problems: list[Problem],
) -> tuple[Fact, ...]:
    """Return the facts in rows, after telling what is wrong with them."""
    return tuple(
        _fact(row, observables, known, problems) for row in rows if len(problems) < MOST_PROBLEMS
    )


def _fact(
    row: Row, observables: Mapping[str, Observable], known: Known, problems: list[Problem]
) -> Fact:
    check_name(row, "id", problems)
    check_choice(row, "role", ROLES, problems)
    check_period(row, problems)
    check_origin(row, known, problems)
    is_text = row["role"] == "text"
    check_series(row, observables, problems)
    value = row["value"] if is_text else figure(row, "value", problems)
    low, high = (None if is_text else figure(row, name, problems) for name in ("low", "high"))
    check_rivals(row, low, high, problems)
    check_unit(row, problems)
    figures = {"value": "" if value is None else value, "low": low, "high": high}
    return Fact(place=row.place, **figures, **texts(row, Fact, (*figures, "place")))


def texts(row: Row, cls: type, given: Sequence[str]) -> dict[str, Any]:
    """Return the cells of a row that go as they stand into the fields of a class."""
    names = (field.name for field in dataclasses.fields(cls))
    return {name: row[name] for name in names if name not in given}


def check_name(row: Row, column: str, problems: list[Problem]) -> None:
    """Tell a row without its name."""
    if not row[column]:
        problems.append(Problem(row.place, f'{column} "" is empty', f"give the row a {column}"))


def check_choice(row: Row, column: str, known: Sequence[str], problems: list[Problem]) -> None:
    """Tell a word that is none of those known."""
    if row[column] not in known:
        what = f"{column} {shown(row[column])} is not known"
        problems.append(Problem(row.place, what, nearest(row[column], known)))


def check_series(row: Row, observables: Mapping[str, Observable], problems: list[Problem]) -> None:
    """Tell a series that no observable stands for."""
    series = row["series"]
    if series and series not in observables:
        remedy = f"{nearest(series, observables)}, or add it to observables.csv"
        what = f"series {shown(series)} is not in observables.csv"
        problems.append(Problem(row.place, what, remedy))
    elif not series and row["role"] in ("checked", ""):
        what = f"{shown(row['id'] or row['value'])} names no series"
        problems.append(Problem(row.place, what, "name a series of observables.csv"))


def check_period(row: Row, problems: list[Problem]) -> None:
    """Tell a period that is no period, or that ends before it starts."""
    dates = {name: row[name] for name in ("period_start", "period_end")}
    if not any(dates.values()) and row["role"] in ("text", "input"):
        return
    wrong = [name for name, text in dates.items() if not is_day(text)]
    for name in wrong:
        what = f"{name} {shown(dates[name])} is no date"
        problems.append(Problem(row.place, what, "write 1932, 1932-06 or 1932-06-30"))
    if not wrong and days_of(dates["period_end"])[1] < days_of(dates["period_start"])[0]:
        what = f"period_end {dates['period_end']} comes before period_start {dates['period_start']}"
        problems.append(Problem(row.place, what, "swap them"))


def check_origin(row: Row, known: Known, problems: list[Problem]) -> None:
    """Tell a row without source, locator or grade."""
    found = checks.check_source_key(row.place, row["source"], known)
    if found is not None:
        problems.append(found)
    if not row["locator"]:
        what = f'locator "" of {shown(row["id"] or row["title"])} is empty'
        problems.append(Problem(row.place, what, "say where in the source"))
    if row["grade"] not in checks.GRADES:
        what = f"grade {shown(row['grade'])} of {shown(row['id'] or row['title'])}"
        problems.append(Problem(row.place, what, f"one of {', '.join(checks.GRADES)}"))


def figure(row: Row, column: str, problems: list[Problem]) -> float | str | None:
    """Return a figure: a number, a date as text, or None; tell what is neither."""
    text = row[column]
    if text == "" and (column != "value" or row["role"] == "input"):
        return None
    if row["unit"] == DATE or row["role"] == "dated":
        if is_day(text):
            return text
        if row["unit"] == DATE:
            what = f"{column} {shown(text)} is no date"
            problems.append(Problem(row.place, what, "write 1932, 1932-06 or 1932-06-30"))
            return None
    number = parse_number(text)
    if isinstance(number, str):
        problems.append(
            Problem(row.place, f"{column} {shown(text)} {number}", "a plain number as 12.5")
        )
        return None
    return number


def check_rivals(row: Row, low, high, problems: list[Problem]) -> None:
    """Tell rival figures in the wrong order; the value itself may lie outside them."""
    if low is not None and high is not None and type(low) is type(high) and low > high:
        what = f"low {row['low']} lies above high {row['high']}"
        problems.append(Problem(row.place, what, "swap them"))


def check_unit(row: Row, problems: list[Problem]) -> None:
    """Tell a figure without a unit."""
    if row["unit"] or row["role"] == "text" or not row["value"]:
        return
    problems.append(Problem(row.place, f'unit "" of {shown(row["id"])} is empty', "1 for a share"))


def observables_of(
    rows: Sequence[Row], schema: Schema, known: Known, problems: list[Problem]
) -> dict[str, Observable]:
    """Return the observables by series, after telling what is wrong with them."""
    return {
        row["series"]: _observable(row, schema, known, problems)
        for row in rows
        if len(problems) < MOST_PROBLEMS
    }


def _observable(row: Row, schema: Schema, known: Known, problems: list[Problem]) -> Observable:
    check_name(row, "series", problems)
    if row["variable"]:
        check_choice(row, "aggregation", AGGREGATIONS, problems)
    elif not row["reason"]:
        what = f"series {shown(row['series'])} has no variable, and no reason why"
        problems.append(Problem(row.place, what, "fill in the column variable or reason"))
    check_variable(row, "variable", "select", schema, known, problems)
    check_variable(row, "over", "over_select", schema, known, problems)
    factor, threshold = (figure_or(row, name, problems) for name in ("factor", "threshold"))
    return Observable(
        factor=1.0 if factor is None else factor,
        threshold=threshold,
        place=row.place,
        **texts(row, Observable, ("factor", "threshold", "place")),
    )


def figure_or(row: Row, column: str, problems: list[Problem]) -> float | None:
    """Return a number, or None where the cell is empty; tell what is none."""
    if not row[column]:
        return None
    number = parse_number(row[column])
    if isinstance(number, str):
        what = f"{column} {shown(row[column])} {number}"
        problems.append(Problem(row.place, what, "a plain number as 12.5"))
        return None
    return number


def check_variable(
    row: Row, column: str, select: str, schema: Schema, known: Known, problems: list[Problem]
) -> None:
    """Tell a variable, an axis or a member that does not exist."""
    name = row[column]
    if not name:
        return
    spec = schema.variables.get(name)
    if spec is None:
        what = f"{column} {shown(name)} is nothing a run holds"
        problems.append(Problem(row.place, what, nearest(name, schema.variables)))
        return
    for part in filter(None, (piece.strip() for piece in row[select].split(";"))):
        axis, _, members = (piece.strip() for piece in part.partition("="))
        if axis not in spec.info.axes:
            what = f"{select} {shown(part)}: {name} has no axis {shown(axis)}"
            remedy = (
                f"write {'=...;'.join(spec.info.axes)}=..." if spec.info.axes else "leave it empty"
            )
            problems.append(Problem(row.place, what, remedy))
            continue
        for member in (piece.strip() for piece in members.split("|")):
            found = checks.check_member(row.place, axis, member or "?", known)
            if found is not None:
                problems.append(found)


def observations_of(
    rows: Sequence[Row],
    observables: Mapping[str, Observable],
    known: Known,
    problems: list[Problem],
) -> tuple[Observation, ...]:
    """Return the observed figures in rows, after telling what is wrong with them."""
    found = []
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        check_period(row, problems)
        check_series(row, observables, problems)
        source = checks.check_source_key(row.place, row["source"], known)
        problems += [source] if source else []
        value, low, high = (figure(row, name, problems) for name in ("value", "low", "high"))
        check_rivals(row, low, high, problems)
        figures = {"value": "" if value is None else value, "low": low, "high": high}
        given = (*figures, "place")
        found.append(Observation(place=row.place, **figures, **texts(row, Observation, given)))
    return tuple(found)


def events_of(rows: Sequence[Row], known: Known, problems: list[Problem]) -> tuple[Event, ...]:
    """Return the events in rows, after telling what is wrong with them."""
    found = []
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        if not is_day(row["date"]):
            what = f"date {shown(row['date'])} is no date"
            problems.append(Problem(row.place, what, "write 1932, 1932-06 or 1932-06-30"))
        check_name(row, "title", problems)
        check_choice(row, "secrecy", SECRECY, problems)
        check_origin(row, known, problems)
        found.append(Event(place=row.place, **texts(row, Event, ("place",))))
    return tuple(sorted(found, key=lambda event: event.date))
