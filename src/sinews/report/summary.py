"""Summary: the one JSON object that `sinews run --json` prints and a run folder keeps."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sinews.report.binding import Binding
from sinews.report.facts_table import ComparedFact, fact_json
from sinews.report.observe import sound_runs
from sinews.report.periods import months_of

if TYPE_CHECKING:
    import xarray as xr

VERSION = 1


def summary_of(
    data: "xr.Dataset",
    facts: Iterable[ComparedFact],
    binding: Iterable[Binding],
    seconds: Mapping[str, float],
    files: Mapping[str, str],
) -> dict[str, Any]:
    """Return the summary of a run.

    Args:
        data: the runs.
        facts: the facts compared.
        binding: the limits that bind, the heaviest first.
        seconds: wall time of `build`, `compile`, `run` and `total`.
        files: path of each file written, by what it is.
    """
    summary = {
        "schema": VERSION,
        "scenario": str(data.attrs["scenario"]),
        "content_hash": str(data.attrs["content_hash"]),
        "seed": int(data.attrs["seed"]),
        "runs": int(data.sizes["run"]),
        "months": int(data.sizes["month"]),
        "mode": str(data.attrs["mode"]),
        "switches": switches_of(data),
        "facts": [fact_json(fact) for fact in facts],
        "binding": [row.json() for row in binding],
        "ledger": ledger_of(data),
        "failed_runs": failed_runs(data),
        "failures": failures_of(data),
        "seconds": {name: round(float(time), 3) for name, time in seconds.items()},
        "files": dict(files),
    }
    return plain(summary)


def switches_of(data: "xr.Dataset") -> dict[str, str]:
    """Return the option of every switch that held in a run, by the name of the switch."""
    pairs = str(data.attrs.get("switches", "")).split("; ")
    return {name: option for name, _, option in (pair.partition("=") for pair in pairs) if name}


def failed_runs(data: "xr.Dataset") -> int:
    """Return how many runs failed."""
    return int(data["status.failed"].values.sum()) if "status.failed" in data else 0


def failures_of(data: "xr.Dataset", most: int = 20) -> list[dict[str, Any]]:
    """Return the first failed runs with the month and the field where each went wrong."""
    if "status.failed" not in data:
        return []
    months, rows = months_of(data), []
    for at in np.flatnonzero(data["status.failed"].values)[:most]:
        rows.append(
            {
                "run": int(data["run"].values[at]),
                "month": str(months[int(data["status.month"].values[at])]),
                "field": str(data["status.field"].values[at]),
            }
        )
    return rows


def ledger_of(data: "xr.Dataset") -> dict[str, Any]:
    """Return the worst relative residual of any balance in any run, and where it is."""
    if "ledger.residual" not in data:
        return {"worst_relative": None, "where": None}
    residual = data["ledger.residual"].transpose("balance", "run")
    sound = sound_runs(data)
    values = np.abs(residual.values[:, sound])
    if not values.size:
        return {"worst_relative": None, "where": None}
    filled = np.where(np.isnan(values), np.inf, values)
    balance, run = np.unravel_index(int(np.argmax(filled)), filled.shape)
    where = f"{residual['balance'].values[balance]}, run {data['run'].values[sound][run]}"
    return {"worst_relative": float(filled[balance, run]), "where": where}


def plain(value: Any) -> Any:
    """Return a value that JSON can hold: no numpy types, null where a number is not finite."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(inner) for inner in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value if value is None else str(value)


def to_json(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON text without NaN."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=indent)
