"""One declaration per attribute: unit, meaning, bounds and secrecy stand in the field.

Axes are read from the annotation, so that tables, checks, labels and documents are derived
from the typed fields and from nothing else.
"""

import dataclasses
import math
import types
from collections.abc import Iterator
from typing import Any, Literal

import equinox as eqx

from sinews.core.axes import RUN

Secrecy = Literal["published", "office", "secret"]


@dataclasses.dataclass(frozen=True)
class FieldInfo:
    """What is declared of one attribute.

    Attributes:
        name: name of the attribute.
        axes: names of its axes without the run.
        unit: unit of its values; `member` for a link.
        meaning: one plain phrase.
        secrecy: who may know it.
        minimum: least value that makes sense.
        maximum: greatest value that makes sense.
        absent: value of rows that a table leaves out; None when each row must be given.
        limit: name of the limit whose cost this flow measures; empty for other fields.
        target: axis whose member a link names; empty for quantities.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    secrecy: Secrecy
    minimum: float
    maximum: float
    absent: float | None
    limit: str
    target: str

    @property
    def is_link(self) -> bool:
        """Whether the attribute names members of another axis instead of holding numbers."""
        return bool(self.target)


def quantity(
    unit: str,
    meaning: str,
    secrecy: Secrecy = "secret",
    *,
    minimum: float = -math.inf,
    maximum: float = math.inf,
    absent: float | None = None,
    limit: str = "",
) -> Any:
    """Declare a numeric attribute of a state, of parameters or of flows.

    Args:
        unit: unit of the values, in the notation of the units registry.
        meaning: one plain phrase.
        secrecy: who may know it; secret unless said.
        minimum: least value allowed in a table, and in a run for states.
        maximum: greatest value allowed in a table.
        absent: value of rows that a table leaves out; without it each row must be given.
        limit: for a flow that measures what a limit costs, the name of that limit.
    """
    return eqx.field(
        metadata={
            "unit": unit,
            "meaning": meaning,
            "secrecy": secrecy,
            "minimum": minimum,
            "maximum": maximum,
            "absent": absent,
            "limit": limit,
        }
    )


def link(source: str, target: str, meaning: str) -> Any:
    """Declare which member of `target` belongs to each member of `source`.

    The attribute holds a tuple of positions on the target axis, -1 where a member has none.
    It is fixed when the month is compiled.
    """
    return eqx.field(
        static=True,
        metadata={
            "unit": "member",
            "meaning": meaning,
            "secrecy": "secret",
            "source": source,
            "target": target,
        },
    )


def axes_of(annotation: Any) -> tuple[str, ...]:
    """Return the axis names in an array annotation, the run left out."""
    names = (name.lstrip("#*") for name in annotation.dim_str.split())
    return tuple(name for name in names if name and name != RUN)


def info_of(field: dataclasses.Field[Any]) -> FieldInfo | None:
    """Return the declaration of one attribute, or None when it is no quantity and no link."""
    facts: Any = field.metadata
    if not isinstance(facts, dict | types.MappingProxyType) or "unit" not in facts:
        return None
    target = facts.get("target", "")
    return FieldInfo(
        name=field.name,
        axes=(facts["source"],) if target else axes_of(field.type),
        unit=facts["unit"],
        meaning=facts["meaning"],
        secrecy=facts["secrecy"],
        minimum=facts.get("minimum", -math.inf),
        maximum=facts.get("maximum", math.inf),
        absent=facts.get("absent"),
        limit=facts.get("limit", ""),
        target=target,
    )


def fields_of(cls: type) -> tuple[FieldInfo, ...]:
    """Return the declarations of a class in the order they are written."""
    found = (info_of(field) for field in dataclasses.fields(cls))
    return tuple(info for info in found if info is not None)


def walk(tree: Any, prefix: str = "") -> Iterator[tuple[str, FieldInfo, Any]]:
    """Yield `(dotted name, declaration, value)` of every declared attribute of a nested pytree."""
    for field in dataclasses.fields(tree):
        value = getattr(tree, field.name)
        name = f"{prefix}.{field.name}" if prefix else field.name
        info = info_of(field)
        if info is not None:
            yield name, info, value
        elif dataclasses.is_dataclass(value):
            yield from walk(value, name)
