"""Tables: plain rows of text for the terminal and for the document."""

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sinews.report.binding import NEGLIGIBLE, Binding
from sinews.report.conversion import DATE
from sinews.report.facts_table import ComparedFact, Number
from sinews.report.periods import first_day, last_day, month_text

MARKS = {True: "in", False: "OUT", None: "-"}


@dataclasses.dataclass(frozen=True)
class FactRow:
    """One line of model against history, ready to print.

    Attributes:
        name: series in words, or the identifier of the fact.
        period: year, quarter, month or span.
        unit: unit of the numbers.
        p10: tenth percentile of the runs.
        p50: median of the runs.
        p90: ninetieth percentile of the runs.
        history: what history says, rivals as a span.
        key: key of the source.
        source: key of the source and place in it.
        mark: `in`, `OUT` or a dash.
        role: `input`, `checked`, `dated` or `text`.
        note: why the model cannot tell; empty when it can.
    """

    name: str
    period: str
    unit: str
    p10: str
    p50: str
    p90: str
    history: str
    key: str
    source: str
    mark: str
    role: str
    note: str


def fact_rows(facts: Iterable[ComparedFact]) -> list[FactRow]:
    """Return the lines of the table of facts, in the order given."""
    return [_fact_row(fact) for fact in facts]


def _fact_row(compared: ComparedFact) -> FactRow:
    fact, model = compared.fact, compared.model or {}
    cells = {at: number_text(model.get(at), compared.unit) for at in ("p10", "p50", "p90")}
    return FactRow(
        name=words(fact.series) if fact.series else fact.id,
        period=period_text(fact.period_start, fact.period_end),
        unit="month" if compared.unit == DATE else compared.unit,
        history=history_text(compared),
        key=str(fact.source or ""),
        source=" ".join(filter(None, (str(fact.source or ""), str(fact.locator or "")))),
        mark=MARKS[compared.in_band_80],
        role=str(fact.role),
        note=compared.skipped,
        **cells,
    )


def history_text(compared: ComparedFact) -> str:
    """Return what history says: the value, and the span of rivals where there are any."""
    value = number_text(compared.value, compared.unit)
    if compared.value is None:
        stated = str(compared.fact.value or "")
        value = "" if stated == "nan" else stated
    low, high = (number_text(end, compared.unit) for end in (compared.low, compared.high))
    if low and high and low != high:
        span = f"{low} to {high}"
        return f"{value} ({span})" if value else span
    return value


def number_text(number: Number, unit: str = "") -> str:
    """Return a number with four figures at most, a month as `YYYY-MM`, nothing for None."""
    if number is None or (isinstance(number, float) and math.isnan(number)):
        return ""
    if unit == DATE:
        return month_text(number) or "never"
    if number == 0.0:
        return "0"
    size = abs(number)
    if size >= 1e7 or size < 1e-3:
        return f"{number:.3g}"
    decimals = max(0, min(3, 4 - math.ceil(math.log10(size))))
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def period_text(start: Any, end: Any) -> str:
    """Return a period in the shortest form: `1932`, `1932-Q2`, `1932-05`, a day or a span."""
    if not str(start or "").strip():
        return ""
    try:
        first, last = first_day(start), last_day(end or start)
    except ValueError:
        return f"{start} to {end}"
    for unit in ("Y", "M"):
        whole = first.astype(f"datetime64[{unit}]")
        if first == whole and last == (whole + 1).astype("datetime64[D]") - 1:
            return str(whole)
    months = first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1
    if (months[1] - months[0]).astype(int) == 3 and int(str(first)[5:7]) % 3 == 1:
        return f"{str(first)[:4]}-Q{(int(str(first)[5:7]) + 2) // 3}"
    if first == months[0].astype("datetime64[D]") and last + 1 == months[1]:
        return f"{months[0]} to {months[1] - 1}"
    return str(first) if first == last else f"{first} to {last}"


def words(name: str) -> str:
    """Return a name in words: underscores become spaces, the first letter a capital."""
    text = str(name).replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def binding_rows(rows: Iterable[Binding], each: int = 1, most: int = 20) -> list[tuple[str, ...]]:
    """Return the heaviest limits: room, limit, where, period, share of runs, median loss.

    Args:
        rows: the limits that bind, the heaviest first.
        each: how many rows a limit of a room may have.
        most: how many rows there may be.
    """
    counts: Counter[tuple[str, str]] = Counter()
    heaviest = []
    for row in rows:
        counts[row.room, row.limit] += 1
        if row.loss > NEGLIGIBLE and counts[row.room, row.limit] <= each and len(heaviest) < most:
            heaviest.append(row)
    return [
        (
            words(row.room),
            row.limit,
            row.label.replace("_", " "),
            row.period,
            f"{100 * row.share_of_runs:.0f} %",
            f"{number_text(row.loss)} {row.unit}",
        )
        for row in heaviest
    ]


def switches_text(chosen: Mapping[str, str]) -> str:
    """Return which option of each switch held: `ratchet on, storage sound`."""
    return ", ".join(f"{name} {option}" for name, option in chosen.items())


def ledger_text(summary: Mapping[str, Any]) -> str:
    """Return one sentence on the worst residual of the ledger."""
    worst = summary["ledger"]["worst_relative"]
    if worst is None:
        return "The ledger was not kept."
    return f"Ledger: worst residual {worst:.1e} of the flow ({summary['ledger']['where']})."


def tally_text(facts: Iterable[ComparedFact]) -> str:
    """Return one sentence on how many checked facts lie in the 80 % band."""
    marks = [fact.in_band_80 for fact in facts if fact.fact.role == "checked"]
    told = [mark for mark in marks if mark is not None]
    if not told:
        return "No checked fact falls into the months of this run."
    sentence = f"{sum(told)} of {len(told)} checked facts lie in the model's 80 % band"
    silent = len(marks) - len(told)
    return f"{sentence}; {silent} more cannot be told." if silent else f"{sentence}."
