"""Schema: the tables a scenario must hold, derived from the typed fields of the rooms alone."""

import dataclasses
import functools
import math
import typing
from typing import Any, NamedTuple

from sinews.core.axes import FIXED_AXES, SCENARIO_AXES
from sinews.core.fields import FieldInfo, info_of
from sinews.scenario.tables import Columns

NUMBER_COLUMNS = ("value", "unit", "low", "high", "prior", "source", "locator", "grade", "note")
ORDER_COLUMNS = ("lever", "label", "month", "value", "unit")
SOURCE_COLUMNS = ("source", "locator", "grade", "note")
OUTSIDE = "outside"
TABLE_OF = {"last": "world"}
"""Rooms whose table has another name than their field of the world."""


class Classes(NamedTuple):
    """The classes a scenario fills: their fields are the schema.

    Attributes:
        world: one field per room, a state; becomes the opening of a run.
        params: one field per room.
        outside: paths given from outside.
        orders: every lever.
        flows: one field per room; only names, for what may be observed.
    """

    world: type
    params: type
    outside: type
    orders: type
    flows: type | None = None


@dataclasses.dataclass(frozen=True)
class Spec:
    """One field of a table.

    Attributes:
        table: name of the table, which is the name of the room.
        name: name of the field, dotted where rooms nest.
        info: its declaration.
        is_state: whether it opens the run, else it is a parameter or a path.
    """

    table: str
    name: str
    info: FieldInfo
    is_state: bool = False

    @property
    def full_name(self) -> str:
        """`room.field`."""
        return f"{self.table}.{self.name}"

    @property
    def may_be_open(self) -> bool:
        """Whether a path may be left open, since the room draws it for itself."""
        absent = self.info.absent
        return self.name.endswith("_given") or (absent is not None and math.isnan(absent))


@dataclasses.dataclass(frozen=True)
class TableSpec:
    """One table: its fields by name, and the axes they use, each once."""

    name: str
    specs: dict[str, Spec]

    @property
    def axes(self) -> tuple[str, ...]:
        """Every axis of any field, in the order they first occur."""
        return tuple(dict.fromkeys(axis for spec in self.specs.values() for axis in spec.info.axes))

    @property
    def columns(self) -> Columns:
        """The header of a room's table; a column of empty cells may be left out."""
        required = ("field", *NUMBER_COLUMNS[:-1])
        return Columns(required, (*self.axes, NUMBER_COLUMNS[-1]), self.header)

    @property
    def header(self) -> str:
        """The whole header line."""
        return ",".join(("field", *self.axes, *NUMBER_COLUMNS))


@dataclasses.dataclass(frozen=True)
class Schema:
    """Everything a scenario must and may hold.

    Attributes:
        classes: the classes it was derived from.
        tables: every table of a room by name.
        outside: the paths from outside.
        levers: what can be ordered.
        variables: what a run holds, by `room.field`.
        shared_links: links that several rooms know by one name are one fact and stand in the
            table of the first; from `room.link` of the others to that of the first.
    """

    classes: Classes
    tables: dict[str, TableSpec]
    outside: TableSpec
    levers: TableSpec
    variables: dict[str, Spec]
    shared_links: dict[str, str]

    @property
    def axes(self) -> tuple[str, ...]:
        """The axes whose members a scenario must name."""
        every = (*self.tables.values(), self.outside, self.levers)
        used = {axis for table in every for axis in table.axes}
        used |= {spec.info.target for table in every for spec in table.specs.values()} - {""}
        return tuple(axis for axis in SCENARIO_AXES if axis in used)

    def field(self, full_name: str) -> Spec:
        """Return a field of a room that is known to be there."""
        room, _, name = full_name.partition(".")
        return self.tables[room].specs[name]

    def spec(self, full_name: str) -> Spec | None:
        """Return a field of a room by `room.field`."""
        room, _, name = full_name.partition(".")
        table = self.tables.get(room)
        return table.specs.get(name) if table else None


def specs_of(cls: type, table: str, is_state: bool, prefix: str = "") -> dict[str, Spec]:
    """Return the fields of a class by name; fields of nested classes with dotted names."""
    found: dict[str, Spec] = {}
    for field in dataclasses.fields(cls):
        name = f"{prefix}{field.name}"
        info = info_of(field)
        if info is not None:
            for axis in (*info.axes, *filter(None, [info.target])):
                if axis not in SCENARIO_AXES and axis not in FIXED_AXES:
                    raise TypeError(f"{cls.__name__}.{name}: axis {axis!r} is not declared")
            found[name] = Spec(table, name, info, is_state)
        elif isinstance(field.type, type) and dataclasses.is_dataclass(field.type):
            found |= specs_of(field.type, table, is_state, f"{name}.")
        else:
            raise TypeError(f"{cls.__name__}.{name} is neither a quantity, a link nor a class")
    return found


def _rooms_of(cls: type) -> dict[str, type]:
    return {field.name: typing.cast(type, field.type) for field in dataclasses.fields(cls)}


@functools.cache
def schema_of(classes: Classes) -> Schema:
    """Return the schema that a set of classes asks for."""
    tables: dict[str, TableSpec] = {}
    for is_state, whole in ((True, classes.world), (False, classes.params)):
        for field, cls in _rooms_of(whole).items():
            table = TABLE_OF.get(field, field)
            specs = specs_of(cls, table, is_state)
            before = tables[table].specs if table in tables else {}
            twice = sorted(before.keys() & specs.keys())
            if twice:
                raise TypeError(f"{table}: {twice[0]!r} stands in state and parameters")
            tables[table] = TableSpec(table, before | specs)
    shared_links = _take_out_shared_links(tables)
    every = [spec for table in tables.values() for spec in table.specs.values() if spec.is_state]
    for field, cls in _rooms_of(classes.flows).items() if classes.flows else ():
        every += specs_of(cls, field, False).values()
    return Schema(
        classes=classes,
        tables={name: table for name, table in tables.items() if table.specs},
        outside=TableSpec(OUTSIDE, specs_of(classes.outside, OUTSIDE, False)),
        levers=TableSpec("orders", specs_of(classes.orders, "orders", False)),
        variables={spec.full_name: spec for spec in every},
        shared_links=shared_links,
    )


def _take_out_shared_links(tables: dict[str, TableSpec]) -> dict[str, str]:
    """Leave each link in the first table that has it; return where the others find it."""
    first: dict[tuple[str, tuple[str, ...], str], str] = {}
    shared = {}
    for table in tables.values():
        for name, spec in list(table.specs.items()):
            if not spec.info.is_link:
                continue
            home = first.setdefault((name, spec.info.axes, spec.info.target), spec.full_name)
            if home != spec.full_name:
                shared[spec.full_name] = home
                del table.specs[name]
    return shared


def the_classes() -> Classes:
    """Return the classes of the world as it is built."""
    from sinews.world.orders import Orders
    from sinews.world.outside import Outside
    from sinews.world.world import Flows, Params, World

    return Classes(World, Params, Outside, Orders, Flows)


def compose(cls: type, values: dict[str, Any], prefix: str = "") -> Any:
    """Build an object of a class, and of the classes nested in it, from values by dotted name."""
    given = {}
    for field in dataclasses.fields(cls):
        name = f"{prefix}{field.name}"
        if info_of(field) is not None:
            given[field.name] = values[name]
        else:
            given[field.name] = compose(typing.cast(type, field.type), values, f"{name}.")
    return cls(**given)
