"""Forces: equations of arms on the way, in use and crewed."""

import jax
import jax.numpy as jnp

from sinews.core.arrays import (
    PerEquipment,
    PerEquipmentTheatre,
    PerStageEquipment,
    PerTheatre,
    Scalar,
)
from sinews.core.numerics import Mode
from sinews.core.smooth import per_step, pipe, soft_min

TINY = 1e-9


def destinations(deployment: PerEquipmentTheatre) -> PerEquipmentTheatre:
    """Return where arms go, as shares that sum to one; evenly where nothing is ordered."""
    total = jnp.sum(deployment, axis=1, keepdims=True)
    even = 1.0 / deployment.shape[1]
    return jnp.where(total > TINY, deployment / jnp.maximum(total, TINY), even)


def bring(
    under_way: PerStageEquipment,
    delivered: PerEquipment,
    shares: PerEquipmentTheatre,
    rail_months: PerTheatre,
    rail_capacity: PerTheatre,
    weight: PerEquipment,
    mode: Mode,
    dt: float,
) -> tuple[PerStageEquipment, PerEquipmentTheatre]:
    """Move arms from the works to the troops.

    The delay of a class is that of its destinations; what a line cannot carry waits at its head.
    Under way, new arms and arrivals close: `before + dt delivered = after + dt arrived`.

    Args:
        under_way: arms on the railway, [stage, equipment, run], units.
        delivered: by the works, [equipment, run], units/month.
        shares: destinations, [equipment, theatre, run].
        rail_months: delay, [theatre, run].
        rail_capacity: weight that can be brought, [theatre, run], dve/month.
        weight: of a unit, [equipment, run], dve.
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    months = jnp.sum(shares * rail_months[None], axis=1)
    after, outflow = pipe(under_way, delivered, months, dt)
    asked = outflow[:, None] * shares
    load = jnp.sum(weight[:, None] * asked, axis=0)
    carried = soft_min(load, rail_capacity, mode=mode) / jnp.maximum(load, TINY)
    carried = jnp.where(load > TINY, jnp.minimum(carried, 1.0), 1.0)
    arrived = asked * carried[None]
    waiting = jnp.maximum(outflow - jnp.sum(arrived, axis=1), 0.0)
    return after.at[-1].add(dt * waiting), arrived


def worn(held: PerEquipmentTheatre, wear: PerEquipment, dt: float) -> PerEquipmentTheatre:
    """Return arms worn out, units/month."""
    return held * (per_step(wear, dt) / dt)[:, None]


def next_soundness(
    soundness: PerEquipment, holdings: PerEquipment, new: PerEquipment, yields: PerEquipment
) -> PerEquipment:
    """Mix the soundness of new arms into that of all: poor yields arrive as defects.

    Args:
        soundness: of the arms there are, [equipment, run].
        holdings: arms there are, [equipment, run], units.
        new: arms taken over in the step, [equipment, run], units.
        yields: share of work accepted at the works, [equipment, run].
    """
    total = jnp.maximum(holdings + new, TINY)
    mixed = (soundness * holdings + jnp.clip(yields, 0.0, 1.0) * new) / total
    return jnp.where(new > 0.0, jnp.clip(mixed, 0.0, 1.0), soundness)


def fit_share(
    soundness: PerEquipment, spares: Scalar, level: Scalar, by_spares: Scalar, by_defects: Scalar
) -> PerEquipment:
    """Return the share of arms fit for use; unsound arms and want of spares lower it."""
    logit = (level + by_spares * spares)[None] - by_defects[None] * (1.0 - soundness)
    return jax.nn.sigmoid(logit)


def usable(
    fit: PerEquipmentTheatre,
    held: PerEquipmentTheatre,
    crews: PerEquipment,
    needs_crew: PerEquipment,
    mode: Mode,
) -> PerEquipmentTheatre:
    """Return arms fit for use and crewed; crews stand where the arms are."""
    place = held / jnp.maximum(jnp.sum(held, axis=1, keepdims=True), TINY)
    crewed = soft_min(fit, crews[:, None] * place, mode=mode)
    return needs_crew[:, None] * crewed + (1.0 - needs_crew)[:, None] * fit


def crews_trained(
    crews: PerEquipment,
    held: PerEquipment,
    is_tank: PerEquipment,
    needs_crew: PerEquipment,
    tank_crews: Scalar,
    months: Scalar,
) -> PerEquipment:
    """Return crews trained, crew/month.

    Tank crews are trained as ordered and sent where they are missing most; crews of aircraft
    and boats follow the machines there are.
    """
    missing = jnp.maximum(held - crews, 0.0) * needs_crew
    of_tanks = missing * is_tank
    total = jnp.sum(of_tanks, axis=0, keepdims=True)
    evenly = is_tank / jnp.maximum(jnp.sum(is_tank, axis=0, keepdims=True), TINY)
    share = jnp.where(total > TINY, of_tanks / jnp.maximum(total, TINY), evenly)
    return share * tank_crews[None] + missing * (1.0 - is_tank) / months[None]
