"""How work is done, done badly and found out: the rework cycle of project dynamics.

Sources: Cooper 1980; Cooper, Lyneis and Bryant 2002; Lyneis and Ford 2007; Sterman 2000; cold
and productivity: Abele 1986.
"""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerProject
from sinews.core.numerics import Mode
from sinews.core.smooth import by_priority, chance_of, positive, soft_min
from sinews.systems.construction.state import ConstructionParams, ConstructionState

TINY = 1e-30
HIGHEST_PRESSURE = 1e6


class Work(NamedTuple):
    """Work of one step, all [project, run], kwm/month."""

    new: PerProject
    redone: PerProject
    bad: PerProject
    found: PerProject


def scope(state: ConstructionState) -> PerProject:
    """Return the scope of each project, kwm; it never changes."""
    return state.work_to_do + state.work_correct + state.rework_hidden + state.rework_known


def remaining(state: ConstructionState) -> PerProject:
    """Return the work that is seen to be left, hidden rework not counted, kwm."""
    return state.work_to_do + state.rework_known


def completion(state: ConstructionState) -> PerProject:
    """Return the share of scope that is believed done, hidden rework included."""
    done = state.work_correct + state.rework_hidden
    return jnp.minimum(done / jnp.maximum(scope(state), TINY), 1.0)


def schedule_pressure(work_left, base_rate, months_left):
    """Return work left over what the date allows (Cooper 1980).

    Managers press on what they perceive: `work_left` leaves hidden rework out.
    """
    allowed = base_rate * jnp.maximum(months_left, 1.0)
    return jnp.minimum(work_left / jnp.maximum(allowed, TINY), HIGHEST_PRESSURE)


def rush_of(pressure, order, mode: Mode):
    """Return the rush, saturated to 0..1: pressure above one, as far as it is ordered."""
    rush = positive(pressure - 1.0, mode) * order
    return rush / (1.0 + rush)


def frost_factor(temperature, params: ConstructionParams, mode: Mode):
    """Return the rate of work in the cold: .83 at -10, .55 at -20, .35 at -30 (Abele 1986)."""
    cold = positive(params.frost_threshold[None] - temperature, mode)
    return 1.0 / (1.0 + (cold / params.frost_scale[None]) ** 2)


def work_quality(params: ConstructionParams, rush, frost, skill, nutrition, disorder, mode: Mode):
    """Return the share of work done well, [project, run].

    Args:
        params: losses by rush, frost, hunger and disorder.
        rush: saturated rush, [project, run].
        frost: rate of work in the cold, [project, run].
        skill: skilled share of builders, [run].
        nutrition: food of builders over their need, [run].
        disorder: of orders, [run].
        mode: see `Numerics`.
    """
    relative = soft_min(skill / params.reference_skill, 1.0, mode=mode)
    able = jnp.where(relative > 0.0, jnp.maximum(relative, TINY) ** params.skill_exponent, 0.0)
    fed = 1.0 - params.hunger_loss * jnp.clip(1.0 - nutrition, 0.0, 1.0)
    calm = 1.0 - params.disorder_loss * jnp.clip(disorder, 0.0, 1.0)
    careful = 1.0 - params.rush_loss[None] * rush
    warm = 1.0 - params.frost_loss[None] * (1.0 - frost)
    return (params.base_quality * able * fed * calm)[None] * careful * warm


def finding_months(params: ConstructionParams, done, started):
    """Return the time to find bad work: less near completion, least once the works runs.

    Args:
        params: times before and after the start.
        done: completion, [project, run].
        started: whether started, 0..1, [project, run].
    """
    before = params.finding_months[None] * (1.0 - params.finding_by_progress[None] * done)
    rate = started / params.finding_months_in_use[None] + (1.0 - started) / before
    return 1.0 / jnp.maximum(rate, TINY)


def do_work(state: ConstructionState, work, quality, months_to_find, mode: Mode, dt: float) -> Work:
    """Split work into rework, which goes first, and new work, and find bad work done before.

    Args:
        state: stocks of work.
        work: work of the step, at most work to do and known rework over dt, [project, run].
        quality: share done well, [project, run].
        months_to_find: see `finding_months`.
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    asked = jnp.stack([state.rework_known / dt, state.work_to_do / dt])
    redone, new = by_priority(work, asked, mode)
    bad = (1.0 - quality) * (redone + new)
    found = state.rework_hidden * chance_of(1.0 / months_to_find, dt) / dt
    return Work(new=new, redone=redone, bad=bad, found=found)


def stocks_after(state: ConstructionState, work: Work, dt: float) -> dict[str, PerProject]:
    """Return the four stocks of work after a step of it; their sum is kept."""
    well = work.new + work.redone - work.bad
    return {
        "work_to_do": jnp.maximum(state.work_to_do - dt * work.new, 0.0),
        "work_correct": state.work_correct + dt * well,
        "rework_hidden": jnp.maximum(state.rework_hidden + dt * (work.bad - work.found), 0.0),
        "rework_known": jnp.maximum(state.rework_known + dt * (work.found - work.redone), 0.0),
    }
