"""Trajectories: records of chunks as one labelled dataset.

Axes, units and meanings come from the fields; nothing is declared twice.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from sinews.core.axes import FIXED_AXES, MONTH, RUN
from sinews.core.fields import FieldInfo, walk
from sinews.simulation.run import Record
from sinews.simulation.status import FINE, watched
from sinews.world.ledger import BALANCES


def month_starts(start: str, months: int) -> np.ndarray:
    """Return the first day of each month from `start` ("1931-01") on."""
    first = np.datetime64(start, "M")
    return (first + np.arange(months)).astype("datetime64[ns]")


def trajectory(
    records: Sequence[Record],
    members: Mapping[str, Sequence[str]],
    *,
    runs: int,
    start: str,
    attributes: Mapping[str, object],
) -> xr.Dataset:
    """Return the runs of some chunks as a dataset, padding cut off.

    Args:
        records: records of the chunks in run order.
        members: member names of each scenario axis.
        runs: number of runs asked for.
        start: first month, "1931-01".
        attributes: what is said of the dataset as a whole.
    """
    names = {**FIXED_AXES, **members}
    months = records[0].flows.command.pressure_now.shape[0]
    variables = {}
    for kind, part in (("state", "world"), ("flow", "flows")):
        columns = zip(*(walk(getattr(record, part)) for record in records), strict=True)
        for column in columns:
            name, info, _ = column[0]
            if not info.is_link and not name.startswith("last."):
                variables[name] = _variable(info, kind, [value for _, _, value in column], runs)
    variables |= _status(records, runs)
    used = {axis for variable in variables.values() for axis in variable.dims}
    coords = {axis: list(names[axis]) for axis in sorted(used) if axis in names}
    coords |= {
        MONTH: month_starts(start, months),
        RUN: np.arange(runs),
        "balance": list(BALANCES),
    }
    return xr.Dataset(variables, coords=coords, attrs=dict(attributes))


def _variable(info: FieldInfo, kind: str, values: list[np.ndarray], runs: int) -> xr.Variable:
    full = [np.broadcast_to(v, (*v.shape[:-1], max(v.shape[-1], 1))) for v in values]
    if full[0].shape[-1] == 1 and runs > 1:
        joined = np.broadcast_to(full[0], (*full[0].shape[:-1], runs))
    else:
        joined = full[0] if len(full) == 1 else np.concatenate(full, axis=-1)
    attributes = {
        "units": info.unit,
        "long_name": info.meaning,
        "secrecy": info.secrecy,
        "kind": kind,
        "limit": info.limit,
    }
    return xr.Variable((MONTH, *info.axes, RUN), joined[..., :runs], attributes)


def _status(records: Sequence[Record], runs: int) -> dict[str, xr.Variable]:
    month = np.concatenate([record.status.month for record in records])[:runs]
    field = np.concatenate([record.status.field for record in records])[:runs]
    fields = np.array([*watched(records[0].world), ""])
    residual = np.concatenate([record.residual for record in records], axis=-1)[:, :runs]
    return {
        "status.failed": xr.Variable((RUN,), month != FINE),
        "status.month": xr.Variable((RUN,), month),
        "status.field": xr.Variable((RUN,), fields[field]),
        "ledger.residual": xr.Variable(("balance", RUN), residual),
    }
