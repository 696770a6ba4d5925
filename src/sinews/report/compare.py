"""Compare: two runs side by side, fact by fact, and run by run where they share their chance."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sinews.report.conversion import DATE
from sinews.report.explanations import Choice, ScoredPair, explanations_json
from sinews.report.observe import observe, sound_runs
from sinews.report.periods import months_of
from sinews.report.summary import switches_of
from sinews.report.tables import number_text, period_text, words

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.facts import Observable


@dataclasses.dataclass(frozen=True)
class Difference:
    """One quantity in two runs.

    Attributes:
        series: name of the series.
        period_start: start of the period.
        period_end: end of the period.
        unit: unit of the medians.
        first: median of the first run.
        second: median of the second run.
        change: median change from the first to the second, run by run where runs are paired.
        share_higher: share of the paired runs in which the second is higher; None unpaired.
        skipped: why there is no value; empty when there is one.
    """

    series: str
    period_start: str
    period_end: str
    unit: str
    first: float | None
    second: float | None
    change: float | None
    share_higher: float | None
    skipped: str = ""


def compare_runs(
    first: "xr.Dataset", second: "xr.Dataset", observables: Mapping[str, "Observable"]
) -> list[Difference]:
    """Return every series that both runs can tell, year by year, in the two of them.

    Runs are paired by their number when both were drawn from the same seed, so that differences
    are not noise.
    """
    rows = []
    for series, observable in observables.items():
        if observable.variable:
            for start, end in _periods(first, second, observable.aggregation):
                rows.append(_difference(first, second, observables, series, start, end))
    return [row for row in rows if not row.skipped]


def are_paired(first: "xr.Dataset", second: "xr.Dataset") -> bool:
    """Whether the runs of two folders share their chance, number by number."""
    return first.attrs.get("seed") == second.attrs.get("seed")


def _periods(first: "xr.Dataset", second: "xr.Dataset", how: str) -> list[tuple[str, str]]:
    months = np.intersect1d(months_of(first), months_of(second))
    if not months.size:
        return []
    if how == DATE:
        return [(str(months[0]), str(months[-1]))]
    years = sorted({str(month)[:4] for month in months})
    whole = [year for year in years if sum(str(month)[:4] == year for month in months) == 12]
    return [(f"{year}-01-01", f"{year}-12-31") for year in whole]


def _difference(
    first: "xr.Dataset",
    second: "xr.Dataset",
    observables: Mapping[str, "Observable"],
    series: str,
    start: str,
    end: str,
) -> Difference:
    seen = [observe(data, observables, series, start, end) for data in (first, second)]
    reasons = [one.reason for one in seen if one.values is None]
    if reasons:
        return Difference(series, start, end, "", None, None, None, None, reasons[0])
    left, right = (np.asarray(one.values) for one in seen)
    before, after = (float(np.quantile(side, 0.5, method="inverted_cdf")) for side in (left, right))
    change, higher = _changes(left, right, first, second)
    if higher is None:
        change = after - before
    return Difference(series, start, end, seen[0].unit, before, after, change, higher)


def _changes(
    left: np.ndarray, right: np.ndarray, first: "xr.Dataset", second: "xr.Dataset"
) -> tuple[float, float | None]:
    """Return median change and share of runs in which the second is higher, None unpaired."""
    numbers = [data["run"].values[sound_runs(data)] for data in (first, second)]
    _, here, there = np.intersect1d(numbers[0], numbers[1], return_indices=True)
    if not are_paired(first, second) or not here.size:
        return 0.0, None
    before, after = left[here], right[there]
    with np.errstate(invalid="ignore"):
        change = np.where(before == after, 0.0, after - before)  # both may be never: infinite
    return float(np.median(change)), float(np.mean(after > before))


def difference_rows(rows: list[Difference]) -> list[tuple[str, ...]]:
    """Return the lines of the table: series, period, first, second, change, share, unit."""
    return [
        (
            words(row.series),
            period_text(row.period_start, row.period_end),
            number_text(row.first, row.unit),
            number_text(row.second, row.unit),
            f"{row.change or 0.0:+,.3g}" if np.isfinite(row.change or 0.0) else "",
            "" if row.share_higher is None else f"{100 * row.share_higher:.0f} %",
            "months" if row.unit == DATE else row.unit,
        )
        for row in rows
    ]


def compare_json(
    first: "xr.Dataset",
    second: "xr.Dataset",
    rows: list[Difference],
    choices: Sequence[Choice] = (),
    pairs: Sequence[ScoredPair] = (),
) -> dict[str, Any]:
    """Return the object that `sinews compare --json` prints.

    Args:
        first: the first runs.
        second: the second runs.
        rows: every series that both can tell.
        choices: the switches that differ.
        pairs: the observations that both can tell, scored where switches differ.
    """
    return {
        "schema": 1,
        "paired": are_paired(first, second),
        "first": _named(first),
        "second": _named(second),
        "rows": [_row_json(row) for row in rows],
        "switches": [dataclasses.asdict(choice) for choice in choices],
        "scores": explanations_json(pairs) if choices else None,
    }


def _row_json(row: Difference) -> dict[str, Any]:
    from sinews.report.facts_table import shown

    cells = dataclasses.asdict(row)
    cells.pop("skipped")
    return cells | {name: shown(cells[name], row.unit) for name in ("first", "second")}


def _named(data: "xr.Dataset") -> dict[str, Any]:
    names = ("scenario", "content_hash", "seed", "mode")
    named = {name: data.attrs.get(name) for name in names} | {"runs": int(data.sizes["run"])}
    return named | {"switches": switches_of(data)}
