"""Perform: from a scenario and options to runs in memory; the only place that starts a run."""

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import sinews
from sinews.cli.options import RunOptions
from sinews.core import machine

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

    from sinews.scenario.load import Scenario
    from sinews.scenario.numbers import Number

Tick = Callable[[int], None]
COMPILE_EVENTS = "/jax/core/compile/"
WORTH_CLEARING_UP = 0.1
"""Seconds of compiling or loading that leave memory worth handing back."""


@dataclasses.dataclass(frozen=True)
class Performed:
    """Runs in memory.

    Attributes:
        scenario: what was run.
        data: the runs.
        numbers: every number that was used.
        seconds: wall time of `build`, `compile` and `run`.
    """

    scenario: "Scenario"
    data: "xr.Dataset"
    numbers: tuple["Number", ...]
    seconds: dict[str, float]


def chunk_count(runs: int) -> int:
    """Return how many chunks some runs take."""
    from sinews.simulation.chunks import chunks_of

    return len(chunks_of(runs))


def perform_run(options: RunOptions, tick: Tick = lambda done: None) -> Performed:
    """Load a scenario, draw its numbers and pass the runs through the months.

    Args:
        options: what was asked.
        tick: told how many chunks are done.

    Raises:
        ScenarioError: when the scenario, its orders, the switches or numbers set are wrong.
        BadInput: when the months or the seed cannot be used.
    """
    begun = time.perf_counter()
    import jax

    import sinews.simulation  # noqa: F401  sets the compiler up before anything is traced

    jax.config.update("jax_enable_x64", True)
    from sinews.core.numerics import Numerics
    from sinews.scenario.draw import draw
    from sinews.scenario.load import load_scenario
    from sinews.simulation.chunks import Inputs, chunks_of, simulate_chunks
    from sinews.simulation.trajectory import trajectory

    scenario = load_scenario(options.scenario)
    months = options.months or scenario.months

    def drawn_for(numbers: "np.ndarray") -> Any:
        return draw(
            scenario,
            options.seed,
            numbers,
            months=months,
            mode=options.mode,  # type: ignore[arg-type]
            orders=options.orders,
            overrides=options.overrides,
            switches=options.switches,
        )

    first = chunks_of(options.runs)[0]
    opening = drawn_for(first)
    built = time.perf_counter()

    def inputs_of(numbers: "np.ndarray") -> Inputs:
        drawn = opening if numbers is first or numbers[0] == first[0] else drawn_for(numbers)
        return Inputs(drawn.world, drawn.params, drawn.orders, drawn.outside)

    records = []
    with CompileClock() as compiling:
        for record in simulate_chunks(
            inputs_of,
            scenario.members,
            runs=options.runs,
            seed=options.seed,
            months=months,
            numerics=Numerics(options.mode, options.steps),  # type: ignore[arg-type]
            first_month_of_year=int(scenario.start[5:7]) - 1,
        ):
            records.append(record)
            tick(len(records))
    data = trajectory(
        records,
        scenario.members,
        runs=options.runs,
        start=scenario.start,
        attributes=attributes_of(scenario, options, opening.chosen),
    )
    ran = time.perf_counter() - built
    compiled = min(compiling.seconds, ran)
    seconds = {"build": built - begun, "compile": compiled, "run": ran - compiled}
    return Performed(scenario, data, opening.numbers_used, seconds)


def attributes_of(
    scenario: "Scenario", options: RunOptions, chosen: Mapping[str, str]
) -> dict[str, Any]:
    """Return what is said of a set of runs as a whole."""
    return {
        "scenario": scenario.name,
        "scenario_path": options.scenario,
        "title": scenario.title,
        "content_hash": scenario.content_hash,
        "seed": options.seed,
        "mode": options.mode,
        "steps": options.steps,
        "start": scenario.start,
        "orders": options.orders or scenario.default_orders,
        "overrides": "; ".join(options.overrides),
        "switches": "; ".join(f"{name}={option}" for name, option in chosen.items()),
        "version": sinews.__version__,
    }


class CompileClock:
    """Measures how long anything was compiled while it is open, and clears up after the compiler.

    What the compiler let go is handed back before the runs need memory of their own.
    """

    def __init__(self) -> None:
        self._spans: list[tuple[float, float]] = []

    def __enter__(self) -> "CompileClock":
        import jax

        jax.monitoring.register_event_duration_secs_listener(self._add)
        return self

    def __exit__(self, *_: object) -> None:
        import jax

        jax.monitoring.unregister_event_duration_listener(self._add)

    def _add(self, event: str, duration_secs: float, **kwargs: str | int) -> None:
        if event.startswith(COMPILE_EVENTS):
            now = time.perf_counter()
            self._spans.append((now - duration_secs, now))
            if duration_secs > WORTH_CLEARING_UP:
                machine.give_back_memory()

    @property
    def seconds(self) -> float:
        """Wall time in which at least one thing was compiled: nested spans count once."""
        total, reached = 0.0, 0.0
        for begin, end in sorted(self._spans):
            total += max(0.0, end - max(begin, reached))
            reached = max(reached, end)
        return total
