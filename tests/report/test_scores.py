"""Scores: CRPS against its integral, coverage, naive forecasts, rows that cannot be scored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.made import fact
from tests.report.schema_check import problems, schema
from tests.tolerances import PHYSICS, ROUNDING

from sinews.core.errors import BadInput, ScenarioError
from sinews.report import scores
from sinews.report.observations import read_observations

HEADER = "series,period_start,period_end,value,unit,low,high\n"


@pytest.fixture
def observed(tmp_path):
    """Write rows and read them as a user's file."""

    def written(*rows):
        file = tmp_path / "observed.csv"
        file.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return read_observations(file)

    return written


def test_crps_of_one_value_is_its_distance():
    assert scores.crps_of(np.array([3.0]), 5.0) == 2.0


def test_crps_of_two_values_by_hand():
    # E|X - y| = (1 + 3) / 2, E|X - X'| / 2 = (2 / 2) / 2
    assert scores.crps_of(np.array([1.0, 3.0]), 4.0) == pytest.approx(1.5, abs=ROUNDING)


@given(
    st.lists(st.floats(-50, 50), min_size=1, max_size=12),
    st.floats(-60, 60),
)
def test_crps_is_the_integral_of_the_squared_difference_of_the_laws(values, seen):
    sample = np.array(values)
    edges = np.unique([*values, seen])
    below = (sample[None, :] <= edges[:-1, None]).mean(axis=1)
    step = (seen <= edges[:-1]).astype(float)
    integral = float(np.sum((below - step) ** 2 * np.diff(edges)))
    assert scores.crps_of(sample, seen) == pytest.approx(integral, abs=PHYSICS)


def test_rows_get_quantiles_bands_and_a_score(data, facts, observables, observed):
    rows = observed(
        "steel,1931-01-01,1931-12-31,5.62,Mt,,", "tanks_total,1932,1932,2600,unit,2600,3209"
    )
    scored = scores.score_rows(data, rows, facts, observables)
    assert all(not row.skipped for row in scored)
    steel = data["industry.made"].sel(activity="steel").values[:12].sum(axis=0) / 1000
    assert scored[0].crps == pytest.approx(scores.crps_of(steel, 5.62), rel=ROUNDING)
    assert scored[0].inside(90) == (np.quantile(steel, 0.05) <= 5.62 <= np.quantile(steel, 0.95))
    answer = scores.score_json(scored)
    assert problems(answer, schema("score")) == []
    assert answer["total"]["rows"] == answer["total"]["scored"] == 2


def test_naive_forecasts_take_the_latest_before_the_period(data, facts, observables, observed):
    rows = observed("steel,1933,1933,6000,kt,,", "steel,1931,1931,5620,kt,,")
    later, first = scores.score_rows(data, rows, facts, observables)
    assert later.naive["last_value"] == pytest.approx(6000 - 5927)
    assert later.naive["last_growth"] == pytest.approx(abs(6000 - 5927 * 5927 / 5620))
    assert first.naive == {}


def test_naive_forecasts_know_nothing_after_1932(data, observables, observed):
    facts = [
        fact("a", "steel", "1932-01-01", "1932-12-31", 5900.0, "kt"),
        fact("b", "steel", "1933-01-01", "1933-12-31", 1.0, "kt"),
    ]
    (row,) = scores.score_rows(
        data, observed("steel,1933-07,1934-06,6000,kt,,"), facts, observables
    )
    assert row.skipped  # the run ends before
    assert scores._past_of(row.row, "kt", facts, "kt") == [(np.datetime64("1932-01-01"), 5900.0)]


def test_skill_by_hand():
    def row(crps, value, naive):
        seen = scores.Observation(2, "s", "1933", "1933", value, "kt", np.nan, np.nan)
        return scores.ScoredRow(seen, "kt", {}, crps, naive, "")

    rows = [row(1.0, 10.0, {"last_value": 4.0}), row(2.0, -10.0, {"last_value": 2.0}),
            row(9.0, 10.0, {}), row(9.0, 0.0, {"last_value": 1.0})]  # fmt: skip
    assert scores.skill(rows, "last_value") == pytest.approx(1 - 0.3 / 0.6)
    assert scores.skill(rows, "last_growth") is None


def test_rows_that_cannot_be_scored_are_told_and_kept(data, facts, observables, observed):
    rows = observed(
        "livestock_pigs,1932,1932,11,Mp,,", "sausages,1932,1932,1,kt,,", "steel,1936,1936,1,kt,,",
        "steel,1932,1932,1,kp,,", "magnitogorsk_first_iron,1932,1932,1,date,,",
    )  # fmt: skip
    answer = scores.score_json(scores.score_rows(data, rows, facts, observables))
    reasons = [row["skipped"] for row in answer["rows"]]
    assert problems(answer, schema("score")) == []
    assert "no pigs" in reasons[0]
    assert "no series" in reasons[1]
    assert "after the run" in reasons[2]
    assert "cannot be turned" in reasons[3]
    assert "date" in reasons[4]
    assert answer["total"]["scored"] == 0
    assert answer["total"]["coverage_80"] is None


def test_everything_wrong_with_a_file_is_told_at_once(tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(
        HEADER + "steel,1932-13,1932,1,kt,,\n,1932,1932,nan,kt,,\nsteel,1933,1932,1,kt,x,\n"
        "steel,1932\n", encoding="utf-8",
    )  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        read_observations(file)
    places = [problem.place.rpartition(":")[2] for problem in caught.value.problems]
    assert places == ["2", "3", "3", "4", "4", "5"]
    assert caught.value.code == 2


@pytest.mark.parametrize(
    "data", [b"", b"series,value\n", b"\xff\xfe", b'series,"period\n', (HEADER + "\n").encode()]
)
def test_files_that_are_no_observations_are_refused(tmp_path, data):
    file = tmp_path / "bad.csv"
    file.write_bytes(data)
    with pytest.raises(BadInput):
        read_observations(file)
    with pytest.raises(BadInput):
        read_observations(tmp_path / "missing.csv")


def test_more_columns_do_no_harm(tmp_path):
    file = tmp_path / "more.csv"
    file.write_text("note,series,period_start,period_end,value,unit\nhm,steel,1932,1932,5,Mt\n")
    (row,) = read_observations(file)
    assert (row.series, row.value) == ("steel", 5.0)
    assert np.isnan(row.low)
