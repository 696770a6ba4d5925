"""Switches: rival explanations, each an option that lays numbers of its own upon the tables.

One option of every switch has no numbers: it changes nothing, and holds unless another is chosen.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sinews.core.errors import Problem
from sinews.scenario import checks, orders, room_checks, table_checks
from sinews.scenario.checks import Draft, Known
from sinews.scenario.cover import NOBODY, cover, place_of
from sinews.scenario.numbers import Number
from sinews.scenario.overrides import laid_upon, setting_place
from sinews.scenario.package import Package
from sinews.scenario.schema import NUMBER_COLUMNS, Schema
from sinews.scenario.tables import MOST_PROBLEMS, Columns, Row, nearest, shown

SWITCHES = "switches.csv"
SWITCH = "--switch"
COLUMNS = Columns(("switch", "option", "field", "label", *NUMBER_COLUMNS[:-1]), NUMBER_COLUMNS[-1:])
KEY = ("switch", "option", "field", "label")
MAX_OPTIONS = 100
_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,63}", re.ASCII)
_LEFT_EMPTY = ("label", "unit", "low", "high", "prior")

ByField = Mapping[str, tuple[Number, ...]]


@dataclasses.dataclass(frozen=True)
class Option:
    """One explanation.

    Attributes:
        name: its name.
        note: what it holds, in words.
        place: file and line of its first row.
        numbers: what it lays upon the tables; none for the one that changes nothing.
    """

    name: str
    note: str
    place: str
    numbers: tuple[Number, ...]


@dataclasses.dataclass(frozen=True)
class Switch:
    """Explanations of which one is chosen.

    Attributes:
        name: its name.
        options: the explanations by name.
        default: the one that changes nothing.
    """

    name: str
    options: Mapping[str, Option]
    default: str

    @property
    def place(self) -> str:
        """File and line where it begins."""
        return next(iter(self.options.values())).place

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of all its options."""
        return tuple(number for option in self.options.values() for number in option.numbers)


def switches_of(
    rows: Sequence[Row], schema: Schema, known: Known, layer: int, problems: list[Problem]
) -> dict[str, Switch]:
    """Return the switches in rows, after telling what is wrong with them.

    Args:
        rows: the rows of `switches.csv`.
        schema: the fields that numbers may fill.
        known: members and sources.
        layer: layer of the numbers, above those of every table.
        problems: gathers what is wrong.
    """
    before = len(problems)
    grouped = _grouped(rows, problems)
    if sum(map(len, grouped.values())) > MAX_OPTIONS:
        what = f"there are more than {MAX_OPTIONS} options"
        problems.append(Problem(rows[0].place, what, f"at most {MAX_OPTIONS} in all"))
        return {}
    all_named = len(problems) == before
    found = {}
    for name, options in grouped.items():
        made = {
            option: _option(option, ours, schema, known, layer, problems)
            for option, ours in options.items()
        }
        default = _default_of(name, options, problems) if all_named else ""
        found[name] = Switch(name, made, default)
    if len(problems) == before:
        problems += check_shared_cells(found, schema, known)
    return found


def _grouped(rows: Sequence[Row], problems: list[Problem]) -> dict[str, dict[str, list[Row]]]:
    """Return the rows by switch and option; tell names that are none."""
    grouped: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        wrong = [column for column in KEY[:2] if not _NAME.fullmatch(row[column])]
        for column in wrong:
            what = f"{column} {shown(row[column])} is no name"
            problems.append(Problem(row.place, what, "small letters, digits and _"))
        if not wrong:
            grouped.setdefault(row["switch"], {}).setdefault(row["option"], []).append(row)
    return grouped


def _option(
    name: str,
    rows: Sequence[Row],
    schema: Schema,
    known: Known,
    layer: int,
    problems: list[Problem],
) -> Option:
    found = []
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        number = None if _is_blank(row) else _number(row, schema, known, problems)
        if number is not None:
            found.append(dataclasses.replace(number, layer=layer))
    for full_name in dict.fromkeys(number.full_name for number in found):
        of_field = [number for number in found if number.full_name == full_name]
        cover(of_field, schema.field(full_name).info.axes, known.members, problems)
    note = next((row["note"] for row in rows if row["note"]), "")
    return Option(name, note, rows[0].place, tuple(found))


