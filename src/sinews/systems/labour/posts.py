"""Labour: quits, vacancies and how they are filled."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerGroup, Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import per_step, positive, take
from sinews.systems.labour.rules import TINY

# Width of smoothed vacancies, kp: a thousandth of a large group.
WIDTH = 1.0
# Keeps the weights of sharing finite whatever the inputs.
LARGEST_LIKING = 5.0


class Openings(NamedTuple):
    """What the posts of a step ask for and give up, kp/month, [group, run].

    Attributes:
        quits: people leaving who held a post at the start.
        wanted: people to be hired.
        wanted_quits: of these, those who leave again within the step.
    """

    quits: PerGroup
    wanted: PerGroup
    wanted_quits: PerGroup


def utility_of_posts(real_wage: PerGroup, nutrition: PerGroup, params) -> PerGroup:
    """Return the utility of a post in each group, [group, run]; food stands for the ration."""
    return params.weight_of_wage * real_wage + params.weight_of_ration * nutrition


def quit_rates(
    utility: PerGroup, people: PerGroup, dwelling_space: Scalar, discipline: Scalar, params
) -> PerGroup:
    """Return the rate of quitting, [group, run], 1/month (model 4.6, rule 4).

    Args:
        utility: utility of a post in each group, [group, run].
        people: people of the groups, [group, run], kp.
        dwelling_space: m2 a head in towns, [run].
        discipline: severity of rules against quitting, [run].
        params: rates and responses, per member.
    """
    weight = people * params.is_hiring
    mean = jnp.sum(weight * utility, axis=0) / jnp.maximum(jnp.sum(weight, axis=0), TINY)
    crowding = jnp.maximum(params.housing_norm - dwelling_space[None], 0.0)
    exponent = params.quit_by_housing * crowding - params.quit_response * (utility - mean[None])
    hindered = 1.0 - params.discipline_effect * discipline[None]
    return params.is_hiring * params.quit_rate * jnp.exp(jnp.clip(exponent, -5.0, 5.0)) * hindered


def filling_rate(params):
    """Return the rate at which vacancies are filled, [1, run], 1/month."""
    return -jnp.log1p(-params.hiring_share)


def mean_people(
    people: PerGroup, staffing: PerGroup, quit_rate: PerGroup, params, dt: float
) -> PerGroup:
    """Return people in posts on the mean of a step in which seekers suffice, [group, run], kp.

    Posts are filled at the rate k and left at the rate q, so people follow
    `dP/dt = k (S - P) - q P`. Its closed solution makes hires the same at any length of step.

    Args:
        people: people at the start, [group, run], kp.
        staffing: posts S, [group, run], kp.
        quit_rate: rate of quitting, [group, run], 1/month.
        params: hiring share, per member.
        dt: length of the step in months.
    """
    pace = jnp.maximum(filling_rate(params) + quit_rate, TINY)
    goal = filling_rate(params) * staffing / pace
    return goal + (people - goal) * -jnp.expm1(-pace * dt) / (pace * dt)


def openings(
    people: PerGroup, staffing: PerGroup, quit_rate: PerGroup, params, mode: Mode, dt: float
) -> Openings:
    """Return quits and wanted hires of a step; arguments as in `mean_people`."""
    mean = mean_people(people, staffing, quit_rate, params, dt)
    wanted = params.is_hiring * positive(filling_rate(params) * (staffing - mean), mode, WIDTH)
    quits = people * -jnp.expm1(-quit_rate * dt) / dt
    wanted_quits = jnp.clip(quit_rate * mean - quits, 0.0, wanted)
    return Openings(quits, wanted, wanted_quits)


def share_out(supply: Scalar, wanted: PerGroup, liking: PerGroup, mode: Mode) -> PerGroup:
    """Share seekers among groups, the better liked first, [group, run], kp/month.

    Nobody gets more than is wanted; together they get the lesser of supply and wants. Shares
    go by wants times `exp(liking)`; what a group cannot use goes to the others.

    Args:
        supply: people who can be hired, [run], kp/month.
        wanted: people wanted, [group, run], kp/month.
        liking: utility of a post in the group, [group, run].
        mode: see `Numerics`.
    """
    given_in_all = take(supply, jnp.sum(wanted, axis=0), mode)
    top = jnp.max(liking, axis=0)
    claim = wanted * jnp.exp(jnp.maximum(liking - top[None], -LARGEST_LIKING))
    total = jnp.maximum(jnp.sum(claim, axis=0), TINY)
    first = jnp.minimum(wanted, (given_in_all / total)[None] * claim)
    unmet = jnp.maximum(wanted - first, 0.0)
    rest = jnp.maximum(given_in_all - jnp.sum(first, axis=0), 0.0)
    part = jnp.minimum(rest / jnp.maximum(jnp.sum(unmet, axis=0), TINY), 1.0)
    return first + unmet * part[None]


def finders(seekers: Scalar, params, dt: float) -> Scalar:
    """Return seekers who can find a post within the step, [run], kp/month.

    Args:
        seekers: people without a post and those joining them in the step, [run], kp.
        params: share who can find a post in a month.
        dt: length of the step in months.
    """
    return seekers * per_step(params.search_share, dt) / dt


def seasonal_release(people: PerGroup, staffing: PerGroup, params, dt: float) -> PerGroup:
    """Return seasonal people sent home because posts end, [group, run], kp/month."""
    surplus = jnp.maximum(people - staffing, 0.0)
    return params.is_seasonal * surplus * per_step(params.seasonal_release, dt) / dt
