"""Switches: rival explanations lay numbers upon the tables, and nothing else moves."""

import time
from pathlib import Path

import jax
import numpy as np
import pytest
from tests.scenario.mistakes import Case, mutated
from tests.scenario.toy import CLASSES, FILES, write_package

from sinews.core.errors import ScenarioError
from sinews.scenario.draw import Drawn, draw
from sinews.scenario.load import Scenario, load_scenario

RUNS = np.arange(64)
LEAKY = "storage,leaky,farm.spoilage,south,0.3,1/month,0.2,0.4,beta,ASM,judgement,A,"


@pytest.fixture
def scenario(package: Path) -> Scenario:
    return load_scenario(package, CLASSES)


def loaded(folder: Path, **files: str) -> Scenario:
    """Return the toy with some files replaced; `_` in a name stands for a dot."""
    given = {name.replace("_", ".", 1): text for name, text in files.items()}
    return load_scenario(write_package(folder / "toyland", FILES | given), CLASSES)


def leaves(drawn: Drawn) -> dict[str, np.ndarray]:
    """Return every array of a draw by its path."""
    whole = (drawn.world, drawn.params, drawn.orders, drawn.outside)
    return {
        jax.tree_util.keystr(path): np.asarray(leaf)
        for path, leaf in jax.tree_util.tree_leaves_with_path(whole)
    }


def moved(one: Drawn, other: Drawn) -> set[str]:
    """Return the last name of every array in which two draws differ."""
    before, after = leaves(one), leaves(other)
    assert before.keys() == after.keys()
    return {
        name.rpartition(".")[2]
        for name in before
        if not np.array_equal(before[name], after[name], equal_nan=True)
    }


def test_what_a_scenario_holds(scenario: Scenario):
    assert scenario.chosen == {"ratchet": "off", "storage": "sound"}
    assert scenario.switches["ratchet"].default == "off"
    assert list(scenario.switches["storage"].options) == ["sound", "leaky", "rotten"]
    sound, leaky, rotten = scenario.switches["storage"].options.values()
    assert (sound.numbers, sound.note) == ((), "as the tables have it")
    assert [number.full_name for number in leaky.numbers] == ["farm.spoilage", "farm.neighbour"]
    assert leaky.numbers[0].place == "toyland/switches.csv:5"
    assert leaky.numbers[0].labels == ("south",)
    (number,) = rotten.numbers
    assert (number.value, number.low, number.high) == pytest.approx((0.5, 0.4, 0.6))
    assert (number.unit, number.source, number.locator) == ("1/month", "YEARBOOK", "p. 12")


def test_the_default_changes_nothing(scenario: Scenario, tmp_path: Path):
    files = {name: text for name, text in FILES.items() if name != "switches.csv"}
    files["scenario.toml"] = files["scenario.toml"].partition("[switches]")[0]
    bare = load_scenario(write_package(tmp_path / "bare", files), CLASSES)
    assert (dict(bare.switches), dict(bare.chosen)) == ({}, {})
    assert moved(draw(bare, 1, RUNS), draw(scenario, 1, RUNS)) == set()
    assert len(bare.numbers) == len(scenario.numbers)
    asked = draw(scenario, 1, RUNS, switches=["ratchet=off", "storage=sound"])
    assert moved(asked, draw(scenario, 1, RUNS)) == set()


def test_an_option_moves_its_own_numbers_alone(scenario: Scenario):
    plain = draw(scenario, 1, RUNS)
    on = draw(scenario, 1, RUNS, switches=["ratchet=on"])
    assert moved(plain, on) == {"wanted"}
    assert on.chosen == {"ratchet": "on", "storage": "sound"}
    wanted = np.asarray(on.world.works.orders.wanted)
    assert np.median(wanted) == pytest.approx(8.0, rel=0.2)
    assert wanted.std() > 0.0


def test_a_cell_that_is_not_named_keeps_its_draw(scenario: Scenario):
    plain = draw(scenario, 1, RUNS)
    leaky = draw(scenario, 1, RUNS, switches=["storage=leaky"])
    spoilage = np.asarray(leaky.params.farm.spoilage)
    np.testing.assert_array_equal(spoilage[0], plain.params.farm.spoilage[0])
    assert spoilage[1].min() > 0.1
    assert leaky.params.farm.neighbour == (-1, -1)
    assert moved(plain, leaky) <= {"spoilage", "neighbour"}


