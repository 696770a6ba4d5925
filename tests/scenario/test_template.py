"""Template: a new scenario is written whole, passes every check, and bears the folder's name."""

from pathlib import Path

import numpy as np
import pytest

from sinews.core.errors import BadInput, ScenarioError
from sinews.scenario.draw import draw
from sinews.scenario.load import load_scenario
from sinews.scenario.template import new_scenario


def test_it_passes_every_check(tmp_path: Path):
    folder = new_scenario(tmp_path / "Ruritania, 1931")
    scenario = load_scenario(folder)
    assert scenario.name == "Ruritania-1931"
    assert scenario.facts
    assert scenario.events
    assert scenario.default_orders in scenario.orders
    drawn = draw(scenario, 1, np.arange(4))
    assert np.isfinite(drawn.values).all()


def test_every_field_is_explained(tmp_path: Path):
    scenario = load_scenario(new_scenario(tmp_path / "mine"))
    explained = {number.full_name for number in scenario.numbers if number.note}
    assert explained >= {number.full_name for number in scenario.numbers}
    assert "extends" in (tmp_path / "mine" / "scenario.toml").read_text("utf-8")
    assert "sinews check" in (tmp_path / "mine" / "README.md").read_text("utf-8")


def test_an_empty_folder_will_do(tmp_path: Path):
    assert load_scenario(new_scenario(tmp_path)).name


def test_a_folder_in_use_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="not empty"):
        new_scenario(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way(tmp_path: Path):
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="not empty"):
        new_scenario(tmp_path / "mine")


def test_a_mistake_in_it_is_told(tmp_path: Path):
    folder = new_scenario(tmp_path / "mine")
    text = (folder / "food.csv").read_text("utf-8").replace("\nstate_grain,", "\nstate_grian,")
    (folder / "food.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match='nearest: "state_grain"'):
        load_scenario(folder)
