"""Run folders: written whole or not at all, read back bit-equal; exports; two runs compared."""

import csv
import zipfile
from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from tests.report.made import Maker, observable

from sinews.core.errors import BadInput, StoreError
from sinews.report import compare, exports, runs
from sinews.report.netcdf import write_netcdf
from sinews.report.summary import to_json
from sinews.scenario.numbers import Number

NUMBER = Number("food", "spoilage", ("volga", ""), 0.1 + 0.2, "1/month", 1e-300, None, "beta",
                "ACC", "p. 3; 4", "A", 'a "note", with commas', "food.csv", 7)  # fmt: skip


@pytest.fixture
def folder(data, facts, observables, tmp_path):
    target = tmp_path / "out" / "run-1"
    with runs.written_whole(target) as part:
        runs.write_data(part, data)
        runs.write_summary(part, {"facts": [], "scenario": "ussr-1932"})
        runs.write_numbers(part, [NUMBER])
        runs.write_rows(part / runs.FACTS, facts)
        runs.write_rows(part / runs.OBSERVABLES, observables.values())
    return target


def test_a_run_returns_bit_equal(folder, data):
    again = runs.read_data(folder)
    assert set(again.data_vars) == set(data.data_vars)
    for name in data.data_vars:
        assert again[name].dims == data[name].dims
        if data[name].dtype.kind == "f":
            np.testing.assert_array_equal(again[name].values, data[name].values)
    assert again["status.failed"].dtype == bool
    assert again["industry.made"].attrs["units"] == "unit/month"
    assert again.attrs["scenario"] == "ussr-1932"
    np.testing.assert_array_equal(again["month"].values, data["month"].values)


def test_what_is_read_is_identical_even_without_coordinates(small, tmp_path):
    small["bare"] = ("place", np.arange(3))
    write_netcdf(tmp_path / "x.nc", small)
    with xr.open_dataset(tmp_path / "x.nc", engine="h5netcdf") as again:
        xr.testing.assert_identical(again.load(), small)


def test_tables_return_equal(folder, facts, observables):
    assert [astuple(row) for row in runs.read_facts(folder)] == [astuple(row) for row in facts]
    assert runs.read_observables(folder) == observables
    assert [astuple(row) for row in runs.read_numbers(folder)] == [astuple(NUMBER)]


def test_nothing_stays_when_writing_fails(tmp_path):
    target = tmp_path / "run-1"
    full = OSError(28, "No space left on device")
    with pytest.raises(StoreError) as caught, runs.written_whole(target):
        raise full
    assert caught.value.code == 4
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError), runs.written_whole(target):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_a_store_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError), runs.written_whole(tmp_path / "file" / "run-1"):
        pass


def test_new_folders_are_numbered(tmp_path):
    assert runs.next_folder("toy", tmp_path).name == "toy-1"
    (tmp_path / "toy-1").mkdir()
    assert runs.next_folder("toy", tmp_path).name == "toy-2"


def test_used_folders_are_told(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    assert runs.used_reason(tmp_path / "empty") == ""
    assert runs.used_reason(tmp_path / "none") == ""
    assert "no folder" in runs.used_reason(tmp_path / "file")
    assert "holds a run" in runs.used_reason(folder)
    assert "not empty" in runs.used_reason(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '{"facts"', ""])
def test_what_is_no_run_is_refused(tmp_path, text):
    with pytest.raises(BadInput, match="is no run"):
        runs.read_data(tmp_path)
    (tmp_path / "summary.json").write_text(text)
    with pytest.raises(BadInput, match="run again"):
        runs.read_data(tmp_path)


def test_damaged_data_and_tables_are_refused(folder):
    (folder / runs.DATA).write_bytes(b"no netcdf")
    (folder / runs.FACTS).write_bytes(b"id\n\xff\n")
    (folder / runs.NUMBERS).unlink()
    for read in (runs.read_data, runs.read_facts, runs.read_numbers):
        with pytest.raises(BadInput, match="run again"):
            read(folder)


