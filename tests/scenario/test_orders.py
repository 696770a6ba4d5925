"""Orders: a value holds until the next; tables stand on one another; open is told by NaN."""

from pathlib import Path

import numpy as np
import pytest
from tests.scenario.toy import CLASSES, FILES, write_package

from sinews.core.errors import ScenarioError
from sinews.scenario.draw import draw
from sinews.scenario.load import Scenario, load_scenario

NAN = np.nan
HEADER = "lever,label,month,value,unit\n"


@pytest.fixture
def scenario(package: Path) -> Scenario:
    return load_scenario(package, CLASSES)


def ordered(scenario: Scenario, orders: str | Path | None = None, months: int = 24):
    return draw(scenario, 1, np.arange(2), months=months, orders=orders).orders


def own(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_a_value_holds_until_the_next(scenario: Scenario):
    share = np.asarray(ordered(scenario).share)[:, 0]
    np.testing.assert_array_equal(share, [0.34] * 9 + [0.3] * 8 + [NAN] * 7)


def test_a_row_for_one_member_goes_before_that_for_all(scenario: Scenario):
    loans = np.asarray(ordered(scenario).loans)[..., 0]
    np.testing.assert_array_equal(loans[:, 0], [NAN] * 2 + [0.0] * 22)
    np.testing.assert_array_equal(loans[:, 1], [NAN] * 2 + [0.0] + [25.0] * 3 + [0.0] * 18)


def test_members_of_several_axes(scenario: Scenario):
    sowing = np.asarray(ordered(scenario).sowing)[..., 0]
    assert np.isnan(sowing[:7]).all()
    np.testing.assert_array_equal(sowing[7], [[310.0, NAN], [NAN, NAN]])


def test_a_table_upon_another(scenario: Scenario):
    share = np.asarray(ordered(scenario, "cautious").share)[:, 0]
    np.testing.assert_array_equal(share, [0.34] * 5 + [0.2] * 6 + [0.3] * 6 + [NAN] * 7)


def test_every_lever_open(scenario: Scenario):
    assert np.isnan(np.asarray(ordered(scenario, "none").loans)).all()


def test_own_orders_need_no_source(scenario: Scenario, tmp_path: Path):
    path = own(
        tmp_path, "extends,history,,,\nshare,,1931-03,10,%\nloans,north;,1931-03,1,kt/month\n"
    )
    with pytest.raises(ScenarioError, match="has 2 parts, loans has 1 axes"):
        ordered(scenario, path)
    path = own(
        tmp_path, "extends,history,,,\nshare,,1931-03,10,%\nloans,north,1931-03,1,kt/month\n"
    )
    orders = ordered(scenario, path, months=4)
    np.testing.assert_array_equal(np.asarray(orders.share)[:, 0], [0.34, 0.34, 0.1, 0.1])
    np.testing.assert_array_equal(np.asarray(orders.loans)[2:, :, 0], [[1.0, 0.0], [1.0, 25.0]])
    used = draw(scenario, 1, np.arange(2), orders=path).numbers_used
    assert {number.source for number in used if number.file == str(path)} == {"user"}


def test_own_orders_upon_stacked_ones(scenario: Scenario, tmp_path: Path):
    path = own(tmp_path, "extends,cautious,,,\nshare,,1931-02,0.5,1\nshare,,1931-07,base,1\n")
    share = np.asarray(ordered(scenario, path, months=8).share)[:, 0]
    np.testing.assert_array_equal(share, [0.34] + [0.5] * 5 + [0.2] * 2)


def test_a_row_for_all_in_a_later_table_goes_before_one_for_a_member(
    scenario: Scenario, tmp_path: Path
):
    path = own(tmp_path, "extends,history,,,\nloans,,1931-05,7,kt/month\n")
    loans = np.asarray(ordered(scenario, path, months=6).loans)[..., 0]
    np.testing.assert_array_equal(loans[3:], [[0.0, 25.0], [7.0, 7.0], [7.0, 7.0]])


def test_orders_before_the_start_hold_at_the_start(scenario: Scenario, tmp_path: Path):
    path = own(tmp_path, "share,,1929-06,0.1,1\nshare,,1930-06,0.2,1\n")
    np.testing.assert_array_equal(np.asarray(ordered(scenario, path).share)[:, 0], [0.2] * 24)


def test_an_empty_table_of_orders_leaves_all_open(scenario: Scenario, tmp_path: Path):
    assert np.isnan(np.asarray(ordered(scenario, own(tmp_path, "")).share)).all()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("shar,,1931-03,0.1,1\n", 'nearest: "share"'),
        ("share,,1931-13,0.1,1\n", '"1931-13" is no month'),
        ("share,,1931-03,1.5,1\n", "above the maximum 1"),
        ("share,,1931-03,0.1,kt\n", "the unit of orders.share is 1"),
        ("share,,1931-03,base,1\n", "no table lies below"),
        ("extends,histry,,,\n", 'nearest: "history"'),
        ("loans,north,1931-03,1,kt/month\nloans,north,1931-03,2,kt/month\n", "given twice"),
        ("sowing,north;,1931-03,1,kha\nsowing,;winter,1931-03,1,kha\n", "crosses line 2"),
    ],
)
def test_wrong_orders_are_told(rows: str, told: str, scenario: Scenario, tmp_path: Path):
    path = own(tmp_path, rows)
    with pytest.raises(ScenarioError) as caught:
        ordered(scenario, path)
    assert f"{path}:" in str(caught.value)
    assert told in str(caught.value)


def test_unknown_orders_name_the_nearest(scenario: Scenario):
    with pytest.raises(ScenarioError, match='nearest: "cautious"'):
        ordered(scenario, "cautios")


@pytest.mark.parametrize("name", ["nothing/here.csv", "with\0nul", "x" * 5000, "."])
def test_orders_that_are_no_file(name: str, scenario: Scenario):
    with pytest.raises(ScenarioError, match="neither a table of orders"):
        ordered(scenario, name)


def test_paths_from_outside(scenario: Scenario):
    drawn = draw(scenario, 1, np.arange(64))
    threat = np.asarray(drawn.outside.threat)
    np.testing.assert_array_equal(threat[:8], threat[:1].repeat(8, axis=0))
    assert (threat[8] != threat[7]).all()
    weather = np.asarray(drawn.outside.weather_given)[..., 0]
    np.testing.assert_array_equal(weather[:12, 0], [-1.0] * 12)
    assert np.isnan(weather[12:]).all()
    assert np.isnan(weather[:, 1]).all()


def test_a_package_without_orders(tmp_path: Path):
    files = {name: text for name, text in FILES.items() if not name.startswith("orders/")}
    files["scenario.toml"] = files["scenario.toml"].replace('default_orders = "history"', "")
    scenario = load_scenario(write_package(tmp_path / "free", files), CLASSES)
    assert np.isnan(np.asarray(ordered(scenario).share)).all()
