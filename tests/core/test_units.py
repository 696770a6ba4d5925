"""Units that exist, and conversion at the door."""

import pytest
from tests.tolerances import ROUNDING

from sinews.core.units import UnitError, convert, factor, is_known, names, same_dimension


@pytest.mark.parametrize(
    ("value", "unit", "target", "result"),
    [
        (1.0, "Mt", "kt", 1000.0),
        (12.0, "kt/year", "kt/month", 1.0),
        (5.0, "%", "1", 0.05),
        (3.0, "M rub", "rub", 3e6),
        (2.0, "Mp", "kp", 2000.0),
        (1.0, "centner/ha", "kt/kha", 0.1),
        (1.0, "kwm/kp", "month", 1.0),
    ],
)
def test_conversion(value, unit, target, result):
    assert convert(value, unit, target) == pytest.approx(result, rel=ROUNDING)


def test_a_kilotonne_is_no_knot_and_no_money():
    assert same_dimension("kt", "t")
    assert not same_dimension("kt", "Mrub")
    with pytest.raises(UnitError, match="same thing"):
        factor("kt", "MGR")


@pytest.mark.parametrize("unit", ["parsec", "kt**9", "__import__('os')", "kt/", "1e400 kt"])
def test_what_cannot_be_read_is_told(unit):
    assert not is_known(unit)


def test_every_name_is_known():
    assert all(is_known(name) for name in names())
