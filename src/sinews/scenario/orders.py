"""Orders: what is ordered when, and what comes from outside when; paths from tables.

A row holds from its month until the next row of the same lever and label. In place of a number,
`open` leaves a lever to the rule of command, and `base` goes back to the table below, when a
table stands upon another.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from sinews.core.errors import Problem
from sinews.scenario import checks, table_checks
from sinews.scenario.checks import Draft, Known
from sinews.scenario.cover import NOBODY, place_of, rank_of
from sinews.scenario.numbers import Number
from sinews.scenario.schema import ORDER_COLUMNS, SOURCE_COLUMNS, Spec, TableSpec
from sinews.scenario.tables import MOST_PROBLEMS, Columns, Row, nearest, read_table, shown
from sinews.scenario.values import month_text, parse_month

OPEN = -2
EXTENDS = "extends"
ORDERS = Columns((*ORDER_COLUMNS, *SOURCE_COLUMNS[:-1]), SOURCE_COLUMNS[-1:])
USER_ORDERS = Columns(ORDER_COLUMNS, SOURCE_COLUMNS)
OUTSIDE = Columns(
    (*ORDER_COLUMNS, "low", "high", "prior", *SOURCE_COLUMNS[:-1]), SOURCE_COLUMNS[-1:]
)
USER = "user"


@dataclasses.dataclass(frozen=True)
class Calendar:
    """The months a scenario may run, as months since January of year 0."""

    start: int
    limit: int

    @property
    def last(self) -> str:
        """The last month it may run."""
        return month_text(self.start + self.limit - 1)


@dataclasses.dataclass(frozen=True)
class OrdersTable:
    """One table of orders: its rows, and the name of the table it stands upon."""

    name: str
    numbers: tuple[Number, ...]
    below: str
    place: str


def read_orders(
    path: Path,
    file: str,
    name: str,
    table: TableSpec,
    known: Known,
    calendar: Calendar,
    problems: list[Problem],
    is_user: bool = False,
) -> OrdersTable:
    """Read one table of orders; what is wrong is added to `problems`.

    Args:
        path: where the file lies.
        file: its name for messages.
        name: its name among the orders of the scenario.
        table: the levers.
        known: members and sources.
        calendar: the months that may be ordered.
        problems: gathers what is wrong.
        is_user: whether it is the user's own, whose rows need no source.
    """
    read = read_table(path, file, USER_ORDERS if is_user else ORDERS, problems)
    rows, below, place = list(read.rows), "", f"{file}:1"
    if rows and rows[0]["lever"] == EXTENDS:
        first = rows.pop(0)
        below, place = first["label"], first.place
    numbers = path_numbers(rows, table, known, calendar, problems, is_user)
    return OrdersTable(name, numbers, below, place)


def path_numbers(
    rows: Sequence[Row],
    table: TableSpec,
    known: Known,
    calendar: Calendar,
    problems: list[Problem],
    is_user: bool = False,
) -> tuple[Number, ...]:
    """Return the rows of a path as numbers, after telling what is wrong with them."""
    found = []
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        number = path_number(row, table, known, calendar, problems, is_user)
        if number is not None:
            found.append(number)
    problems += table_checks.check_duplicates(found)
    problems += check_crossing(found)
    return tuple(found)


def path_number(
    row: Row,
    table: TableSpec,
    known: Known,
    calendar: Calendar,
    problems: list[Problem],
    is_user: bool,
) -> Number | None:
    """Return one row of a path as a number, or None after telling what is wrong."""
    if row["lever"] == EXTENDS:
        what = "extends stands below the first row"
        problems.append(Problem(row.place, what, "make it the first row, once"))
        return None
    spec = checks.check_field(row, table, "lever", problems)
    if spec is None:
        return None
    labels = check_path_labels(row, spec, known, problems)
    month = check_month(row, calendar, problems)
    words = words_of(spec, table)
    is_plain = "prior" not in row.cells or row["value"] in words
    prior = "fixed" if is_plain else ""
    draft = Draft(row, spec, labels or (), words=words, default_prior=prior, is_user=is_user)
    number = checks.number_of(draft, known, problems)
    if number is None or labels is None or month is None:
        return None
    ours = (USER, "given with the command", "A") if is_user else ("", "", "")
    return dataclasses.replace(
        number,
        month=month_text(month),
        source=number.source or ours[0],
        locator=number.locator or ours[1],
        grade=number.grade or ours[2],
    )


def words_of(spec: Spec, table: TableSpec) -> tuple[str, ...]:
    """Return the words that may stand in place of a number."""
    if table.name == "orders":
        return ("open", "base")
    return ("open",) if spec.may_be_open else ()


def check_month(row: Row, calendar: Calendar, problems: list[Problem]) -> int | None:
    """Return the month of a row, or None after telling what is wrong."""
    month = parse_month(row["month"])
    if month is None:
        what = f"month {shown(row['month'])} is no month"
        problems.append(Problem(row.place, what, "write YYYY-MM with months 01 to 12, as 1932-03"))
    elif month >= calendar.start + calendar.limit:
        what = f"month {shown(row['month'])} comes after the last the scenario may run"
        problems.append(Problem(row.place, what, f"the last is {calendar.last}"))
        return None
    return month


def check_path_labels(
    row: Row, spec: Spec, known: Known, problems: list[Problem]
) -> tuple[str, ...] | None:
    """Return the members a row of a path names, or None after telling what is wrong."""
    axes, label = spec.info.axes, row["label"]
    if label == "":
        return ("",) * len(axes)
    if "|" in label:
        what = f"label {shown(label)} joins members by |"
        problems.append(
            Problem(row.place, what, "give each member a row, or leave the label empty")
        )
        return None
    labels = tuple(part.strip() for part in label.split(";"))
    if len(labels) != len(axes):
        form = ";".join(axes) if axes else "an empty label"
        what = f"label {shown(label)} has {len(labels)} parts, {spec.name} has {len(axes)} axes"
        problems.append(Problem(row.place, what, f"write {form}"))
        return None
    before = len(problems)
    for axis, member in zip(axes, labels, strict=True):
        found = checks.check_member(row.place, axis, member, known)
        if found is not None:
            problems.append(found)
    return labels if len(problems) == before else None


def check_crossing(numbers: Sequence[Number]) -> list[Problem]:
    """Tell pairs of labels of one lever that cross, so that neither goes before the other."""
    found, seen = [], {}
    for number in numbers:
        if 0 < number.specificity < len(number.labels):
            seen.setdefault((number.name, number.labels), number)
    each = list(seen.values())
    for at, number in enumerate(each):
        for other in each[:at]:
            if other.name == number.name and _cross(other.labels, number.labels):
                what = f'{number.name} "{";".join(number.labels)}" crosses line {other.line}'
                found.append(Problem(number.place, what, "name the same axes in both"))
    return found


def _cross(one: Sequence[str], other: Sequence[str]) -> bool:
    agree = all(not a or not b or a == b for a, b in zip(one, other, strict=True))
    level = sum(map(bool, one)) == sum(map(bool, other))
    return agree and level and tuple(one) != tuple(other)


def stack(
    name: str, tables: Mapping[str, OrdersTable], problems: list[Problem]
) -> tuple[Number, ...]:
    """Return the numbers of a table and of those it stands upon, each in its layer."""
    chain: list[OrdersTable] = []
    at = name
    while at:
        table = tables[at]
        if table in chain:
            ring = " > ".join([*(one.name for one in chain[chain.index(table) :]), at])
            problems.append(Problem(table.place, f"orders extend in a circle: {ring}", "break it"))
            return ()
        chain.append(table)
        if table.below and table.below not in tables:
            what = f"extends {shown(table.below)}, which is no table of orders"
            problems.append(Problem(table.place, what, nearest(table.below, tables)))
            return ()
        at = table.below
    return tuple(
        dataclasses.replace(number, layer=layer)
        for layer, table in enumerate(reversed(chain))
        for number in table.numbers
    )


def check_bottom(numbers: Sequence[Number]) -> list[Problem]:
    """Tell `base` where no table lies below."""
    return [
        Problem(number.place, f'value "base" of {number.name}: no table lies below', "write open")
        for number in numbers
        if number.value == "base" and number.layer == 0
    ]


def paths(
    numbers: Sequence[Number], spec: Spec, known: Known, calendar: Calendar, months: int
) -> np.ndarray:
    """Return which number holds in each month and cell: a position in `numbers`, `OPEN`, `NOBODY`.

    Args:
        numbers: the rows of one lever.
        spec: the lever.
        known: members of the axes.
        calendar: the months of the scenario.
        months: how many months are run.

    Returns:
        Positions, [month, ...axes].
    """
    axes = spec.info.axes
    owner = np.full((months, *known.sizes(axes)), NOBODY)
    groups: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for position, number in enumerate(numbers):
        groups.setdefault((rank_of(number), number.labels), []).append(position)
    for (_, labels), positions in sorted(groups.items()):
        dated = sorted((parse_month(numbers[at].month) or 0, at) for at in positions)
        ends = [month for month, _ in dated[1:]] + [calendar.start + months]
        for (month, position), end in zip(dated, ends, strict=True):
            first, last = max(month - calendar.start, 0), end - calendar.start
            value = numbers[position].value
            if last > first and value != "base":
                index = (slice(first, last), *place_of(labels, axes, known.members))
                owner[index] = OPEN if value == "open" else position
    return owner


def check_outside(
    numbers: Sequence[Number], table: TableSpec, known: Known, calendar: Calendar, file: str
) -> list[Problem]:
    """Tell paths from outside that nothing gives in the first month."""
    found = []
    for name, spec in table.specs.items():
        if spec.info.absent is not None or spec.may_be_open:
            continue
        rows = [number for number in numbers if number.name == name]
        owner = paths(rows, spec, known, calendar, 1)[0]
        lacking = np.argwhere(owner == NOBODY)
        if not rows:
            lacking = lacking[:1]
        for place in lacking[: table_checks.MOST_MISSING]:
            labels = [
                list(known.members[axis])[at]
                for axis, at in zip(spec.info.axes, place, strict=True)
            ]
            label = ";".join(labels) if rows else ""
            paste = f"{name},{label},{month_text(calendar.start)},VALUE,{spec.info.unit},,,fixed"
            what = f"outside.{name}{f' {label}' if label else ''} has no row for the first month"
            found.append(Problem(file, what, f"add: {paste},SOURCE,LOCATOR,A,"))
        if len(lacking) > table_checks.MOST_MISSING:
            what = f"outside.{name} lacks {len(lacking) - table_checks.MOST_MISSING} rows more"
            found.append(Problem(file, what, "an empty label means all members"))
    return found
