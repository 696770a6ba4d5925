"""Exports: a run as netCDF, CSV, Parquet or a workbook, values unchanged."""

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sinews.core.errors import BadInput
from sinews.core.optional import need
from sinews.report.netcdf import write_netcdf
from sinews.report.observe import PERCENTS, sound_runs
from sinews.report.periods import months_of

if TYPE_CHECKING:
    import xarray as xr

FORMATS = ("netcdf", "csv", "parquet", "xlsx")
COLUMNS = ("variable", "month", "label", "run", "value", "text", "unit")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 1_048_000
"""A sheet holds no more."""


class Long(NamedTuple):
    """A variable in long form: names of months and labels, run numbers, [month, label, run]."""

    months: list[str]
    labels: list[str]
    runs: np.ndarray
    values: np.ndarray


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


def long_form(array: "xr.DataArray") -> Long:
    """Return a variable in long form; months change slowest, runs fastest."""
    months = [""]
    if "month" in array.dims:
        months = [str(month) for month in array["month"].values.astype("datetime64[M]")]
    runs = array["run"].values if "run" in array.dims else np.array([-1])
    axes = [str(axis) for axis in array.dims if axis not in ("month", "run")]
    members = [[f"{axis}={member}" for member in array[axis].values] for axis in axes]
    labels = [";".join(parts) for parts in itertools.product(*members)]
    values = array.values.reshape(len(months), len(labels), len(runs))
    return Long(months, labels, runs, values)


def _csv(data: "xr.Dataset", room: str, file: Path) -> Path:
    """Write one room in long form, numbers with 17 digits so that they return bit-equal."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(COLUMNS) + "\n")
        for name in _variables(data, room):
            stream.writelines(_csv_lines(data[name]))
    return file


def _csv_lines(array: "xr.DataArray") -> Iterator[str]:
    name, unit = (_csv_cell(text) for text in (array.name, array.attrs.get("units", "")))
    long = long_form(array)
    is_number = array.dtype.kind in "fiub"
    runs = [str(run) for run in long.runs]
    for month, by_label in zip(long.months, long.values, strict=True):
        for label, by_run in zip(long.labels, by_label, strict=True):
            head = f"{name},{month},{_csv_cell(label)},"
            if is_number:
                cells = ("" if value != value else f"{value:.17g}" for value in by_run.tolist())
                lines = (
                    f"{head}{run},{cell},,{unit}\n" for run, cell in zip(runs, cells, strict=True)
                )
            else:
                cells = (_csv_cell(text) for text in by_run.tolist())
                lines = (
                    f"{head}{run},,{cell},{unit}\n" for run, cell in zip(runs, cells, strict=True)
                )
            yield "".join(lines)


def _csv_cell(text: Any) -> str:
    plain = safe_cell(text)
    if any(sign in plain for sign in ',"\r\n'):
        return '"' + plain.replace('"', '""') + '"'
    return plain


def safe_cell(text: Any) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before `=`, `+`, ..."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(FORMULA_SIGNS) else plain


def _parquet(data: "xr.Dataset", room: str, file: Path) -> Path:
    """Write one room in long form, one group of rows per variable."""
    need("pyarrow", "report")
    import pyarrow as pa
    import pyarrow.parquet as pq

    word = pa.dictionary(pa.int32(), pa.string())
    kinds = (word, word, word, pa.int64(), pa.float64(), pa.string(), word)
    schema = pa.schema(list(zip(COLUMNS, kinds, strict=True)))
    with pq.ParquetWriter(file, schema) as writer:
        for name in _variables(data, room):
            writer.write_table(pa.table(_arrow_columns(data[name]), schema=schema))
    return file


def _arrow_columns(array: "xr.DataArray") -> list[Any]:
    """Return the columns of a variable; repeated words are stored once."""
    import pyarrow as pa

    long = long_form(array)
    months, labels, runs = long.values.shape
    size = long.values.size

    def words(codes: np.ndarray, known: list[str]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(known))

    is_number = array.dtype.kind in "fiub"
    flat = long.values.reshape(-1)
    same = np.zeros(size)
    return [
        words(same, [str(array.name)]),
        words(np.repeat(np.arange(months), labels * runs), long.months),
        words(np.tile(np.repeat(np.arange(labels), runs), months), long.labels),
        pa.array(np.tile(long.runs, months * labels).astype(np.int64)),
        pa.array(flat.astype(float) if is_number else np.full(size, np.nan)),
        pa.array([""] * size if is_number else flat.astype(str)),
        words(same, [str(array.attrs.get("units", ""))]),
    ]


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
