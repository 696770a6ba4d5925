"""Wiring: where each input of a room comes from, read off the month as it is written."""

import ast
import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator

MONTH_FUNCTION = "advance_month"


@dataclasses.dataclass(frozen=True)
class Origin:
    """Where an input comes from.

    Attributes:
        names: variables `room.field`, or `orders.lever` and `outside.path`.
        is_last_month: whether it is the value of the step before.
    """

    names: tuple[str, ...]
    is_last_month: bool


Wires = dict[str, dict[str, Origin]]


@functools.cache
def wiring_of(month: Callable) -> Wires:
    """Return the origin of every named input, by room and argument.

    Args:
        month: the function that calls the rooms, as `advance_month` does.
    """
    tree = ast.parse(inspect.getsource(month)).body[0]
    calls = dict(_calls(tree))
    homes = {name: room for room, (names, _) in calls.items() for name in names}
    homes |= _renamed(tree, homes)
    mixed = _mixed(tree, homes)
    lagged = {name: _told(names, mixed) for name, names in _lagged(tree, homes | mixed).items()}
    return {
        room: {
            keyword.arg: _origin(keyword.value, homes, lagged)
            for keyword in call.keywords
            if keyword.arg
        }
        for room, (_, call) in calls.items()
    }


def _calls(tree: ast.AST) -> Iterator[tuple[str, tuple[list[str], ast.Call]]]:
    """Yield room, names of what it returns, and the call, for each call of a room."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        called, target = node.value.func, node.targets[0]
        if not (isinstance(called, ast.Attribute) and called.attr == "advance"):
            continue
        if isinstance(called.value, ast.Name) and isinstance(target, ast.Tuple):
            names = [name.id for name in target.elts if isinstance(name, ast.Name)]
            yield called.value.id, (names, node.value)


def _renamed(tree: ast.AST, homes: dict[str, str]) -> dict[str, str]:
    """Return names given to parts of what a room returned, as `ordered = decided.directives`.

    What is made of whole orders, as `asked = all_filled(orders, usual)`, counts as orders.
    """
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            chain = _chain(node.value)
            if chain and chain[0] in homes:
                found[node.targets[0].id] = ".".join([homes[chain[0]], *chain[1:]])
            elif ["orders"] in list(_chains(node.value)):
                found[node.targets[0].id] = "orders"
    return found


def _mixed(tree: ast.AST, homes: dict[str, str]) -> dict[str, str]:
    """Return names given to what is computed from several rooms, joined by `+`."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names = _names(node.value, homes, {})
            if node.targets[0].id not in homes and names:
                found[node.targets[0].id] = "+".join(names)
    return found


def _told(names: tuple[str, ...], mixed: dict[str, str]) -> tuple[str, ...]:
    """Return names with joined ones taken apart."""
    known = set(mixed.values())
    return tuple(part for name in names for part in (name.split("+") if name in known else [name]))


def _lagged(tree: ast.AST, homes: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what is kept for the next month: `last.receipts` is `trade.exports_total`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LastMonth":
            return {
                keyword.arg: _names(keyword.value, homes, {})
                for keyword in node.keywords
                if keyword.arg
            }
    return {}


def _origin(value: ast.expr, homes: dict[str, str], lagged: dict[str, tuple[str, ...]]) -> Origin:
    roots = {chain[0] for chain in _chains(value)}
    return Origin(_names(value, homes, lagged), bool(roots & {"last", "world"}))


def _names(
    value: ast.expr, homes: dict[str, str], lagged: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    found: list[str] = []
    for root, *rest in _chains(value):
        if root == "last" and rest:
            found += lagged.get(rest[0], (f"last.{rest[0]}",))
        elif root == "world" and rest:
            found.append(".".join(rest))
        elif root in homes:
            found.append(".".join([homes[root], *rest]))
        elif root in ("outside", "orders"):
            found.append(".".join([root, *rest]))
    return tuple(dict.fromkeys(found))


def _chains(value: ast.expr) -> Iterator[list[str]]:
    """Yield the longest dotted names in an expression."""
    chain = _chain(value)
    if chain:
        yield chain
        return
    for child in ast.iter_child_nodes(value):
        if isinstance(child, ast.expr):
            yield from _chains(child)


def _chain(value: ast.expr) -> list[str]:
    parts: list[str] = []
    while isinstance(value, ast.Attribute):
        parts.append(value.attr)
        value = value.value
    if not isinstance(value, ast.Name):
        return []
    chain = [value.id, *reversed(parts)]
    return chain[: chain.index("at")] if "at" in chain else chain  # x.at[...] updates x
