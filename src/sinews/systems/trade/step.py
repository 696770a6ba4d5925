"""Trade: one month of exports, orders, landings, credit and payments.

Exports earn; orders placed months ago land; lenders carry part of them; bills and interest fall
due; what cash cannot meet is met from gold, then by prolonging bills, then becomes arrears.
New orders are cut early, by the cash expected when they will land.

Sources: Eaton and Gersovitz (1981) for credit limits and default; Dohan (1976) for the setting.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerCreditor, PerExportItem, PerImportItem, Scalar
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.core.smooth import adjust, chance_of, pipe
from sinews.systems.trade import accounts, credit, rules, settlement
from sinews.systems.trade.state import TradeFlows, TradeParams, TradeState


def advance(
    state: TradeState,
    params: TradeParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    export_price: PerExportItem,
    import_price: PerImportItem,
    relations: PerCreditor,
    export_control: Scalar,
    import_programme: PerImportItem,
    credit_share: Scalar,
    other_exports: PerExportItem,
    exported_share: PerExportItem,
    grain_exported: Scalar,
    gold_sales: Scalar,
    household_gold: Scalar,
    technology_funds: Scalar,
    grain_import: Scalar,
    treaty_receipts: Scalar,
) -> tuple[TradeState, TradeFlows]:
    """Trade with the world for a step.

    Args:
        state: cash, gold, debt and orders at the start.
        params: how trade behaves.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        chance: the room's own stream.
        export_price: index, [export_item, run]; 1 at the opening.
        import_price: index, [import_item, run]; 1 at the opening.
        relations: warmth of relations with lenders, [creditor, run], -1 to 1.
        export_control: how far sellers of arms are held back, [run], 0 to 1.
        import_programme: import orders wanted, [import_item, run], MGR/month.
        credit_share: share of landed imports sought on credit, [run].
        other_exports: exports ordered, [export_item, run], MGR/month at opening prices;
            the entry of grain is not read.
        exported_share: share of them that industry supplied, [export_item, run].
        grain_exported: grain shipped, [run], kt/month.
        gold_sales: gold ordered to be sold, [run], t/month.
        household_gold: gold of households sold abroad, [run], MGR/month.
        technology_funds: money wanted for licences and missions, [run], MGR/month.
        grain_import: grain wanted, [run], kt/month.
        treaty_receipts: received under treaties, [run], MGR/month.

    Returns:
        Stocks at the end and what moved. Cash: `cash' - cash = dt (exports_total +
        gold_receipts + household_gold_receipts + treaty_receipts_paid_in - imports_paid -
        invisibles - interest - principal - arrears_paid - technology_funds_granted -
        grain_import_paid)`. Bills: `sum debt_due' - sum debt_due = dt (sum new_credit -
        principal - principal_unpaid - sum written_off)`. Arrears: `arrears' - arrears =
        dt (arrears_added - arrears_paid)`. Orders, by item: `orders' - orders = dt
        (orders_placed - imports_landed - seized)`. Gold: `gold' - gold = dt (gold_mined -
        gold_sold)`.
    """
    dt, mode = numerics.dt, numerics.mode
    volume = rules.export_volume(params.is_grain, grain_exported, other_exports, exported_share)
    income = accounts.earn(
        state,
        params,
        moment,
        mode,
        dt,
        volume=volume,
        price=export_price,
        gold_sales=gold_sales,
        gifts=household_gold + treaty_receipts,
    )
    bills = accounts.owe(state, params, moment, dt, relations)
    orders = accounts.order(
        state,
        params,
        dt,
        income=income,
        bills=bills,
        programme=import_programme,
        credit_share=credit_share,
        export_control=export_control,
        technology_funds=technology_funds,
    )

    # What is to be paid, what relief there is, and who is paid.
    landed = jnp.sum(orders.landed, axis=0)
    grain_price = params.grain_import_price * jnp.sum(params.is_grain * export_price, axis=0)
    claims = settlement.Claims(
        imports=jnp.maximum(landed - jnp.sum(orders.lent, axis=0), 0.0),
        invisibles=_invisibles(params, moment, income.exports + landed),
        interest=bills.interest,
        principal=jnp.sum(bills.due, axis=0),
        arrears=state.arrears / dt,
        technology=technology_funds,
        grain=grain_import * grain_price,
    )
    in_need, rolled, claims = accounts.relieve(
        state, params, mode, dt, income=income, bills=bills, claims=claims
    )
    earned = income.exports + income.other + in_need * params.gold_price
    available = state.foreign_cash / dt + earned
    paid = settlement.settle(available, params.cash_floor / dt, claims, mode)
    missed = settlement.missed(claims, paid)

    # Standing with lenders, and whether it breaks.
    gold_sold = income.gold_ordered + in_need
    gold = jnp.maximum(state.gold + dt * (income.gold_mined - gold_sold), 0.0)
    arrears = jnp.maximum(state.arrears - dt * paid.arrears, 0.0) + dt * missed
    usual_receipts = adjust(state.usual_receipts, income.exports, params.receipts_memory_months, dt)
    hazard = credit.default_hazard(
        missed,
        arrears,
        usual_receipts,
        params.default_rate,
        params.default_by_shortage,
        params.default_by_arrears,
    )
    default = chance.event(chance_of(hazard, dt), "default")
    under_way, seized = rules.seize(orders.under_way, default * params.seized_share, dt)
    debt_due = credit.next_debt(
        bills.debt_due,
        jnp.maximum(bills.due - rolled, 0.0),
        rolled,
        _by_month_due(params, orders.lent, state.debt_due.shape[1]),
        moment.closes_month,
        dt,
    )
    debt = jnp.sum(debt_due, axis=(0, 1)) + arrears

    after = TradeState(
        foreign_cash=jnp.maximum((available - paid.total) * dt, 0.0),
        gold=gold,
        debt_due=debt_due,
        arrears=arrears,
        creditworthiness=accounts.next_standing(
            state, params, dt, bills=bills, arrears=arrears, gold=gold, debt=debt
        ),
        lenders_away=_stay_away(state, params, default, dt),
        orders_under_way=under_way,
        usual_exports=adjust(state.usual_exports, volume, params.market_memory_months[None], dt),
        usual_receipts=usual_receipts,
        credit_survival=state.credit_survival * jnp.exp(-hazard * dt),
    )
    flows = TradeFlows(
        receipts=income.receipts,
        exports_total=income.exports,
        gold_sold=gold_sold,
        gold_mined=income.gold_mined,
        gold_receipts=gold_sold * params.gold_price,
        household_gold_receipts=household_gold,
        treaty_receipts_paid_in=treaty_receipts,
        imports_paid=paid.imports,
        invisibles=paid.invisibles,
        interest=paid.interest,
        principal=paid.principal,
        arrears_paid=paid.arrears,
        technology_funds_granted=paid.technology,
        grain_import_paid=paid.grain,
        service=bills.interest + jnp.sum(bills.due, axis=0),
        orders_placed=orders.placed,
        unplaced=orders.unplaced,
        seized=seized,
        imports_landed=orders.landed,
        imports_total=landed + paid.grain,
        landed_goods=rules.landed_goods(
            orders.landed, params.sites_share, params.goods_per_value, import_price
        ),
        landed_grain=rules.grain_bought(paid.grain, grain_price),
        equipment_landed=jnp.sum(orders.landed * params.sites_share, axis=0),
        new_credit=orders.lent,
        credit_limit=bills.limit,
        rolled_over=rolled,
        written_off=bills.written_off,
        principal_unpaid=jnp.maximum(claims.principal - paid.principal, 0.0),
        arrears_added=missed,
        debt=debt,
        forward_cover=orders.cover,
        default_hazard=hazard,
        defaults=default,
    )
    return after, flows


def _invisibles(params, moment, trade):
    """Return freight, insurance, missions and technical aid, MGR/month."""
    return rules.invisibles(
        trade, params.invisible_share, params.technical_aid, params.aid_months, moment.month
    )


def _by_month_due(params, lent, buckets):
    """Spread new credit over months due, MGR/month."""
    return lent[:, None] * credit.tenor_weights(params.tenor, params.tenor_spread, buckets)


def _stay_away(state, params, default, dt):
    """Advance the chance that lenders stay away: an Erlang wait after a default."""
    entering = default * credit.lenders_present(state.lenders_away) / dt
    away, _ = pipe(state.lenders_away, entering, params.months_away, dt)
    return away
