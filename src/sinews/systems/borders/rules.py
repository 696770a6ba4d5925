"""Borders: how often incidents come, how grave they are, and how they echo."""

import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import PerIntentionPartner, PerPartner, PerSector, PerTheatre, Scalar
from sinews.core.groups import Link, look_up
from sinews.core.intention import CONTINGENT, PREPARING_1
from sinews.core.numerics import Mode
from sinews.core.randomness import Chance
from sinews.core.smooth import positive, soft_min

TINY = 1e-9
TOP_RUNG = 6.0


def hostility(true_intention: PerIntentionPartner) -> PerPartner:
    """Return how far a partner is set on war: 1 contingent, 2 preparing, [partner, run]."""
    return true_intention[CONTINGENT] + 2.0 * jnp.sum(true_intention[PREPARING_1:], axis=0)


def invited(
    restraint: PerSector, force_ratio: PerTheatre, theatre: Link, probing: Scalar, mode: Mode
) -> PerSector:
    """Return the share of incidents that restraint in weakness adds (Schelling 1966)."""
    weakness = positive(1.0 - look_up(force_ratio, theatre, none=1.0), mode)
    return probing[None] * restraint * weakness


def intensity(
    base: PerSector, patrols: PerSector, log_factor: PerSector, invited: PerSector,
    excitation: PerSector, by_patrols: Scalar,
) -> PerSector:  # fmt: skip
    """Return incidents to be expected: unprovoked ones, and the echo of former ones.

    A self-exciting process (Hawkes 1971), [sector, run], 1/month.

    Args:
        base: usual rate, [sector, run], 1/month.
        patrols: density of patrols over the usual one, [sector, run].
        log_factor: of intention and season, [sector, run].
        invited: see `invited`.
        excitation: the echo, [sector, run], 1/month.
        by_patrols: log of the rate per log of patrols, [run].
    """
    met = jnp.maximum(patrols, TINY) ** by_patrols[None]
    return base * met * jnp.exp(log_factor) * (1.0 + invited) + excitation


def next_excitation(
    excitation: PerSector, incidents: PerSector, offspring: PerSector, decay: Scalar, dt: float
) -> PerSector:
    """Return the echo after a step.

    Each incident adds so much that the expected number of its offspring, summed over all steps to
    come, is `offspring` at any length of the step.

    Args:
        excitation: the echo before, [sector, run], 1/month.
        incidents: number in the step, [sector, run].
        offspring: expected per incident, restraint counted, [sector, run].
        decay: rate at which the echo fades, [run], 1/month.
        dt: length of the step in months.
    """
    fading = jnp.exp(-decay * dt)[None]
    return excitation * fading + offspring * (1.0 - fading) / dt * incidents


def drawn_severity(incidents: PerSector, chance: Chance, mode: Mode) -> PerSector:
    """Return the sum of as many exponential severities of mean one as there are incidents.

    That sum follows a gamma law, drawn by the cube of a normal (Wilson and Hilferty 1931; mean and
    variance within half a percent for one incident, closer for more). In soft mode a lognormal of
    the same mean and variance, for numbers below one.
    """
    if mode == "mean":
        return incidents
    some = jnp.maximum(incidents, TINY)
    if mode == "soft":
        return incidents * chance.noise(jnp.sqrt(jnp.log1p(1.0 / some)), "severity", "sector")
    whole = jnp.maximum(incidents, 1.0)
    ninth = 1.0 / (9.0 * whole)
    root = 1.0 - ninth + chance.normal("severity", "sector") * jnp.sqrt(ninth)
    return incidents * jnp.maximum(root, 0.0) ** 3


def next_escalation(
    escalation: PerSector, climbed: PerSector, months: Scalar, mode: Mode, dt: float
) -> PerSector:
    """Return the rung after a step: old quarrels settle while new incidents climb (Kahn 1965).

    Incidents fall evenly over the step, so that the mean rung does not depend on its length.

    Args:
        escalation: the rung before, [sector, run].
        climbed: rungs that the incidents of the step are worth, [sector, run].
        months: time in which a quarrel settles, [run].
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    stays = jnp.exp(-dt / months)
    of_new = (1.0 - stays) * months / dt
    climbing = escalation * stays[None] + climbed * of_new[None]
    return soft_min(climbing, jnp.full_like(climbing, TOP_RUNG), mode=mode)


def shares_of_kinds(kind_share):
    """Return shares of kinds that sum to one in each sector; evenly where none is set."""
    total = jnp.sum(kind_share, axis=1, keepdims=True)
    even = np.full((1, kind_share.shape[1], 1), 1.0 / kind_share.shape[1])
    return jnp.where(total > TINY, kind_share / jnp.maximum(total, TINY), even)