def test_an_option_for_all_members_goes_before_rows_that_name_one(tmp_path: Path):
    row = "spoilage,south,,0.03,1/month,0.01,0.05,beta,ASM,judgement,A,\n"
    named = loaded(tmp_path, farm_csv=FILES["farm.csv"] + row)
    spoilage = np.asarray(draw(named, 1, RUNS, switches=["storage=rotten"]).params.farm.spoilage)
    np.testing.assert_array_equal(spoilage[0], spoilage[1])
    assert np.median(spoilage) == pytest.approx(0.5, rel=0.1)


def test_a_switched_number_keeps_its_stream(scenario: Scenario):
    """The key of a draw is field and label, so runs keep their order under another range."""
    plain, rotten = (
        np.asarray(draw(scenario, 1, RUNS, switches=given).params.farm.spoilage[0])
        for given in ([], ["storage=rotten"])
    )
    assert not np.any(plain == rotten)
    np.testing.assert_array_equal(np.argsort(plain), np.argsort(rotten))


def test_settings_choose_and_the_command_chooses_again(tmp_path: Path):
    text = FILES["scenario.toml"].replace('ratchet = "off"', 'ratchet = "on"')
    scenario = loaded(tmp_path, scenario_toml=text)
    assert scenario.chosen["ratchet"] == "on"
    (wanted,) = (one for one in scenario.numbers if one.name == "orders.wanted")
    assert (wanted.value, wanted.place) == (8.0, "toyland/switches.csv:3")
    drawn = draw(scenario, 1, RUNS, mode="mean")
    assert float(drawn.world.works.orders.wanted[0]) == 8.0
    again = draw(scenario, 1, RUNS, mode="mean", switches=["ratchet=off"])
    assert float(again.world.works.orders.wanted[0]) == 5.0
    assert again.chosen["ratchet"] == "off"


def test_a_number_set_goes_before_a_switch(scenario: Scenario):
    drawn = draw(scenario, 1, RUNS, overrides=["works.orders.wanted=7"], switches=["ratchet=on"])
    np.testing.assert_array_equal(drawn.world.works.orders.wanted, np.full(len(RUNS), 7.0))


def test_numbers_used_tell_the_switch(scenario: Scenario):
    drawn = draw(scenario, 1, RUNS, switches=["storage=leaky"])
    told = [number for number in drawn.numbers_used if "switches.csv" in number.file]
    assert [number.full_name for number in told] == ["farm.spoilage", "farm.neighbour"]
    assert len(drawn.numbers_used) == len(draw(scenario, 1, RUNS).numbers_used) + 1


CHILD = {
    "scenario.toml": 'name = "child"\nextends = "toyland"\n\n[switches]\nstorage = "dry"\n',
    "switches.csv": FILES["switches.csv"].partition("\n")[0]
    + "\nstorage,dry,farm.spoilage,,0.001,1/month,,,fixed,ASM,judgement,A,kilns\n"
    "ratchet,on,works.orders.wanted,,9,t/month,,,fixed,ASM,judgement,A,more\n",
    "farm.csv": "field,region,season,value,unit,low,high,prior,source,locator,grade,note\n"
    "spoilage,,,0.07,1/month,,,fixed,ASM,judgement,A,\n",
}


def test_a_scenario_upon_another_adds_and_replaces_options(package: Path):
    child = load_scenario(write_package(package.parent / "child", CHILD), CLASSES)
    assert child.chosen == {"ratchet": "off", "storage": "dry"}
    assert list(child.switches["storage"].options) == ["sound", "leaky", "rotten", "dry"]

    def spoilage(*given: str) -> np.ndarray:
        return np.asarray(
            draw(child, 1, RUNS[:2], mode="mean", switches=given).params.farm.spoilage
        )

    np.testing.assert_array_equal(spoilage(), np.full((2, 1), 0.001))
    np.testing.assert_array_equal(spoilage("storage=sound"), np.full((2, 1), 0.07))
    np.testing.assert_array_equal(spoilage("storage=leaky")[:, 0], [0.07, 0.3])
    (wanted,) = child.switches["ratchet"].options["on"].numbers
    assert (wanted.value, wanted.file) == (9.0, "child/switches.csv")


