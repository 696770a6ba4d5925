"""Build: numbers and their draws laid into the arrays of a world, its parameters and its paths.

The run is the last axis of every array: full length for states, length one where nothing of a
parameter is drawn. No array holds NaN, save where a lever or a path is left open.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sinews.scenario.checks import NONE, Known
from sinews.scenario.cover import cover
from sinews.scenario.numbers import Number
from sinews.scenario.orders import Calendar, paths
from sinews.scenario.schema import TABLE_OF, Schema, Spec, TableSpec, compose

Values = Callable[[Number], np.ndarray]
"""Returns the draws of a number, [run], of length one where it is not drawn."""


def laid_out(
    owner: np.ndarray, numbers: Sequence[Number], values: Values, runs: int, empty: float
) -> np.ndarray:
    """Return the figures of every cell.

    Args:
        owner: which number fills each cell, negative for none, [...].
        numbers: the numbers.
        values: the draws of a number.
        runs: how many runs the array should hold when any cell is drawn.
        empty: the figure of cells that no number fills.

    Returns:
        Figures, [..., run], with one run when nothing that is used is drawn.
    """
    used = [numbers[at] for at in np.unique(owner[owner >= 0])]
    width = runs if any(values(number).shape[0] > 1 for number in used) else 1
    table = np.full((len(numbers) + 1, width), empty)
    for at, number in enumerate(numbers):
        if not isinstance(number.value, str):
            drawn = values(number)
            table[at] = drawn if drawn.shape[0] in (1, width) else drawn[:1]
    return table[np.where(owner >= 0, owner, len(numbers))]


def positions_of(spec: Spec, numbers: Sequence[Number], known: Known) -> tuple[int, ...]:
    """Return the positions a link leads to, -1 where it leads nowhere."""
    owner = cover(numbers, spec.info.axes, known.members)
    target = known.members[spec.info.target]
    values = [str(numbers[at].value) if at >= 0 else NONE for at in owner]
    return tuple(-1 if value == NONE else target[value] for value in values)


def table_values(
    table: TableSpec,
    by_field: Mapping[str, Sequence[Number]],
    known: Known,
    values: Values,
    runs: int,
) -> dict[str, Any]:
    """Return the arrays and links of one room by field; states in full length."""
    found: dict[str, Any] = {}
    for name, spec in table.specs.items():
        numbers = by_field.get(spec.full_name, ())
        if spec.info.is_link:
            found[name] = positions_of(spec, numbers, known)
            continue
        empty = np.nan if spec.info.absent is None else spec.info.absent
        owner = cover(numbers, spec.info.axes, known.members)
        array = laid_out(owner, numbers, values, runs, empty)
        if spec.is_state and array.shape[-1] != runs:
            array = np.repeat(array, runs, axis=-1)
        found[name] = array
    return found


def build_rooms(
    schema: Schema,
    by_field: Mapping[str, Sequence[Number]],
    known: Known,
    values: Values,
    runs: int,
) -> tuple[Any, Any]:
    """Return the opening world and the parameters, with numpy arrays for leaves."""
    arrays = {
        name: table_values(table, by_field, known, values, runs)
        for name, table in schema.tables.items()
    }
    for name, home in schema.shared_links.items():
        room, _, link = name.partition(".")
        arrays[room][link] = arrays[home.partition(".")[0]][link]
    world = compose_rooms(schema.classes.world, arrays)
    return world, compose_rooms(schema.classes.params, arrays)


def compose_rooms(whole: type, arrays: Mapping[str, dict[str, Any]]) -> Any:
    """Return a world, or its parameters, from the arrays of each table."""
    flat = {
        f"{field}.{name}": array
        for field in (each.name for each in dataclasses.fields(whole))
        for name, array in arrays.get(TABLE_OF.get(field, field), {}).items()
    }
    return compose(whole, flat)


def build_paths(
    cls: type,
    table: TableSpec,
    numbers: Sequence[Number],
    known: Known,
    values: Values,
    calendar: Calendar,
    months: int,
    runs: int,
) -> tuple[Any, set[int]]:
    """Return paths over time as one object whose leaves lead with the month, NaN where open.

    Returns:
        The object with leaves [month, ..., run], and the positions of the numbers in use.
    """
    by_name: dict[str, list[int]] = {}
    for position, number in enumerate(numbers):
        by_name.setdefault(number.name, []).append(position)
    arrays: dict[str, np.ndarray] = {}
    used: set[int] = set()
    for name, spec in table.specs.items():
        positions = by_name.get(name, [])
        rows = [numbers[at] for at in positions]
        owner = paths(rows, spec, known, calendar, months)
        used.update(positions[at] for at in np.unique(owner[owner >= 0]))
        absent = spec.info.absent
        empty = np.nan if absent is None or table.name == "orders" else absent
        arrays[name] = laid_out(owner, rows, values, runs, empty)
    return compose(cls, arrays), used
