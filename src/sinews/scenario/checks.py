"""Checks: one small function per rule; nothing raises here, problems are gathered and told once."""

import dataclasses
import math
from collections.abc import Callable, Iterable

from sinews.core import units
from sinews.core.errors import Problem
from sinews.scenario.numbers import Number
from sinews.scenario.priors import PRIORS, beta_shape
from sinews.scenario.schema import Spec, TableSpec
from sinews.scenario.tables import Row, nearest, shown
from sinews.scenario.values import parse_number

GRADES = ("S", "C", "R", "A")
NONE = "none"


@dataclasses.dataclass(frozen=True)
class Known:
    """The names that rows may use.

    Attributes:
        members: the members of each axis, with their positions.
        sources: keys of the sources; None when they could not be read.
    """

    members: dict[str, dict[str, int]]
    sources: frozenset[str] | None

    def sizes(self, axes: Iterable[str]) -> tuple[int, ...]:
        """Return how many members axes have."""
        return tuple(len(self.members[axis]) for axis in axes)


@dataclasses.dataclass
class Draft:
    """A row on its way to a number: its cells as far as they could be understood."""

    row: Row
    spec: Spec
    labels: tuple[str, ...]
    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    prior: str = ""
    default_prior: str = ""
    words: tuple[str, ...] = ()
    is_user: bool = False

    @property
    def place(self) -> str:
        """File and line."""
        return self.row.place

    def figures(self) -> Iterable[tuple[str, float]]:
        """Yield the numbers among value, low and high, by name."""
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            if isinstance(number, float):
                yield name, number


Rule = Callable[[Draft, Known], Problem | None]


def number_of(draft: Draft, known: Known, problems: list[Problem]) -> Number | None:
    """Return the number a draft stands for, or None after adding what is wrong to `problems`."""
    before = len(problems)
    for column in ("value", "low", "high"):
        _add(problems, check_cell(draft, column))
    if len(problems) == before:
        _add(problems, check_unit(draft))
    rules = LINK_RULES if draft.spec.info.is_link else NUMBER_RULES
    if draft.value in draft.words:
        rules = (check_prior,)
    if len(problems) == before:
        for rule in rules:
            found = rule(draft, known)
            _add(problems, found)
            if found is not None and rule in LAST_WHEN_WRONG:
                break
    for rule in ORIGIN_RULES:
        _add(problems, rule(draft, known))
    if len(problems) > before or draft.value is None:
        return None
    row, spec = draft.row, draft.spec
    return Number(
        room=spec.table,
        name=spec.name,
        labels=draft.labels,
        value=draft.value,
        unit=spec.info.unit,
        low=draft.low,
        high=draft.high,
        prior=draft.prior or "fixed",
        source=row["source"],
        locator=row["locator"],
        grade=row["grade"],
        note=row["note"],
        file=row.file,
        line=row.line,
    )


def _add(problems: list[Problem], found: Problem | None) -> None:
    if found is not None:
        problems.append(found)


def check_field(row: Row, table: TableSpec, column: str, problems: list[Problem]) -> Spec | None:
    """Return the field a row names, or None after telling the nearest one."""
    name = row[column]
    spec = table.specs.get(name)
    if spec is None:
        what = f"{column} {shown(name)} is not in {table.name}"
        problems.append(Problem(row.place, what, nearest(name, table.specs)))
    return spec


def check_labels(
    row: Row, spec: Spec, known: Known, problems: list[Problem]
) -> tuple[str, ...] | None:
    """Return the members a row of a room names, or None after telling what is wrong."""
    before = len(problems)
    for axis, label in row.cells.items():
        if axis in known.members and label and axis not in spec.info.axes:
            what = f"{spec.name} has no axis {axis}, yet {axis} is {shown(label)}"
            problems.append(Problem(row.place, what, "leave the cell empty"))
    labels = tuple(row[axis] for axis in spec.info.axes)
    for axis, label in zip(spec.info.axes, labels, strict=True):
        _add(problems, check_member(row.place, axis, label, known))
    return labels if len(problems) == before else None


