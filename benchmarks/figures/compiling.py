"""Compiling the months: what it costs once, against one chunk of runs."""

from typing import Any, NamedTuple

import jax
from jax.experimental.compilation_cache import compilation_cache

from benchmarks.figure import Figure, Size, Verb
from benchmarks.figures import throughput
from benchmarks.flagship import MONTHS, seconds
from sinews.core.numerics import Numerics
from sinews.simulation.run import simulate

AGAIN = {"xla_cpu_multi_thread_eigen": False}
"""What is set already; named, it makes the program be compiled anew."""


class Months(NamedTuple):
    """The run as it is handed to the compiler."""

    lowered: Any
    chunks: throughput.Chunks


def _build(size: Size) -> Months:
    chunks = throughput.build(size)
    lowered = simulate.lower(
        *chunks.copies[0],
        numerics=Numerics(),
        months=MONTHS,
        first_month_of_year=0,
        places=chunks.places,
    )
    return Months(lowered, chunks)


def _compiled(months: Months) -> float:
    jax.config.update("jax_enable_compilation_cache", False)
    compilation_cache.reset_cache()
    try:
        return seconds(lambda: months.lowered.compile(compiler_options=AGAIN))
    finally:
        jax.config.update("jax_enable_compilation_cache", True)
        compilation_cache.reset_cache()


def _one_chunk(months: Months) -> float:
    return seconds(lambda: months.chunks.pass_through(months.chunks.copies[0]))


COMPILING = Figure(
    name="compiling the months",
    build=_build,
    verbs=(Verb("a chunk of 64 runs", _one_chunk), Verb("the compiler", _compiled)),
    unit="s",
    most_repeats=1,
    in_quick=False,
    note="once per scenario's axes, length, mode and step; kept in the user's cache folder",
)
