"""The bodies of farm and town people over one month, from bread to memory."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerGroup, PerRegion, Scalar
from sinews.core.smooth import adjust
from sinews.systems.food import nutrition
from sinews.systems.food.calendar import TINY, ratio
from sinews.systems.food.issue import Cards
from sinews.systems.food.state import FoodParams, FoodState
from sinews.systems.food.store import Issues

MOST_EATEN = 1.5


class Towns(NamedTuple):
    """Public grain that reached each group, and what it would still buy, kt/month."""

    bread: PerGroup
    appetite: PerGroup


class Health(NamedTuple):
    """Nutrition and will at the end of the step."""

    nutrition_farm: PerRegion
    nutrition: PerGroup
    eaten_over_year: PerRegion
    effort: PerRegion


def serve_towns(cards: Cards, issued: Issues, people: PerGroup, params: FoodParams) -> Towns:
    """Pass rations on to people, and find what they would still buy."""
    per_head = issued.rations / jnp.maximum(cards.people, TINY)
    bread = nutrition.bread_of_groups(cards.membership, per_head, issued.army, people, params)
    return Towns(bread, nutrition.town_appetite(bread, people, params))


def feed_towns(towns: Towns, market_sold: Scalar, people: PerGroup, params: FoodParams) -> PerGroup:
    """Return intake of towns over requirement, rations and market together, [group, run]."""
    return nutrition.intake_in_towns(towns.bread, towns.appetite, market_sold, people, params)


def eaten_share(eaten: PerRegion, need: PerRegion) -> PerRegion:
    """Return grain eaten over the norm, [region, run]."""
    return jnp.minimum(ratio(eaten, need), MOST_EATEN)


def follow(
    state: FoodState,
    params: FoodParams,
    *,
    farm_intake: PerRegion,
    eaten_share: PerRegion,
    town_intake: PerGroup,
    market_legal: Scalar,
    dt: float,
) -> Health:
    """Let bodies and wills follow intake with their memories.

    Args:
        state: bodies and wills at the start of the step.
        params: memories.
        farm_intake: intake over requirement on farms, [region, run].
        eaten_share: grain eaten over the norm on farms, [region, run].
        town_intake: intake over requirement of other people, [group, run].
        market_legal: whether farms may sell in towns, 0..1, [run].
        dt: length of the step in months.
    """
    body = params.body_store_months[None]
    nutrition_farm = adjust(state.nutrition_farm, farm_intake, body, dt)
    eaten = adjust(state.eaten_over_year, eaten_share, params.eating_memory_months[None], dt)
    return Health(
        nutrition_farm=nutrition_farm,
        nutrition=adjust(state.nutrition, town_intake, body, dt),
        eaten_over_year=eaten,
        effort=nutrition.work_effort(
            state.work_effort, eaten, nutrition_farm, market_legal, params, dt
        ),
    )
