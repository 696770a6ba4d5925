"""Intelligence: one month of expecting, reading, believing and breaking ciphers.

Belief is carried forward by the office's own picture of others, bent by reports as it weighs
them, and read as the chance of attack within a year. It receives reports and what can be seen;
the truth never comes here.

Sources: Rabiner (1989) for the filter; Grether (1980) and Rabin and Schrag (1999) for its
distortions; Dawid and Skene (1979) for trust in sources; Wohlstetter (1962), Jervis (1976) and
Betts (1978) for what goes wrong.
"""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerChannel,
    PerChannelStatement,
    PerCoalition,
    PerPartner,
    PerPartnerTheatre,
    PerSector,
    PerTheatre,
    PerTopic,
    Scalar,
)
from sinews.core.groups import greatest_by, total_by
from sinews.core.intention import PREPARING, rates_of
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.systems.intelligence import belief as beliefs
from sinews.systems.intelligence import ciphers, outlook
from sinews.systems.intelligence.state import (
    IntelligenceFlows,
    IntelligenceParams,
    IntelligenceState,
)


def advance(
    state: IntelligenceState,
    params: IntelligenceParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    attention: PerTopic,
    cipher_effort: Scalar,
    publish: PerPartner,
    secrets_acted_on_last_month: PerPartner,
    reports: PerChannelStatement,
    draws_reports: PerChannel,
    coalition_reports: PerCoalition,
    relations: PerPartner,
    pact_strength: PerPartner,
    escalation: PerSector,
    engaged_elsewhere: PerPartner,
    emigre_sponsorship: PerPartner,
    third_party_support: PerPartner,
    foreign_forces: PerPartnerTheatre,
    combat_power_last_month: PerTheatre,
    signed_last_month: PerPartner,
) -> tuple[IntelligenceState, IntelligenceFlows]:
    """Read, believe and break ciphers for a step.

    Args:
        state: beliefs and access at the start.
        params: how the office reads others.
        numerics: mode and step.
        moment: the season of attacks.
        chance: draws of the room.
        attention: of the services by topic, [topic, run], shares.
        cipher_effort: of the cipher office, [run], 1 as usual.
        publish: whether a partner's letters are printed, [partner, run], 0 or 1.
        secrets_acted_on_last_month: how far secrets are visibly acted on, [partner, run], 0 to 1.
        reports: delivered, [channel, statement, run], 1/month.
        draws_reports: whether a channel's usual stream runs, [channel, run], 0 or 1.
        coalition_reports: that name just this coalition, [coalition, run], 1/month.
        relations: warmth, [partner, run], -1 to 1.
        pact_strength: [partner, run], 0 to 1.
        escalation: of border sectors, [sector, run], 0 to 6.
        engaged_elsewhere: [partner, run], 0 to 1.
        emigre_sponsorship: [partner, run], 0 to 1.
        third_party_support: log strength that others add, [partner, run].
        foreign_forces: [partner, theatre, run], dve.
        combat_power_last_month: ours, [theatre, run], dve.
        signed_last_month: pacts signed with us, [partner, run], 1/month.

    Returns:
        Beliefs and access at the end, and what is expected. Belief sums to one over intentions;
        the threat of a leader's coalitions sums to the leader's.
    """
    dt = numerics.dt
    partners = relations.shape[0]
    drives = outlook.drives_seen(
        params.topic_weight, foreign_forces, third_party_support, combat_power_last_month,
        params.theatre_of_partner, relations, pact_strength, engaged_elsewhere,
        emigre_sponsorship,
        greatest_by(escalation, params.partner_of_sector, partners),
    )  # fmt: skip
    season = params.chain.season_of_attack
    prior = outlook.forecast(state.belief, rates_of(params.chain, drives, moment.of(season)), dt)
    weight = _weight(params, attention, state.cipher_access, draws_reports)
    belief, trust, surprise = _read(state, params, prior, weight, dt * reports, dt)
    by_partner = outlook.attack_within_a_year(
        belief, rates_of(params.chain, drives, jnp.mean(season, axis=0))
    )

    counts = outlook.next_join_counts(
        state.join_counts, coalition_reports, signed_last_month, params.is_joiner,
        params.weight_of_coalition_report, params.doubt_by_pact, dt,
    )  # fmt: skip
    by_coalition = outlook.split_by_coalition(by_partner, counts, params.leader_of_coalition)
    burnt = ciphers.burn(
        ciphers.burn_chance(
            publish, secrets_acted_on_last_month, params.burn_by_publication,
            params.burn_by_use, params.burn_spontaneous, dt,
        ), chance,
    )  # fmt: skip
    access, months_since = ciphers.next_access(
        state.cipher_access, state.months_since_codes_changed, burnt, params.access_gain,
        cipher_effort, params.recovery_months, params.burn_loss, dt,
    )  # fmt: skip

    after = IntelligenceState(
        belief=belief,
        cipher_access=access,
        months_since_codes_changed=months_since,
        source_agrees=trust[0],
        source_differs=trust[1],
        join_counts=counts,
    )
    flows = IntelligenceFlows(
        threat=outlook.any_attack(by_coalition, params.leader_of_coalition, partners),
        threat_by_partner=by_partner,
        threat_by_coalition=by_coalition,
        believed_preparing=jnp.sum(belief[PREPARING[0] :], axis=0),
        surprise=surprise,
        report_weight=weight,
        report_error=beliefs.report_error(*trust),
        # What was never read cannot be printed.
        published_decrypts=publish * (state.cipher_access > 0.0),
        codes_lost=burnt / dt,
    )
    return after, flows


def _weight(params, attention, access, draws_reports):
    """Return the weight of a report by channel."""
    links = (params.informant_of_channel, params.partner_of_channel, params.topic_of_informant)
    return beliefs.report_weight(
        params.report_rate, draws_reports, attention, access, params.is_decrypt,
        params.topic_weight, params.report_overlap, links,
    )  # fmt: skip


def _read(state, params, prior, weight, counts, dt):
    """Return belief, what is thought of sources, and surprise, after the reports of the step."""
    informants, about = params.informant_of_channel, params.partner_of_channel
    error = beliefs.report_error(state.source_agrees, state.source_differs)
    spoken, knowing = beliefs.voices(
        params.statement_likelihood, params.deception_likelihood, error, params.doubled_share
    )
    told = beliefs.evidence(counts, weight, spoken, informants, about, prior.shape[1])
    log_prior = jnp.log(jnp.maximum(jnp.moveaxis(prior, 0, 1), beliefs.NEVER))
    log_belief = beliefs.update(
        log_prior, params.opening_belief, told, params.memory_of_prior**dt,
        params.confirmation_bias, params.confirmation_slope,
    )  # fmt: skip
    held = jnp.exp(log_belief)
    knowledge = knowing / jnp.maximum(spoken, beliefs.NEVER)
    right = beliefs.agreement(counts, held, knowledge, informants, about)
    everything = jnp.sum(counts, axis=1)
    wrong = total_by(everything, informants, right.shape[0]) - right
    trust = (
        state.source_agrees + params.learning_weight[None] * right,
        state.source_differs + params.learning_weight[None] * jnp.maximum(wrong, 0.0),
    )
    surprise = jnp.maximum(jnp.sum(held * (log_belief - log_prior), axis=1), 0.0)
    return jnp.moveaxis(held, 1, 0), trust, surprise
