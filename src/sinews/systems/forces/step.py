"""Forces: one month of arms, crews, divisions and readiness.

Arms ride to their theatre, wear, and count only when fit and crewed. Divisions are begun as far
as men and arms allow, and take nine months. Power is readiness times men and arms; what it is
worth depends on who stands opposite.

Sources: Lanchester (1916) and Hirshleifer (1989) for the contest; Dupuy (1979) and Biddle (2004)
for power as more than numbers.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerEquipment, PerEquipmentTheatre, PerTheatre, Scalar
from sinews.core.numerics import Moment, Numerics
from sinews.core.smooth import per_step, pipe
from sinews.systems.forces import divisions as units
from sinews.systems.forces import equipment as arms
from sinews.systems.forces import rules
from sinews.systems.forces.state import ForcesFlows, ForcesParams, ForcesState


def advance(
    state: ForcesState,
    params: ForcesParams,
    *,
    numerics: Numerics,
    moment: Moment,
    division_target: Scalar,
    deployment: PerEquipmentTheatre,
    crew_training: Scalar,
    army: Scalar,
    equipment_delivered: PerEquipment,
    yields: PerEquipment,
    nutrition_army: Scalar,
    foreign_forces: PerTheatre,
) -> tuple[ForcesState, ForcesFlows]:
    """Arm, man and ready the forces for a step.

    Args:
        state: arms, crews and divisions at the start.
        params: how the forces behave.
        numerics: mode and step.
        moment: not read; forces know no season.
        division_target: divisions to be had, [run].
        deployment: where new arms go, [equipment, theatre, run], shares.
        crew_training: tank crews trained, [run], crew/month.
        army: men in army and navy, [run], kp.
        equipment_delivered: from the works, [equipment, run], units/month.
        yields: share of work accepted at the works, [equipment, run].
        nutrition_army: food of the army over need, [run].
        foreign_forces: forces that face us, [theatre, run], dve.

    Returns:
        Arms, crews and divisions at the end, and what moved. Arms, by class: `sum held' +
        sum under_way' - sum held - sum under_way = dt (equipment_received - equipment_worn)`.
        Crews: `crews' - crews = dt (crews_trained - crews_lost)`. Divisions with those forming:
        `after - before = dt divisions_begun`.
    """
    del moment
    dt, mode = numerics.dt, numerics.mode
    held, under_way, soundness, arrived, worn = _arms(
        state, params, deployment, equipment_delivered, yields, dt, mode
    )
    crews, trained, lost = _crews(state, params, crew_training, dt)
    fit = held * arms.fit_share(
        soundness, params.spares, params.service_level,
        params.service_by_spares, params.service_by_defects,
    )[:, None]  # fmt: skip
    usable = arms.usable(fit, held, crews, params.needs_crew, mode)

    holdings = jnp.sum(held, axis=1)
    begun, missing_divisions = _plan_divisions(state, params, holdings, division_target, army, mode)
    forming, formed = pipe(state.forming_divisions, begun, params.forming_months, dt)
    ready = units.posted(formed, params.division_share)
    divisions = state.divisions + dt * ready
    total, all_divisions = _totals(divisions, forming)

    men_wanted = units.establishment(
        all_divisions, params.men_per_division, holdings, params.men_per_unit, params.other_men
    )
    manning = rules.manning(army, men_wanted)
    food = jnp.clip(nutrition_army, 0.0, 1.0)
    fills = jnp.broadcast_arrays(
        manning[None],
        rules.arms_fill(held, params.arms_per_division, divisions, mode),
        rules.crew_fill(divisions, params.division_weight, usable, fit, params.weight),
        food[None],
    )
    new_units = params.new_unit_penalty * (1.0 - total / jnp.maximum(all_divisions, rules.TINY))
    readiness = rules.next_readiness(
        state.readiness, tuple(fills), params.peace_readiness,
        jnp.clip(new_units, 0.0, 1.0), params.readiness_months, mode, dt,
    )  # fmt: skip
    power = rules.combat_power(
        readiness, divisions, params.division_weight, usable, params.weight,
        params.power_scale, params.command_quality,
    )  # fmt: skip
    all_usable = jnp.sum(usable, axis=1)
    ratio = rules.force_ratio(power, foreign_forces, params.defender_advantage, params.distance)

    after = ForcesState(
        equipment_held=held,
        equipment_under_way=under_way,
        soundness=soundness,
        trained_crews=crews,
        divisions=divisions,
        forming_divisions=forming,
        readiness=readiness,
    )
    flows = ForcesFlows(
        equipment_received=equipment_delivered,
        equipment_arrived=arrived,
        equipment_worn=jnp.sum(worn, axis=1),
        equipment_usable=usable,
        equipment_uncrewed=jnp.maximum(jnp.sum(fit - usable, axis=1), 0.0),
        crews_trained=trained,
        crews_lost=lost,
        divisions_begun=begun,
        divisions_ready=ready,
        divisions_total=total,
        divisions_missing=missing_divisions,
        men_wanted=men_wanted,
        call_up_wanted=units.call_up_wanted(men_wanted, army, params.call_up_months, mode),
        manning=manning,
        combat_power=power,
        force_ratio=ratio,
        win_probability=rules.win_probability(
            ratio, power, params.sustain_limit, params.contest_exponent, params.sustain_exponent
        ),
        plan_readiness=rules.plan_readiness(
            total, all_usable, params.plan_divisions, params.plan_arms, mode
        ),
        plan_gap=rules.plan_gap(all_usable, params.plan_arms, mode),
        requirement_gap=rules.requirement_gap(
            holdings, params.wanted_per_division, division_target, mode
        ),
    )
    return after, flows


def _arms(state, params, deployment, delivered, yields, dt, mode):
    """Bring new arms to the troops and wear out those there are."""
    before = jnp.sum(state.equipment_held, axis=1) + jnp.sum(state.equipment_under_way, axis=0)
    soundness = arms.next_soundness(state.soundness, before, dt * delivered, yields)
    under_way, arrived = arms.bring(
        state.equipment_under_way, delivered, arms.destinations(deployment),
        params.rail_months, params.rail_capacity, params.weight, mode, dt,
    )  # fmt: skip
    worn = arms.worn(state.equipment_held, params.wear, dt)
    held = jnp.maximum(state.equipment_held + dt * (arrived - worn), 0.0)
    return held, under_way, soundness, arrived, worn


def _crews(state, params, crew_training, dt):
    """Train crews for the arms there are, and release some."""
    crews, holdings = state.trained_crews, jnp.sum(state.equipment_held, axis=1)
    trained = arms.crews_trained(
        crews, holdings, params.is_tank, params.needs_crew, crew_training, params.crew_months
    )
    lost = crews * (per_step(params.crew_loss, dt) / dt)[None]
    return jnp.maximum(crews + dt * (trained - lost), 0.0), trained, lost


def _plan_divisions(state, params, holdings, target, army, mode):
    """Return divisions begun per month, and those missing."""
    _, everyone = _totals(state.divisions, state.forming_divisions)
    missing = jnp.maximum(target - everyone, 0.0)
    men_wanted = units.establishment(
        everyone, params.men_per_division, holdings, params.men_per_unit, params.other_men
    )
    begun = units.divisions_begun(
        missing, params.order_months,
        jnp.maximum(army - params.manning_floor * men_wanted, 0.0), params.men_per_division,
        jnp.maximum(holdings - params.arms_per_division * everyone[None], 0.0),
        params.arms_per_division, mode,
    )  # fmt: skip
    return begun, missing


def _totals(divisions, forming):
    """Return divisions had, and with those forming."""
    total = jnp.sum(divisions, axis=0)
    return total, total + jnp.sum(forming, axis=0)
