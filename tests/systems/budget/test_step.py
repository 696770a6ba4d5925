"""Laws of a month of the budget, on the compiled month."""

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.budget.builders import (
    NET_WORTH,
    accounts_from_flows,
    make_inputs,
    make_params,
    make_state,
    month,
    pay,
)
from tests.tolerances import LEDGER, STEP

money = st.floats(0.0, 20_000.0)
share = st.floats(0.0, 1.0)


@settings(deadline=None, max_examples=80)
@given(
    held=st.tuples(money, money, money, money),
    owed=st.tuples(money, money),
    soft=st.tuples(share, share),
    wage=st.floats(0.0, 2000.0),
    goods=st.floats(0.0, 2.0),
    sold=st.floats(0.0, 2000.0),
    procured=st.floats(0.0, 8000.0),
    work=st.floats(0.0, 6000.0),
    price=st.floats(0.1, 20.0),
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
)
def test_every_ruble_has_a_payer_and_a_payee(
    held, owed, soft, wage, goods, sold, procured, work, price, mode, steps
):
    before = make_state(runs=2, money=held, bank_credit=(0.0, 0.0, *owed), market_price=price)
    inputs = make_inputs(
        wage=(wage, 0.0, 12.0), consumer_goods=goods, market_sold=sold, procured=procured,
        construction_work=work,
    )  # fmt: skip
    after, flows = month(before, make_params(soft_budget=(0.0, 0.0, *soft)), inputs, mode, steps)
    dt = 1.0 / steps
    scale = LEDGER * (sum(held) + sum(owed) + 1e4)
    np.testing.assert_allclose(after.money, accounts_from_flows(before, flows, dt), atol=scale)
    np.testing.assert_allclose(
        after.bank_credit,
        before.bank_credit + dt * (flows.credit_granted - flows.credit_repaid),
        atol=scale,
    )
    worth = before.money.sum(axis=0) - before.bank_credit.sum(axis=0)
    np.testing.assert_allclose(
        after.money.sum(axis=0) - after.bank_credit.sum(axis=0), worth, atol=scale
    )
    assert after.money.min() >= 0.0
    assert after.bank_credit.min() >= 0.0
    assert after.money.shape == before.money.shape
    for leaf in jax.tree.leaves((after, flows)):
        assert np.isfinite(np.asarray(leaf)).all()
        if leaf is not flows.credit_growth:
            assert np.asarray(leaf).min() >= 0.0


@pytest.mark.parametrize("soft", [(0.0, 0.0), (0.8, 1.0)])
def test_net_worth_never_changes(soft):
    states, _ = pay(36, params=make_params(soft_budget=(0.0, 0.0, *soft)))
    for state in states:
        worth = float(state.money.sum() - state.bank_credit.sum())
        assert worth == pytest.approx(NET_WORTH, rel=1e3 * LEDGER)


@settings(deadline=None, max_examples=30)
@given(sold=st.floats(0.0, 500.0), more=st.floats(0.0, 500.0))
def test_more_food_in_markets_makes_it_no_dearer(sold, more):
    few, _ = month(make_state(), make_params(), make_inputs(market_sold=sold))
    many, _ = month(make_state(), make_params(), make_inputs(market_sold=sold + more))
    assert float(many.market_price[0]) <= float(few.market_price[0])


@settings(deadline=None, max_examples=30)
@given(low=share, high=share)
def test_shorter_rations_make_food_no_cheaper(low, high):
    low, high = sorted((low, high))
    short, _ = month(make_state(), make_params(), make_inputs(ration_fill=(1.0, low)))
    full, _ = month(make_state(), make_params(), make_inputs(ration_fill=(1.0, high)))
    assert float(short.market_price[0]) >= float(full.market_price[0])


def test_a_year_is_the_same_at_steps_of_ten_days():
    ends = [pay(12, steps=steps) for steps in (1, 3)]
    for name in ("money", "bank_credit", "market_price", "retail_price", "arms_in_service"):
        month_end, ten_day_end = (getattr(states[-1], name) for states, _ in ends)
        np.testing.assert_allclose(month_end, ten_day_end, rtol=STEP, err_msg=name)


def test_twice_of_everything_leaves_prices_as_they_were():
    usual = make_state()
    twice = make_state(
        money=tuple(2.0 * float(m) for m in usual.money[:, 0]),
        bank_credit=tuple(2.0 * float(c) for c in usual.bank_credit[:, 0]),
        other_market_food=500.0,
        arms_in_service=1800.0,
    )
    inputs = make_inputs()
    prices = ("wage", "ration_price", "procurement_price")
    kept = (*prices, "consumer_goods", "ration_fill", "disclosed_share")
    doubled = {k: v if k in kept else 2.0 * v for k, v in inputs.items()}
    params = make_params()
    wider = make_params(
        goods_value=2300.0, other_procurement=400.0, money_target=(0.0, 0.0, 5800.0, 1800.0)
    )
    once, _ = month(usual, params, inputs)
    double, _ = month(twice, wider, doubled)
    np.testing.assert_allclose(double.market_price, once.market_price, rtol=LEDGER)
    np.testing.assert_allclose(double.money, 2.0 * once.money, rtol=LEDGER)
