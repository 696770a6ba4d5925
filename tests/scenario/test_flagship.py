"""The shipped scenario keeps its promises: sources, roles, and nothing observed after 1932."""

import csv
from pathlib import Path

import pytest

import sinews
from sinews.scenario.load import load_scenario

FOLDER = Path(sinews.__file__).parent / "scenarios" / "ussr-1932"
LAST_DAY = "1932-12-31"


@pytest.fixture(scope="module")
def flagship():
    return load_scenario("ussr-1932")


def test_every_number_has_unit_source_locator_and_grade(flagship):
    assert len(flagship.numbers) >= 400
    for number in flagship.numbers:
        assert number.unit, number
        assert number.source in flagship.sources, number
        assert number.locator, number
        assert number.grade in set("SCRA"), number


def test_memory_is_graded_as_memory(flagship):
    for number in flagship.numbers:
        if number.source.startswith("R_"):
            assert number.grade in {"R", "A"}, number


def test_all_facts_of_the_founding_text_are_there(flagship):
    ids = {fact.id for fact in flagship.facts}
    assert {f"F{number:03d}" for number in range(1, 57)} <= ids


def test_roles_are_told(flagship):
    roles = [fact.role for fact in flagship.facts]
    assert set(roles) <= {"input", "checked", "dated", "text"}
    assert roles.count("checked") >= 30


def test_every_fact_has_an_observable_or_a_reason(flagship):
    for fact in flagship.facts:
        if fact.role == "checked":
            assert flagship.observables[fact.series].variable, fact


def test_nothing_observed_after_1932(flagship):
    for fact in flagship.facts:
        assert str(fact.period_end)[:10] <= LAST_DAY or not fact.period_end, fact
    for event in flagship.events:
        assert str(event.date)[:10] <= LAST_DAY, event
    with (FOLDER / "observations.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            assert row["period_end"] <= LAST_DAY, row


def test_after_1932_history_orders_nothing():
    with (FOLDER / "orders" / "historical.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["month"] >= "1933-01":
                assert (row["month"], row["value"]) == ("1933-01", "open"), row


def test_known_paths_from_outside_end_with_1932():
    with (FOLDER / "outside.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["month"] >= "1933-01":
                assert row["value"] == "open", row


def test_sizes_are_those_of_a_country(flagship):
    count = {axis: len(names) for axis, names in flagship.members.items()}
    assert count["region"] == 7
    assert 25 <= count["good"] <= 40
    assert count["plant"] >= 25
    assert 20 <= count["project"] <= 30
    assert count["ration_list"] == 4
    parts = {"engine", "gearbox", "chassis", "tracks", "optics", "traverse", "armour"}
    assert parts <= set(flagship.members["component"])
