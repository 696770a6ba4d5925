"""Abroad: talks, pacts, and how warm relations are."""

from collections.abc import Callable, Iterable

import numpy as np

from sinews.report.chronicle.changes import counted, moves, spells
from sinews.report.chronicle.makers import Because, Rule, Said, Seen
from sinews.report.chronicle.threat import BY_PARTNER, PUBLISHED, feared
from sinews.report.chronicle.words import day_text, listed, rounded

STAGE = "diplomacy.pact_stage"
HELD_UP, DEADLOCK = "diplomacy.held_up", "diplomacy.deadlock"
OPENED, SIGNED = "diplomacy.opened", "diplomacy.signed"
TERMS, RELATIONS = "diplomacy.agreed_terms", "diplomacy.relations"
TIME_IN_TALKS = "diplomacy.months_in_talks"
INCIDENTS = "borders.incidents_of_partner"


def events_of(name: str, words: str) -> Callable[[Seen], Iterable[Said]]:
    """Return a maker that tells each event of a partner in the same words."""

    def tell(seen: Seen) -> Iterable[Said]:
        for at, place in np.argwhere(counted(seen.path(name, "partner")) > 0):
            member = seen.members(name, "partner")[place]
            title = seen.title("partner", member)
            yield Said(int(at), words.format(title), member, int(place))

    return tell


def held_up(seen: Seen) -> Iterable[Said]:
    """Tell when a draft lies ready and others, or the own side, hold up the signature."""
    drafted = _at_stage(seen, "drafted")
    held = np.minimum(drafted, seen.path(HELD_UP, "partner"))
    for place, member in enumerate(seen.members(HELD_UP, "partner")):
        for begun, _ in spells(held[:, place], 0.5, 0.25):
            words = f"The signature with {seen.title('partner', member)} is held up"
            yield Said(begun, words, member, place)


def deadlock(seen: Seen) -> Iterable[Said]:
    """Tell when talks stand still, since no terms would serve both, and when they move again."""
    in_talks = np.maximum(_at_stage(seen, "talks"), _at_stage(seen, "drafted"))
    stuck = np.minimum(in_talks, seen.path(DEADLOCK, "partner"))
    for place, member in enumerate(seen.members(DEADLOCK, "partner")):
        title = seen.title("partner", member)
        for begun, over in spells(stuck[:, place], 0.5, 0.25):
            yield Said(begun, f"Talks with {title} are deadlocked", member, place)
            if over is not None and in_talks[over, place] >= 0.5:
                yield Said(over, f"Talks with {title} move again", member, place)


def _at_stage(seen: Seen, stage: str) -> np.ndarray:
    path = seen.path(STAGE, "pact_stage", "partner")
    return path[:, seen.members(STAGE, "pact_stage").index(stage)]


def terms(seen: Seen) -> Iterable[Said]:
    """Tell what a pact holds in the month in which it is signed."""
    agreed = seen.path(TERMS, "partner", "clause")
    clauses = seen.named(TERMS, "clause")
    for at, place in np.argwhere(counted(seen.path(SIGNED, "partner")) > 0):
        held = [clauses[clause] for clause in np.flatnonzero(agreed[at, place] >= 0.5)]
        if held:
            member = seen.members(SIGNED, "partner")[place]
            words = f"The pact with {seen.title('partner', member)} holds: {listed(held, most=10)}"
            yield Said(int(at), words, member, int(place))


def relations(seen: Seen) -> Iterable[Said]:
    """Tell when relations have become warmer or cooler."""
    warmth = seen.path(RELATIONS, "partner")
    for place, member in enumerate(seen.members(RELATIONS, "partner")):
        for move in moves(warmth[:, place], 0.15):
            how = "grow warmer" if move.now > move.before else "cool"
            words = f"Relations with {seen.title('partner', member)} {how}"
            yield Said(move.at, words, member, place)


def after_pact(seen: Seen, said: Said) -> str:
    """Return with whom a pact was signed in the month or the one before."""
    signed = counted(seen.path(SIGNED, "partner"))[max(0, said.at - 1) : said.at + 1].sum(axis=0)
    names = [seen.named(SIGNED, "partner")[place] for place in np.flatnonzero(signed)]
    return f"the pact with {listed(names)}" if names else ""


