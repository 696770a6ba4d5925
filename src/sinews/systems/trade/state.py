"""Trade: what is held, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerCreditor,
    PerCreditorMonthDue,
    PerExportItem,
    PerGood,
    PerImportItem,
    PerImportItemGood,
    PerStage,
    PerStageImportItem,
    Scalar,
)
from sinews.core.fields import Secrecy, quantity


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


def _money(meaning: str, secrecy: Secrecy = "office", **more):
    return quantity("MGR/month", meaning, secrecy, **more)


class TradeState(eqx.Module):
    """What the foreign trade holds, owes and has on order."""

    foreign_cash: Scalar = quantity("MGR", "foreign money at hand", minimum=0.0)
    gold: Scalar = quantity("t", "gold of the state", minimum=0.0)
    debt_due: PerCreditorMonthDue = quantity(
        "MGR", "bills by lender and month due, 1 being the coming month", minimum=0.0
    )
    arrears: Scalar = quantity("MGR", "payments that were missed", minimum=0.0, absent=0.0)
    creditworthiness: PerCreditor = _share("standing with a lender", "office")
    lenders_away: PerStage = _share("chance that lenders stay away, by stage of return", absent=0.0)
    orders_under_way: PerStageImportItem = quantity(
        "MGR", "import orders placed and not landed, by stage", "office", minimum=0.0
    )
    usual_exports: PerExportItem = quantity(
        "unit/month", "exports as buyers remember them", "office", minimum=0.0
    )
    usual_receipts: Scalar = quantity(
        "MGR/month", "earnings abroad as the trade office reckons", "office", minimum=0.0
    )
    credit_survival: Scalar = _share("chance of no default since the start", absent=1.0)


class TradeParams(eqx.Module):
    """How foreign trade behaves; constant over a run."""

    # exports
    is_grain: PerExportItem = _share("1 for the item that leaves the grain store", absent=0.0)
    opening_unit_price: PerExportItem = quantity(
        "MGR/unit", "price at the opening; 1 where volumes are counted at it", minimum=0.0
    )
    reference_exports: PerExportItem = quantity(
        "unit/month", "volume that the market takes at the world price", minimum=0.0
    )
    export_elasticity: PerExportItem = quantity(
        "1", "elasticity of demand for our exports", minimum=1.01
    )
    market_memory_months: Scalar = quantity(
        "month", "time in which the market takes in our volume", minimum=0.1
    )
    receipts_memory_months: Scalar = quantity(
        "month", "time over which the trade office reckons receipts", minimum=0.1
    )
    # imports
    lead_months: PerImportItem = quantity("month", "from order to landing", minimum=0.1)
    sites_share: PerImportItem = _share("share that goes to building sites", absent=0.0)
    goods_per_value: PerImportItemGood = quantity(
        "unit/MGR", "goods landed per value that is not sent to sites", minimum=0.0, absent=0.0
    )
    control_on_orders: PerImportItem = _share("orders refused under full control", absent=0.0)
    grain_import_price: Scalar = quantity(
        "MGR/kt", "landed price of bought grain at opening prices", minimum=0.0
    )
    invisible_share: Scalar = _share("freight, insurance and missions over trade both ways")
    technical_aid: Scalar = _money("foreign technical aid at the opening", minimum=0.0)
    aid_months: Scalar = quantity("month", "time in which contracts of aid run out", minimum=1.0)
    order_cover: Scalar = quantity("MGR", "cover below which new orders shrink")
    order_width: Scalar = quantity("MGR", "cover over which new orders rise to all", minimum=1.0)
    least_orders: Scalar = _share("share of orders placed at the worst cover")
    # gold
    gold_output: Scalar = quantity("t/month", "gold mined and bought at the opening", minimum=0.0)
    gold_growth: Scalar = quantity("1/month", "growth of gold output over that of the opening")
    gold_price: Scalar = quantity("MGR/t", "price of gold", "published", minimum=0.0)
    gold_in_need: Scalar = quantity("t/month", "gold that can be sold when short", minimum=0.0)
    cash_floor: Scalar = quantity("MGR", "cash kept before gold is sold in need", minimum=0.0)
    # credit
    credit_ceiling: PerCreditor = quantity(
        "MGR", "debt a lender would carry at full trust and warm relations", minimum=0.0
    )
    limit_level: Scalar = quantity("1", "level of the credit limit, logit")
    limit_by_relations: Scalar = quantity("1", "credit limit by relations, logit")
    order_share: PerCreditor = _share("share of credit sought from a lender first")
    lending_months: Scalar = quantity("month", "time to draw a free limit", minimum=0.1)
    tenor: PerCreditor = quantity("month", "mean tenor of new credit", minimum=1.0, maximum=30.0)
    tenor_spread: Scalar = quantity("month", "half width of tenors", minimum=0.0, maximum=15.0)
    interest: Scalar = quantity("1/month", "interest at full trust", minimum=0.0)
    interest_by_distrust: Scalar = quantity("1/month", "interest added without trust", minimum=0.0)
    rollover_share: Scalar = _share("bills prolonged in need, times standing")
    sterling_share: PerCreditor = _share("debt reckoned in sterling", absent=0.0)
    sterling_month: Scalar = quantity("month", "months from the start to the fall of sterling")
    sterling_loss: Scalar = _share("value that sterling loses in gold")
    # default
    default_rate: Scalar = quantity("1/month", "hazard of default in good order", minimum=0.0)
    default_by_shortage: Scalar = quantity("1", "log hazard by missed payments", minimum=0.0)
    default_by_arrears: Scalar = quantity("1", "log hazard by arrears", minimum=0.0)
    months_away: Scalar = quantity("month", "time lenders stay away after default", minimum=1.0)
    seized_share: Scalar = _share("share of cargoes seized on default")
    standing_level: Scalar = quantity("1", "level of standing, logit")
    standing_by_service: Scalar = quantity("1", "standing lost by service over receipts")
    standing_by_arrears: Scalar = quantity("1", "standing lost by arrears over receipts")
    standing_by_gold: Scalar = quantity("1", "standing gained by gold over debt")
    standing_months: Scalar = quantity("month", "time in which standing follows", minimum=0.1)


class TradeFlows(eqx.Module):
    """What moved during the month."""

    # cash in
    receipts: PerExportItem = _money("earned by an export", "published", minimum=0.0)
    exports_total: Scalar = _money("earned by all exports", "published", minimum=0.0)
    gold_sold: Scalar = quantity("t/month", "gold sold abroad", minimum=0.0)
    gold_mined: Scalar = quantity("t/month", "gold mined and bought", minimum=0.0)
    gold_receipts: Scalar = _money("earned by gold of the state", "secret", minimum=0.0)
    household_gold_receipts: Scalar = _money("earned by gold of households", minimum=0.0)
    treaty_receipts_paid_in: Scalar = _money("received under treaties", minimum=0.0)
    # cash out
    imports_paid: Scalar = _money("cash paid for landed goods", minimum=0.0)
    invisibles: Scalar = _money("freight, insurance, missions and technical aid", minimum=0.0)
    interest: Scalar = _money("interest paid", minimum=0.0)
    principal: Scalar = _money("bills paid", minimum=0.0)
    arrears_paid: Scalar = _money("arrears made good", minimum=0.0)
    technology_funds_granted: Scalar = _money("granted for licences and missions", minimum=0.0)
    grain_import_paid: Scalar = _money("cash paid for grain", minimum=0.0)
    service: Scalar = _money("interest and bills due", minimum=0.0)
    # imports
    orders_placed: PerImportItem = _money("import orders placed", minimum=0.0)
    unplaced: PerImportItem = _money(
        "import orders wanted and not placed", minimum=0.0, limit="foreign money"
    )
    seized: PerImportItem = _money("cargoes seized on default", minimum=0.0)
    imports_landed: PerImportItem = _money("imports landed", "published", minimum=0.0)
    imports_total: Scalar = _money("imports landed, grain included", "published", minimum=0.0)
    landed_goods: PerGood = quantity(
        "unit/month", "imported goods on the quay, used next month", "office", minimum=0.0
    )
    landed_grain: Scalar = quantity(
        "kt/month", "imported grain on the quay, used next month", "office", minimum=0.0
    )
    equipment_landed: Scalar = _money("imported machines sent to building sites", minimum=0.0)
    # debt
    new_credit: PerCreditor = _money("imports bought on credit", minimum=0.0)
    credit_limit: PerCreditor = quantity("MGR", "debt a lender will carry", "office", minimum=0.0)
    rolled_over: PerCreditor = _money("bills prolonged", minimum=0.0)
    written_off: PerCreditor = _money("debt lost by a fall of sterling", minimum=0.0)
    principal_unpaid: Scalar = _money("bills missed, now arrears", minimum=0.0)
    arrears_added: Scalar = _money("all payments missed", minimum=0.0, limit="foreign money")
    debt: Scalar = quantity("MGR", "bills and arrears at the end of the step", minimum=0.0)
    forward_cover: Scalar = quantity("MGR", "cash expected seven months on", "office")
    default_hazard: Scalar = quantity("1/month", "hazard of default", minimum=0.0)
    defaults: Scalar = quantity("1", "default: 0 or 1, or its chance", "published", minimum=0.0)
