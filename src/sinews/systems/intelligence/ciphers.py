"""Ciphers: how traffic is broken, and how access is lost when its use shows."""

import jax.numpy as jnp

from sinews.core.arrays import PerPartner, Scalar
from sinews.core.randomness import Chance
from sinews.core.smooth import chance_of


def burn_chance(
    publish: PerPartner,
    acted_on: PerPartner,
    by_publication: Scalar,
    by_use: Scalar,
    spontaneous: Scalar,
    dt: float,
) -> PerPartner:
    """Return the chance that a partner changes its codes in the step, [partner, run].

    Args:
        publish: whether its letters are printed, [partner, run], 0 to 1.
        acted_on: how far secrets are visibly acted on, [partner, run], 0 to 1.
        by_publication: [run], 1/month.
        by_use: [run], 1/month.
        spontaneous: [run], 1/month.
        dt: length of the step in months.
    """
    rate = by_publication[None] * publish + by_use[None] * acted_on + spontaneous[None]
    return chance_of(rate, dt)


def next_access(
    access: PerPartner,
    months_since: PerPartner,
    burnt: PerPartner,
    gain: PerPartner,
    effort: Scalar,
    recovery_months: Scalar,
    loss: Scalar,
    dt: float,
) -> tuple[PerPartner, PerPartner]:
    """Return cipher access and months since the codes were changed, after the step.

    Unread traffic is broken at `gain effort (1 - exp(-months since / recovery))`: new codes
    must be gathered before they can be attacked.

    Args:
        access: share of traffic read, [partner, run].
        months_since: since codes were changed, [partner, run].
        burnt: whether codes are changed in this step, [partner, run].
        gain: share of unread traffic broken a month at full effort, [partner, run].
        effort: of the cipher office, [run], 1 as usual.
        recovery_months: [run].
        loss: share of access lost with the codes, [run].
        dt: length of the step in months.
    """
    ripe = 1.0 - jnp.exp(-months_since / recovery_months[None])
    # Written as a gain, so that without effort not even a rounding is won.
    broken = access + (1.0 - access) * chance_of(gain * effort[None] * ripe, dt)
    return broken * (1.0 - loss[None] * burnt), (months_since + dt) * (1.0 - burnt)


def burn(probability: PerPartner, chance: Chance) -> PerPartner:
    """Draw whose codes are changed, [partner, run]."""
    return chance.event(probability, "codes changed", "partner")
