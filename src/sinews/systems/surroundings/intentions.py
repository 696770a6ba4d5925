"""Surroundings: the forces of others, the opening they see, and one step of what they intend.

Commitment problems open windows (Fearon 1995, Powell 2006); our growth as seen is the motive to
prevent (Levy 1987); forces that answer ours are Richardson's (1960).
"""

import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import (
    PerIntentionPartner,
    PerMonthBackPartner,
    PerPartner,
    PerPartnerTheatre,
    PerTheatre,
    Scalar,
)
from sinews.core.groups import Link
from sinews.core.intention import ATTACK, STATES
from sinews.core.markov import TERMS_OF_A_MONTH, TERMS_OF_A_YEAR, Rates, chance_to_be_in, pass_on
from sinews.core.randomness import Chance
from sinews.systems.surroundings.sight import LEAST_FORCES

LARGEST_OPENING = 20.0
"""Beyond this a logarithm of forces changes nothing and would only overflow."""
CERTAIN = 1.0 - 1e-12


def standing_forces(
    given: PerPartnerTheatre, estimate: PerPartner, opening_power: PerPartner, reaction: Scalar
) -> PerPartnerTheatre:
    """Return standing forces, dve: as given, and growing with what they see of our growth.

    Args:
        given: forces without an arms race, [partner, theatre, run], dve.
        estimate: log of our power as seen, [partner, run].
        opening_power: our power at the opening where we face them, [partner, run], dve.
        reaction: percent of theirs per percent of ours, [run] (Richardson 1960).
    """
    growth = estimate - jnp.log(jnp.maximum(opening_power, LEAST_FORCES))
    return given * jnp.exp(reaction[None] * growth)[:, None]


def forces_to_bring(
    standing: PerPartnerTheatre, mobilised: PerPartner, theatre_of_partner: Link
) -> PerPartnerTheatre:
    """Return standing forces with the mobilised ones where the partner faces us (change 1)."""
    theatres = standing.shape[1]
    is_there = np.equal.outer(np.asarray(theatre_of_partner), np.arange(theatres))
    return standing + is_there[..., None] * mobilised[:, None]


def facing(standing: PerPartnerTheatre, is_adversary: PerPartner) -> PerTheatre:
    """Return the standing forces of adversaries by theatre, dve."""
    return jnp.sum(is_adversary[:, None] * standing, axis=0)


def opening_of(
    forces: PerPartnerTheatre, support: PerPartner, estimate: PerPartner, theatre_of_partner: Link
) -> PerPartner:
    """Return the opening: log of what they can bring over what they think we have (rule 3)."""
    there = np.arange(len(theatre_of_partner)), np.asarray(theatre_of_partner)
    brought = jnp.log(jnp.maximum(forces[there], LEAST_FORCES))
    return jnp.clip(brought + support - estimate, -LARGEST_OPENING, LARGEST_OPENING)


def window_of(estimate: PerPartner, year: PerMonthBackPartner) -> PerPartner:
    """Return how much more they think we have than a year ago, log."""
    return jnp.clip(estimate - year[-1], -LARGEST_OPENING, LARGEST_OPENING)


def next_intention(
    intention: PerIntentionPartner, rates: Rates, chance: Chance, dt: float
) -> tuple[PerIntentionPartner, PerPartner]:
    """Pass intentions through one step and draw where they stand (rule 4).

    Returns:
        Intentions, given that no attack came, and the hazard of attack, 1/month. A run is never
        stopped by an attack; the war room weighs it by its survival.
    """
    at_peace = jnp.concatenate([intention, jnp.zeros_like(intention[:1])])
    passed = pass_on(at_peace, rates, dt, TERMS_OF_A_MONTH)
    attack = jnp.clip(passed[ATTACK], 0.0, CERTAIN)
    still = passed[:ATTACK] / (1.0 - attack)[None]
    return chance.pick(still, "intention", "partner"), -jnp.log1p(-attack) / dt


def threat_of(intention: PerIntentionPartner, rates: Rates) -> PerPartner:
    """Return the chance of attack within twelve months if nothing that drives it changes."""
    from_each = chance_to_be_in(ATTACK, STATES, rates, 12.0, TERMS_OF_A_YEAR)
    return jnp.clip(jnp.sum(intention * from_each[:ATTACK], axis=0), 0.0, 1.0)
