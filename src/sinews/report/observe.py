"""Observe: a series and a period, read off a run as history would have counted it."""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sinews.report.periods import (
    CannotTell,
    Months,
    first_day,
    last_day,
    last_month_end,
    length_in_months,
    month_number,
    months_of,
    whole_months,
)

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.facts import Observable

AGGREGATIONS = ("sum", "mean", "end", "mid", "max", "growth", "step", "date", "wait")
PERCENTS = (5, 10, 25, 50, 75, 90, 95)


@dataclasses.dataclass(frozen=True)
class Observed:
    """What the runs say of a series in a period.

    Attributes:
        values: one value per run that did not fail, [run]; None when the run cannot tell.
        unit: unit of the values; `date` for months counted since 1970, infinite where never.
        reason: why there are no values; empty when there are.
    """

    values: np.ndarray | None
    unit: str
    reason: str = ""


def by_series(observables: Iterable["Observable"]) -> dict[str, "Observable"]:
    """Return the observables by the name of their series."""
    return {observable.series: observable for observable in observables}


def observe(
    data: "xr.Dataset", observables: Mapping[str, "Observable"], series: str, start: Any, end: Any
) -> Observed:
    """Return what the runs that did not fail say of a series from `start` to `end`."""
    observable = observables.get(series)
    if observable is None:
        return Observed(None, "", f"the scenario maps no series {series!r}")
    if not observable.variable:
        return Observed(None, observable.unit, observable.reason or "no variable stands behind it")
    try:
        values = _ratio(data, observable, start, end)
    except CannotTell as reason:
        return Observed(None, observable.unit, str(reason))
    kept = values[sound_runs(data)]
    if not kept.size:
        return Observed(None, observable.unit, "every run failed")
    if np.isnan(kept).any():
        return Observed(None, observable.unit, "the value is not defined in some runs")
    return Observed(kept, observable.unit)


def sound_runs(data: "xr.Dataset") -> np.ndarray:
    """Return which runs did not fail, [run]."""
    if "status.failed" not in data:
        return np.ones(data.sizes["run"], dtype=bool)
    return ~data["status.failed"].values.astype(bool)


def quantiles(values: np.ndarray, ranked: bool = False) -> dict[str, float]:
    """Return the quantiles `p5` to `p95` of a sample; `ranked` keeps to values that occur."""
    method = "inverted_cdf" if ranked else "linear"
    found = np.quantile(values, np.array(PERCENTS) / 100, method=method)
    return {f"p{percent}": float(value) for percent, value in zip(PERCENTS, found, strict=True)}


def parse_select(text: Any) -> dict[str, tuple[str, ...]]:
    """Return the members by axis of a selection such as `axis=one|other;axis2=member`."""
    chosen = {}
    for part in filter(None, (piece.strip() for piece in str(text or "").split(";"))):
        axis, _, members = part.partition("=")
        chosen[axis.strip()] = tuple(member.strip() for member in members.split("|"))
    return chosen


def series_of(data: "xr.Dataset", variable: str, select: Any = "") -> np.ndarray:
    """Return a variable summed over the selected members of its axes, [month, run].

    Args:
        data: the runs.
        variable: name of the variable.
        select: text or mapping from axis to members; axes left out are summed over all members.

    Raises:
        CannotTell: when the variable, an axis or a member is missing.
    """
    if variable not in data:
        raise CannotTell(f"the run holds no variable {variable!r}")
    array = data[variable]
    chosen = select if isinstance(select, Mapping) else parse_select(select)
    unknown = [axis for axis in chosen if axis not in array.dims]
    if unknown:
        raise CannotTell(f"{variable} has no axis {unknown[0]!r}")
    values = array.values
    inner = [str(axis) for axis in array.dims if axis not in ("month", "run")]
    for position, axis in reversed(list(enumerate(inner, start=1))):
        if axis in chosen:
            values = np.take(values, _positions(array, axis, chosen[axis]), axis=position)
        values = values.sum(axis=position)
    return values


def _positions(array: "xr.DataArray", axis: str, members: tuple[str, ...]) -> list[int]:
    known = [str(member) for member in array[axis].values]
    missing = [member for member in members if member not in known]
    if missing:
        raise CannotTell(f"axis {axis} has no member {missing[0]!r}")
    return [known.index(member) for member in members]


def _ratio(data: "xr.Dataset", observable: "Observable", start: Any, end: Any) -> np.ndarray:
    values = _aggregated(data, observable, observable.variable, observable.select, start, end)
    if observable.over:
        below = _aggregated(data, observable, observable.over, observable.over_select, start, end)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = values / below
    if observable.aggregation == "date":
        return values
    factor = observable.factor
    return values * (1.0 if factor is None or math.isnan(factor) else factor)


def _aggregated(
    data: "xr.Dataset", observable: "Observable", variable: str, select: Any, start: Any, end: Any
) -> np.ndarray:
    path = series_of(data, variable, select)
    months = months_of(data)
    if observable.aggregation == "date":
        return first_month(path, months, observable.threshold)
    if observable.aggregation == "wait":
        begun = month_number(first_day(start))
        return first_month(path, months, observable.threshold) - begun
    return aggregate(path, months, observable.aggregation, start, end)


def aggregate(path: np.ndarray, months: Months, how: str, start: Any, end: Any) -> np.ndarray:
    """Return one number per run of a path, [month, run] to [run].

    `sum` of monthly rates over the period, their `mean` or `max`; the state at the `end` of the
    last month that is over when the period is; the state at `mid`-year, the end of June; the
    `growth`: the sum over the sum of the same months a year before; or the `step`: the sum over
    the sum of as many months just before.
    """
    if how == "end":
        return path[last_month_end(months, end)]
    if how == "mid":
        return path[last_month_end(months, f"{str(last_day(end))[:4]}-06-30")]
    if how in ("growth", "step"):
        return _over_earlier(path, months, start, end, 12 if how == "growth" else 0)
    inside = path[whole_months(months, start, end)]
    if how not in ("sum", "mean", "max"):
        raise CannotTell(f"aggregation {how!r} is not one of {', '.join(AGGREGATIONS)}")
    return getattr(inside, how)(axis=0)


def _over_earlier(path: np.ndarray, months: Months, start: Any, end: Any, back: int) -> np.ndarray:
    """Return a sum over that of as many months some months before; 0 for those just before."""
    shift = np.timedelta64(back or length_in_months(start, end), "M")
    ends = [day.astype("datetime64[M]") - shift for day in (first_day(start), last_day(end))]
    before = path[whole_months(months, str(ends[0]), str(ends[1]))].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return path[whole_months(months, start, end)].sum(axis=0) / before


def first_month(path: np.ndarray, months: Months, threshold: float | None) -> np.ndarray:
    """Return the first month in which a path reaches a threshold, as months since 1970.

    Args:
        path: the variable, [month, run].
        months: the months of the run.
        threshold: what must be reached; any positive value when it is not given.

    Returns:
        One number per run, infinite where the threshold is never reached.
    """
    given = threshold is not None and not math.isnan(threshold)
    reached = path >= threshold if given else path > 0.0
    first = np.argmax(reached, axis=0) + month_number(months[0])
    return np.where(reached.any(axis=0), first, np.inf)
