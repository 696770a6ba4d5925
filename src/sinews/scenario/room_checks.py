"""Room checks: what the numbers of a room must keep among themselves, beyond each alone.

`ROOM_CHECKS` is a tuple of functions from the numbers of all fields to problems. A check looks
up its fields by name and is silent where a scenario's rooms do not have them.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from sinews.core.errors import Problem
from sinews.scenario.checks import Known
from sinews.scenario.cover import cover
from sinews.scenario.numbers import Number
from sinews.scenario.schema import Schema, Spec
from sinews.scenario.tables import nearest

MINED = ("iron_ore",)
"""Goods whose metal comes out of the ground."""
ROUNDING_OF_TABLES = 0.005
"""How far written shares may miss their sum."""


@dataclasses.dataclass(frozen=True)
class Numbers:
    """The numbers of all fields, and what their labels mean."""

    schema: Schema
    known: Known
    by_field: Mapping[str, tuple[Number, ...]]

    def spec(self, name: str) -> Spec | None:
        """Return a field when the rooms have it."""
        return self.schema.spec(name)

    def figures(self, name: str) -> np.ndarray:
        """Return the values of a field, [...axes]; cells without a row hold what that means."""
        spec, numbers = self.schema.field(name), self.by_field.get(name, ())
        absent = 0.0 if spec.info.absent is None else spec.info.absent
        values = [0.0 if isinstance(one.value, str) else one.value for one in numbers]
        owner = cover(numbers, spec.info.axes, self.known.members)
        return np.array([*values, absent])[owner]

    def targets(self, name: str) -> list[str]:
        """Return the member each member of a link's axis leads to."""
        spec, numbers = self.schema.field(name), self.by_field.get(name, ())
        owner = cover(numbers, spec.info.axes, self.known.members)
        return [str(numbers[at].value) if at >= 0 else "" for at in owner]

    def names(self, axis: str) -> list[str]:
        """Return the members of an axis."""
        return list(self.known.members[axis])

    def place(self, name: str, axis: str = "", member: str = "") -> str:
        """Return file and line of a field's row, that of a member if there is one."""
        numbers = self.by_field.get(name, ())
        spec = self.schema.spec(name)
        for number in numbers:
            if spec is not None and axis and number.labels[spec.info.axes.index(axis)] == member:
                return number.place
        return numbers[-1].place if numbers else name


RoomCheck = Callable[[Numbers], list[Problem]]


@dataclasses.dataclass(frozen=True)
class Sum:
    """A field whose figures must add up over one axis.

    Attributes:
        field: `room.field`.
        axis: what is summed over.
        total: what they add up to.
        or_less: whether less will do.
    """

    field: str
    axis: str
    total: float
    or_less: bool = False


# Where people, tractors or grain are sent by shares, a sum that is not 1 would lose or make some.
SUMS = (
    Sum("food.harvest_calendar", "month_of_year", 1.0),
    Sum("food.procurement_calendar", "month_of_year", 1.0),
    Sum("food.sowing_calendar", "month_of_year", 1.0),
    Sum("food.loan_calendar", "month_of_year", 1.0),
    Sum("food.plan_share", "region", 1.0),
    Sum("food.tractor_allocation", "region", 1.0),
    Sum("food.list_membership", "ration_list", 1.0, or_less=True),
    Sum("food.state_farm_membership", "ration_list", 1.0, or_less=True),
    Sum("command.export_calendar", "month_of_year", 12.0),
    Sum("command.reserve_calendar", "month_of_year", 12.0),
    Sum("command.loan_calendar", "month_of_year", 12.0),
    Sum("labour.leaving_calendar", "month_of_year", 12.0),
    Sum("labour.ration_weight", "ration_list", 1.0),
    Sum("labour.is_army", "group", 1.0),
    Sum("labour.is_dependant", "group", 1.0),
    Sum("labour.is_exile", "group", 1.0),
    Sum("labour.is_transient", "group", 1.0),
    Sum("trade.order_share", "creditor", 1.0),
    Sum("trade.is_grain", "export_item", 1.0),
    Sum("forces.division_share", "theatre", 1.0),
    Sum("construction.other_sites_by_region", "region", 1.0),
    Sum("budget.is_army", "group", 1.0),
    Sum("surroundings.true_intention", "intention", 1.0),
    Sum("surroundings.statement_likelihood", "statement", 1.0),
    Sum("surroundings.deception_likelihood", "statement", 1.0),
    Sum("surroundings.noise_statements", "statement", 1.0),
    Sum("intelligence.belief", "intention", 1.0),
    Sum("intelligence.opening_belief", "intention", 1.0),
    Sum("intelligence.statement_likelihood", "statement", 1.0),
    Sum("intelligence.deception_likelihood", "statement", 1.0),
    Sum("diplomacy.pact_stage", "pact_stage", 1.0),
    Sum("organisation.assignment", "ministry", 1.0),
    Sum("usual.assignment", "ministry", 1.0),
    Sum("usual.attention", "topic", 1.0),
)


