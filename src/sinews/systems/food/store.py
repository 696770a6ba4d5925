"""Public grain: cards, the allotment of lists 2 and 3, and who is served when."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import (
    PerGroup,
    PerGroupRationList,
    PerRationList,
    PerRegionFarmKind,
    Scalar,
)
from sinews.core.axes import FIXED_AXES
from sinews.core.numerics import Mode, Moment
from sinews.core.smooth import by_priority, soft_min
from sinews.systems.food.calendar import TINY, left_of_year, months_to_july, surplus
from sinews.systems.food.state import FoodParams

STATE_FARM = FIXED_AXES["farm_kind"].index("state_farm")
KG = 1e-3
"""kt per month of one kp at one kg a head."""


class Wants(NamedTuple):
    """What is asked of the store, kt/month."""

    army: Scalar
    rations: PerRationList
    exports: Scalar
    loans: Scalar
    industry: Scalar
    other: Scalar
    reserve: Scalar


class Issues(NamedTuple):
    """What the store gives, kt/month."""

    army: Scalar
    rations: PerRationList
    exports: Scalar
    loans: Scalar
    industry: Scalar
    other: Scalar
    reserve: Scalar


def cards(moment: Moment, params: FoodParams) -> PerGroupRationList:
    """Return the share of each group on each list, [group, ration_list, run].

    Coverage grows by the month until all of a group hold cards.
    """
    held = jnp.sum(params.list_membership, axis=1)
    grown = jnp.exp(params.coverage_growth * moment.month)[None]
    factor = jnp.minimum(grown, 1.0 / jnp.maximum(held, TINY))
    return params.list_membership * jnp.maximum(factor, 1.0)[:, None]


def people_on_lists(
    membership: PerGroupRationList,
    people: PerGroup,
    farm_people: PerRegionFarmKind,
    params: FoodParams,
) -> PerRationList:
    """Return people by list, state farms included, [ration_list, run], kp."""
    on_state_farms = jnp.sum(farm_people[:, STATE_FARM], axis=0)
    towns = jnp.sum(membership * people[:, None], axis=0)
    return towns + params.state_farm_membership * on_state_farms[None]


def expected_loans(shortfall: Scalar, moment: Moment, params: FoodParams, dt: float) -> Scalar:
    """Return spring loans still to come after this step, [run], kt."""
    in_all = params.usual_loans + params.loans_of_shortfall * shortfall
    left = left_of_year(params.loan_calendar, moment) - moment.of(params.loan_calendar) * dt
    return in_all * jnp.maximum(left, 0.0)


def free_share(
    public_grain: Scalar,
    still_due: Scalar,
    loans_to_come: Scalar,
    wants: Wants,
    moment: Moment,
    params: FoodParams,
    mode: Mode,
    dt: float,
) -> Scalar:
    """Return the share of their norm that lists 2 and 3 can get up to 1 July, [run], 0..1.

    It is what is left of the store and the quota still due after the higher classes, the bread
    of July and the reserve that is ordered, over what the lists want.
    """
    months = months_to_july(moment)
    first = jnp.sum(wants.rations * params.first_class, axis=0)
    last = jnp.sum(wants.rations * (1.0 - params.first_class), axis=0)
    monthly = wants.army + first + wants.exports + wants.industry + wants.other + wants.reserve
    committed = monthly * months + wants.loans * dt + loans_to_come + params.operational_minimum
    free = public_grain + still_due - committed
    share = params.allotment_cover * surplus(free, public_grain, mode)
    share = share / jnp.maximum(last * months, TINY)
    return soft_min(share, jnp.ones_like(share), mode=mode)


def allot(
    allotment: Scalar,
    free: Scalar,
    protected_rations: Scalar,
    moment: Moment,
    params: FoodParams,
    dt: float,
) -> Scalar:
    """Return this step's allotment of lists 2 and 3, [run], 0..1.

    From January to June part of last month's is carried; after the harvest all of it is allotted.
    """
    in_spring = moment.is_month(1, 2, 3, 4, 5, 6)
    goal = jnp.where(in_spring, free, 1.0)
    goal = goal + protected_rations * (1.0 - goal)
    kept = jnp.where(in_spring, params.allotment_carried**dt, 0.0)
    return kept * allotment + (1.0 - kept) * goal


def share_out(
    grain: Scalar,
    wants: Wants,
    allotment: Scalar,
    exports_above_lists: Scalar,
    protected_rations: Scalar,
    params: FoodParams,
    mode: Mode,
) -> Issues:
    """Serve army, first lists, exports, loans, industry, other uses, lists 2-3, reserve in turn.

    Exports stand before or after lists 2 and 3 by order; the protected part of these lists
    stands before exports (Davies, Tauger and Wheatcroft 1995 for the historical order).

    Args:
        grain: what may be issued, [run], kt/month.
        wants: what is asked, kt/month.
        allotment: share of their norm allotted to lists 2 and 3, [run].
        exports_above_lists: 1 when exports stand before lists 2 and 3, [run].
        protected_rations: part of lists 2 and 3 that stands before exports, [run].
        params: which lists are of the first class.
        mode: see `Numerics`.
    """
    first = wants.rations * params.first_class
    last = wants.rations * (1.0 - params.first_class) * allotment[None]
    early, late = last * protected_rations[None], last * (1.0 - protected_rations)[None]
    exports_early = wants.exports * exports_above_lists
    exports_late = jnp.maximum(wants.exports - exports_early, 0.0)
    single = [exports_early, wants.loans, wants.industry, wants.other]
    demands = [wants.army, *first, *early, *single, *late, exports_late, wants.reserve]
    served = by_priority(grain, jnp.stack(jnp.broadcast_arrays(*demands, grain)[:-1]), mode)
    lists = wants.rations.shape[0]
    middle = 1 + 2 * lists
    rations = served[1 : 1 + lists] + served[1 + lists : middle] + served[middle + 4 : -2]
    return Issues(
        army=served[0],
        rations=rations,
        exports=served[middle] + served[-2],
        loans=served[middle + 1],
        industry=served[middle + 2],
        other=served[middle + 3],
        reserve=served[-1],
    )
