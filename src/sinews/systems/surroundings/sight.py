"""Surroundings: what others see of us, how firm they think we are, and what they sell us.

Deterrence works through what is published and what leaks, not through what is hidden (Harrison
2008, "The Dictator and Defense").
"""

import jax
import jax.numpy as jnp

from sinews.core.arrays import PerMonthBackPartner, PerPartner, PerTheatre, Scalar
from sinews.core.smooth import adjust, per_step

LEAST_FORCES = 0.05
"""A battalion, dve: nobody counts less, so that logarithms stay finite."""


def power_shown(
    power: PerTheatre,
    opening_power: PerTheatre,
    outlay: Scalar,
    opening_outlay: Scalar,
    leak: Scalar,
) -> PerTheatre:
    """Return the power others can know of, dve (rule 5, change 1: by theatre).

    Args:
        power: true combat power, [theatre, run], dve.
        opening_power: the same at the opening, [theatre, run].
        outlay: published outlay as known abroad, [run], M rub a month.
        opening_outlay: the same at the opening, [run].
        leak: share of the truth that gets through, [run].
    """
    published = opening_power * (outlay / opening_outlay)[None]
    return published + leak[None] * (power - published)


def next_estimate(
    estimate: PerPartner,
    seen: PerPartner,
    gain: Scalar,
    noise: Scalar,
    shock: PerPartner,
    dt: float,
) -> PerPartner:
    """Move what a partner thinks we have towards what it sees, with errors of sight.

    The errors are those of an autoregression with one look a month, at any step.

    Args:
        estimate: log of our power, [partner, run].
        seen: log of the power shown where we face it, [partner, run].
        gain: share believed in a month, [run].
        noise: spread of one look, [run].
        shock: standard normal draws, [partner, run].
        dt: length of the step in months.
    """
    followed = per_step(gain, dt)
    variance = gain / (2.0 - gain) * noise**2
    spread = jnp.sqrt(variance * (1.0 - (1.0 - followed) ** 2))
    return estimate + followed[None] * (seen - estimate) + spread[None] * shock


def next_year(
    year: PerMonthBackPartner, estimate: PerPartner, closes_month: bool
) -> PerMonthBackPartner:
    """Push the estimate of the month that ends before those of the months before."""
    if not closes_month:
        return year
    return jnp.concatenate([estimate[None], year[:-1]])


def next_resolve(
    resolve: PerPartner,
    base: Scalar,
    by_posture: Scalar,
    posture: Scalar,
    pulls: tuple[tuple[Scalar, PerPartner], ...],
    months: Scalar,
    dt: float,
) -> PerPartner:
    """Move a partner's belief in our resolve towards what our deeds suggest (rule 6).

    Args:
        resolve: 0 to 1, [partner, run].
        base: log odds without any deed, [run].
        by_posture: log odds by posture, [run].
        posture: -1 to 1, [run].
        pulls: other deeds: log odds and size, [run] and [partner, run].
        months: time in which it follows, [run].
        dt: length of the step in months.
    """
    odds = (base + by_posture * posture)[None]
    for weight, deed in pulls:
        odds = odds + weight[None] * deed
    return adjust(resolve, jax.nn.sigmoid(odds), months[None], dt)


def next_export_control(
    control: PerPartner,
    usual: PerPartner,
    months: Scalar,
    by_interdiction: Scalar,
    interdictions: Scalar,
    is_seller: PerPartner,
    dt: float,
) -> PerPartner:
    """Return export control: scandals raise it with sellers, time lowers it (rule 8)."""
    raised = dt * by_interdiction * interdictions
    calmer = adjust(control, usual, months[None], dt)
    return jnp.minimum(calmer + raised[None] * is_seller, 1.0)


def mean_of_sellers(control: PerPartner, is_seller: PerPartner) -> Scalar:
    """Return the mean export control of sellers, [run]; 0 where nobody sells."""
    sellers = jnp.maximum(jnp.sum(is_seller, axis=0), 1.0)
    return jnp.sum(is_seller * control, axis=0) / sellers
