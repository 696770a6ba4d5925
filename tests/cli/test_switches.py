"""Switches from the command to the run, its folder, its page, and two runs compared."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.report.schema_check import problems, schema
from tests.scenario.toy import CLASSES, FILES, write_package

from sinews.cli import perform, results
from sinews.cli.options import RunOptions
from sinews.core.errors import ScenarioError
from sinews.scenario.load import load_scenario


def folder_of(result) -> Path:
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.splitlines()[-1])


@pytest.fixture
def sound(sinews, performed) -> Path:
    return folder_of(sinews("run", "ussr-1932", "--no-picture"))


@pytest.fixture
def leaky(sinews, performed) -> Path:
    result = sinews("run", "ussr-1932", "--no-picture", "--switch", "storage=leaky")
    return folder_of(result)


def test_a_run_says_what_was_chosen(sinews, performed, leaky):
    assert performed[-1].switches == ("storage=leaky",)
    summary = json.loads((leaky / "summary.json").read_text())
    assert problems(summary, schema("run")) == []
    assert summary["switches"] == {"storage": "leaky"}
    page = (leaky / "report.html").read_text()
    assert "<dt>Switch storage</dt><dd>leaky: roofs &lt;leak&gt;</dd>" in page
    shown = sinews("run", "ussr-1932", "--no-picture", "--switch", "storage=leaky").stdout
    assert "Switches: storage leaky." in shown
    assert (leaky / "observations.csv").read_text().count("\n") == 5


def test_the_option_is_repeatable(sinews, performed):
    sinews(
        "run", "ussr-1932", "--no-picture", "--switch", "storage=sound", "--switch=b=c", "--json"
    )
    assert performed[-1].switches == ("storage=sound", "b=c")


def test_compare_shows_two_explanations_on_the_same_observations(sinews, sound, leaky):
    answer = json.loads(sinews("compare", sound, leaky, "--json").stdout)
    assert answer["switches"] == [{"switch": "storage", "first": "sound", "second": "leaky"}]
    assert answer["paired"] is True
    found = answer["scores"]
    assert [(one["series"], one["rows"]) for one in found["series"]] == [("steel", 2), ("coal", 1)]
    assert found["total"]["rows"] == 3  # the figure of 1933 is held out
    assert found["total"]["first"] == found["total"]["second"]  # the made-up runs are the same
    shown = sinews("compare", sound, leaky).stdout
    for words in ("Switches that differ", "storage", "sound", "leaky", "All series", "of observed",
                  "The same observations up to 1932", "In 80 % second"):  # fmt: skip
        assert words in shown


def test_runs_with_the_same_switches_are_not_scored(sinews, sound):
    answer = json.loads(sinews("compare", sound, sound, "--json").stdout)
    assert (answer["switches"], answer["scores"]) == ([], None)
    assert "Switches that differ" not in sinews("compare", sound, sound).stdout


def test_without_observations_nothing_is_scored(sinews, sound, leaky):
    (leaky / "observations.csv").write_text("\n")
    result = sinews("compare", sound, leaky)
    assert result.exit_code == 0
    assert "nothing to score" in result.stdout
    (leaky / "observations.csv").unlink()
    result = sinews("compare", sound, leaky)
    assert result.exit_code == 2
    assert "run again" in result.stderr


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """Let the command load the toy country, and stop before its months."""
    import sinews.scenario.load as load
    import sinews.simulation.chunks as chunks
    import sinews.simulation.trajectory as trajectories

    folder = write_package(tmp_path / "toyland", FILES)
    seen = {}

    def simulated(inputs_of, members, **more):
        seen["params"] = inputs_of(np.arange(more["runs"])).params
        return []

    def labelled(records, members, **more):
        seen["attributes"] = more["attributes"]

    monkeypatch.setattr(load, "load_scenario", lambda name: load_scenario(name, CLASSES))
    monkeypatch.setattr(chunks, "simulate_chunks", simulated)
    monkeypatch.setattr(trajectories, "trajectory", labelled)
    return folder, seen


def test_a_switch_reaches_the_numbers_of_a_run(toy):
    folder, seen = toy
    options = RunOptions(str(folder), runs=3, mode="mean", switches=("storage=rotten",))
    done = perform.perform_run(options)
    np.testing.assert_array_equal(seen["params"].farm.spoilage, [[0.5], [0.5]])
    assert seen["attributes"]["switches"] == "ratchet=off; storage=rotten"
    assert any(number.file == "toyland/switches.csv" for number in done.numbers)
    perform.perform_run(RunOptions(str(folder), runs=3, mode="mean"))
    np.testing.assert_array_equal(seen["params"].farm.spoilage, [[0.02], [0.02]])
    assert seen["attributes"]["switches"] == "ratchet=off; storage=sound"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("ratchat=on", '--switch:1  switch "ratchat" is not known; nearest: "ratchet"'),
        ("storage=leeky", 'nearest: "leaky"; see toyland/switches.csv:4'),
    ],
)
def test_a_wrong_switch_is_told_once_and_nothing_is_written(sinews, toy, given, told):
    folder, seen = toy
    result = sinews("run", folder, "--switch", given, "--out", "here")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count(told) == 1
    assert result.stderr.endswith("1 problem. Nothing was written.\n")
    assert seen == {}
    assert not Path("here").exists()


def test_causes_are_those_of_the_switches_of_the_run(toy, monkeypatch):
    """`explain` follows links, so that it must draw with the switches of the run."""
    import types

    import sinews.scenario.draw as drawing

    folder, _ = toy
    asked = []

    def watched(*args, **more):
        asked.append(more["switches"])
        raise ScenarioError([])

    monkeypatch.setattr(drawing, "draw", watched)
    scenario = load_scenario(folder, CLASSES)
    attributes = {"scenario_path": str(folder), "switches": "storage=leaky"}
    for content_hash in (scenario.content_hash, "changed since"):
        data = types.SimpleNamespace(attrs=attributes | {"content_hash": content_hash})
        with pytest.raises(ScenarioError):
            results._traced(data, "farm.eaten")
    assert asked == [["storage=leaky"], []]
