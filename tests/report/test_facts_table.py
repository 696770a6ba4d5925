"""Facts beside the runs: bands, rivals, units, and what is told when there is nothing to tell."""

import numpy as np
import pytest
from tests.report.made import fact
from tests.tolerances import ROUNDING

from sinews.report.conversion import factor_between
from sinews.report.facts_table import compare_facts, fact_json, in_band, number_of
from sinews.report.periods import CannotTell, month_number
from sinews.report.summary import to_json
from sinews.report.tables import fact_rows, number_text, tally_text

BAND = {"p10": 10.0, "p90": 20.0}


@pytest.mark.parametrize(
    ("value", "low", "high", "inside"),
    [
        (15.0, None, None, True),
        (10.0, None, None, True),
        (9.9, None, None, False),
        (25.0, 5.0, 11.0, True),
        (15.0, 21.0, 30.0, False),
        (None, 19.0, 30.0, True),
        (15.0, None, 30.0, True),
        (None, None, None, None),
        (None, None, 30.0, None),
    ],
)
def test_rivals_count_by_their_span_and_a_lone_figure_by_itself(value, low, high, inside):
    assert in_band(BAND, value, low, high) is inside


def test_every_fact_is_in_the_table_in_order(data, facts, observables):
    compared = compare_facts(data, facts, observables)
    assert [one.fact.id for one in compared] == [one.id for one in facts]
    by_id = {one.fact.id: one for one in compared}
    assert by_id["pigs"].skipped == "the model holds no pigs"
    assert by_id["f006"].model is None
    assert "cannot be turned into" in by_id["debt_1931"].skipped
    assert by_id["steel_1932"].model["p50"] > 1000


def test_the_model_is_told_in_the_unit_of_the_fact(data, facts, observables):
    by_id = {one.fact.id: one for one in compare_facts(data, facts, observables)}
    made = data["industry.made"].sel(activity="steel").values[:12].sum(axis=0)
    assert by_id["steel_1931"].model["p50"] == pytest.approx(np.median(made) / 1000, rel=ROUNDING)


def test_a_dated_fact_is_compared_by_month(data, observables):
    row = fact("iron", "magnitogorsk_first_iron", "1932-01-31", "1932-01-31", "1932-01-31", "date",
               "dated")  # fmt: skip
    (compared,) = compare_facts(data, [row], observables)
    told = fact_json(compared)
    assert compared.value == month_number("1932-01")
    assert told["history"]["value"] == "1932-01"
    assert told["model"]["p50"].startswith("193")
    assert isinstance(told["in_band_80"], bool)


def test_failed_runs_do_not_count(data, facts, observables):
    spoilt = data.copy()
    failed = np.zeros(spoilt.sizes["run"], dtype=bool)
    failed[3] = True
    made = spoilt["industry.made"].values.copy()
    made[..., 3] = np.nan
    spoilt["industry.made"] = (data["industry.made"].dims, made)
    spoilt["status.failed"] = ("run", failed)
    (compared,) = compare_facts(spoilt, facts[:1], observables)
    assert np.isfinite(compared.model["p50"])


def test_json_holds_no_nan(data, facts, observables):
    rows = [fact_json(one) for one in compare_facts(data, facts, observables)]
    text = to_json({"rows": rows, "odd": [float("nan"), np.float64("inf"), np.int64(3)]})
    assert "NaN" not in text
    assert "Infinity" not in text
    assert text.endswith('"odd": [null, null, 3]}')


def test_rows_of_text_say_it_in_words(data, facts, observables):
    compared = compare_facts(data, facts, observables)
    rows = {row.name: row for row in fact_rows(compared)}
    assert rows["Tanks total"].history == "2,600 (2,600 to 3,209)"
    assert rows["Tanks total"].mark in ("in", "OUT")
    assert rows["Livestock pigs"].mark == "-"
    assert "checked facts lie in the model's 80 % band; 2 more cannot be told." in tally_text(
        compared
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (5927.0, "5,927"),
        (0.8766, "0.877"),
        (12.346, "12.35"),
        (0.0, "0"),
        (1e9, "1e+09"),
        (None, ""),
    ],
)
def test_numbers_have_four_figures_at_most(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("cell", "number"),
    [("12.5", 12.5), (3, 3.0), ("<2000", None), ("", None), (float("nan"), None), (True, None),
     ("-1.5", -1.5), ("1932-02-05", -455.0)],
)  # fmt: skip
def test_figures_and_dates_become_numbers_and_words_do_not(cell, number):
    assert number_of(cell) == number


@pytest.mark.parametrize(
    ("unit", "target", "factor"),
    [("kt", "Mt", 1e-3), ("thousand t", "kt", 1.0), ("million t", "kt", 1e3),
     ("million rubles", "M rub", 1.0), ("units", "unit", 1.0), ("thousand", "kp", 1.0),
     ("million gold rubles", "MGR", 1.0), ("percent", "1", 0.01)],
)  # fmt: skip
def test_units_are_read_as_sources_write_them(unit, target, factor):
    assert factor_between(unit, target) == pytest.approx(factor, rel=ROUNDING)


def test_units_of_other_things_are_refused():
    for unit, target in (("kt", "kp"), ("MGR", "Mrub"), ("date", "kt"), ("sausages", "kt")):
        with pytest.raises(CannotTell, match="cannot be turned into"):
            factor_between(unit, target)
