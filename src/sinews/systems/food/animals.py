"""Animals and tractors: how herds fall with fodder, and what the drive to join costs them."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerRegion, PerRegionFarmKind, Scalar
from sinews.core.axes import FIXED_AXES
from sinews.core.numerics import Mode
from sinews.core.smooth import adjust, chance_of, gate, positive
from sinews.systems.food.calendar import TINY, ratio
from sinews.systems.food.state import FoodParams

KOLKHOZ = FIXED_AXES["farm_kind"].index("kolkhoz")
GAP_WIDTH = 0.03


class Change(NamedTuple):
    """Gains and losses of a herd, thousand/month."""

    gained: PerRegion
    lost: PerRegion


def feed_share(fed: PerRegion, need: PerRegion, livestock: PerRegion, params: FoodParams):
    """Return feed of an animal over its norm, [region, run], 0..1.

    Hay and straw grow on a given land: the fewer the animals, the more there is for each, and
    the less grain it needs.
    """
    each = params.livestock_reference / jnp.maximum(livestock, TINY)
    relief = jnp.minimum(each, 1e3) ** params.hay_relief[None]
    return jnp.minimum(ratio(fed, need) * relief, 1.0)


def strength(condition: PerRegion, fed_share: PerRegion, params: FoodParams, dt: float):
    """Return the condition of horses after the step: it follows their feed, [region, run]."""
    roughage = params.roughage_share[None]
    feed = params.best_condition[None] * (roughage + (1.0 - roughage) * fed_share)
    return adjust(condition, feed, params.condition_months[None], dt)


def _hunger(fed_share, params: FoodParams, mode: Mode):
    return positive(1.0 - fed_share - params.tolerated_gap[None], mode)


def _bred(stock, fed_share, increase, params: FoodParams, dt: float):
    fertile = gate(params.breeding_gap[None], 1.0 - fed_share, GAP_WIDTH)
    return stock * jnp.expm1(increase[None] * fertile * dt) / dt


def change_of_horses(
    horses: PerRegion,
    fed_share: PerRegion,
    joined: PerRegion,
    params: FoodParams,
    mode: Mode,
    dt: float,
) -> Change:
    """Return horses gained and lost: bred when fed, lost with hunger and before joining."""
    gap = 1.0 - fed_share
    hazard = (
        params.horse_loss_base[None] * gate(gap, params.tolerated_gap[None], GAP_WIDTH)
        + params.horse_loss_by_hunger[None] * _hunger(fed_share, params, mode) ** 2
        + params.horse_loss_by_joining[None] * joined
    )
    born = _bred(horses, fed_share, params.horse_increase, params, dt)
    return Change(born, horses * chance_of(hazard, dt) / dt)


def change_of_cattle(
    cattle: PerRegion,
    fed_share: PerRegion,
    joined: PerRegion,
    params: FoodParams,
    mode: Mode,
    dt: float,
) -> Change:
    """Return cattle gained and slaughtered: for want of fodder, and before joining a kolkhoz."""
    hazard = params.cattle_loss_by_hunger[None] * _hunger(fed_share, params, mode) ** 2
    hazard = hazard + params.cattle_loss_by_joining[None] * joined
    born = _bred(cattle, fed_share, params.cattle_increase, params, dt)
    return Change(born, cattle * chance_of(hazard, dt) / dt)


def change_of_tractors(
    tractors: PerRegion, delivered: Scalar, params: FoodParams, dt: float
) -> Change:
    """Return tractors received and written off, thousand/month.

    Args:
        tractors: tractors held, [region, run], thousand.
        delivered: new tractors, [run], unit/month.
        params: allocation and wear.
        dt: length of the step in months.
    """
    received = params.tractor_allocation * delivered[None] * 1e-3
    return Change(received, tractors * chance_of(params.tractor_wear[None], dt) / dt)


def kolkhoz_share(farm_people: PerRegionFarmKind) -> PerRegion:
    """Return the share of farm people in collective farms, [region, run]."""
    return farm_people[:, KOLKHOZ] / jnp.maximum(jnp.sum(farm_people, axis=1), TINY)


def joining(before: PerRegion, now: PerRegion, dt: float) -> PerRegion:
    """Return the share of people who joined, net, per month, [region, run]; leaving counts as 0."""
    return jnp.maximum(now - before, 0.0) / dt
