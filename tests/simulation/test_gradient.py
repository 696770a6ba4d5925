"""Gradients exist in mode soft: finite, and of the sign and size of central differences.

Each run of a chunk has one lever moved in proportion, in all months; so one forward pass gives
all derivatives, and two more runs of the same program the differences, with the same chance.
"""

import dataclasses
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.simulation import runs

from sinews.core.randomness import run_keys
from sinews.simulation.policies import OrdersTable
from sinews.simulation.run import simulate

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("toy")]

LEVERS = (
    "grain_export",
    "procurement_share",
    "ration_norm",
    "import_programme",
    "target",
    "staffing",
    "coercion",
    "wage",
)
OUTCOMES = ("tanks", "nutrition in towns", "nutrition on farms", "state grain", "imports", "steel")
STEP = 1e-4


@cache
def reference():
    """Return inputs of one run repeated for every lever, with no order left open."""
    inputs = runs.widened(runs.opening(runs.TOY, "mean", (0,)), len(LEVERS))
    record = runs.simulated(inputs, runs.TOY, "mean", numbers=(0,) * len(LEVERS))
    return inputs, record.flows.command.directives


def outcomes(record) -> dict:
    world, flows = record.world, record.flows
    activities = runs.shipped(runs.TOY).members["activity"]
    return {
        "tanks": jnp.sum(flows.industry.equipment_delivered[:, 0], axis=0),
        "nutrition in towns": jnp.mean(world.food.nutrition, axis=(0, 1)),
        "nutrition on farms": jnp.mean(world.food.nutrition_farm, axis=(0, 1)),
        "state grain": jnp.mean(world.food.state_grain, axis=0),
        "imports": jnp.sum(flows.trade.imports_total, axis=0),
        "steel": jnp.sum(flows.industry.made[:, activities.index("steel")], axis=0),
    }


def moved_in_one_run(lever, run: int, part):
    """Return a lever larger by some part in one run, [month, ..., run]."""
    share = jnp.where(np.arange(len(LEVERS)) == run, part, 0.0)
    return lever * (1.0 + share.reshape((1,) * (lever.ndim - 1) + (-1,)))


@jax.jit
def outcomes_and_slopes(moved):
    """Return the outcomes at levers moved by some part, [run], and their slopes in that part."""
    inputs, orders = reference()

    def of(part):
        changed = {
            name: moved_in_one_run(getattr(orders, name), at, part)
            for at, name in enumerate(LEVERS)
        }
        table = dataclasses.replace(orders, **changed)
        record = simulate(
            inputs.world,
            inputs.params,
            OrdersTable(table),
            inputs.outside,
            run_keys(runs.SEED, jnp.zeros(len(LEVERS), int)),
            runs.entities(runs.shipped(runs.TOY).members),
            **runs.settings(runs.TOY, "soft"),
        )
        return outcomes(record)

    return jax.jvp(of, (moved,), (jnp.ones_like(moved),))


@pytest.fixture(scope="module")
def slopes():
    """Return slopes by the forward pass and by central differences, of each outcome, [lever]."""
    reference()
    none = jnp.zeros(len(LEVERS))
    base, exact = outcomes_and_slopes(none)
    above, _ = outcomes_and_slopes(none + STEP)
    below, _ = outcomes_and_slopes(none - STEP)
    return {
        name: (
            np.asarray(exact[name]),
            np.asarray((above[name] - below[name]) / (2.0 * STEP)),
            float(base[name][0]),
        )
        for name in OUTCOMES
    }


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_slopes_are_finite_and_agree_with_differences(slopes, outcome):
    exact, differences, level = slopes[outcome]
    assert np.isfinite(exact).all()
    felt = np.abs(differences) > 1e-4 * abs(level)
    assert felt.any()
    assert (np.sign(exact) == np.sign(differences))[felt].all(), (exact, differences)
    np.testing.assert_allclose(exact[felt], differences[felt], rtol=0.05)


def test_slopes_have_the_signs_that_reason_gives(slopes):
    def slope(outcome: str, lever: str) -> float:
        return slopes[outcome][0][LEVERS.index(lever)]

    assert slope("tanks", "target") > 0.0
    assert slope("state grain", "grain_export") < 0.0
    assert slope("state grain", "procurement_share") > 0.0
    assert slope("nutrition on farms", "procurement_share") < 0.0
    assert slope("imports", "grain_export") > 0.0
    assert slope("nutrition in towns", "ration_norm") > 0.0
