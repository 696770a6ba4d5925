"""Whole runs that tests share: every program is compiled once in a process, every run made once.

All runs of the flagship have one length and one size of chunk, since both are part of what is
compiled. Tests that use them carry the mark `xdist_group("flagship")`, so that one worker
compiles for all of them.
"""

from functools import cache, lru_cache
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Numerics
from sinews.core.randomness import name_code, run_keys
from sinews.scenario.draw import draw
from sinews.scenario.load import Scenario, load_scenario
from sinews.simulation.chunks import CHUNK, Inputs
from sinews.simulation.policies import OrdersTable
from sinews.simulation.run import Record, simulate
from sinews.simulation.trajectory import trajectory
from sinews.world.ledger import BALANCES
from sinews.world.places import places_of

FLAGSHIP, TOY = "ussr-1932", "toy-2"
MONTHS = {FLAGSHIP: 36, TOY: 24}
SEED = 1
FIRST = tuple(range(CHUNK))
"""Run numbers of the first chunk."""


@cache
def shipped(name: str) -> Scenario:
    """Return a shipped scenario."""
    return load_scenario(name)


@lru_cache(maxsize=8)
def opening(
    name: str = FLAGSHIP,
    mode: str = "exact",
    numbers: tuple[int, ...] = FIRST,
    orders: str | None = None,
) -> Inputs:
    """Return what a chunk of runs starts from."""
    drawn = draw(
        shipped(name), SEED, np.array(numbers), months=MONTHS[name], mode=mode, orders=orders
    )
    return Inputs(drawn.world, drawn.params, drawn.orders, drawn.outside)


def at_medians(inputs: Inputs, name: str = FLAGSHIP) -> Inputs:
    """Return inputs with every number at its median, shaped like `inputs`: one program serves."""
    medians = opening(name, "mean")
    return jax.tree.map(lambda x, like: jnp.broadcast_to(x, like.shape), medians, inputs)


def widened(inputs: Inputs, runs: int) -> Inputs:
    """Return inputs of one run repeated for some runs, so that each can be changed alone."""
    return jax.tree.map(lambda x: jnp.repeat(x[..., :1], runs, axis=-1), inputs)


def settings(name: str, mode: str, steps: int = 1) -> dict:
    """Return what is fixed when a program is compiled."""
    return {
        "numerics": Numerics(mode, steps),
        "months": MONTHS[name],
        "first_month_of_year": 0,
        "places": places_of(dict(shipped(name).members)),
    }


def entities(members) -> dict:
    """Return the codes of the member names of each axis."""
    return {
        axis: jnp.asarray([name_code(name) for name in names], dtype=jnp.uint32)
        for axis, names in members.items()
    }


def simulated(
    inputs: Inputs,
    name: str = FLAGSHIP,
    mode: str = "exact",
    steps: int = 1,
    numbers: tuple[int, ...] = FIRST,
) -> Record:
    """Return a chunk of runs."""
    record = simulate(
        inputs.world,
        inputs.params,
        OrdersTable(inputs.orders),
        inputs.outside,
        run_keys(SEED, jnp.asarray(numbers)),
        entities(shipped(name).members),
        **settings(name, mode, steps),
    )
    return jax.tree.map(np.asarray, record)


def labelled(record: Record, name: str = FLAGSHIP, mode: str = "exact"):
    """Return a chunk of runs as the dataset that reports are made of."""
    scenario = shipped(name)
    return trajectory(
        [record],
        scenario.members,
        runs=record.status.month.shape[0],
        start=scenario.start,
        attributes={"scenario": name, "content_hash": scenario.content_hash, "seed": SEED}
        | {"mode": mode, "steps": 1, "start": scenario.start},
    )


def short(data) -> SimpleNamespace:
    """Return what is kept of runs whose trajectories would fill the memory.

    `sums` holds each variable summed over its own axes, and output by activity, [month, run].
    """
    sums = {}
    for name, variable in data.variables.items():
        if "month" in variable.dims and "run" in variable.dims:
            own = [axis for axis in variable.dims if axis not in ("month", "run")]
            sums[name] = variable.sum(own).values if own else variable.values
    for position, activity in enumerate(data["activity"].values):
        sums[f"made {activity}"] = data["industry.made"].values[:, position]
    return SimpleNamespace(
        sums=sums,
        failed=data["status.failed"].values,
        residual=dict(zip(BALANCES, data["ledger.residual"].values, strict=True)),
    )


@cache
def exact() -> Record:
    """Return the first chunk of the flagship in mode exact."""
    return simulated(opening())


@cache
def exact_data():
    """Return the same as a dataset."""
    return labelled(exact())


@cache
def exact_short() -> SimpleNamespace:
    """Return the same in short."""
    return short(exact_data())


@cache
def thirds_short() -> SimpleNamespace:
    """Return the first chunk of the flagship in steps of ten days."""
    return short(labelled(simulated(opening(), steps=3)))


@cache
def mean_data():
    """Return the flagship without chance."""
    return labelled(simulated(opening(mode="mean"), mode="mean"), mode="mean")


@cache
def medians_exact_short(chunk: int) -> SimpleNamespace:
    """Return a chunk of the flagship in which only chance varies."""
    numbers = tuple(range(CHUNK * chunk, CHUNK * (chunk + 1)))
    return short(labelled(simulated(at_medians(opening()), numbers=numbers)))


@cache
def medians_soft_short(chunk: int) -> SimpleNamespace:
    """Return the same chunk in mode soft."""
    numbers = tuple(range(CHUNK * chunk, CHUNK * (chunk + 1)))
    return short(labelled(simulated(at_medians(opening()), mode="soft", numbers=numbers)))


def yearly(monthly):
    """Return the sum of each year of a monthly series, [year, run]."""
    return monthly.reshape(-1, 12, monthly.shape[-1]).sum(axis=1)
