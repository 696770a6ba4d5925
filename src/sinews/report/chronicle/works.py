"""Works: sites started, handed over and broken down, and designs bought, caught and mastered."""

from collections.abc import Callable, Iterable

import numpy as np

from sinews.report.chronicle.changes import counted, spells
from sinews.report.chronicle.makers import Because, Rule, Said, Seen
from sinews.report.chronicle.words import percent

STARTS, FAILURES = "construction.starts", "construction.failures"
HANDED_OVER, PRESSURE = "construction.handed_over", "construction.schedule_pressure"
ON_DATE = "command.directives.political_start"
BOUGHT, CAUGHT = "technology.licences_bought", "technology.missions_caught"
BROUGHT, READY = "technology.missions_done", "technology.readiness"
CONTROL = "surroundings.sellers_control"


def events_of(name: str, axis: str, words: str) -> Callable[[Seen], Iterable[Said]]:
    """Return a maker that tells each event of the members of an axis in the same words."""

    def tell(seen: Seen) -> Iterable[Said]:
        for at, place in np.argwhere(counted(seen.path(name, axis)) > 0):
            member = seen.members(name, axis)[place]
            yield Said(int(at), words.format(seen.title(axis, member)), member, int(place))

    return tell


def reached(name: str, axis: str, words: str, mark: float) -> Callable[[Seen], Iterable[Said]]:
    """Return a maker that tells when a share first reaches a mark during the run."""

    def tell(seen: Seen) -> Iterable[Said]:
        path = seen.path(name, axis)
        for place, member in enumerate(seen.members(name, axis)):
            for begun, _ in spells(path[:, place], mark, 0.0)[:1]:
                if begun > 0:
                    yield Said(begun, words.format(seen.title(axis, member)), member, place)

    return tell


def on_the_date(seen: Seen, said: Said) -> str:
    """Return whether a works was started because the day had come."""
    is_ordered = seen.path(ON_DATE, "project")[said.at, said.place] >= 0.5
    return "the date set had come, ready or not" if is_ordered else ""


def hurried(seen: Seen, said: Said) -> str:
    """Return how far the work left went beyond what the date allowed."""
    pressure = seen.path(PRESSURE, "project")[max(0, said.at - 3) : said.at + 1, said.place].max()
    return f"the work left was {pressure:.1f} times what the date allowed" if pressure > 1.2 else ""


def controls(seen: Seen, said: Said) -> str:
    """Return how far sellers hold back arms."""
    return f"sellers hold back {percent(seen.path(CONTROL)[said.at])} of what is asked for"


RULES = (
    Rule(
        "works_started",
        (STARTS,),
        events_of(STARTS, "project", "{} is started"),
        (Because((ON_DATE,), on_the_date),),
    ),
    Rule(
        "works_handed_over",
        (HANDED_OVER,),
        reached(HANDED_OVER, "project", "{}: the whole capacity is handed over", 0.95),
    ),
    Rule(
        "works_failed",
        (FAILURES,),
        events_of(FAILURES, "project", "{} breaks down"),
        (Because((PRESSURE,), hurried),),
    ),
    Rule("licence", (BOUGHT,), events_of(BOUGHT, "design", "Licence bought: {}")),
    Rule(
        "mission_caught",
        (CAUGHT,),
        events_of(CAUGHT, "design", "A purchase past controls is caught abroad: {}"),
        (Because((CONTROL,), controls),),
    ),
    Rule("mission_done", (BROUGHT,), events_of(BROUGHT, "design", "Brought home in secret: {}")),
    Rule("design_ready", (READY,), reached(READY, "design", "{}: ready for series", 0.5)),
)
