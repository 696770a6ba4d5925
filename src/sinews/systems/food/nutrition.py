"""Bodies and wills: intake, nutrition with memory, effort, and excess mortality."""

import jax.numpy as jnp
from jax.scipy.stats import norm

from sinews.core.arrays import PerGroup, PerGroupRationList, PerRationList, PerRegion, Scalar
from sinews.core.numerics import Moment
from sinews.core.smooth import adjust
from sinews.systems.food.calendar import TINY, ratio
from sinews.systems.food.state import FoodParams
from sinews.systems.food.store import KG

STRENGTH_ZERO = 0.4
"""Nutrition at which nothing is left for work (Dasgupta and Ray 1986)."""

STRENGTH_CEILING = 1.05


def intake_on_farms(
    eaten: PerRegion,
    need: PerRegion,
    cattle: PerRegion,
    people: PerRegion,
    moment: Moment,
    params: FoodParams,
) -> PerRegion:
    """Return intake over requirement, [region, run]: grain, gardens, milk and meat."""
    per_head = ratio(cattle, people * params.cattle_reference)
    herd = params.herd_share_of_garden[None]
    garden = moment.of(params.garden)[None] * (1.0 - herd + herd * jnp.minimum(per_head, 1.5))
    return params.grain_share_of_diet[None] * ratio(eaten, need) + garden


def bread_of_groups(
    membership: PerGroupRationList,
    issued_per_head: PerRationList,
    army_grain: Scalar,
    people: PerGroup,
    params: FoodParams,
) -> PerGroup:
    """Return public grain that reaches each group, [group, run], kt/month.

    Town families pool part of their bread, so that those without cards eat as well; soldiers'
    grain counts as the norm of a town diet when the army gets all it asks for.
    """
    own = jnp.sum(membership * issued_per_head[None], axis=1) * people
    pooled = params.household_sharing * own
    eaters = params.household_sharing * people
    share = eaters / jnp.maximum(jnp.sum(eaters, axis=0), TINY)[None]
    soldiers = params.soldier_share * people
    wanted = jnp.sum(soldiers, axis=0) * params.army_norm * KG
    filled = ratio(army_grain, wanted)
    mess = soldiers * (filled * params.town_grain_norm * KG)[None]
    return own - pooled + share * jnp.sum(pooled, axis=0)[None] + mess


def town_appetite(bread: PerGroup, people: PerGroup, params: FoodParams) -> PerGroup:
    """Return grain that people would still buy, [group, run], kt/month."""
    full = people * (params.town_grain_norm * params.market_appetite * KG)[None]
    return jnp.maximum(full - bread, 0.0)


def intake_in_towns(
    bread: PerGroup, appetite: PerGroup, market_sold: Scalar, people: PerGroup, params: FoodParams
) -> PerGroup:
    """Return intake over requirement, [group, run]; market grain goes by unmet appetite."""
    bought = appetite * (market_sold / jnp.maximum(jnp.sum(appetite, axis=0), TINY))[None]
    need = people * (params.town_grain_norm * KG)[None]
    return params.grain_share_of_diet[None] * ratio(bread + bought, need) + params.other_food


def work_effort(
    effort: PerRegion,
    eaten_over_year: PerRegion,
    nutrition: PerRegion,
    market_legal: Scalar,
    params: FoodParams,
    dt: float,
) -> PerRegion:
    """Return farmers' will to work after the step, [region, run].

    It follows the grain they were left over a year, their strength and the hope of a market, and
    has a floor: hunger counted twice would run away (Strauss 1986; Lin and Yang 2000).
    """
    power = (nutrition - STRENGTH_ZERO) / (1.0 - STRENGTH_ZERO)
    power = jnp.clip(power, TINY, STRENGTH_CEILING) ** params.effort_of_nutrition[None]
    kept = jnp.maximum(eaten_over_year, TINY) ** params.effort_of_retained_grain[None]
    hope = 1.0 + params.market_effort * market_legal
    goal = (params.effort_level * hope)[None] * kept * power
    goal = jnp.clip(goal, params.effort_floor[None], 1.1)
    return adjust(effort, goal, params.effort_months[None], dt)


def death_hazard(nutrition, params: FoodParams):
    """Return the excess hazard of death, [..., run], 1/month.

    Nutrition is spread lognormally about its mean; those below the critical value die at the
    ceiling. Parameters come from other famines and are never tuned on this scenario.
    """
    spread = params.nutrition_spread[None]
    level = jnp.log(params.critical_nutrition[None] / jnp.maximum(nutrition, TINY))
    share = norm.cdf((level + 0.5 * spread**2) / spread)
    return params.death_hazard_ceiling[None] * share


def mean_over(values: PerGroup, weights: PerGroup) -> Scalar:
    """Return the mean of `values` weighted by people, [run]; 0 without people."""
    return jnp.sum(values * weights, axis=0) / jnp.maximum(jnp.sum(weights, axis=0), TINY)
