"""13.1, the chain test: what a dry year does, step by step, when the rule gives the orders.

The crop of 1931 is a tenth smaller, all else is the same run by run: numbers, chance and later
weather. Signs and the order in which things are felt are asserted, on the mean of 64 runs.
"""

import dataclasses

import jax.numpy as jnp
import numpy as np
import pytest
from tests.simulation import runs

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("flagship")]

JULY = 6
LISTS = ("list2", "list3")


@pytest.fixture(scope="module")
def paths():
    """Return paths of both worlds by name, [month] each: as it was, and after the dry year."""
    usual = runs.opening(orders="rule")
    weather = np.asarray(usual.outside.weather_given)
    per_unit = np.asarray(usual.params.food.weather_effect)
    is_first_year = np.arange(len(weather))[:, None, None] <= JULY
    worse = np.where(is_first_year, weather + np.log(0.9) / per_unit, weather)
    outside = dataclasses.replace(usual.outside, weather_given=jnp.asarray(worse))
    worlds = (usual, usual._replace(outside=outside))
    return [chain_of(runs.labelled(runs.simulated(world))) for world in worlds]


def chain_of(data) -> dict[str, np.ndarray]:
    assert not data["status.failed"].values.any()

    def mean(name: str, **chosen):
        picked = data[name].sel(**chosen) if chosen else data[name]
        own = [axis for axis in picked.dims if axis not in ("month", "run")]
        return picked.sum(own).mean("run").values

    return {
        "harvest": mean("food.harvest"),
        "fills": mean("food.ration_fill", ration_list=list(LISTS)),
        "nutrition": mean("food.nutrition_farm"),
        "pressure": mean("command.pressure"),
        "retreat": mean("command.retreat"),
        "procurement ordered": mean("command.directives.procurement_share"),
        "procured": mean("food.procured"),
        "exports ordered": mean("command.directives.grain_export"),
        "receipts": mean("trade.exports_total"),
        "cash": mean("trade.foreign_cash"),
        "imports ordered": mean("trade.orders_placed"),
        "machines landed": mean("trade.equipment_landed"),
        "capacity": mean("industry.visible_capacity"),
    }


def change(paths, name: str) -> np.ndarray:
    """Return the relative change of a path, [month]."""
    usual, dry = (path[name] for path in paths)
    return (dry - usual) / np.maximum(np.abs(usual), 1e-9)


def felt(paths, name: str, threshold: float) -> int:
    """Return the first month in which a path has changed by more than a threshold."""
    off = change(paths, name)
    months = np.flatnonzero(off > threshold if threshold > 0.0 else off < threshold)
    assert months.size, (name, off.min(), off.max())
    return int(months[0])


CHAIN = (
    ("harvest", -0.05),
    ("fills", -0.02),
    ("pressure", 0.2),
    ("exports ordered", -0.02),
    ("receipts", -0.01),
    ("imports ordered", -0.02),
    ("machines landed", -0.01),
)


def test_the_crop_is_a_tenth_smaller_and_nothing_before_it_is_touched(paths):
    usual, dry = (path["harvest"][:12].sum() for path in paths)
    assert dry / usual == pytest.approx(0.9, abs=0.01)
    for name in paths[0]:
        np.testing.assert_array_equal(paths[0][name][:JULY], paths[1][name][:JULY])


def test_each_link_is_felt_with_its_sign_and_not_before_the_one_that_moves_it(paths):
    months = [felt(paths, name, threshold) for name, threshold in CHAIN]
    assert months == sorted(months), dict(zip((name for name, _ in CHAIN), months, strict=True))


def test_rations_fall_in_the_months_before_the_next_harvest(paths):
    first = felt(paths, "fills", -0.02)
    assert JULY + 2 <= first <= JULY + 12
    assert change(paths, "fills")[first : JULY + 12].mean() < -0.02


def test_farms_go_hungry_and_the_rule_gives_way(paths):
    assert change(paths, "nutrition")[JULY + 3 : JULY + 12].mean() < -0.03
    assert change(paths, "retreat")[JULY + 12] > 0.1
    assert change(paths, "procurement ordered")[JULY + 12] < -0.01
    assert change(paths, "procured")[JULY + 12 : JULY + 18].mean() < -0.02
    assert change(paths, "exports ordered")[JULY + 12 : JULY + 18].mean() < -0.05


def test_foreign_money_follows_and_machines_come_last(paths):
    exports = felt(paths, "exports ordered", -0.02)
    assert 0 <= felt(paths, "receipts", -0.01) - exports <= 6
    assert change(paths, "cash")[24:].mean() < -0.02
    machines = felt(paths, "machines landed", -0.01)
    assert machines - felt(paths, "receipts", -0.01) >= 4
    assert change(paths, "machines landed")[-6:].mean() < -0.02


def test_capacity_is_felt_a_year_later_and_little(paths):
    off = change(paths, "capacity")
    assert np.abs(off[: JULY + 12]).max() < 0.005
    assert -0.05 < off[-6:].mean() < 0.0
