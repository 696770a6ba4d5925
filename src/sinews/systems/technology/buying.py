"""How designs are had: licences when they are offered, missions when they are not.

Sources: Arora 1995 (licences carry little without help); Gerschenkron 1962, Sutton 1971.
"""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerDesign, PerStageDesign, Scalar
from sinews.core.numerics import Mode
from sinews.core.randomness import Chance
from sinews.core.smooth import chance_of
from sinews.systems.technology.state import TechnologyParams, TechnologyState

TINY = 1e-30
STAGES = 3


class Mission(NamedTuple):
    """Covert purchases in a step; all shares of one purchase.

    Attributes:
        progress: after the step, [stage, design, run].
        begun: [design, run].
        home: brought home and paid, [design, run].
        caught: [design, run].
        paid: MGR, [run].
        lost: MGR, [run].
    """

    progress: PerStageDesign
    begun: PerDesign
    home: PerDesign
    caught: PerDesign
    paid: Scalar
    lost: Scalar


def buy_in_turn(purse: Scalar, wanted: PerDesign, price: PerDesign, mode: Mode) -> PerDesign:
    """Return which purchases the purse allows, one design after another, never overdrawn.

    In exact mode a purchase is made in full or not at all; in the other modes a part of it
    stands for its chance.

    Args:
        purse: money, [run], MGR.
        wanted: purchases wanted, 0..1, [design, run].
        price: of each, [design, run], MGR.
        mode: see `Numerics`.
    """
    left, bought = purse, []
    for design in range(wanted.shape[0]):
        cost = price[design]
        if mode == "exact":
            share = jnp.where(left >= wanted[design] * cost, wanted[design], 0.0)
        else:
            affordable = jnp.where(cost > 0.0, left / jnp.maximum(cost, TINY), 1.0)
            share = jnp.minimum(wanted[design], affordable)
        left = jnp.maximum(left - share * cost, 0.0)
        bought.append(share + 0.0 * left)
    return jnp.stack(bought)


def mission(
    state: TechnologyState,
    params: TechnologyParams,
    effort: PerDesign,
    control: Scalar,
    purse: Scalar,
    chance: Chance,
    mode: Mode,
    dt: float,
) -> Mission:
    """Move covert purchases on: recruit, acquire, ship; each stage can be caught.

    Leaving a stage and being caught compete; what is caught loses part of the price. Goods are
    paid when they come home, and wait at the last stage while the purse is too small.

    Args:
        state: progress by stage and papers at hand.
        params: rates, prices and cover.
        effort: ordered, 0..1, [design, run].
        control: of exports, 0..1, [run].
        purse: money left after licences, [run], MGR.
        chance: draws of the room.
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    going = params.covert_rate[None] * effort * params.cover_quality[None]
    exposed = params.interdiction_rate * control * (1.0 - params.cover_quality)
    catching = exposed[None] * (1.0 + params.injunction)
    leaving = chance_of(going + catching, dt)
    caught_share = catching / jnp.maximum(going + catching, TINY)
    progress, moved, caught = [], [], []
    for stage in range(STAGES):
        at = state.covert_progress[stage]
        left = at * chance.event(leaving, f"covert_leaves_{stage}", "design")
        seized = left * chance.event(caught_share, f"covert_caught_{stage}", "design")
        progress.append(at - left)
        caught.append(seized)
        moved.append(left - seized)
    home = buy_in_turn(purse, moved[2], params.covert_price, mode)
    paid = jnp.sum(home * params.covert_price, axis=0)
    total_caught = caught[0] + caught[1] + caught[2]
    risked = params.loss_when_caught * jnp.sum(total_caught * params.covert_price, axis=0)
    lost = jnp.minimum(risked, jnp.maximum(purse - paid, 0.0))
    begun = _begin(state, params, effort, going, chance, dt)
    after = [progress[0] + begun, progress[1] + moved[0], progress[2] + moved[1] + moved[2] - home]
    return Mission(
        progress=jnp.clip(jnp.stack(after), 0.0, 1.0),
        begun=begun,
        home=home,
        caught=total_caught,
        paid=paid,
        lost=lost,
    )


def _begin(state, params, effort, going, chance: Chance, dt: float) -> PerDesign:
    """Return missions begun: one at a time, where papers are wanting and money is at hand."""
    free = jnp.maximum(1.0 - jnp.sum(state.covert_progress, axis=0), 0.0)
    wanting = (state.documents + jnp.sum(state.documents_under_way, axis=0)) < (
        params.covert_ceiling[None]
    )
    rich = state.mission_purse[None] >= params.covert_price
    sought = chance.event(chance_of(going, dt) * (effort > 0.0), "covert_begins", "design")
    return free * sought * wanting * rich
