"""The flagship as the figures use it: a chunk of drawn runs, and what each room is handed."""

import contextlib
import dataclasses
import functools
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews import systems
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.scenario.draw import draw
from sinews.scenario.load import load_scenario
from sinews.simulation.chunks import CHUNK
from sinews.world import month as months
from sinews.world.orders import month_of
from sinews.world.places import places_of
from sinews.world.world import World

NAME, SEED, MONTHS = "ussr-1932", 1, 36
ROOMS = tuple(field.name for field in dataclasses.fields(World) if field.name != "last")
GIVEN = ("numerics", "moment", "chance")
"""Inputs that are made anew in each month and not recorded."""
LINKS: dict[str, dict[str, tuple[int, ...]]] = {}
"""Links that rooms are handed, by room; they never change."""


def seconds(work: Callable[[], Any]) -> float:
    """Return the wall time of some work, compiled results waited for."""
    begun = time.perf_counter()
    jax.block_until_ready(work())
    return time.perf_counter() - begun


@dataclasses.dataclass(frozen=True)
class Flagship:
    """One chunk of runs, and the programs that pass it through the months."""

    drawn: Any
    members: dict[str, tuple[str, ...]]
    keys: Any
    entities: dict[str, Any]

    def clock(self, month, mode="exact") -> dict[str, Any]:
        """Return step, moment and chance of a month."""
        return {
            "numerics": Numerics(mode),
            "moment": Moment(month, month % 12, 0, 1),
            "chance": step_chance(self.keys, self.entities, month, mode),
        }

    def advance(self, world, month, params=None, mode="exact"):
        """Pass the world through one month of the historical orders."""
        return months.advance_month(
            world,
            self.drawn.params if params is None else params,
            **self.clock(month, mode),
            orders=month_of(self.drawn.orders, month),
            outside=month_of(self.drawn.outside, month),
            places=places_of(dict(self.members)),
        )


@functools.cache
def flagship(runs: int = CHUNK) -> Flagship:
    """Return the first runs of the flagship."""
    scenario = load_scenario(NAME)
    numbers = np.arange(runs)
    entities = {
        axis: jnp.asarray([name_code(name) for name in names], dtype=jnp.uint32)
        for axis, names in scenario.members.items()
    }
    drawn = draw(scenario, SEED, numbers, months=MONTHS)
    return Flagship(drawn, dict(scenario.members), run_keys(SEED, jnp.asarray(numbers)), entities)


@functools.cache
def recorded_inputs() -> dict[str, Any]:
    """Return what each room was handed in the months of a chunk, leaves [month, ..., run]."""
    country = flagship()

    def one_month(world, month):
        handed: dict[str, Any] = {}
        with _listening(handed):
            after, _ = country.advance(world, month)
        after = jax.tree.map(lambda new, old: jnp.broadcast_to(new, old.shape), after, world)
        return after, handed

    passed = jax.jit(lambda world: jax.lax.scan(one_month, world, jnp.arange(MONTHS))[1])
    return passed(country.drawn.world)


@contextlib.contextmanager
def _listening(handed: dict[str, Any]) -> Iterator[None]:
    """While open, note the inputs of every room."""
    with contextlib.ExitStack() as stack:
        for name in ROOMS:
            room = getattr(systems, name)
            noted = _noting(name, room.advance, handed)
            stack.enter_context(mock.patch.object(room, "advance", noted))
        yield


def _noting(name: str, advance: Callable[..., Any], handed: dict[str, Any]):
    def noted(state, params, **inputs):
        noted = {key: value for key, value in inputs.items() if key not in GIVEN}
        LINKS[name] = {key: value for key, value in noted.items() if isinstance(value, tuple)}
        handed[name] = {key: value for key, value in noted.items() if key not in LINKS[name]}
        return advance(state, params, **inputs)

    return noted


def room_of(name: str):
    """Return a program that passes one room through a month of recorded inputs."""
    country, advance = flagship(), getattr(systems, name).advance
    wanted = advance.__annotations__

    @eqx.filter_jit
    def passed(state, params, inputs, month):
        clock = country.clock(month)
        clock["chance"] = clock["chance"].room(name)
        given = {key: value for key, value in clock.items() if key in wanted}
        return advance(state, params, **given, **LINKS[name], **inputs)

    return passed
