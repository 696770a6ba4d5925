"""I19 and I20: twice the country does twice as much; the order of regions changes nothing."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.simulation import runs
from tests.tolerances import PHYSICS
from tests.world.laws import degree, enlarged, grown, reordered

from sinews.core.fields import walk
from sinews.core.randomness import run_keys
from sinews.simulation.policies import OrdersTable
from sinews.simulation.run import simulate

toy = [pytest.mark.slow, pytest.mark.xdist_group("toy")]

RUNS = 8
SIZES = np.array([1.0, 2.0, 1.0, 4.0, 1.0, 0.5, 1.0, 3.0])
SCALED = 2.0 * PHYSICS
"""Small constants that guard divisions do not grow with the country."""


@pytest.mark.parametrize(
    ("unit", "power"),
    [
        ("kt", 1), ("kt/month", 1), ("unit/month/month", 1), ("M rub/kwm", 0), ("1/month", 0),
        ("kwm/kha", 0), ("kg/head/month", 0), ("t/head/year", 0), ("unit/(unit/month)", 0),
        ("rub/kg", 0), ("m2", 0), ("1", 0), ("dve/division", 0), ("MGR", 1), ("1/kt", -1),
    ],
)  # fmt: skip
def test_units_say_what_grows_with_the_country(unit, power):
    assert degree(unit) == power


@pytest.fixture(scope="module")
def sized():
    """Return the toy without chance in eight sizes, one per run."""
    inputs = enlarged(runs.widened(runs.opening(runs.TOY, "mean", (0,)), RUNS), SIZES)
    return runs.simulated(inputs, runs.TOY, "mean", numbers=(0,) * RUNS)


@pytest.mark.slow
@pytest.mark.xdist_group("toy")
def test_doubling_the_country_doubles_every_flow_and_stock(sized):
    wrong = {}
    for part in (sized.world, sized.flows):
        for name, info, values in walk(part):
            if info.is_link:
                continue
            values = np.broadcast_to(values, (*values.shape[:-1], RUNS))
            expected = grown(info, values[..., :1], SIZES)
            size = np.maximum(np.abs(expected).max(axis=tuple(range(values.ndim - 1))), 1e-3)
            off = np.abs(values - expected).max(axis=tuple(range(values.ndim - 1))) / size
            if off.max() > SCALED:
                wrong[name] = (info.unit, off.max())
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.xdist_group("toy")
def test_the_order_of_regions_changes_nothing_else(sized):
    scenario = runs.shipped(runs.TOY)
    order = np.arange(len(scenario.members["region"]))[::-1]
    inputs = enlarged(runs.widened(runs.opening(runs.TOY, "mean", (0,)), RUNS), SIZES)
    inputs = type(inputs)(*(reordered(part, "region", order) for part in inputs))
    members = dict(scenario.members)
    members["region"] = tuple(members["region"][at] for at in order)
    record = simulate(
        inputs.world,
        inputs.params,
        OrdersTable(inputs.orders),
        inputs.outside,
        run_keys(runs.SEED, jnp.zeros(RUNS, int)),
        runs.entities(members),
        **runs.settings(runs.TOY, "mean"),
    )
    back = jax.tree.map(np.asarray, (record.world, record.flows))
    for mine, theirs in zip((sized.world, sized.flows), back, strict=True):
        theirs = reordered(theirs, "region", np.argsort(order))
        for (name, info, value), (_, _, other) in zip(walk(mine), walk(theirs), strict=True):
            if info.is_link:
                assert value == other, name
            else:
                scale = max(np.abs(value).max(), 1e-3)
                np.testing.assert_allclose(other, value, rtol=0, atol=1e-9 * scale, err_msg=name)
