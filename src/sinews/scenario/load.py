"""Load: a folder of tables to a scenario that is checked, with every number and its source.

All problems of a scenario are gathered and raised together, once; nothing is ever written.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from sinews.core.errors import Problem, ScenarioError
from sinews.scenario import checks, orders, room_checks, switches, table_checks
from sinews.scenario.checks import Draft, Known
from sinews.scenario.content import content_hash
from sinews.scenario.cover import MAX_CELLS, NOBODY, cover
from sinews.scenario.facts import (
    EVENTS,
    FACTS,
    OBSERVABLES,
    OBSERVATIONS,
    events_of,
    facts_of,
    observables_of,
    observations_of,
    stack_rows,
)
from sinews.scenario.numbers import Number
from sinews.scenario.orders import Calendar, OrdersTable
from sinews.scenario.overrides import merged_settings, read_layers
from sinews.scenario.package import (
    DESCRIPTOR,
    SOURCES,
    Package,
    find_package,
    read_json,
)
from sinews.scenario.pacts import PACTS, pacts_of
from sinews.scenario.scenario import Scenario
from sinews.scenario.schema import OUTSIDE, Classes, Schema, TableSpec, schema_of, the_classes
from sinews.scenario.settings import SETTINGS, Settings
from sinews.scenario.switches import ByField, Switch
from sinews.scenario.tables import (
    MOST_PROBLEMS,
    Columns,
    Row,
    Table,
    nearest,
    read_table,
    shown,
)
from sinews.scenario.values import parse_month

AXES = "axes"
ORDERS_FOLDER = "orders/"
AXIS_COLUMNS = Columns(("axis", "member", "title"), ("note",))


def load_scenario(name_or_path: str | Path, classes: Classes | None = None) -> Scenario:
    """Read and check a scenario.

    Args:
        name_or_path: name of a shipped scenario, or the folder of one.
        classes: the classes whose fields it must fill; those of the world unless given.

    Raises:
        ScenarioError: with everything that is wrong.
    """
    problems: list[Problem] = []
    folder = find_package(name_or_path, problems)
    if folder is None:
        raise ScenarioError(problems)
    schema = schema_of(classes or the_classes())
    layers = read_layers(folder, problems)
    scenario = _Loader(schema, layers, problems).load()
    if scenario is None or problems:
        raise ScenarioError(_limited(problems))
    return scenario


def _limited(problems: list[Problem]) -> list[Problem]:
    unique = list(dict.fromkeys(problems))
    if len(problems) < MOST_PROBLEMS:
        return unique
    return [*unique[:MOST_PROBLEMS], Problem("...", "there may be more", "mend these first")]


class _Loader:
    """Reads the tables of a stack of packages against a schema, gathering problems."""

    def __init__(self, schema: Schema, layers: list[Package], problems: list[Problem]):
        self.schema, self.layers, self.problems = schema, layers, problems
        self.top = layers[-1]
        self.settings: Settings = merged_settings(layers)
        self.tables: dict[tuple[int, str], Table] = {}

    def load(self) -> Scenario | None:
        self.check_names()
        axes = self.read_axes()
        sources = self.read_sources()
        members = table_checks.check_axes(
            axes, self.schema.axes, self.top.place("axes.csv"), self.problems
        )
        self.known = Known(members, None if sources is None else frozenset(sources))
        self.check_months()
        if self.check_sizes():
            return None
        plain = self.read_rooms()
        rivals, chosen = self.read_switches()
        self.calendar = Calendar(
            parse_month(self.settings.start) or 0, self.settings.months_limit or 12
        )
        outside = self.read_outside()
        orders_paths, orders_numbers = self.read_orders()
        observables = observables_of(
            self.rows("observables.csv", OBSERVABLES, _key("series")),
            self.schema, self.known, self.problems,
        )  # fmt: skip
        facts = facts_of(
            self.rows("facts.csv", FACTS, _key("id")), observables, self.known, self.problems
        )
        observations = observations_of(
            self.rows("observations.csv", OBSERVATIONS, _key(*OBSERVATIONS.required)),
            observables,
            self.known,
            self.problems,
        )
        events = events_of(
            self.rows("events.csv", EVENTS, _key("date", "title")), self.known, self.problems
        )
        pacts = pacts_of(
            self.rows("pacts.csv", PACTS, _key("partner", "opened")), self.known, self.problems
        )
        together = room_checks.Numbers(self.schema, self.known, plain)
        for check in room_checks.ROOM_CHECKS:
            self.problems += check(together)
        if self.problems:
            return None
        by_field = self.laid(plain, rivals, chosen)
        if self.problems:
            return None
        rooms = [number for numbers in by_field.values() for number in numbers]
        settings = self.settings
        return Scenario(
            name=settings.name,
            title=settings.title or settings.name,
            start=settings.start,
            months=settings.months,
            months_limit=settings.months_limit,
            folder=self.top.folder,
            members=MappingProxyType({axis: tuple(names) for axis, names in members.items()}),
            titles=_titles(axes),
            numbers=(*rooms, *outside),
            sources=MappingProxyType(sources or {}),
            facts=facts,
            observables=MappingProxyType(observables),
            observations=observations,
            events=events,
            pacts=pacts,
            orders_tables=MappingProxyType(orders_paths),
            default_orders=settings.default_orders,
            switches=MappingProxyType(rivals),
            chosen=MappingProxyType(chosen),
            content_hash=content_hash(self.layers),
            schema=self.schema,
            known=self.known,
            orders=MappingProxyType(orders_numbers),
            by_field=MappingProxyType(by_field),
            plain=MappingProxyType(plain),
            layers=len(self.layers),
        )

    def tell(self, place: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(place, what, remedy))

    def read(self, layer: int, name: str, columns: Columns) -> Table | None:
        package = self.layers[layer]
        path = package.files.get(name)
        if path is None:
            return None
        return read_table(path, package.place(name), columns, self.problems)

    def rows(self, name: str, columns: Columns, key: Callable[[Row], str]) -> list[Row]:
        """Return the rows of a table, those of later packages in place of earlier ones."""
        read = (self.read(layer, name, columns) for layer in range(len(self.layers)))
        tables = [table.rows for table in read if table is not None]
        return stack_rows(tables, key, self.problems)

    def check_names(self) -> None:
        """Tell tables that belong to nothing."""
        known = {f"{name}.csv" for name in self.schema.tables}
        known |= {"axes.csv", "outside.csv", "facts.csv", "events.csv", SOURCES}
        known |= {"observables.csv", "observations.csv", "pacts.csv", switches.SWITCHES}
        for layer in self.layers:
            for name in layer.files:
                if name not in known and not name.startswith(ORDERS_FOLDER):
                    what = f"resource {shown(name)} is no table of a scenario"
                    self.tell(f"{layer.place(DESCRIPTOR)}:1", what, nearest(name, sorted(known)))

    def check_months(self) -> None:
        """Fill in the limit of months; tell a run longer than it."""
        settings = self.settings
        limit = settings.months_limit or max(72, settings.months)
        self.settings = dataclasses.replace(settings, months_limit=limit)

    def check_sizes(self) -> bool:
        """Tell fields that would be too large to hold."""
        tables = (*self.schema.tables.values(), self.schema.outside, self.schema.levers)
        found = False
        for spec in (spec for table in tables for spec in table.specs.values()):
            cells = int(np.prod([float(size) for size in self.known.sizes(spec.info.axes)] or [1]))
            if cells > MAX_CELLS:
                what = f"{spec.full_name} would have {cells} cells"
                self.tell(f"{self.top.place('axes.csv')}:1", what, f"at most {MAX_CELLS}")
                found = True
        return found

    def read_axes(self) -> list[Row]:
        """Return the rows of `axes.csv`, with the axes of the settings among them."""
        rows = self.rows("axes.csv", AXIS_COLUMNS, _key("axis", "member"))
        for layer in self.layers:
            for axis, members in layer.settings.axes.items():
                rows += [
                    Row(layer.place(SETTINGS), 1, {"axis": axis, "member": member, "title": member})
                    for member in members
                ]
        if not rows and not any("axes.csv" in layer.files for layer in self.layers):
            remedy = f"write it with the header: {AXIS_COLUMNS.header}"
            self.tell(f"{self.top.place(DESCRIPTOR)}:1", 'table "axes.csv" is missing', remedy)
        return rows

    def read_sources(self) -> dict[str, Mapping[str, Any]] | None:
        """Return the sources by key, or None when they could not be read."""
        merged: dict[str, Mapping[str, Any]] | None = None
        for layer in self.layers:
            path = layer.folder / SOURCES
            if not path.exists():
                continue
            entries = read_json(path, layer.place(SOURCES), self.problems)
            found = self.sources_in(entries, layer.place(SOURCES))
            if entries is not None:
                merged = (merged or {}) | found
        if merged is None and not any((layer.folder / SOURCES).exists() for layer in self.layers):
            self.tell(f"{self.top.place(SOURCES)}:1", "is missing", "a list of CSL-JSON entries")
        return merged

    def sources_in(self, entries: Any, file: str) -> dict[str, Mapping[str, Any]]:
        """Return the entries of one list of sources by key."""
        if entries is None:
            return {}
        if not isinstance(entries, list):
            self.tell(f"{file}:1", "is no list", "a list of CSL-JSON entries")
            return {}
        found: dict[str, Mapping[str, Any]] = {}
        for position, entry in enumerate(entries, start=1):
            key = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(key, str) or not key:
                self.tell(f"{file}:1", f"entry {position} has no id", 'as {"id": "SMITH30", ...}')
            elif key in found:
                self.tell(f"{file}:1", f"source {shown(key)} is given twice", "take one out")
            else:
                found[key] = MappingProxyType(entry)
        return found

    def read_rooms(self) -> dict[str, tuple[Number, ...]]:
        """Return the numbers of every room by field."""
        read: dict[str, list[tuple[int, Table]]] = {}
        for name, table in self.schema.tables.items():
            for layer in range(len(self.layers)):
                found = self.read(layer, f"{name}.csv", table.columns)
                if found is not None:
                    read.setdefault(name, []).append((layer, found))
        place = f"{self.top.place(DESCRIPTOR)}:1"
        self.problems += table_checks.check_missing_tables(self.schema.tables, read, place)
        by_field: dict[str, tuple[Number, ...]] = {}
        for name, tables in read.items():
            by_field |= self.room_numbers(self.schema.tables[name], tables)
        return by_field

    def room_numbers(
        self, table: TableSpec, read: Sequence[tuple[int, Table]]
    ) -> dict[str, tuple[Number, ...]]:
        """Return the numbers of one room by field, those that fill no cell left out."""
        kept: dict[str, list[Number]] = {name: [] for name in table.specs}
        broken: set[str] = set()
        for layer, source in read:
            numbers = self.numbers_in(source, table, broken)
            self.problems += table_checks.check_duplicates(numbers)
            for number in numbers:
                kept[number.name].append(dataclasses.replace(number, layer=layer))
            if not source.header:
                broken.update(table.specs)
        last = read[-1][1]
        place = f"{last.file}:{last.last_line + 1}"
        found = {}
        for name, spec in table.specs.items():
            numbers = kept[name]
            owner = cover(numbers, spec.info.axes, self.known.members, self.problems)
            if name not in broken:
                self.tell_missing(table, name, owner, not numbers, place)
            used = set(np.unique(owner[owner >= 0]).tolist())
            found[spec.full_name] = tuple(
                number for at, number in enumerate(numbers) if at in used and name not in broken
            )
            if spec.info.is_link:
                self.problems += table_checks.check_cycles(spec, numbers)
        return found

    def numbers_in(self, source: Table, table: TableSpec, broken: set[str]) -> list[Number]:
        """Return the numbers in one file; `broken` gathers fields with rows that are not."""
        found = []
        for row in source.rows:
            if len(self.problems) >= MOST_PROBLEMS:
                broken.update(table.specs)
                break
            spec = checks.check_field(row, table, "field", self.problems)
            if spec is None:
                broken.update(nearest_fields(row["field"], table))
                continue
            labels = checks.check_labels(row, spec, self.known, self.problems)
            draft = Draft(row, spec, labels or ())
            number = checks.number_of(draft, self.known, self.problems)
            if number is None or labels is None:
                broken.add(spec.name)
            else:
                found.append(number)
        return found

    def tell_missing(
        self, table: TableSpec, name: str, owner: np.ndarray, whole: bool, place: str
    ) -> None:
        """Tell the cells of a field that no row fills."""
        spec = table.specs[name]
        empty = np.argwhere(owner == NOBODY)
        if spec.info.absent is not None or not len(empty):
            return
        names = [list(self.known.members[axis]) for axis in spec.info.axes]
        labels = [tuple(names[axis][at] for axis, at in enumerate(cell)) for cell in empty.tolist()]
        self.problems += table_checks.missing_rows(spec, table, labels, whole, place)

    def read_switches(self) -> tuple[dict[str, Switch], dict[str, str]]:
        """Return the switches by name, and the option of each that holds."""
        before = len(self.problems)
        rows = self.rows(switches.SWITCHES, switches.COLUMNS, _key(*switches.KEY))
        found = switches.switches_of(rows, self.schema, self.known, len(self.layers), self.problems)
        if len(self.problems) > before:
            return found, {}
        return found, switches.chosen_in_settings(self.layers, found, self.problems)

    def laid(
        self, plain: ByField, rivals: Mapping[str, Switch], chosen: Mapping[str, str]
    ) -> dict[str, tuple[Number, ...]]:
        """Return the numbers in use; tell options that break what numbers keep among themselves."""
        self.problems += switches.check_options(plain, rivals, self.schema, self.known)
        return switches.lay_options(plain, rivals, chosen, self.schema, self.known, self.problems)

    def read_outside(self) -> tuple[Number, ...]:
        """Return the rows of `outside.csv`, each in its layer."""
        table, numbers = self.schema.outside, []
        before = len(self.problems)
        for layer in range(len(self.layers)):
            read = self.read(layer, f"{OUTSIDE}.csv", orders.OUTSIDE)
            if read is not None:
                rows = orders.path_numbers(
                    read.rows, table, self.known, self.calendar, self.problems
                )
                numbers += [dataclasses.replace(number, layer=layer) for number in rows]
        if not any(f"{OUTSIDE}.csv" in layer.files for layer in self.layers):
            what = f'table "{OUTSIDE}.csv" is missing'
            remedy = f"write it with the header: {orders.OUTSIDE.header}"
            if table.specs:
                self.tell(f"{self.top.place(DESCRIPTOR)}:1", what, remedy)
        elif len(self.problems) == before:
            place = f"{self.top.place(f'{OUTSIDE}.csv')}:1"
            self.problems += orders.check_outside(numbers, table, self.known, self.calendar, place)
        return tuple(numbers)

    def read_orders(self) -> tuple[dict[str, Path], dict[str, tuple[Number, ...]]]:
        """Return the path and the numbers of every table of orders by name."""
        found: dict[str, Path] = {}
        tables: dict[str, OrdersTable] = {}
        for layer in self.layers:
            for name, path in layer.files.items():
                if name.startswith(ORDERS_FOLDER):
                    found[path.stem] = path
                    tables[path.stem] = orders.read_orders(
                        path, layer.place(name), path.stem, self.schema.levers, self.known,
                        self.calendar, self.problems,
                    )  # fmt: skip
        stacked = {name: orders.stack(name, tables, self.problems) for name in tables}
        for numbers in stacked.values():
            self.problems += orders.check_bottom(numbers)
        default = self.settings.default_orders
        if default and default not in tables:
            what = f"default_orders {shown(default)} is no table of orders"
            self.tell(f"{self.top.place(SETTINGS)}:1", what, nearest(default, tables))
        return found, stacked


def nearest_fields(name: str, table: TableSpec) -> list[str]:
    """Return the field a misspelt name most likely means, so that it is not told as missing."""
    import difflib

    return difflib.get_close_matches(name[:80], table.specs, n=1, cutoff=0.55)


def _key(*columns: str) -> Callable[[Row], str]:
    return lambda row: ";".join(row[column] for column in columns)


def _titles(rows: Iterable[Row]) -> Mapping[str, Mapping[str, str]]:
    titles: dict[str, dict[str, str]] = {}
    for row in rows:
        titles.setdefault(row["axis"], {})[row["member"]] = row["title"] or row["member"]
    return MappingProxyType({axis: MappingProxyType(named) for axis, named in titles.items()})
