"""Capacity, hands and haulage: how much can be begun before goods are shared out."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import PerActivity, PerGroup, Scalar
from sinews.core.groups import look_up, total_by
from sinews.core.numerics import Mode
from sinews.core.smooth import gate, per_step, soft_min
from sinews.systems.industry.sharing import SHARP
from sinews.systems.industry.state import IndustryParams


def usable_capacity(capacity, blocked, readiness, params: IndustryParams):
    """Return what tooled lines could begin at greatest use.

    Args:
        capacity: tooled capacity, [line, run], unit/month.
        blocked: share of a line's works that stands under conversion, [line, run].
        readiness: readiness of designs, [design, run].
        params: see `IndustryParams`.

    Returns:
        Usable capacity by activity and all tooled capacity, [activity, run], unit/month.
    """
    activities = len(params.good_of_activity)
    tooled = total_by(capacity, params.activity_of_line, activities)
    open_lines = total_by(capacity * (1.0 - blocked), params.activity_of_line, activities)
    ready = look_up(readiness, params.design_of_activity, none=1.0)
    opened = gate(ready, params.series_readiness[None], params.readiness_width[None])
    has_design = jnp.asarray(params.design_of_activity)[:, None] >= 0
    opened = jnp.where(has_design, opened, 1.0)
    return open_lines * params.use_of_capacity * opened, tooled


def called_for(stock, could_make, asked, params: IndustryParams, dt: float):
    """Return how far works go on making a good as its store fills, [activity, run], 0 to 1.

    Works slow down from half the ceiling on and stop at it; without a ceiling they never do. The
    store is that of the end of the step, so that lines which could fill it many times over in a
    month keep pace with its users instead of standing every other month; it does not grow beyond
    the norm above which goods are passed on.

    Args:
        stock: goods in store, [good, run].
        could_make: what lines could begin, [activity, run], unit/month.
        asked: what users plan to take of each good, [good, run], unit/month.
        params: see `IndustryParams`.
        dt: length of the step, months.
    """
    most = 2.0 * total_by(could_make, params.good_of_activity, stock.shape[0])
    at_end = (stock + dt * (most - asked)) / (1.0 + dt * most / params.stock_ceiling)
    at_end = jnp.minimum(at_end, jnp.maximum(stock, params.stock_norm))
    left = jnp.clip(2.0 * (1.0 - at_end / params.stock_ceiling), 0.0, 1.0)
    return look_up(left, params.good_of_activity, none=1.0)


def labour_per_unit(started_so_far, params: IndustryParams):
    """Return labour per unit begun, falling with experience (Wright 1936), [activity, run]."""
    experience = 1.0 + started_so_far / params.learning_scale
    learned = experience ** (-params.learning_exponent[None])
    return params.labour_last + (params.labour_first - params.labour_last) * learned


def share_hands(wanted_output, labour_each, effective_labour, effort, params, mode: Mode):
    """Share the hands of each group among its activities in proportion to what they want.

    People belong to a works and do not move between works within a month, so that a shortage
    is felt by all works of a group alike.

    Args:
        wanted_output: output planned, [activity, run], unit/month.
        labour_each: labour per unit, [activity, run], kwm.
        effective_labour: work to be had, [group, run], kwm/month.
        effort: multiplier of labour by believed tautness, [activity, run].
        params: see `IndustryParams`.
        mode: see `Numerics`.

    Returns:
        Output that hands allow, [activity, run]; labour wanted and its fill, [group, run].
    """
    groups = effective_labour.shape[0]
    wanted = total_by(wanted_output * labour_each, params.group_of_activity, groups)
    fill = soft_min(effective_labour, wanted, mode=mode, sharpness=SHARP) / jnp.maximum(
        wanted, 1e-100
    )
    fill = jnp.where(wanted > 0.0, fill, 1.0)
    allowed = look_up(fill, params.group_of_activity, none=1.0) * effort * wanted_output
    return allowed, wanted, fill


def haulage(rail_capacity, planned, month_of_year, params: IndustryParams):
    """Return the share of freight that the railways can lift this month, [run].

    Args:
        rail_capacity: freight that can be lifted in a usual month, [run], kt/month.
        planned: output planned, [activity, run], unit/month.
        month_of_year: picks this month of a calendar.
        params: see `IndustryParams`.
    """
    offered = (
        jnp.sum(params.freight * planned, axis=0)
        + month_of_year(params.other_freight)
        + month_of_year(params.grain_freight)
    )
    lifted = rail_capacity * month_of_year(params.rail_season)
    return jnp.minimum(1.0, lifted / jnp.maximum(offered, 1e-100))


def next_rail_capacity(rail_capacity, wagons_made, params: IndustryParams, dt: float):
    """Return freight that can be lifted after wear and new wagons, [run], kt/month."""
    kept = rail_capacity * (1.0 - per_step(params.rail_wear, dt))
    return kept + dt * params.rail_gain * wagons_made


class Plan(eqx.Module):
    """What can be begun before goods are shared out; per month."""

    wanted: PerActivity
    by_rail: PerActivity
    by_hands: PerActivity
    planned: PerActivity
    tooled: PerActivity
    hands_wanted: PerGroup
    hands_fill: PerGroup
    haulage_fill: Scalar


def plan_month(
    capacity, stock, started_so_far, rail_capacity, blocked, readiness, target, in_order, effort,
    effective_labour, noise, calendar, params: IndustryParams, mode: Mode, dt: float,
) -> Plan:  # fmt: skip
    """Bound the order book by capacity, hands and haulage.

    Args:
        capacity: tooled capacity, [line, run], unit/month.
        stock: goods in store, [good, run].
        started_so_far: units ever begun, [activity, run].
        rail_capacity: freight that can be lifted in a usual month, [run], kt/month.
        blocked: share of a line's works under conversion, [line, run].
        readiness: readiness of designs, [design, run].
        target: output ordered, [activity, run], unit/year.
        in_order: output left after losses of coordination and disorder, [activity, run].
        effort: multiplier of labour by believed tautness, [activity, run].
        effective_labour: work to be had, [group, run], kwm/month.
        noise: month-to-month factor of capacity, [activity, run].
        calendar: picks this month of a calendar.
        params: see `IndustryParams`.
        mode: see `Numerics`.
        dt: length of the step, months.
    """
    usable, tooled = usable_capacity(capacity, blocked, readiness, params)
    could_make = usable * noise
    ordered = soft_min(target / 12.0, could_make, mode=mode, sharpness=SHARP)
    of_users = ordered[np.asarray(params.activity_of_input)]
    asked = total_by(params.amount * of_users, params.good_of_input, stock.shape[0])
    called = called_for(stock, could_make, asked, params, dt)
    wanted = soft_min(target / 12.0, could_make * called, mode=mode, sharpness=SHARP)
    by_hands, hands_wanted, hands_fill = share_hands(
        wanted, labour_per_unit(started_so_far, params), effective_labour, effort, params, mode
    )
    lifted = haulage(rail_capacity, wanted, calendar, params)
    by_rail = jnp.where(params.freight > 0.0, wanted * lifted[None], wanted)
    by_hands = soft_min(by_rail, by_hands, mode=mode, sharpness=SHARP)
    return Plan(
        wanted=wanted,
        by_rail=by_rail,
        by_hands=by_hands,
        # Outside the minimum: disorder wastes work also where hands are what is short.
        planned=by_hands * in_order,
        tooled=tooled,
        hands_wanted=hands_wanted,
        hands_fill=hands_fill,
        haulage_fill=lifted,
    )
