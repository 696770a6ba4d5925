"""War: one month of hazards, survival and expected loss.

Only truth enters; belief is compared and never used. Wars of different coalitions are competing
risks; those of one leader exclude each other. A run is weighted by survival and never becomes a
battle, so that what is averaged over runs is weighted by it as well (change 18 of the trial).

Sources: Bremer (1992) for the hazard of neighbours; Siverson and Starr (1990), Joyce, Ghosn and
Bayer (2014) for joining; Hirshleifer (1989) for the contest.
"""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerCoalition,
    PerPartner,
    PerPartnerTheatre,
    PerSector,
    PerTheatre,
    Scalar,
)
from sinews.core.groups import look_up
from sinews.core.numerics import Numerics
from sinews.systems.war import coalitions, rules
from sinews.systems.war.state import WarFlows, WarParams, WarState


def advance(
    state: WarState,
    params: WarParams,
    *,
    numerics: Numerics,
    true_attack_hazard: PerPartner,
    true_threat: PerPartner,
    escalation: PerSector,
    pact_strength: PerPartner,
    relations: PerPartner,
    emigre_sponsorship: PerPartner,
    foreign_forces: PerPartnerTheatre,
    combat_power: PerTheatre,
    force_ratio: PerTheatre,
    win_probability: PerTheatre,
    contest_exponent: Scalar,
    threat_by_coalition: PerCoalition,
) -> tuple[WarState, WarFlows]:
    """Pass a step under the hazards of war.

    Args:
        state: survival, wars by coalition and loss at the start.
        params: who would join whom, and what a war costs.
        numerics: mode and step.
        true_attack_hazard: of a decision to attack, [partner, run], 1/month.
        true_threat: attack within twelve months, [partner, run].
        escalation: rung of each border, [sector, run].
        pact_strength: with us, [partner, run].
        relations: with us, [partner, run], -1 to 1.
        emigre_sponsorship: of our emigres, [partner, run].
        foreign_forces: that each can bring, [partner, theatre, run], dve.
        combat_power: ours, [theatre, run], dve.
        force_ratio: ours against all who face us, [theatre, run].
        win_probability: chance to hold against all of them, [theatre, run].
        contest_exponent: of the force ratio, [run].
        threat_by_coalition: war within twelve months as believed, [coalition, run].

    Returns:
        Survival, wars and loss at the end, and the hazards. `survival + sum war_by_coalition`
        stays what it was.
    """
    dt, leader = numerics.dt, params.leader_of_coalition
    partners = true_attack_hazard.shape[0]
    shares, join, ratio, win = _coalitions(
        params, pact_strength, relations, emigre_sponsorship, foreign_forces, combat_power,
        force_ratio, win_probability, contest_exponent,
    )  # fmt: skip
    runaway = rules.runaway_hazard(
        escalation, params.partner_of_sector, partners, params.runaway_rate,
        params.runaway_slope, params.runaway_rung, numerics.mode,
    )  # fmt: skip
    by_leader = true_attack_hazard + runaway
    hazard = look_up(by_leader, leader) * shares
    survival, wars = rules.after_a_step(state.survival, state.war_by_coalition, hazard, dt)
    begun = wars - state.war_by_coalition
    each_costs = params.loss_of_war[None] + (1.0 - win) * params.loss_of_defeat[None]
    loss = jnp.sum(begun * each_costs, axis=0)
    in_a_year = look_up(rules.within_a_year(true_threat, runaway), leader) * shares

    after = WarState(
        survival=survival, war_by_coalition=wars, expected_loss=state.expected_loss + loss
    )
    flows = WarFlows(
        war_hazard=hazard,
        runaway_hazard=runaway,
        unlisted_hazard=rules.unlisted(by_leader, leader),
        onset=begun / dt,
        join_probability=join,
        coalition_share=shares,
        force_ratio_by_coalition=ratio,
        win_by_coalition=win,
        true_threat_by_coalition=in_a_year,
        true_threat_in_all=rules.with_anyone(in_a_year, leader, partners),
        belief_error=threat_by_coalition - in_a_year,
        loss=loss / dt,
    )
    return after, flows


def _coalitions(
    params, pact_strength, relations, emigre_sponsorship, foreign_forces, combat_power,
    force_ratio, win_probability, contest_exponent,
):  # fmt: skip
    """Return shares of coalitions, chances to join, and what the contest with each comes to."""
    leader, partners = params.leader_of_coalition, foreign_forces.shape[0]
    leads = coalitions.is_leader(leader, partners)
    joins = coalitions.joiners(params.member, leads)
    whole = coalitions.forces_of(joins, leads, foreign_forces, jnp.ones(1))
    join = coalitions.joining(
        whole, combat_power, params, relations, pact_strength, emigre_sponsorship
    )
    might = coalitions.might_join(joins, leader)
    shares = coalitions.coalition_shares(join, joins, might, leader)
    # Joining matters for winning with its lag, and for the onset not at all.
    arrived = coalitions.arrived_share(params.join_months, params.decisive_months)
    helped = foreign_forces * params.outside_support[:, None]
    in_time = coalitions.forces_of(joins, leads, helped, arrived)
    faced = jnp.sum(params.is_adversary[:, None] * foreign_forces, axis=0)
    ratio, win = rules.contest(
        in_time, faced, combat_power, force_ratio, win_probability, contest_exponent,
    )  # fmt: skip
    return shares, join, ratio, win
