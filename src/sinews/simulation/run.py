"""One chunk of runs: the only scan over months in the code base."""

from functools import partial

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Key, UInt32

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import step_chance
from sinews.simulation import status as watch
from sinews.simulation.packing import Packed, packed
from sinews.simulation.status import Status
from sinews.world import ledger
from sinews.world.month import advance_month
from sinews.world.orders import Policy, month_of
from sinews.world.outside import Outside
from sinews.world.places import Places
from sinews.world.world import Flows, Params, World


class Record(eqx.Module):
    """What is kept of a chunk of runs.

    Attributes:
        months: world and flows of each month in one array, [month, cell, run].
        status: failures, [run].
        residual: worst relative residual of each balance over the run, [balance, run].
    """

    months: Packed
    status: Status
    residual: Float[Array, "balance run"]

    @property
    def world(self) -> World:
        """State at the end of each month, leaves [month, ..., run]."""
        return self.months.unpacked()[0]

    @property
    def flows(self) -> Flows:
        """Mean monthly rates, leaves [month, ..., run]."""
        return self.months.unpacked()[1]


@partial(jax.jit, static_argnames=("numerics", "months", "first_month_of_year", "places"))
def simulate(
    world: World,
    params: Params,
    policy: Policy,
    outside: Outside,
    keys: Key[Array, " run"],
    entities: dict[str, UInt32[Array, " _"]],
    *,
    numerics: Numerics,
    months: int,
    first_month_of_year: int,
    places: Places,
) -> Record:
    """Pass a chunk of runs through the months.

    Args:
        world: opening world, every leaf at full run length.
        params: how every room behaves.
        policy: who decides; a pytree that can be called.
        outside: paths from outside, leaves [month, ..., run].
        keys: one key per run.
        entities: codes of the member names of each axis.
        numerics: mode and step.
        months: length of the run.
        first_month_of_year: 0 when the run starts in January.
        places: where the members that the wiring names stand.
    """
    runs = keys.shape[0]

    def one_step(world: World, month: Array, step: int):
        moment = Moment(
            month=month,
            month_of_year=(month + first_month_of_year) % 12,
            step=step,
            steps=numerics.steps,
        )
        count = month * numerics.steps + step
        after, flows = advance_month(
            world,
            params,
            numerics=numerics,
            moment=moment,
            chance=step_chance(keys, entities, count, numerics.mode),
            orders=policy(world, moment),
            outside=month_of(outside, month),
            places=places,
        )
        after = jax.tree.map(lambda new, old: jnp.broadcast_to(new, old.shape), after, world)
        return after, flows, ledger.residuals(world, after, flows, params, numerics.dt)

    def one_month(carry, month: Array):
        world, status, worst = carry
        moved = []
        for step in range(numerics.steps):
            world, flows, residual = one_step(world, month, step)
            worst = jnp.maximum(worst, residual)
            moved.append(flows)
        status = watch.updated(status, world, month)
        return (world, status, worst), packed((world, _mean(moved)), runs)

    # The first step may hide what is wrong with an opening: a stock below 0 is cut off at 0.
    opened = watch.updated(watch.opening(runs), world, 0)
    start = (world, opened, jnp.zeros((len(ledger.BALANCES), runs)))
    (_, status, worst), kept = jax.lax.scan(one_month, start, jnp.arange(months))
    return Record(months=kept, status=status, residual=worst)


def _mean(steps: list[Flows]) -> Flows:
    """Return the mean of the rates of a month's steps."""
    if len(steps) == 1:
        return steps[0]
    return jax.tree.map(lambda *rates: sum(rates) / len(rates), *steps)
