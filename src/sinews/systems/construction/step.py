"""Construction: one month of building, finding out, starting, failing and handing over.

Builders, materials and imported plant are shared by priority; frost slows and spoils work, rush
speeds and spoils it; bad work is found late. A works is started when it looks nearly done or on
a political date, may fail while it is new, and hands over capacity as it is mastered.
"""

import dataclasses

import jax.numpy as jnp

from sinews.core.arrays import PerGood, PerProject, PerRegion, Scalar
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.core.smooth import chance_of
from sinews.systems.construction import rules, starting, supply
from sinews.systems.construction.conditions import conditions_of, possible_work
from sinews.systems.construction.starting import Failure
from sinews.systems.construction.state import (
    ConstructionFlows,
    ConstructionParams,
    ConstructionState,
)


def advance(
    state: ConstructionState,
    params: ConstructionParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    air_temperature: PerRegion,
    start: PerProject,
    deadline: PerProject,
    rush: PerProject,
    political_start: PerProject,
    priority: PerProject,
    builders: Scalar,
    skilled_share: Scalar,
    materials_delivered: PerGood,
    nutrition: Scalar,
    disorder: Scalar,
    equipment_landed: Scalar,
) -> tuple[ConstructionState, ConstructionFlows]:
    """Build for one step.

    Args:
        state: the sites at the start of the step.
        params: behaviour of building.
        numerics: mode and step.
        moment: where the step stands.
        chance: draws of this room.
        air_temperature: [region, run], degC.
        start: how far each site is under way, 0..1, [project, run].
        deadline: date set, months from the start of the run, [project, run].
        rush: how far quality gives way to the date, 0..1, [project, run].
        political_start: whether the works is started on the date, ready or not, [project, run].
        priority: weight in sharing, 1 is normal, [project, run].
        builders: effective labour of builders, [run], kwm/month.
        skilled_share: of builders, [run].
        materials_delivered: [good, run], unit/month.
        nutrition: food of builders over their need, [run].
        disorder: of orders, 0..1, [run].
        equipment_landed: imported plant for sites, [run], MGR/month.

    Returns:
        Sites at the end of the step, and what moved. For each project
        `work_to_do + work_correct + rework_hidden + rework_known` is kept.
    """
    mode, dt = numerics.mode, numerics.dt
    now = starting.months_now(moment)
    weights = (priority, params.other_sites_weight)
    plant = _send_plant(state, params, start, equipment_landed, weights, numerics)
    state_fitted = _with(state, equipment_fitted=state.equipment_fitted + dt * plant.named)

    conditions = conditions_of(
        state, params, air_temperature, deadline - now, rush, chance, numerics
    )
    crews_wanted = supply.crew_wanted(params, start, rules.remaining(state), mode, dt)
    elsewhere_wanted = params.other_work_wanted * params.work_per_builder
    crews = supply.share_out(builders, crews_wanted, elsewhere_wanted, *weights, mode)
    possible = possible_work(state_fitted, params, crews, conditions, numerics)
    on_site = state.site_materials / dt + materials_delivered
    enough_for = supply.work_in_materials(on_site, params.materials_per_work)
    work = supply.share_out(enough_for, possible.named, possible.other, *weights, mode)
    used = params.materials_per_work * (jnp.sum(work.named, axis=0) + work.other)[None]

    quality = rules.work_quality(
        params,
        conditions.rush,
        conditions.frost,
        skilled_share,
        nutrition,
        disorder,
        mode,
    )
    to_find = rules.finding_months(params, rules.completion(state), state.started)
    put = rules.do_work(state, work.named, quality, to_find, mode, dt)
    built = _with(
        state_fitted,
        **rules.stocks_after(state, put, dt),
        site_equipment=jnp.maximum(
            state.site_equipment
            + dt * (equipment_landed - jnp.sum(plant.named, axis=0) - plant.other),
            0.0,
        ),
        site_materials=jnp.maximum(state.site_materials + dt * (materials_delivered - used), 0.0),
    )

    hazard = _hazard(state, params, conditions.temperature, mode)
    failure = starting.fail(
        chance,
        chance_of(hazard, dt),
        built.work_correct,
        built.rework_hidden,
        rules.scope(built),
        mode,
    )
    standing = _after_failure(built, failure)
    after, starts, gained = _run_works(
        standing, params, now + dt, political_start, deadline, skilled_share, numerics
    )

    planned = jnp.sum(crews.named, axis=0) + crews.other
    work_wanted = jnp.sum(crews_wanted, axis=0) + elsewhere_wanted
    by_hands = crews.named * conditions.pace * conditions.frost
    flows = ConstructionFlows(
        capacity_handed_over=starting.per_line(params.design_capacity, gained / dt)
        + params.capacity_elsewhere * work.other[None],
        damage=starting.per_line(
            params.design_capacity, state.handed_over * failure.lost_share / dt
        ),
        materials_received=materials_delivered + 0.0 * used,
        materials_used=used,
        materials_wanted=supply.materials_wanted(
            after.site_materials, params.materials_per_work, planned, params.material_cover, mode
        ),
        labour_wanted=work_wanted / params.work_per_builder,
        equipment_landed=equipment_landed + 0.0 * planned,
        equipment_taken=plant.named,
        equipment_to_other_sites=plant.other,
        equipment_wanted=jnp.sum(start * supply.equipment_asked(params, after), axis=0)
        + params.other_equipment_wanted,
        schedule_pressure=conditions.pressure,
        crew=crews.named,
        work_done=work.named,
        new_work=put.new,
        work_redone=put.redone,
        work_done_badly=put.bad,
        rework_found=put.found,
        rework_exposed=failure.exposed / dt,
        work_destroyed=failure.destroyed / dt,
        other_work_done=work.other,
        idle_builders=jnp.maximum(builders - planned, 0.0),
        starts=starts / dt,
        failures=failure.happened / dt,
        failure_hazard=hazard,
        quality=quality,
        work_lost_to_builders=jnp.maximum(work_wanted - planned, 0.0),
        work_lost_to_frost=jnp.sum(crews.named * conditions.pace * (1.0 - conditions.frost), axis=0)
        + crews.other * (1.0 - conditions.frost_elsewhere),
        work_lost_to_equipment=jnp.sum(
            jnp.maximum(jnp.minimum(by_hands, rules.remaining(state) / dt) - possible.named, 0.0),
            axis=0,
        ),
        work_lost_to_materials=jnp.sum(jnp.maximum(possible.named - work.named, 0.0), axis=0)
        + jnp.maximum(possible.other - work.other, 0.0),
    )
    return after, flows


