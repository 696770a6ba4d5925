"""Paths: the lines of a panel as arrays, and the dots of history beside them."""

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from sinews.report.conversion import DATE, factor_between
from sinews.report.facts_table import number_of
from sinews.report.observe import series_of, sound_runs
from sinews.report.panels import Line, Panel, Shape
from sinews.report.periods import (
    CannotTell,
    first_day,
    is_day,
    last_day,
    length_in_months,
    months_of,
)

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.facts import Fact

FIRST_MONTH = {"since_january": 1, "since_july": 7}
BAND_PERCENTS = (5, 25, 50, 75, 95)


@dataclasses.dataclass(frozen=True)
class Path:
    """One line ready to be drawn; time in months since January 1970.

    Attributes:
        line: its declaration.
        when: where in time each value stands, [month].
        bands: quantiles 5, 25, 50, 75 and 95 % over the runs, [5, month].
        order: median of what was ordered, [month]; None without an order.
    """

    line: Line
    when: np.ndarray
    bands: np.ndarray
    order: np.ndarray | None


@dataclasses.dataclass(frozen=True)
class Dot:
    """One figure of history; time in months since January 1970.

    Attributes:
        begin: start of its period.
        end: end of its period.
        value: what history says.
        low: least of the rivals, or the value.
        high: greatest of the rivals, or the value.
    """

    begin: float
    end: float
    value: float
    low: float
    high: float


def paths_of(data: "xr.Dataset", panel: Panel) -> list[Path]:
    """Return the lines of a panel that this run can draw."""
    found = []
    for line in panel.lines:
        try:
            found.append(_path(data, line))
        except CannotTell:
            continue
    return found


def _path(data: "xr.Dataset", line: Line) -> Path:
    sound = sound_runs(data)
    if not sound.any():
        raise CannotTell("every run failed")
    values = series_of(data, line.variable, line.select)[:, sound] * line.factor
    if line.over:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = values / series_of(data, line.over, line.over_select)[:, sound]
    months = months_of(data)
    shaped = shape(values, months, line.shape) * line.scale
    shift = 0.5 if line.shape == "rate" else 1.0
    when = months.astype(int) + shift
    bands = np.percentile(shaped, BAND_PERCENTS, axis=1)
    if line.shape == "mean_of_runs":
        bands = np.broadcast_to(_mean_at_peace(data, shaped, sound), bands.shape)
    order = _order(data, line)
    rows = bands if order is None else np.vstack([bands, order])
    when, rows = _broken(when, rows, months, line.shape)
    return Path(line, when, rows[:5], None if order is None else rows[5])


def _mean_at_peace(data: "xr.Dataset", shaped: np.ndarray, sound: np.ndarray) -> np.ndarray:
    """Return the mean over runs, each weighed by the chance that it is still at peace, [month]."""
    if "war.survival" not in data:
        return shaped.mean(axis=1)
    weights = data["war.survival"].values[: shaped.shape[0], sound]
    return np.average(shaped, axis=1, weights=weights)


def _broken(
    when: np.ndarray, rows: np.ndarray, months: np.ndarray, how: Shape
) -> tuple[np.ndarray, np.ndarray]:
    """Return a path that starts again from 0 at each restart, with a gap before it."""
    if how not in FIRST_MONTH:
        return when, rows
    restarts = np.flatnonzero(months.astype(int) % 12 == FIRST_MONTH[how] - 1)
    places = np.repeat(restarts, 2)
    cut = np.tile([np.nan, 0.0], len(restarts))
    filled = np.insert(rows, places, np.broadcast_to(cut, (len(rows), len(cut))), axis=1)
    return np.insert(when, places, np.repeat(when[restarts] - 1.0, 2)), filled


def _order(data: "xr.Dataset", line: Line) -> np.ndarray | None:
    if not line.order:
        return None
    try:
        values = series_of(data, line.order, line.order_select)[:, sound_runs(data)]
    except CannotTell:
        return None
    shaped = shape(values * line.order_factor, months_of(data), line.shape)
    median = np.median(shaped, axis=1) * line.scale
    return median if np.isfinite(median).all() and median.any() else None


def shape(values: np.ndarray, months: np.ndarray, how: Shape) -> np.ndarray:
    """Return rates summed since the first month of each year they are counted by, [month, run]."""
    if how not in FIRST_MONTH:
        return values
    restarts = months.astype(int) % 12 == FIRST_MONTH[how] - 1
    total = np.zeros_like(values)
    running = np.zeros(values.shape[1])
    for at, restart in enumerate(restarts):
        running = values[at] + (0.0 if restart else running)
        total[at] = running
    return total


def dots_of(facts: Iterable["Fact"], series: tuple[str, ...], line: Line) -> list[Dot]:
    """Return the facts of some series as dots in the unit of a line; those that fit its shape."""
    found = (_dot(fact, line) for fact in facts if fact.series in series)
    return [dot for dot in found if dot is not None]


def _dot(fact: "Fact", line: Line) -> Dot | None:
    if fact.unit == DATE or not (is_day(fact.period_start) and is_day(fact.period_end)):
        return None
    value, low, high = (number_of(cell) for cell in (fact.value, fact.low, fact.high))
    if value is None and low is not None and high is not None:
        value = (low + high) / 2
    length = length_in_months(fact.period_start, fact.period_end)
    start = first_day(fact.period_start).astype("datetime64[M]").astype(int)
    if value is None or not _fits(line, start, length):
        return None
    try:
        factor = factor_between(fact.unit, line.unit) if line.unit else 1.0
    except CannotTell:
        return None
    factor *= line.scale / (length if line.shape == "rate" and line.unit else 1.0)
    low, high = (value if end is None else end for end in (low, high))
    ends = (_months(first_day(fact.period_start)), _months(last_day(fact.period_end) + 1))
    return Dot(*ends, value * factor, min(low, value) * factor, max(high, value) * factor)


def _fits(line: Line, start: int, length: int) -> bool:
    if line.shape in FIRST_MONTH:
        return start % 12 == FIRST_MONTH[line.shape] - 1 and length <= 12
    return True


def _months(day: np.datetime64) -> float:
    month = day.astype("datetime64[M]")
    into = (day - month.astype("datetime64[D]")).astype(int)
    return float(month.astype(int)) + float(into) / 31.0