@pytest.fixture
def small():
    make = Maker(months=3, runs=2)
    make.add("food.procured", make.members("region", (1, 2), (3, 4)), "kt/month", axis="region")
    make.add("food.state_grain", make.path(1 / 3, 2 / 3), "=kt", "state")
    make.data = make.data.assign_coords(region=["=cmd()", "volga"])
    make.data["status.failed"] = ("run", np.array([False, False]))
    make.data["status.field"] = ("run", np.array(["", "@x"]))
    return make.data


def test_csv_returns_bit_equal_and_disarms_formulas(small, tmp_path):
    files = exports.export(small, [], "csv", tmp_path, "toy")
    assert [file.name for file in files] == ["toy-food.csv", "toy-status.csv"]
    with files[0].open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    stock = [float(row["value"]) for row in rows if row["variable"] == "food.state_grain"]
    np.testing.assert_array_equal(stock, small["food.state_grain"].values.reshape(-1))
    first = rows[0]
    assert (first["month"], first["label"], first["run"]) == ("1931-01", "region==cmd()", "0")
    assert rows[-1]["unit"] == "'=kt"
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_parquet_returns_bit_equal(small, tmp_path):
    files = exports.export(small, [], "parquet", tmp_path, "toy")
    table = pd.read_parquet(files[0])
    flow = table[table.variable == "food.procured"]
    np.testing.assert_array_equal(flow.value, small["food.procured"].values.reshape(-1))
    assert flow.label.iloc[-1] == "region=volga"


def test_a_workbook_holds_typed_cells_and_no_formula(small, tmp_path):
    fact = {"id": "=1+1", "series": "s", "history": {"value": 2.5, "low": None, "high": None},
            "model": {"p50": 3.0}, "in_band_80": True, "role": "checked"}  # fmt: skip
    (file,) = exports.export(small, [fact], "xlsx", tmp_path, "toy")
    with zipfile.ZipFile(file) as book:
        names = book.namelist()
        sheets = "".join(book.read(name).decode() for name in names if "worksheets" in name)
        strings = book.read("xl/sharedStrings.xml").decode()
    assert len([name for name in names if "worksheets/sheet" in name]) == 2
    assert "<f>" not in sheets
    assert "'=1+1" in strings.replace("&#39;", "'")


def test_netcdf_is_a_whole_copy(small, tmp_path):
    (file,) = exports.export(small, [], "netcdf", tmp_path, "toy")
    with xr.open_dataset(file, engine="h5netcdf") as again:
        xr.testing.assert_equal(again.load()["food.procured"], small["food.procured"])
    with pytest.raises(BadInput, match="--to"):
        exports.export(small, [], "pdf", tmp_path, "toy")


def test_runs_with_the_same_seed_are_paired(data, observables):
    more = data.copy()
    more["industry.made"] = data["industry.made"] * 1.1
    rows = compare.compare_runs(data, more, observables)
    steel = next(row for row in rows if row.series == "steel" and row.period_start == "1932-01-01")
    assert steel.share_higher == 1.0
    assert steel.change == pytest.approx(0.1 * steel.first, rel=0.05)
    assert {row.series for row in rows} >= {"steel", "coal", "magnitogorsk_first_iron"}
    answer = compare.compare_json(data, more, rows)
    assert answer["paired"] is True
    assert "NaN" not in to_json(answer)
    assert compare.difference_rows(rows)[0][0] == "Steel"


def test_runs_with_other_seeds_or_months_are_compared_by_their_medians(data, observables):
    other = data.isel(month=slice(0, 12), run=slice(0, 7)).copy()
    other.attrs = data.attrs | {"seed": 2}
    rows = compare.compare_runs(data, other, observables)
    assert {row.period_start for row in rows if row.unit != "date"} == {"1931-01-01"}
    assert all(row.share_higher is None for row in rows)
    assert (
        compare.compare_runs(
            data, other.isel(month=slice(0, 3)), {"s": observable("s", "trade.debt")}
        )
        == []
    )
