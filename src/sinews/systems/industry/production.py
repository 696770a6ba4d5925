"""Production: goods shared out level by level, and what is begun with them."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from sinews.core.arrays import PerActivity, PerInput
from sinews.core.groups import assemble, least_by, members_of, total_by
from sinews.core.numerics import Mode
from sinews.systems.industry import deliveries, sharing
from sinews.systems.industry.deliveries import role
from sinews.systems.industry.sharing import SHARP
from sinews.systems.industry.state import IndustryParams

OUTSIDERS = (sharing.DEFENCE, sharing.BUILDING, sharing.EXPORTS, sharing.FINAL)
"""Classes of the uses that are no activity: conversion, building sites, exports, other users."""


class Outcome(eqx.Module):
    """What came of a month's plan; per month."""

    started: PerActivity
    input_fill: PerInput
    demand: Float[Array, "good priority_class #run"]
    fill: Float[Array, "good priority_class #run"]


def claims_of(planned, params: IndustryParams):
    """Return what the inputs of a plan come to, [input, run]."""
    return params.amount * planned[np.asarray(params.activity_of_input)]


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
    # Works ask for more to make up for what goes astray; it is felt only in shortage.
    delivered = jnp.maximum(1.0 - misdelivery, 0.01)[np.asarray(params.activity_of_input)]
    claims = claims_of(planned, params) / delivered
    demand = sharing.demand_by_class(claims, params.good_of_input, ranks, goods, outside, OUTSIDERS)
    share = jnp.where(params.shared_with_military > 0.5, military_share[None], 1.0)
    norm = params.stock_norm / dt
    shared_by_level = sharing.goods_by_level(level, params.good_of_activity, goods)
    done, begun, demands, fills, outputs = (), (), [], [], []
    for stage, shared in enumerate(shared_by_level):
        if stage > 0:
            active = members_of(level, stage - 1)
            output = planned[np.asarray(active)] * _least_fill(
                fills, done, active, ranks, params, mode
            )
            begun, outputs = (*begun, *active), [*outputs, output]
        if shared:
            index = np.asarray(shared)
            available = stock[index]
            if begun:
                good_here = sharing.places(params.good_of_activity, begun, shared)
                made = jnp.concatenate(outputs) * yields[np.asarray(begun)]
                available = available + total_by(made, good_here, len(shared))
            asked = sharing.with_excess(demand[index], available, norm[index])
            done, demands = (*done, *shared), [*demands, asked]
            fills = [*fills, sharing.class_fill(available, asked, share[index], mode)]
    fill = assemble(fills, [done])
    return Outcome(
        started=assemble(outputs, [begun]),
        input_fill=fill[np.asarray(params.good_of_input), np.asarray(ranks)],
        demand=assemble(demands, [done]),
        fill=fill,
    )


def _least_fill(fills, done, active, ranks, params: IndustryParams, mode: Mode):
    """Return the fill of the scarcest input of some activities, 1 where nothing is used."""
    inputs = tuple(i for i, a in enumerate(params.activity_of_input) if a in active)
    if not inputs:
        return 1.0
    place = np.asarray([done.index(params.good_of_input[i]) for i in inputs])
    rank = np.asarray([ranks[i] for i in inputs])
    user = tuple(active.index(params.activity_of_input[i]) for i in inputs)
    return least_by(jnp.concatenate(fills)[place, rank], user, len(active), mode, SHARP)


def output_lost_to_inputs(planned, started, input_fill, params: IndustryParams):
    """Return output lost for want of each input, charged to the scarcest one, [input, run]."""
    activities = np.asarray(params.activity_of_input)
    lost = jnp.maximum(planned - started, 0.0)[activities]
    scarcest = least_by(input_fill, params.activity_of_input, planned.shape[0], "exact")
    return jnp.where(input_fill <= scarcest[activities], lost, 0.0)


def metal_balance(started, made_begun, params: IndustryParams):
    """Return scrap returned and metal wasted by each activity, [activity, run], kt/month.

    Metal in equals metal in accepted products, scrap and waste.

    Args:
        started: units begun, [activity, run].
        made_begun: accepted units of those begun, [activity, run].
        params: see `IndustryParams`.
    """
    taken = claims_of(started, params) * params.metal_content[np.asarray(params.good_of_input)]
    metal_in = total_by(taken, params.activity_of_input, started.shape[0])
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
    return stocked + deliveries.only(role(params, "scrap"), goods) * scrap_in[None]


def served_outside(outcome: Outcome, wanted):
    """Return what uses outside industry get, [outsider, good, run], unit/month.

    Other users get the excess over the stock norm along with what they ask for.
    """
    rows = [outcome.fill[:, own] * wanted[at] for at, own in enumerate(OUTSIDERS[:-1])]
    final = outcome.fill[:, OUTSIDERS[-1]] * outcome.demand[:, OUTSIDERS[-1]]
    return jnp.stack([*rows, final])


def unmet_demand(outcome: Outcome):
    """Return demand left unmet, [good, run], unit/month."""
    return jnp.sum(outcome.demand * (1.0 - outcome.fill), axis=1)
