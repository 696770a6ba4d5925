"""Conversion: turning the floor of a works to another product, at a price in the old one."""

import equinox as eqx
import jax.numpy as jnp

from sinews.core.arrays import PerLine, PerStageLine
from sinews.core.groups import look_up, total_by
from sinews.core.smooth import per_step, pipe
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


def floor_asked(conversion, pull, params: IndustryParams):
    """Return the floor asked for each line per month, [line, run].

    An order names a line; the pull of a target falls on the lines that could make the product,
    in proportion to the floor of their works.

    Args:
        conversion: share of the works' floor ordered per month, [line, run].
        pull: capacity that targets call for, [activity, run], unit/month per month.
        params: see `IndustryParams`.
    """
    floor = look_up(params.floor_space, params.plant_of_line)
    of_product = total_by(floor, params.activity_of_line, pull.shape[0])
    weight = floor / jnp.maximum(look_up(of_product, params.activity_of_line), 1e-100)
    pulled = weight * look_up(pull, params.activity_of_line) * params.space_per_unit
    return conversion * floor + pulled


def orders_for_space(asked, capacity, converting, params: IndustryParams, dt: float):
    """Return how much floor each line is to gain, and from where.

    Free floor is used first, then that of lines of the same works which are not asked for.

    Args:
        asked: floor asked for each line per month, [line, run].
        capacity: tooled capacity, [line, run], unit/month.
        converting: capacity under conversion by stage, [stage, line, run].
        params: see `IndustryParams`.
        dt: length of the step, months.

    Returns:
        Floor to gain per month, [line, run]; share of that taken from free floor and share
        of the other lines' floor that must give way per month, [plant, run].
    """
    floor = params.floor_space
    plants = floor.shape[0]
    asked_in_all = total_by(asked, params.plant_of_line, plants)
    free = jnp.maximum(floor - occupied(capacity, converting, params), 0.0) / dt
    idle = jnp.where(asked > 0.0, 0.0, capacity * params.space_per_unit)
    giving = total_by(idle, params.plant_of_line, plants) / dt
    had = jnp.minimum(asked_in_all, free + giving)
    granted = asked * look_up(had / jnp.maximum(asked_in_all, 1e-100), params.plant_of_line)
    from_free = jnp.minimum(had, free)
    share_displaced = (had - from_free) / jnp.maximum(giving, 1e-100)
    return granted, jnp.minimum(share_displaced, 1.0)


class Lines(eqx.Module):
    """Lines at the end of a step, and what moved; per month."""

    capacity: PerLine
    converting: PerStageLine
    begun: PerLine
    converted: PerLine
    displaced: PerLine


def move_lines(
    capacity, converting, space, give_way, tool_fill, handed_over, damage, params, dt
) -> Lines:
    """Move capacity through conversion, wear, damage and hand-over.

    Args:
        capacity: tooled capacity, [line, run], unit/month.
        converting: capacity under conversion, [stage, line, run], unit/month.
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
    gives = jnp.where(space > 0.0, 0.0, capacity) / dt
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
