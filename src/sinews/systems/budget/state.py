"""Budget: what money is held, what is set, who paid whom."""

import equinox as eqx

from sinews.core.arrays import PerAccount, PerEquipment, PerGroup, Scalar
from sinews.core.fields import Secrecy, quantity


def _money(meaning: str, secrecy: Secrecy = "office", **more):
    return quantity("M rub", meaning, secrecy, minimum=0.0, **more)


def _paid(meaning: str, secrecy: Secrecy = "office", **more):
    return quantity("M rub/month", meaning, secrecy, minimum=0.0, **more)


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


class BudgetState(eqx.Module):
    """Money and prices at the start of a month."""

    money: PerAccount = _money("money held")
    bank_credit: PerAccount = _money("credit of the state bank", absent=0.0)
    market_price: Scalar = quantity(
        "rub/kg", "price of grain in town markets", "published", minimum=0.0
    )
    retail_price: Scalar = quantity(
        "1", "state retail prices; 1 at the opening", "published", minimum=0.0
    )
    other_market_food: Scalar = quantity(
        "kt/month", "other food sold in markets, in grain of the same worth", "office", minimum=0.0
    )
    arms_in_service: Scalar = _money("arms held, at the prices of 1931", "secret")
    first_income: PerGroup = quantity(
        "rub/month", "real income of the first month; 0 before it", minimum=0.0, absent=0.0
    )
    first_wage: Scalar = quantity(
        "rub/month", "mean wage of the first month; 0 before it", minimum=0.0, absent=0.0
    )


class BudgetParams(eqx.Module):
    """How money moves; constant over a run."""

    # who pays whom
    wages_from_state: PerGroup = _share("wages of the group that the state pays", absent=0.0)
    wages_sent_home: PerGroup = _share("wages of the group spent on farms", absent=0.0)
    is_army: PerGroup = _share("whether the group is the army", absent=0.0)
    is_townspeople: PerGroup = _share("whether the group draws on ration stores", absent=0.0)
    farm_wage_per_head: Scalar = quantity(
        "rub/month", "wages of state-farm workers over all farm people", minimum=0.0
    )
    transfers: Scalar = _share("pensions and stipends over wages")
    town_taxes: Scalar = _share("taxes and loans over money wages in towns")
    services: Scalar = _share("rent, transport and services over money wages in towns")
    village_tax_per_head: Scalar = quantity(
        "rub/month", "taxes, loans and dues of a farm head", minimum=0.0
    )
    other_procurement: Scalar = _paid("paid to farms for produce other than grain")
    goods_value: Scalar = _paid("consumer goods of a month of 1930 at opening prices")
    village_goods_share: Scalar = _share("consumer goods sent to villages")
    village_spending: Scalar = _share("of village money, what is spent in a month at most")
    town_spending: Scalar = _share("of town money, what is spent on goods in a month at most")
    sales_tax: Scalar = _share("of goods and services sold, what goes to the state")
    import_rate: Scalar = quantity(
        "M rub/MGR", "rubles charged for a gold ruble of imports", minimum=0.0
    )
    building_cost: Scalar = quantity(
        "M rub/kwm", "building put in place by a worker-month, at opening wages", minimum=0.0
    )
    building_grant: Scalar = _share("of that cost, what the state grants")
    subsidy: Scalar = _share("of the wages of enterprises, what the state refunds")
    # credit
    money_target: PerAccount = _money("balance that enterprises and state keep", absent=0.0)
    soft_budget: PerAccount = _share("of a missing balance, what the bank lends", absent=0.0)
    repayment_share: Scalar = _share("of a balance above the target, what is repaid in a month")
    # prices
    transaction_money: Scalar = quantity(
        "month", "wages that households hold to pay with", minimum=0.0
    )
    price_response: Scalar = quantity(
        "1/month", "of idle money, what is carried to markets", minimum=0.0
    )
    price_by_hunger: Scalar = quantity("1", "growth of that share by missing rations", minimum=0.0)
    price_months: Scalar = quantity("month", "time in which the price follows", minimum=0.01)
    maximum_price: Scalar = quantity("rub/kg", "greatest market price", minimum=0.0)
    other_food_decline: Scalar = quantity("1/month", "decline of other food in markets")
    retail_share: Scalar = quantity(
        "1", "of money wages, what planned retail prices are to take", minimum=0.0
    )
    retail_months: Scalar = quantity("month", "time in which retail prices follow", minimum=0.01)
    maximum_retail_price: Scalar = quantity("1", "greatest retail price index", minimum=1.0)
    market_weight: Scalar = _share("weight of the market in the cost of living")
    goods_price: Scalar = quantity(
        "rub/kg", "retail goods of the worth of a kg of grain at the opening", minimum=1e-6
    )
    # defence
    unit_price: PerEquipment = quantity(
        "M rub/unit", "price of a unit in 1931", minimum=0.0, absent=0.0
    )
    other_property: Scalar = quantity(
        "1", "cartridges, signals, engineers' and chemical stores over the listed arms", minimum=0.0
    )
    price_follows_wage: Scalar = _share("of the growth of wages, what enters arms and building")
    upkeep: Scalar = quantity(
        "rub/month", "food, clothing, fuel and quarters of a soldier at opening prices", minimum=0.0
    )
    upkeep_of_arms: Scalar = quantity("1/month", "upkeep over the worth of arms held", minimum=0.0)
    arms_wear: Scalar = quantity("1/month", "arms worn out", minimum=0.0, maximum=1.0)
    military_building: Scalar = _share("of all building, what is for defence")
    research_and_stocks: Scalar = quantity(
        "1", "research and mobilisation stocks over the arms bought", minimum=0.0
    )
    published_floor: Scalar = _paid("least defence outlay that is published", absent=0.0)


