"""Labour: who joins and leaves the groups of people who do not farm."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerGroup, Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import take
from sinews.systems.labour import posts, rules, work
from sinews.systems.labour.farms import LeavingFarms
from sinews.systems.labour.rules import MONTHS_A_YEAR, TINY


class Leaving(NamedTuple):
    """Who leaves a group other than by quitting, [group, run], kp/month."""

    natural: PerGroup
    excess: PerGroup
    called_up: PerGroup
    released: PerGroup
    seeking: PerGroup
    going_home: PerGroup


class Filled(NamedTuple):
    """How posts were filled.

    Attributes:
        hires: people taken into posts, [group, run], kp/month.
        from_pool: of these, people without a post before, [group, run], kp/month.
        quits: people leaving posts, [group, run], kp/month.
        stayed_on: people hired and still there at the end, [group, run], kp/month.
        seekers: people looking for a post, [run], kp/month.
        pool_skill: their skilled share, [run].
    """

    hires: PerGroup
    from_pool: PerGroup
    quits: PerGroup
    stayed_on: PerGroup
    seekers: Scalar
    pool_skill: Scalar


def of(role: PerGroup, values: PerGroup) -> Scalar:
    """Return the value of the group that has a role, [run]."""
    return jnp.sum(role * values, axis=0)


def call_rate(farm_people, people: PerGroup, called: Scalar, params) -> tuple[Scalar, Scalar]:
    """Return the rate of call-up of a worker and the part that falls on farms, both [run]."""
    farms = jnp.sum(farm_people, axis=(0, 1)) * params.participation_farm
    pool = farms + of(params.is_hiring, people)
    return called / jnp.maximum(pool, TINY), farms / jnp.maximum(pool, TINY)


def leave(
    people: PerGroup,
    job_chance: Scalar,
    rate_of_call_up: Scalar,
    released: Scalar,
    excess_hazard: Scalar,
    params,
    dt: float,
) -> Leaving:
    """Return who leaves the groups in a step other than by quitting.

    Args:
        people: people of the groups, [group, run], kp.
        job_chance: chance of a post, [run].
        rate_of_call_up: of a worker, [run], 1/month.
        released: people to be released from the army, [run], kp/month.
        excess_hazard: hazard of hunger, [run], 1/month.
        params: scalars as [run].
        dt: length of the step in months.
    """
    every = jnp.ones_like(people)
    army = of(params.is_army, people)
    rates = Leaving(
        natural=every * (params.natural_death_rate / MONTHS_A_YEAR)[None],
        excess=every * excess_hazard[None],
        called_up=every * params.is_hiring * rate_of_call_up[None],
        released=every * params.is_army * (released / jnp.maximum(army, TINY))[None],
        seeking=every * params.is_dependant * (params.family_entry * job_chance)[None],
        going_home=every * params.is_transient * (params.return_rate * (1.0 - job_chance))[None],
    )
    return Leaving(*rules.split(people, jnp.stack(rates), dt))


def births(people: PerGroup, params) -> PerGroup:
    """Return births by the group the child is counted in, [group, run], kp/month."""
    # Children of seasonal people are counted on farms; exiles only replace their dead.
    parents = people * (1.0 - params.is_exile) * (1.0 - params.is_seasonal)
    born = params.birth_rate / MONTHS_A_YEAR * jnp.sum(parents, axis=0)
    replaced = (params.natural_death_rate / MONTHS_A_YEAR)[None] * people
    return params.is_dependant * born[None] + params.is_exile * replaced


def released_to_pool(leaving: Leaving, farm_part: Scalar) -> Scalar:
    """Return released people who look for a post, [run], kp/month."""
    return jnp.sum(leaving.released, axis=0) * (1.0 - farm_part)


def unskilled_seekers(leaving: Leaving, farms: LeavingFarms, farm_part: Scalar, params) -> Scalar:
    """Return people who look for a first post, [run], kp/month."""
    arrivals = jnp.sum(farms.towards_towns, axis=(0, 1))
    families = jnp.sum(leaving.seeking, axis=0)
    return arrivals * (1.0 - params.family_share) + families + released_to_pool(leaving, farm_part)


def fill(
    opened: posts.Openings,
    waiting: Scalar,
    unskilled: Scalar,
    farms: LeavingFarms,
    liking: PerGroup,
    skilled_share: PerGroup,
    params,
    mode: Mode,
    dt: float,
) -> Filled:
    """Fill posts: recruits and seasonal people first, then those who look for a post.

    Args:
        opened: quits and wanted hires.
        waiting: people without a post, [run], kp.
        unskilled: people joining them for a first post, [run], kp/month.
        farms: who left the farms.
        liking: utility of a post in each group, [group, run].
        skilled_share: of each group at the start, [group, run].
        params: scalars as [run].
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    town = params.is_hiring * (1.0 - params.is_seasonal)
    recruits = jnp.sum(farms.recruited, axis=(0, 1))[None] * rules.shares(opened.wanted * town)
    for_season = opened.wanted * params.is_seasonal
    seasonal = jnp.sum(farms.seasonal, axis=(0, 1))[None] * rules.shares(for_season)
    by_order = jnp.minimum(recruits * town + seasonal * params.is_seasonal, opened.wanted)
    remaining = town * jnp.maximum(opened.wanted - by_order, 0.0)

    quitters = opened.quits * town
    pool = waiting + dt * (jnp.sum(quitters, axis=0) + unskilled)
    waiting_skill = of(params.is_transient, skilled_share)
    skilled = waiting * waiting_skill + dt * (
        jnp.sum(quitters * skilled_share, axis=0) + unskilled * params.skill_of_newcomers
    )
    from_pool = posts.share_out(posts.finders(pool, params, dt), remaining, liking, mode)
    hires = by_order + from_pool
    again = opened.wanted_quits * hires / jnp.maximum(opened.wanted, TINY)
    again = jnp.minimum(again, hires)
    return Filled(
        hires=hires,
        from_pool=from_pool,
        quits=opened.quits + again,
        stayed_on=hires - again,
        seekers=pool / dt,
        pool_skill=jnp.where(pool > 0.0, skilled / jnp.maximum(pool, TINY), waiting_skill),
    )


