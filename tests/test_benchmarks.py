"""The figures can be measured, and a broken promise is seen."""

import dataclasses
import json
from pathlib import Path

import pytest
from benchmarks import table
from benchmarks.figure import QUICK, Figure, NotMeasured, Size, Verb, measure
from benchmarks.figures import FIGURES
from benchmarks.peers import environment

SIDES = 2


def _figure(ours=2.0, theirs=8.0, **more) -> Figure:
    verbs = (Verb("ours", lambda built: built * ours), Verb("theirs", lambda built: built * theirs))
    return Figure("a toy", lambda size: 1.0, verbs, "s", **more)


def test_names_tell_figures_apart():
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)
    assert all(len(figure.verbs) == SIDES for figure in FIGURES)


def test_promises_are_those_of_the_project():
    promised = {figure.name: figure.at_least for figure in FIGURES if figure.at_least}
    assert promised == {
        "food and industry against a loop": 100.0,
        "an equation and step against PySD": 1000.0,
    }
    limits = {(f.name, v.name): v.at_most for f in FIGURES for v in f.verbs if v.at_most}
    assert limits == {
        ("a warm start against the first", "warm"): 6.0,
        ("a warm start against the first", "first ever"): 60.0,
        ("peak memory, warm against first", "warm"): 1024.0,
        ("peak memory, warm against first", "first ever"): 1024.0,
        ("sinews --help against bare Python", "--help"): 0.5,
    }


def test_a_ratio_says_how_much_better_ours_is():
    assert measure(_figure(), QUICK)["ratio"] == 4.0
    assert measure(_figure(is_rate=True), QUICK)["ratio"] == 0.25


@pytest.mark.parametrize(("at_least", "kept"), [(3.0, True), (5.0, False), (None, None)])
def test_a_promise_is_kept_or_broken(at_least, kept):
    result = measure(_figure(at_least=at_least), QUICK)
    assert result["kept"] is kept
    assert ("BROKEN" in table.row(result)[-1]) is (kept is False)


def test_a_side_can_break_a_promise_of_its_own():
    figure = _figure()
    late = dataclasses.replace(figure.verbs[1], at_most=1.0)
    result = measure(dataclasses.replace(figure, verbs=(figure.verbs[0], late)), QUICK)
    assert result["kept"] is False


def test_what_cannot_be_measured_is_said_in_its_row(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "FOLDER", tmp_path / "none")
    monkeypatch.setattr(environment, "PACKAGES", ("--no-index", "no-such-peer"))
    pysd = next(figure for figure in FIGURES if "PySD" in figure.name)
    result = measure(pysd, QUICK)
    assert "PySD cannot be installed" in result["not_measured"]
    assert "PySD cannot be installed" in table.lines([result])[-1]


def test_spread_and_repeats_are_told():
    amounts = iter([1.0, 3.0, 2.0])
    verbs = (Verb("ours", lambda _: next(amounts)), Verb("theirs", lambda _: 2.0))
    size = Size(is_quick=False, repeats=3, months=1)
    result = measure(Figure("a toy", lambda _: None, verbs, "s"), size)
    assert result["repeats"] == 3
    assert result["sides"]["ours"] == {"median": 2.0, "spread": 1.0}


def test_peers_stand_outside_the_project():
    ignored = (Path(__file__).parents[1] / ".gitignore").read_text(encoding="utf-8")
    assert environment.FOLDER.name + "/" in ignored.splitlines()
    assert NotMeasured.__doc__


@pytest.mark.slow
@pytest.mark.parametrize(
    "figure", [figure for figure in FIGURES if figure.in_quick], ids=lambda figure: figure.name
)
def test_quick_figures_are_measured(figure):
    result = measure(figure, QUICK)
    assert json.loads(json.dumps(result))["ratio"] > 0.0
    assert table.row(result)[0] == figure.name
