"""Conversion: turning the floor of a works to another product, at a price in the old one."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import PerLine, PerStageLine
from sinews.core.groups import look_up, total_by
from sinews.core.smooth import per_step, pipe
from sinews.systems.industry.sharing import DEFENCE
from sinews.systems.industry.state import IndustryParams


def occupied(capacity, converting, params: IndustryParams):
    """Return the floor taken by lines and by lines under conversion, [plant, run]."""
    plants = params.floor_space.shape[0]
    held = (capacity + jnp.sum(converting, axis=0)) * params.space_per_unit
    return total_by(held, params.plant_of_line, plants)


def blocked_share(converting, params: IndustryParams):
    """Return the share of a works that conversion blocks meanwhile, [line, run]."""
    plants = params.floor_space.shape[0]
    space = total_by(
        jnp.sum(converting, axis=0) * params.space_per_unit, params.plant_of_line, plants
    )
    share = jnp.minimum(space / jnp.maximum(params.floor_space, 1e-100), 1.0)
    share = jnp.where(params.floor_space > 0.0, share, 0.0)
    return params.blocked_share[None] * look_up(share, params.plant_of_line)


def pull_for_parts(capacity, converting, params: IndustryParams):
    """Return capacity for parts that lines of vehicles call for, [activity, run].

    What the lines that stand or are being tooled would take of each part, less what can be
    made; only parts of arms are meant.

    Args:
        capacity: tooled capacity, [line, run], unit/month.
        converting: capacity under conversion, [stage, line, run], unit/month.
        params: see `IndustryParams`.
    """
    made_in = params.activity_of_line
    activities, goods = len(params.good_of_activity), params.stock_norm.shape[0]
    lines = total_by(capacity + jnp.sum(converting, axis=0), made_in, activities)
    takes = params.amount * lines[np.asarray(params.activity_of_input)]
    need = look_up(total_by(takes, params.good_of_input, goods), params.good_of_activity)
    is_part = np.asarray(params.class_of_activity) == DEFENCE
    missing = jnp.maximum(need - lines, 0.0)
    return jnp.where(is_part[:, None], params.parts_pull[None] * missing, 0.0)


def floor_pulled(pull, params: IndustryParams):
    """Return the floor that targets call for, [line, run], reference units per month.

    The pull falls on the lines that could make the product, by the floor of their works.

    Args:
        pull: capacity that targets call for, [activity, run], unit/month per month.
        params: see `IndustryParams`.
    """
    floor = look_up(params.floor_space, params.plant_of_line)
    of_product = total_by(floor, params.activity_of_line, pull.shape[0])
    weight = floor / jnp.maximum(look_up(of_product, params.activity_of_line), 1e-100)
    return weight * look_up(pull, params.activity_of_line) * params.space_per_unit


def share_floor(conversion, pulled, capacity, converting, params: IndustryParams, dt: float):
    """Return how much floor each line is to gain, and how much others must give.

    Free floor is used first. Only an order displaces another line of the same works; the pull
    of a target stops where free floor ends.

    Args:
        conversion: share of the works' floor ordered per month, [line, run].
        pulled: floor that targets call for per month, [line, run].
        capacity: tooled capacity, [line, run], unit/month.
        converting: capacity under conversion by stage, [stage, line, run].
        params: see `IndustryParams`.
        dt: length of the step, months.

    Returns:
        Floor to gain per month, [line, run]; share of the other lines' floor that must give
        way in the step, [plant, run].
    """
    floor = params.floor_space
    plants = floor.shape[0]
    ordered = conversion * look_up(floor, params.plant_of_line)
    asked = total_by(ordered + pulled, params.plant_of_line, plants)
    free = jnp.maximum(floor - occupied(capacity, converting, params), 0.0) / dt
    from_free = jnp.minimum(asked, free) / jnp.maximum(asked, 1e-100)
    still_ordered = total_by(ordered, params.plant_of_line, plants) * (1.0 - from_free)
    idle = jnp.where(ordered > 0.0, 0.0, capacity * params.space_per_unit)
    giving = total_by(idle, params.plant_of_line, plants) / dt
    given = jnp.minimum(still_ordered, giving)
    by_displacing = given / jnp.maximum(still_ordered, 1e-100)
    here = look_up(from_free, params.plant_of_line)
    gained = pulled * here + ordered * (
        here + (1.0 - here) * look_up(by_displacing, params.plant_of_line)
    )
    return gained, given / jnp.maximum(giving, 1e-100)


class Lines(eqx.Module):
    """Lines at the end of a step, and what moved; per month."""

    capacity: PerLine
    converting: PerStageLine
    begun: PerLine
    converted: PerLine
    displaced: PerLine


def move_lines(
    capacity, converting, conversion, space, give_way, tool_fill, handed_over, damage, params, dt
) -> Lines:
    """Move capacity through conversion, wear, damage and hand-over.

    Args:
        capacity: tooled capacity, [line, run], unit/month.
        converting: capacity under conversion, [stage, line, run], unit/month.
        conversion: share of the works' floor ordered per month, [line, run].
        space: floor granted to each line per month, [line, run].
        give_way: share of the other lines' floor that gives way per month, [plant, run].
        tool_fill: share of machine tools had; without tools nothing is converted, [run].
        handed_over: new capacity from building sites, [line, run], unit/month per month.
        damage: capacity lost by failed start-ups, same unit.
        params: see `IndustryParams`.
        dt: length of the step, months.
    """
    begun = space / params.space_per_unit * tool_fill[None]
    under_way, converted = pipe(converting, begun, params.conversion_months[None], dt)
    gives = jnp.where(conversion > 0.0, 0.0, capacity) / dt
    displaced = gives * look_up(give_way, params.plant_of_line) * tool_fill[None]
    worn = per_step(params.wear[None], dt) / dt * capacity
    lost = worn + displaced + damage
    return Lines(
        capacity=jnp.maximum(capacity + dt * (handed_over + converted - lost), 0.0),
        converting=under_way,
        begun=begun,
        converted=converted,
        displaced=displaced,
    )
