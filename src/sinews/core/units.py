"""Units: the only registry, and conversion at the door.

Only the units below exist, so that `kt` is a kilotonne and never a knot. The registry is loaded
when a row is written in another unit than its field, and not before.
"""

import functools
import math
import re
from typing import Any

DEFINITIONS = """
month = [time]
months = month
quarter = 3 month
year = 12 month
years = year
yr = year
day = 1 / 365.25 * year
days = day
kp = [people]
person = 0.001 kp
people = person
head = person
worker = person
Mp = 1000 kp
kt = [mass]
t = 0.001 kt
kg = 1e-6 kt
g = 1e-9 kt
Mt = 1000 kt
centner = 0.1 t
kha = [land]
ha = 0.001 kha
Mha = 1000 kha
m2 = [floor]
GWh = [energy]
kWh = 1e-6 GWh
MWh = 0.001 GWh
TWh = 1000 GWh
rub = [money]
rubles = rub
krub = 1000 rub
Mrub = 1e6 rub
bnrub = 1e9 rub
MGR = [foreign_money]
goldrub = 1e-6 MGR
km = [length]
degC = [temperature]
delta_degC = degC
sd = [spread]
dve = [strength]
division = [division]
divisions = division
crew = [crew]
horsepower = [power]
unit = [unit]
units = unit
thousand = 1000
million = 1e6
billion = 1e9
percent = 0.01
share = 1
ratio = 1
index = 1
probability = 1
kwm = kp * month
worker_month = worker * month
"""

_LONG_NAMES = {
    "M rub": "Mrub",
    "bn rub": "bnrub",
    "%": "percent",
    "m²": "m2",
    "°C": "degC",
    "gold rubles": "goldrub",
}
_WORD = re.compile(r"[^\W\d]\w*")
_SAFE = re.compile(r"[\w /*().^-]{1,60}", re.ASCII)


class UnitError(ValueError):
    """A unit that does not exist, or that measures something else."""


@functools.cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(None, cache_folder=None)  # type: ignore[arg-type]
    for line in filter(None, DEFINITIONS.splitlines()):
        registry.define(line)
    return registry


def names() -> tuple[str, ...]:
    """Return the name of every unit."""
    return tuple(line.split(" ")[0] for line in filter(None, DEFINITIONS.splitlines()))


def _plain(unit: str) -> str:
    plain = unit.strip()
    for written, name in _LONG_NAMES.items():
        plain = plain.replace(written, name)
    return "1" if plain == "" else plain


@functools.cache
def _parsed(unit: str) -> Any:
    plain = _plain(unit)
    if not _SAFE.fullmatch(plain) or "**" in plain or "^" in plain:
        raise UnitError(f"unit {unit!r} cannot be read")
    for word in _WORD.findall(plain):
        if word not in names():
            raise UnitError(f"unit {word!r} is not known")
    try:
        return _registry().parse_expression(plain) * _registry().Quantity(1.0)
    except Exception as error:  # the parser has no class of its own for what it cannot read
        raise UnitError(f"unit {unit!r} cannot be read") from error


@functools.cache
def factor(unit: str, target: str) -> float:
    """Return what a number in `unit` is multiplied by to be in `target`.

    Raises:
        UnitError: when a unit is unknown, or the two do not measure the same thing.
    """
    if unit == target:
        return 1.0
    source, wanted = _parsed(unit), _parsed(target)
    if source.dimensionality != wanted.dimensionality:
        raise UnitError(f"unit {unit!r} does not measure the same thing as {target!r}")
    found = float((source / wanted).to_base_units().magnitude)
    if not 0.0 < found < math.inf:
        raise UnitError(f"unit {unit!r} cannot be read")
    return found


def convert(value: float, unit: str, target: str) -> float:
    """Return a value given in `unit` as one in `target`; raises `UnitError` as `factor` does."""
    return value * factor(unit, target)


def same_dimension(unit: str, other: str) -> bool:
    """Whether two units measure the same thing."""
    return unit == other or _parsed(unit).dimensionality == _parsed(other).dimensionality


def is_known(unit: str) -> bool:
    """Whether a unit can be read."""
    try:
        _parsed(unit)
    except UnitError:
        return False
    return True
