"""Conversion: the factor from one unit to another, or why there is none.

Units of observed series are written as sources write them: `thousand t`, `million rubles`.
"""

import functools
import re

from sinews.core import units
from sinews.report.periods import CannotTell

DATE = "date"
MULTIPLES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
SYNONYMS = {
    "units": "unit",
    "tanks": "unit",
    "vehicles": "unit",
    "aircraft": "unit",
    "guns": "unit",
    "number": "unit",
    "people": "person",
    "persons": "person",
    "men": "person",
    "souls": "person",
    "tonnes": "t",
    "tons": "t",
    "rubles": "rub",
    "roubles": "rub",
    "gold rubles": "goldrub",
    "hectares": "ha",
}


@functools.cache
def factor_between(unit: str, target: str) -> float:
    """Return what a number in `unit` is multiplied by to be in `target`.

    Raises:
        CannotTell: when the two do not measure the same thing.
    """
    if unit == target:
        return 1.0
    if DATE not in (unit, target):
        (many, ours), (others, theirs) = _split(unit), _split(target)
        for left in _readings(ours):
            for right in _readings(theirs):
                try:
                    return many / others * units.factor(left, right)
                except units.UnitError:
                    continue
    raise CannotTell(f"unit {unit!r} cannot be turned into {target!r}")


def _split(unit: str) -> tuple[float, str]:
    """Return the multiple a unit is written with, and the unit itself."""
    plain = re.sub(r"\s*\(.*?\)", "", unit).strip()
    first, _, rest = plain.partition(" ")
    multiple = MULTIPLES.get(first)
    if multiple is None:
        return 1.0, SYNONYMS.get(plain, plain)
    return multiple, SYNONYMS.get(rest, rest)


def _readings(unit: str) -> tuple[str, ...]:
    """Return what a unit may mean: a bare count counts things or people."""
    return (unit,) if unit else ("unit", "person")