def _is_blank(row: Row) -> bool:
    """Whether a row stands for an option that changes nothing."""
    return not row["field"] and not row["value"]


def _number(row: Row, schema: Schema, known: Known, problems: list[Problem]) -> Number | None:
    """Return the number of a row, checked as a row of its room is, or None after telling."""
    name = row["field"]
    spec = schema.spec(name)
    if spec is None:
        names = [one.full_name for table in schema.tables.values() for one in table.specs.values()]
        what = f"field {shown(name)} is no number of a room"
        remedy = nearest(name, names) if name else "write room.field, or leave value empty too"
        problems.append(Problem(row.place, what, remedy))
        return None
    labels = orders.check_path_labels(row, spec, known, problems)
    number = checks.number_of(Draft(row, spec, labels or ()), known, problems)
    return None if labels is None else number


def _default_of(name: str, options: Mapping[str, Sequence[Row]], problems: list[Problem]) -> str:
    """Return the option of a switch that changes nothing; tell when it is not just one."""
    before = len(problems)
    blank = [row for rows in options.values() for row in rows if _is_blank(row)]
    for row in blank:
        _check_blank(row, options[row["option"]], problems)
    place = next(iter(options.values()))[0].place
    if not blank:
        row = ",".join([name, "NAME", *[""] * (len(COLUMNS.required) - 2), "NOTE"])
        what = f"switch {shown(name)} has no option that changes nothing"
        problems.append(Problem(place, what, f"add: {row}"))
        return ""
    for row in blank[1:]:
        what = f"option {shown(row['option'])} changes nothing, as {shown(blank[0]['option'])} does"
        problems.append(Problem(row.place, what, f"see line {blank[0].line}; keep one of them"))
    if len(options) == 1 and len(problems) == before:
        what = f"switch {shown(name)} has one option only"
        problems.append(Problem(place, what, "add rows for a rival, or take it out"))
    return blank[0]["option"]


def _check_blank(row: Row, rows: Sequence[Row], problems: list[Problem]) -> None:
    """Tell what is wrong with the row of an option that changes nothing."""
    filled = [column for column in _LEFT_EMPTY if row[column]]
    if filled:
        what = f"{filled[0]} {shown(row[filled[0]])} of option {shown(row['option'])}"
        problems.append(Problem(row.place, what, "it has no field and no value: leave it empty"))
    other = next((one for one in rows if not _is_blank(one)), None)
    if other is not None:
        what = f"option {shown(row['option'])} changes nothing, yet line {other.line} gives a value"
        problems.append(Problem(row.place, what, "take one of the two rows out"))
    if not row["note"]:
        what = f'note "" of option {shown(row["option"])} is empty'
        problems.append(Problem(row.place, what, "say what it holds"))


def check_shared_cells(
    switches: Mapping[str, Switch], schema: Schema, known: Known
) -> list[Problem]:
    """Tell cells that two switches would replace, since neither goes before the other."""
    found, names = [], list(switches)
    owners: dict[str, np.ndarray] = {}
    for at, switch in enumerate(switches.values()):
        for number in switch.numbers:
            axes = schema.field(number.full_name).info.axes
            owner = owners.setdefault(number.full_name, np.full(known.sizes(axes), NOBODY))
            index = place_of(number.labels, axes, known.members)
            others = set(np.unique(owner[index]).tolist()) - {NOBODY, at}
            owner[index] = at
            if others:
                rival = names[others.pop()]
                what = f"switches {rival} and {switch.name} both replace {number.full_name}"
                what += f" {number.label}" if any(number.labels) else ""
                remedy = f"see {switches[rival].place}; make them one switch"
                found.append(Problem(number.place, what, remedy))
    return found


