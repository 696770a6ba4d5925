"""A run that goes wrong is marked with room, field and month, and disturbs no other."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.simulation import runs
from tests.simulation.test_chunks import columns, same_bits

from sinews.core.fields import walk
from sinews.report.summary import failed_runs, failures_of, summary_of
from sinews.simulation import status
from sinews.simulation.chunks import CHUNK
from sinews.simulation.status import FINE, watched

# One run each: what is put into one cell of which field of the opening.
INJECTED = {
    3: ("food.state_grain", np.nan),
    7: ("trade.foreign_cash", np.inf),
    11: ("industry.stock", -1.0),
    15: ("labour.farm_people", np.nan),
    19: ("budget.money", -np.inf),
    23: ("construction.work_to_do", np.nan),
    31: ("forces.equipment_held", -5.0),
    40: ("technology.readiness", np.nan),
    47: ("command.pressure", np.nan),
    55: ("surroundings.export_price", np.nan),
    63: ("last.ration_fill", -0.1),
}


def poisoned(world, name: str, run: int, value: float):
    """Return a world in which the first cell of a field of one run holds `value`."""

    def of(tree):
        for part in name.split("."):
            tree = getattr(tree, part)
        return tree

    old = of(world)
    where = (*(0,) * (old.ndim - 1), run)
    return eqx.tree_at(of, world, jnp.asarray(old).at[where].set(value))


@pytest.fixture(scope="module")
def disturbed():
    """Return the first chunk of the flagship with eleven openings spoilt."""
    inputs = runs.opening()
    world = inputs.world
    for run, (name, value) in INJECTED.items():
        world = poisoned(world, name, run, value)
    return runs.simulated(inputs._replace(world=world))


@pytest.mark.slow
@pytest.mark.xdist_group("flagship")
class TestFlagship:
    def test_spoilt_runs_are_marked_with_room_field_and_month(self, disturbed):
        names = watched(runs.opening().world)
        marked = {
            int(run): (names[disturbed.status.field[run]], int(disturbed.status.month[run]))
            for run in np.flatnonzero(disturbed.status.month != FINE)
        }
        assert marked == {run: (name, 0) for run, (name, _) in INJECTED.items()}

    def test_neighbours_keep_their_bits(self, disturbed):
        sound = np.array([run for run in range(CHUNK) if run not in INJECTED])
        same_bits(columns(disturbed, sound), columns(runs.exact(), sound))

    def test_the_summary_counts_and_names_them(self, disturbed):
        data = runs.labelled(disturbed)
        assert failed_runs(data) == len(INJECTED)
        assert failures_of(data) == [
            {"run": run, "month": "1931-01", "field": name}
            for run, (name, _) in sorted(INJECTED.items())
        ]
        times = dict.fromkeys(("build", "compile", "run", "total"), 0.0)
        summary = summary_of(data, [], [], times, {})
        assert summary["failed_runs"] == len(INJECTED)
        # What failed runs leave in the books says nothing about those that did not fail.
        assert summary["ledger"]["worst_relative"] <= 1e-9


def test_the_first_failure_is_kept_whatever_comes_later():
    world = runs.opening(runs.TOY, "mean", tuple(range(4))).world
    names = watched(world)
    now = status.updated(status.opening(4), world, jnp.asarray(0))
    assert (np.asarray(now.month) == FINE).all()
    spoilt = poisoned(world, "trade.gold", 1, np.nan)
    now = status.updated(now, spoilt, jnp.asarray(3))
    worse = poisoned(poisoned(spoilt, "food.state_grain", 1, -1.0), "labour.people", 2, np.inf)
    now = status.updated(now, worse, jnp.asarray(5))
    now = status.updated(now, world, jnp.asarray(6))
    assert np.asarray(now.month).tolist() == [FINE, 3, 5, FINE]
    assert names[int(now.field[1])] == "trade.gold"
    assert names[int(now.field[2])] == "labour.people"


def test_every_field_of_the_world_is_watched():
    """Whatever field holds what is no number, its run is marked with its name."""
    world = runs.opening(runs.TOY, "mean", tuple(range(4))).world
    look = jax.jit(lambda world: status.updated(status.opening(4), world, 0))
    names = watched(world)
    assert names == tuple(name for name, info, _ in walk(world) if not info.is_link)
    for position, name in enumerate(names):
        for value in (np.nan, np.inf, -np.inf):
            found = look(poisoned(world, name, 2, value))
            assert np.asarray(found.month).tolist() == [FINE, FINE, 0, FINE], name
            assert int(found.field[2]) == position
