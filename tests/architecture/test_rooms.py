"""Rooms are alike, and wired only by what their signatures say."""

import inspect
from pathlib import Path

import pytest

from sinews.core.fields import fields_of
from sinews.world import month
from sinews.world.world import Flows, Params, World

ROOMS = [name for name in World.__annotations__ if name != "last"]
PACKAGE = Path(month.__file__).resolve().parents[1]


def module_of(room: str):
    return getattr(month, room)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_the_same_face_as_the_others(room):
    module = module_of(room)
    stem = room.capitalize()
    for name in (f"{stem}State", f"{stem}Params", f"{stem}Flows", "advance"):
        assert hasattr(module, name), name
    assert (PACKAGE / "systems" / room / "README.md").is_file()


@pytest.mark.parametrize("room", ROOMS)
def test_advance_takes_state_and_params_and_then_named_inputs(room):
    parameters = list(inspect.signature(module_of(room).advance).parameters.values())
    assert [p.name for p in parameters[:2]] == ["state", "params"]
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters[2:])


@pytest.mark.parametrize("room", ROOMS)
def test_every_attribute_says_its_unit_and_meaning(room):
    for part in (World, Params, Flows):
        infos = fields_of(part.__annotations__[room])
        assert infos
        assert all(info.unit and info.meaning for info in infos)


def test_the_order_of_calls_is_acyclic():
    """What a room takes this month was given by a room called before it, or is last month's."""
    source = inspect.getsource(month.advance_month)
    given = {"seen": "surroundings", "decided": "command", "ordered": "command"}
    given |= {"believed": "intelligence", "organised": "organisation", "agreed": "diplomacy"}
    given |= {"clashed": "borders", "paid": "budget", "risked": "war"}
    given |= {"worked": "labour", "produced": "industry", "fed": "food", "traded": "trade"}
    given |= {"learned": "technology", "built": "construction", "armed": "forces"}
    calls = [source.index(f"{room}.advance(") for room in ROOMS]
    assert calls == sorted(calls)
    for name, room in given.items():
        first_use = source.find(f"{name}.")
        if first_use >= 0:
            assert first_use > source.index(f"{room}.advance(")


def test_lags_are_named():
    """Only arguments called last_month read the flows of the step before."""
    source = inspect.getsource(month.advance_month)
    for line in source.splitlines():
        if "=last." in line:
            assert "_last_month=last." in line


TRUTH_IS_FOR = {"diplomacy", "borders", "war"}


@pytest.mark.parametrize("room", ROOMS)
def test_truth_about_others_is_handed_to_those_only_whom_it_drives(room):
    """Belief and truth are apart: no own decision reads what others really intend."""
    inputs = inspect.signature(module_of(room).advance).parameters
    told = [name for name in inputs if name.startswith("true_")]
    assert bool(told) == (room in TRUTH_IS_FOR)


def test_truth_goes_under_its_own_name():
    """An argument that carries truth says so, and nothing else reads a field of truth."""
    source = inspect.getsource(month.advance_month)
    carried = [line.strip() for line in source.splitlines() if ".true_" in line]
    assert len(carried) >= len(TRUTH_IS_FOR)
    assert all(line.startswith("true_") for line in carried)


def test_every_command_is_in_the_readme():
    from sinews.cli.app import app

    readme = (PACKAGE.parents[1] / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"sinews {command.name}" in readme