def _with(state: ConstructionState, **changes) -> ConstructionState:
    """Return the state with some stocks replaced."""
    return dataclasses.replace(state, **changes)


def _send_plant(
    state, params, start, landed, weights: tuple[PerProject, Scalar], numerics: Numerics
) -> supply.Shared:
    """Send imported plant to named and other sites, MGR/month."""
    return supply.share_out(
        state.site_equipment / numerics.dt + landed,
        start * supply.equipment_asked(params, state) / numerics.dt,
        params.other_equipment_wanted,
        *weights,
        numerics.mode,
    )


def _hazard(state, params, temperature, mode):
    """Return the rate of failure of works at risk, zero for others."""
    hidden = state.rework_hidden / jnp.maximum(rules.scope(state), rules.TINY)
    rate = starting.failure_hazard(params, hidden, rules.completion(state), temperature)
    risk = starting.at_risk(
        state.started, state.failed, state.months_since_start, params.failure_window, mode
    )
    return rate * risk


def _after_failure(state: ConstructionState, failure: Failure) -> ConstructionState:
    """Return the stocks after failures: good work and hidden rework become known rework."""
    return _with(
        state,
        work_correct=jnp.maximum(state.work_correct - failure.destroyed, 0.0),
        rework_hidden=jnp.maximum(state.rework_hidden - failure.exposed, 0.0),
        rework_known=state.rework_known + failure.destroyed + failure.exposed,
        failed=jnp.minimum(state.failed + failure.happened, 1.0),
        handed_over=state.handed_over * (1.0 - failure.lost_share),
    )


def _run_works(state, params, end_of_step, political, deadline, skill, numerics: Numerics):
    """Start works, master those that ran, and hand over what is newly in command.

    Returns:
        State, starts of the step and gain of the share handed over, both [project, run].
    """
    dt, complete = numerics.dt, rules.completion(state)
    starts = starting.starts_now(
        params, state.started, complete, political, deadline, end_of_step, numerics.mode
    )
    started = jnp.minimum(state.started + starts, 1.0)
    mastering = starting.master(
        state.mastering, state.started, params.mastering_months, skill, params.reference_skill, dt
    )
    in_use = started * complete
    gained = jnp.maximum(in_use * mastering - state.handed_over, 0.0)
    age = (state.months_since_start + dt) * state.started / jnp.maximum(started, rules.TINY)
    after = _with(
        state,
        started=started,
        months_since_start=age,
        started_share=in_use,
        mastering=mastering,
        handed_over=jnp.minimum(state.handed_over + gained, 1.0),
    )
    return after, starts, gained
