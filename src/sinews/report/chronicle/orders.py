"""Orders: what the government decides, in secret and in the open, and when it gives way."""

from collections.abc import Iterable

import numpy as np

from sinews.report.chronicle.changes import moves, relative_moves, spells
from sinews.report.chronicle.makers import Because, Rule, Said, Seen
from sinews.report.chronicle.threat import THREAT
from sinews.report.chronicle.words import listed, percent, rounded

ORDERED = "command.directives"
DIVISIONS, TARGET = f"{ORDERED}.division_target", f"{ORDERED}.target"
ARMS = "forces.equipment_received"
TAUTNESS, ASSIGNMENT = "command.tautness", f"{ORDERED}.assignment"
DIRECTORATE, RESTRAINT = f"{ORDERED}.mobilisation_directorate", f"{ORDERED}.restraint"
RETREAT, FILL = "command.retreat", "food.ration_fill"
TAUT, SLACK = 2.0, 1.5
"""Target over capacity at which a target is past belief, and at which it is no longer."""


def divisions(seen: Seen) -> Iterable[Said]:
    """Tell each five divisions added to those that are to be had."""
    for move in moves(seen.path(DIVISIONS), 5.0):
        how = "raised" if move.now > move.before else "lowered"
        yield Said(
            move.at,
            f"Divisions to be had {how} from {move.before:.0f} to {move.now:.0f}",
        )


def arms_raised(seen: Seen) -> Iterable[Said]:
    """Tell targets of arms that rise by three tenths, those of one month together."""
    for at, changes in _arms_targets(seen, 1.0):
        yield Said(at, f"Targets of arms for a year raised: {listed(changes)}")


def arms_cut(seen: Seen) -> Iterable[Said]:
    """Tell targets of arms that fall back as far."""
    for at, changes in _arms_targets(seen, -1.0):
        yield Said(at, f"Targets of arms for a year cut: {listed(changes)}")


def _arms_targets(seen: Seen, direction: float) -> list[tuple[int, list[str]]]:
    target = seen.path(TARGET, "activity")
    arms = set(seen.members(ARMS, "equipment"))
    told: dict[int, list[str]] = {}
    for place, member in enumerate(seen.members(TARGET, "activity")):
        for move in relative_moves(target[:, place], 0.3, least=1.0):
            if member in arms and (move.now - move.before) * direction > 0.0:
                title = seen.title("activity", member)
                change = f"{title} from {rounded(move.before)} to {rounded(move.now)}"
                told.setdefault(move.at, []).append(change)
    return sorted(told.items())


def taut_targets(seen: Seen) -> Iterable[Said]:
    """Tell targets that are more than twice what the works could make."""
    taut = seen.path(TAUTNESS, "activity")
    begun: dict[int, list[str]] = {}
    for place, title in enumerate(seen.named(TAUTNESS, "activity")):
        for at, _ in spells(taut[:, place], TAUT, SLACK):
            begun.setdefault(at, []).append(f"{title} ({taut[at, place]:.1f} times)")
    for at, some in sorted(begun.items()):
        yield Said(at, f"Targets go beyond what works can make: {listed(some)}")


def ministries(seen: Seen) -> Iterable[Said]:
    """Tell when work passes from some bodies of government to others."""
    hands = seen.path(ASSIGNMENT, "activity", "ministry")
    titles = seen.named(ASSIGNMENT, "ministry")
    for at in range(1, len(hands)):
        change = (hands[at] - hands[at - 1]).sum(axis=0)
        if np.abs(hands[at] - hands[at - 1]).sum() >= 1.0:
            takers = [titles[place] for place in np.flatnonzero(change >= 0.5)]
            givers = [titles[place] for place in np.flatnonzero(change <= -0.5)]
            if takers and givers:
                yield Said(at, f"{listed(takers)} take over from {listed(givers)}")


def directorate(seen: Seen) -> Iterable[Said]:
    """Tell when arms works come under one order for mobilisation, and when that ends."""
    for begun, over in spells(seen.path(DIRECTORATE), 0.5, 0.25):
        yield Said(begun, "A directorate of mobilisation is put over arms works")
        if over is not None:
            yield Said(over, "The directorate of mobilisation is dissolved")


def posture(seen: Seen) -> Iterable[Said]:
    """Tell when the government speaks harder or softer in public."""
    for move in moves(seen.path(f"{ORDERED}.posture"), 0.3):
        how = "a harder" if move.now > move.before else "a softer"
        yield Said(move.at, f"The government takes {how} tone abroad")


def restraint(seen: Seen) -> Iterable[Said]:
    """Tell what border troops are told of fire, sectors of one month together."""
    told: dict[tuple[int, bool], list[str]] = {}
    path = seen.path(RESTRAINT, "sector")
    for place, title in enumerate(seen.named(RESTRAINT, "sector")):
        for move in moves(path[:, place], 0.25):
            told.setdefault((move.at, move.now > move.before), []).append(title)
    for (at, is_stricter), titles in sorted(told.items()):
        words = "must not be drawn" if is_stricter else "may answer fire again"
        yield Said(at, f"Border troops {words}: {listed(titles)}")


def retreat(seen: Seen) -> Iterable[Said]:
    """Tell when the government gives way to pressure from below, and when it takes that back."""
    for begun, over in spells(seen.path(RETREAT), 0.5, 0.25):
        yield Said(begun, "The government gives way: quotas, exports and building are eased")
        if over is not None:
            yield Said(over, "What was given way is taken back")


def law(begins: str, ends: str, name: str) -> Rule:
    """Return a rule that tells when an order comes into force, and when it lapses."""

    def tell(seen: Seen) -> Iterable[Said]:
        for begun, over in spells(seen.path(f"{ORDERED}.{name}"), 0.5, 0.25):
            if begun > 0:
                yield Said(begun, begins)
            if over is not None:
                yield Said(over, ends)

    return Rule(name, (f"{ORDERED}.{name}",), tell)


def feared(seen: Seen, said: Said) -> str:
    """Return how likely war was thought, and how likely three months before."""
    threat = seen.path(THREAT)
    now, before = threat[said.at], threat[max(0, said.at - 3)]
    words = f"war within twelve months was given {percent(now)}"
    return f"{words}, {percent(before)} three months before" if now >= 1.25 * before else words


def unfed(seen: Seen, said: Said) -> str:
    """Return how little bread the worst served list got."""
    fill = seen.path(FILL, "ration_list")[said.at]
    worst = int(np.argmin(fill))
    title = seen.named(FILL, "ration_list")[worst]
    return f"{title} got {percent(fill[worst])} of its bread" if fill[worst] < 0.95 else ""


FEAR = (Because((THREAT,), feared),)
RULES = (
    Rule("arms_targets", (TARGET, ARMS), arms_raised, FEAR),
    Rule("arms_cut", (TARGET, ARMS), arms_cut),
    Rule("divisions", (DIVISIONS,), divisions, FEAR),
    Rule("taut_targets", (TAUTNESS,), taut_targets),
    Rule("ministries", (ASSIGNMENT,), ministries),
    Rule("directorate", (DIRECTORATE,), directorate, FEAR),
    Rule("posture", (f"{ORDERED}.posture",), posture, FEAR),
    Rule("restraint", (RESTRAINT,), restraint, FEAR),
    Rule("retreat", (RETREAT,), retreat, (Because((FILL,), unfed),)),
    law("Farms may sell what is left to them", "Free sale by farms is forbidden", "market_legal"),
    law("Settlement in towns needs a passport", "Towns are open to settlers", "passports"),
)
