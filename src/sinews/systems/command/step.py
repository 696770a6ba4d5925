"""Command: threat becomes targets and divisions, hunger becomes retreat, orders are filled in.

What is ordered holds; what is left open is decided by rule. Pressure is read from last month:
rations unfilled, people leaving the kolkhoz, hunger in towns, plans missed.

Sources: Hunter (1961) and Keren (1972) for taut targets; Gregory and Harrison (2005) and
Markevich (The dictator's dilemma) for the rule of a dictator; Kornai (1980) for shortage.
"""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerActivity,
    PerGroup,
    PerPartner,
    PerRationList,
    PerRegion,
    PerRegionFarmKind,
    PerTheatre,
    Scalar,
)
from sinews.core.axes import FIXED_AXES
from sinews.core.numerics import Moment, Numerics
from sinews.core.smooth import adjust, per_step
from sinews.systems.command import rules
from sinews.systems.command.directives import Situation, all_filled, by_rule, filled, widened
from sinews.systems.command.levers import Levers
from sinews.systems.command.state import CommandFlows, CommandParams, CommandState

KOLKHOZ = FIXED_AXES["farm_kind"].index("kolkhoz")


def advance(
    state: CommandState,
    params: CommandParams,
    *,
    numerics: Numerics,
    moment: Moment,
    orders: Levers,
    usual: Levers,
    threat: Scalar,
    threat_by_partner: PerPartner,
    people: PerGroup,
    farm_people: PerRegionFarmKind,
    nutrition: PerGroup,
    nutrition_farm: PerRegion,
    state_grain: Scalar,
    foreign_cash: Scalar,
    divisions: Scalar,
    ration_fill_last_month: PerRationList,
    kolkhoz_exits_last_month: PerRegion,
    made_last_month: PerActivity,
    visible_capacity_last_month: PerActivity,
    labour_wanted_last_month: PerGroup,
    receipts_last_month: Scalar,
    fulfilment_last_month: Scalar,
    force_ratio_last_month: PerTheatre,
) -> tuple[CommandState, CommandFlows]:
    """Decide for one month.

    Args:
        state: what the ruler's office carries.
        params: behaviour of the rule.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        orders: what is ordered; NaN leaves a lever open.
        usual: usual value of every lever.
        threat: war within twelve months as the ruler sees it, [run].
        threat_by_partner: the same by its leader, [partner, run].
        people: people off the land, [group, run], kp.
        farm_people: people on farms, [region, farm_kind, run], kp.
        nutrition: intake over requirement, [group, run].
        nutrition_farm: the same on farms, [region, run].
        state_grain: grain in state stores, reserve included, [run], kt.
        foreign_cash: foreign money at hand, [run], MGR.
        divisions: divisions held, [run].
        ration_fill_last_month: ration issued over due, [ration_list, run].
        kolkhoz_exits_last_month: people leaving the kolkhoz, [region, run], kp/month.
        made_last_month: accepted output, [activity, run], unit/month.
        visible_capacity_last_month: tooled capacity, [activity, run], unit/month.
        labour_wanted_last_month: posts that plans ask for, [group, run], kp.
        receipts_last_month: earnings abroad, [run], MGR/month.
        fulfilment_last_month: output over plan in value, [run].
        force_ratio_last_month: our strength over theirs, [theatre, run].

    Returns:
        The office after the month, and every lever filled.
    """
    mode, dt = numerics.mode, numerics.dt
    runs = state.retreat.shape[0]

    # Threat raises the share of arms and the divisions wanted.
    share = rules.next_military_share(state.military_share, threat, params, dt)
    weakest = jnp.min(force_ratio_last_month[:2], axis=0)
    rise = rules.threat_rise(threat, params, mode)
    required = rules.required_divisions(divisions, rise, weakest, params)
    division_target = state.division_target + per_step(params.division_gain, dt) * jnp.maximum(
        required - state.division_target, 0.0
    )

    # Pressure is read, and the ruler gives way or not.
    made, planned = _this_year(state, moment, made_last_month, dt)
    fill_of_lists = jnp.mean(ration_fill_last_month[2:], axis=0)
    pressure_now = rules.pressure_of(
        fill_of_lists,
        jnp.sum(kolkhoz_exits_last_month, axis=0)
        / jnp.maximum(jnp.sum(farm_people[:, KOLKHOZ], axis=0), 1e-9),
        _mean_by(nutrition, people),
        fulfilment_last_month,
        params,
        mode,
    )
    pressure = adjust(state.pressure, pressure_now, params.pressure_months, dt)
    point = rules.retreat_point(threat, params, mode)
    retreat = rules.next_retreat(state.retreat, pressure, point, params, dt)

    # Levers left open are filled by rule.
    seen = rules.capacity_seen(visible_capacity_last_month, params)
    receipts = adjust(state.receipts_seen, receipts_last_month, params.receipts_months, dt)
    wage = state.wage * jnp.exp(params.wage_drift * dt)[None]
    now = Situation(
        retreat=retreat,
        military_share=share,
        division_target=division_target,
        tautness=filled(orders.tautness, rules.rule_tautness(share, params)),
        capacity_seen=seen,
        state_grain=state_grain,
        foreign_cash=foreign_cash,
        fill_of_lists=fill_of_lists,
        village_need=rules.village_need(farm_people, nutrition_farm),
        farm_people=jnp.sum(farm_people, axis=(0, 1)),
        receipts=receipts,
        staffing=adjust(
            state.staffing,
            labour_wanted_last_month + usual.staffing,
            params.staffing_months[None],
            dt,
        ),
        wage=wage,
        threat_rise=rise,
    )
    directives = widened(all_filled(orders, by_rule(usual, now, params, moment)), runs)

    # What works feel of their targets, and what targets call for.
    tautness = directives.target / jnp.maximum(seen, 1e-9)
    tautness = jnp.minimum(tautness, params.felt_ceiling[None])
    felt = rules.felt_tautness(tautness, state.credibility)
    concealed = rules.concealed_share(params)
    next_state = CommandState(
        military_share=directives.military_share,
        credibility=rules.next_credibility(state.credibility, made, planned, params, dt),
        planned_this_year=planned + dt * directives.target / 12.0,
        made_this_year=made,
        division_target=directives.division_target,
        pressure=pressure,
        retreat=retreat,
        wage=directives.wage,
        staffing=directives.staffing,
        receipts_seen=receipts,
        posture=directives.posture,
    )
    flows = CommandFlows(
        directives=directives,
        tautness=tautness,
        effort=rules.effort_of(felt, concealed, params, mode),
        disorder=rules.disorder_of(felt, params, mode),
        pull=rules.pull_of(directives.target, visible_capacity_last_month, params, mode),
        divisions_required=required,
        threat_rise=rise,
        secrets_acted_on=rules.secrets_acted_on(
            directives.posture, state.posture, threat_by_partner
        ),
        concealed=jnp.broadcast_to(concealed, retreat.shape),
        protected_rations=params.concession_on_rations * retreat,
        pressure_now=pressure_now,
        retreat_point=point,
    )
    return next_state, flows


def _this_year(state: CommandState, moment: Moment, made_last_month, dt: float):
    """Return output and plan since January, last month's output added, [activity, run]."""
    made = state.made_this_year + dt * made_last_month
    planned = state.planned_this_year
    is_new_year = moment.is_month(1) & moment.opens_month
    return jnp.where(is_new_year, 0.0, made), jnp.where(is_new_year, 0.0, planned)


def _mean_by(values, weights):
    return jnp.sum(values * weights, axis=0) / jnp.maximum(jnp.sum(weights, axis=0), 1e-9)
