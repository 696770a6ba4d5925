"""Bread: harvest, quota, rations, and hunger, of which only sums over many people are told."""

from collections.abc import Iterable

import numpy as np

from sinews.report.chronicle.changes import relative_moves, spells
from sinews.report.chronicle.makers import Because, Rule, Said, Seen
from sinews.report.chronicle.words import listed, million_tons, percent, rounded

FILL, EXPORTED = "food.ration_fill", "food.grain_exported"
STORE, QUOTA = "food.state_grain", "food.quota"
ESTIMATE, HARVEST = "food.harvest_estimate", "food.harvest"
VILLAGE, TOWN = "food.nutrition_farm", "food.nutrition"
DEATHS = "labour.excess_deaths"
CUT, RESTORED = 0.9, 0.97
"""Share of the bread due below which a list is cut, and at which it is served again."""
HUNGER, RELIEF = 0.8, 0.9
"""Intake over requirement below which people hunger, and at which it is over."""
WORTH_A_WORD = 50.0
"""Thousand tons of grain shipped in three months that are worth a word."""
JULY, NOVEMBER, DECEMBER = 7, 11, 12


def cut(seen: Seen) -> Iterable[Said]:
    """Tell lists that are no longer served in full, those of one month together."""
    for at, some in _lists(seen)[0]:
        fill = seen.path(FILL, "ration_list")[at]
        titles = seen.named(FILL, "ration_list")
        told = [f"{titles[place]} ({percent(fill[place])})" for place in some]
        yield Said(at, f"Bread on cards cut: {listed(told)}")


def restored(seen: Seen) -> Iterable[Said]:
    """Tell lists that are served in full again."""
    for at, some in _lists(seen)[1]:
        titles = [seen.named(FILL, "ration_list")[place] for place in some]
        yield Said(at, f"Bread on cards issued in full again: {listed(titles)}")


def _lists(seen: Seen) -> tuple[list[tuple[int, list[int]]], list[tuple[int, list[int]]]]:
    fill = seen.path(FILL, "ration_list")
    begun: dict[int, list[int]] = {}
    ended: dict[int, list[int]] = {}
    for place in range(fill.shape[1]):
        for at, over in spells(-fill[:, place], -CUT, -RESTORED):
            begun.setdefault(at, []).append(place)
            if over is not None:
                ended.setdefault(over, []).append(place)
    return sorted(begun.items()), sorted(ended.items())


def empty_stores(seen: Seen, said: Said) -> str:
    """Return what public stores held."""
    return f"public stores held {million_tons(seen.path(STORE)[said.at])} of grain"


def shipped(seen: Seen, said: Said) -> str:
    """Return how much grain went abroad in the three months before."""
    amount = seen.path(EXPORTED)[max(0, said.at - 2) : said.at + 1].sum()
    if amount < WORTH_A_WORD:
        return ""
    return f"{million_tons(amount)} of grain went abroad in three months"


def quota(seen: Seen) -> Iterable[Said]:
    """Tell the quota of each agricultural year, and its changes within the year."""
    months = seen.month_of_year()
    for move in relative_moves(seen.path(QUOTA), 0.03, least=1.0):
        if months[move.at] == JULY:
            words = f"Grain quota of the year set at {million_tons(move.now)}"
            yield Said(move.at, f"{words}, after {million_tons(move.before)}")
        else:
            how = "raised" if move.now > move.before else "lowered"
            amounts = f"from {million_tons(move.before)} to {million_tons(move.now)}"
            yield Said(move.at, f"Grain quota {how} {amounts}")


def estimated(seen: Seen, said: Said) -> str:
    """Return what the harvest was officially put at."""
    return f"the harvest was put at {million_tons(seen.path(ESTIMATE)[said.at])}"


def estimates(seen: Seen) -> Iterable[Said]:
    """Tell each November what the harvest was officially put at."""
    path = seen.path(ESTIMATE)
    for at in np.flatnonzero(seen.month_of_year() == NOVEMBER):
        yield Said(int(at), f"Harvest officially put at {million_tons(path[at])}")


def harvests(seen: Seen) -> Iterable[Said]:
    """Tell each November what was brought in since July, beside what was said of it."""
    brought, said = seen.path(HARVEST, "region").sum(axis=1), seen.path(ESTIMATE)
    for at in np.flatnonzero(seen.month_of_year() == NOVEMBER):
        if at >= NOVEMBER - JULY:
            true = brought[at - (NOVEMBER - JULY) : at + 1].sum()
            words = f"Harvest brought in: {million_tons(true)}"
            yield Said(int(at), f"{words}; officially {million_tons(said[at])}")


def village_hunger(seen: Seen) -> Iterable[Said]:
    """Tell where people of farms begin to hunger, and where it is over."""
    yield from _hunger(seen, VILLAGE, "region", "on farms")


def town_hunger(seen: Seen) -> Iterable[Said]:
    """Tell which people off the land begin to hunger, and for whom it is over."""
    yield from _hunger(seen, TOWN, "group", "off the land")


def _hunger(seen: Seen, name: str, axis: str, where: str) -> Iterable[Said]:
    intake = seen.path(name, axis)
    told: dict[tuple[int, str], list[str]] = {}
    for place, title in enumerate(seen.named(name, axis)):
        for begun, over in spells(-intake[:, place], -HUNGER, -RELIEF):
            told.setdefault((begun, "Hunger"), []).append(title)
            if over is not None:
                told.setdefault((over, "Hunger is over"), []).append(title)
    for (at, words), titles in sorted(told.items()):
        yield Said(at, f"{words} among people {where}: {listed(titles)}")


def deaths(seen: Seen) -> Iterable[Said]:
    """Tell each December how many people hunger has killed in the year, all regions together."""
    path = seen.path(DEATHS)
    for at in np.flatnonzero(seen.month_of_year() == DECEMBER):
        dead = path[max(0, at - DECEMBER + 1) : at + 1].sum()
        if dead >= 1.0:
            words = f"About {rounded(1000.0 * dead)} people lost their lives to hunger and disease"
            yield Said(int(at), f"{words} in this year, beyond those who die in usual years")


RULES = (
    Rule("quota", (QUOTA,), quota, (Because((ESTIMATE,), estimated),)),
    Rule(
        "rations_cut",
        (FILL,),
        cut,
        (Because((STORE,), empty_stores), Because((EXPORTED,), shipped)),
    ),
    Rule("rations_restored", (FILL,), restored),
    Rule("estimate", (ESTIMATE,), estimates),
    Rule("harvest", (HARVEST, ESTIMATE), harvests),
    Rule("village_hunger", (VILLAGE,), village_hunger),
    Rule("town_hunger", (TOWN,), town_hunger),
    Rule("deaths", (DEATHS,), deaths),
)
