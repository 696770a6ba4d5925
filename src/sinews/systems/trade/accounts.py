"""Trade: the accounts of a step, each a paragraph of rules.

Income, bills, orders and relief in need are drawn up one after another; `step.py` puts them
together. All amounts are rates, MGR/month, unless said.
"""

import equinox as eqx
import jax.numpy as jnp

from sinews.core.arrays import (
    PerCreditor,
    PerCreditorMonthDue,
    PerExportItem,
    PerImportItem,
    PerStageImportItem,
    Scalar,
)
from sinews.core.numerics import Mode, Moment
from sinews.core.smooth import take
from sinews.systems.trade import credit, rules
from sinews.systems.trade.settlement import Claims
from sinews.systems.trade.state import TradeParams, TradeState


class Income(eqx.Module):
    """What comes in before gold is sold in need.

    Attributes:
        receipts: by export.
        exports: of all.
        gold_mined: t/month.
        gold_ordered: gold sold as ordered, t/month.
        other: from gold, households and treaties.
    """

    receipts: PerExportItem
    exports: Scalar
    gold_mined: Scalar
    gold_ordered: Scalar
    other: Scalar


class Bills(eqx.Module):
    """What is owed and what lenders will lend.

    Attributes:
        debt_due: bills after a fall of sterling, MGR.
        written_off: lost by that fall.
        due: bills of the month.
        interest: due in the month.
        lenders: chance that lenders are there.
        limit: debt each will carry, MGR.
        room: credit each will give.
    """

    debt_due: PerCreditorMonthDue
    written_off: PerCreditor
    due: PerCreditor
    interest: Scalar
    lenders: Scalar
    limit: PerCreditor
    room: PerCreditor


class Orders(eqx.Module):
    """What is ordered and what lands.

    Attributes:
        cover: cash expected when the orders land, MGR.
        placed: orders placed.
        unplaced: orders wanted and not placed.
        under_way: orders not landed, MGR.
        landed: by item.
        lent: credit by lender on what landed.
    """

    cover: Scalar
    placed: PerImportItem
    unplaced: PerImportItem
    under_way: PerStageImportItem
    landed: PerImportItem
    lent: PerCreditor


def earn(
    state: TradeState,
    params: TradeParams,
    moment: Moment,
    mode: Mode,
    dt: float,
    *,
    volume: PerExportItem,
    price: PerExportItem,
    gold_sales: Scalar,
    gifts: Scalar,
) -> Income:
    """Draw up income: exports at what the market pays, gold as ordered, and other receipts."""
    receipts = rules.export_receipts(
        volume,
        state.usual_exports,
        price,
        params.opening_unit_price,
        params.reference_exports,
        params.export_elasticity,
    )
    mined = rules.gold_mined(params.gold_output, params.gold_growth, moment.month)
    ordered = take(state.gold / dt + mined, gold_sales, mode)
    other = ordered * params.gold_price + gifts
    return Income(receipts, jnp.sum(receipts, axis=0), mined, ordered, other)


def owe(
    state: TradeState, params: TradeParams, moment: Moment, dt: float, relations: PerCreditor
) -> Bills:
    """Draw up bills and interest of the month, and the credit that lenders will give."""
    debt_due = state.debt_due
    written_off = jnp.zeros_like(debt_due[:, 0])
    if moment.opens_month:
        lost = credit.lost_to_sterling(
            params.sterling_share, params.sterling_loss, moment.month, params.sterling_month
        )
        debt_due, written_off = credit.fall_of_sterling(debt_due, lost, dt)
    due = credit.bills_due(debt_due, moment.steps - moment.step, dt)
    interest = credit.interest_due(
        debt_due,
        state.arrears,
        state.creditworthiness,
        params.interest,
        params.interest_by_distrust,
    )
    lenders = credit.lenders_present(state.lenders_away)
    limit = credit.credit_limit(
        params.credit_ceiling,
        state.creditworthiness,
        relations,
        params.limit_level,
        params.limit_by_relations,
        lenders,
    )
    room = credit.credit_room(limit, jnp.sum(debt_due, axis=1), due, params.lending_months)
    return Bills(debt_due, written_off, due, interest, lenders, limit, room)


