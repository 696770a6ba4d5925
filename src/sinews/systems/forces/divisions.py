"""Forces: equations of divisions and men."""

import jax.numpy as jnp

from sinews.core.arrays import PerEquipment, PerTheatre, Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import positive, soft_min

TINY = 1e-9
NO_LIMIT = 1e9


def establishment(
    divisions: Scalar,
    men_per_division: Scalar,
    held: PerEquipment,
    men_per_unit: PerEquipment,
    other_men: Scalar,
) -> Scalar:
    """Return the men that divisions, machines and services should have, kp."""
    return divisions * men_per_division + jnp.sum(held * men_per_unit, axis=0) + other_men


def divisions_begun(
    missing: Scalar,
    order_months: Scalar,
    spare_men: Scalar,
    men_per_division: Scalar,
    spare_arms: PerEquipment,
    arms_per_division: PerEquipment,
    mode: Mode,
) -> Scalar:
    """Return divisions begun per month: as missing, as far as men and each arm allow.

    Args:
        missing: divisions of the target neither had nor begun, [run].
        order_months: time to begin them, [run].
        spare_men: men beyond the least manning of the others, [run], kp.
        men_per_division: [run], kp.
        spare_arms: arms beyond the need of the others, [equipment, run].
        arms_per_division: [equipment, run].
        mode: see `Numerics`.
    """
    by_men = spare_men / men_per_division
    enough = spare_arms / jnp.maximum(arms_per_division, TINY)
    by_arms = jnp.where(arms_per_division > TINY, enough, NO_LIMIT)
    limits = [by_arms[kind] for kind in range(by_arms.shape[0])]
    return soft_min(missing, by_men, *limits, mode=mode) / order_months


def posted(formed: Scalar, shares: PerTheatre) -> PerTheatre:
    """Return where new divisions go, per month; evenly where no share is set."""
    total = jnp.sum(shares, axis=0, keepdims=True)
    even = 1.0 / shares.shape[0]
    return formed[None] * jnp.where(total > TINY, shares / jnp.maximum(total, TINY), even)


def call_up_wanted(men_wanted: Scalar, army: Scalar, months: Scalar, mode: Mode) -> Scalar:
    """Return men asked for per month to fill the establishment."""
    return positive(men_wanted - army, mode) / months
