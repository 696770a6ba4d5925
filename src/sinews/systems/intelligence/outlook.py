"""Outlook: what the office sees moving others, what it expects, and who would attack with whom."""

import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import (
    PerCoalition,
    PerCoalitionPartner,
    PerIntentionPartner,
    PerPartner,
    PerPartnerTheatre,
    PerTheatre,
    PerTopic,
    Scalar,
)
from sinews.core.axes import FIXED_AXES
from sinews.core.groups import Link, look_up, total_by
from sinews.core.intention import ATTACK, STATES, Drives
from sinews.core.markov import (
    TERMS_OF_A_MONTH,
    TERMS_OF_A_YEAR,
    Rates,
    chance_to_be_in,
    pass_on,
)

LEAST_FORCE = 0.05
"""A battalion, dve: nobody counts less, so that logarithms stay finite."""
TINY = 1e-12
MOTIVES = FIXED_AXES["topic"].index("motives")
EMIGRES = FIXED_AXES["topic"].index("emigres")
YEAR = 12.0


def drives_seen(
    topic_weight: PerTopic,
    foreign_forces: PerPartnerTheatre,
    third_party_support: PerPartner,
    combat_power: PerTheatre,
    theatre_of_partner: Link,
    relations: PerPartner,
    pact_strength: PerPartner,
    engaged_elsewhere: PerPartner,
    emigre_sponsorship: PerPartner,
    worst_escalation: PerPartner,
) -> Drives:
    """Return what the office thinks moves others, each [partner, run].

    It knows its own power, sees no window in its growth, reads the motives of governments as
    poorly as it weighs them and emigres as eagerly; of what others think of its resolve it
    knows nothing and takes one half.

    Args:
        topic_weight: weight of each topic, [topic, run].
        foreign_forces: [partner, theatre, run], dve.
        third_party_support: log of what others add to a partner's strength, [partner, run].
        combat_power: ours, [theatre, run], dve.
        theatre_of_partner: where we face the partner.
        relations: -1 to 1, [partner, run].
        pact_strength: [partner, run].
        engaged_elsewhere: [partner, run].
        emigre_sponsorship: [partner, run].
        worst_escalation: of the borders with the partner, [partner, run].
    """
    there = np.arange(len(theatre_of_partner)), np.asarray(theatre_of_partner)
    ours = jnp.maximum(look_up(combat_power, theatre_of_partner), LEAST_FORCE)
    theirs = jnp.maximum(foreign_forces[there], LEAST_FORCE)
    nothing = jnp.zeros_like(theirs)
    return Drives(
        opening=jnp.log(theirs) + third_party_support - jnp.log(ours),
        window=nothing,
        relations=relations,
        pact=pact_strength,
        engaged=topic_weight[MOTIVES][None] * engaged_elsewhere,
        resolve=nothing + 0.5,
        emigres=topic_weight[EMIGRES][None] * emigre_sponsorship,
        escalation=worst_escalation,
    )


def forecast(belief: PerIntentionPartner, rates: Rates, dt: float) -> PerIntentionPartner:
    """Return belief a step later, before any report, given that no attack has come.

    Args:
        belief: [intention, partner, run].
        rates: of every move of the chain.
        dt: length of the step in months.
    """
    whole = jnp.concatenate([belief, jnp.zeros_like(belief[:1])])
    alive = pass_on(whole, rates, dt, TERMS_OF_A_MONTH)[:ATTACK]
    return alive / jnp.maximum(jnp.sum(alive, axis=0, keepdims=True), TINY)


def attack_within_a_year(belief: PerIntentionPartner, rates: Rates) -> PerPartner:
    """Return the believed chance of attack within twelve months, [partner, run].

    Args:
        belief: [intention, partner, run].
        rates: of every move of the chain, held as they stand now.
    """
    chances = chance_to_be_in(ATTACK, STATES, rates, YEAR, TERMS_OF_A_YEAR)[:ATTACK]
    return jnp.clip(jnp.sum(belief * chances, axis=0), 0.0, 1.0)


def next_join_counts(
    counts: PerCoalition,
    named: PerCoalition,
    signed: PerPartner,
    is_joiner: PerCoalitionPartner,
    weight: Scalar,
    doubt: Scalar,
    dt: float,
) -> PerCoalition:
    """Return the suspicions that speak for each coalition after a step.

    Counts over whole coalitions and not over single joiners: a letter that names a wide
    coalition raises just that one.

    Args:
        counts: [coalition, run].
        named: reports that name the coalition, [coalition, run], 1/month.
        signed: pacts signed with us, [partner, run], 1/month.
        is_joiner: who would join, [coalition, partner, run].
        weight: suspicions that a report is worth, [run].
        doubt: share dropped when a joiner signs, [run].
        dt: length of the step in months.
    """
    signatures = dt * jnp.sum(is_joiner * signed[None], axis=1)
    kept = jnp.exp(signatures * jnp.log1p(-doubt)[None])
    return counts * kept + dt * weight[None] * named


def split_by_coalition(
    threat_by_partner: PerPartner, counts: PerCoalition, leader: Link
) -> PerCoalition:
    """Return the threat of each coalition: its leader's, shared by suspicions."""
    partners = threat_by_partner.shape[0]
    whole = look_up(total_by(counts, leader, partners), leader)
    share = counts / jnp.maximum(whole, TINY)
    return look_up(threat_by_partner, leader) * share


def any_attack(threat_by_coalition: PerCoalition, leader: Link, partners: int) -> Scalar:
    """Return the chance that any coalition attacks; those of one leader exclude each other."""
    by_leader = total_by(threat_by_coalition, leader, partners)
    return 1.0 - jnp.prod(1.0 - by_leader, axis=0)
