"""Dependence: which inputs of a function stand behind each of its outputs.

Read off the traced function, so that it can never say anything but what is computed. Where an
operation hides a loop or a branch, all that goes in counts as standing behind all that comes out.
"""

from collections.abc import Callable, Sequence
from typing import Any

import jax
from jax.extend.core import ClosedJaxpr, Jaxpr, Literal

_OPAQUE = ("scan", "while", "cond")


def leaf_names(tree: Any) -> list[str]:
    """Return the dotted name of every array in a nested pytree, in the order it is flattened."""
    return [_dotted(path) for path, _ in jax.tree_util.tree_leaves_with_path(tree)]


def _dotted(path: Sequence[Any]) -> str:
    parts = (getattr(key, "name", getattr(key, "key", getattr(key, "idx", key))) for key in path)
    return ".".join(str(part) for part in parts)


def dependences(function: Callable[..., Any], inputs: Any) -> dict[str, set[str]]:
    """Return the names of the inputs that each output of a function is computed from.

    Args:
        function: takes one pytree of arrays and returns another.
        inputs: the pytree it is traced with; only shapes matter.
    """
    names = leaf_names(inputs)
    traced, shape = jax.make_jaxpr(function, return_shape=True)(inputs)
    outputs = leaf_names(shape)
    return {
        output: {names[at] for at in _behind(traced.jaxpr, [position])}
        for position, output in enumerate(outputs)
    }


def _behind(jaxpr: Jaxpr, outputs: Sequence[int]) -> set[int]:
    """Return the positions of the inputs behind some outputs of a traced function."""
    wanted = {id(jaxpr.outvars[at]) for at in outputs}
    for equation in reversed(jaxpr.eqns):
        needed = [at for at, var in enumerate(equation.outvars) if id(var) in wanted]
        if needed:
            inside = _inner(equation)
            used = range(len(equation.invars)) if inside is None else _behind(inside, needed)
            for at in used:
                if not isinstance(equation.invars[at], Literal):
                    wanted.add(id(equation.invars[at]))
    return {at for at, var in enumerate(jaxpr.invars) if id(var) in wanted}


def _inner(equation: Any) -> Jaxpr | None:
    """Return the function an equation calls, when its inputs and outputs match one to one."""
    if equation.primitive.name in _OPAQUE:
        return None
    for value in equation.params.values():
        called = value.jaxpr if isinstance(value, ClosedJaxpr) else value
        if (
            isinstance(called, Jaxpr)
            and len(called.invars) == len(equation.invars)
            and len(called.outvars) == len(equation.outvars)
        ):
            return called
    return None
