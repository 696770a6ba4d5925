"""Threat: reports on the desk, fear of war, ciphers, and how far fear was from the truth."""

from collections.abc import Iterable

import numpy as np

from sinews.report.chronicle.changes import counted, moves, rises, spells
from sinews.report.chronicle.makers import Because, Rule, Said, Seen
from sinews.report.chronicle.words import listed, percent

STATEMENTS = {
    "calm": "nothing is afoot",
    "conditional": "war if things turn that way",
    "preparing": "war is being prepared",
    "date": "a date for war is named",
}
GRAVE = ("preparing", "date")
DELIVERED, LETTERS = "surroundings.reports_delivered", "surroundings.letters_delivered"
THREAT, BY_PARTNER = "intelligence.threat", "intelligence.threat_by_partner"
PUBLISHED, LOST = "intelligence.published_decrypts", "intelligence.codes_lost"
ACCESS, WORTH_READING = "intelligence.cipher_access", 0.05
TRUE = "war.true_threat_in_all"


def letters(seen: Seen) -> Iterable[Said]:
    """Tell each dated letter as it reaches the desk."""
    for at, channel, words in _statements(seen, counted(_reports(seen, LETTERS)), LETTERS):
        member = seen.members(LETTERS, "channel")[channel]
        title = seen.title("channel", member)
        yield Said(int(at), f"Letter on the desk. {title}: {words}", member, channel)


def reports(seen: Seen) -> Iterable[Said]:
    """Tell other reports of a month that speak of war, those of one source together."""
    counts = counted(_reports(seen, DELIVERED) - _reports(seen, LETTERS))
    names = seen.members(DELIVERED, "statement")
    counts[:, :, [name not in GRAVE for name in names]] = 0
    titles = seen.named(DELIVERED, "channel")
    by_month: dict[int, list[str]] = {}
    for at, channel, words in _statements(seen, counts, DELIVERED):
        by_month.setdefault(at, []).append(f"{titles[channel]} ({words})")
    for at, some in by_month.items():
        yield Said(at, f"Reports on the desk: {listed(some, most=4)}")


def _reports(seen: Seen, name: str) -> np.ndarray:
    return seen.path(name, "channel", "statement")


def _statements(seen: Seen, counts: np.ndarray, name: str) -> Iterable[tuple[int, int, str]]:
    statements = seen.members(name, "statement")
    for at, channel in np.argwhere(counts.sum(axis=2) > 0):
        some = [
            STATEMENTS.get(statements[place], statements[place])
            for place in np.flatnonzero(counts[at, channel] > 0)
        ]
        yield int(at), int(channel), "; ".join(some)


def fear(seen: Seen) -> Iterable[Said]:
    """Tell when belief in war has risen by half, and when it has doubled."""
    by_partner = seen.path(BY_PARTNER, "partner")
    partners = seen.named(BY_PARTNER, "partner")
    for move in rises(seen.path(THREAT), (1.5, 2.0), least=0.02):
        how = "doubled" if move.now >= 2.0 * move.before else "rose by half"
        most = partners[int(np.argmax(by_partner[move.at]))]
        yield Said(
            move.at,
            f"Belief in war within twelve months {how}: from {percent(move.before)} to "
            f"{percent(move.now)}; most feared: {most}",
        )


def after_reports(seen: Seen, said: Said) -> str:
    """Return who has reported of war in the month and the one before."""
    names = seen.members(DELIVERED, "statement")
    grave = [name in GRAVE for name in names]
    counts = counted(_reports(seen, DELIVERED))[:, :, grave].sum(axis=2)
    recent = counts[max(0, said.at - 1) : said.at + 1].sum(axis=0)
    if not recent.any():
        return ""
    most = seen.named(DELIVERED, "channel")[int(np.argmax(recent))]
    number = int(recent.sum())
    return f"{number} report{'s' if number > 1 else ''} of war in two months, most: {most}"


def published(seen: Seen) -> Iterable[Said]:
    """Tell when papers read in secret are printed."""
    printed = seen.path(PUBLISHED, "partner")
    for place, member in enumerate(seen.members(PUBLISHED, "partner")):
        for begun, _ in spells(printed[:, place], 0.5, 0.5):
            title = seen.title("partner", member)
            words = f"The newspapers print secret papers of {title}"
            yield Said(begun, words, member, place)


def feared(seen: Seen, said: Said) -> str:
    """Return how much a partner is feared."""
    fear_of = percent(seen.path(BY_PARTNER, "partner")[said.at, said.place])
    title = seen.named(BY_PARTNER, "partner")[said.place]
    return f"attack by {title} within twelve months was given {fear_of}"


def codes_lost(seen: Seen) -> Iterable[Said]:
    """Tell when a partner whose mail was read changes its codes."""
    access = seen.path(ACCESS, "partner")
    before = np.concatenate([access[:1], access[:-1]])
    lost = (counted(seen.path(LOST, "partner")) > 0) & (before >= WORTH_READING)
    for at, place in np.argwhere(lost):
        member = seen.members(LOST, "partner")[place]
        words = f"{seen.title('partner', member)} changes its codes; its mail goes dark"
        yield Said(int(at), words, member, int(place))


def after_printing(seen: Seen, said: Said) -> str:
    """Return whether papers of the partner were printed shortly before."""
    recent = seen.path(PUBLISHED, "partner")[max(0, said.at - 3) : said.at + 1, said.place]
    return "its secret papers had been printed" if recent.max() >= 0.5 else ""


def truth(seen: Seen) -> Iterable[Said]:
    """Set fear beside the truth each June and December."""
    believed, true = seen.path(THREAT), seen.path(TRUE)
    for at in np.flatnonzero(np.isin(seen.month_of_year(), (6, 12))):
        yield Said(
            int(at),
            f"War within twelve months: believed {percent(believed[at])}, as it truly was "
            f"{percent(true[at])}",
        )


def peace(seen: Seen) -> Iterable[Said]:
    """Tell each December how likely it was that peace would last until then."""
    lasts = seen.path("war.survival")
    for at in np.flatnonzero(seen.month_of_year() == 12):
        yield Said(int(at), f"Chance that peace would last until here: {percent(lasts[at])}")


def war_plans(seen: Seen) -> Iterable[Said]:
    """Tell when a war plan has come nearer, or gone farther, by a fifth."""
    name = "forces.plan_readiness"
    ready = seen.path(name, "war_plan")
    for place, member in enumerate(seen.members(name, "war_plan")):
        for move in moves(ready[:, place], 0.2):
            words = f"{seen.title('war_plan', member)} could be carried out to {percent(move.now)}"
            yield Said(move.at, f"{words}, after {percent(move.before)}", member, place)


RULES = (
    Rule("letter", (LETTERS,), letters),
    Rule("reports", (DELIVERED, LETTERS), reports),
    Rule("fear", (THREAT, BY_PARTNER), fear, (Because((DELIVERED,), after_reports),)),
    Rule("decrypts_published", (PUBLISHED,), published, (Because((BY_PARTNER,), feared),)),
    Rule("codes_lost", (LOST, ACCESS), codes_lost, (Because((PUBLISHED,), after_printing),)),
    Rule("war_plan", ("forces.plan_readiness",), war_plans),
    Rule("truth", (THREAT, TRUE), truth),
    Rule("peace", ("war.survival",), peace),
)
