"""History beside the lines, spans of months, two columns, JSON, and what a run folder keeps."""

import csv
import re
from importlib import resources

import numpy as np
import pytest
from tests.report.made_chronicle import event, kept, lines, pact, path
from tests.report.schema_check import problems, schema

from sinews.core.errors import BadInput
from sinews.report.chronicle import chronicle, project
from sinews.report.chronicle.pages import (
    beside,
    chronicle_json,
    chronicle_rows,
    missed_text,
    run_number,
    span_of,
    typical_chronicle,
)
from sinews.report.chronicle.rules import RULES
from sinews.report.chronicle.store import read_kept, write_kept
from sinews.report.chronicle.view import PACT_STAGES
from sinews.report.chronicle.words import day_text, listed, million_tons, percent, rounded
from sinews.report.runs import write_data, write_summary
from sinews.report.summary import plain

SIGNED = path("diplomacy.signed", {(14, "rival"): 1.0})
TREATY = pact("rival", opened="1931-10-01", signed="1932-01-21", ratified="1932-07-31")
WAR = event("1931-09-18", "War abroad", "outside", cause="an army moved")


def told(paths=SIGNED, seat="secret", span=None, **more):
    return chronicle(project(kept(paths, **more), seat, 0), span=span)


def test_history_stands_beside_the_same_event():
    (line,) = lines(SIGNED, key="pact_signed", pacts=(TREATY,))
    assert (line.month, line.history.date, line.history.source) == (
        "1932-03", "1932-01-21", "YEARBOOK",
    )  # fmt: skip
    (row,) = [row for row in chronicle_rows(told(pacts=(TREATY,))) if row[1].startswith("Pact")]
    assert row == (
        "March 1932",
        "Pact with Rival signed",
        "attack by Rival within twelve months was given 5 %",
        "published",
        "21 January 1932, YEARBOOK",
    )


def test_each_event_of_history_is_given_once_and_to_the_nearest():
    paths = path("food.ration_fill", {(range(3, 5), "first"): 0.5, (range(13, 16), "first"): 0.5})
    past = (event("1932-03-15", "Lists cut", "rations_cut", "office"),)
    found = lines(paths, key="rations_cut", events=past)
    assert [line.history and line.history.date for line in found] == [None, "1932-03-15"]


def test_history_far_away_is_not_the_same_event():
    paths = path("food.ration_fill", {(3, "first"): 0.5})
    past = (event("1932-03-15", "Lists cut", "rations_cut", "office"),)
    assert lines(paths, key="rations_cut", events=past)[0].history is None
    assert [one.title for one in told(paths, events=past).missed] == ["Lists cut"]


def test_what_history_has_and_the_run_has_not_is_said():
    answer = told({}, pacts=(TREATY,), seat="published")
    assert missed_text(answer) == (
        "In history and not in this run: Pact with Rival signed (21 January 1932, YEARBOOK); "
        "Pact with Rival ratified (31 July 1932, YEARBOOK)."
    )
    assert missed_text(told({})) == ""


def test_what_is_given_to_every_run_is_told_with_its_own_cause():
    (line,) = [line for line in told({}, events=(WAR,)).lines if line.key == "outside"]
    assert (line.month, line.what, line.cause) == ("1931-09", "War abroad", "an army moved")
    late = event("1940-01-01", "Too late", "outside")
    unnamed = event("1931-02-01", "No part of any run")
    keys = [line.key for line in told({}, events=(late, unnamed)).lines]
    assert "outside" not in keys


def test_only_the_months_asked_for_are_told():
    answer = told(span=span_of("1932-03"), pacts=(TREATY,))
    assert {line.month for line in answer.lines} == {"1932-03"}
    assert answer.missed == ()
    whole = told(pacts=(TREATY,))
    assert [line.month for line in whole.lines] == sorted(line.month for line in whole.lines)
    asked = told(span=span_of("1932"))
    assert set(asked.lines) == {line for line in told().lines if line.month[:4] == "1932"}


