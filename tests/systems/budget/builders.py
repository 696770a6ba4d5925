"""A small treasury: three groups, two kinds of arms, two ration lists."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Mode, Numerics
from sinews.systems.budget import BudgetParams, BudgetState, advance

jax.config.update("jax_enable_x64", True)

ACCOUNTS = ("town", "village", "enterprises", "state")
GROUPS = ("works", "families", "army")
NET_WORTH = 400.0

SCALARS = {
    "farm_wage_per_head": 0.5,
    "transfers": 0.07,
    "town_taxes": 0.12,
    "services": 0.08,
    "village_tax_per_head": 1.5,
    "other_procurement": 200.0,
    "goods_value": 1150.0,
    "village_goods_share": 0.4,
    "village_spending": 0.6,
    "town_spending": 0.8,
    "sales_tax": 0.5,
    "import_rate": 1.0,
    "building_cost": 0.3,
    "building_grant": 0.6,
    "subsidy": 0.1,
    "repayment_share": 0.3,
    "transaction_money": 0.5,
    "price_response": 0.12,
    "price_by_hunger": 4.0,
    "price_months": 4.0,
    "maximum_price": 20.0,
    "other_food_decline": 0.0,
    "retail_share": 1.0,
    "retail_months": 4.0,
    "maximum_retail_price": 20.0,
    "market_weight": 0.3,
    "goods_price": 0.5,
    "other_property": 0.4,
    "price_follows_wage": 1.0,
    "upkeep": 40.0,
    "upkeep_of_arms": 0.02,
    "arms_wear": 0.01,
    "military_building": 0.1,
    "research_and_stocks": 0.5,
    "published_floor": 0.0,
}


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def column(*values, runs=1):
    """Return values down an axis, [member, run]."""
    return _fill(np.reshape(values, (-1, 1)), len(values), runs)


def make_state(runs: int = 1, **given) -> BudgetState:
    """Return balanced accounts: 8,100 of money against 7,700 of credit."""
    return BudgetState(
        money=column(*given.get("money", (2650.0, 1650.0, 2900.0, 900.0)), runs=runs),
        bank_credit=column(*given.get("bank_credit", (0.0, 0.0, 5800.0, 1900.0)), runs=runs),
        market_price=_fill(given.get("market_price", 0.9), runs),
        retail_price=_fill(given.get("retail_price", 1.0), runs),
        other_market_food=_fill(given.get("other_market_food", 250.0), runs),
        arms_in_service=_fill(given.get("arms_in_service", 900.0), runs),
        first_income=column(*given.get("first_income", (0.0, 0.0, 0.0)), runs=runs),
        first_wage=_fill(given.get("first_wage", 0.0), runs),
    )


def make_params(**given) -> BudgetParams:
    """Return parameters at their defaults; the army is paid by the state."""
    scalars = {name: _fill(given.get(name, value), 1) for name, value in SCALARS.items()}
    return BudgetParams(
        wages_from_state=column(0.2, 0.0, 1.0),
        wages_sent_home=column(0.1, 0.0, 0.0),
        is_army=column(0.0, 0.0, 1.0),
        is_townspeople=column(1.0, 1.0, 0.0),
        money_target=column(*given.get("money_target", (0.0, 0.0, 2900.0, 900.0))),
        soft_budget=column(*given.get("soft_budget", (0.0, 0.0, 0.8, 1.0))),
        unit_price=column(*given.get("unit_price", (0.05, 0.02))),
        **scalars,
    )


def make_inputs(**given) -> dict:
    """Return the goods of an ordinary month."""
    scalars = {
        "farm_people": 120_000.0,
        "ration_price": 0.11,
        "procurement_price": 0.06,
        "procured": 1800.0,
        "ration_issued": 600.0,
        "market_sold": 60.0,
        "consumer_goods": 1.0,
        "construction_work": 2000.0,
        "imports_total": 90.0,
        "disclosed_share": 0.6,
    }
    return {
        **{name: _fill(given.get(name, value), 1) for name, value in scalars.items()},
        "people": column(*given.get("people", (14_000.0, 20_000.0, 575.0))),
        "wage": column(*given.get("wage", (85.0, 0.0, 12.0))),
        "equipment_delivered": column(*given.get("equipment_delivered", (100.0, 150.0))),
        "ration_fill": column(*given.get("ration_fill", (1.0, 0.8))),
    }


@eqx.filter_jit
def month(state, params, inputs, mode: Mode = "exact", steps=1):
    """Advance one step, compiled."""
    return advance(state, params, numerics=Numerics(mode, steps), **inputs)


def pay(months, *, state=None, params=None, inputs=None, mode: Mode = "exact", steps=1):
    """Return the states after each month and the flows of each step."""
    state = make_state() if state is None else state
    params = make_params() if params is None else params
    inputs = make_inputs() if inputs is None else inputs
    states, flows = [], []
    for _ in range(months):
        for _ in range(steps):
            state, moved = month(state, params, inputs, mode, steps)
            flows.append(moved)
        states.append(state)
    return states, flows


def accounts_from_flows(before, flows, dt):
    """Return the four accounts recomputed from the names of the payments, [account, run]."""
    money = [before.money[i] for i in range(4)]
    for name, value in vars(flows).items():
        if name.startswith("paid_"):
            payer, payee = (ACCOUNTS.index(part) for part in name.split("_")[1:3])
            money[payer] = money[payer] - dt * value
            money[payee] = money[payee] + dt * value
    return jnp.stack(money) + dt * (flows.credit_granted - flows.credit_repaid)
