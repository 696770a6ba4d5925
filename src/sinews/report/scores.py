"""Scores: observed rows against runs, and against two naive forecasts."""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sinews.report.conversion import DATE, factor_between
from sinews.report.facts_table import number_of
from sinews.report.observations import Observation
from sinews.report.observe import observe, quantiles
from sinews.report.periods import CannotTell, first_day, last_day, length_in_months

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.facts import Fact, Observable

LAST_KNOWN_DAY = "1932-12-31"
"""Naive forecasts may use nothing that ended later."""
BANDS = {50: ("p25", "p75"), 80: ("p10", "p90"), 90: ("p5", "p95")}
YEAR = np.timedelta64(365, "D")


@dataclasses.dataclass(frozen=True)
class ScoredRow:
    """One observation against the runs, in the unit of the observation.

    Attributes:
        row: the observation.
        unit: unit of every number here.
        model: quantiles over the runs; None where the row is skipped.
        crps: continuous ranked probability score; None where the row is skipped.
        naive: absolute error of the naive forecasts by name, for those that exist.
        skipped: why the model cannot speak to the row; empty when it can.
    """

    row: Observation
    unit: str
    model: dict[str, float] | None
    crps: float | None
    naive: dict[str, float]
    skipped: str

    def inside(self, band: int) -> bool | None:
        """Return whether the value lies in the band of that many percent."""
        if self.model is None:
            return None
        low, high = BANDS[band]
        return self.model[low] <= self.row.value <= self.model[high]


def score_rows(
    data: "xr.Dataset",
    rows: Iterable[Observation],
    facts: Iterable["Fact"],
    observables: Mapping[str, "Observable"],
) -> list[ScoredRow]:
    """Return every observed row against the runs; none is left out.

    Args:
        data: the runs.
        rows: the observations.
        facts: the scenario's own observations, for the naive forecasts.
        observables: how each series is read off the model.
    """
    known = list(facts)
    return [_scored(data, row, known, observables) for row in rows]


def _scored(
    data: "xr.Dataset",
    row: Observation,
    facts: list["Fact"],
    observables: Mapping[str, "Observable"],
) -> ScoredRow:
    seen = observe(data, observables, row.series, row.period_start, row.period_end)
    unit = row.unit or seen.unit
    if seen.values is None:
        return ScoredRow(row, unit, None, None, {}, seen.reason)
    if seen.unit == DATE:
        return ScoredRow(row, unit, None, None, {}, "a date is compared, not scored")
    try:
        values = seen.values * factor_between(seen.unit, unit)
    except CannotTell as reason:
        return ScoredRow(row, unit, None, None, {}, str(reason))
    model = quantiles(values)
    naive = _naive_errors(row, unit, facts, seen.unit)
    return ScoredRow(row, unit, model, crps_of(values, row.value), naive, "")


def crps_of(values: np.ndarray, observed: float) -> float:
    """Return the CRPS of the empirical law of a sample (Gneiting and Raftery 2007, eq. 21).

    `E|X - y| - E|X - X'| / 2` with both means over the sample; the second by ranks.
    """
    ranked = np.sort(np.asarray(values, dtype=float))
    size = ranked.size
    ranks = np.arange(1, size + 1)
    half_spread = float(np.sum((2 * ranks - size - 1) * ranked)) / size**2
    return float(np.mean(np.abs(ranked - observed))) - half_spread


def _naive_errors(
    row: Observation, unit: str, facts: list["Fact"], series_unit: str
) -> dict[str, float]:
    past = _past_of(row, unit, facts, series_unit)
    if not past:
        return {}
    (last_when, last), *earlier = past
    errors = {"last_value": abs(last - row.value)}
    if earlier and earlier[0][1] != 0.0:
        before_when, before = earlier[0]
        years = max(round(float((last_when - before_when) / YEAR)), 1)
        ratio = last / before
        if ratio > 0.0:
            # One step of growth however far ahead: carried on, a new product's growth explodes
            # and any model would look skilful.
            errors["last_growth"] = abs(last * ratio ** (1.0 / years) - row.value)
    return errors


def _past_of(
    row: Observation, unit: str, facts: list["Fact"], series_unit: str
) -> list[tuple[np.datetime64, float]]:
    """Return start and value of earlier observations of a series, the latest first."""
    length = length_in_months(row.period_start, row.period_end)
    found: dict[np.datetime64, float] = {}
    for fact in facts:
        value = number_of(fact.value)
        if fact.series != row.series or value is None or not fact.period_end:
            continue
        start, end = first_day(fact.period_start), last_day(fact.period_end)
        before = end < first_day(row.period_start) and end <= np.datetime64(LAST_KNOWN_DAY)
        alike = length_in_months(fact.period_start, fact.period_end) == length
        if before and alike:
            try:
                found[start] = value * factor_between(fact.unit or series_unit, unit)
            except CannotTell:
                continue
    return sorted(found.items(), reverse=True)


def totals(rows: Iterable[ScoredRow]) -> dict[str, Any]:
    """Return coverage of the bands and skill against the naive forecasts."""
    every = list(rows)
    scored = [row for row in every if row.model is not None]
    total: dict[str, Any] = {"rows": len(every), "scored": len(scored)}
    for band in BANDS:
        inside = [row.inside(band) for row in scored]
        total[f"coverage_{band}"] = sum(map(bool, inside)) / len(inside) if inside else None
    for name in ("last_value", "last_growth"):
        total[f"crps_skill_{name}"] = skill(scored, name)
    return total


def skill(rows: Iterable[ScoredRow], name: str) -> float | None:
    """Return `1 - mean(CRPS / |observed|) / the same of a naive forecast`.

    Over the rows that have that forecast and an observed value that is not zero; None where the
    forecast is never wrong or never exists.
    """
    pairs = [
        (row.crps / abs(row.row.value), row.naive[name] / abs(row.row.value))
        for row in rows
        if row.crps is not None and name in row.naive and row.row.value != 0.0
    ]
    naive = math.fsum(error for _, error in pairs)
    return 1.0 - math.fsum(score for score, _ in pairs) / naive if naive > 0.0 else None


def row_json(scored: ScoredRow) -> dict[str, Any]:
    """Return one row as `sinews score --json` prints it."""
    row = scored.row
    return {
        "series": row.series,
        "period_start": row.period_start,
        "period_end": row.period_end,
        "unit": scored.unit or None,
        "observed": row.value,
        "low": None if math.isnan(row.low) else row.low,
        "high": None if math.isnan(row.high) else row.high,
        "model": scored.model,
        **{f"in_{band}": scored.inside(band) for band in BANDS},
        "crps": scored.crps,
        "naive": scored.naive,
        "skipped": scored.skipped or None,
    }


def score_json(rows: Iterable[ScoredRow]) -> dict[str, Any]:
    """Return the object that `sinews score --json` prints."""
    every = list(rows)
    return {"schema": 1, "rows": [row_json(row) for row in every], "total": totals(every)}
