"""Tables: CSV files as rows of text that know their line; nothing is interpreted here.

Files are taken as hostile: sizes are looked at before anything is read, and every limit is told
as a problem with its file and line.
"""

import csv
import dataclasses
import difflib
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from sinews.core.errors import Problem
from sinews.scenario.values import is_number

MAX_FILE = 64_000_000
MAX_LINE = 1_000_000
MAX_CELL = 4_000
MAX_ROWS = 100_000
MOST_PROBLEMS = 500
"""Problems after which reading stops."""
FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its place `file:line` and its cells by column."""

    file: str
    line: int
    cells: dict[str, str]

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    def __getitem__(self, column: str) -> str:
        """Return a cell; empty when the table lacks the column."""
        return self.cells.get(column, "")


@dataclasses.dataclass(frozen=True)
class Columns:
    """The columns a table must and may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    line: str = ""

    @property
    def header(self) -> str:
        """The header line of such a table."""
        return self.line or ",".join([*self.required, *self.optional])


@dataclasses.dataclass(frozen=True)
class Table:
    """A table as read: its name for messages, its columns, its rows, its last line."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    last_line: int = 1


class RefusedError(Exception):
    """Reading cannot go on; carries the problem."""

    def __init__(self, place: str, what: str, remedy: str = ""):
        super().__init__(what)
        self.problem = Problem(place, what, remedy)


def shown(text: str, most: int = 60) -> str:
    """Return what a user wrote, quoted, on one line, without control signs, not too long."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in text[: most + 1])
    return f'"{plain[:most]}{"..." if len(text) > most else ""}"'


def nearest(name: str, known: Iterable[str], most: int = 12) -> str:
    """Return the remedy for an unknown name: the nearest one known, or those there are."""
    names = list(known)
    lowered = {other.lower(): other for other in reversed(names)}
    found = difflib.get_close_matches(name[:80].lower(), list(lowered), n=1, cutoff=0.55)
    if found:
        return f'nearest: "{lowered[found[0]]}"'
    listed = ", ".join(names[:most]) + (", ..." if len(names) > most else "")
    return f"known: {listed}" if names else "none is known"


def read_table(path: Path, file: str, columns: Columns, problems: list[Problem]) -> Table:
    """Read a CSV file with a strict header; what is wrong is added to `problems`.

    Args:
        path: where the file lies.
        file: its name for messages.
        columns: the columns it must and may have.
        problems: gathers what is wrong.
    """
    try:
        rows = _read_rows(path, file)
        first = next(rows, None)
        if first is None:
            raise RefusedError(f"{file}:1", "the file is empty", f"begin with: {columns.header}")
        header = _checked_header(file, first[1], columns, problems)
    except RefusedError as refused:
        problems.append(refused.problem)
        return Table(file, (), ())
    kept, last = [], 1
    try:
        for line, cells in rows:
            last = line
            if len(problems) >= MOST_PROBLEMS:
                break
            row = _checked_row(file, line, header, cells, problems)
            if row is not None:
                kept.append(row)
    except RefusedError as refused:
        problems.append(refused.problem)
        return Table(file, (), ())
    return Table(file, header, tuple(kept), last)


