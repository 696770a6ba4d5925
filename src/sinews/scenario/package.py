"""Package: a scenario's folder, its descriptor, its settings; no path leads out of it."""

import dataclasses
import json
import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from sinews.core.errors import Problem
from sinews.scenario.settings import MAX_DEPTH, PLAIN_NAME, SETTINGS, Settings, read_settings
from sinews.scenario.tables import nearest, read_text, shown

DESCRIPTOR = "datapackage.json"
SOURCES = "sources.json"
MAX_JSON = 8_000_000
MAX_FILES = 500
_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.ASCII)


@dataclasses.dataclass(frozen=True)
class Package:
    """A scenario's folder: its settings, and its files by the path they are listed under."""

    folder: Path
    settings: Settings
    files: dict[str, Path]

    def place(self, resource: str) -> str:
        """Return the name of a file for messages."""
        return f"{self.folder.name}/{resource}"


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the package."""
    return Path(str(resources.files("sinews"))) / "scenarios"


def shipped_names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with the package."""
    folder = shipped_folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if (path / SETTINGS).is_file()))


def find_package(name_or_path: str | Path, problems: list[Problem]) -> Path | None:
    """Return the folder of a shipped scenario by name, or of the user's own by path."""
    text = str(name_or_path)
    if text in shipped_names():
        return shipped_folder() / text
    folder = Path(text)
    try:
        if (folder / SETTINGS).is_file():
            return folder.resolve()
        exists = folder.exists()
    except (OSError, ValueError):
        exists = False
    what = f"{shown(text)} holds no {SETTINGS}" if exists else f"{shown(text)} is no scenario"
    remedy = f"{nearest(text, shipped_names())}, or the path of a folder with a {SETTINGS}"
    problems.append(Problem("scenario", what, remedy))
    return None


def find_base(name: str, folder: Path, place: str, problems: list[Problem]) -> Path | None:
    """Return the folder of the scenario that another extends: a shipped one, or a neighbour."""
    if PLAIN_NAME.fullmatch(name) and ".." not in name:
        beside = folder.parent / name
        if (beside / SETTINGS).is_file() and beside.resolve().parent == folder.parent.resolve():
            return beside.resolve()
        if name in shipped_names():
            return shipped_folder() / name
    remedy = nearest(name, shipped_names())
    problems.append(Problem(place, f"extends {shown(name)}, which is no scenario", remedy))
    return None


def read_package(folder: Path, problems: list[Problem]) -> Package:
    """Read settings and descriptor of a folder; what is wrong is added to `problems`."""
    settings = read_settings(folder, problems)
    files = read_descriptor(folder, problems)
    package = Package(folder, settings, files)
    check_unlisted(package, problems)
    return package


def read_json(path: Path, file: str, problems: list[Problem]) -> Any:
    """Return a JSON file, or None after telling why not."""
    text = read_text(path, file, MAX_JSON, problems)
    if text is None:
        return None
    try:
        depth = deepest = 0
        for sign in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)):
            depth += 1 if sign in "[{" else -1
            deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            remedy = f"at most {MAX_DEPTH} levels are read"
            problems.append(Problem(f"{file}:1", "is nested too deeply", remedy))
            return None
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        problems.append(Problem(f"{file}:{line}", f"is no JSON: {error}", "see the JSON notation"))
        return None


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def read_descriptor(folder: Path, problems: list[Problem]) -> dict[str, Path]:
    """Read `datapackage.json`: the files of the package by their path."""
    file = f"{folder.name}/{DESCRIPTOR}"
    if not (folder / DESCRIPTOR).exists():
        remedy = "describe the package as a Frictionless data package"
        problems.append(Problem(f"{file}:1", "is missing", remedy))
        return {}
    data = read_json(folder / DESCRIPTOR, file, problems)
    if data is None:
        return {}
    listed = data.get("resources") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        remedy = '{"name": "...", "resources": [{"name": "food", "path": "food.csv"}]}'
        problems.append(Problem(f"{file}:1", "has no list of resources", remedy))
        return {}
    found: dict[str, Path] = {}
    lines = _LineFinder(folder / DESCRIPTOR)
    for resource in listed[:MAX_FILES]:
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str):
            remedy = "give each resource one path, as a text"
            problems.append(Problem(f"{file}:1", "a resource has no path", remedy))
            continue
        place = f"{file}:{lines.of(path, list(found).count(path) + (path in found))}"
        if path in found:
            problems.append(
                Problem(place, f"resource {shown(path)} is listed twice", "take one out")
            )
            continue
        inside = path_inside(folder, path, place, problems)
        if inside is not None:
            found[path] = inside
    return found


class _LineFinder:
    """Finds the line of a JSON file where a text stands."""

    def __init__(self, path: Path):
        self.lines = path.read_text("utf-8-sig").split("\n")

    def of(self, text: str, skip: int = 0) -> int:
        quoted = json.dumps(text, ensure_ascii=False)
        escaped = json.dumps(text)
        found = [
            at for at, line in enumerate(self.lines, start=1) if quoted in line or escaped in line
        ]
        return found[min(skip, len(found) - 1)] if found else 1


def path_inside(folder: Path, text: str, place: str, problems: list[Problem]) -> Path | None:
    """Return the file a resource names, if it lies inside the folder."""
    remedy = "name a file inside the folder, as food.csv or orders/plan.csv"
    parts = text.split("/")
    bad = (
        not text
        or len(text) > 200
        or any(not sign.isprintable() or sign in '\\:*?"<>|~' for sign in text)
        or any(part in ("", ".", "..") or part.endswith((".", " ")) for part in parts)
        or any(_WINDOWS.fullmatch(part) for part in parts)
    )
    if bad:
        problems.append(Problem(place, f"path {shown(text)} is not allowed", remedy))
        return None
    path = folder / text
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        exists = path.exists()
    except (OSError, RuntimeError):
        inside = exists = False
    if not inside:
        problems.append(Problem(place, f"path {shown(text)} leads out of the folder", remedy))
        return None
    if not exists:
        known = sorted(found for found in _files_in(folder) if found.endswith((".csv", ".json")))
        problems.append(Problem(place, f"file {shown(text)} is missing", nearest(text, known)))
        return None
    return path


def _files_in(folder: Path) -> Iterator[str]:
    count = 0
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in sorted(files):
            count += 1
            if count > MAX_FILES:
                return
            yield (Path(root) / name).relative_to(folder).as_posix()


def check_unlisted(package: Package, problems: list[Problem]) -> None:
    """Tell tables that lie in the folder and are not listed as resources."""
    for path in _files_in(package.folder):
        if path.endswith(".csv") and path not in package.files:
            what = f"table {shown(path)} lies in the folder and is not listed"
            problems.append(
                Problem(
                    f"{package.place(DESCRIPTOR)}:1", what, "list it as a resource or remove it"
                )
            )
