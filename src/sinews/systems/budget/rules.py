"""Budget: prices, the cost of living and what defence costs."""

import jax
import jax.numpy as jnp

from sinews.core.arrays import PerAccount, PerEquipment, PerGroup, PerRationList, Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import adjust, positive

TOWN, VILLAGE, ENTERPRISES, STATE = range(4)
TINY = 1e-12
# Width of smoothed money gaps, M rub: a thousandth of a large account.
WIDTH = 1.0
# Months of sales above which idle money is not told apart.
LARGEST_OVERHANG = 100.0
KG_PER_HEAD = 1000.0
"""Kilograms a head in a kt for each kp."""
M_RUB = 1e-3
"""M rub in a rub for each kp."""


def wage_bill(wage: PerGroup, people: PerGroup) -> PerGroup:
    """Return wages due by group, [group, run], M rub/month."""
    return M_RUB * wage * people


def mean_wage(wage: PerGroup, people: PerGroup) -> Scalar:
    """Return the mean wage of those who are paid, [run], rub/month."""
    paid = jnp.where(wage > 0.0, people, 0.0)
    return jnp.sum(wage * people, axis=0) / jnp.maximum(jnp.sum(paid, axis=0), TINY)


def first_seen(first, now):
    """Return the value of the first month: kept once it is above 0."""
    return jnp.where(first > 0.0, first, now)


def cost_index(wage: Scalar, first_wage: Scalar, params) -> Scalar:
    """Return the cost of arms and building against the opening, [run]."""
    growth = jnp.where(first_wage > 0.0, wage / jnp.maximum(first_wage, TINY), 1.0)
    return 1.0 + params.price_follows_wage * (growth - 1.0)


def idle_money(town_money: Scalar, wages: Scalar, params, mode: Mode) -> Scalar:
    """Return town money beyond what paying with it needs, [run], M rub (model 4.14, rule 4)."""
    return positive(town_money - params.transaction_money * wages, mode, WIDTH)


def overhang(idle: Scalar, sales: Scalar, wages: Scalar) -> Scalar:
    """Return idle money in months of sales, [run] (Barro and Grossman 1974).

    Args:
        idle: idle money of towns, [run], M rub.
        sales: rations, goods and services sold to towns, [run], M rub/month.
        wages: wages due, [run], M rub/month; a twentieth of them counts as sales at least.
    """
    least = jnp.maximum(0.05 * wages, 1e-3)
    return jnp.minimum(idle / jnp.maximum(sales, least), LARGEST_OVERHANG)


def market_price_after(
    price: Scalar,
    idle: Scalar,
    quantity: Scalar,
    ration_fill: PerRationList,
    ration_price: Scalar,
    params,
    dt: float,
) -> Scalar:
    """Return the market price at the end of a step, [run], rub/kg (model 4.14, rule 5).

    A share of idle money goes to market, more of it when rations are short; the price follows
    what that money pays for the food brought there.

    Args:
        price: price at the start, [run], rub/kg.
        idle: idle money of towns, [run], M rub.
        quantity: food sold in markets, [run], kt/month.
        ration_fill: share of rations issued, [ration_list, run].
        ration_price: price of rationed grain, [run], rub/kg; the least market price.
        params: response, time and greatest price.
        dt: length of the step in months.
    """
    missing = jnp.clip(1.0 - jnp.mean(ration_fill, axis=0), 0.0, 1.0)
    carried = params.price_response * (1.0 + params.price_by_hunger * missing) * idle
    goal = carried / jnp.maximum(quantity, TINY)
    least = jnp.minimum(ration_price, params.maximum_price)
    goal = jnp.clip(goal, least, params.maximum_price)
    return jnp.clip(adjust(price, goal, params.price_months, dt), least, params.maximum_price)


def retail_price_after(
    price: Scalar, wages: Scalar, consumer_goods: Scalar, params, dt: float
) -> Scalar:
    """Return state retail prices at the end of a step, [run], 1 at the opening.

    Planners set prices so that goods take a share of wages; they follow late, and the lag is
    what fills purses when wages rise.

    Args:
        price: index at the start, [run].
        wages: wages due, [run], M rub/month.
        consumer_goods: deliveries, 1 is a month of 1930, [run].
        params: share, time and greatest index.
        dt: length of the step in months.
    """
    value = params.goods_value * consumer_goods
    goal = jnp.clip(
        params.retail_share * wages / jnp.maximum(value, TINY), 0.0, params.maximum_retail_price
    )
    return adjust(price, goal, params.retail_months, dt)


def real_income(
    wage: PerGroup,
    ration_per_head: Scalar,
    ration_price: Scalar,
    market_price: Scalar,
    retail_price: Scalar,
    params,
) -> PerGroup:
    """Return real income of an earner, [group, run], rub/month (model 4.14, rule 6).

    The ration at its market worth and what the wage leaves after it, over the cost of living.

    Args:
        wage: mean wage, [group, run], rub/month.
        ration_per_head: rationed grain, [run], kg/month.
        ration_price: its price, [run], rub/kg.
        market_price: price of grain in markets, [run], rub/kg.
        retail_price: index of retail prices, [run].
        params: weight of the market and worth of retail goods.
    """
    cost = params.market_weight * market_price + (1.0 - params.market_weight) * (
        params.goods_price * retail_price
    )
    left = jnp.maximum(wage - (ration_per_head * ration_price)[None], 0.0)
    return (left + (ration_per_head * market_price)[None]) / jnp.maximum(cost, TINY)[None]


def index_of(now: PerGroup, first: PerGroup) -> PerGroup:
    """Return values over those of the first month; 1 where there were none."""
    return jnp.where(first > 0.0, now / jnp.maximum(first, TINY), 1.0)


def arms_bought(delivered: PerEquipment, params) -> Scalar:
    """Return arms delivered at the prices of 1931, other property included, [run]."""
    listed = jnp.sum(delivered * params.unit_price, axis=0)
    return listed * (1.0 + params.other_property)


def army_cost(army: Scalar, arms: Scalar, retail_price: Scalar, params) -> Scalar:
    """Return upkeep of soldiers and of their arms, pay left out, [run], M rub/month."""
    return (M_RUB * params.upkeep * army + params.upkeep_of_arms * arms) * retail_price


def published(true_wide: Scalar, disclosed_share: Scalar, floor: Scalar) -> Scalar:
    """Return the outlay that is published, [run]: never more than the truth (rule 7)."""
    return jnp.minimum(true_wide, jnp.maximum(floor, disclosed_share * true_wide))


def ration_per_head(ration_issued: Scalar, people: PerGroup, params) -> Scalar:
    """Return rationed grain a head of townspeople, [run], kg/month."""
    heads = jnp.sum(params.is_townspeople * people, axis=0)
    return jnp.where(heads > 0.0, KG_PER_HEAD * ration_issued / jnp.maximum(heads, TINY), 0.0)


def lent(missing: Scalar, soft_budget: Scalar, mode: Mode) -> Scalar:
    """Return credit granted for a missing balance, [run], M rub/month (Kornai 1980)."""
    return soft_budget * positive(missing, mode, WIDTH)


def on_account(account: int, value: Scalar) -> PerAccount:
    """Return an array of the accounts that holds a value for one and 0 for the others."""
    return jax.nn.one_hot(account, 4, dtype=value.dtype)[:, None] * value[None]
