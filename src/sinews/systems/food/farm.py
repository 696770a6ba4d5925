"""Farms: how grain is spread over the months to the next harvest, eaten, fed and sold."""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from sinews.core.arrays import PerRationList, PerRegion, PerRegionFarmKind, Scalar
from sinews.core.numerics import Mode, Moment
from sinews.core.smooth import gate, soft_min, take
from sinews.systems.food.calendar import TINY, left_of_year, months_to_bread, surplus
from sinews.systems.food.state import FoodParams
from sinews.systems.food.store import STATE_FARM

YEAR = 12.0


class Needs(NamedTuple):
    """What farms need at full norm, kt/month, and how far their grain goes."""

    food: PerRegion
    fodder: PerRegion
    spare: PerRegion
    months: Float[Array, ""]


def eaters(farm_people: PerRegionFarmKind, state_farm_membership: PerRationList) -> PerRegion:
    """Return farm people who live from farm grain, [region, run], kp; cards feed the others."""
    with_cards = jnp.minimum(jnp.sum(state_farm_membership, axis=0), 1.0)
    return jnp.sum(farm_people, axis=1) - with_cards[None] * farm_people[:, STATE_FARM]


def find_needs(
    farm_grain: PerRegion,
    standing: PerRegion,
    plan: PerRegion,
    people: PerRegion,
    horses: PerRegion,
    moment: Moment,
    params: FoodParams,
) -> Needs:
    """Return needs, and the grain free for them up to the next harvest.

    Farms count what stands in the field and set aside most of the quota still due.
    """
    kept = (1.0 - params.harvest_loss) * (1.0 - params.seed_share)
    free = farm_grain + kept[None] * standing - params.quota_expected[None] * plan
    return Needs(
        food=people * params.relative_diet * params.food_norm_farm[None] / YEAR,
        fodder=horses * params.relative_fodder * params.fodder_norm[None] / YEAR,
        spare=jnp.maximum(free, 0.0),
        months=months_to_bread(moment),
    )


def _covered(spare, need, moment: Moment, params: FoodParams, mode: Mode):
    """Return the share of needs to the next harvest that is in hand, 0..1.

    While a crop still stands, nobody saves.
    """
    share = soft_min(spare / jnp.maximum(need, TINY), jnp.ones_like(spare), mode=mode)
    after = left_of_year(params.harvest_calendar, moment) - moment.of(params.harvest_calendar)
    stands = moment.of(params.harvest_calendar) * (after > TINY) > 0.0
    return jnp.where(stands[None], 1.0, share)


def eat(available: PerRegion, needs: Needs, moment: Moment, params: FoodParams, mode: Mode):
    """Return grain eaten, [region, run], kt/month: the norm times cover to a power below 1."""
    cover = _covered(needs.spare, needs.food * needs.months, moment, params, mode)
    saved = jnp.maximum(cover, TINY) ** params.saving_exponent[None]
    return take(available, needs.food * saved, mode)


def feed(available: PerRegion, needs: Needs, moment: Moment, params: FoodParams, mode: Mode):
    """Return grain fed to horses, [region, run], kt/month: cut before people's food is."""
    both = (needs.food + needs.fodder) * needs.months
    cover = _covered(needs.spare, both, moment, params, mode)
    saved = jnp.maximum(cover, TINY) ** params.fodder_exponent[None]
    return take(available, needs.fodder * saved, mode)


def sell(
    available: PerRegion,
    needs: Needs,
    appetite: Scalar,
    market_legal: Scalar,
    coercion: Scalar,
    price: Scalar,
    params: FoodParams,
    mode: Mode,
) -> PerRegion:
    """Return grain sold in town markets, [region, run], kt/month.

    Farms offer part of what exceeds their food to the next harvest, more at a better price, less
    when markets are forbidden and watched; towns buy up to their appetite (Strauss 1986).
    """
    beyond_food = surplus(needs.spare - needs.food * needs.months, needs.food, mode)
    allowed = market_legal + (1.0 - market_legal) * params.black_share * (1.0 - coercion)
    readiness = gate(price, params.market_price_midpoint, params.market_price_width)
    offered = (allowed * params.market_share * readiness)[None] * beyond_food
    offered = take(available, offered, mode)
    total = jnp.sum(offered, axis=0)
    return offered * (take(total, appetite, mode) / jnp.maximum(total, TINY))[None]


class Loan(NamedTuple):
    """Grain lent to farms, kt/month."""

    seed: PerRegion
    food: PerRegion


class Use(NamedTuple):
    """What farms did with their grain, kt/month."""

    eaten: PerRegion
    fed: PerRegion
    sold: PerRegion


def use_loan(lent: PerRegion, missing_seed: PerRegion) -> Loan:
    """Put a loan to seed as far as seed is wanting, the rest to food; both kt/month."""
    seed = jnp.minimum(lent, missing_seed)
    return Loan(seed, jnp.maximum(lent - seed, 0.0))


def live(
    grain: PerRegion,
    needs: Needs,
    appetite: Scalar,
    market_legal: Scalar,
    coercion: Scalar,
    price: Scalar,
    moment: Moment,
    params: FoodParams,
    mode: Mode,
) -> Use:
    """Eat, then feed, then sell, each from what is left, kt/month.

    Args:
        grain: what farms hold after collection and loans, [region, run], kt/month.
        needs: see `Needs`.
        appetite: grain that towns would buy, [run], kt/month.
        market_legal: whether farms may sell, 0..1, [run].
        coercion: force used in collecting, 0..1, [run].
        price: market price, [run], rub/kg.
        moment: where in the calendar the step stands.
        params: exponents and shares.
        mode: see `Numerics`.
    """
    eaten = eat(grain, needs, moment, params, mode)
    grain = jnp.maximum(grain - eaten, 0.0)
    fed = feed(grain, needs, moment, params, mode)
    grain = jnp.maximum(grain - fed, 0.0)
    return Use(
        eaten, fed, sell(grain, needs, appetite, market_legal, coercion, price, params, mode)
    )
