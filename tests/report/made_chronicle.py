"""A small world in which nothing happens, for one event at a time to be put into.

Axes and labels of its variables are those of the rooms, so that a field that is renamed, loses an
axis or changes its label is found out here.
"""

import importlib
import pkgutil

import numpy as np
import xarray as xr

import sinews.systems
from sinews.core.axes import FIXED_AXES
from sinews.core.fields import fields_of
from sinews.report.chronicle import Kept, chronicle, project
from sinews.report.chronicle.rules import RULES
from sinews.scenario.facts import Event
from sinews.scenario.pacts import Pact
from sinews.systems.command import Levers

MONTHS = 36
MEMBERS = {
    "partner": ["neighbour", "rival"],
    "channel": ["spies_on_neighbour", "press_on_rival"],
    "sector": ["ford", "ridge"],
    "clause": ["peace", "border"],
    "activity": ["steel", "tank"],
    "equipment": ["tank", "gun"],
    "ministry": ["council", "heavy_industry"],
    "project": ["mill", "dam"],
    "design": ["tank", "bomber"],
    "ration_list": ["first", "second"],
    "region": ["north", "south"],
    "group": ["town", "army"],
    "war_plan": ["plan_west", "plan_east"],
}
TITLES = {
    "partner": {"neighbour": "Neighbour", "rival": "Rival"},
    "channel": {"spies_on_neighbour": "Spies on Neighbour"},
    "project": {"mill": "The mill", "dam": "The dam"},
}
QUIET = {
    "intelligence.cipher_access": 0.5,
    "food.ration_fill": 1.0, "food.nutrition_farm": 1.0, "food.nutrition": 1.0,
    "food.quota": 20_000.0, "food.harvest_estimate": 70_000.0, "food.harvest": 6_000.0,
    "food.state_grain": 3_000.0, "war.survival": 1.0, "intelligence.threat": 0.1,
    "intelligence.threat_by_partner": 0.05, "budget.published_outlay": 100.0,
    "budget.true_outlay": 200.0, "war.true_threat_in_all": 0.05,
}  # fmt: skip


def fields():
    """Return the declaration of every variable that a run can hold, by full name."""
    found = {}
    for module in pkgutil.iter_modules(sinews.systems.__path__):
        room = importlib.import_module(f"sinews.systems.{module.name}")
        for kind in ("State", "Flows"):
            cls = getattr(room, f"{module.name.capitalize()}{kind}")
            found |= {f"{module.name}.{info.name}": info for info in fields_of(cls)}
    return found | {f"command.directives.{info.name}": info for info in fields_of(Levers)}


FIELDS = fields()
READ = sorted(
    {
        name
        for rules in RULES.values()
        for rule in rules
        for some in (rule.reads, *(cause.reads for cause in rule.causes))
        for name in some
    }
)
"""Every variable that a rule or a cause reads."""


def data(paths=None, months=MONTHS, runs=2, start="1931-01"):
    """Return a quiet run; `paths` maps a variable to what is put in its place, [month, ...]."""
    when = np.arange(np.datetime64(start, "M"), np.datetime64(start, "M") + months)
    members = {**FIXED_AXES, **MEMBERS}
    variables = {"status.failed": ("run", np.zeros(runs, dtype=bool))}
    for name in READ:
        info = FIELDS[name]
        shape = (months, *(len(members[axis]) for axis in info.axes))
        values = np.full(shape, QUIET.get(name, 0.0))
        if paths and name in paths:
            values = np.broadcast_to(paths[name], shape)
        values = np.repeat(values[..., None], runs, axis=-1)
        variables[name] = (("month", *info.axes, "run"), values, {"secrecy": info.secrecy})
    used = {axis for name in READ for axis in FIELDS[name].axes}
    coords = {axis: list(members[axis]) for axis in sorted(used)}
    coords |= {"month": when.astype("datetime64[ns]"), "run": np.arange(runs)}
    attributes = {"scenario": "toy", "title": "A made-up country", "seed": 1}
    return xr.Dataset(variables, coords, attributes)


def path(name, changes, rest=None):
    """Return a quiet path with some cells changed: `{(months, member, ...): value}`."""
    members = {**FIXED_AXES, **MEMBERS}
    axes = FIELDS[name].axes
    shape = (MONTHS, *(len(members[axis]) for axis in axes))
    values = np.full(shape, QUIET.get(name, 0.0) if rest is None else rest)
    for (months, *labels), value in changes.items():
        at = tuple(members[axis].index(label) for axis, label in zip(axes, labels, strict=False))
        values[(months, *at)] = value
    return {name: values}


def kept(paths=None, events=(), pacts=(), **more):
    """Return what such a run left behind."""
    return Kept(data(paths, **more), TITLES, events, pacts)


def lines(paths, seat="secret", key="", **more):
    """Return the lines of one kind that a seat sees."""
    told = chronicle(project(kept(paths, **more), seat, 0))
    return [line for line in told.lines if line.key.split("[")[0] == key or not key]


def event(date, title, id="", secrecy="published", cause=""):
    """Return an event of history with made-up origin."""
    return Event(
        date, title, secrecy=secrecy, source="YEARBOOK", locator="p. 4", grade="C", id=id,
        kind="threat", cause=cause, in_picture="", note="", place="events.csv:2",
    )  # fmt: skip


def pact(partner, **dates):
    """Return a treaty of history with made-up origin."""
    days = (
        dict.fromkeys(("opened", "initialled", "signed", "ratified", "in_force", "ended"), "")
        | dates
    )
    return Pact(
        partner, **days, term_years=3.0, clauses=("peace",), source="YEARBOOK", locator="p. 5",
        grade="C", note="", place="pacts.csv:2",
    )  # fmt: skip
