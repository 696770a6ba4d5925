"""Series and periods read off a run: hand-worked sums, ends and dates."""

import numpy as np
import pytest
from tests.report.made import Maker, observable
from tests.tolerances import ROUNDING

from sinews.report.observe import observe, quantiles
from sinews.report.periods import last_day, length_in_months
from sinews.report.tables import period_text

RUNS = 3


@pytest.fixture
def counting():
    """A run in which a flow is 1, 2, 3 ... and a stock is ten times that at each month's end."""
    make = Maker(months=18, runs=RUNS)
    month = np.arange(1.0, 19.0)[:, None] * np.ones((1, RUNS))
    make.add("food.procured", np.stack([month, 100 * month], axis=1), "kt/month", axis="region")
    make.add("food.state_grain", 10 * month, "kt", "state")
    make.add("food.started", (month >= [[3, 13, 99]]).astype(float), "1", "state")
    make.data["status.failed"] = ("run", np.zeros(RUNS, dtype=bool))
    return make.data


def seen(data, start, end, **more):
    return observe(data, {"s": observable("s", **more)}, "s", start, end)


def test_a_flow_is_summed_over_the_months_of_its_period(counting):
    found = seen(counting, "1931-01-01", "1931-12-31", variable="food.procured",
                 select="region=ukraine")  # fmt: skip
    assert found.values.tolist() == [78.0] * RUNS


def test_axes_that_are_not_named_are_summed_over_all_members(counting):
    found = seen(counting, "1931-02", "1931-03", variable="food.procured")
    assert found.values.tolist() == [505.0] * RUNS
    both = seen(counting, "1931-02", "1931-03", variable="food.procured",
                select="region=ukraine|volga")  # fmt: skip
    assert both.values.tolist() == found.values.tolist()


@pytest.mark.parametrize(
    ("day", "stock"),
    [
        ("1931-12-31", 120),
        ("1932-01-01", 120),
        ("1932-03-04", 140),
        ("1931-07-01", 60),
        ("1931", 120),
    ],
)
def test_a_stock_is_that_of_the_last_month_that_is_over(counting, day, stock):
    found = seen(counting, day, day, variable="food.state_grain", aggregation="end")
    assert found.values.tolist() == [float(stock)] * RUNS


def test_the_opening_is_no_result(counting):
    found = seen(
        counting, "1931-01-01", "1931-01-01", variable="food.state_grain", aggregation="end"
    )
    assert found.values is None
    assert "opening" in found.reason


def test_middle_of_the_year_mean_greatest_and_growth(counting):
    stock = {"variable": "food.state_grain"}
    year = ("1931-01-01", "1931-12-31")
    assert seen(counting, *year, aggregation="mid", **stock).values[0] == 60.0
    assert seen(counting, *year, aggregation="mean", **stock).values[0] == 65.0
    assert seen(counting, *year, aggregation="max", **stock).values[0] == 120.0
    quarter = seen(counting, "1932-01-01", "1932-03-31", aggregation="growth", **stock)
    assert quarter.values[0] == pytest.approx((13 + 14 + 15) / 6, abs=ROUNDING)
    step = seen(counting, "1932-01-01", "1932-03-31", aggregation="step", **stock)
    assert step.values[0] == pytest.approx((13 + 14 + 15) / (10 + 11 + 12), abs=ROUNDING)


def test_a_denominator_is_gathered_alike(counting):
    found = seen(counting, "1931-01", "1931-12", variable="food.procured", select="region=volga",
                 over="food.procured", over_select="region=ukraine", factor=0.5)  # fmt: skip
    assert found.values.tolist() == [50.0] * RUNS


def test_a_date_is_the_first_month_or_never(counting):
    found = seen(counting, "1931", "1932", variable="food.started", aggregation="date",
                 threshold=0.5, unit="date")  # fmt: skip
    assert found.values.tolist() == [-12 * 39 + 2, -12 * 38, np.inf]


@pytest.mark.parametrize(
    ("start", "end", "more", "reason"),
    [
        ("1930-12", "1931-02", {"variable": "food.procured"}, "before the run"),
        ("1932-01", "1932-12", {"variable": "food.procured"}, "after the run"),
        ("1931", "1931", {"variable": "food.bread"}, "no variable"),
        ("1931", "1931", {"variable": "food.procured", "select": "region=urals"}, "no member"),
        ("1931", "1931", {"variable": "food.procured", "select": "plant=x"}, "no axis"),
        ("1931", "1931", {"variable": "", "reason": "no pigs"}, "no pigs"),
        ("1931", "1931", {"variable": "food.procured", "aggregation": "odd"}, "odd"),
    ],
)
def test_what_cannot_be_told_says_why(counting, start, end, more, reason):
    found = seen(counting, start, end, **more)
    assert found.values is None
    assert reason in found.reason


def test_failed_runs_are_left_out(counting):
    data = counting.copy()
    data["status.failed"] = ("run", np.array([False, True, False]))
    assert seen(data, "1931", "1931", variable="food.procured").values.shape == (2,)
    data["status.failed"] = ("run", np.array([True] * RUNS))
    assert seen(data, "1931", "1931", variable="food.procured").reason == "every run failed"


def test_quantiles_of_dates_are_months_that_occur():
    found = quantiles(np.array([1.0, 2.0, np.inf, np.inf]), ranked=True)
    assert found["p50"] == 2.0
    assert found["p75"] == np.inf


def test_periods_are_told_in_the_shortest_form():
    assert period_text("1932-01-01", "1932-12-31") == "1932"
    assert period_text("1932-04-01", "1932-06-30") == "1932-Q2"
    assert period_text("1932-02-01", "1932-02-29") == "1932-02"
    assert period_text("1931-07-01", "1932-06-30") == "1931-07 to 1932-06"
    assert period_text("1932-01-05", "1932-02-29") == "1932-01-05 to 1932-02-29"
    assert period_text("1932-07-01", "1932-07-01") == "1932-07-01"
    assert str(last_day("1932-02")) == "1932-02-29"
    assert length_in_months("1931-07-01", "1932-06-30") == 12