def order(
    state: TradeState,
    params: TradeParams,
    dt: float,
    *,
    income: Income,
    bills: Bills,
    programme: PerImportItem,
    credit_share: Scalar,
    export_control: Scalar,
    technology_funds: Scalar,
) -> Orders:
    """Place orders as far as cash is expected to last, land old ones, borrow on what lands."""
    cover = _expected_cash(state, params, income, bills, credit_share, technology_funds)
    # In open shortage even the least orders are not placed.
    at_hand = jnp.clip(state.foreign_cash / jnp.maximum(params.cash_floor, rules.TINY), 0.0, 1.0)
    least = params.least_orders * bills.lenders * at_hand
    cut = rules.order_cut(cover, params.order_cover, params.order_width, least)
    placed = rules.place(programme, cut, params.control_on_orders * export_control[None])
    unplaced = jnp.maximum(programme - placed, 0.0)
    under_way, landed = rules.land(state.orders_under_way, placed, params.lead_months, dt)
    wanted = credit_share * jnp.sum(landed, axis=0)
    lent = credit.new_credit(wanted, params.order_share, bills.room)
    return Orders(cover, placed, unplaced, under_way, landed, lent)


def _expected_cash(state, params, income, bills, credit_share, technology_funds) -> Scalar:
    ordered = jnp.sum(state.orders_under_way, axis=(0, 1))
    pace = ordered / rules.HORIZON_MONTHS
    sought = jnp.maximum(credit_share * pace, rules.TINY)
    on_credit = credit_share * jnp.minimum(jnp.sum(bills.room, axis=0) / sought, 1.0)
    # Technical aid is left out: its contracts run out before these orders land.
    freight = params.invisible_share * (state.usual_receipts + pace)
    return rules.forward_cover(
        state.foreign_cash,
        state.usual_receipts + income.other,
        jnp.sum(bills.debt_due[:, : rules.HORIZON_MONTHS], axis=(0, 1)),
        bills.interest + freight + technology_funds,
        (1.0 - on_credit) * ordered + state.arrears,
    )


def relieve(
    state: TradeState,
    params: TradeParams,
    mode: Mode,
    dt: float,
    *,
    income: Income,
    bills: Bills,
    claims: Claims,
) -> tuple[Scalar, PerCreditor, Claims]:
    """Sell gold, then prolong bills, for what cash and income cannot meet.

    Returns:
        Gold sold beyond the order, t/month; bills prolonged; the claims that are left.
    """
    available = state.foreign_cash / dt + income.exports + income.other
    asked = claims.due + claims.arrears + params.cash_floor / dt
    short = jnp.maximum(asked - available, 0.0)
    gold_left = jnp.maximum(state.gold / dt + income.gold_mined - income.gold_ordered, 0.0)
    most = jnp.maximum(params.gold_in_need - income.gold_ordered, 0.0)
    in_need = rules.gold_in_need(gold_left, short, params.gold_price, most, mode)
    still_short = jnp.maximum(short - in_need * params.gold_price, 0.0)
    rolled = credit.roll_over(
        bills.due, state.creditworthiness, params.rollover_share * bills.lenders, still_short
    )
    principal = jnp.sum(jnp.maximum(bills.due - rolled, 0.0), axis=0)
    return in_need, rolled, eqx.tree_at(lambda claims: claims.principal, claims, principal)


def next_standing(
    state: TradeState,
    params: TradeParams,
    dt: float,
    *,
    bills: Bills,
    arrears: Scalar,
    gold: Scalar,
    debt: Scalar,
) -> PerCreditor:
    """Return standing with lenders after what they saw of service, arrears and gold."""
    earned = jnp.maximum(state.usual_receipts, 1.0)
    service = bills.interest + jnp.sum(bills.due, axis=0)
    gold_cover = jnp.minimum(gold * params.gold_price / jnp.maximum(debt, 1.0), 2.0)
    weights = (
        params.standing_level,
        params.standing_by_service,
        params.standing_by_arrears,
        params.standing_by_gold,
    )
    burdens = (service / earned, arrears / earned, gold_cover)
    return credit.next_standing(
        state.creditworthiness, *burdens, weights, params.standing_months, dt
    )
