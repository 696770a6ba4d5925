"""Rooms traced: which states, parameters and inputs stand behind each variable of a room."""

import inspect
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from types import ModuleType
from typing import Any

import jax.numpy as jnp

from sinews.core.axes import FIXED_AXES
from sinews.core.fields import axes_of
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance, name_code, run_keys
from sinews.report.dependence import dependences

Members = Mapping[str, Sequence[str]]
SPECIAL = ("state", "params", "numerics")


def behind(
    room: ModuleType, state: Any, params: Any, members: Members, given: Mapping[str, Any]
) -> dict[str, set[str]]:
    """Return the names of what each variable of a room is computed from.

    Args:
        room: its package, with `advance`.
        state: its state in one run.
        params: its parameters in one run.
        members: member names of each scenario axis.
        given: inputs that are no plain arrays, by argument: whole orders, and links.

    Returns:
        By name of a field of its state or flows: `state.…`, `params.…` and `inputs.…` names.
    """
    numerics = Numerics()
    # Links are fixed when a month is compiled: nothing is computed from them.
    asked = inspect.signature(room.advance).parameters
    links = {
        name: link for name, link in given.items() if isinstance(link, tuple) and name in asked
    }
    inputs = _inputs(room.advance, members, given, links)

    def month(tree: dict[str, Any]) -> Any:
        return room.advance(
            tree["state"], tree["params"], numerics=numerics, **links, **tree["inputs"]
        )

    found = dependences(month, {"state": state, "params": params, "inputs": inputs})
    merged: dict[str, set[str]] = {}
    for name, names in found.items():
        merged[name.partition(".")[2]] = names
    return merged


def _inputs(
    advance: Callable[..., Any], members: Members, given: Mapping[str, Any], links: Collection[str]
) -> dict:
    hints = typing.get_type_hints(advance)
    found: dict[str, Any] = {}
    for name in inspect.signature(advance).parameters:
        if name in SPECIAL or name in links:
            continue
        if name in given:
            found[name] = given[name]
        elif hints[name] is Moment:
            found[name] = Moment(jnp.asarray(5), jnp.asarray(5), step=0, steps=1)
        elif hints[name] is Chance:
            found[name] = _chance(members)
        else:
            found[name] = jnp.ones([*_sizes(hints[name], members), 1])
    return found


def _sizes(annotation: Any, members: Members) -> list[int]:
    return [len(FIXED_AXES.get(axis) or members[axis]) for axis in axes_of(annotation)]


def _chance(members: Members) -> Chance:
    codes = {axis: [name_code(name) for name in names] for axis, names in members.items()}
    entities = {axis: jnp.asarray(code, dtype=jnp.uint32) for axis, code in codes.items()}
    return Chance(run_keys(0, jnp.arange(1)), entities, "exact")