def check_member(place: str, axis: str, label: str, known: Known) -> Problem | None:
    """Tell a label that is no member of its axis."""
    members = known.members.get(axis, {})
    if label == "" or label in members:
        return None
    article = "an" if axis[0] in "aeiou" else "a"
    return Problem(place, f"{axis} {shown(label)} is not {article} {axis}", nearest(label, members))


def check_cell(draft: Draft, column: str) -> Problem | None:
    """Read a number of a row; tell what is none."""
    text = draft.row[column]
    if (draft.spec.info.is_link or text in draft.words) and column == "value":
        draft.value = text
        return None
    if text == "" and column != "value":
        return None
    number = parse_number(text)
    if isinstance(number, str):
        what = f"{column} {shown(text)} of {draft.spec.name} {number}"
        words = "".join(f" or {word}" for word in draft.words) if column == "value" else ""
        return Problem(draft.place, what, f"a plain number as 12.5{words}")
    setattr(draft, column, number)
    return None


def check_unit(draft: Draft) -> Problem | None:
    """Turn the numbers of a row into the unit of its field; tell a unit that does not fit."""
    given, wanted = draft.row["unit"], draft.spec.info.unit
    if given == wanted:
        return None
    name = draft.spec.full_name
    if draft.spec.info.is_link or given == "":
        return Problem(draft.place, f"unit {shown(given)} of {name}", f"the unit is {wanted}")
    try:
        factor = units.factor(given, wanted)
    except units.UnitError as error:
        remedy = f"the unit of {name} is {wanted}"
        if not units.is_known(given):
            remedy += f"; {nearest(given, (wanted, *units.names()))}"
        return Problem(draft.place, str(error).replace("'", '"'), remedy)
    for column, number in tuple(draft.figures()):
        setattr(draft, column, number * factor)
    return None


def check_prior(draft: Draft, known: Known) -> Problem | None:
    """Tell a family of priors that does not exist."""
    draft.prior = draft.row["prior"] or draft.default_prior
    if draft.prior in PRIORS:
        return None
    return Problem(
        draft.place, f"prior {shown(draft.prior)} is not known", nearest(draft.prior, PRIORS)
    )


def check_range_given(draft: Draft, known: Known) -> Problem | None:
    """Tell a drawn number without its 5 % and 95 % point."""
    if draft.prior == "fixed" or (draft.low is not None and draft.high is not None):
        return None
    missing = " and ".join(name for name in ("low", "high") if getattr(draft, name) is None)
    what = f"prior {draft.prior} of {draft.spec.name} {shown(draft.row['value'])} lacks {missing}"
    return Problem(draft.place, what, "give the 5 % and 95 % points, or prior fixed")


def check_order(draft: Draft, known: Known) -> Problem | None:
    """Tell a range that does not hold its value."""
    value, low, high = draft.value, draft.low, draft.high
    cells = draft.row
    if low is not None and high is not None and low > high:
        what = f"low {cells['low']} lies above high {cells['high']}"
        return Problem(draft.place, what, "swap them")
    if not isinstance(value, float):
        return None
    if low is not None and low > value:
        what = f"low {cells['low']} lies above value {cells['value']}"
        return Problem(draft.place, what, "low is the 5 % point: low <= value <= high")
    if high is not None and value > high:
        what = f"value {cells['value']} lies above high {cells['high']}"
        return Problem(draft.place, what, "high is the 95 % point: low <= value <= high")
    return None


def check_bounds(draft: Draft, known: Known) -> Problem | None:
    """Tell a figure outside what makes sense for its field."""
    info = draft.spec.info
    for name, number in draft.figures():
        if name != "value" and draft.prior == "fixed":
            continue
        if not info.minimum <= number <= info.maximum:
            side = "below the minimum" if number < info.minimum else "above the maximum"
            bound = info.minimum if number < info.minimum else info.maximum
            what = f"{name} {draft.row[name]} of {draft.spec.full_name} is {side} {bound:g}"
            return Problem(draft.place, what, f"{info.meaning}: {allowed(draft.spec)}")
    return None


def allowed(spec: Spec) -> str:
    """Return the range a field allows, in words."""
    info = spec.info
    if math.isinf(info.maximum) and math.isinf(info.minimum):
        return f"any number, in {info.unit}"
    if math.isinf(info.maximum):
        return f"at least {info.minimum:g}, in {info.unit}"
    if math.isinf(info.minimum):
        return f"at most {info.maximum:g}, in {info.unit}"
    return f"{info.minimum:g} ... {info.maximum:g}, in {info.unit}"


