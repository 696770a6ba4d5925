"""Draws: a run draws the same in any company, and numbers do not disturb one another."""

from pathlib import Path

import jax
import numpy as np
import pytest
from tests.scenario.toy import CLASSES, FILES, write_package
from tests.tolerances import ROUNDING

from sinews.core.errors import BadInput, ScenarioError
from sinews.scenario.draw import Drawn, draw
from sinews.scenario.load import Scenario, load_scenario


@pytest.fixture
def scenario(package: Path) -> Scenario:
    return load_scenario(package, CLASSES)


def leaves(drawn: Drawn) -> list[np.ndarray]:
    trees = (drawn.world, drawn.params, drawn.orders, drawn.outside)
    return [np.asarray(leaf) for leaf in jax.tree.leaves(trees)]


def assert_same(one: Drawn, other: Drawn, columns: list[int]) -> None:
    for left, right in zip(leaves(one), leaves(other), strict=True):
        picked = right if right.shape[-1] == 1 else right[..., columns]
        np.testing.assert_array_equal(left, picked)


def test_shapes_and_types(scenario: Scenario):
    drawn = draw(scenario, 1, np.arange(5))
    assert drawn.world.farm.grain.shape == (2, 5)
    assert drawn.world.farm.herd.shape == (5,)
    assert drawn.world.last.hunger.shape == (5,)
    assert drawn.params.farm.spoilage.shape == (2, 5)
    assert drawn.params.farm.price.shape == (1,)
    assert drawn.params.farm.sown.shape == (2, 2, 5)
    assert drawn.params.farm.neighbour == (1, -1)
    assert drawn.orders.loans.shape == (24, 2, 1)
    assert drawn.outside.threat.shape == (24, 5)
    assert all(leaf.dtype == np.float64 for leaf in leaves(drawn))


def test_values_and_units(scenario: Scenario):
    drawn = draw(scenario, 1, np.arange(3), mode="mean")
    np.testing.assert_allclose(drawn.world.farm.grain, [[120.0] * 3, [80.0] * 3], rtol=ROUNDING)
    np.testing.assert_allclose(drawn.params.farm.price, [0.06], rtol=ROUNDING)
    np.testing.assert_allclose(drawn.params.farm.spoilage, [[0.02], [0.02]], rtol=ROUNDING)
    np.testing.assert_allclose(
        drawn.params.farm.sown[..., 0], [[300.0, 500.0], [400.0, 400.0]], rtol=ROUNDING
    )
    np.testing.assert_allclose(drawn.params.works.labour[:, 0], [2.0, 3.0], rtol=ROUNDING)
    assert float(drawn.world.works.orders.wanted[0]) == 5.0


def test_no_number_is_nan_save_where_open(scenario: Scenario):
    drawn = draw(scenario, 1, np.arange(64))
    for leaf in jax.tree.leaves((drawn.world, drawn.params, drawn.outside.threat)):
        assert np.isfinite(leaf).all()
    assert np.isfinite(drawn.values).all()


def test_one_draw_for_all_members(scenario: Scenario):
    spoilage = np.asarray(draw(scenario, 1, np.arange(64)).params.farm.spoilage)
    np.testing.assert_array_equal(spoilage[0], spoilage[1])
    assert spoilage[0].std() > 0.0


def test_a_run_draws_the_same_in_any_company(scenario: Scenario):
    whole = draw(scenario, 7, np.arange(100))
    for runs in ([3], [99, 0, 50], list(range(64, 100)), list(range(99, -1, -1))):
        assert_same(draw(scenario, 7, np.array(runs)), whole, runs)


def test_seeds_differ(scenario: Scenario):
    one, other = (
        np.asarray(draw(scenario, seed, np.arange(8)).world.farm.grain) for seed in (1, 2)
    )
    assert not np.any(one == other)


def test_numbers_draw_apart(scenario: Scenario):
    grain = np.asarray(draw(scenario, 1, np.arange(2000)).world.farm.grain)
    assert abs(np.corrcoef(np.log(grain))[0, 1]) < 0.1


def test_adding_a_number_leaves_others(scenario: Scenario, tmp_path: Path):
    row = "spoilage,south,,0.03,1/month,0.01,0.05,beta,ASM,judgement,A,\n"
    files = FILES | {"farm.csv": FILES["farm.csv"] + row}
    more = load_scenario(write_package(tmp_path / "more", files), CLASSES)
    one, other = (draw(each, 1, np.arange(16)) for each in (scenario, more))
    np.testing.assert_array_equal(one.world.farm.grain, other.world.farm.grain)
    np.testing.assert_array_equal(one.world.works.stock, other.world.works.stock)
    np.testing.assert_array_equal(one.outside.threat, other.outside.threat)
    np.testing.assert_array_equal(one.params.farm.spoilage[0], other.params.farm.spoilage[0])
    assert not np.any(np.asarray(one.params.farm.spoilage[1] == other.params.farm.spoilage[1]))


