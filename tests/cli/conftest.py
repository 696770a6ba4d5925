"""A scenario and runs that need no simulation, and a way to call the command."""

import types

import pytest
from tests.report.conftest import data, events, facts, observables  # noqa: F401
from tests.report.made import observation
from typer.testing import CliRunner

from sinews.cli import perform
from sinews.cli.app import app
from sinews.cli.perform import Performed
from sinews.scenario.numbers import Number
from sinews.scenario.switches import Option, Switch


@pytest.fixture(scope="session")
def scenario(facts, observables, events):  # noqa: F811
    """Return what the commands ask of a scenario."""
    number = Number("food", "spoilage", ("volga",), 0.02, "1/month", 0.01, 0.05, "beta", "ACC",
                    "p. 1", "A", "", "food.csv", 2)  # fmt: skip
    leaky = Number("food", "spoilage", ("volga",), 0.1, "1/month", 0.05, 0.2, "beta", "ACC",
                   "p. 1", "A", "roofs leak", "switches.csv", 3)  # fmt: skip
    options = {
        "sound": Option("sound", "as the tables have it", "switches.csv:2", ()),
        "leaky": Option("leaky", "roofs <leak>", "switches.csv:3", (leaky,)),
    }
    return types.SimpleNamespace(
        name="ussr-1932", title="The USSR", start="1931-01", months=36, months_limit=72,
        content_hash="abc123", numbers=(number,), facts=tuple(facts), observables=observables,
        events=tuple(events), pacts=(), titles={"region": {"volga": "Volga"}},
        sources={"SEED": {"id": "SEED", "title": "Stalin"}},
        orders={"historical": (number,)}, default_orders="historical",
        orders_tables={"historical": "x"},
        switches={"storage": Switch("storage", options, "sound")}, chosen={"storage": "sound"},
        observations=(
            observation("steel", "1931", "1931", 5.62, "Mt"),
            observation("steel", "1932", "1932", 5.927, "Mt"),
            observation("coal", "1932", "1932", 64.0, "Mt"),
            observation("coal", "1933", "1933", 70.0, "Mt"),
        ),
    )  # fmt: skip


@pytest.fixture
def performed(monkeypatch, scenario, data):  # noqa: F811
    """Let `run` give the made-up runs; return the options it was called with."""
    calls = []

    def fake(options, tick=lambda done: None):
        calls.append(options)
        tick(1)
        attributes = {"seed": options.seed, "mode": options.mode, "scenario_path": options.scenario}
        attributes["switches"] = "; ".join(options.switches) or "storage=sound"
        found = data.isel(run=slice(0, options.runs)).assign_attrs(attributes)
        return Performed(
            scenario, found, scenario.numbers, {"build": 0.1, "compile": 1.0, "run": 0.2}
        )

    monkeypatch.setattr(perform, "perform_run", fake)
    return calls


@pytest.fixture
def sinews(tmp_path, monkeypatch):
    """Return a function that calls the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [str(word) for word in words])