def check_lognormal(draft: Draft, known: Known) -> Problem | None:
    """Tell a lognormal that is not above zero."""
    if draft.prior != "lognormal":
        return None
    for name, number in draft.figures():
        if number <= 0.0:
            what = f"prior lognormal with {name} {draft.row[name]}"
            return Problem(
                draft.place, what, "lognormal numbers lie above 0; take normal or uniform"
            )
    return None


def check_beta(draft: Draft, known: Known) -> Problem | None:
    """Tell a beta law that leaves 0 to 1, or that no beta law is."""
    if draft.prior != "beta":
        return None
    for name, number in draft.figures():
        if not 0.0 <= number <= 1.0:
            what = f"prior beta with {name} {draft.row[name]}"
            return Problem(draft.place, what, "beta is for shares from 0 to 1")
    value, low, high = draft.value, draft.low, draft.high
    if not isinstance(value, float) or low is None or high is None:
        return None
    figures = f"value {draft.row['value']}, low {draft.row['low']}, high {draft.row['high']}"
    if not 0.0 < value < 1.0 or low == high:
        return Problem(draft.place, f"prior beta with {figures}", "0 < value < 1 and low < high")
    if min(beta_shape(value, low, high)) <= 0.0:
        what = f"no beta law has the mean and spread of {figures}"
        return Problem(draft.place, what, "narrow low ... high, or take uniform")
    return None


def check_link(draft: Draft, known: Known) -> Problem | None:
    """Tell a link that names no member of its target."""
    target, value = draft.spec.info.target, str(draft.value)
    members = known.members.get(target, {})
    if value == NONE or value in members:
        return None
    what = f"{draft.spec.name} {shown(value)} is no {target}"
    return Problem(draft.place, what, f"{nearest(value, members)}, or {NONE}")


def check_link_is_fixed(draft: Draft, known: Known) -> Problem | None:
    """Tell a link that is to be drawn."""
    if draft.row["prior"] == "fixed" and not draft.row["low"] and not draft.row["high"]:
        return None
    what = f"{draft.spec.name} is a link, with prior {shown(draft.row['prior'])}"
    return Problem(draft.place, what, "prior fixed, low and high empty")


def check_grade(draft: Draft, known: Known) -> Problem | None:
    """Tell a grade that is none."""
    grade = draft.row["grade"]
    if grade in GRADES or (draft.is_user and not grade):
        return None
    remedy = "S stated in the founding text, C confirmed, R remembered, A assumed"
    return Problem(draft.place, f"grade {shown(grade)} of {draft.spec.name}", remedy)


def check_locator(draft: Draft, known: Known) -> Problem | None:
    """Tell a number without a place in its source."""
    if draft.row["locator"] or draft.is_user:
        return None
    what = f'locator "" of {draft.spec.name} {shown(draft.row["value"])} is empty'
    return Problem(draft.place, what, "say where in the source: a page, a table, or judgement")


def check_source(draft: Draft, known: Known) -> Problem | None:
    """Tell a number whose source is not listed."""
    if draft.is_user and not draft.row["source"]:
        return None
    return check_source_key(draft.place, draft.row["source"], known)


def check_source_key(place: str, key: str, known: Known) -> Problem | None:
    """Tell a key that `sources.json` does not hold."""
    if known.sources is None or key in known.sources:
        return None
    if not key:
        return Problem(place, 'source "" is empty', "name a key of sources.json")
    remedy = f"{nearest(key, sorted(known.sources))}, or add it to sources.json"
    return Problem(place, f"source {shown(key)} is not in sources.json", remedy)


NUMBER_RULES: tuple[Rule, ...] = (
    check_prior, check_range_given, check_order, check_bounds, check_lognormal, check_beta,
)  # fmt: skip
LINK_RULES: tuple[Rule, ...] = (check_link, check_link_is_fixed)
ORIGIN_RULES: tuple[Rule, ...] = (check_source, check_locator, check_grade)
LAST_WHEN_WRONG = (check_prior, check_range_given, check_order, check_lognormal)
