"""Pages: a chronicle as one JSON object, as rows of a table, and as two columns side by side."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from sinews.core.errors import BadInput
from sinews.report.chronicle.lines import Chronicle, Line, chronicle
from sinews.report.chronicle.view import History, Kept, project, typical_run
from sinews.report.chronicle.words import day_text
from sinews.report.observe import sound_runs
from sinews.report.periods import first_day, is_day, last_day
from sinews.scenario.facts import SECRECY

HEADS = ("Month", "What happened", "Cause", "Who may know", "In history")
MOST_DIGITS = 9
COLUMNS = ("Month", "What the newspapers said", "What the files say")


@dataclasses.dataclass(frozen=True)
class MonthTold:
    """One month in two columns.

    Attributes:
        month: `January 1932`.
        newspapers: what was published.
        files: what was known in offices and in secret, and causes that were not published.
    """

    month: str
    newspapers: tuple[str, ...]
    files: tuple[str, ...]


def span_of(asked: str | None) -> tuple[str, str] | None:
    """Return first and last month of `1932`, `1932-03` or `1932-03:1932-08`.

    Raises:
        BadInput: when it is no such span.
    """
    if asked is None:
        return None
    first, _, last = asked.partition(":")
    last = last or first
    if not (is_day(first) and is_day(last)) or first_day(first) > last_day(last):
        raise BadInput(f"--months {asked!r} is no span; write 1932, 1932-03 or 1932-03:1932-08")
    begin, end = (str(day.astype("datetime64[M]")) for day in (first_day(first), last_day(last)))
    return begin, end


def run_number(text: str) -> int:
    """Return the number of a run.

    Raises:
        BadInput: when it is none.
    """
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise BadInput(f"--run {text!r} is no number of a run; write --run 17")
    return int(text)


def chronicle_json(told: Chronicle) -> dict[str, Any]:
    """Return the object that `sinews chronicle --json` prints."""
    view = told.view
    return {
        "schema": 1,
        "scenario": view.name,
        "title": view.title,
        "run": view.run,
        "as": view.seat,
        "first_month": str(view.months[0]),
        "last_month": str(view.months[-1]),
        "lines": [_line_json(line) for line in told.lines],
        "not_in_run": [_history_json(one) for one in told.missed],
    }


def _line_json(line: Line) -> dict[str, Any]:
    names = ("month", "what", "cause", "secrecy", "cause_secrecy", "subject", "key")
    cells = {name: getattr(line, name) for name in names}
    return cells | {"history": None if line.history is None else _history_json(line.history)}


def _history_json(one: History) -> dict[str, str]:
    names = ("date", "title", "secrecy", "source", "locator", "grade")
    return {name: getattr(one, name) for name in names}


def chronicle_rows(told: Chronicle) -> list[tuple[str, ...]]:
    """Return the lines of the table of one seat."""
    return [
        (
            day_text(line.month),
            line.what,
            line.cause,
            line.secrecy,
            "" if line.history is None else history_text(line.history),
        )
        for line in told.lines
    ]


def history_text(one: History) -> str:
    """Return when history has it, and who says so: `21 January 1932, HISTD`."""
    return f"{day_text(one.date)}, {one.source}"


def line_text(line: Line) -> str:
    """Return a line whole, with its cause and what history says."""
    text = f"{line.what}: {line.cause}" if line.cause else line.what
    if line.history is None:
        return text
    return f"{text} (in history {history_text(line.history)})"


def beside(kept: Kept, run: int, span: tuple[str, str] | None = None) -> list[MonthTold]:
    """Return what the newspapers said of a run, month by month, beside what the files say.

    The first column is the published chronicle and knows nothing of the second.
    """
    papers = chronicle(project(kept, "published", run), span=span).lines
    files = chronicle(project(kept, "secret", run), span=span).lines
    printed = {(line.month, line.key, line.what): line for line in papers}
    left = _by_month(papers, line_text)
    right = _by_month(
        [line for line in files if not _is_told(line, printed)],
        lambda line: f"{line_text(line)} [{_label(line)}]",
    )
    return [
        MonthTold(day_text(month), tuple(left.get(month, ())), tuple(right.get(month, ())))
        for month in sorted({*left, *right})
    ]


@dataclasses.dataclass(frozen=True)
class RunTold:
    """One run in two columns.

    Attributes:
        run: number of the run; None when every run failed.
        months: what happened, month by month.
        missed: what history has and the run has not, in a sentence.
    """

    run: int | None
    months: tuple[MonthTold, ...]
    missed: str


def typical_chronicle(kept: Kept) -> RunTold:
    """Return the run whose threat keeps nearest to the median of all, in two columns."""
    if not sound_runs(kept.data).any():
        return RunTold(None, (), "")
    run = typical_run(kept.data)
    missed = missed_text(chronicle(project(kept, "secret", run)))
    return RunTold(run, tuple(beside(kept, run)), missed)


def _is_told(line: Line, printed: Mapping[tuple[str, str, str], Line]) -> bool:
    twin = printed.get((line.month, line.key, line.what))
    return twin is not None and twin.cause == line.cause


def _label(line: Line) -> str:
    return max(line.secrecy, line.cause_secrecy or line.secrecy, key=SECRECY.index)


def _by_month(lines: Sequence[Line], text: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.month, []).append(text(line))
    return found


def missed_text(told: Chronicle) -> str:
    """Return one sentence on what history has and this run has not; empty when there is none."""
    if not told.missed:
        return ""
    ordered = sorted(told.missed, key=lambda one: one.date)
    some = "; ".join(f"{one.title} ({history_text(one)})" for one in ordered)
    return f"In history and not in this run: {some}."
