"""The commands on runs that were written, and on scenarios."""

import json
from pathlib import Path

import pytest
from tests.report.schema_check import problems, schema

from sinews.cli import results
from sinews.report.wiring import Origin


@pytest.fixture
def run(sinews, performed):
    """Return the folder of a run."""
    return sinews("run", "ussr-1932", "--no-picture").stdout.splitlines()[-1]


@pytest.fixture
def loaded(monkeypatch, scenario):
    import sinews.scenario.load as load

    monkeypatch.setattr(load, "load_scenario", lambda name: scenario)


def test_check_counts_what_it_found(sinews, loaded):
    result = sinews("check", "ussr-1932")
    assert result.exit_code == 0
    assert "no problems. 1 numbers, 1 sources, 12 facts, 9 of 10 series mapped" in result.stdout
    assert "1 tables of orders, 1 switches with 2 options." in result.stdout


def test_facts_as_json_and_as_tables(sinews, loaded):
    answer = json.loads(sinews("facts", "ussr-1932", "--json").stdout)
    assert problems(answer, schema("facts")) == []
    assert len(answer["numbers"]) == 2
    assert answer["by_grade"] == {"A": 2}
    dated = json.loads(sinews("facts", "ussr-1932", "--json", "--role", "dated").stdout)
    assert [fact["id"] for fact in dated["facts"]] == ["iron"]
    shown = sinews("facts", "ussr-1932").stdout
    assert "food.spoilage[volga]" in shown
    assert "2 numbers by grade: A 2. 12 facts listed." in shown
    assert sinews("facts", "ussr-1932", "--role", "odd").exit_code == 2


def test_facts_hold_every_option_of_every_switch(sinews, loaded):
    sound, leaky = json.loads(sinews("facts", "ussr-1932", "--json").stdout)["switches"]
    assert sound == {
        "switch": "storage", "option": "sound", "is_default": True, "is_chosen": True,
        "note": "as the tables have it", "numbers": [],
    }  # fmt: skip
    assert (leaky["option"], leaky["is_default"], leaky["is_chosen"]) == ("leaky", False, False)
    assert [number["value"] for number in leaky["numbers"]] == [0.1]
    shown = [" ".join(line.split()) for line in sinews("facts", "ussr-1932").stdout.splitlines()]
    assert "ussr-1932: switches" in shown
    assert "storage sound yes as the tables have it" in shown
    assert "storage leaky food.spoilage[volga] 0.1 0.05 0.2 1/month roofs leak" in shown
    assert "ussr-1932: switches" not in sinews("facts", "ussr-1932", "--role", "dated").stdout


def test_a_scenario_that_is_none_is_bad_input(sinews):
    for command in ("check", "facts", "run"):
        result = sinews(command, "no-such-scenario")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "no-such-scenario" in result.stderr


def test_score(sinews, run, tmp_path):
    file = tmp_path / "seen.csv"
    file.write_text(
        "series,period_start,period_end,value,unit,low,high\n"
        "steel,1932-01-01,1932-12-31,5927,thousand t,,\nsausages,1932,1932,1,kt,,\n"
    )
    answer = json.loads(sinews("score", run, file, "--json").stdout)
    assert problems(answer, schema("score")) == []
    assert answer["total"]["rows"] == 2
    assert answer["total"]["scored"] == 1
    shown = sinews("score", run, file).stdout
    assert "1 of 2 rows scored." in shown
    assert "skill against last year's value" in shown
    assert "Sausages" in shown
    file.write_text("series\n")
    assert sinews("score", run, file).exit_code == 2
    assert sinews("score", tmp_path, file).exit_code == 2


@pytest.mark.parametrize("to", ["netcdf", "csv", "parquet", "xlsx"])
def test_export(sinews, run, to):
    result = sinews("export", run, "--to", to)
    assert result.exit_code == 0, result.stderr
    files = [Path(line) for line in result.stdout.splitlines()]
    assert files
    assert all(file.stat().st_size for file in files)
    again = sinews("export", run, "--to", to)
    assert again.exit_code == 2
    assert "remove this one first" in again.stderr


def test_export_to_something_else_is_bad_input(sinews, run):
    assert sinews("export", run, "--to", "pdf").exit_code == 2
    assert sinews("export", "nowhere", "--to", "csv").exit_code == 2


def test_compare(sinews, run):
    other = sinews("run", "ussr-1932", "--no-picture", "--seed", "2").stdout.splitlines()[-1]
    shown = sinews("compare", run, run).stdout
    assert "Higher in" in shown
    answer = json.loads(sinews("compare", run, other, "--json").stdout)
    assert answer["paired"] is False
    assert answer["rows"]
    assert sinews("compare", run, "nowhere").exit_code == 2


def test_explain(sinews, run, monkeypatch):
    wires = {"haulage": Origin(("food.state_grain",), True)}
    behind = {"inputs.haulage", "params.spoilage", "state.reserve_grain"}
    monkeypatch.setattr(results, "_traced", lambda data, name: results.Traced(behind, wires, {}))
    result = sinews("explain", run, "food.ration_fill[list2]", "--at", "1932-06")
    assert result.exit_code == 0, result.stderr
    for words in ("food.ration_fill[list2]: ration issued over due", "1932-06", "food.state_grain",
                  "1932-05", "food.spoilage", "ACC p. 1 (A)", "grain"):  # fmt: skip
        assert words in result.stdout
    answer = json.loads(sinews("explain", run, "food.ration_fill", "--json").stdout)
    assert answer["value"]["name"] == "food.ration_fill"
    wrong = sinews("explain", run, "food.ration_fil")
    assert wrong.exit_code == 2
    assert 'nearest: "food.ration_fill"' in wrong.stderr


def test_chronicle(sinews, run):
    shown = sinews("chronicle", run)
    assert shown.exit_code == 0, shown.stderr
    for words in ("What the newspapers said", "What the files say", "Bread on cards cut"):
        assert words in shown.stdout
    answer = json.loads(sinews("chronicle", run, "--json", "--run", "17").stdout)
    assert problems(answer, schema("chronicle")) == []
    assert (answer["run"], answer["as"]) == (17, "secret")
    assert answer["lines"]
    year = json.loads(sinews("chronicle", run, "--json", "--months", "1932").stdout)
    assert {line["month"][:4] for line in year["lines"]} == {"1932"}
    published = sinews("chronicle", run, "--as", "published")
    assert published.exit_code == 0
    assert "Bread on cards" not in published.stdout
    assert "Chronicle of run" in (Path(run) / "report.html").read_text()


def test_chronicle_of_what_is_not_there_is_bad_input(sinews, run, tmp_path):
    for words, said in (
        ((run, "--run", "64"), "there is no such run; 0 to 63"),
        ((run, "--run", "one"), "is no number of a run"),
        ((run, "--as", "spy"), "is no seat; one of published, intelligence, secret"),
        ((run, "--months", "soon"), "is no span"),
        ((tmp_path,), "is no run, summary.json is missing"),
    ):
        result = sinews("chronicle", *words)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_new_refuses_a_folder_in_use(sinews, tmp_path):
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "x").write_text("x")
    result = sinews("new", "used")
    assert result.exit_code == 2
    assert "not empty" in result.stderr
