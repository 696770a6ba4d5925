"""Binding limits: what held the runs back, in which period, in how many runs, at what cost."""

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sinews.report.observe import sound_runs
from sinews.report.periods import Months, months_of

if TYPE_CHECKING:
    import xarray as xr

Every = Literal["year", "quarter"]
NEGLIGIBLE = 1e-6
"""Cost in its own unit, and share of the limit's greatest cost, that does not count."""


@dataclasses.dataclass(frozen=True)
class Binding:
    """One limit in one period.

    Attributes:
        room: the room that met the limit.
        limit: name of the limit.
        variable: the flow that measures what it costs.
        label: which members of its axes, joined by commas; empty without axes.
        period: `1932` or `1932-Q1`.
        share_of_runs: in how many of the runs it cost anything.
        loss: median over the runs of what it cost in the period.
        unit: unit of the loss.
        weight: share of runs times the median loss over the greatest of that flow, 0 to 1.
    """

    room: str
    limit: str
    variable: str
    label: str
    period: str
    share_of_runs: float
    loss: float
    unit: str
    weight: float

    def json(self) -> dict[str, Any]:
        """Return the row as it stands in the summary of a run."""
        row = dataclasses.asdict(self)
        row.pop("weight")
        return row


def binding_limits(data: "xr.Dataset", every: Every = "year") -> list[Binding]:
    """Return the limits that cost anything in any run, the heaviest first."""
    sound = sound_runs(data)
    if not sound.any():
        return []
    months = months_of(data)
    names = [name for name in data.data_vars if data.variables[name].attrs.get("limit")]
    rows = [row for name in names for row in _of_variable(data[name], months, sound, every)]
    return sorted(rows, key=lambda row: (-row.weight, -row.share_of_runs, row.variable, row.label))


def _of_variable(
    array: "xr.DataArray", months: Months, sound: np.ndarray, every: Every
) -> list[Binding]:
    values = np.nan_to_num(np.abs(array.values[..., sound]))
    periods = np.array([period_name(month, every) for month in months])
    costs = {name: values[periods == name].sum(axis=0) for name in dict.fromkeys(periods)}
    greatest = max(float(cost.max(initial=0.0)) for cost in costs.values())
    if greatest <= NEGLIGIBLE:
        return []
    heaviest = max(float(np.median(cost, axis=-1).max(initial=0.0)) for cost in costs.values())
    return [
        row
        for period, cost in costs.items()
        for row in _of_period(array, str(period), cost, greatest, heaviest or greatest)
    ]


def _of_period(
    array: "xr.DataArray", period: str, cost: np.ndarray, greatest: float, heaviest: float
) -> list[Binding]:
    shares = (cost > NEGLIGIBLE * max(greatest, 1.0)).mean(axis=-1)
    losses = np.median(cost, axis=-1)
    axes = [axis for axis in array.dims if axis not in ("month", "run")]
    room, _, _ = str(array.name).partition(".")
    rows = []
    for place in map(tuple, np.argwhere(shares > 0.0)):
        share, loss = float(shares[place]), float(losses[place])
        members = [str(array[axis].values[at]) for axis, at in zip(axes, place, strict=True)]
        rows.append(
            Binding(
                room=room,
                limit=str(array.attrs["limit"]),
                variable=str(array.name),
                label=", ".join(members),
                period=period,
                share_of_runs=share,
                loss=loss,
                unit=unit_of_sum(str(array.attrs.get("units", ""))),
                weight=share * loss / heaviest,
            )
        )
    return rows


def period_name(month: Any, every: Every) -> str:
    """Return the name of the period a month belongs to."""
    text = str(np.datetime64(month, "M"))
    return text[:4] if every == "year" else f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}"


def unit_of_sum(unit: str) -> str:
    """Return the unit of monthly rates summed over months: `kt` of `kt/month`."""
    if unit in ("", "1"):
        return "months"
    return unit.removesuffix("/month") if unit.endswith("/month") else f"{unit} months"
