"""Bad input: each mistake is told with its file and line, the value, what is near, and a remedy."""

import hashlib
import json
import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.scenario.mistakes import CASES, Case, mutated
from tests.scenario.toy import CLASSES, FILES, describe, write_package

from sinews.core.errors import ScenarioError
from sinews.scenario.load import load_scenario


def problems_of(folder: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(folder, CLASSES)
    assert caught.value.code == 2
    return str(caught.value)


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mistake_is_told(case: Case, tmp_path: Path):
    folder = write_package(tmp_path / "toyland", mutated(case))
    before = fingerprint(tmp_path)
    text = problems_of(folder)
    for words in case.told:
        assert words in text
    assert text.endswith("Nothing was written.")
    assert fingerprint(tmp_path) == before


def test_there_are_more_than_sixty_mistakes():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_tiny_package_is_right(package: Path):
    assert load_scenario(package, CLASSES).name == "toyland"


def test_mistakes_are_told_together(tmp_path: Path):
    names = ("unknown field", "no number", "unknown lever", "unknown role", "unknown variable")
    chosen = [case for case in CASES if case.name in names]
    files = dict(FILES)
    for case in chosen:
        files[case.file] = files[case.file].replace(case.old, case.new, 1)
    text = problems_of(write_package(tmp_path / "toyland", files))
    for case in chosen:
        assert all(words in text for words in case.told)
    assert "5 problems. Nothing was written." in text


def test_a_misspelt_field_is_not_also_told_as_missing(tmp_path: Path):
    case = next(case for case in CASES if case.name == "unknown field")
    text = problems_of(write_package(tmp_path / "toyland", mutated(case)))
    assert "1 problem. Nothing was written." in text


def test_many_missing_rows_are_counted(tmp_path: Path):
    members = "".join(f"region,r{number},Region,\n" for number in range(40))
    files = FILES | {"axes.csv": FILES["axes.csv"] + members}
    text = problems_of(write_package(tmp_path / "toyland", files))
    assert text.count("farm.grain r") == 20
    assert "farm.grain lacks 20 rows more" in text
    assert "add: grain,r0,,VALUE,kt,,,fixed,SOURCE,LOCATOR,A," in text


def test_rows_that_cross_are_told(tmp_path: Path):
    row = "sown,,winter,400,kha,,,fixed,YEARBOOK,p. 5,R,\n"
    text = problems_of(
        write_package(tmp_path / "toyland", FILES | {"farm.csv": FILES["farm.csv"] + row})
    )
    assert "toyland/farm.csv:12" in text
    assert "give the same cells" in text


def change_descriptor(folder: Path, change: Callable[[dict], None]) -> None:
    data = json.loads(describe(FILES))
    change(data)
    (folder / "datapackage.json").write_text(json.dumps(data, indent=1), encoding="utf-8")


ESCAPES = (
    "../secret.csv", "/etc/passwd", "orders/../../secret.csv", "C:\\secret.csv", "..\\secret.csv",
    "\\\\server\\share.csv", "C:secret.csv", "~/secret.csv", "orders//history.csv", "./farm.csv",
    "NUL", "con.csv", "farm.csv ", "farm.csv:stream", "farm.csv\0", "", "file:///etc/passwd",
)  # fmt: skip


@pytest.mark.parametrize("path", ESCAPES)
def test_paths_stay_inside(path: str, package: Path):
    change_descriptor(package, lambda data: data["resources"].append({"path": path}))
    text = problems_of(package)
    assert "toyland/datapackage.json:" in text
    assert "is not allowed" in text
    assert "name a file inside the folder" in text


def test_links_stay_inside(package: Path, tmp_path: Path):
    (tmp_path / "secret.csv").write_text("secret", encoding="utf-8")
    (package / "farm.csv").unlink()
    (package / "farm.csv").symlink_to(tmp_path / "secret.csv")
    text = problems_of(package)
    assert "leads out of the folder" in text
    assert "secret,"[:6] not in text.replace("toyland", "")


def test_a_link_in_a_circle_is_told(package: Path):
    (package / "farm.csv").unlink()
    (package / "farm.csv").symlink_to(package / "farm.csv")
    assert "datapackage.json" in problems_of(package)


def test_a_pipe_is_not_opened(package: Path):
    (package / "farm.csv").unlink()
    os.mkfifo(package / "farm.csv")
    text = problems_of(package)
    assert "is no plain file" in text


def test_resource_twice(package: Path):
    change_descriptor(package, lambda data: data["resources"].append({"path": "farm.csv"}))
    text = problems_of(package)
    assert 'resource "farm.csv" is listed twice' in text
    assert "take one out" in text


def test_resource_missing(package: Path):
    (package / "farm.csv").rename(package / "farms.csv")
    text = problems_of(package)
    assert 'file "farm.csv" is missing' in text
    assert 'nearest: "farms.csv"' in text


def test_table_missing(tmp_path: Path):
    files = {name: text for name, text in FILES.items() if name != "works.csv"}
    text = problems_of(write_package(tmp_path / "toyland", files))
    assert "toyland/datapackage.json:1" in text
    assert 'table "works.csv" is missing' in text
    assert "field,activity,value,unit,low,high,prior,source,locator,grade,note" in text


def test_outside_missing(tmp_path: Path):
    files = {name: text for name, text in FILES.items() if name != "outside.csv"}
    text = problems_of(write_package(tmp_path / "toyland", files))
    assert 'table "outside.csv" is missing' in text


def test_table_not_listed(package: Path):
    change_descriptor(package, lambda data: data["resources"].pop())
    text = problems_of(package)
    assert 'table "world.csv" lies in the folder and is not listed' in text
    assert "list it" in text


def test_table_of_nothing(tmp_path: Path):
    text = problems_of(write_package(tmp_path / "toyland", FILES | {"farms.csv": "a,b\n1,2\n"}))
    assert '"farms.csv" is no table of a scenario' in text
    assert 'nearest: "farm.csv"' in text


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '{"resources": 3}', "[" * 9000, '{"resources": [3]}']
)
def test_descriptor_that_is_none(text: str, package: Path):
    (package / "datapackage.json").write_text(text, encoding="utf-8")
    assert "toyland/datapackage.json:1" in problems_of(package)


