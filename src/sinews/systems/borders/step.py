"""Borders: one month of incidents, their echo and the ladder.

Incidents breed incidents (Hawkes 1971; Browning and others 2024; Jun and Cook 2022). Restraint
lowers their gravity, their echo and the climb; restraint in weakness may invite probing (Kahn 1965,
Schelling 1966). Counts depend on who counts.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerIntentionPartner, PerSector, PerTheatre
from sinews.core.axes import FIXED_AXES
from sinews.core.groups import greatest_by, look_up, total_by
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.systems.borders import rules
from sinews.systems.borders.state import BordersFlows, BordersParams, BordersState

KINDS = FIXED_AXES["incident_kind"]
AIR, RAILWAY = KINDS.index("air"), KINDS.index("railway")


def advance(
    state: BordersState,
    params: BordersParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    restraint: PerSector,
    patrols: PerSector,
    rate_factor: PerSector,
    true_intention: PerIntentionPartner,
    force_ratio: PerTheatre,
) -> tuple[BordersState, BordersFlows]:
    """Let incidents happen for a step, and climb or settle.

    Args:
        state: echo and rungs at the start.
        params: how incidents come about.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        chance: draws of this room.
        restraint: ordered, [sector, run], 0 to 1.
        patrols: density over the usual one, ordered, [sector, run].
        rate_factor: unprovoked incidents over their usual rate, given, [sector, run].
        true_intention: what partners are set on, [intention, partner, run].
        force_ratio: our power over that faced, [theatre, run].

    Returns:
        Echo and rungs at the end, and what happened. In the long run a sector at rest has
        `base_rate / (1 - offspring)` incidents a month, at any step.
    """
    dt, mode, partners = numerics.dt, numerics.mode, true_intention.shape[1]
    partner = params.partner_of_sector
    held_back = jnp.clip(restraint, 0.0, 1.0)
    rate = _rate(state, params, mode, moment, held_back, patrols, rate_factor,
                 true_intention, force_ratio)  # fmt: skip
    counts = _counts(dt * rate, params, chance)
    number = jnp.sum(counts, axis=1)
    severity = _severity(counts, number, params, held_back, chance, mode)

    offspring = params.offspring * (1.0 - params.restraint_on_echo[None] * held_back)
    climb = params.ladder_gain[None] * (1.0 - params.restraint_on_ladder[None] * held_back)
    escalation = rules.next_escalation(
        state.escalation, climb * severity, params.ladder_months, mode, dt
    )
    after = BordersState(
        excitation=rules.next_excitation(
            state.excitation, number, offspring, params.echo_decay, dt
        ),
        escalation=escalation,
    )
    answered = total_by((1.0 - held_back) * rate, partner, partners)
    flows = BordersFlows(
        intensity=rate,
        incidents=counts / dt,
        airspace_violations=counts[:, AIR] / dt,
        incidents_of_partner=total_by(number, partner, partners) / dt,
        escalation_of_partner=greatest_by(escalation, partner, partners),
        stood_firm=-jnp.expm1(-answered),
        severity=severity / dt,
        men_lost=params.men_per_severity * jnp.sum(severity, axis=0) / dt,
        railway_sabotage=jnp.sum(counts[:, RAILWAY], axis=0) / dt,
    )
    return after, flows


def _rate(
    state, params, mode, moment, restraint, patrols, rate_factor, true_intention, force_ratio
):
    """Return incidents to be expected in each sector, 1/month."""
    set_on = look_up(rules.hostility(true_intention), params.partner_of_sector)
    season = params.rate_by_season * moment.of(params.season)
    log_factor = params.rate_by_intention[None] * set_on + season[None]
    invited = rules.invited(restraint, force_ratio, params.theatre_of_sector, params.probing, mode)
    return rules.intensity(
        params.base_rate * rate_factor, patrols, log_factor, invited,
        state.excitation, params.rate_by_patrols,
    )  # fmt: skip


def _counts(expected, params, chance):
    """Draw incidents of each kind: parts of a Poisson number are Poisson numbers of their own."""
    shares = rules.shares_of_kinds(params.kind_share)
    return jnp.stack(
        [
            chance.count(expected * shares[:, place], f"{kind}_incidents", "sector")
            for place, kind in enumerate(KINDS)
        ],
        axis=1,
    )


def _severity(counts, number, params, restraint, chance, mode):
    """Return the severity of a step's incidents together, spared by restraint."""
    graver = jnp.sum(params.severity_of_kind[None] * counts, axis=1)
    mean = graver / jnp.maximum(number, rules.TINY)
    spared = 1.0 - params.restraint_on_severity[None] * restraint
    return mean * rules.drawn_severity(number, chance, mode) * spared