def test_a_wrong_choice_below_is_told_with_its_own_file(package: Path):
    text = FILES["scenario.toml"].replace('"off"', '"of"')
    (package / "scenario.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(write_package(package.parent / "child", CHILD), CLASSES)
    assert str(caught.value).count("toyland/scenario.toml:9") == 1
    assert 'option "of" of switch ratchet' in str(caught.value)


RATCHET_ON = "ratchet,on,works.orders.wanted,,8,t/month,6,11,lognormal,ASM"
CASES = (
    Case("unknown field", "switches.csv", "works.orders.wanted", "works.orders.wantd",
         ("toyland/switches.csv:3", '"works.orders.wantd" is no number of a room',
          'nearest: "works.orders.wanted"')),
    Case("lever for a field", "switches.csv", "works.orders.wanted", "orders.share",
         ("toyland/switches.csv:3", '"orders.share" is no number of a room')),
    Case("value without a field", "switches.csv", "works.orders.wanted,,8", ",,8",
         ("toyland/switches.csv:3", 'field ""', "leave value empty too")),
    Case("field without a value", "switches.csv", "works.orders.wanted,,8", "works.orders.wanted,,",
         ("toyland/switches.csv:3", 'value "" of orders.wanted is empty', "12.5")),
    Case("unknown member", "switches.csv", "farm.spoilage,south", "farm.spoilage,suoth",
         ("toyland/switches.csv:5", 'region "suoth" is not a region', 'nearest: "south"')),
    Case("too many members", "switches.csv", "farm.spoilage,south", "farm.spoilage,south;winter",
         ("toyland/switches.csv:5", "has 2 parts, spoilage has 1 axes", "write region")),
    Case("wrong unit", "switches.csv", "8,t/month", "8,kha",
         ("toyland/switches.csv:3", '"kha"', "the unit of works.orders.wanted is t/month")),
    Case("above the maximum", "switches.csv", "50,percent/month,40,60", "500,percent/month,400,600",
         ("toyland/switches.csv:7", "above the maximum 1", "0 ... 1")),
    Case("range that misses the value", "switches.csv", "8,t/month,6,11", "8,t/month,9,11",
         ("toyland/switches.csv:3", "low 9 lies above value 8")),
    Case("unknown prior", "switches.csv", "lognormal", "lognorm",
         ("toyland/switches.csv:3", 'prior "lognorm"', 'nearest: "lognormal"')),
    Case("missing source", "switches.csv", RATCHET_ON, RATCHET_ON.replace("ASM", ""),
         ("toyland/switches.csv:3", 'source "" is empty', "sources.json")),
    Case("unknown source", "switches.csv", "YEARBOOK", "YEARBOK",
         ("toyland/switches.csv:7", '"YEARBOK"', 'nearest: "YEARBOOK"')),
    Case("missing grade", "switches.csv", "p. 12,R", "p. 12,",
         ("toyland/switches.csv:7", 'grade "" of spoilage')),
    Case("link to nobody", "switches.csv", "north,none", "north,nobody",
         ("toyland/switches.csv:6", 'neighbour "nobody" is no region')),
    Case("links in a circle", "switches.csv", "farm.neighbour,north,none",
         "farm.neighbour,south,north",
         ("toyland/switches.csv:5", "with storage=leaky: neighbour goes in a circle",
          "end it with none; see toyland/")),
    Case("switch without a name", "switches.csv", "ratchet,off", ",off",
         ("toyland/switches.csv:2", 'switch "" is no name', "small letters")),
    Case("option in capitals", "switches.csv", "storage,leaky", "storage,Leaky",
         ("toyland/switches.csv:5", 'option "Leaky" is no name', "small letters")),
    Case("row twice", "switches.csv", "farm.neighbour,north,none,member,,,fixed",
         "farm.spoilage,south,0.2,1/month,,,fixed",
         ("toyland/switches.csv:6", '"storage;leaky;farm.spoilage;south" is given twice',
          "line 5")),
    Case("no option that changes nothing", "switches.csv",
         "ratchet,off,,,,,,,,,,,what was made is not asked for again",
         "ratchet,off,works.orders.wanted,,3,t/month,,,fixed,ASM,judgement,A,",
         ("toyland/switches.csv:2", 'switch "ratchet" has no option that changes nothing',
          "add: ratchet,NAME,,,,,,,,,,,NOTE")),
    Case("two options that change nothing", "switches.csv", RATCHET_ON, "ratchet,on,,,,,,,,",
         ("toyland/switches.csv:3", 'option "on" changes nothing, as "off" does', "line 2")),
    Case("an option that does and does not", "switches.csv", "ratchet,off", "ratchet,on",
         ("toyland/switches.csv:2", "changes nothing, yet line 3 gives a value")),
    Case("one option only", "switches.csv",
         "storage,sound,,,,,,,,,,,as the tables have it",
         "storage,sound,,,,,,,,,,,as the tables have it\nroof,flat,,,,,,,,,,,as it is",
         ("toyland/switches.csv:5", 'switch "roof" has one option only', "a rival")),
    Case("default without words", "switches.csv", "what was made is not asked for again", "",
         ("toyland/switches.csv:2", 'note "" of option "off" is empty', "what it holds")),
    Case("default with a range", "switches.csv", "ratchet,off,,,,,,", "ratchet,off,,,,,1,",
         ("toyland/switches.csv:2", 'low "1" of option "off"', "leave it empty")),
    Case("two switches for one cell", "switches.csv", "ratchet,on,works.orders.wanted,,8,t/month,"
         "6,11,lognormal", "ratchet,on,farm.spoilage,north,0.1,1/month,0.05,0.2,beta",
         ("toyland/switches.csv:7", "switches ratchet and storage both replace farm.spoilage",
          "make them one switch")),
    Case("missing column", "switches.csv", "option,field,label", "option,field",
         ("toyland/switches.csv:1", '"label" missing', "switch,option,field,label,value")),
    Case("formula", "switches.csv", "roofs leak in the south", "=1+1",
         ("toyland/switches.csv:5", '"=1+1" begins like a formula')),
    Case("settings name no switch", "scenario.toml", "ratchet =", "rachet =",
         ("toyland/scenario.toml:9", 'switch "rachet" is not known', 'nearest: "ratchet"')),
    Case("settings name no option", "scenario.toml", '"off"', '"offf"',
         ("toyland/scenario.toml:9", 'option "offf" of switch ratchet', 'nearest: "off"',
          "toyland/switches.csv:2")),
    Case("settings give a truth value", "scenario.toml", '"off"', "false",
         ("toyland/scenario.toml:9", 'switch "ratchet" is "False"', 'NAME = "OPTION"')),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_told_once(case: Case, tmp_path: Path):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(write_package(tmp_path / "toyland", mutated(case)), CLASSES)
    assert caught.value.code == 2
    text = str(caught.value)
    for words in case.told:
        assert words in text
    assert text.count(case.told[1]) == 1
    assert text.endswith("1 problem. Nothing was written.")


def test_the_check_of_mistakes_can_fail(package: Path):
    """Without a mistake nothing is told, so that the test above means something."""
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"), pytest.raises(ScenarioError):
        load_scenario(package, CLASSES)


def test_a_scenario_without_switches_names_none(tmp_path: Path):
    files = {name: text for name, text in FILES.items() if name != "switches.csv"}
    with pytest.raises(ScenarioError) as caught:
        load_scenario(write_package(tmp_path / "toyland", files), CLASSES)
    assert 'toyland/scenario.toml:9  switch "ratchet" is not known' in str(caught.value)
    assert "write switches.csv: switch,option,field,label,value" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["rachet=on"], ('--switch:1  switch "rachet" is not known', 'nearest: "ratchet"')),
        (
            ["storage=sound", "ratchet=onn"],
            ('--switch:2  option "onn" of switch ratchet', 'nearest: "on"', "switches.csv:2"),
        ),
        (["ratchet"], ('--switch:1  option ""', "known: off, on")),
        (["ratchet=on", "ratchet=off"], ('--switch:2  switch ratchet is "off" here and "on"',)),
        (["=" * 5000], ("--switch:1",)),
    ],
)
def test_wrong_choices_are_told(given: list[str], told: tuple[str, ...], scenario: Scenario):
    with pytest.raises(ScenarioError) as caught:
        draw(scenario, 1, RUNS[:2], switches=given)
    for words in told:
        assert words in str(caught.value)
    assert "1 problem." in str(caught.value)


