"""The public grain of one month: what arrives, what is wanted, who is served."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import (
    PerGroup,
    PerGroupRationList,
    PerRationList,
    PerRegion,
    PerRegionFarmKind,
    PerStage,
    Scalar,
)
from sinews.core.numerics import Moment, Numerics
from sinews.core.smooth import chance_of, pipe, take
from sinews.systems.food import store
from sinews.systems.food.calendar import TINY
from sinews.systems.food.state import FoodParams, FoodState
from sinews.systems.food.store import KG, Issues, Wants


class Orders(NamedTuple):
    """Orders on public grain; kt/month where not said."""

    exports: Scalar
    exports_above_lists: Scalar
    reserve_fill: Scalar
    reserve_release: Scalar
    ration_norm: PerRationList
    protected_rations: Scalar
    loans: PerRegion


class Cards(NamedTuple):
    """Who holds cards: shares of groups, and people by list."""

    membership: PerGroupRationList
    people: PerRationList


class Month(NamedTuple):
    """What moved through public stores; kt/month, the pipe in kt."""

    in_transit: PerStage
    arrived: Scalar
    landed: Scalar
    lost_on_way: Scalar
    lost_in_store: Scalar
    lost_in_reserve: Scalar
    unlocked: Scalar
    wants: Wants
    issued: Issues
    lent: PerRegion
    allotment: Scalar


def hold_cards(
    people: PerGroup, farm_people: PerRegionFarmKind, moment: Moment, params: FoodParams
) -> Cards:
    """Return who holds cards this month."""
    membership = store.cards(moment, params)
    return Cards(membership, store.people_on_lists(membership, people, farm_people, params))


def state_wants(
    state: FoodState, params: FoodParams, cards: Cards, people: PerGroup, orders: Orders, dt: float
) -> Wants:
    """Return what is asked of public stores, kt/month; the reserve has a ceiling."""
    soldiers = jnp.sum(params.soldier_share * people, axis=0)
    room = jnp.maximum(params.reserve_ceiling - state.reserve_grain, 0.0) / dt
    return Wants(
        army=soldiers * params.army_norm * KG,
        rations=cards.people * orders.ration_norm * KG,
        exports=orders.exports,
        loans=jnp.sum(orders.loans, axis=0),
        industry=params.industry_grain,
        other=params.other_state_uses,
        reserve=jnp.minimum(orders.reserve_fill, room),
    )


def issue(
    state: FoodState,
    params: FoodParams,
    *,
    numerics: Numerics,
    moment: Moment,
    wants: Wants,
    orders: Orders,
    procured: PerRegion,
    still_due: PerRegion,
    shortfall: Scalar,
    landed: Scalar,
) -> Month:
    """Bring collected grain to the stores and share out what is there.

    Args:
        state: stores at the start of the step.
        params: losses, transit, allotment.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        wants: what is asked, kt/month.
        orders: orders on public grain.
        procured: collected this step, [region, run], kt/month.
        still_due: plan that can still be collected by 1 July, [region, run], kt.
        shortfall: harvest that was expected and did not come, [run], kt.
        landed: imports, [run], kt/month.
    """
    mode, dt = numerics.mode, numerics.dt
    sent = jnp.sum(procured, axis=0)
    lost_on_way = params.loss_on_the_way * sent
    in_transit, arrived = pipe(
        state.grain_in_transit, sent - lost_on_way, params.months_in_transit, dt
    )
    spoiled = chance_of(params.store_loss, dt) / dt
    lost_in_store, lost_in_reserve = state.state_grain * spoiled, state.reserve_grain * spoiled
    locked = jnp.maximum(state.reserve_grain / dt - lost_in_reserve, 0.0)
    unlocked = take(locked, orders.reserve_release, mode)
    kept = jnp.maximum(state.state_grain / dt - lost_in_store, 0.0)
    issuable = kept + arrived + landed + unlocked
    free = store.free_share(
        issuable * dt + jnp.sum(in_transit, axis=0),
        (1.0 - params.loss_on_the_way) * jnp.sum(still_due, axis=0),
        store.expected_loans(shortfall, moment, params, dt),
        wants,
        moment,
        params,
        mode,
        dt,
    )
    allotment = store.allot(state.allotment, free, orders.protected_rations, moment, params, dt)
    issued = store.share_out(
        issuable,
        wants,
        allotment,
        orders.exports_above_lists,
        orders.protected_rations,
        params,
        mode,
    )
    lent = orders.loans * (issued.loans / jnp.maximum(wants.loans, TINY))[None]
    return Month(
        in_transit=in_transit,
        arrived=arrived,
        landed=landed,
        lost_on_way=lost_on_way,
        lost_in_store=lost_in_store,
        lost_in_reserve=lost_in_reserve,
        unlocked=unlocked,
        wants=wants,
        issued=issued,
        lent=lent,
        allotment=allotment,
    )