def check_sums(numbers: Numbers) -> list[Problem]:
    """Tell calendars and shares that do not add up."""
    return [problem for rule in SUMS for problem in _sum_problems(numbers, rule)]


def _sum_problems(numbers: Numbers, rule: Sum) -> Iterator[Problem]:
    spec = numbers.spec(rule.field)
    if spec is None or not numbers.by_field.get(rule.field):
        return
    others = [axis for axis in spec.info.axes if axis != rule.axis]
    sums = np.atleast_1d(numbers.figures(rule.field).sum(axis=spec.info.axes.index(rule.axis)))
    over = sums - rule.total
    wrong = over > ROUNDING_OF_TABLES * rule.total
    if not rule.or_less:
        wrong |= over < -ROUNDING_OF_TABLES * rule.total
    for cell in np.argwhere(wrong):
        members = [numbers.names(axis)[at] for axis, at in zip(others, cell, strict=False)]
        place = numbers.place(rule.field, *([others[0], members[0]] if others else []))
        found = float(sums[tuple(cell)])
        name = " ".join([rule.field, *members])
        what = f"{name} adds up to {found:.6g} over {rule.axis}"
        limit = "at most " if rule.or_less else ""
        yield Problem(place, what, f"it must be {limit}{rule.total:g}")


def check_mass_balance(numbers: Numbers) -> list[Problem]:
    """Tell recipes that make metal from nothing.

    The metal in the inputs of one unit begun must be at least the metal in one unit made.
    """
    names = ("activity_of_input", "good_of_input", "amount", "metal_content", "metal_content_made")
    if not all(numbers.by_field.get(f"industry.{name}") for name in names):
        return []
    users, goods = (numbers.targets(f"industry.{name}") for name in names[:2])
    amount, content, made = (numbers.figures(f"industry.{name}") for name in names[2:])
    metal = dict(zip(numbers.names("good"), content, strict=True))
    activities = numbers.names("activity")
    taken = dict.fromkeys(activities, 0.0)
    for user, good, units in zip(users, goods, amount, strict=True):
        if user in taken:
            taken[user] += float(units) * metal.get(good, 0.0)
    found = []
    for activity, mass in zip(activities, made, strict=True):
        if activity not in MINED and mass > taken[activity] * (1.0 + 1e-9):
            place = numbers.place("industry.metal_content_made", "activity", activity)
            what = f"activity {activity} makes {mass:g} kt of metal from {taken[activity]:g} kt"
            remedy = "raise its inputs (industry.amount) or lower industry.metal_content_made"
            found.append(Problem(place, what, remedy))
    return found


NEEDED_MEMBERS = {"group": ("construction", "army"), "activity": ("building_parts",)}
"""Members that the wiring of the month looks up by name (`world/places.py`)."""


def check_needed_members(numbers: Numbers) -> list[Problem]:
    """Tell members that the month needs by name."""
    if "construction" not in numbers.schema.tables:
        return []
    return [
        Problem("axes.csv:1", f"{axis} {member} is missing", nearest(member, numbers.names(axis)))
        for axis, members in NEEDED_MEMBERS.items()
        for member in members
        if member not in numbers.known.members.get(axis, {})
    ]


def check_vetoes(numbers: Numbers) -> list[Problem]:
    """Tell partners who hold up each other's signature in a circle: none could sign first."""
    names = ("diplomacy.held_partner", "diplomacy.holding_partner")
    if not all(numbers.by_field.get(name) for name in names):
        return []
    held, holding = (numbers.targets(name) for name in names)
    waits: dict[str, set[str]] = {}
    for one, other in zip(held, holding, strict=True):
        waits.setdefault(one, set()).add(other)
    found = []
    for partner in waits:
        path = _way_back(partner, waits)
        if path and partner == min(path):
            what = f"talks wait for each other in a circle: {' > '.join([*path, partner])}"
            place = numbers.place(names[0])
            found.append(Problem(place, what, "take one veto out"))
    return found


def _way_back(start: str, waits: Mapping[str, set[str]]) -> list[str]:
    """Return partners from one back to itself, each waiting for the next; empty if none."""
    paths = [[start]]
    while paths:
        path = paths.pop()
        for following in sorted(waits.get(path[-1], ())):
            if following == start:
                return path
            if following not in path:
                paths.append([*path, following])
    return []


ROOM_CHECKS: tuple[RoomCheck, ...] = (
    check_sums,
    check_mass_balance,
    check_needed_members,
    check_vetoes,
)
