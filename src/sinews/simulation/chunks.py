"""Chunks: any number of runs through one program of one fixed size.

The size is part of the promise that results do not depend on how many runs are asked for or in
which order: another size changes the last digits.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Numerics
from sinews.core.randomness import name_code, run_keys
from sinews.simulation.policies import OrdersTable
from sinews.simulation.run import Record, simulate
from sinews.world.orders import Orders
from sinews.world.outside import Outside
from sinews.world.places import places_of
from sinews.world.world import Params, World

CHUNK = 64


class Inputs(NamedTuple):
    """What a chunk of runs starts from, drawn for its run numbers."""

    world: World
    params: Params
    orders: Orders
    outside: Outside


Draw = Callable[[np.ndarray], Inputs]


def chunks_of(runs: int) -> list[np.ndarray]:
    """Return run numbers in chunks of `CHUNK`, the last one padded beyond `runs`."""
    starts = range(0, max(runs, 1), CHUNK)
    return [np.arange(start, start + CHUNK) for start in starts]


def simulate_chunks(
    draw: Draw,
    members: Mapping[str, tuple[str, ...]],
    *,
    runs: int,
    seed: int,
    months: int,
    numerics: Numerics,
    first_month_of_year: int = 0,
) -> Iterator[Record]:
    """Simulate runs in chunks, one chunk per core at a time, and yield records in run order.

    Args:
        draw: gives the inputs of a chunk for its run numbers.
        members: member names of each axis.
        runs: number of runs; records hold whole chunks.
        seed: seed of chance.
        months: length of a run.
        numerics: mode and step.
        first_month_of_year: 0 when the run starts in January.
    """
    devices = jax.local_devices(backend="cpu") if jax.default_backend() == "cpu" else jax.devices()
    entities = {
        axis: jnp.asarray([name_code(name) for name in names], dtype=jnp.uint32)
        for axis, names in members.items()
    }

    def one(position: int, numbers: np.ndarray) -> Record:
        inputs = draw(numbers)
        with jax.default_device(devices[position % len(devices)]):
            record = simulate(
                inputs.world,
                inputs.params,
                OrdersTable(inputs.orders),
                inputs.outside,
                run_keys(seed, jnp.asarray(numbers)),
                entities,
                numerics=numerics,
                months=months,
                first_month_of_year=first_month_of_year,
                places=places_of(dict(members)),
            )
            return jax.tree.map(np.asarray, record)

    chunks = chunks_of(runs)
    with ThreadPoolExecutor(max_workers=min(len(devices), len(chunks))) as pool:
        yield from pool.map(one, range(len(chunks)), chunks)
