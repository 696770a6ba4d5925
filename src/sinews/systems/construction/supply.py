"""Who gets builders, materials and imported plant, and what is asked for next month."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerGood, PerProject, Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import positive, take
from sinews.systems.construction.rules import scope
from sinews.systems.construction.sharing import by_weight
from sinews.systems.construction.state import ConstructionParams, ConstructionState

TINY = 1e-30
PLENTY = 1e30


class Shared(NamedTuple):
    """What named sites got, [project, run], and what the other sites got, [run]."""

    named: PerProject
    other: Scalar


def share_out(available: Scalar, named, other: Scalar, weights, other_weight, mode: Mode) -> Shared:
    """Share something among named sites by priority, with all other sites as one more user.

    Args:
        available: what there is, [run].
        named: what each named site asks for, [project, run].
        other: what the other sites ask for, [run].
        weights: priority of named sites, [project, run].
        other_weight: weight of the other sites, [run].
        mode: see `Numerics`.
    """
    runs = named.shape[-1]
    demands = jnp.concatenate([named, jnp.broadcast_to(other, (1, runs))])
    wide = jnp.broadcast_to(weights, named.shape)
    weight = jnp.concatenate([wide, jnp.broadcast_to(other_weight, (1, runs))])
    given = by_weight(available, demands, weight, mode)
    return Shared(given[:-1], given[-1])


def work_in_materials(available: PerGood, per_work: PerGood) -> Scalar:
    """Return the work, kwm, for which the scarcest material suffices.

    Args:
        available: materials on site, [good, run], unit.
        per_work: materials of one worker-month, [good, run], unit/kwm.
    """
    enough = jnp.where(per_work > 0.0, available / jnp.maximum(per_work, TINY), PLENTY)
    return jnp.min(enough, axis=0)


def materials_wanted(stock: PerGood, per_work: PerGood, work: Scalar, cover: Scalar, mode: Mode):
    """Return materials asked for: the use of such a month, and the stock brought to its cover."""
    use = per_work * work[None]
    scale = jnp.maximum(use, TINY)
    wanted = scale * positive((use + cover[None] * use - stock) / scale, mode)
    return jnp.where(use > 0.0, wanted, 0.0)


def equipment_room(state: ConstructionState, params: ConstructionParams) -> PerProject:
    """Return how much new work the plant on site allows, kwm: begun work never outruns it."""
    need = params.equipment_need
    share = jnp.minimum(state.equipment_fitted / jnp.maximum(need, TINY), 1.0)
    total = scope(state)
    reached = jnp.where(need > 0.0, share * total, total)
    return jnp.maximum(reached - (total - state.work_to_do), 0.0)


def equipment_asked(params: ConstructionParams, state: ConstructionState) -> PerProject:
    """Return plant that each named site should have by now and has not, MGR.

    Sites want plant a few months ahead of the work at their full rate.
    """
    total = scope(state)
    reach = total - state.work_to_do + params.equipment_ahead[None] * params.base_rate
    due = jnp.clip(reach / jnp.maximum(total, TINY), 0.0, 1.0) * params.equipment_need
    return jnp.maximum(due - state.equipment_fitted, 0.0)


def crew_wanted(params: ConstructionParams, under_way, work_left, mode: Mode, dt: float):
    """Return the work of a full crew at each site, less where little is left, kwm/month."""
    full = params.base_rate * params.work_per_builder[None]
    return under_way * take(full, work_left / dt, mode)