def test_descriptor_missing(package: Path):
    (package / "datapackage.json").unlink()
    assert "toyland/datapackage.json:1  is missing" in problems_of(package)


def test_wrong_encoding(package: Path):
    data = (package / "farm.csv").read_bytes().replace(b"in tonnes", "в тоннах".encode("cp1251"))
    (package / "farm.csv").write_bytes(data)
    text = problems_of(package)
    assert "toyland/farm.csv:3" in text
    assert "is not UTF-8 text" in text
    assert "save the file as UTF-8" in text


def test_utf16_is_told(package: Path):
    (package / "farm.csv").write_bytes(FILES["farm.csv"].encode("utf-16"))
    assert "toyland/farm.csv:1" in problems_of(package)


def test_byte_order_mark_is_tolerated(package: Path):
    for name in ("farm.csv", "scenario.toml", "sources.json", "datapackage.json", "axes.csv"):
        data = (package / name).read_bytes()
        (package / name).write_bytes(b"\xef\xbb\xbf" + data)
    assert load_scenario(package, CLASSES).members["region"] == ("north", "south")


def test_a_huge_line_is_refused_at_once(package: Path):
    with (package / "farm.csv").open("r+b") as stream:
        stream.seek(200_000_000)
        stream.write(b"x")
    tracemalloc.start()
    start = time.perf_counter()
    text = problems_of(package)
    seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "toyland/farm.csv:1  is 200 MB long; at most 64 MB is read" in text
    assert seconds < 1.0
    assert peak < 20_000_000


def test_a_long_line_in_a_file_of_allowed_size_is_refused_at_once(package: Path):
    with (package / "farm.csv").open("ab") as stream:
        stream.write(b"x" * 60_000_000)
    tracemalloc.start()
    start = time.perf_counter()
    text = problems_of(package)
    seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "toyland/farm.csv:12  the line is longer than 1 MB" in text
    assert seconds < 1.0
    assert peak < 20_000_000


@pytest.mark.parametrize("line", ["a.b.c = 1", "[a.b]\nc = 1", "x = [[[1]]]", '"a.b" = [1]'])
def test_many_lines_of_settings_are_refused_at_once(line: str, package: Path):
    text = FILES["scenario.toml"] + "\n".join(
        line.replace("a", f"a{number}", 1).replace("x", f"x{number}", 1) for number in range(30_000)
    )
    (package / "scenario.toml").write_text(text, encoding="utf-8")
    start = time.perf_counter()
    text = problems_of(package)
    assert time.perf_counter() - start < 2.0
    assert "toyland/scenario.toml:" in text
    assert len(text) < 50_000


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("farm.csv", "nonsense{},,,1,kt,,,fixed,ASM,x,A,"),
        ("farm.csv", "grain,nrth{},,1,kt,,,fixed,ASM,x,A,"),
        ("farm.csv", "=formula{},,,1,kt,,,fixed,ASM,x,A,"),
        ("orders/history.csv", "nonsense{},,1931-01,1,1,ASM,x,A,"),
        ("outside.csv", "threat,,1931-01,{},1,,,fixed,ASM,x,A,"),
        ("facts.csv", "G{},eaten,19,19,x,kt,,,checkd,NOBODY,p. 2,C,,"),
        ("observables.csv", "s{},farm.eatn,region=north|south,sum,kt,,,,,,"),
        ("events.csv", "1932-02-31,{},office,NOBODY,p. 9,C,E2,works,,"),
        ("axes.csv", "activity,Bad Name {},,"),
        ("axes.csv", "activty,x{},,"),
    ],
)
def test_very_many_problems_are_counted(file: str, row: str, package: Path):
    rows = "".join(f"{row.format(number)}\n" for number in range(50_000))
    (package / file).write_text(FILES[file] + rows, encoding="utf-8")
    start = time.perf_counter()
    text = problems_of(package)
    assert time.perf_counter() - start < 3.0
    assert f"toyland/{file}:" in text
    assert "mend these first" in text
    assert len(text) < 100_000


def test_too_many_rows_are_refused(package: Path):
    rows = "herd,,,0.62,1,,,fixed,YEARBOOK,p. 4,C,\n" * 101_000
    (package / "farm.csv").write_text(FILES["farm.csv"] + rows, encoding="utf-8")
    assert "has more than 100000 rows" in problems_of(package)


def test_too_many_cells_are_refused(tmp_path: Path):
    members = "".join(f"region,r{number},Region,\n" for number in range(1_100))
    text = problems_of(
        write_package(tmp_path / "toyland", FILES | {"axes.csv": FILES["axes.csv"] + members})
    )
    assert "at most 1000 members" in text


def test_unknown_scenario_names_the_nearest():
    with pytest.raises(ScenarioError, match="no scenario") as caught:
        load_scenario("ussr-1923", CLASSES)
    assert "path of a folder" in str(caught.value)


def test_folder_that_is_no_scenario(tmp_path: Path):
    with pytest.raises(ScenarioError, match=r"holds no scenario\.toml"):
        load_scenario(tmp_path, CLASSES)
