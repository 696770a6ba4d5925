"""Settings: what `scenario.toml` says, read with limits and checked key by key."""

import dataclasses
import re
import tomllib
from pathlib import Path
from typing import Any

from sinews.core.errors import Problem
from sinews.scenario.tables import nearest, read_text, shown
from sinews.scenario.values import month_text, parse_month

SETTINGS = "scenario.toml"
MAX_SETTINGS = 1_000_000
MAX_DEPTH = 32
MAX_TOML_LINE = 2_000
MAX_MONTHS = 1_200
MOST_TOLD = 20
SETTING_NAMES = (
    "name", "title", "start", "months", "months_limit", "end", "default_orders",
    "axes", "extends", "switches",
)  # fmt: skip
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Settings:
    """What `scenario.toml` says."""

    name: str
    title: str = ""
    start: str = ""
    months: int = 0
    months_limit: int = 0
    default_orders: str = ""
    extends: str = ""
    axes: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    switches: dict[str, str] = dataclasses.field(default_factory=dict)


def _too_deep(text: str) -> int | None:
    """Return the first line where brackets nest, or keys are dotted, deeper than allowed."""
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MAX_DEPTH or len(line) > MAX_TOML_LINE:
            return number
        for sign in line:
            if sign in "[{":
                depth += 1
                if depth > MAX_DEPTH:
                    return number
            elif sign in "]}":
                depth -= 1
    return None


def read_settings(folder: Path, problems: list[Problem]) -> Settings:
    """Read `scenario.toml`."""
    file = f"{folder.name}/{SETTINGS}"
    blank = Settings(name=folder.name)
    text = read_text(folder / SETTINGS, file, MAX_SETTINGS, problems)
    if text is None:
        return blank
    deep = _too_deep(text)
    if deep is not None:
        what = "is nested too deeply or too long for one line"
        problems.append(
            Problem(f"{file}:{deep}", what, f"at most {MAX_DEPTH} levels, {MAX_TOML_LINE} signs")
        )
        return blank
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else str(text.count("\n") + 1)
        problems.append(Problem(f"{file}:{line}", f"is no TOML: {error}", "see the TOML notation"))
        return blank
    return _SettingsReader(file, text, problems).read(data, folder.name)


class _SettingsReader:
    """Checks the settings one by one, gathering problems with their line."""

    def __init__(self, file: str, text: str, problems: list[Problem]):
        self.file, self.problems = file, problems
        self.lines = text.split("\n")
        self.told = 0

    def tell(self, key: str, what: str, remedy: str = "") -> None:
        self.told += 1
        if self.told > MOST_TOLD:
            return
        pattern = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[=\].]")
        found = (at for at, line in enumerate(self.lines, start=1) if pattern.match(line))
        self.problems.append(Problem(f"{self.file}:{next(found, 1)}", what, remedy))

    def read(self, data: dict[str, Any], folder_name: str) -> Settings:
        for key in list(data)[: MOST_TOLD + len(SETTING_NAMES)]:
            if key not in SETTING_NAMES:
                self.tell(key, f"setting {shown(key)} is not known", nearest(key, SETTING_NAMES))
        extends = self.text(data, "extends")
        start = self.text(data, "start")
        if start and parse_month(start) is None:
            self.tell("start", f"start {shown(start)} is no month", "write YYYY-MM, as 1931-01")
            start = ""
        elif not start and not extends:
            self.tell("start", "start is missing", 'add a line: start = "1931-01"')
        limit = self.count(data, "months_limit")
        months = self.months(data, start, bool(extends))
        if limit and months > limit:
            self.tell("months", f"months {months} is above months_limit {limit}", "lower it")
        name = self.text(data, "name") or folder_name
        if not PLAIN_NAME.fullmatch(name):
            self.tell("name", f"name {shown(name)} is no plain name", "letters, digits, - and _")
        return Settings(
            name=name,
            title=self.text(data, "title"),
            start=start,
            months=months,
            months_limit=limit,
            default_orders=self.text(data, "default_orders"),
            extends=extends,
            axes=self.axes(data),
            switches=self.switches(data),
        )

    def text(self, data: dict[str, Any], key: str) -> str:
        value = data.get(key, "")
        if isinstance(value, str):
            return value
        self.tell(key, f"{key} {shown(str(value))} is no text", f'write {key} = "..."')
        return ""

    def count(self, data: dict[str, Any], key: str) -> int:
        value = data.get(key, 0)
        plain = isinstance(value, int) and not isinstance(value, bool)
        if plain and (0 < value <= MAX_MONTHS or key not in data):
            return value
        remedy = f"a whole number from 1 to {MAX_MONTHS}"
        self.tell(key, f"{key} {shown(str(value))} is no number of months", remedy)
        return 0

    def months(self, data: dict[str, Any], start: str, inherits: bool) -> int:
        months, end = self.count(data, "months"), self.text(data, "end")
        if not end:
            if "months" not in data and not inherits:
                self.tell("months", "months is missing", "add a line: months = 36")
            return months
        last, first = parse_month(end), parse_month(start)
        if last is None:
            self.tell("end", f"end {shown(end)} is no month", "write YYYY-MM, as 1933-12")
            return months
        if first is None:
            return months
        if last < first:
            self.tell("start", f"start {shown(start)} comes after end {shown(end)}", "swap them")
            return months
        length = last - first + 1
        if months and months != length:
            ends = month_text(first + months - 1)
            what = f"end {shown(end)} does not agree with months {months}"
            self.tell("end", what, f"end with {ends} or leave one out")
        return length

    def axes(self, data: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        given = data.get("axes", {})
        if not isinstance(given, dict):
            self.tell("axes", "axes is no table", 'write [axes] and below it region = ["north"]')
            return {}
        kept = {}
        for axis, members in given.items():
            if isinstance(members, list) and all(isinstance(one, str) for one in members):
                kept[axis] = tuple(members)
            else:
                self.tell(axis, f"axis {shown(axis)} is no list of names", 'as ["north", "south"]')
        return kept

    def switches(self, data: dict[str, Any]) -> dict[str, str]:
        given = data.get("switches", {})
        if not isinstance(given, dict):
            self.tell("switches", "switches is no table", "write [switches] and the names below it")
            return {}
        for name, value in given.items():
            if not isinstance(value, str):
                what = f"switch {shown(name)} is {shown(str(value))}, no name of an option"
                self.tell(name, what, 'write NAME = "OPTION", as in switches.csv')
        return {name: value for name, value in given.items() if isinstance(value, str)}
