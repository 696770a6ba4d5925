"""Explanations: switches that differ, and each run's scores on the same observations."""

import numpy as np
import pytest
from tests.report.made import observation
from tests.tolerances import ROUNDING

from sinews.core.errors import BadInput
from sinews.report import compare, explanations, runs, scores
from sinews.report.summary import switches_of, to_json

ROWS = (
    observation("steel", "1931-01-01", "1931-12-31", 5.62, "Mt"),
    observation("steel", "1932-01-01", "1932-12-31", 5.927, "Mt"),
    observation("coal", "1932", "1932", 64.0, "Mt"),
    observation("livestock_pigs", "1932", "1932", 11.6, "Mp"),
)


@pytest.fixture(scope="module")
def near(data):
    return data.assign_attrs(switches="storage=sound; ratchet=off")


@pytest.fixture(scope="module")
def far(data):
    """The same runs with half as much of everything made."""
    other = data.copy()
    other["industry.made"] = data["industry.made"] * 0.5
    return other.assign_attrs(switches="storage=leaky; ratchet=off")


@pytest.fixture(scope="module")
def pairs(near, far, observables):
    seen = explanations.same_observations(ROWS, ROWS)
    return explanations.score_both(near, far, seen, observables)


def test_switches_are_read_off_a_run(near, data):
    assert switches_of(near) == {"storage": "sound", "ratchet": "off"}
    assert switches_of(data) == {}
    assert switches_of(data.assign_attrs(switches="")) == {}


def test_only_switches_that_differ_are_told(near, far, data):
    (choice,) = explanations.differing(near, far)
    assert (choice.switch, choice.first, choice.second) == ("storage", "sound", "leaky")
    assert explanations.differing(near, near) == []
    one_sided = explanations.differing(near, data)
    assert [one.switch for one in one_sided] == ["ratchet", "storage"]
    assert explanations.choice_rows(one_sided)[0] == ("ratchet", "off", "-")


def test_observations_are_those_of_both_up_to_1932():
    later = observation("steel", "1933", "1933", 6.9, "Mt")
    across = observation("steel", "1932-07", "1933-06", 6.4, "Mt")
    dated = observation("magnitogorsk_first_iron", "1932", "1932", "1932-02-01", "date")
    first = (*ROWS, later, across, dated)
    found = explanations.same_observations(first, first)
    assert [(row.series, row.value) for row in found] == [(one.series, one.value) for one in ROWS]
    assert explanations.same_observations(first, ROWS[1:2])[0].value == 5.927
    assert len(explanations.same_observations(first, ROWS[1:2])) == 1
    changed = observation("steel", "1932-01-01", "1932-12-31", 5.885, "Mt")
    assert explanations.same_observations(ROWS[1:2], [changed]) == []


def test_each_run_is_scored_as_score_would_score_it(near, far, pairs):
    assert [pair.first.row.series for pair in pairs] == ["steel", "steel", "coal"]
    for data, side in ((near, "first"), (far, "second")):
        steel = data["industry.made"].sel(activity="steel").values[12:24].sum(axis=0) / 1000
        row = getattr(pairs[1], side)
        assert row.crps == pytest.approx(scores.crps_of(steel, 5.927), rel=ROUNDING)
        band = np.quantile(steel, [0.1, 0.9])
        assert row.inside(80) == (band[0] <= 5.927 <= band[1])


def test_the_worse_explanation_scores_worse(pairs):
    """Half of all steel cannot explain the steel that was seen; the test fails if it could."""
    answer = explanations.explanations_json(pairs)
    for one in (answer["total"], *answer["series"]):
        name = "crps_over_observed" if "crps_over_observed" in one["first"] else "crps"
        assert one["second"][name] > 2.0 * one["first"][name]
        assert one["second"]["coverage_80"] == 0.0
    assert answer["total"]["first"]["coverage_80"] > 0.5


def test_sides_swap_with_the_runs(near, far, observables, pairs):
    seen = explanations.same_observations(ROWS, ROWS)
    swapped = explanations.explanations_json(explanations.score_both(far, near, seen, observables))
    straight = explanations.explanations_json(pairs)
    assert swapped["total"]["first"] == straight["total"]["second"]
    assert swapped["series"][0]["second"] == straight["series"][0]["first"]


def test_means_by_hand():
    def pair(series, unit, value, first, second):
        sides = []
        for crps, inside in (first, second):
            row = scores.Observation(1, series, "1932", "1932", value, unit, np.nan, np.nan)
            model = {"p10": value - 1, "p90": value + 1} if inside else {"p10": 2, "p90": 1}
            sides.append(scores.ScoredRow(row, unit, model, crps, {}, ""))
        return explanations.ScoredPair(*sides)

    made = [
        pair("a", "kt", 10.0, (1.0, True), (2.0, False)),
        pair("a", "kt", 20.0, (4.0, True), (1.0, True)),
        pair("b", "unit", -4.0, (2.0, False), (1.0, True)),
        pair("b", "unit", 0.0, (3.0, False), (1.0, True)),
    ]
    answer = explanations.explanations_json(made)
    a, b = answer["series"]
    assert (a["rows"], a["unit"]) == (2, "kt")
    assert a["first"] == {"crps": 2.5, "coverage_80": 1.0}
    assert a["second"] == {"crps": 1.5, "coverage_80": 0.5}
    assert b["second"] == {"crps": 1.0, "coverage_80": 1.0}
    total = answer["total"]
    assert total["rows"] == 4
    # A row that saw nothing has no score over what was observed, but it has a band.
    assert total["first"]["crps_over_observed"] == pytest.approx((0.1 + 0.2 + 0.5) / 3)
    assert total["first"]["coverage_80"] == 0.5
    lines = explanations.explanation_rows(made)
    assert lines[0] == ("A", "2", "2.5", "1.5", "100 %", "50 %", "kt")
    assert lines[-1][:2] == ("All series", "4")
    assert lines[-1][-1] == "of observed"


def test_nothing_to_score_is_no_fault(near, far, observables):
    pairs = explanations.score_both(near, far, [], observables)
    assert explanations.explanation_rows(pairs) == []
    total = explanations.explanations_json(pairs)["total"]
    assert total["rows"] == 0
    assert total["first"] == {"crps_over_observed": None, "coverage_80": None}


def test_compare_holds_the_switches_and_the_scores(near, far, observables, pairs):
    rows = compare.compare_runs(near, far, observables)
    choices = explanations.differing(near, far)
    answer = compare.compare_json(near, far, rows, choices, pairs)
    assert answer["switches"] == [{"switch": "storage", "first": "sound", "second": "leaky"}]
    assert answer["first"]["switches"]["storage"] == "sound"
    assert answer["second"]["switches"]["storage"] == "leaky"
    assert answer["scores"]["total"]["rows"] == len(answer["scores"]["rows"]) == 3
    assert answer["paired"] is True
    assert "NaN" not in to_json(answer)
    alike = compare.compare_json(near, near, rows)
    assert (alike["switches"], alike["scores"]) == ([], None)


def test_observations_are_kept_beside_a_run(tmp_path):
    runs.write_rows(tmp_path / runs.OBSERVATIONS, ROWS)
    assert runs.read_observations(tmp_path) == list(ROWS)
    runs.write_rows(tmp_path / runs.OBSERVATIONS, ())
    assert runs.read_observations(tmp_path) == []
    (tmp_path / runs.OBSERVATIONS).unlink()
    with pytest.raises(BadInput, match="run again"):
        runs.read_observations(tmp_path)