def test_wrong_choices_and_wrong_numbers_are_told_together(scenario: Scenario):
    with pytest.raises(ScenarioError, match="3 problems") as caught:
        draw(scenario, 1, RUNS[:2], overrides=["works.stok=1"], switches=["a=b", "ratchet=x"])
    for place in ("--switch:1", "--switch:2", "--set:1"):
        assert place in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ('switches.ratchet = "x"', 8),
        ('switches = {ratchet = "x"}', 8),
        ('[switches]\n# ratchet\n"ratchet" = "x"', 10),
        ('[axes]\nratchet = []\n\n[switches]\nstorage = "leaky"\nratchet="x"', 13),
    ],
)
def test_the_line_of_a_choice_is_found(lines: str, line: int, tmp_path: Path):
    text = FILES["scenario.toml"].partition("[switches]")[0] + lines
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, scenario_toml=text)
    assert f'toyland/scenario.toml:{line}  option "x"' in str(caught.value)


def test_many_options_are_refused_at_once(tmp_path: Path):
    rows = "".join(f"s{at},on,works.stock,,1,t,,,fixed,ASM,judgement,A,\n" for at in range(50_000))
    with pytest.raises(ScenarioError, match="more than 100 options"):
        loaded(tmp_path, switches_csv=FILES["switches.csv"] + rows)


