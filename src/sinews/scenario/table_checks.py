"""Table checks: what the rows of a table must keep together: no gaps, no doubles, no circles."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sinews.core.axes import FIXED_AXES, SCENARIO_AXES
from sinews.core.errors import Problem
from sinews.scenario.checks import NONE
from sinews.scenario.numbers import Number
from sinews.scenario.schema import Spec, TableSpec
from sinews.scenario.tables import MOST_PROBLEMS, Row, nearest, shown

MAX_MEMBERS = 1_000
MOST_MISSING = 20
_MEMBER = re.compile(r"[a-z0-9][a-z0-9_]{0,63}", re.ASCII)


def check_axes(
    rows: Sequence[Row], needed: Sequence[str], file: str, problems: list[Problem]
) -> dict[str, dict[str, int]]:
    """Return the members of every axis, with their positions, after telling what is wrong."""
    members: dict[str, dict[str, int]] = {axis: {} for axis in needed}
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        axis, member = row["axis"], row["member"]
        if axis not in SCENARIO_AXES:
            remedy = nearest(axis, SCENARIO_AXES)
            if axis in FIXED_AXES:
                remedy = "its members are fixed by the equations: take the row out"
            problems.append(Problem(row.place, f"axis {shown(axis)} is not for a scenario", remedy))
        elif not _MEMBER.fullmatch(member) or member in (NONE, "open", "base"):
            remedy = "small letters, digits and _; not none, open or base"
            problems.append(Problem(row.place, f"member {shown(member)} is no name", remedy))
        elif member in members.setdefault(axis, {}):
            what = f"{axis} {shown(member)} is given twice"
            problems.append(Problem(row.place, what, "take one out"))
        elif len(members[axis]) >= MAX_MEMBERS:
            what = f"{axis} {shown(member)} is one member too many"
            problems.append(Problem(row.place, what, f"at most {MAX_MEMBERS} members"))
        else:
            members[axis][member] = len(members[axis])
    for axis in needed:
        if not members[axis]:
            what = f"axis {axis} ({SCENARIO_AXES[axis]}) has no members"
            problems.append(Problem(f"{file}:1", what, f"add a row: {axis},NAME,Title,"))
    fixed = {
        axis: {name: at for at, name in enumerate(names)} for axis, names in FIXED_AXES.items()
    }
    return members | fixed


def check_duplicates(numbers: Sequence[Number]) -> list[Problem]:
    """Tell rows of one table that give the same number twice."""
    seen: dict[tuple[str, ...], Number] = {}
    found = []
    for number in numbers:
        first = seen.setdefault((number.name, *number.labels, number.month), number)
        if first is not number:
            label = f" {number.label}" if number.label else ""
            value = number.value if isinstance(number.value, str) else f"{number.value:g}"
            what = f"{number.full_name}{label} {value} is given twice"
            found.append(Problem(number.place, what, f"first given in line {first.line}"))
    return found


def check_missing_tables(
    tables: Mapping[str, TableSpec], present: Iterable[str], place: str
) -> list[Problem]:
    """Tell every room without a table."""
    given = set(present)
    return [
        Problem(
            place,
            f"table {shown(f'{name}.csv')} is missing: {len(spec.specs)} fields of room {name}",
            f"write it with the header: {spec.header}",
        )
        for name, spec in tables.items()
        if name not in given
    ]


def missing_rows(
    spec: Spec, table: TableSpec, absent: Sequence[Sequence[str]], whole: bool, place: str
) -> list[Problem]:
    """Tell cells of a field that no row gives, each with a row to paste.

    Args:
        spec: the field.
        table: its table, for the order of columns.
        absent: the members of each cell that lacks a row.
        whole: whether the field has no row at all; then one row for all members will do.
        place: where a row should be added.
    """
    cells = [("",) * len(spec.info.axes)] if whole else list(absent)
    found = [
        Problem(
            place,
            f"{' '.join([spec.full_name, ';'.join(labels)]).strip('; ')} has no row"
            f" ({spec.info.meaning})",
            f"add: {paste_row(spec, table, labels)}",
        )
        for labels in cells[:MOST_MISSING]
    ]
    if len(cells) > MOST_MISSING:
        what = f"{spec.full_name} lacks {len(cells) - MOST_MISSING} rows more"
        found.append(Problem(place, what, "or add one row with empty axis cells for all members"))
    return found


def paste_row(spec: Spec, table: TableSpec, labels: Sequence[str]) -> str:
    """Return a row for a field, ready to be filled in."""
    by_axis = dict(zip(spec.info.axes, labels, strict=True))
    axes = [by_axis.get(axis, "") for axis in table.axes]
    value = "MEMBER" if spec.info.is_link else "VALUE"
    return ",".join(
        [spec.name, *axes, value, spec.info.unit, "", "", "fixed", "SOURCE", "LOCATOR", "A", ""]
    )


def check_cycles(spec: Spec, numbers: Sequence[Number]) -> list[Problem]:
    """Tell links within one axis that lead back to where they began."""
    if spec.info.target not in spec.info.axes:
        return []
    follows = {number.labels[0]: number for number in numbers}
    told: set[str] = set()
    found = []
    for start in follows:
        path, at = [], start
        while at in follows and at not in path and at not in told:
            path.append(at)
            at = str(follows[at].value)
        if at in path:
            ring = [*path[path.index(at) :], at]
            told.update(ring)
            what = f"{spec.name} goes in a circle: {' > '.join(ring)}"
            found.append(Problem(follows[at].place, what, f"end it with {NONE}"))
    return found
