"""Budget: who pays whom, each account in its turn.

Households pay from what they hold at the start. Enterprises pay taxes from that and from their
sales; the state pays from its balance, its receipts and credit; enterprises last pay wages, from
what the state has paid them too. So nobody pays with money that is not there.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from sinews.core.arrays import Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import by_priority, per_step
from sinews.systems.budget import rules

ROUNDING = 1e-9


class Paid(NamedTuple):
    """What one account paid and how it stood with the bank, M rub/month.

    Attributes:
        items: payments in order of priority, [item, run].
        unpaid: due and not paid, [run].
        granted: credit granted, [run].
        repaid: credit repaid, [run].
    """

    items: Float[Array, "item run"]
    unpaid: Scalar
    granted: Scalar
    repaid: Scalar


def missed(due: Float[Array, "item run"], paid: Float[Array, "item run"]) -> Scalar:
    """Return what was due and not paid, [run]; less than a rounding of the dues is none."""
    gap = jnp.maximum(jnp.sum(due - paid, axis=0), 0.0)
    return jnp.where(gap > ROUNDING * jnp.sum(due, axis=0), gap, 0.0)


def pay(held: Scalar, due: list[Scalar], mode: Mode, dt: float) -> Paid:
    """Pay dues from money held, the first first; no credit.

    Args:
        held: money, [run], M rub.
        due: payments due in order of priority, [run] each, M rub/month.
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    stacked = jnp.stack(jnp.broadcast_arrays(*due))
    available = jnp.broadcast_to(held / dt, stacked[0].shape)
    items = by_priority(available, stacked, mode)
    unpaid = missed(stacked, items)
    zero = jnp.zeros_like(unpaid)
    return Paid(items, unpaid, zero, zero)


def pay_with_credit(
    held: Scalar,
    receipts: Scalar,
    due: list[Scalar],
    target: Scalar,
    owed: Scalar,
    soft_budget: Scalar,
    repayment_share: Scalar,
    mode: Mode,
    dt: float,
) -> Paid:
    """Pay dues from money held, receipts and credit; repay from a balance above the target.

    Args:
        held: money, [run], M rub.
        receipts: received in the step, [run], M rub/month.
        due: payments due in order of priority, [run] each, M rub/month.
        target: balance to be kept, [run], M rub.
        owed: bank credit at the start, [run], M rub.
        soft_budget: share of a missing balance that the bank lends, [run].
        repayment_share: share of a surplus repaid in a month, [run].
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    stacked = jnp.stack(jnp.broadcast_arrays(*due))
    missing = (target - held) / dt + jnp.sum(stacked, axis=0) - receipts
    granted = rules.lent(missing, soft_budget, mode)
    cash = held / dt + receipts + granted
    items = by_priority(cash, stacked, mode)
    left = jnp.maximum(cash - jnp.sum(items, axis=0), 0.0) * dt
    surplus = jnp.maximum(left - target, 0.0) * per_step(repayment_share, dt)
    repaid = jnp.minimum(surplus, owed) / dt
    unpaid = missed(stacked, items)
    return Paid(items, unpaid, granted, repaid)
