"""Every room can be asked what stands behind what it gives."""

import types

import pytest

from sinews.cli import results
from sinews.core.fields import fields_of
from sinews.scenario.load import load_scenario
from sinews.world.world import Flows


@pytest.fixture(scope="module")
def data():
    """Return what is read of a run to find the scenario it came from."""
    scenario = load_scenario("toy-2")
    attributes = {"content_hash": scenario.content_hash, "switches": ""}
    return types.SimpleNamespace(attrs={"scenario_path": "toy-2", **attributes})


@pytest.mark.parametrize("room", Flows.__annotations__)
def test_something_stands_behind_a_flow_of_each_room(data, room):
    flow = fields_of(Flows.__annotations__[room])[-1].name
    traced = results._traced(data, f"{room}.{flow}")
    assert traced.behind
    assert all(name.split(".")[0] in ("state", "params", "inputs") for name in traced.behind)
