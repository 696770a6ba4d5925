"""Room checks: recipes keep their metal, calendars and shares add up."""

from pathlib import Path

import equinox as eqx
import pytest
from tests.scenario.toy import FILES, FarmFlows, Levers, Outside, write_package

from sinews.core.arrays import PerActivity, PerGood, PerGroupRationList, PerInput, PerMonthOfYear
from sinews.core.errors import ScenarioError
from sinews.core.fields import link, quantity
from sinews.scenario.load import load_scenario
from sinews.scenario.schema import Classes


class IndustryState(eqx.Module):
    stock: PerGood = quantity("unit", "goods in store", minimum=0.0)


class IndustryParams(eqx.Module):
    activity_of_input: tuple[int, ...] = link("input", "activity", "who uses this input")
    good_of_input: tuple[int, ...] = link("input", "good", "which good is used")
    amount: PerInput = quantity("unit/unit", "input taken per unit begun", minimum=0.0)
    metal_content: PerGood = quantity("kt/unit", "metal in one unit", absent=0.0)
    metal_content_made: PerActivity = quantity("kt/unit", "metal made", absent=0.0)


class FoodState(eqx.Module):
    list_membership: PerGroupRationList = quantity("1", "share of a group on a list", absent=0.0)


class FoodParams(eqx.Module):
    harvest_calendar: PerMonthOfYear = quantity("1", "share of the crop reaped", absent=0.0)


class World(eqx.Module):
    industry: IndustryState
    food: FoodState


class Params(eqx.Module):
    industry: IndustryParams
    food: FoodParams


class Flows(eqx.Module):
    food: FarmFlows


CLASSES = Classes(World, Params, Outside, Levers, Flows)
TAIL = "value,unit,low,high,prior,source,locator,grade"
ORIGIN = "ASM,judgement,A"
KEPT = ("scenario.toml", "sources.json", "outside.csv", "orders/history.csv", "orders/cautious.csv")
FILES_HERE = {name: FILES[name] for name in KEPT} | {
    "axes.csv": FILES["axes.csv"]
    + "good,ore,Ore,\ngood,steel,Steel,\ngood,plate,Plate,\n"
    + "input,smelt_ore,Ore,\ninput,roll_steel,Steel,\n"
    + "group,town,Town,\nration_list,one,One,\nration_list,two,Two,\n",
    "industry.csv": f"field,good,activity,input,{TAIL}\n"
    f"stock,,,,0,unit,,,fixed,{ORIGIN}\n"
    f"activity_of_input,,,smelt_ore,smelt,member,,,fixed,{ORIGIN}\n"
    f"activity_of_input,,,roll_steel,roll,member,,,fixed,{ORIGIN}\n"
    f"good_of_input,,,smelt_ore,ore,member,,,fixed,{ORIGIN}\n"
    f"good_of_input,,,roll_steel,steel,member,,,fixed,{ORIGIN}\n"
    f"amount,,,smelt_ore,2,unit/unit,,,fixed,{ORIGIN}\n"
    f"amount,,,roll_steel,1.25,unit/unit,,,fixed,{ORIGIN}\n"
    f"metal_content,ore,,,0.5,kt/unit,,,fixed,{ORIGIN}\n"
    f"metal_content,steel,,,1,kt/unit,,,fixed,{ORIGIN}\n"
    f"metal_content_made,,smelt,,1,kt/unit,,,fixed,{ORIGIN}\n"
    f"metal_content_made,,roll,,1,kt/unit,,,fixed,{ORIGIN}\n",
    "food.csv": f"field,group,ration_list,month_of_year,{TAIL}\n"
    f"list_membership,town,one,,0.4,1,,,fixed,{ORIGIN}\n"
    f"list_membership,town,two,,0.5,1,,,fixed,{ORIGIN}\n"
    f"harvest_calendar,,,jul,0.5,1,,,fixed,{ORIGIN}\n"
    f"harvest_calendar,,,aug,0.5,1,,,fixed,{ORIGIN}\n",
    "switches.csv": f"switch,option,field,label,{TAIL},note\n"
    "ratchet,off,,,,,,,,,,,as it is\n"
    f"ratchet,on,food.list_membership,town;one,0.45,1,,,fixed,{ORIGIN},more on list one\n",
}


def test_the_rooms_are_right(tmp_path: Path):
    assert load_scenario(write_package(tmp_path / "toyland", FILES_HERE), CLASSES)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "industry.csv",
            "amount,,,roll_steel,1.25",
            "amount,,,roll_steel,0.9",
            "toyland/industry.csv:12  activity roll makes 1 kt of metal from 0.9 kt; raise",
        ),
        (
            "industry.csv",
            "metal_content,ore,,,0.5",
            "metal_content,ore,,,0.4",
            "toyland/industry.csv:11  activity smelt makes 1 kt of metal from 0.8 kt; raise",
        ),
        (
            "food.csv",
            "aug,0.5",
            "aug,0.4",
            "food.harvest_calendar adds up to 0.9 over month_of_year; it must be 1",
        ),
        (
            "food.csv",
            "two,,0.5",
            "two,,0.7",
            "food.list_membership town adds up to 1.1 over ration_list; it must be at most 1",
        ),
        (
            "switches.csv",
            "one,0.45",
            "one,0.7",
            "with ratchet=on: food.list_membership town adds up to 1.2 over ration_list",
        ),
    ],
)
def test_what_does_not_add_up_is_told(file: str, old: str, new: str, told: str, tmp_path: Path):
    files = FILES_HERE | {file: FILES_HERE[file].replace(old, new)}
    with pytest.raises(ScenarioError) as caught:
        load_scenario(write_package(tmp_path / "toyland", files), CLASSES)
    assert told in str(caught.value)
    assert f"toyland/{file}:" in str(caught.value)
    assert "1 problem." in str(caught.value)
