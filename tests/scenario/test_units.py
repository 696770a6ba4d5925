"""Units: hand-worked conversions, and every unit of the rooms can be read."""

import subprocess
import sys

import pytest

from sinews.core import units
from sinews.scenario.schema import schema_of, the_classes


@pytest.mark.parametrize(
    ("unit", "target", "factor"),
    [
        ("kt", "t", 1000.0),
        ("t/month", "kt/year", 0.012),
        ("%", "1", 0.01),
        ("rub/kg", "M rub/kt", 1.0),
        ("kg/head/month", "kt/kp/year", 0.012),
        ("kwm/kp", "month", 1.0),
        ("million t", "kt", 1000.0),
        ("billion kWh", "GWh", 1000.0),
        ("million gold rubles", "MGR", 1.0),
        ("unit/(unit/month)", "month", 1.0),
        ("anything at all", "anything at all", 1.0),
    ],
)
def test_conversion(unit: str, target: str, factor: float):
    assert units.convert(1.0, unit, target) == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        ("kt", "kp"),
        ("knot", "kt"),
        ("kt**9", "kt"),
        ("1/0", "1"),
        ("0*kt", "kt"),
        ("(((", "1"),
        ("__import__('os').system('true')", "1"),
        ("k" * 10_000, "kt"),
        ("9e999*kt", "kt"),
    ],
)
def test_refused(unit: str, target: str):
    with pytest.raises(units.UnitError):
        units.factor(unit, target)


def test_every_unit_of_the_rooms_can_be_read():
    schema = schema_of(the_classes())
    tables = (*schema.tables.values(), schema.outside, schema.levers)
    specs = [*schema.variables.values(), *(one for table in tables for one in table.specs.values())]
    unread = {
        spec.full_name: spec.info.unit
        for spec in specs
        if not spec.info.is_link and not units.is_known(spec.info.unit)
    }
    assert unread == {}


def test_the_registry_is_loaded_only_when_units_differ():
    code = (
        "import sys; from sinews.core import units; units.factor('kt', 'kt');"
        "assert 'pint' not in sys.modules; units.factor('kt', 't'); assert 'pint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