def set_free(seen: Seen, said: Said) -> str:
    """Return whether a signature that was held up has just been set free."""
    held = seen.path(HELD_UP, "partner")[:, said.place]
    is_free = said.at > 0 and held[said.at - 1] >= 0.5 > held[said.at]
    return "nobody held it up any longer" if is_free else ""


def after_talks(seen: Seen, said: Said) -> str:
    """Return how long talks have lasted."""
    months = seen.path(TIME_IN_TALKS, "partner")[max(0, said.at - 1) : said.at + 1, said.place]
    return f"{rounded(months.max())} months of talks" if months.max() >= 1.0 else ""


def since_opened(seen: Seen, said: Said) -> str:
    """Return when talks were opened."""
    opened = counted(seen.path(OPENED, "partner"))[: said.at + 1, said.place]
    if not opened.any():
        return ""
    return f"talks open since {day_text(str(seen.months[int(np.flatnonzero(opened)[-1])]))}"


def after_clashes(seen: Seen, said: Said) -> str:
    """Return how many incidents there were on the border with the partner."""
    counts = counted(seen.path(INCIDENTS, "partner"))[max(0, said.at - 1) : said.at + 1, said.place]
    number = int(counts.sum())
    return f"{number} border incident{'s' if number > 1 else ''} in two months" if number else ""


def after_papers(seen: Seen, said: Said) -> str:
    """Return whether papers of the partner were printed in the month or the one before."""
    recent = seen.path(PUBLISHED, "partner")[max(0, said.at - 1) : said.at + 1, said.place]
    return "its secret papers had been printed" if recent.max() >= 0.5 else ""


def who_gains(seen: Seen, said: Said) -> str:
    """Return who would lose by the best package there is."""
    ours = seen.path("diplomacy.our_gain", "partner")[said.at, said.place]
    theirs = seen.path("diplomacy.their_gain", "partner")[said.at, said.place]
    losers = [who for who, gain in (("us", ours), ("them", theirs)) if gain <= 0.0]
    return f"no terms leave a gain to {' or to '.join(losers)}" if losers else ""


SIGNING = (
    Because((HELD_UP,), set_free),
    Because((BY_PARTNER,), feared),
    Because((TIME_IN_TALKS,), after_talks),
    Because((OPENED,), since_opened),
)
RULES = (
    Rule(
        "talks_opened",
        (OPENED,),
        events_of(OPENED, "Talks with {} opened"),
        (Because((BY_PARTNER,), feared),),
    ),
    Rule(
        "pact_drafted",
        ("diplomacy.drafted",),
        events_of("diplomacy.drafted", "Pact with {} initialled"),
        (Because((TIME_IN_TALKS,), after_talks),),
    ),
    Rule("held_up", (STAGE, HELD_UP), held_up),
    Rule(
        "deadlock",
        (STAGE, DEADLOCK),
        deadlock,
        (Because(("diplomacy.our_gain", "diplomacy.their_gain"), who_gains),),
    ),
    Rule(
        "talks_broken_off",
        ("diplomacy.broken_off",),
        events_of("diplomacy.broken_off", "Talks with {} broken off"),
        (Because((PUBLISHED,), after_papers), Because((INCIDENTS,), after_clashes)),
    ),
    Rule("pact_signed", (SIGNED,), events_of(SIGNED, "Pact with {} signed"), SIGNING),
    Rule("pact_terms", (SIGNED, TERMS), terms),
    Rule(
        "pact_ratified",
        ("diplomacy.ratified",),
        events_of("diplomacy.ratified", "Pact with {} ratified"),
    ),
    Rule(
        "pact_lapsed",
        ("diplomacy.lapsed",),
        events_of("diplomacy.lapsed", "Pact with {} lapses"),
        (Because((), lambda seen, said: "its term ran out"),),
    ),
    Rule("relations", (RELATIONS,), relations, (Because((SIGNED,), after_pact),)),
)
