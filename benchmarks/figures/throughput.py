"""Whole runs of the flagship: all cores against one."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import jax

from benchmarks.figure import Figure, Size, Verb
from benchmarks.flagship import MONTHS, flagship
from sinews.core.numerics import Numerics
from sinews.simulation.chunks import CHUNK
from sinews.simulation.policies import OrdersTable
from sinews.simulation.run import simulate
from sinews.world.places import places_of


class Chunks(NamedTuple):
    """The compiled run, its inputs on each device, and chunks per measurement."""

    copies: list[Any]
    places: Any
    count: int

    def pass_through(self, copy) -> None:
        """Pass one chunk through the months."""
        record = simulate(
            *copy,
            numerics=Numerics(),
            months=MONTHS,
            first_month_of_year=0,
            places=self.places,
        )
        jax.block_until_ready(record)


def build(size: Size) -> Chunks:
    """Return a chunk on every device, compiled and warm."""
    country = flagship()
    drawn = country.drawn
    inputs = (
        drawn.world, drawn.params, OrdersTable(drawn.orders), drawn.outside,
        country.keys, country.entities,
    )  # fmt: skip
    copies = [jax.device_put(inputs, device) for device in jax.devices("cpu")]
    chunks = Chunks(copies, places_of(country.members), 1 if size.is_quick else 4)
    for copy in copies:
        chunks.pass_through(copy)
    return chunks


def on_all_cores(chunks: Chunks) -> float:
    """Return runs per second with one chunk at a time on each core."""

    def some(copy) -> None:
        for _ in range(chunks.count):
            chunks.pass_through(copy)

    begun = time.perf_counter()
    with ThreadPoolExecutor(len(chunks.copies)) as pool:
        list(pool.map(some, chunks.copies))
    return CHUNK * chunks.count * len(chunks.copies) / (time.perf_counter() - begun)


def on_one_core(chunks: Chunks) -> float:
    """Return runs per second on one core."""
    begun = time.perf_counter()
    for _ in range(chunks.count):
        chunks.pass_through(chunks.copies[0])
    return CHUNK * chunks.count / (time.perf_counter() - begun)


THROUGHPUT = Figure(
    name="whole runs of ussr-1932",
    build=build,
    verbs=(Verb("all cores", on_all_cores), Verb("one core", on_one_core)),
    unit="runs/s",
    is_rate=True,
    note="36 months, float64, all rooms, ledger and record kept",
)
