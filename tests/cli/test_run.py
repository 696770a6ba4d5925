"""The command `run`: streams, folder, options told all at once, exit codes."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.report.schema_check import problems, schema

from sinews.cli import perform
from sinews.core.errors import BadInput, MissingPart


def test_table_and_files_and_the_folder_on_the_last_line(sinews, performed):
    result = sinews("run", "ussr-1932", "--seed", "7", "--set", "food.spoilage[volga]=0.1")
    assert result.exit_code == 0, result.stderr
    folder = Path(result.stdout.splitlines()[-1])
    assert folder == Path("sinews-runs/ussr-1932-1")
    assert {file.name for file in folder.iterdir()} == {
        "run.nc", "summary.json", "numbers.csv", "facts.csv", "observables.csv", "observations.csv",
        "overview.png", "report.html", "titles.csv", "events.csv", "pacts.csv",
    }  # fmt: skip
    for words in (
        "Steel",
        "5,927",
        "What bound most",
        "checked facts lie in",
        "Ledger",
        "overview.png",
    ):
        assert words in result.stdout
    assert result.stderr == ""
    assert performed[0].seed == 7
    assert performed[0].overrides == ("food.spoilage[volga]=0.1",)
    assert (
        sinews("run", "ussr-1932", "--no-picture").stdout.splitlines()[-1].endswith("ussr-1932-2")
    )
    assert not Path("sinews-runs/ussr-1932-2/overview.png").exists()


def test_json_is_one_object_and_nothing_else(sinews, performed):
    result = sinews("run", "ussr-1932", "--json", "--out", "here", "--no-picture")
    assert result.exit_code == 0
    summary = json.loads(result.stdout, parse_constant=pytest.fail)
    assert problems(summary, schema("run")) == []
    assert result.stdout.count("\n") == 1
    assert summary["files"]["summary"] == "here/summary.json"
    assert json.loads(Path("here/summary.json").read_text()) == summary
    assert set(summary["seconds"]) == {"build", "compile", "run", "total"}


def test_all_bad_options_are_told_at_once_and_nothing_is_written(sinews, performed, tmp_path):
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").write_text("x")
    result = sinews("run", "ussr-1932", "--months", "0", "--runs", "many", "--seed", "-1", "--mode",
                    "odd", "--dt", "0.5", "--set", "nothing", "--switch", "none", "--out",
                    "used")  # fmt: skip
    assert result.exit_code == 2
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert [line.split()[0] for line in told[:-1]] == [
        "--months", "--runs", "--seed", "--mode", "--dt", "--set", "--switch", "--out",
    ]  # fmt: skip
    assert told[-1] == "8 problems. Nothing was written."
    assert performed == []
    assert [path.name for path in tmp_path.iterdir()] == ["used"]


@pytest.mark.parametrize("words", [["--mnths", "3"], ["--runs"], ["one", "two"]])
def test_unknown_options_and_words_are_bad_input(sinews, performed, words):
    result = sinews("run", "ussr-1932", *words)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_failed_runs_are_told_and_end_with_1(sinews, performed, monkeypatch):
    inner = perform.perform_run

    def failing(options, tick):
        done = inner(options, tick)
        failed = np.arange(done.data.sizes["run"]) == 2
        done.data["status.failed"] = ("run", failed)
        done.data["status.month"] = ("run", np.where(failed, 4, -1))
        done.data["status.field"] = ("run", np.where(failed, "food.state_grain", ""))
        return done

    monkeypatch.setattr(perform, "perform_run", failing)
    result = sinews("run", "ussr-1932", "--json", "--no-picture")
    assert result.exit_code == 1
    summary = json.loads(result.stdout)
    assert summary["failed_runs"] == 1
    assert summary["failures"] == [{"run": 2, "month": "1931-05", "field": "food.state_grain"}]
    assert "1 of 64 runs failed" in result.stderr


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (BadInput("no such thing"), 2, "no such thing"),
        (MissingPart("typst is not installed"), 3, "typst"),
        (OSError(28, "No space left on device", "x"), 4, "x: No space left"),
        (MemoryError(), 1, "Not enough memory"),
        (KeyboardInterrupt(), 1, "Stopped"),
        (KeyError("odd\nthing"), 1, "a defect of ours: KeyError: 'odd\\nthing'"),
    ],
)
def test_every_end_has_its_code_and_words_and_no_traceback(
    sinews, performed, monkeypatch, error, code, words
):
    def broken(options, tick):
        raise error

    monkeypatch.setattr(perform, "perform_run", broken)
    result = sinews("run", "ussr-1932")
    assert result.exit_code == code
    assert result.stdout == ""
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not Path("sinews-runs").exists()


def test_a_disk_that_refuses_is_told_and_leaves_nothing(sinews, performed, tmp_path):
    (tmp_path / "file").write_text("x")
    result = sinews("run", "ussr-1932", "--out", "file/run", "--no-picture")
    assert result.exit_code == 4
    assert "file/run" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