def test_changing_a_range_keeps_the_order_of_runs(scenario: Scenario, tmp_path: Path):
    files = FILES | {"farm.csv": FILES["farm.csv"].replace("120,kt,100,150", "90,kt,60,110")}
    other = load_scenario(write_package(tmp_path / "other", files), CLASSES)
    one, two = (
        np.asarray(draw(each, 1, np.arange(64)).world.farm.grain[0]) for each in (scenario, other)
    )
    np.testing.assert_array_equal(np.argsort(one), np.argsort(two))


def test_the_table_is_honoured(scenario: Scenario):
    drawn = draw(scenario, 5, np.arange(20_000))
    quantiles = np.quantile(np.asarray(drawn.world.farm.grain), [0.05, 0.5, 0.95], axis=1)
    np.testing.assert_allclose(quantiles[:, 0], [100.0, 120.0, 150.0], rtol=0.01)
    np.testing.assert_allclose(quantiles[:, 1], [70.0, 80.0, 90.0], rtol=0.01)


def test_draws_stay_in_bounds(tmp_path: Path):
    wide = FILES["works.csv"].replace("50,t,40,60,normal", "1,t,0,60,normal")
    scenario = load_scenario(write_package(tmp_path / "wide", FILES | {"works.csv": wide}), CLASSES)
    stock = np.asarray(draw(scenario, 1, np.arange(2000)).world.works.stock)
    assert stock.min() == 0.0
    assert np.quantile(stock, 0.5) == pytest.approx(1.0, rel=0.2)


def test_mean_mode_draws_nothing(scenario: Scenario):
    one, other = (draw(scenario, seed, np.arange(4), mode="mean") for seed in (1, 2))
    assert_same(one, other, [0, 1, 2, 3])
    assert one.params.farm.spoilage.shape == (2, 1)
    assert one.outside.threat.shape == (24, 1)
    np.testing.assert_array_equal(np.asarray(one.outside.threat[[0, 8], 0]), [0.07, 0.3])


def test_every_number_in_use_is_told(scenario: Scenario):
    drawn = draw(scenario, 1, np.arange(4))
    assert len(drawn.numbers_used) == drawn.values.shape[0] == 23
    named = {
        f"{number.full_name} {number.label}": at for at, number in enumerate(drawn.numbers_used)
    }
    np.testing.assert_array_equal(
        drawn.values[named["farm.grain north"]], drawn.world.farm.grain[0]
    )
    assert drawn.values[named["farm.neighbour north"]][0] == 1.0
    assert all(number.source and number.locator and number.grade for number in drawn.numbers_used)


def test_overrides_are_not_drawn(scenario: Scenario):
    given = ["farm.spoilage[south]=0.5", "works.stock=9", "farm.neighbour[south]=north"]
    drawn = draw(scenario, 1, np.arange(4), overrides=given)
    plain = draw(scenario, 1, np.arange(4))
    np.testing.assert_array_equal(drawn.params.farm.spoilage[1], [0.5] * 4)
    np.testing.assert_array_equal(drawn.params.farm.spoilage[0], plain.params.farm.spoilage[0])
    np.testing.assert_array_equal(drawn.world.works.stock, [9.0] * 4)
    assert drawn.params.farm.neighbour == (1, 0)
    told = {number.full_name: number for number in drawn.numbers_used if number.file == "--set"}
    assert set(told) == {"farm.spoilage", "works.stock", "farm.neighbour"}
    assert told["works.stock"].source == "user"


def test_the_last_override_wins(scenario: Scenario):
    drawn = draw(scenario, 1, np.arange(2), overrides=["works.stock=9", "works.stock=10"])
    np.testing.assert_array_equal(drawn.world.works.stock, [10.0, 10.0])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("farm.spoilag=0.1", 'nearest: "farm.spoilage"'),
        ("farm.spoilage[soth]=0.1", 'nearest: "south"'),
        ("farm.spoilage[south;winter]=0.1", "write farm.spoilage[region]=VALUE"),
        ("farm.spoilage[south]=1.4", "above the maximum 1"),
        ("farm.spoilage[south]=much", '"much"'),
        ("farm.spoilage[south]=nan", "is no finite number"),
        ("farm.spoilage 0.1", "write room.parameter=VALUE"),
        ("farm.neighbour[south]=nrth", 'nearest: "north"'),
        ("=", "write room.parameter=VALUE"),
        ("[" * 5000, "write room.parameter=VALUE"),
    ],
)
def test_wrong_overrides_are_told(text: str, told: str, scenario: Scenario):
    with pytest.raises(ScenarioError) as caught:
        draw(scenario, 1, np.arange(2), overrides=["works.stock=1", text])
    assert "--set:2" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "request_",
    [
        {"months": 0},
        {"months": 37},
        {"seed": -1},
        {"runs": np.array([-1])},
        {"runs": np.array([2**32])},
    ],
)
def test_impossible_requests_are_told(request_: dict, scenario: Scenario):
    with pytest.raises(BadInput):
        draw(scenario, **({"seed": 1, "runs": np.arange(2)} | request_))
