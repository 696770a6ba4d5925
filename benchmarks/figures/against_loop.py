"""Food and industry: compiled chunks on all cores against a plain loop over runs on one."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from tests.reference_loop import food as food_loop
from tests.reference_loop import industry as industry_loop
from tests.reference_loop.compare import assert_agrees
from tests.reference_loop.plain import one_run

from benchmarks.figure import Figure, Size, Verb
from benchmarks.flagship import MONTHS, Flagship, flagship, recorded_inputs
from sinews.simulation.chunks import CHUNK
from sinews.simulation.packing import packed
from sinews.systems import food, industry

CHUNKS_PER_CORE = 4


class TwoRooms(NamedTuple):
    """Both rooms with the inputs of the flagship, ready on both sides."""

    compiled: Any
    copies: list[Any]
    openings: list[Any]
    params: list[Any]
    months: list[list[Any]]


def _program(country: Flagship):
    params = country.drawn.params

    def one_month(rooms, given):
        month, inputs = given
        clock = country.clock(month)
        chance = clock.pop("chance")
        grain, fed = food.advance(
            rooms["food"], params.food, **clock, chance=chance.room("food"), **inputs["food"]
        )
        goods, made = industry.advance(
            rooms["industry"],
            params.industry,
            **clock,
            chance=chance.room("industry"),
            **inputs["industry"],
        )
        after = {"food": grain, "industry": goods}
        after = jax.tree.map(lambda new, old: jnp.broadcast_to(new, old.shape), after, rooms)
        return after, packed((after, {"food": fed, "industry": made}), CHUNK)

    @jax.jit
    def passed(rooms, inputs):
        return jax.lax.scan(one_month, rooms, (jnp.arange(MONTHS), inputs))[1]

    return passed


def _noise(country: Flagship):
    """Return what chance gives both rooms in every month; the loop is handed these."""

    def of_month(month):
        chance = country.clock(month)["chance"]
        params = country.drawn.params
        return {
            "food": chance.room("food").noise(params.food.harvest_noise, "harvest"),
            "industry": chance.room("industry").noise(
                params.industry.capacity_noise[None], "capacity", "activity"
            ),
        }

    return jax.jit(lambda: jax.lax.map(of_month, jnp.arange(MONTHS)))()


def _build(size: Size) -> TwoRooms:
    country = flagship()
    inputs = {name: recorded_inputs()[name] for name in ("food", "industry")}
    rooms = {name: getattr(country.drawn.world, name) for name in inputs}
    compiled = _program(country)
    copies = [jax.device_put((rooms, inputs), device) for device in jax.devices("cpu")]
    results = [compiled(*copy) for copy in copies]

    noise = jax.tree.map(np.asarray, _noise(country))
    inputs = jax.tree.map(np.asarray, inputs)
    runs = range(1 if size.is_quick else 3)
    built = TwoRooms(
        compiled,
        copies,
        [{name: one_run(rooms[name], run) for name in rooms} for run in runs],
        [{name: one_run(getattr(country.drawn.params, name), run) for name in rooms}
         for run in runs],
        [[_month_of(inputs, noise, month, run) for month in range(MONTHS)] for run in runs],
    )  # fmt: skip
    _assert_same(built, results[0])
    return built


def _month_of(inputs, noise, month: int, run: int):
    given = {
        name: one_run({key: value[month] for key, value in of_room.items()}, run)
        for name, of_room in inputs.items()
    }
    truth = float(noise["food"][month, run])
    return given, truth, noise["industry"][month, :, run]


def _loop(built: TwoRooms, run: int):
    grain, goods = built.openings[run]["food"], built.openings[run]["industry"]
    params, kept = built.params[run], []
    for month, (inputs, truth, noise) in enumerate(built.months[run]):
        grain, fed = food_loop.advance(grain, params["food"], inputs["food"], truth, month)
        goods, made = industry_loop.advance(
            goods, params["industry"], inputs["industry"], noise, month
        )
        kept.append(((grain, goods), (fed, made)))
    return kept


def _assert_same(built: TwoRooms, result) -> None:
    """Both sides must tell the same story in every month before either is timed."""
    states, flows = jax.tree.map(np.asarray, result).unpacked()
    for month, (after, moved) in enumerate(_loop(built, 0)):
        for at, name in enumerate(("food", "industry")):
            place = f"{name}, month {month}:"
            of_month = jax.tree.map(lambda leaf, month=month: leaf[month], (states, flows))
            assert_agrees(of_month[0][name], after[at], 0, place)
            assert_agrees(of_month[1][name], moved[at], 0, place)


def _ours(built: TwoRooms) -> float:
    def some_chunks(copy) -> None:
        for _ in range(CHUNKS_PER_CORE):
            jax.block_until_ready(built.compiled(*copy))

    begun = time.perf_counter()
    with ThreadPoolExecutor(len(built.copies)) as pool:
        list(pool.map(some_chunks, built.copies))
    return CHUNK * CHUNKS_PER_CORE * len(built.copies) / (time.perf_counter() - begun)


def _theirs(built: TwoRooms) -> float:
    begun = time.perf_counter()
    for run in range(len(built.openings)):
        _loop(built, run)
    return len(built.openings) / (time.perf_counter() - begun)


AGAINST_LOOP = Figure(
    name="food and industry against a loop",
    build=_build,
    verbs=(Verb("chunks of 64, all cores", _ours), Verb("NumPy loop, one core", _theirs)),
    unit="runs/s",
    is_rate=True,
    at_least=100.0,
    note="36 months, float64, the flagship's inputs; the two sides agree to 1e-9 before timing",
)