def test_spans_and_numbers_are_read_strictly():
    assert span_of("1932") == ("1932-01", "1932-12")
    assert span_of("1932-03:1932-08") == ("1932-03", "1932-08")
    assert span_of(None) is None
    for wrong in ("", "soon", "1932-08:1932-03", "1932-13", "1932:"):
        if wrong == "1932:":
            assert span_of(wrong) == ("1932-01", "1932-12")
        else:
            with pytest.raises(BadInput, match="is no span"):
                span_of(wrong)
    assert run_number("17") == 17
    for wrong in ("-1", "1.5", "x", "", "9" * 5000):
        with pytest.raises(BadInput, match="is no number of a run"):
            run_number(wrong)


@pytest.mark.parametrize("seat", ["published", "intelligence", "secret"])
def test_json_keeps_to_its_schema(seat):
    late = pact("neighbour", signed="1933-01-05")
    answer = plain(chronicle_json(told(seat=seat, events=(WAR,), pacts=(TREATY, late))))
    assert problems(answer, schema("chronicle")) == []
    assert answer["as"] == seat
    assert any(line["history"] for line in answer["lines"])
    assert any(one["title"] == "Pact with Neighbour signed" for one in answer["not_in_run"])


def test_two_columns_hold_the_open_event_and_its_secret_cause():
    rows = {row.month: row for row in beside(kept(SIGNED, pacts=(TREATY,)), 0)}
    row = rows["March 1932"]
    past = "(in history 21 January 1932, YEARBOOK)"
    assert row.newspapers == (f"Pact with Rival signed {past}",)
    assert row.files == (
        "Pact with Rival signed: attack by Rival within twelve months was given 5 % "
        f"{past} [secret]",
    )
    january = rows["January 1932"]
    assert january.newspapers == ("Defence outlay of 1931 as published: 1,200 million rubles",)
    assert january.files[0].startswith("Defence outlay of 1931 was 2,400 million rubles")


def test_the_typical_run_is_told_and_no_run_when_all_failed():
    world = kept(SIGNED, pacts=(TREATY,))
    answer = typical_chronicle(world)
    assert answer.run == 0
    assert "Pact with Rival ratified" in answer.missed
    world.data["status.failed"][:] = True
    assert typical_chronicle(world).run is None


def test_a_run_folder_keeps_what_a_chronicle_needs(tmp_path):
    world = kept(SIGNED, (WAR,), (TREATY,))
    write_data(tmp_path, world.data)
    write_summary(tmp_path, {"facts": []})
    assert write_kept(tmp_path, world.titles, world.events, world.pacts) == [
        "titles.csv", "events.csv", "pacts.csv",
    ]  # fmt: skip
    again = read_kept(tmp_path)
    assert (again.titles, again.events, again.pacts) == (world.titles, [WAR], [TREATY])
    for seat in ("published", "secret"):
        pair = [chronicle(project(one, seat, 1)) for one in (world, again)]
        assert pair[0].lines == pair[1].lines
    (tmp_path / "events.csv").unlink()
    with pytest.raises(BadInput, match=r"events.csv: cannot be read .*; run again"):
        read_kept(tmp_path)


def test_every_event_that_ships_is_known_to_a_rule():
    file = resources.files("sinews") / "scenarios" / "ussr-1932" / "events.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        keys = [row["id"] for row in csv.DictReader(stream) if row["id"]]
    names = {rule.name for rules in RULES.values() for rule in rules} | {"outside"}
    assert keys
    assert {re.sub(r"\[.*\]", "", key) for key in keys} <= names
    assert {rule for rule, _, _ in PACT_STAGES.values()} <= names


def test_words_of_figures_and_dates():
    assert [day_text(date) for date in ("1932", "1932-03", "1932-03-04")] == [
        "1932", "March 1932", "4 March 1932",
    ]  # fmt: skip
    assert [rounded(value) for value in (1234.0, 0.0, 9.96, np.nan)] == [
        "1,200", "0", "10.0", "unknown",
    ]  # fmt: skip
    assert (percent(0.004), percent(0.126), percent(np.nan)) == ("less than 1 %", "13 %", "unknown")
    assert million_tons(26_600.0) == "26.6 million t"
    assert listed(list("abc")) == "a, b and c"
    assert listed(list("abcd"), most=2) == "a, b and 2 more"
