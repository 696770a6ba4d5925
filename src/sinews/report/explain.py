"""Explain: what stands behind a value, one level down, with names, figures and sources."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sinews.report.asked import Asked, members_of
from sinews.report.observe import sound_runs
from sinews.report.periods import months_of
from sinews.report.wiring import Origin

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.numbers import Number

RATIOS = ("1", "sd", "degC", "index", "ratio", "1/month", "rub/kg", "rub/month", "kg/month")
"""Units whose members are averaged; all others are added up."""
MOST_ROWS = 8
"""Rows of one parameter that are listed when none is that of the member asked for."""
LEAST_TRACK = 0.3
"""Rank correlation below which a limit of the room is held to have nothing to do with a value."""
MIXED = "unit"
"""Members counted in units of their own are not added up."""


@dataclasses.dataclass(frozen=True)
class Cause:
    """One thing that stands behind a value.

    Attributes:
        kind: `before` (a stock of the same room), `input`, `parameter`, `limit` or `chance`.
        name: `room.field`, with members where they are known.
        meaning: one plain phrase.
        unit: unit of the figures.
        month: month of the figures; empty for parameters.
        low: 10 % point over the runs; for a parameter its 5 % point.
        middle: median over the runs; for a parameter its value.
        high: 90 % point over the runs; for a parameter its 95 % point.
        over: how members were joined, as `sum over 7 region`.
        tracks: rank correlation with the value over the runs; None where nothing varies.
        source: source of a parameter, with locator and grade.
    """

    kind: str
    name: str
    meaning: str = ""
    unit: str = ""
    month: str = ""
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    over: str = ""
    tracks: float | None = None
    source: str = ""


def value_of(data: "xr.Dataset", asked: Asked) -> Cause:
    """Return the explained value itself."""
    return _figures(data, "value", asked.name, asked, asked.month, None)


def causes(
    data: "xr.Dataset",
    asked: Asked,
    behind: Iterable[str],
    wires: Mapping[str, Origin],
    numbers: Sequence["Number"],
    meanings: Mapping[str, str],
) -> list[Cause]:
    """Return what stands behind a value, the closest companions over the runs first.

    Args:
        data: the runs.
        asked: what is explained.
        behind: names of the inputs of its room it is computed from: `state.…`, `params.…`,
            `inputs.…`.
        wires: where each named input of the room comes from.
        numbers: the numbers that the run used.
        meanings: what parameters mean, by `room.field`.
    """
    room, _, _ = asked.name.partition(".")
    path = _joined(data, asked.name, asked, asked.month)[0]
    found: list[Cause] = []
    for name in sorted(behind):
        group, _, rest = name.partition(".")
        if group == "state":
            found.append(_figures(data, "before", f"{room}.{rest}", asked, asked.month - 1, path))
        elif group == "params":
            found += _parameters(f"{room}.{rest}", asked, numbers, meanings)
        else:
            found += _inputs(data, rest, asked, wires, path)
    found += limits_at(data, asked, path)
    order = {"limit": 0, "input": 1, "before": 1, "chance": 2, "parameter": 3}
    unique = list(dict.fromkeys(found))
    return sorted(
        unique, key=lambda cause: (order[cause.kind], -abs(cause.tracks or 0.0), cause.name)
    )


def _inputs(
    data: "xr.Dataset", rest: str, asked: Asked, wires: Mapping[str, Origin], path: np.ndarray
) -> list[Cause]:
    argument, _, field = rest.partition(".")
    if argument == "chance":
        return [Cause("chance", "chance", "draws of the month")]
    if argument == "moment":
        return [Cause("input", "calendar", "which month it is")]
    origin = wires.get(argument, Origin((), False))
    names = [f"{name}.{field}" if field else name for name in origin.names] or [rest]
    month = asked.month - 1 if origin.is_last_month else asked.month
    return [_figures(data, "input", name, asked, month, path) for name in names]


def _figures(
    data: "xr.Dataset", kind: str, name: str, asked: Asked, month: int, path: np.ndarray | None
) -> Cause:
    if name not in data or month < 0:
        when = "the opening" if month < 0 else ""
        return Cause(kind, name, month=when)
    values, over = _joined(data, name, asked, month)
    attributes = data[name].attrs
    if over and kind != "value" and str(attributes.get("units", "")).startswith(MIXED):
        sizes = over.partition(" over ")[2]
        meaning = str(attributes.get("long_name", ""))
        return Cause(kind, name, meaning, month=str(months_of(data)[month]), over=sizes)
    low, middle, high = (float(q) for q in np.percentile(values, (10, 50, 90)))
    members = [asked.members[str(axis)] for axis in data[name].dims if axis in asked.members]
    return Cause(
        kind=kind,
        name=f"{name}[{','.join(members)}]" if members else name,
        meaning=str(attributes.get("long_name", "")),
        unit=str(attributes.get("units", "")),
        month=str(months_of(data)[month]),
        low=low,
        middle=middle,
        high=high,
        over=over,
        tracks=None if path is None else rank_correlation(values, path),
    )


def _joined(data: "xr.Dataset", name: str, asked: Asked, month: int) -> tuple[np.ndarray, str]:
    """Return a variable in one month over the sound runs, [run], and how members were joined."""
    array = data[name].isel(month=month, run=np.flatnonzero(sound_runs(data)))
    rest = []
    for axis in [str(axis) for axis in array.dims if axis != "run"]:
        if axis in asked.members and asked.members[axis] in members_of(array, axis):
            array = array.sel({axis: asked.members[axis]})
        else:
            rest.append(axis)
    if not rest:
        return array.values, ""
    averaged = str(data[name].attrs.get("units", "")) in RATIOS
    how = "mean" if averaged else "sum"
    sizes = " and ".join(f"{array.sizes[axis]} {axis}" for axis in rest)
    joined = array.mean(rest) if averaged else array.sum(rest)
    return joined.values, f"{how} over {sizes}"


def _parameters(
    name: str, asked: Asked, numbers: Sequence["Number"], meanings: Mapping[str, str]
) -> list[Cause]:
    meaning = meanings.get(name, "")
    rows = [row for row in numbers if row.full_name == name]
    members = set(asked.members.values())
    fitting = [row for row in rows if members & set(row.labels) or not any(row.labels)]
    if not fitting and len(rows) <= MOST_ROWS:
        fitting = rows
    if not fitting and rows:
        return [Cause("parameter", name, meaning, rows[0].unit, over=f"{len(rows)} numbers")]
    return [_parameter(row, meaning) for row in fitting] or [Cause("parameter", name, meaning)]


def _parameter(row: "Number", meaning: str) -> Cause:
    labels = ",".join(filter(None, row.labels))
    is_number = isinstance(row.value, int | float)
    return Cause(
        kind="parameter",
        name=f"{row.full_name}[{labels}]" if labels else row.full_name,
        meaning=meaning if is_number else f"{meaning}: {row.value}",
        unit=row.unit,
        low=row.low,
        middle=float(row.value) if is_number else None,
        high=row.high,
        source=f"{row.source} {row.locator} ({row.grade})",
    )


def limits_at(data: "xr.Dataset", asked: Asked, path: np.ndarray) -> list[Cause]:
    """Return the limits of the same room that cost anything in that month and track the value."""
    room = asked.name.partition(".")[0] + "."
    found = []
    for name in map(str, data.data_vars):
        if name.startswith(room) and data[name].attrs.get("limit") and name != asked.name:
            cause = _figures(data, "limit", name, asked, asked.month, path)
            if cause.high and (cause.tracks is None or abs(cause.tracks) >= LEAST_TRACK):
                limit = data[name].attrs["limit"]
                found.append(dataclasses.replace(cause, meaning=f"{limit}: {cause.meaning}"))
    return found


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float | None:
    """Return Spearman's rank correlation, or None where one of the two does not vary."""
    if first.size < 3 or np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return None
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks, equal values sharing the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2.0)[place]


def explain_json(value: Cause, found: Sequence[Cause]) -> dict[str, Any]:
    """Return the object that `sinews explain --json` prints."""
    return {
        "schema": 1,
        "value": dataclasses.asdict(value),
        "behind": [dataclasses.asdict(cause) for cause in found],
    }
