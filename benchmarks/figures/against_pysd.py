"""An equation and step: the flagship against PySD running Forrester's World2.

PySD passes through tables that stand apart, as the book prints them, a hundred times more slowly
than through tables written into the equation that uses them; both are measured.
"""

import functools
from typing import Any, NamedTuple

import jax

from benchmarks.figure import Figure, Size, Verb
from benchmarks.figures import throughput
from benchmarks.flagship import MONTHS, flagship
from benchmarks.peers.environment import Peer, pysd


class Both(NamedTuple):
    """The flagship's chunks and the peer at work."""

    chunks: throughput.Chunks
    equations: int
    peer: Peer


def equations_of_month() -> int:
    """Return the numbers in state and flows of one run: what a month computes and keeps."""
    country = flagship()
    world, flows = jax.eval_shape(
        country.advance, country.drawn.world, jax.ShapeDtypeStruct((), "int64")
    )
    # A number that is the same for all runs still counts once.
    return sum(leaf.size // leaf.shape[-1] for leaf in jax.tree.leaves((world, flows)))


def _build(model: str, last_year: int, size: Size) -> Both:
    peer = pysd(model, last_year)
    return Both(throughput.build(size), equations_of_month(), peer)


def _ours(both: Both) -> float:
    return throughput.on_all_cores(both.chunks) * both.equations * MONTHS


def _theirs(both: Both) -> float:
    told: dict[str, Any] = both.peer.ask()
    return told["equations"] * told["steps"] / told["seconds"]


def _figure(name: str, model: str, last_year: int, at_least: float | None) -> Figure:
    return Figure(
        name=name,
        build=functools.partial(_build, model, last_year),
        verbs=(Verb("ussr-1932, all cores", _ours), Verb("PySD, one run", _theirs)),
        unit="equations/s",
        is_rate=True,
        at_least=at_least,
        in_quick=False,
        note="equations: ours, numbers in state and flows of a month; PySD's, levels, rates and "
        "auxiliaries of a step; all of them kept on both sides",
    )


AGAINST_PYSD = (
    _figure("an equation and step against PySD", "world2.mdl", 1920, 1000.0),
    _figure("the same, tables inside equations", "world2_inline.mdl", 2100, None),
)
