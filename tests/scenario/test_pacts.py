"""Pacts: their dates, clauses and partners are checked before any of them is told."""

import pytest

from sinews.core.errors import Problem
from sinews.scenario.checks import Known
from sinews.scenario.pacts import PACTS, Pact, pacts_of
from sinews.scenario.tables import Row

KNOWN = Known(
    {
        "partner": {"neighbour": 0, "rival": 1},
        "clause": {"nonaggression": 0, "frontiers": 1, "territory": 2},
    },
    frozenset({"YEARBOOK"}),
)
GOOD = {
    "partner": "neighbour", "opened": "1931-10", "initialled": "1932-01-25",
    "signed": "1932-07-25", "ratified": "1932-12-23", "in_force": "1932-12-23", "ended": "",
    "term_years": "3", "clauses": "nonaggression|frontiers",
    "source": "YEARBOOK", "locator": "p. 4", "grade": "C", "note": "",
}  # fmt: skip


def read(**changes: str) -> tuple[tuple[Pact, ...], list[Problem]]:
    problems: list[Problem] = []
    return pacts_of([Row("pacts.csv", 2, GOOD | changes)], KNOWN, problems), problems


def test_a_good_pact_is_read_whole():
    (pact,), problems = read()
    assert problems == []
    assert pact.partner == "neighbour"
    assert pact.term_years == 3.0
    assert pact.clauses == ("nonaggression", "frontiers")
    assert pact.in_force == "1932-12-23"


def test_talks_may_lead_to_nothing():
    changes = dict.fromkeys(("initialled", "signed", "ratified", "in_force", "term_years"), "")
    (pact,), problems = read(**changes, ended="1932-12-13")
    assert problems == []
    assert pact.term_years is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"partner": "nieghbour"}, ("is not a partner", "neighbour")),
        ({"clauses": "nonaggression|frontier"}, ("is not a clause", "frontiers")),
        ({"clauses": "territory|frontiers"}, ("contradict each other", "take one out")),
        ({"opened": "1932-08-01"}, ("comes before opened 1932-08-01", "cannot come before")),
        ({"opened": ""}, ("its talks were never opened", "talks opened")),
        ({"ratified": "1932-06"}, ("ratified 1932-06", "cannot come before signed")),
        ({"signed": "1932-02-31"}, ("is no date", "1932-06-30")),
        ({"term_years": "three"}, ("is no length of time", "above 0")),
        ({"term_years": "-3"}, ("is no length of time", "above 0")),
        ({"source": "NOBODY"}, ("NOBODY", "YEARBOOK")),
        ({"locator": ""}, ("locator", "where in the source")),
        ({"grade": "X"}, ("grade", "S, C, R, A")),
    ],
)
def test_a_mistake_is_told_with_its_place_and_remedy(changes, words):
    _, problems = read(**changes)
    assert problems, changes
    told = " ".join(f"{problem.place} {problem.what} {problem.remedy}" for problem in problems)
    assert "pacts.csv:2" in told
    for word in words:
        assert word in told


def test_the_header_is_what_the_table_must_have():
    assert {"partner", "signed", "clauses", "grade"} <= set(PACTS.required)