@pytest.mark.parametrize(
    "row",
    [
        "storage,leaky,farm.spoilag{},,1,1,,,fixed,ASM,x,A,",
        "storage,leaky,farm.grain,nrth{},1,kt,,,fixed,ASM,x,A,",
        "storage,Bad {},farm.grain,,1,kt,,,fixed,ASM,x,A,",
        "storage,leaky,farm.grain,north,1,kt,,,fixed,ASM,x,A,{}",
    ],
)
def test_very_many_problems_are_counted(row: str, tmp_path: Path):
    rows = "".join(f"{row.format(number)}\n" for number in range(50_000))
    start = time.perf_counter()
    with pytest.raises(ScenarioError, match="mend these first") as caught:
        loaded(tmp_path, switches_csv=FILES["switches.csv"] + rows)
    assert time.perf_counter() - start < 3.0
    assert len(str(caught.value)) < 100_000


def test_rows_of_one_option_that_cross_are_told(tmp_path: Path):
    rows = "".join(
        f"land,new,farm.sown,{label},1,kha,,,fixed,ASM,judgement,A,\n"
        for label in (";winter", "north;")
    )
    text = FILES["switches.csv"] + "land,old,,,,,,,,,,,as it was\n" + rows
    with pytest.raises(ScenarioError, match="give the same cells"):
        loaded(tmp_path, switches_csv=text)


def test_a_better_key_for_a_draw_would_be_seen(scenario: Scenario, monkeypatch):
    """If a switch changed the key of its draws, the order of runs would change with it."""
    import dataclasses

    import sinews.scenario.draw as drawing

    inner = drawing.lay_options

    def other_keys(*args):
        return {
            name: tuple(
                dataclasses.replace(one, month=".") if "switches" in one.file else one
                for one in numbers
            )
            for name, numbers in inner(*args).items()
        }

    plain = np.asarray(draw(scenario, 1, RUNS).params.farm.spoilage[0])
    monkeypatch.setattr(drawing, "lay_options", other_keys)
    other = np.asarray(draw(scenario, 1, RUNS, switches=["storage=rotten"]).params.farm.spoilage[0])
    assert not np.array_equal(np.argsort(plain), np.argsort(other))
