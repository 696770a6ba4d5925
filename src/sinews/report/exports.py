"""Exports: a run as netCDF, CSV, Parquet or a workbook, values unchanged."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sinews.core.errors import BadInput
from sinews.core.optional import need
from sinews.report.netcdf import write_netcdf
from sinews.report.observe import PERCENTS, sound_runs
from sinews.report.periods import months_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FORMATS = ("netcdf", "csv", "parquet", "xlsx")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 1_048_000
"""A sheet holds no more."""


def export(
    data: "xr.Dataset", facts: Iterable[dict[str, Any]], to: str, folder: Path, name: str
) -> list[Path]:
    """Write a run in another format; return the files written.

    Args:
        data: the runs.
        facts: the facts compared, as they stand in the summary.
        to: `netcdf`, `csv`, `parquet` or `xlsx`.
        folder: where the files go; it exists.
        name: how the files begin.
    """
    if to not in FORMATS:
        raise BadInput(f"--to {to!r}: choose one of {', '.join(FORMATS)}")
    if to == "netcdf":
        file = folder / f"{name}.nc"
        write_netcdf(file, data)
        return [file]
    if to == "xlsx":
        return [_workbook(data, facts, folder / f"{name}.xlsx")]
    writer = _csv if to == "csv" else _parquet
    return [writer(data, room, folder / f"{name}-{room}.{to}") for room in rooms_of(data)]


def rooms_of(data: "xr.Dataset") -> list[str]:
    """Return the rooms a run holds variables of."""
    return list(dict.fromkeys(str(name).partition(".")[0] for name in data.data_vars))


def _variables(data: "xr.Dataset", room: str) -> list[str]:
    return [str(name) for name in data.data_vars if str(name).partition(".")[0] == room]


def long_columns(array: "xr.DataArray") -> tuple[list[Any], np.ndarray]:
    """Return the columns of a variable in long form: month, labels, run, and its values."""
    values = array.values.reshape(-1)
    sizes = array.shape
    month: Any = np.full(values.shape, "", dtype=object)
    run: Any = np.full(values.shape, -1)
    labels: list[tuple[str, Any]] = []
    for position, axis in enumerate(array.dims):
        before = int(np.prod(sizes[:position], dtype=int))
        after = int(np.prod(sizes[position + 1 :], dtype=int))
        members = array[axis].values
        if axis == "month":
            members = np.array([str(when) for when in members.astype("datetime64[M]")], object)
        column = np.tile(np.repeat(members, after), before)
        if axis == "month":
            month = column
        elif axis == "run":
            run = column
        else:
            labels.append((str(axis), column))
    return [month, labels, run], values


def _frame(data: "xr.Dataset", room: str) -> "pd.DataFrame":
    import pandas as pd

    parts = []
    for name in _variables(data, room):
        (month, labels, run), values = long_columns(data[name])
        text = np.full(values.shape, "", dtype=object)
        for axis, column in labels:
            text = (
                text
                + np.where(text == "", "", ";")
                + np.array([f"{axis}=" + str(m) for m in column], object)
            )
        is_number = np.issubdtype(values.dtype, np.number) or values.dtype == bool
        parts.append(
            pd.DataFrame(
                {
                    "variable": name,
                    "month": month,
                    "label": text,
                    "run": run,
                    "value": values.astype(float) if is_number else np.nan,
                    "text": "" if is_number else values.astype(str),
                    "unit": str(data[name].attrs.get("units", "")),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _csv(data: "xr.Dataset", room: str, file: Path) -> Path:
    """Write one room in long form, numbers with 17 digits so that they return bit-equal."""
    frame = _frame(data, room)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(frame.columns)
        writer.writerows(_csv_rows(frame))
    return file


def _csv_rows(frame: "pd.DataFrame") -> Iterator[list[str]]:
    row: Any
    for row in frame.itertuples(index=False):
        value = "" if np.isnan(row.value) else f"{row.value:.17g}"
        cells = (row.variable, row.month, row.label, str(row.run))
        yield [*map(safe_cell, cells), value, safe_cell(row.text), safe_cell(row.unit)]


def safe_cell(text: Any) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before `=`, `+`, ..."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(FORMULA_SIGNS) else plain


def _parquet(data: "xr.Dataset", room: str, file: Path) -> Path:
    need("pyarrow", "report")
    _frame(data, room).to_parquet(file, index=False)
    return file


def _workbook(data: "xr.Dataset", facts: Iterable[dict[str, Any]], file: Path) -> Path:
    """Write quantiles over the runs, one sheet per room, and a sheet of facts."""
    xlsxwriter = need("xlsxwriter", "report")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "nan_inf_to_errors": False}  # fmt: skip
    with xlsxwriter.Workbook(str(file), options) as book:
        bold = book.add_format({"bold": True})
        _fill(book.add_worksheet("facts"), bold, _fact_cells(facts))
        for room in rooms_of(data):
            if room not in ("status", "ledger"):
                _fill(book.add_worksheet(_sheet_name(room)), bold, _quantile_cells(data, room))
    return file


def _sheet_name(room: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", "_", room)[:31]


def _fill(sheet: Any, bold: Any, rows: Iterable[list[Any]]) -> None:
    for at, row in enumerate(rows):
        if at > MOST_ROWS:
            break
        for column, cell in enumerate(row):
            if at == 0:
                sheet.write_string(at, column, str(cell), bold)
            elif isinstance(cell, int | float) and not isinstance(cell, bool) and np.isfinite(cell):
                sheet.write_number(at, column, cell)
            elif cell is not None and str(cell) != "nan":
                sheet.write_string(at, column, safe_cell(cell))
    sheet.freeze_panes(1, 0)


def _quantile_cells(data: "xr.Dataset", room: str) -> Iterator[list[Any]]:
    yield ["variable", "label", "month", "unit", *(f"p{percent}" for percent in PERCENTS)]
    sound = sound_runs(data)
    months = [str(month) for month in months_of(data)]
    for name in _variables(data, room):
        array = data[name]
        is_path = array.dims[:1] == ("month",) and array.dims[-1:] == ("run",)
        if not is_path or not sound.any() or not np.issubdtype(array.dtype, np.number):
            continue
        found = np.percentile(array.values[..., sound], PERCENTS, axis=-1)
        axes = array.dims[1:-1]
        unit = str(array.attrs.get("units", ""))
        for place in np.ndindex(found.shape[2:]):
            members = [str(array[axis].values[at]) for axis, at in zip(axes, place, strict=True)]
            for at, month in enumerate(months):
                cells = found[(slice(None), at, *place)]
                yield [name, ";".join(members), month, unit, *map(float, cells)]


def _fact_cells(facts: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    points = [f"p{percent}" for percent in PERCENTS]
    head = ["id", "series", "period_start", "period_end", "unit", "role", "in_band_80"]
    yield [*head, "value", "low", "high", *points, "source", "locator", "skipped"]
    for fact in facts:
        model = fact.get("model") or {}
        inside = {True: "in", False: "out", None: None}[fact.get("in_band_80")]
        yield [
            *(fact.get(name) for name in head[:-1]),
            inside,
            *(fact["history"].get(name) for name in ("value", "low", "high")),
            *(model.get(point) for point in points),
            *(fact.get(name) for name in ("source", "locator", "skipped")),
        ]
