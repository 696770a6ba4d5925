"""Money: what defence cost, what was said of it, and default abroad."""

from collections.abc import Iterable

import numpy as np

from sinews.report.chronicle.changes import counted
from sinews.report.chronicle.makers import Rule, Said, Seen
from sinews.report.chronicle.words import rounded

PUBLISHED, TRUE = "budget.published_outlay", "budget.true_outlay"
DEFAULTS = "trade.defaults"


def published_outlay(seen: Seen) -> Iterable[Said]:
    """Tell each January what defence of the year before cost as published."""
    for at, year, (said,) in _years(seen, PUBLISHED):
        yield Said(at, f"Defence outlay of {year} as published: {_millions(said)}")


def true_outlay(seen: Seen) -> Iterable[Said]:
    """Tell each January what defence of the year before cost in truth."""
    for at, year, (true, said) in _years(seen, TRUE, PUBLISHED):
        words = f"Defence outlay of {year} was {_millions(true)}"
        yield Said(at, f"{words}; {_millions(said)} were published")


def _years(seen: Seen, *names: str) -> Iterable[tuple[int, int, list[float]]]:
    """Yield the January after each whole year, the year, and the sums over it."""
    for at in np.flatnonzero(seen.month_of_year() == 1):
        if at >= 12:
            year = int(str(seen.months[at])[:4]) - 1
            yield int(at), year, [float(seen.path(name)[at - 12 : at].sum()) for name in names]


def _millions(value: float) -> str:
    return f"{rounded(value)} million rubles"


def default(seen: Seen) -> Iterable[Said]:
    """Tell when payments abroad are suspended."""
    for at in np.flatnonzero(counted(seen.path(DEFAULTS)) > 0):
        yield Said(int(at), "Payments abroad are suspended")


RULES = (
    Rule("published_outlay", (PUBLISHED,), published_outlay),
    Rule("true_outlay", (TRUE, PUBLISHED), true_outlay),
    Rule("default", (DEFAULTS,), default),
)
