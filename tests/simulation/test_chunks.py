"""A run is its number: the bits do not depend on how many runs are asked for, nor on order."""

import jax
import numpy as np
import pytest
from tests.simulation import runs

from sinews.core.numerics import Numerics
from sinews.simulation.chunks import CHUNK, chunks_of, simulate_chunks


def same_bits(one, other) -> None:
    for left, right in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        np.testing.assert_array_equal(np.asarray(left), np.asarray(right))


def columns(record, positions):
    """Return a record with its runs picked; what is one number for all runs stays so."""
    return jax.tree.map(lambda x: x[..., positions] if x.shape[-1] > 1 else x, record)


@pytest.mark.slow
@pytest.mark.xdist_group("flagship")
def test_a_chunk_of_runs_in_another_order_gives_the_same_bits_in_that_order():
    order = np.random.default_rng(7).permutation(CHUNK)
    numbers = tuple(int(number) for number in order)
    shuffled = runs.simulated(runs.opening(numbers=numbers), numbers=numbers)
    same_bits(shuffled, columns(runs.exact(), order))


@pytest.mark.slow
@pytest.mark.xdist_group("flagship")
def test_a_run_gives_the_same_bits_in_other_company_and_when_repeated():
    """Half the chunk is replaced by runs from far away."""
    numbers = tuple(number if number % 2 else 100_000 + number for number in range(CHUNK))
    mixed = runs.simulated(runs.opening(numbers=numbers), numbers=numbers)
    kept = np.arange(1, CHUNK, 2)
    same_bits(columns(mixed, kept), columns(runs.exact(), kept))
    assert not np.array_equal(
        mixed.world.food.state_grain[..., 0], runs.exact().world.food.state_grain[..., 0]
    )
    same_bits(runs.simulated(runs.opening()), runs.exact())


@pytest.mark.slow
@pytest.mark.xdist_group("toy")
def test_runs_are_the_same_however_many_are_asked_for():
    """Through the runner itself, which gives each core its own chunks."""
    scenario = runs.shipped(runs.TOY)

    def asked(count: int) -> list:
        return list(
            simulate_chunks(
                lambda numbers: runs.opening(runs.TOY, numbers=tuple(numbers.tolist())),
                scenario.members,
                runs=count,
                seed=runs.SEED,
                months=runs.MONTHS[runs.TOY],
                numerics=Numerics("exact", 1),
            )
        )

    few, many = asked(5), asked(2 * CHUNK)
    assert (len(few), len(many)) == (1, 2)
    same_bits(few[0], many[0])
    numbers = tuple(range(CHUNK, 2 * CHUNK))
    alone = runs.simulated(runs.opening(runs.TOY, numbers=numbers), runs.TOY, numbers=numbers)
    same_bits(many[1], alone)
    assert not np.array_equal(many[0].world.food.state_grain, many[1].world.food.state_grain)


def test_chunks_hold_consecutive_runs_and_are_always_full():
    assert [len(chunk) for chunk in chunks_of(1)] == [CHUNK]
    assert [len(chunk) for chunk in chunks_of(CHUNK + 1)] == [CHUNK, CHUNK]
    np.testing.assert_array_equal(np.concatenate(chunks_of(3 * CHUNK)), np.arange(3 * CHUNK))


@pytest.mark.xdist_group("toy")
def test_workers_take_whole_groups(request):
    """Else every worker compiles every program; some versions of pytest break it in silence."""
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@toy")
