"""Labour: who leaves the farm, and for where.

Everyone on a farm faces several ways to leave it at once. Each way has a rate; together they
take `N (1 - exp(-dt sum of rates))` and share it in proportion to their rates (competing
risks), so a farm can never lose more people than it has, at any length of step.
"""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from sinews.core.arrays import PerGroup, PerRationList, PerRegion, PerRegionFarmKind, Scalar

KOLKHOZ, INDIVIDUAL, STATE_FARM = range(3)
MONTHS_A_YEAR = 12
TINY = 1e-12
# Keeps the exponentials of utility finite whatever the inputs.
LARGEST_GAIN = 12.0


def per_member(params):
    """Return parameters whose scalars have a member axis of length 1, [1, run].

    So they act on each region or group; rules that work on members take them in this form.
    """
    return jax.tree.map(lambda leaf: leaf[None] if leaf.ndim == 1 else leaf, params)


def utility_of_staying(
    nutrition: PerRegion, retained_grain: PerRegion, coercion: Scalar, params
) -> PerRegion:
    """Return the utility of staying on the farm, [region, run] (model 4.6, rule 1).

    Args:
        nutrition: food of farm people over need, [region, run].
        retained_grain: grain left to farms over the reference, [region, run].
        coercion: force used in collecting grain, [run].
        params: weights, per member.
    """
    return (
        params.level_of_staying
        + params.weight_of_nutrition * nutrition
        + params.weight_of_retained_grain * retained_grain
        - params.weight_of_coercion * coercion[None]
    )


def chance_of_job(vacancies: PerGroup, seekers: Scalar) -> Scalar:
    """Return vacancies over vacancies and seekers, [run] (Harris and Todaro 1970)."""
    open_posts = jnp.sum(vacancies, axis=0)
    return open_posts / jnp.maximum(open_posts + seekers, TINY)


def utility_of_leaving(
    job_chance: Scalar, real_wage: Scalar, ration_fill: Scalar, passports: Scalar, params
) -> Scalar:
    """Return the expected utility of going to town, [run] (Harris and Todaro 1970).

    Args:
        job_chance: chance of a post, [run].
        real_wage: real wage of posts, 1 at the start, [run].
        ration_fill: share of the ration that is issued, [run].
        passports: how far towns are closed, [run].
        params: weights.
    """
    post = params.weight_of_wage * real_wage + params.weight_of_ration * ration_fill
    expected = job_chance * post + (1.0 - job_chance) * params.utility_of_transients
    return expected - params.moving_cost - params.passport_cost * passports


def mean_real_wage(real_wage: PerGroup, people: PerGroup, is_hiring: PerGroup) -> Scalar:
    """Return the real wage of posts, weighted by people, [run]."""
    weight = people * is_hiring
    total = jnp.sum(weight, axis=0)
    plain = jnp.sum(real_wage * is_hiring, axis=0) / jnp.maximum(jnp.sum(is_hiring, axis=0), TINY)
    weighted = jnp.sum(weight * real_wage, axis=0) / jnp.maximum(total, TINY)
    return jnp.where(total > 0.0, weighted, plain)


def mean_fill(ration_fill: PerRationList, weight: PerRationList) -> Scalar:
    """Return the fill of the lists that newcomers are put on, [run]."""
    return jnp.sum(weight * ration_fill, axis=0) / jnp.maximum(jnp.sum(weight, axis=0), TINY)


def response(gain, slope):
    """Return how many times the basic rate people move at a gain in utility."""
    return jnp.exp(jnp.clip(slope * gain, -LARGEST_GAIN, LARGEST_GAIN))


def rates_to_towns(gain: PerRegion, passports: Scalar, season: Scalar, params) -> PerRegionFarmKind:
    """Return the rate of leaving farms for towns unasked, [region, farm_kind, run], 1/month.

    Args:
        gain: utility of leaving less that of staying, [region, run].
        passports: how far towns are closed, [run]; at 1 nobody settles unasked.
        season: calendar factor of the month, [run].
        params: basic rates, per member.
    """
    pull = response(gain, params.leaving_response) * params.mobility
    open_towns = (season * (1.0 - passports))[None]
    kolkhoz = params.exit_rate * params.exit_to_towns
    other = params.leaving_rate_individual
    return jnp.stack([rate * pull * open_towns for rate in (kolkhoz, other, other)], axis=1)


def rate_to_own_farm(staying: PerRegion, season: Scalar, params) -> PerRegion:
    """Return the rate of leaving the kolkhoz for an own farm, [region, run], 1/month."""
    gain = params.level_of_own_farm - staying
    basic = params.exit_rate * (1.0 - params.exit_to_towns) * season[None]
    return basic * response(gain, params.exit_response)


def rate_of_reentry(campaign: Scalar, params) -> Scalar:
    """Return the rate of joining the kolkhoz, [run], 1/month (model 4.6, rule 2)."""
    return params.reentry_rate * campaign


def rate_to_state_farms(farm_people: PerRegionFarmKind, params) -> PerRegion:
    """Return the rate at which other farm people join state farms, [region, run], 1/month."""
    room = params.state_farm_share * jnp.sum(farm_people, axis=1) - farm_people[:, STATE_FARM]
    others = farm_people[:, KOLKHOZ] + farm_people[:, INDIVIDUAL]
    wanted = params.state_farm_hiring * jnp.maximum(room, 0.0)
    # A region almost without other farms cannot fill its state farms from them at once.
    return jnp.minimum(wanted / jnp.maximum(others, TINY), 1.0)


def rate_of_taking(amount: Scalar, weighted_people: Float[Array, "..."]) -> Scalar:
    """Return the rate that takes an amount from people in all, [run], 1/month.

    Args:
        amount: people wanted, [run], kp/month.
        weighted_people: people times the weight with which each is taken, [..., run].
    """
    total = jnp.sum(weighted_people, axis=tuple(range(weighted_people.ndim - 1)))
    return jnp.where(total > 0.0, amount / jnp.maximum(total, TINY), 0.0)


def split(
    stock: Float[Array, "..."], rates: Float[Array, "way ..."], dt: float
) -> Float[Array, "way ..."]:
    """Return what leaves a stock by each of several ways at once, per month.

    Args:
        stock: people, [..., run], kp.
        rates: rate of each way, [way, ..., run], 1/month.
        dt: length of the step in months.
    """
    total = jnp.sum(rates, axis=0)
    leaving = stock * -jnp.expm1(-total * dt) / dt
    return leaving[None] * rates / jnp.maximum(total, TINY)[None]


def only(rate: PerRegion, kind: int) -> PerRegionFarmKind:
    """Return a rate that applies to one kind of farm only, [region, farm_kind, run]."""
    zero = jnp.zeros_like(rate)
    return jnp.stack([rate if k == kind else zero for k in range(3)], axis=1)


def collectivised(farm_people: PerRegionFarmKind) -> Scalar:
    """Return people of collective farms over those of collective and individual farms, [run]."""
    kolkhoz = jnp.sum(farm_people[:, KOLKHOZ], axis=0)
    individual = jnp.sum(farm_people[:, INDIVIDUAL], axis=0)
    return kolkhoz / jnp.maximum(kolkhoz + individual, TINY)


def shares(weights: Float[Array, "..."]) -> Float[Array, "..."]:
    """Return weights over their sum, the run axis left alone; equal shares where all are 0."""
    weights = weights + TINY
    return weights / jnp.sum(weights, axis=tuple(range(weights.ndim - 1)), keepdims=True)
