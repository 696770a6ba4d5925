"""Budget: one month of paying, lending and pricing.

Plans are physical and money follows: wages are paid, goods and rations bought, grain, arms and
buildings paid for. Credit fills what state and enterprises lack, so that money grows with
whatever households are paid and find nothing to buy for. It acts back by the market price, the
real wage and the overhang of the next month.

`sum of money = sum of bank credit + net worth`, whatever is ordered.

Sources: Kornai (1980) on the soft budget; Holzman (1960) and Barro and Grossman (1974) on
repressed inflation; Davies (1958) on the budget and the state bank.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerEquipment, PerGroup, PerRationList, Scalar
from sinews.core.numerics import Numerics
from sinews.core.smooth import per_step
from sinews.systems.budget import payments, rules
from sinews.systems.budget.rules import ENTERPRISES, STATE, TOWN, VILLAGE
from sinews.systems.budget.state import BudgetFlows, BudgetParams, BudgetState


def advance(
    state: BudgetState,
    params: BudgetParams,
    *,
    numerics: Numerics,
    people: PerGroup,
    farm_people: Scalar,
    wage: PerGroup,
    ration_price: Scalar,
    procurement_price: Scalar,
    procured: Scalar,
    ration_issued: Scalar,
    market_sold: Scalar,
    consumer_goods: Scalar,
    equipment_delivered: PerEquipment,
    construction_work: Scalar,
    imports_total: Scalar,
    ration_fill: PerRationList,
    disclosed_share: Scalar,
) -> tuple[BudgetState, BudgetFlows]:
    """Let money follow the goods of one step.

    Args:
        state: money and prices at the start.
        params: who pays whom and how prices follow.
        numerics: mode and step.
        people: people who do not farm, [group, run], kp.
        farm_people: farm people, [run], kp.
        wage: mean wage, [group, run], rub/month.
        ration_price: price of rationed grain, [run], rub/kg.
        procurement_price: price paid for procured grain, [run], rub/kg.
        procured: grain procured, [run], kt/month.
        ration_issued: grain issued on cards, [run], kt/month.
        market_sold: grain sold in markets, [run], kt/month.
        consumer_goods: deliveries to shops, 1 is a month of 1930, [run].
        equipment_delivered: arms delivered, [equipment, run], unit/month.
        construction_work: work put in place on all sites, [run], kwm/month.
        imports_total: imports landed, [run], MGR/month.
        ration_fill: share of rations issued, [ration_list, run].
        disclosed_share: share of defence outlay that is published, [run].

    Returns:
        Money and prices at the end of the step, and every payment.
    """
    dt, mode = numerics.dt, numerics.mode
    bill = rules.wage_bill(wage, people)
    wages = jnp.sum(bill, axis=0)
    mean_wage = rules.mean_wage(wage, people)
    first_wage = rules.first_seen(state.first_wage, mean_wage)
    cost = rules.cost_index(mean_wage, first_wage, params)

    army = jnp.sum(params.is_army * people, axis=0)
    army_pay = jnp.sum(params.is_army * bill, axis=0)
    upkeep = rules.army_cost(army, state.arms_in_service, state.retail_price, params)
    arms_at_1931 = rules.arms_bought(equipment_delivered, params)
    arms = arms_at_1931 * cost
    stocks = params.research_and_stocks * arms
    building = params.building_cost * construction_work * cost

    quantity = market_sold + state.other_market_food
    retail_price = rules.retail_price_after(state.retail_price, wages, consumer_goods, params, dt)
    # Goods are sold at the mean price of the step, so that money grows alike at any step.
    planned = params.goods_value * consumer_goods * 0.5 * (state.retail_price + retail_price)
    sent_home = jnp.sum(params.wages_sent_home * bill, axis=0)
    in_town = wages - sent_home

    town = payments.pay(
        state.money[TOWN],
        [
            params.town_taxes * in_town,
            ration_price * ration_issued,
            params.services * in_town,
            state.market_price * quantity,
            jnp.minimum(
                (1.0 - params.village_goods_share) * planned,
                params.town_spending * state.money[TOWN],
            ),
        ],
        mode,
        dt,
    )
    town_taxes, rations, services, market, town_goods = town.items
    village = payments.pay(
        state.money[VILLAGE],
        [
            rules.M_RUB * params.village_tax_per_head * farm_people,
            jnp.minimum(
                params.village_goods_share * planned,
                params.village_spending * state.money[VILLAGE],
            ),
        ],
        mode,
        dt,
    )
    village_taxes, village_goods = village.items

    sales = town_goods + village_goods + services
    dues = payments.pay(
        state.money[ENTERPRISES] + dt * sales,
        [params.sales_tax * sales, params.import_rate * imports_total],
        mode,
        dt,
    )
    sales_tax, imports = dues.items
    from_state = jnp.sum(params.wages_from_state * (1.0 - params.wages_sent_home) * bill, axis=0)
    farm_wages = rules.M_RUB * params.farm_wage_per_head * farm_people
    own_wages = jnp.maximum(in_town - from_state, 0.0)

    treasury = payments.pay_with_credit(
        state.money[STATE],
        town_taxes + rations + village_taxes + sales_tax + imports,
        [
            from_state,
            params.transfers * in_town,
            procurement_price * procured,
            params.other_procurement,
            upkeep,
            arms + stocks,
            params.building_grant * building,
            params.subsidy * own_wages,
        ],
        params.money_target[STATE],
        state.bank_credit[STATE],
        params.soft_budget[STATE],
        params.repayment_share,
        mode,
        dt,
    )
    state_wages, transfers, grain, produce, upkeep_paid, weapons, grants, subsidies = treasury.items
    works = payments.pay_with_credit(
        state.money[ENTERPRISES],
        sales - sales_tax - imports + upkeep_paid + weapons + grants + subsidies,
        [own_wages, sent_home + farm_wages],
        params.money_target[ENTERPRISES],
        state.bank_credit[ENTERPRISES],
        params.soft_budget[ENTERPRISES],
        params.repayment_share,
        mode,
        dt,
    )
    town_wages, village_wages = works.items

    granted = rules.on_account(ENTERPRISES, works.granted) + rules.on_account(
        STATE, treasury.granted
    )
    repaid = rules.on_account(ENTERPRISES, works.repaid) + rules.on_account(STATE, treasury.repaid)
    received = jnp.stack(
        [
            town_wages + state_wages + transfers,
            village_wages + grain + produce + market,
            sales + upkeep_paid + weapons + grants + subsidies,
            town_taxes + rations + village_taxes + sales_tax + imports,
        ]
    )
    spent = jnp.stack(
        [jnp.sum(paid.items, axis=0) for paid in (town, village)]
        + [
            jnp.sum(dues.items, axis=0) + jnp.sum(works.items, axis=0),
            jnp.sum(treasury.items, axis=0),
        ]
    )
    money = jnp.maximum(state.money + dt * (received - spent + granted - repaid), 0.0)
    idle = rules.idle_money(money[TOWN], wages, params, mode)
    market_price = rules.market_price_after(
        state.market_price, idle, quantity, ration_fill, ration_price, params, dt
    )
    # Judged at the prices at which the month was lived through, so that it starts at 1.
    income = rules.real_income(
        wage,
        rules.ration_per_head(ration_issued, people, params),
        ration_price,
        state.market_price,
        state.retail_price,
        params,
    )
    first_income = rules.first_seen(state.first_income, income)
    worn = per_step(params.arms_wear, dt) * state.arms_in_service
    after = BudgetState(
        money=money,
        bank_credit=jnp.maximum(state.bank_credit + dt * (granted - repaid), 0.0),
        market_price=market_price,
        retail_price=retail_price,
        other_market_food=state.other_market_food * jnp.exp(-params.other_food_decline * dt),
        arms_in_service=jnp.maximum(state.arms_in_service - worn, 0.0) + dt * arms_at_1931,
        first_income=first_income,
        first_wage=first_wage,
    )

    narrow = army_pay + upkeep + arms
    wide = narrow + params.military_building * building + stocks
    flows = BudgetFlows(
        paid_enterprises_town_wages=town_wages,
        paid_enterprises_village_wages=village_wages,
        paid_state_town_wages=state_wages,
        paid_state_town_transfers=transfers,
        paid_state_village_grain=grain,
        paid_state_village_produce=produce,
        paid_state_enterprises_weapons=weapons,
        paid_state_enterprises_upkeep=upkeep_paid,
        paid_state_enterprises_building=grants,
        paid_state_enterprises_subsidies=subsidies,
        paid_town_state_rations=rations,
        paid_town_state_taxes=town_taxes,
        paid_town_village_market=market,
        paid_town_enterprises_goods=town_goods,
        paid_town_enterprises_services=services,
        paid_village_state_taxes=village_taxes,
        paid_village_enterprises_goods=village_goods,
        paid_enterprises_state_taxes=sales_tax,
        paid_enterprises_state_imports=imports,
        credit_granted=granted,
        credit_repaid=repaid,
        unpaid=town.unpaid + village.unpaid + dues.unpaid + treasury.unpaid + works.unpaid,
        credit_growth=jnp.sum(granted - repaid, axis=0),
        currency=money[TOWN] + money[VILLAGE],
        wage_bill=wages,
        real_wage=rules.index_of(income, first_income),
        overhang=rules.overhang(idle, rations + town_goods + services, wages),
        true_outlay=narrow,
        true_outlay_wide=wide,
        published_outlay=rules.published(wide, disclosed_share, params.published_floor),
    )
    return after, flows
