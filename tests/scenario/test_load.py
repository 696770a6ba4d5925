"""Load: what a scenario holds, its hash, and scenarios that stand on one another."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.scenario.toy import CLASSES, FILES, describe, write_package

from sinews.core.errors import ScenarioError
from sinews.scenario.draw import draw
from sinews.scenario.load import Scenario, load_scenario
from sinews.scenario.package import shipped_names


@pytest.fixture
def scenario(package: Path) -> Scenario:
    return load_scenario(package, CLASSES)


def test_what_it_holds(scenario: Scenario):
    assert (scenario.name, scenario.title, scenario.start) == (
        "toyland",
        "A toy country",
        "1931-01",
    )
    assert (scenario.months, scenario.months_limit) == (24, 36)
    assert scenario.members["region"] == ("north", "south")
    assert scenario.members["season"] == ("winter", "spring")
    assert scenario.titles["region"]["north"] == "The North"
    assert scenario.default_orders == "history"
    assert set(scenario.orders_tables) == {"history", "cautious"}
    assert scenario.chosen == {"ratchet": "off", "storage": "sound"}
    assert scenario.sources["ASM"]["title"] == "Assumption"
    assert [fact.id for fact in scenario.facts] == ["F1", "F2", "F3"]
    assert scenario.facts[0].value == 150.0
    assert scenario.facts[1].value == "1931-09-18"
    assert scenario.observables["eaten"].factor == 1.0
    assert [event.id for event in scenario.events] == ["E1", "E2"]


def test_numbers_know_where_they_come_from(scenario: Scenario):
    grain = next(one for one in scenario.numbers if one.label == "south" and one.name == "grain")
    assert (grain.full_name, grain.value, grain.unit) == ("farm.grain", 80.0, "kt")
    assert (grain.low, grain.high, grain.prior) == (70.0, 90.0, "normal")
    assert (grain.source, grain.locator, grain.grade) == ("YEARBOOK", "p. 3", "C")
    assert grain.place == "toyland/farm.csv:3"
    assert {number.room for number in scenario.numbers} == {"farm", "works", "world", "outside"}


def test_hash_ignores_line_ends_and_the_order_of_files(scenario: Scenario, tmp_path: Path):
    folder = write_package(tmp_path / "again" / "toyland", dict(reversed(FILES.items())))
    data = json.loads(describe(FILES))
    data["resources"].reverse()
    (folder / "datapackage.json").write_text(json.dumps(data), encoding="utf-8")
    for name in FILES:
        text = (folder / name).read_bytes().replace(b"\n", b"\r\n")
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text)
    again = load_scenario(folder, CLASSES)
    assert again.content_hash == scenario.content_hash
    assert len(again.content_hash) == 64


SWAPS = {
    "scenario.toml": ("24", "25"),
    "sources.json": ("Yearbook", "Almanac"),
    "axes.csv": ("The North", "North"),
    "farm.csv": ("0.62", "0.63"),
    "works.csv": ("50,", "51,"),
    "world.csv": ("0.1", "0.2"),
    "outside.csv": ("0.07", "0.08"),
    "orders/history.csv": ("310", "311"),
    "orders/cautious.csv": ("0.2", "0.21"),
    "facts.csv": ("150", "151"),
    "observables.csv": ("no coal", "none"),
    "events.csv": ("lit", "lighted"),
    "switches.csv": ("leak in", "drip in"),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_hash_sees_every_file(name: str, scenario: Scenario, tmp_path: Path):
    files = FILES | {name: FILES[name].replace(*SWAPS[name], 1)}
    other = load_scenario(write_package(tmp_path / "other" / "toyland", files), CLASSES)
    assert other.content_hash != scenario.content_hash


CHILD = {
    "scenario.toml": 'name = "child"\nextends = "toyland"\nmonths = 12\n',
    "farm.csv": (
        "field,region,season,value,unit,low,high,prior,source,locator,grade,note\n"
        "grain,north,,99,kt,,,fixed,CHILD,p. 1,C,\n"
        "sown,,,111,kha,,,fixed,CHILD,p. 1,C,over rows that name members\n"
    ),
    "sources.json": json.dumps([{"id": "CHILD", "type": "book", "title": "Child"}]),
    "facts.csv": FILES["facts.csv"].replace("F1,eaten,1931,1931,150", "F1,eaten,1931,1931,160"),
    "orders/bold.csv": (
        "lever,label,month,value,unit,source,locator,grade,note\n"
        "extends,history,,,,,,,\nshare,,1931-02,0.5,1,CHILD,p. 2,C,\n"
    ),
}


def test_a_scenario_upon_another(package: Path):
    base = load_scenario(package, CLASSES)
    child = load_scenario(write_package(package.parent / "child", CHILD), CLASSES)
    assert (child.name, child.start, child.months) == ("child", "1931-01", 12)
    assert child.default_orders == "history"
    assert child.content_hash != base.content_hash
    assert child.facts[0].value == 160.0
    assert len(child.facts) == len(base.facts)
    assert {"ASM", "YEARBOOK", "CHILD"} == set(child.sources)
    ours, theirs = (draw(each, 1, np.arange(4), months=12) for each in (child, base))
    np.testing.assert_array_equal(ours.world.farm.grain[0], [99.0] * 4)
    np.testing.assert_array_equal(ours.world.farm.grain[1], theirs.world.farm.grain[1])
    np.testing.assert_array_equal(ours.params.farm.sown, np.full((2, 2, 1), 111.0))
    assert sum(number.name == "sown" for number in ours.numbers_used) == 1
    bold = draw(child, 1, np.arange(4), orders="bold").orders
    np.testing.assert_array_equal(np.asarray(bold.share)[:3, 0], [0.34, 0.5, 0.5])


def test_scenarios_in_a_circle(package: Path):
    settings = FILES["scenario.toml"].replace("months = 24", 'months = 24\nextends = "child"')
    (package / "scenario.toml").write_text(settings, encoding="utf-8")
    child = write_package(package.parent / "child", CHILD)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(child, CLASSES)
    assert "extends goes in a circle" in str(caught.value)
    assert "toyland/scenario.toml:5" in str(caught.value)


def test_a_mistake_below_is_told_with_its_own_file(package: Path):
    text = FILES["farm.csv"].replace("0.62", "many")
    (package / "farm.csv").write_text(text, encoding="utf-8")
    child = write_package(package.parent / "child", CHILD)
    with pytest.raises(ScenarioError, match=r"toyland/farm\.csv:4") as caught:
        load_scenario(child, CLASSES)
    assert str(caught.value).count('"many"') == 1


def test_members_may_stand_in_the_settings(tmp_path: Path):
    files = FILES | {
        "axes.csv": FILES["axes.csv"].replace(
            "activity,smelt,Smelting,\nactivity,roll,Rolling,\n", ""
        ),
        "scenario.toml": FILES["scenario.toml"] + '\n[axes]\nactivity = ["smelt", "roll"]\n',
    }
    scenario = load_scenario(write_package(tmp_path / "toyland", files), CLASSES)
    assert scenario.members["activity"] == ("smelt", "roll")


def test_empty_axis_columns_may_be_left_out(tmp_path: Path):
    lines = FILES["works.csv"].splitlines()
    text = "\n".join([lines[0].replace("activity,", ""), "stock,50,t,40,60,normal,YEARBOOK,p. 9,C,",
                      "orders.wanted,5,t/month,,,fixed,ASM,judgement,A,"])  # fmt: skip
    scenario = load_scenario(
        write_package(tmp_path / "toyland", FILES | {"works.csv": text}), CLASSES
    )
    drawn = draw(scenario, 1, np.arange(2))
    np.testing.assert_array_equal(drawn.params.works.labour[:, 0], [2.0, 2.0])


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenarios_pass_every_check(name: str):
    scenario = load_scenario(name)
    assert scenario.name == name
    drawn = draw(scenario, 1, np.arange(2))
    assert np.isfinite(drawn.values).all()
