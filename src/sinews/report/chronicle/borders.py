"""Borders: incidents, the rungs of the ladder, aircraft over the border, the railway."""

from collections.abc import Iterable

import numpy as np

from sinews.report.chronicle.changes import counted
from sinews.report.chronicle.makers import Because, Rule, Said, Seen
from sinews.report.chronicle.words import listed

RUNGS = ("quiet", "violations", "shots", "raids", "a clash of companies", "battle", "local war")
FIRST_TOLD = 2
"""Lowest rung that is worth a word: shots."""
KINDS = {"air": "in the air", "ground": "on the ground", "fishing": "at the fisheries",
         "railway": "on the railway"}  # fmt: skip
ESCALATION, INCIDENTS = "borders.escalation", "borders.incidents"
AIR, SABOTAGE = "borders.airspace_violations", "borders.railway_sabotage"
RESTRAINT = "command.directives.restraint"


def rungs(seen: Seen) -> Iterable[Said]:
    """Tell each rung climbed from the third on, and when quiet has come back."""
    height = seen.path(ESCALATION, "sector")
    for place, member in enumerate(seen.members(ESCALATION, "sector")):
        title = seen.title("sector", member)
        rungs_climbed = np.floor(height[:, place])
        told = rungs_climbed[0]
        for at, now in enumerate(height[:, place]):
            if rungs_climbed[at] > told:
                told = rungs_climbed[at]
                if told >= FIRST_TOLD:
                    rung = RUNGS[int(min(told, len(RUNGS) - 1))]
                    yield Said(at, f"{title}: it comes to {rung}", member, place)
            elif now < 1.0 and told >= FIRST_TOLD:
                told = 0
                yield Said(at, f"{title}: quiet again", member, place)


def incidents(seen: Seen) -> Iterable[Said]:
    """Tell the incidents of each quarter, and where most of them were."""
    counts = counted(seen.path(INCIDENTS, "sector", "incident_kind"))
    titles = seen.named(INCIDENTS, "sector")
    kinds = seen.members(INCIDENTS, "incident_kind")
    for at, some in _quarters(seen, counts):
        by_kind = some.sum(axis=0)
        told = [
            f"{int(number)} {KINDS.get(kind, kind)}"
            for kind, number in zip(kinds, by_kind, strict=True)
            if number
        ]
        most = titles[int(np.argmax(some.sum(axis=1)))]
        yield Said(at, f"Border incidents of three months: {listed(told)}; most: {most}")


def aircraft(seen: Seen) -> Iterable[Said]:
    """Tell how many aircraft crossed the border in each quarter, and where."""
    counts = counted(seen.path(AIR, "sector"))
    titles = seen.named(AIR, "sector")
    for at, some in _quarters(seen, counts):
        told = [f"{titles[place]} ({some[place]})" for place in np.flatnonzero(some)]
        yield Said(at, f"Foreign aircraft crossed the border in three months: {listed(told)}")


def _quarters(seen: Seen, counts: np.ndarray) -> Iterable[tuple[int, np.ndarray]]:
    """Yield the last month of each full quarter in which anything happened, and its sums."""
    for at in np.flatnonzero(seen.month_of_year() % 3 == 0):
        some = counts[max(0, at - 2) : at + 1].sum(axis=0)
        if at >= 2 and some.any():
            yield int(at), some


def sabotage(seen: Seen) -> Iterable[Said]:
    """Tell acts against the railway."""
    for at, number in enumerate(counted(seen.path(SABOTAGE))):
        if number:
            acts = "An act" if number == 1 else f"{number} acts"
            yield Said(at, f"{acts} of sabotage on the railway abroad")


def held_back(seen: Seen, said: Said) -> str:
    """Return what border troops had been told."""
    told = seen.path(RESTRAINT, "sector")[said.at, said.place]
    if "quiet" in said.words:
        return ""
    return "border troops were told to hold their fire" if told >= 0.5 else "fire was answered"


RULES = (
    Rule("rung", (ESCALATION,), rungs, (Because((RESTRAINT,), held_back),)),
    Rule("sabotage", (SABOTAGE,), sabotage),
    Rule("incidents", (INCIDENTS,), incidents),
    Rule("aircraft", (AIR,), aircraft),
)
