"""Fields: sowing, the crop of 1 July, and bringing it in."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerRegion, PerRegionSeason, Scalar
from sinews.core.numerics import Mode, Moment
from sinews.core.smooth import positive, soft_min, take
from sinews.systems.food.calendar import TINY, left_of_year, rate_of_rest, ratio
from sinews.systems.food.state import FoodParams


class Sowing(NamedTuple):
    """What was sown, and what stood in the way; rates per month."""

    area: PerRegionSeason
    seed: PerRegion
    without_seed: PerRegion
    without_draught: PerRegion
    without_labour: PerRegion


class Reaping(NamedTuple):
    """What was reaped, brought in and put aside; rates per month."""

    reaped: PerRegion
    harvest: PerRegion
    seed_set_aside: PerRegion


def draught_power(horses: PerRegion, tractors: PerRegion, condition, params: FoodParams):
    """Return horses in full strength that horses and tractors amount to, thousand."""
    machines = params.tractor_power * params.tractor_serviceable
    return horses * condition + machines[None] * tractors


def crop_of_july(
    sown_area: PerRegionSeason,
    power: PerRegion,
    effort: PerRegion,
    weather: PerRegion,
    truth: Scalar,
    params: FoodParams,
    mode: Mode,
) -> PerRegion:
    """Return the crop that stands on 1 July, [region, run], kt.

    Yield falls with weak draught and low effort (Hunter 1988; Davies and Wheatcroft 2004); more
    draught than needed adds nothing.
    """
    area = jnp.sum(sown_area, axis=1)
    covered = soft_min(ratio(power, params.draught_need * area), jnp.ones_like(power), mode=mode)
    sigma = params.weather_effect[None]
    per_area = (
        params.normal_yield
        * params.yield_truth
        * (params.harvest_truth_common * truth)[None]
        * jnp.exp(sigma * weather - 0.5 * sigma**2)
        * jnp.maximum(covered, TINY) ** params.draught_exponent[None]
        * jnp.maximum(effort, TINY) ** params.effort_exponent[None]
    )
    return area * per_area


def seed_need(sown_area: PerRegionSeason, moment: Moment, params: FoodParams) -> PerRegion:
    """Return seed for the land still to be sown this year, [region, run], kt."""
    still_open = left_of_year(params.sowing_calendar, moment) > 0.0
    unsown = jnp.maximum(params.grain_land - sown_area, 0.0)
    return jnp.sum(unsown * (still_open * params.seed_rate)[None], axis=1)


def reap(
    standing: PerRegion,
    missing: PerRegion,
    effort: PerRegion,
    farm_labour: PerRegion,
    moment: Moment,
    params: FoodParams,
    mode: Mode,
    dt: float,
) -> Reaping:
    """Bring in the part of the crop that falls to the month, and set seed aside.

    More is lost when will or hands are wanting; what is lost decays in the field.

    Args:
        standing: crop in the field, [region, run], kt.
        missing: seed still wanted, [region, run], kt.
        effort: will to work, [region, run].
        farm_labour: hands, [region, run], kwm/month.
        moment: where in the calendar the step stands.
        params: calendar and losses.
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    reaped = standing * rate_of_rest(params.harvest_calendar, moment)[None]
    hands = ratio(farm_labour * effort, params.harvest_labour[None] * reaped)
    gap = positive(1.0 - hands, mode)
    loss = (
        params.harvest_loss[None]
        + params.harvest_loss_by_effort[None] * positive(1.0 - effort, mode)
        + params.harvest_loss_by_labour[None] * gap
    )
    harvest = reaped * (1.0 - jnp.minimum(loss, 1.0))
    kept = take(params.seed_share[None] * harvest, missing / dt, mode)
    return Reaping(reaped, harvest, kept)


def missing_seed(
    sown_area: PerRegionSeason, seed: PerRegion, moment: Moment, params: FoodParams
) -> PerRegion:
    """Return seed that is wanting for the land still to be sown, [region, run], kt."""
    return jnp.maximum(seed_need(sown_area, moment, params) - seed, 0.0)


def sow(
    sown_area: PerRegionSeason,
    seed: PerRegion,
    power: PerRegion,
    effort: PerRegion,
    farm_labour: PerRegion,
    moment: Moment,
    params: FoodParams,
    mode: Mode,
) -> Sowing:
    """Sow what the calendar asks for, as far as seed, draught and hands go (Leontief 1941).

    Args:
        sown_area: land sown so far, [region, season, run], kha.
        seed: seed to be had, [region, run], kt/month.
        power: draught, [region, run], thousand horses in full strength.
        effort: will to work, [region, run].
        farm_labour: hands, [region, run], kwm/month.
        moment: where in the calendar the step stands.
        params: land, calendar, seed rate.
        mode: see `Numerics`.
    """
    unsown = jnp.maximum(params.grain_land - sown_area, 0.0)
    due = unsown * rate_of_rest(params.sowing_calendar, moment)[None]
    wanted = jnp.sum(due, axis=1)
    rate = jnp.sum(due * params.seed_rate[None], axis=1) / jnp.maximum(wanted, TINY)
    by_seed = jnp.where(wanted > 0.0, seed / jnp.maximum(rate, TINY), 0.0)
    by_draught = params.sowing_pace[None] * power / params.draught_need
    by_labour = farm_labour * effort / params.sowing_labour[None]
    done = soft_min(wanted, by_seed, by_draught, by_labour, mode=mode)
    area = due * (done / jnp.maximum(wanted, TINY))[:, None]
    return Sowing(
        area=area,
        seed=jnp.minimum(jnp.sum(area * params.seed_rate[None], axis=1), seed),
        without_seed=jnp.maximum(wanted - by_seed, 0.0),
        without_draught=jnp.maximum(wanted - by_draught, 0.0),
        without_labour=jnp.maximum(wanted - by_labour, 0.0),
    )
