"""Observations: rows of a user's CSV file, every problem in them told at once."""

import csv
import dataclasses
import io
import math
from pathlib import Path

from sinews.core.errors import BadInput, Problem, ScenarioError
from sinews.report.periods import first_day, is_day, last_day

COLUMNS = ("series", "period_start", "period_end", "value", "unit", "low", "high")
LONGEST_FILE = 50_000_000


@dataclasses.dataclass(frozen=True)
class Observation:
    """One observed row.

    Attributes:
        line: line of the file.
        series: name of the series.
        period_start: first day, month or year of the period.
        period_end: last day, month or year of the period.
        value: what was observed.
        unit: unit of the value; empty for the unit of the series.
        low: lower bound where one is given, else NaN.
        high: upper bound where one is given, else NaN.
    """

    line: int
    series: str
    period_start: str
    period_end: str
    value: float
    unit: str
    low: float
    high: float


def read_observations(path: Path) -> list[Observation]:
    """Return the rows of an observations file.

    Raises:
        ScenarioError: when the file or any row is wrong; all problems together.
    """
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True)
    rows, problems = [], []
    try:
        header = [name.strip() for name in next(reader, [])]
        problems += _header_problems(path, header)
        if problems:
            raise ScenarioError(problems)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                place = f"{path}:{reader.line_num}"
                row, found = _row(place, reader.line_num, header, cells)
                problems += found
                rows += [row] if row else []
    except csv.Error as error:
        problems.append(Problem(f"{path}:{reader.line_num}", f"is no CSV: {error}"))
    if not rows and not problems:
        problems.append(Problem(f"{path}:1", "holds no rows"))
    if problems:
        raise ScenarioError(problems)
    return rows


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise BadInput(f"{path}: larger than {LONGEST_FILE // 1_000_000} MB; split it")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: is not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error


def _header_problems(path: Path, header: list[str]) -> list[Problem]:
    wanted = ",".join(COLUMNS)
    needed = ("series", "period_start", "period_end", "value", "unit")
    problems = [
        Problem(f"{path}:1", f"column {name!r} is missing", f"the columns are {wanted}")
        for name in needed
        if name not in header
    ]
    return problems + [
        Problem(f"{path}:1", f"column {name!r} stands there twice", f"the columns are {wanted}")
        for name in sorted({name for name in header if name and header.count(name) > 1})
    ]


def _row(
    place: str, line: int, header: list[str], cells: list[str]
) -> tuple[Observation | None, list[Problem]]:
    if len(cells) != len(header):
        what = f"{len(cells)} cells where the header has {len(header)} columns"
        return None, [Problem(place, what, "quote cells that hold commas")]
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    problems = [] if row["series"] else [Problem(place, "the series is empty")]
    for name in ("period_start", "period_end"):
        if not is_day(row[name]):
            what = f"{name} {row[name]!r} is not a date"
            problems.append(Problem(place, what, "write 1932, 1932-06 or 1932-06-30"))
    if not problems and last_day(row["period_end"]) < first_day(row["period_start"]):
        problems.append(Problem(place, "the period ends before it starts"))
    value = _number(place, "value", row["value"], problems)
    low, high = (_bound(place, name, row.get(name, ""), problems) for name in ("low", "high"))
    if problems:
        return None, problems
    when = (row["period_start"], row["period_end"])
    return Observation(line, row["series"], *when, value, row["unit"], low, high), []


def _bound(place: str, name: str, text: str, problems: list[Problem]) -> float:
    return _number(place, name, text, problems) if text else math.nan


def _number(place: str, name: str, text: str, problems: list[Problem]) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        problems.append(Problem(place, f"{name} {text!r} is not a finite number"))
    return number