class BudgetFlows(eqx.Module):
    """What was paid during the month: `paid_<payer>_<payee>_<what>`.

    For each account `money' = money + dt (paid to it - paid by it + granted - repaid)`, and
    `bank_credit' = bank_credit + dt (granted - repaid)`.
    """

    paid_enterprises_town_wages: Scalar = _paid("wages in towns")
    paid_enterprises_village_wages: Scalar = _paid("wages spent on farms")
    paid_state_town_wages: Scalar = _paid("wages of state offices and army pay")
    paid_state_town_transfers: Scalar = _paid("pensions and stipends")
    paid_state_village_grain: Scalar = _paid("procured grain")
    paid_state_village_produce: Scalar = _paid("other produce of farms")
    paid_state_enterprises_weapons: Scalar = _paid("arms bought", "secret")
    paid_state_enterprises_upkeep: Scalar = _paid("upkeep of army and arms", "secret")
    paid_state_enterprises_building: Scalar = _paid("grants for building")
    paid_state_enterprises_subsidies: Scalar = _paid("subsidies")
    paid_town_state_rations: Scalar = _paid("rationed grain")
    paid_town_state_taxes: Scalar = _paid("taxes and loans of towns")
    paid_town_village_market: Scalar = _paid("food bought in markets")
    paid_town_enterprises_goods: Scalar = _paid("goods sold in towns")
    paid_town_enterprises_services: Scalar = _paid("rent, transport and services")
    paid_village_state_taxes: Scalar = _paid("taxes and loans of villages")
    paid_village_enterprises_goods: Scalar = _paid("goods sold in villages")
    paid_enterprises_state_taxes: Scalar = _paid("taxes on sales")
    paid_enterprises_state_imports: Scalar = _paid("charged for imports")
    credit_granted: PerAccount = _paid("lent by the state bank")
    credit_repaid: PerAccount = _paid("repaid to the state bank")
    unpaid: Scalar = _paid("due and not paid for want of money", limit="money")
    credit_growth: Scalar = quantity("M rub/month", "growth of bank credit", "office")
    currency: Scalar = _money("money of town and village", "office")
    wage_bill: Scalar = _paid("wages due, the army included")
    real_wage: PerGroup = quantity(
        "1", "ration and wage at the prices of the month; 1 at the opening", minimum=0.0
    )
    overhang: Scalar = quantity("month", "idle money over monthly sales", "office", minimum=0.0)
    true_outlay: Scalar = _paid("army pay and upkeep and arms", "secret")
    true_outlay_wide: Scalar = _paid("the same with building, research and stocks", "secret")
    published_outlay: Scalar = _paid("defence outlay as published", "published")
