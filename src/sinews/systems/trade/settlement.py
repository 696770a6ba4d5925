"""Trade: who is paid when foreign money is short.

Payments go in a fixed order. What is due and cannot be paid becomes arrears; what is only
wanted is not granted. Cash is never below zero.
"""

import equinox as eqx
import jax.numpy as jnp

from sinews.core.arrays import Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import by_priority, take


class Claims(eqx.Module):
    """What is to be paid, MGR/month: four dues, old arrears, two wishes."""

    imports: Scalar
    invisibles: Scalar
    interest: Scalar
    principal: Scalar
    arrears: Scalar
    technology: Scalar
    grain: Scalar

    @property
    def due(self) -> Scalar:
        """Payments that become arrears when missed."""
        return self.imports + self.invisibles + self.interest + self.principal

    @property
    def total(self) -> Scalar:
        """All payments."""
        return self.due + self.arrears + self.technology + self.grain


def settle(available: Scalar, floor: Scalar, claims: Claims, mode: Mode) -> Claims:
    """Return what is paid of each claim.

    Args:
        available: cash and income, [run], MGR/month.
        floor: cash that wishes may not touch, [run], MGR/month.
        claims: what is to be paid.
        mode: see `Numerics`.
    """
    asked = jnp.broadcast_arrays(
        claims.imports, claims.invisibles, claims.interest, claims.principal, claims.arrears
    )
    paid = by_priority(available, jnp.stack(asked), mode)
    left = jnp.maximum(available - jnp.sum(paid, axis=0) - floor, 0.0)
    technology = take(left, claims.technology, mode)
    grain = take(jnp.maximum(left - technology, 0.0), claims.grain, mode)
    return Claims(paid[0], paid[1], paid[2], paid[3], paid[4], technology, grain)


def missed(claims: Claims, paid: Claims) -> Scalar:
    """Return payments due that were not made, MGR/month."""
    names = ("imports", "invisibles", "interest", "principal")
    gaps = [jnp.maximum(getattr(claims, name) - getattr(paid, name), 0.0) for name in names]
    return sum(gaps[1:], gaps[0])