def chosen_in_settings(
    layers: Iterable[Package], switches: Mapping[str, Switch], problems: list[Problem]
) -> dict[str, str]:
    """Return the option of every switch as `scenario.toml` chooses, the default elsewhere."""
    chosen = {name: switch.default for name, switch in switches.items()}
    for package in layers:
        for name, option in package.settings.switches.items():
            place = setting_place(package, name, "switches")
            found = check_choice(place, name, option, switches)
            if found is not None:
                problems.append(found)
            else:
                chosen[name] = option
    return chosen


def parse_choices(
    texts: Iterable[str], switches: Mapping[str, Switch], problems: list[Problem]
) -> dict[str, str]:
    """Return the options chosen with `--switch name=option`, after telling what is wrong."""
    chosen: dict[str, str] = {}
    for position, text in enumerate(texts, start=1):
        place = f"{SWITCH}:{position}"
        name, _, option = (part.strip() for part in text.partition("="))
        found = check_choice(place, name, option, switches)
        if found is None and chosen.setdefault(name, option) != option:
            what = f"switch {name} is {shown(option)} here and {shown(chosen[name])} before"
            found = Problem(place, what, "choose one option of a switch")
        if found is not None:
            problems.append(found)
    return chosen


def check_choice(
    place: str, name: str, option: str, switches: Mapping[str, Switch]
) -> Problem | None:
    """Tell a switch, or an option of it, that does not exist."""
    if not switches:
        what = f"switch {shown(name)} is not known: the scenario has none"
        return Problem(place, what, f"take it out, or write {SWITCHES}: {COLUMNS.header}")
    if name not in switches:
        return Problem(place, f"switch {shown(name)} is not known", nearest(name, switches))
    switch = switches[name]
    if option in switch.options:
        return None
    remedy = f"{nearest(option, switch.options)}; see {switch.place}"
    return Problem(place, f"option {shown(option)} of switch {name} is not known", remedy)


def lay_options(
    plain: ByField,
    switches: Mapping[str, Switch],
    chosen: Mapping[str, str],
    schema: Schema,
    known: Known,
    problems: list[Problem],
) -> dict[str, tuple[Number, ...]]:
    """Return the numbers of the rooms with those of the chosen options laid upon them.

    Args:
        plain: the numbers of the rooms by field, as their tables give them.
        switches: the switches by name.
        chosen: the option of each switch that holds.
        schema: the fields.
        known: members and sources.
        problems: gathers what the numbers do not keep among themselves.
    """
    rivals = {name: switches[name].options[option] for name, option in chosen.items()}
    numbers = [number for option in rivals.values() for number in option.numbers]
    by_field = laid_upon(plain, numbers, schema, known)
    if numbers:
        words = ", ".join(f"{name}={one.name}" for name, one in rivals.items() if one.numbers)
        touched = dict.fromkeys(number.full_name for number in numbers)
        for problem in _broken_together(by_field, touched, schema, known):
            remedy = "; ".join(filter(None, (problem.remedy, f"see {problem.place}")))
            what = f"with {words}: {problem.what}"
            problems.append(Problem(numbers[0].place, what, remedy))
    return by_field


def check_options(
    plain: ByField, switches: Mapping[str, Switch], schema: Schema, known: Known
) -> list[Problem]:
    """Tell what the numbers do not keep among themselves when one option alone is chosen."""
    problems: list[Problem] = []
    for switch in switches.values():
        for option in switch.options:
            if len(problems) < MOST_PROBLEMS:
                lay_options(plain, switches, {switch.name: option}, schema, known, problems)
    return problems


def _broken_together(
    by_field: ByField, touched: Iterable[str], schema: Schema, known: Known
) -> list[Problem]:
    problems: list[Problem] = []
    for name in touched:
        spec = schema.field(name)
        if spec.info.is_link:
            problems += table_checks.check_cycles(spec, by_field[name])
    together = room_checks.Numbers(schema, known, by_field)
    for check in room_checks.ROOM_CHECKS:
        problems += check(together)
    return problems
