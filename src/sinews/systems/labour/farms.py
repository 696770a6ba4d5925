"""Labour: everyone who leaves a farm in a step, and the farms after it."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerRegion, PerRegionFarmKind, Scalar
from sinews.core.numerics import Moment
from sinews.systems.labour import rules
from sinews.systems.labour.rules import INDIVIDUAL, KOLKHOZ, MONTHS_A_YEAR, STATE_FARM


class LeavingFarms(NamedTuple):
    """Who leaves a farm and how, [region, farm_kind, run], kp/month."""

    towards_towns: PerRegionFarmKind
    recruited: PerRegionFarmKind
    called_up: PerRegionFarmKind
    seasonal: PerRegionFarmKind
    resettled: PerRegionFarmKind
    to_own_farm: PerRegionFarmKind
    to_kolkhoz: PerRegionFarmKind
    to_state_farm: PerRegionFarmKind
    natural: PerRegionFarmKind
    excess: PerRegionFarmKind


class Wanted(NamedTuple):
    """Whom others want from the farms, [run], kp/month; `call_rate` is 1/month of a worker."""

    recruits: Scalar
    seasonal: Scalar
    resettled: Scalar
    call_rate: Scalar


def resettlement(params, moment: Moment) -> Scalar:
    """Return people to be resettled, [run], kp/month: a scenario flow in two levels."""
    first_year = moment.month < MONTHS_A_YEAR
    return jnp.where(first_year, params.resettlement_first, params.resettlement_later)


def leave(
    farm_people: PerRegionFarmKind,
    wanted: Wanted,
    to_towns: PerRegionFarmKind,
    to_own_farm: PerRegion,
    to_kolkhoz: Scalar,
    excess_hazard: PerRegion,
    params,
    dt: float,
) -> LeavingFarms:
    """Return who leaves the farms in a step, all ways at once.

    Args:
        farm_people: people of farms, [region, farm_kind, run], kp.
        wanted: whom others want.
        to_towns: rate of leaving for towns unasked, [region, farm_kind, run], 1/month.
        to_own_farm: rate of leaving the kolkhoz for an own farm, [region, run], 1/month.
        to_kolkhoz: rate of joining the kolkhoz, [run], 1/month.
        excess_hazard: hazard of hunger, [region, run], 1/month.
        params: per member.
        dt: length of the step in months.
    """
    every = jnp.ones_like(farm_people)
    near = farm_people * params.mobility[:, None]
    individual = rules.only(every[:, 0], INDIVIDUAL)
    others = every - rules.only(every[:, 0], STATE_FARM)
    own = farm_people[:, INDIVIDUAL]

    def nearest_first(amount):
        return every * params.mobility[:, None] * rules.rate_of_taking(amount, near)[None, None]

    rates = LeavingFarms(
        towards_towns=every * to_towns,
        recruited=nearest_first(wanted.recruits),
        called_up=every * (params.participation_farm * wanted.call_rate[None])[None],
        seasonal=nearest_first(wanted.seasonal),
        resettled=individual * rules.rate_of_taking(wanted.resettled, own)[None, None],
        to_own_farm=rules.only(every[:, 0] * to_own_farm, KOLKHOZ),
        to_kolkhoz=individual * to_kolkhoz[None, None],
        to_state_farm=others * rules.rate_to_state_farms(farm_people, params)[:, None],
        natural=every * (params.natural_death_rate / MONTHS_A_YEAR)[None],
        excess=every * excess_hazard[:, None],
    )
    return LeavingFarms(*rules.split(farm_people, jnp.stack(rates), dt))


def after(
    farm_people: PerRegionFarmKind,
    leaving: LeavingFarms,
    returned: PerRegionFarmKind,
    births: PerRegionFarmKind,
    dt: float,
) -> PerRegionFarmKind:
    """Return people of farms at the end of a step, [region, farm_kind, run], kp."""
    joining = jnp.stack(
        [
            leaving.to_kolkhoz[:, INDIVIDUAL],
            leaving.to_own_farm[:, KOLKHOZ],
            jnp.sum(leaving.to_state_farm, axis=1),
        ],
        axis=1,
    )
    change = births + returned + joining - sum(leaving)
    return jnp.maximum(farm_people + dt * change, 0.0)
