"""Binding limits: shares of runs, losses and their order, by hand."""

import numpy as np
import pytest
from tests.report.made import Maker
from tests.report.schema_check import problems, schema

from sinews.report.binding import binding_limits, period_name, unit_of_sum
from sinews.report.summary import failed_runs, failures_of, ledger_of, summary_of
from sinews.report.tables import binding_rows, ledger_text


@pytest.fixture
def limited():
    """Two limits over two years and four runs: one costs in one region, one only in one run."""
    make = Maker(months=24, runs=4)
    grain = np.zeros((24, 2, 4))
    grain[12:15, 1] = [0.0, 1.0, 2.0, 3.0]
    grain[:, 0, 0] = 1e-9
    make.add("food.unmet", grain, "kt/month", axis="region", limit="grain")
    power = np.zeros((24, 4))
    power[3, 2] = 5.0
    make.add("industry.dark", power, "GWh/month", limit="power")
    make.add("industry.fine", np.zeros((24, 4)), "GWh/month", limit="peace")
    make.add("industry.free", np.ones((24, 4)), "GWh/month")
    make.data["status.failed"] = ("run", np.zeros(4, dtype=bool))
    return make.data


def test_limits_are_told_by_member_and_year(limited):
    rows = binding_limits(limited)
    assert [(row.room, row.limit, row.label, row.period) for row in rows] == [
        ("food", "grain", "volga", "1932"),
        ("industry", "power", "", "1931"),
    ]
    assert rows[0].share_of_runs == 0.75
    assert rows[0].loss == 3 * 1.5
    assert rows[0].unit == "kt"
    assert rows[1].share_of_runs == 0.25
    assert rows[1].loss == 0.0


def test_quarters_and_failed_runs(limited):
    limited["status.failed"] = ("run", np.array([True, False, False, False]))
    rows = binding_limits(limited, "quarter")
    assert rows[0].period == "1932-Q1"
    assert rows[0].share_of_runs == 1.0
    limited["status.failed"] = ("run", np.ones(4, dtype=bool))
    assert binding_limits(limited) == []


def test_names_of_periods_and_units():
    assert [period_name(np.datetime64(f"1932-{m:02d}"), "quarter") for m in (1, 3, 4, 12)] == [
        "1932-Q1", "1932-Q1", "1932-Q2", "1932-Q4",
    ]  # fmt: skip
    assert unit_of_sum("kt/month") == "kt"
    assert unit_of_sum("1") == "months"


def test_only_limits_with_a_cost_in_the_median_run_are_shown(limited):
    shown = binding_rows(binding_limits(limited))
    assert [row[:4] for row in shown] == [("Food", "grain", "volga", "1932")]


def test_the_ledger_names_the_worst_balance_and_run(limited):
    limited = limited.assign_coords(balance=["grain", "money"])
    residual = np.array([[1e-12, 0, 0, 0], [0, 0, -3e-10, np.nan]])
    limited["ledger.residual"] = (("balance", "run"), residual)
    limited["status.failed"] = ("run", np.array([False, False, False, True]))
    assert ledger_of(limited) == {"worst_relative": 3e-10, "where": "money, run 2"}
    assert "3.0e-10" in ledger_text({"ledger": ledger_of(limited)})


def test_failed_runs_are_counted_with_month_and_field(limited):
    limited["status.failed"] = ("run", np.array([False, True, False, False]))
    limited["status.month"] = ("run", np.array([-1, 14, -1, -1]))
    limited["status.field"] = ("run", np.array(["", "food.state_grain", "", ""]))
    assert failed_runs(limited) == 1
    assert failures_of(limited) == [{"run": 1, "month": "1932-03", "field": "food.state_grain"}]


def test_the_summary_keeps_to_its_schema(data, facts, observables):
    from sinews.report.facts_table import compare_facts

    seconds = {"build": 0.1, "compile": 2.0, "run": 0.5, "total": 3.0}
    files = {"folder": "x", "run": "x/run.nc", "summary": "", "numbers": "", "facts": ""}
    compared = compare_facts(data, facts, observables)
    summary = summary_of(data, compared, binding_limits(data), seconds, files)
    assert problems(summary, schema("run")) == []
    assert summary["ledger"]["worst_relative"] < 1e-12
    broken = summary | {"seed": -1, "extra": 1}
    assert len(problems(broken, schema("run"))) == 2
