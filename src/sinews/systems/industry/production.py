"""Production: goods shared out level by level, and what is begun with them."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from sinews.core.arrays import PerActivity, PerInput
from sinews.core.groups import members_of, total_by
from sinews.core.numerics import Mode
from sinews.core.smooth import soft_min
from sinews.systems.industry import sharing
from sinews.systems.industry.deliveries import role
from sinews.systems.industry.state import IndustryParams

OUTSIDERS = (sharing.DEFENCE, sharing.BUILDING, sharing.EXPORTS, sharing.FINAL)
"""Classes of the uses that are no activity: conversion, building sites, exports, other users."""


class Outcome(eqx.Module):
    """What came of a month's plan; per month."""

    started: PerActivity
    input_fill: PerInput
    demand: Float[Array, "priority_class good #run"]
    fill: Float[Array, "priority_class good #run"]


def claims_of(planned, params: IndustryParams):
    """Return what the inputs of a plan come to, [input, run]."""
    return params.amount * planned[np.asarray(params.activity_of_input)]


def output_allowed(input_fill, planned, params: IndustryParams, activities, mode: Mode):
    """Return the output that the scarcest input allows, for some activities, [some, run]."""
    rows = []
    for activity in activities:
        inputs = members_of(params.activity_of_input, activity)
        output = planned[activity]
        rows.append(soft_min(output, *(input_fill[i] * output for i in inputs), mode=mode))
    return jnp.stack(rows)


def share_and_begin(
    stock, planned, yields, outside, misdelivery, military_share, params, mode: Mode, dt: float
) -> Outcome:
    """Begin production level by level, sharing out each good once it is made.

    Args:
        stock: opening stock and landed goods over the length of the step, [good, run].
        planned: output planned within capacity and hands, [activity, run].
        yields: share of units begun that is accepted, [activity, run].
        outside: demand of `OUTSIDERS`, [outsider, good, run].
        misdelivery: share of inputs sent astray, which stays in store, [activity, run].
        military_share: share of metal and tools set aside for military uses, [run].
        params: see `IndustryParams`.
        mode: see `Numerics`.
        dt: length of the step, months.
    """
    goods = stock.shape[0]
    level = sharing.levels(params.activity_of_input, params.good_of_input, params.good_of_activity)
    ranks = tuple(params.class_of_activity[a] for a in params.activity_of_input)
    delivered = 1.0 - misdelivery[np.asarray(params.activity_of_input)]
    share = jnp.where(params.shared_with_military > 0.5, military_share[None], 1.0)
    claims = claims_of(planned, params)
    demand = sharing.demand_by_class(claims, params.good_of_input, ranks, goods)
    demand = demand.at[np.asarray(OUTSIDERS)].add(outside)
    norm = params.stock_norm / dt
    available, fill, started = stock, jnp.ones_like(demand), jnp.zeros_like(planned)
    for stage, shared in enumerate(sharing.goods_by_level(level, params.good_of_activity, goods)):
        if stage > 0:
            active = members_of(level, stage - 1)
            input_fill = sharing.claim_fill(fill, params.good_of_input, ranks) * delivered
            output = output_allowed(input_fill, planned, params, active, mode)
            started = started.at[np.asarray(active)].set(output)
            available = _with_made(available, output * yields[np.asarray(active)], active, params)
        if shared:
            index = np.asarray(shared)
            left = available[index] - jnp.sum(demand[:, index], axis=0) - norm[index]
            demand = demand.at[sharing.FINAL, index].add(jnp.maximum(left, 0.0))
            got = sharing.class_fill(available[index], demand[:, index], share[index], mode)
            fill = fill.at[:, index].set(got)
    input_fill = sharing.claim_fill(fill, params.good_of_input, ranks) * delivered
    return Outcome(started=started, input_fill=input_fill, demand=demand, fill=fill)


def _with_made(available, made, activities, params: IndustryParams):
    goods = tuple(params.good_of_activity[activity] for activity in activities)
    kept = tuple(position for position, good in enumerate(goods) if good >= 0)
    if not kept:
        return available
    rows = np.asarray([goods[position] for position in kept])
    return available.at[rows].add(made[np.asarray(kept)])


def output_lost_to_inputs(planned, started, input_fill, params: IndustryParams):
    """Return output lost for want of each input, charged to the scarcest one, [input, run]."""
    activities = np.asarray(params.activity_of_input)
    lost = jnp.maximum(planned - started, 0.0)[activities]
    rows = []
    for position, activity in enumerate(params.activity_of_input):
        rivals = np.asarray(members_of(params.activity_of_input, activity))
        scarcest = jnp.min(input_fill[rivals], axis=0)
        rows.append(jnp.where(input_fill[position] <= scarcest, lost[position], 0.0))
    return jnp.stack(rows)


def metal_balance(started, made_begun, params: IndustryParams):
    """Return scrap returned and metal wasted by each activity, [activity, run], kt/month.

    Metal in equals metal in accepted products, scrap and waste.

    Args:
        started: units begun, [activity, run].
        made_begun: accepted units of those begun, [activity, run].
        params: see `IndustryParams`.
    """
    activities = np.asarray(params.activity_of_input)
    taken = claims_of(started, params) * params.metal_content[np.asarray(params.good_of_input)]
    metal_in = jnp.zeros_like(started).at[activities].add(taken)
    lost = jnp.maximum(metal_in - params.metal_content_made * made_begun, 0.0)
    scrap = params.scrap_recovery * lost
    return scrap, lost - scrap


def goods_used(started, params: IndustryParams, goods: int):
    """Return goods taken by activities, [good, run], unit/month."""
    return total_by(claims_of(started, params), params.good_of_input, goods)


def goods_stocked(made, scrap, params: IndustryParams, goods: int):
    """Return goods made into store, scrap returned and collected included, [good, run]."""
    stocked = total_by(made, params.good_of_activity, goods)
    scrap_in = jnp.sum(scrap, axis=0) + params.scrap_collected
    return stocked.at[role(params, "scrap")].add(scrap_in)


def unmet_demand(outcome: Outcome):
    """Return demand left unmet, [good, run], unit/month."""
    return jnp.sum(outcome.demand * (1.0 - outcome.fill), axis=0)
