"""What tables of the threat must keep among themselves, told on a copy of the small scenario."""

import shutil
from pathlib import Path

import pytest

import sinews
from sinews.core.errors import ScenarioError
from sinews.scenario.load import load_scenario
from sinews.scenario.schema import schema_of, the_classes

TOY = Path(sinews.__file__).parent / "scenarios" / "toy-2"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "mine"))


def told(package: Path) -> str:
    with pytest.raises(ScenarioError) as raised:
        load_scenario(package)
    return str(raised.value)


def change(package: Path, file: str, old: str, new: str) -> None:
    path = package / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, (file, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rows(package: Path, file: str, field: str) -> list[str]:
    lines = (package / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(f"{field},")]


def replaced(package: Path, file: str, field: str, old: str, new: str) -> None:
    """Change one cell of the first row of a field."""
    row = rows(package, file, field)[0]
    assert old in row
    change(package, file, row, row.replace(old, new, 1))


def test_the_copy_is_right(package):
    assert load_scenario(package).name == "toy-2"


def test_partners_who_wait_for_each_other_are_told(package):
    replaced(package, "diplomacy.csv", "held_partner", ",none,member", ",republic,member")
    text = told(package)
    assert "talks wait for each other in a circle: republic > republic" in text
    assert "diplomacy.csv:" in text
    assert "take one veto out" in text


def test_an_informant_on_a_state_nobody_knows_is_told(package):
    replaced(package, "surroundings.csv", "partner_of_channel", ",rival,member", ",rivall,member")
    text = told(package)
    assert '"rivall"' in text
    assert 'nearest: "rival"' in text


@pytest.mark.parametrize(
    ("file", "field", "words"),
    [
        ("intelligence.csv", "belief", "intelligence.belief"),
        ("surroundings.csv", "true_intention", "surroundings.true_intention"),
        ("surroundings.csv", "statement_likelihood", "surroundings.statement_likelihood"),
        ("diplomacy.csv", "pact_stage", "diplomacy.pact_stage"),
        ("usual.csv", "attention", "usual.attention"),
    ],
)
def test_shares_that_do_not_sum_to_one_are_told(package, file, field, words):
    row = rows(package, file, field)[0]
    cells = row.split(",")
    number = next(at for at, cell in enumerate(cells[1:], 1) if _is_number(cell))
    cells[number] = str(0.5 * float(cells[number]) + 0.11)
    change(package, file, row, ",".join(cells))
    text = told(package)
    assert f"{words}" in text
    assert "adds up to" in text


def test_a_chance_above_one_is_told(package):
    row = next(r for r in rows(package, "intelligence.csv", "cipher_access"))
    cells = row.split(",")
    number = next(at for at, cell in enumerate(cells[1:], 1) if _is_number(cell))
    cells[number] = "1.2"
    change(package, "intelligence.csv", row, ",".join(cells))
    text = told(package)
    assert "1.2" in text
    assert "intelligence.csv:" in text


def test_a_link_that_rooms_share_stands_in_one_table(package):
    schema = schema_of(the_classes())
    assert schema.shared_links["war.partner_of_sector"] == "surroundings.partner_of_sector"
    assert "partner_of_sector" not in schema.tables["war"].specs
    scenario = load_scenario(package)
    assert "war.partner_of_sector" not in scenario.by_field
    header = (package / "war.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    row = dict.fromkeys(header, "") | {"field": "partner_of_sector", "value": "rival"}
    path = package / "war.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + ",".join(row.values()) + "\n", encoding="utf-8"
    )
    assert '"partner_of_sector" is not in war' in told(package)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
