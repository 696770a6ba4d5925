"""Collection: the official estimate, the quota set on it, and what is taken from farms."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerRegion, PerRegionSeason, Scalar
from sinews.core.numerics import Mode, Moment
from sinews.core.smooth import gate, soft_min, take
from sinews.systems.food.calendar import TINY, rate_of_rest, ratio, surplus
from sinews.systems.food.state import FoodParams


class Collection(NamedTuple):
    """What is taken from farms; rates per month."""

    from_farms: PerRegion
    from_seed: PerRegion
    without_haulage: Scalar

    @property
    def total(self) -> PerRegion:
        """Food grain and seed together."""
        return self.from_farms + self.from_seed


def usual_harvest(area: PerRegionSeason, params: FoodParams) -> PerRegion:
    """Return the harvest that land gives in a usual year, [region, run], kt."""
    return jnp.sum(area, axis=1) * params.normal_yield * params.usual_yield_share[None]


def expect_harvest(
    sown_area: PerRegionSeason, last_harvest: PerRegion, params: FoodParams, mode: Mode
) -> PerRegion:
    """Return the harvest that planners expect in July, [region, run], kt.

    They know the land and the usual yield, and carry part of last year's shortfall.
    """
    usual = usual_harvest(sown_area, params)
    missed = surplus(usual - last_harvest, usual, mode)
    return jnp.maximum(usual - params.shortfall_carried[None] * missed, 0.0)


def estimate(expected: PerRegion, params: FoodParams) -> Scalar:
    """Return the official estimate, [run], kt: the expectation, inflated (Tauger 1991)."""
    return jnp.sum(expected, axis=0) * jnp.exp(params.estimate_bias)


def quota_by_share(
    estimated: Scalar, share: Scalar, public_grain: Scalar, params: FoodParams, mode: Mode
) -> Scalar:
    """Return the quota of the year when no figure is ordered, [run], kt.

    Grain above what is ample on 1 July counts towards it, so that stores do not fill for ever.
    """
    spare = surplus(public_grain - params.ample_stock, params.ample_stock, mode)
    return jnp.maximum(share * estimated - spare, 0.0)


def kept_of_quota(crop: PerRegion, expected: PerRegion, params: FoodParams) -> Scalar:
    """Return the share of a quota that stands when the crop falls short, [run].

    Inflexible procurement does not bend (Meng, Qian and Yared 2015).
    """
    short = jnp.sum(crop, axis=0) / jnp.maximum(jnp.sum(expected, axis=0), TINY)
    return 1.0 - params.quota_response * (1.0 - jnp.minimum(short, 1.0))


def split_of_quota(expected: PerRegion, params: FoodParams) -> PerRegion:
    """Return each region's part of the quota, [region, run], sum 1.

    Parts are customary and follow what is expected of a region; progressive quotas take more than
    that where more is expected than usual (Meng, Qian and Yared 2015).
    """
    usual = usual_harvest(params.grain_land, params)
    relative = expected / jnp.maximum(usual, TINY)
    weight = params.plan_share * relative ** (1.0 + params.progressivity[None])
    return weight / jnp.maximum(jnp.sum(weight, axis=0), TINY)[None]


def change_plan(plan: PerRegion, change: Scalar, params: FoodParams) -> PerRegion:
    """Return what is still due after the quota of the year was changed, [region, run], kt.

    Cuts and rises fall on regions by what they still owe.
    """
    owed = jnp.sum(plan, axis=0)
    by_debt = plan / jnp.maximum(owed, TINY)[None]
    part = jnp.where(owed[None] > TINY, by_debt, params.plan_share)
    return jnp.maximum(plan + part * change[None], 0.0)


def concealed_share(
    quota: Scalar, expected: PerRegion, coercion: Scalar, params: FoodParams
) -> PerRegion:
    """Return the share of farm grain that is hidden, [region, run].

    Hiding grows with the burden of the quota and shrinks under coercion.
    """
    burden = params.plan_share * quota[None] / jnp.maximum(expected, TINY)
    hiding = gate(burden, params.concealment_burden[None], params.concealment_width[None])
    seen = 1.0 - params.coercion_against_concealment * coercion
    return (params.concealment_ceiling * seen)[None] * hiding


def within_reach(
    farm_grain: PerRegion,
    seed: PerRegion,
    concealed: PerRegion,
    seed_protection: Scalar,
) -> tuple[PerRegion, PerRegion]:
    """Return food grain and seed that collectors can reach, [region, run]."""
    return (1.0 - concealed) * farm_grain, (1.0 - seed_protection)[None] * seed


def collect(
    plan: PerRegion,
    reach: tuple[PerRegion, PerRegion],
    coercion: Scalar,
    haulage: Scalar,
    moment: Moment,
    params: FoodParams,
    mode: Mode,
    dt: float,
) -> Collection:
    """Take what is due, from food grain first and then from seed.

    The plan does not bend with the harvest: what was not taken stays due to the end of June.

    Args:
        plan: still due this year, [region, run], kt.
        reach: food grain and seed within reach, [region, run], kt/month.
        coercion: force used, 0..1, [run].
        haulage: grain that can be carried, [run], kt/month.
        moment: where in the calendar the step stands.
        params: calendar, haste.
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    due = plan * rate_of_rest(params.procurement_calendar, moment)[None]
    pressed = due * (1.0 + params.haste_by_coercion * coercion)[None]
    all_due = jnp.sum(pressed, axis=0)
    carried = haulage[None] * ratio(pressed, all_due[None])
    wanted = soft_min(plan / dt, pressed, carried, mode=mode)
    from_farms = take(reach[0], wanted, mode)
    from_seed = take(reach[1], jnp.maximum(wanted - from_farms, 0.0), mode)
    return Collection(from_farms, from_seed, jnp.maximum(all_due - haulage, 0.0))


def still_to_come(
    plan: PerRegion, reach: tuple[PerRegion, PerRegion], taken: Collection, dt: float
) -> PerRegion:
    """Return the plan left after this step that grain within reach can fill, [region, run], kt."""
    return jnp.maximum(jnp.minimum(plan, (reach[0] + reach[1]) * dt) - taken.total * dt, 0.0)
