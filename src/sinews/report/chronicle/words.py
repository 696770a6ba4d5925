"""Words: figures, dates and lists as a chronicle writes them."""

from collections.abc import Sequence

import numpy as np

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day_text(date: str) -> str:
    """Return a year, a month or a day in words: `21 January 1932`."""
    parts = date.split("-")
    if len(parts) == 1:
        return parts[0]
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def rounded(value: float, digits: int = 2) -> str:
    """Return a figure with so many digits that count: 1,234 becomes `1,200`."""
    if value == 0.0 or not np.isfinite(value):
        return "0" if value == 0.0 else "unknown"
    places = digits - 1 - int(np.floor(np.log10(abs(value))))
    return f"{round(value, places):,.{max(places, 0)}f}"


def percent(share: float) -> str:
    """Return a share in percent."""
    if not np.isfinite(share):
        return "unknown"
    return f"{100.0 * share:.0f} %" if share >= 0.01 else "less than 1 %"


def million_tons(kt: float) -> str:
    """Return thousand tons as million tons."""
    return f"{rounded(kt / 1000.0, 3)} million t"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names as a list in words, the last ones counted where there are many."""
    kept = list(names[:most])
    if len(names) > most:
        kept.append(f"{len(names) - most} more")
    return kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} and {kept[-1]}"