def check_regular(path: Path, file: str, limit: int) -> None:
    """Refuse what is no plain file, or one that is too large, before it is opened.

    Raises:
        RefusedError: with the problem.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise RefusedError(f"{file}:1", f"cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(found.st_mode):
        raise RefusedError(f"{file}:1", "is no plain file", "give a file, not a folder or a device")
    if found.st_size > limit:
        size = f"{found.st_size / 1e6:.0f} MB"
        raise RefusedError(f"{file}:1", f"is {size} long", f"at most {limit / 1e6:g} MB is read")


def read_text(path: Path, file: str, limit: int, problems: list[Problem]) -> str | None:
    """Return the text of a small file, or None after telling why not."""
    try:
        check_regular(path, file, limit)
        data = path.read_bytes()
        if b"\0" in data:
            line = data.count(b"\n", 0, data.index(b"\0")) + 1
            raise RefusedError(f"{file}:{line}", "holds a NUL byte", "save it as plain text")
        return data.decode("utf-8-sig")
    except RefusedError as refused:
        problems.append(refused.problem)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(_not_utf8(file, line))
    except OSError as error:
        problems.append(Problem(f"{file}:1", f"cannot be read ({error.strerror})"))
    return None


def _not_utf8(file: str, line: int) -> Problem:
    return Problem(f"{file}:{line}", "is not UTF-8 text", "save the file as UTF-8")


def _lines(path: Path, file: str) -> Iterator[str]:
    with path.open("rb") as stream:
        number = 0
        while raw := stream.readline(MAX_LINE + 1):
            number += 1
            place = f"{file}:{number}"
            if len(raw) > MAX_LINE:
                raise RefusedError(place, "the line is longer than 1 MB", "break it into rows")
            if b"\0" in raw:
                raise RefusedError(place, "holds a NUL byte", "save it as plain text")
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise RefusedError(place, "is not UTF-8 text", "save the file as UTF-8") from None
            yield text


def _read_rows(path: Path, file: str) -> Iterator[tuple[int, list[str]]]:
    check_regular(path, file, MAX_FILE)
    before = 0
    count = 0
    reader = csv.reader(_lines(path, file), strict=True)
    try:
        for cells in reader:
            line = before + 1
            if reader.line_num != line:
                raise RefusedError(
                    f"{file}:{line}", "a quoted cell runs over the end of the line", "close it"
                )
            before = line
            if not any(cells):
                continue
            count += 1
            if count > MAX_ROWS:
                raise RefusedError(f"{file}:{line}", f"has more than {MAX_ROWS} rows")
            yield line, [cell.strip() for cell in cells]
    except csv.Error as error:
        remedy = 'a cell with a comma stands in "double quotes", a quote inside it is doubled'
        fault = str(error).replace("unexpected end of data", "a quoted cell is not closed")
        raise RefusedError(f"{file}:{before + 1}", f"is no CSV: {fault}", remedy) from error


def _checked_header(
    file: str, header: list[str], columns: Columns, problems: list[Problem]
) -> tuple[str, ...]:
    place = f"{file}:1"
    known = (*columns.required, *columns.optional)
    for position, name in enumerate(header):
        if name not in known:
            problems.append(
                Problem(place, f"column {shown(name)} is not known", nearest(name, known))
            )
        elif name in header[:position]:
            problems.append(Problem(place, f"column {shown(name)} stands twice", "take one out"))
    missing = [name for name in columns.required if name not in header]
    if missing:
        remedy = f"the header is: {columns.header}"
        what = f"column{'s' if len(missing) > 1 else ''} {', '.join(map(shown, missing))}"
        raise RefusedError(place, f"{what} missing", remedy)
    return tuple(header)


def _checked_row(
    file: str, line: int, header: tuple[str, ...], cells: list[str], problems: list[Problem]
) -> Row | None:
    place = f"{file}:{line}"
    if len(cells) != len(header):
        what = f"has {len(cells)} cells where the header has {len(header)}"
        problems.append(Problem(place, what, "cells with a comma stand in double quotes"))
        return None
    for column, cell in zip(header, cells, strict=True):
        if cell.startswith(FORMULA_SIGNS) and not is_number(cell):
            what = f"{column} {shown(cell)} begins like a formula of a spreadsheet"
            problems.append(Problem(place, what, f"do not begin text with {cell[0]}"))
            return None
        if len(cell) > MAX_CELL:
            what = f"{column} {shown(cell)} is longer than {MAX_CELL} signs"
            problems.append(Problem(place, what, "shorten it"))
            return None
    return Row(file, line, dict(zip(header, cells, strict=True)))