def joined(
    leaving: Leaving, farms: LeavingFarms, filled: Filled, unskilled: Scalar, params
) -> PerGroup:
    """Return who joins each group, births left out, [group, run], kp/month."""
    town_quits = jnp.sum(filled.quits * (1.0 - params.is_seasonal), axis=0)
    families = jnp.sum(farms.towards_towns, axis=(0, 1)) * params.family_share
    called = jnp.sum(leaving.called_up, axis=0) + jnp.sum(farms.called_up, axis=(0, 1))
    return (
        filled.hires
        + params.is_transient * (town_quits + unskilled)[None]
        + params.is_dependant * families[None]
        + params.is_exile * jnp.sum(farms.resettled, axis=(0, 1))[None]
        + params.is_army * called[None]
    )


def left(leaving: Leaving, filled: Filled, sent_home: PerGroup, params) -> PerGroup:
    """Return who leaves each group, deaths left out, [group, run], kp/month."""
    hired = params.is_transient * jnp.sum(filled.from_pool, axis=0)[None]
    others = leaving.called_up + leaving.released + leaving.seeking + leaving.going_home
    return filled.quits + sent_home + hired + others


def called_up(
    people: PerGroup, wanted: Scalar, ceiling: Scalar, params, mode: Mode, dt: float
) -> tuple[Scalar, Scalar]:
    """Return people to be called up and to be released, [run], kp/month (model 4.6, rule 9).

    Args:
        people: people of the groups, [group, run], kp.
        wanted: people wanted by the army; below 0 it is to shrink, [run], kp/month.
        ceiling: greatest call-up, [run], kp/month.
        params: greatest release, scalars as [run].
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    called = take(jnp.maximum(ceiling, 0.0), jnp.maximum(wanted, 0.0), mode)
    most = of(params.is_army, people) * params.release_share
    return called, take(most, jnp.maximum(-wanted, 0.0), mode)


def skill(
    skilled_share: PerGroup, people_after: PerGroup, filled: Filled, params, dt: float
) -> PerGroup:
    """Return skilled shares at the end of a step, [group, run] (model 4.6, rule 8).

    Args:
        skilled_share: shares at the start, [group, run].
        people_after: people at the end, [group, run], kp.
        filled: who was hired and from where.
        params: per member.
        dt: length of the step in months.
    """
    new = params.skill_of_newcomers
    pooled = new + params.skill_kept * jnp.maximum(filled.pool_skill[None] - new, 0.0)
    part = filled.from_pool / jnp.maximum(filled.hires, TINY)
    hired_share = jnp.clip(dt * filled.stayed_on / jnp.maximum(people_after, TINY), 0.0, 1.0)
    taught = work.skill_after(
        skilled_share, hired_share, part * pooled + (1.0 - part) * new, params, dt
    )
    waiting = params.is_transient * (filled.pool_skill[None] - taught)
    return jnp.clip(taught + waiting, 0.0, 1.0)
