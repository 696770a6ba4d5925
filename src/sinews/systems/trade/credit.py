"""Trade: equations of debt, credit limits, standing and default."""

import jax
import jax.numpy as jnp

from sinews.core.arrays import PerCreditor, PerCreditorMonthDue, PerStage, Scalar
from sinews.core.smooth import adjust

TINY = 1e-12
MOST_LOG_HAZARD = 10.0
PROLONGED_MONTHS = 9


def fall_of_sterling(
    debt_due: PerCreditorMonthDue, lost_share: PerCreditor, dt: float
) -> tuple[PerCreditorMonthDue, PerCreditor]:
    """Write down debt by a share; return the debt left and what was written off per month."""
    lost = debt_due * lost_share[:, None]
    return jnp.maximum(debt_due - lost, 0.0), jnp.sum(lost, axis=1) / dt


def lost_to_sterling(share: PerCreditor, loss: Scalar, month, month_of_fall: Scalar) -> PerCreditor:
    """Return the share of each lender's debt that is lost in this month."""
    falls = jnp.abs(jnp.asarray(month, share.dtype) - month_of_fall) < 0.5
    return share * jnp.where(falls, loss, 0.0)[None]


def bills_due(debt_due: PerCreditorMonthDue, steps_left: int, dt: float) -> PerCreditor:
    """Return bills of the month, spread over the steps that are left of it, MGR/month."""
    return debt_due[:, 0] / (steps_left * dt)


def interest_due(
    debt_due: PerCreditorMonthDue, arrears: Scalar, standing: PerCreditor, base, by_distrust
) -> Scalar:
    """Return interest on bills by standing, and on arrears as without any, MGR/month."""
    rate = base[None] + by_distrust[None] * (1.0 - standing)
    on_bills = jnp.sum(rate * jnp.sum(debt_due, axis=1), axis=0)
    return on_bills + (base + by_distrust) * arrears


def credit_limit(
    ceiling: PerCreditor,
    standing: PerCreditor,
    relations: PerCreditor,
    level: Scalar,
    by_relations: Scalar,
    lenders: Scalar,
) -> PerCreditor:
    """Return the debt each lender will carry, MGR."""
    warmth = jax.nn.sigmoid(level[None] + by_relations[None] * relations)
    return ceiling * standing * warmth * lenders[None]


def credit_room(
    limit: PerCreditor, debt: PerCreditor, repaid: PerCreditor, months: Scalar
) -> PerCreditor:
    """Return credit that can be drawn, MGR/month.

    Within its limit a lender renews what is repaid and opens the free rest in some months.
    """
    free = jnp.maximum(limit - debt, 0.0)
    renewed = repaid * jnp.clip(limit / jnp.maximum(debt, TINY), 0.0, 1.0)
    return free / months[None] + renewed


def new_credit(wanted: Scalar, order_share: PerCreditor, room: PerCreditor) -> PerCreditor:
    """Share credit that is wanted among lenders.

    Each is asked for its share first; what it cannot give is sought where there is room.
    Nobody gives more than its room, and the sum is `min(wanted, sum of room)`.
    """
    shares = order_share / jnp.maximum(jnp.sum(order_share, axis=0), TINY)[None]
    first = jnp.minimum(shares * wanted[None], room)
    rest = jnp.maximum(room - first, 0.0)
    missing = jnp.maximum(wanted - jnp.sum(first, axis=0), 0.0)
    second_share = jnp.minimum(missing / jnp.maximum(jnp.sum(rest, axis=0), TINY), 1.0)
    return first + rest * second_share[None]


def tenor_weights(tenor: PerCreditor, spread: Scalar, buckets: int) -> PerCreditorMonthDue:
    """Return how new credit is spread over months due: a triangle around the mean tenor.

    Credit of `v` months drawn now falls due `v` month ends from now and so lies in bucket
    `v + 1` until this month's shift. Weights of a lender sum to one.
    """
    months = jnp.arange(buckets, dtype=tenor.dtype)[None, :, None]
    width = spread[None, None] + 1.0
    raw = jnp.maximum(1.0 - jnp.abs(months - tenor[:, None]) / width, 0.0)
    raw = jnp.where(months >= 1.0, raw, 0.0)
    return raw / jnp.maximum(jnp.sum(raw, axis=1, keepdims=True), TINY)


def roll_over(
    due: PerCreditor, standing: PerCreditor, share: Scalar, shortage: Scalar
) -> PerCreditor:
    """Return bills prolonged: at most a share by standing, no more than is short, MGR/month."""
    offered = due * standing * share[None]
    needed = jnp.minimum(shortage / jnp.maximum(jnp.sum(offered, axis=0), TINY), 1.0)
    return offered * needed[None]


def next_debt(
    debt_due: PerCreditorMonthDue,
    settled: PerCreditor,
    rolled: PerCreditor,
    credit: PerCreditorMonthDue,
    closes_month: bool,
    dt: float,
) -> PerCreditorMonthDue:
    """Advance debt by month due; at the end of a month every bill comes a month nearer.

    Args:
        debt_due: bills, [creditor, month_due, run], MGR.
        settled: bills of the month paid or missed, [creditor, run], MGR/month.
        rolled: bills of the month prolonged, [creditor, run], MGR/month.
        credit: new credit by month due, [creditor, month_due, run], MGR/month.
        closes_month: whether the month ends with this step.
        dt: length of the step in months.
    """
    first = jnp.maximum(debt_due[:, 0] - dt * (settled + rolled), 0.0)
    after = jnp.concatenate([first[:, None], debt_due[:, 1:]], axis=1) + dt * credit
    after = after.at[:, PROLONGED_MONTHS].add(dt * rolled)
    if not closes_month:
        return after
    # A rounding rest of the month's bills is kept, so that the sum is exact.
    nearest = after[:, :1] + after[:, 1:2]
    return jnp.concatenate([nearest, after[:, 2:], jnp.zeros_like(after[:, :1])], axis=1)


def default_hazard(
    missed: Scalar, arrears: Scalar, receipts: Scalar, rate, by_shortage, by_arrears
) -> Scalar:
    """Return the hazard of default per month; what is missed counts after roll-over."""
    earned = jnp.maximum(receipts, 1.0)
    log_factor = by_shortage * missed / earned + by_arrears * arrears / earned
    return rate * jnp.exp(jnp.minimum(log_factor, MOST_LOG_HAZARD))


def next_standing(
    standing: PerCreditor,
    burden: Scalar,
    arrears_burden: Scalar,
    gold_cover: Scalar,
    weights: tuple[Scalar, Scalar, Scalar, Scalar],
    months: Scalar,
    dt: float,
) -> PerCreditor:
    """Move standing with lenders towards what service, arrears and gold let them think.

    Args:
        standing: [creditor, run].
        burden: service over receipts, [run].
        arrears_burden: arrears over receipts, [run].
        gold_cover: value of gold over debt, [run].
        weights: level, and weights of the three.
        months: time in which standing follows, [run].
        dt: length of the step in months.
    """
    level, by_service, by_arrears, by_gold = weights
    logit = level - by_service * burden - by_arrears * arrears_burden + by_gold * gold_cover
    goal = jax.nn.sigmoid(logit)
    return adjust(standing, goal[None], months[None], dt)


def lenders_present(lenders_away: PerStage) -> Scalar:
    """Return the chance that lenders are there."""
    return jnp.clip(1.0 - jnp.sum(lenders_away, axis=0), 0.0, 1.0)
