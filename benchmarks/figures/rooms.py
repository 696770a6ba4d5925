"""The month by room: each room compiled apart, on what the flagship handed it."""

import functools
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from benchmarks.figure import Figure, Size, Verb
from benchmarks.figures import throughput
from benchmarks.flagship import MONTHS, ROOMS, flagship, recorded_inputs, room_of, seconds

MONTH = 9
"""October 1931: harvest, sowing and building all go on."""

QUICK_ROOMS = ("budget", "food")
TIMES = 20


class Apart(NamedTuple):
    """One room, warm, with the whole run beside it."""

    passed: Any
    inputs: tuple[Any, ...]
    chunks: throughput.Chunks


def _build(name: str, size: Size) -> Apart:
    country = flagship()
    handed = jax.tree.map(lambda path: path[MONTH], recorded_inputs()[name])
    state, params = getattr(country.drawn.world, name), getattr(country.drawn.params, name)
    inputs = (state, params, handed, jnp.asarray(MONTH))
    passed = room_of(name)
    jax.block_until_ready(passed(*inputs))
    return Apart(passed, inputs, throughput.build(size))


def _room(apart: Apart) -> float:
    def some() -> Any:
        for _ in range(TIMES):
            result = apart.passed(*apart.inputs)
        return result

    return seconds(some) / TIMES * 1e3


def _whole_month(apart: Apart) -> float:
    return seconds(lambda: apart.chunks.pass_through(apart.chunks.copies[0])) / MONTHS * 1e3


ROOM_BY_ROOM = tuple(
    Figure(
        name=f"a month of {name} against all rooms",
        build=functools.partial(_build, name),
        verbs=(Verb(name, _room), Verb("whole month", _whole_month)),
        unit="ms",
        in_quick=name in QUICK_ROOMS,
        note="64 runs; a room apart also writes its flows, so that rooms add up to more",
    )
    for name in ROOMS
)
