"""Hand-worked numbers and the extreme conditions of the budget."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.budget.builders import (
    column,
    make_inputs,
    make_params,
    make_state,
    month,
    pay,
)
from tests.tolerances import PHYSICS, ROUNDING

from sinews.systems.budget import payments, rules

PARAMS = make_params()


def _one(value):
    return jnp.asarray([value], dtype=float)


def test_wages_by_hand():
    bill = rules.wage_bill(column(85.0, 0.0, 12.0), column(14_000.0, 20_000.0, 575.0))
    assert bill[:, 0] == pytest.approx([1190.0, 0.0, 6.9])
    mean = rules.mean_wage(column(85.0, 0.0, 12.0), column(14_000.0, 20_000.0, 575.0))
    assert float(mean[0]) == pytest.approx(1_196_900 / 14_575)


def test_dues_are_paid_in_order():
    paid = payments.pay(_one(100.0), [_one(60.0), _one(60.0), _one(5.0)], "exact", 1.0)
    assert paid.items[:, 0] == pytest.approx([60.0, 40.0, 0.0])
    assert float(paid.unpaid[0]) == pytest.approx(25.0)


def test_credit_fills_a_missing_balance():
    paid = payments.pay_with_credit(
        _one(900.0), _one(100.0), [_one(400.0)], _one(900.0), _one(50.0), _one(1.0), _one(0.3),
        "exact", 1.0,
    )  # fmt: skip
    assert float(paid.granted[0]) == pytest.approx(300.0)
    assert float(paid.repaid[0]) == 0.0


def test_a_surplus_repays_no_more_than_is_owed():
    paid = payments.pay_with_credit(
        _one(900.0), _one(500.0), [_one(100.0)], _one(900.0), _one(50.0), _one(1.0), _one(0.3),
        "exact", 1.0,
    )  # fmt: skip
    assert float(paid.granted[0]) == 0.0
    assert float(paid.repaid[0]) == pytest.approx(50.0)


def test_market_price_by_hand():
    price = rules.market_price_after(
        _one(0.9), _one(2000.0), _one(310.0), column(1.0, 0.8), _one(0.11), PARAMS, 1.0
    )
    goal = 0.12 * (1 + 4 * 0.1) * 2000.0 / 310.0
    assert float(price[0]) == pytest.approx(0.9 + (1 - np.exp(-0.25)) * (goal - 0.9))


def test_an_empty_market_has_the_greatest_price():
    states, _ = pay(
        120, state=make_state(other_market_food=0.0), inputs=make_inputs(market_sold=0.0)
    )
    assert float(states[-1].market_price[0]) == pytest.approx(20.0, rel=PHYSICS)


def test_towns_without_money_pay_the_ration_price():
    states, _ = pay(
        120,
        state=make_state(money=(0.0, 1650.0, 2900.0, 900.0)),
        inputs=make_inputs(wage=(0, 0, 0)),
    )
    assert float(states[-1].market_price[0]) == pytest.approx(0.11, rel=PHYSICS)


def test_legal_sale_does_not_break_the_price_at_once():
    dear = make_state(market_price=3.0, money=(5000.0, 2000.0, 2900.0, 900.0))
    _, shut = month(dear, PARAMS, make_inputs(market_sold=40.0, ration_fill=(1.0, 0.6)))
    after, _ = month(dear, PARAMS, make_inputs(market_sold=120.0, ration_fill=(1.0, 1.0)))
    assert float(after.market_price[0]) > 0.8 * 3.0
    assert float(shut.overhang[0]) > 0.0


def test_overhang_is_bounded_without_sales():
    assert float(rules.overhang(_one(1000.0), _one(0.0), _one(0.0))[0]) == 100.0
    assert float(rules.overhang(_one(0.0), _one(500.0), _one(1000.0))[0]) == 0.0


def test_retail_prices_follow_wages_late():
    first = rules.retail_price_after(_one(1.0), _one(1150.0), _one(1.0), PARAMS, 1.0)
    assert float(first[0]) == pytest.approx(1.0)
    later = rules.retail_price_after(_one(1.0), _one(2300.0), _one(1.0), PARAMS, 1.0)
    assert float(later[0]) == pytest.approx(1.0 + (1 - np.exp(-0.25)))
    bare = rules.retail_price_after(_one(1.0), _one(2300.0), _one(0.0), PARAMS, 1.0)
    assert float(bare[0]) == pytest.approx(1.0 + (1 - np.exp(-0.25)) * 19.0)


def test_real_wage_starts_at_one_and_falls_with_dearer_food():
    states, flows = pay(1)
    assert np.asarray(flows[0].real_wage) == pytest.approx(1.0)
    dear = states[0].__class__(**{**vars(states[0]), "market_price": _one(3.0)})
    _, later = month(dear, PARAMS, make_inputs())
    assert float(later.real_wage[0, 0]) < 0.9


def test_defence_outlay_by_hand():
    _, flows = month(make_state(), PARAMS, make_inputs())
    pay_and_upkeep = (12.0 + 40.0) * 0.575 + 0.02 * 900.0
    arms = 1.4 * (100 * 0.05 + 150 * 0.02)
    assert float(flows.true_outlay[0]) == pytest.approx(pay_and_upkeep + arms)
    wide = pay_and_upkeep + arms * 1.5 + 0.1 * 0.3 * 2000.0
    assert float(flows.true_outlay_wide[0]) == pytest.approx(wide)
    assert float(flows.published_outlay[0]) == pytest.approx(0.6 * wide)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_is_disclosed_changes_no_truth(share):
    one, flows = month(make_state(), PARAMS, make_inputs(disclosed_share=share))
    same, usual = month(make_state(), PARAMS, make_inputs())
    assert float(flows.true_outlay_wide[0]) == float(usual.true_outlay_wide[0])
    np.testing.assert_array_equal(one.money, same.money)
    expected = share * float(flows.true_outlay_wide[0])
    assert float(flows.published_outlay[0]) == pytest.approx(expected, rel=ROUNDING)


def test_the_floor_is_never_above_the_truth():
    _, flows = month(make_state(), make_params(published_floor=1e6), make_inputs())
    assert float(flows.published_outlay[0]) == float(flows.true_outlay_wide[0])


def test_ten_times_the_wages_leave_the_arms_of_the_first_month_alone():
    _, usual = month(make_state(), PARAMS, make_inputs())
    _, dear = month(make_state(), PARAMS, make_inputs(wage=(850.0, 0.0, 12.0)))
    assert float(dear.true_outlay[0]) == pytest.approx(float(usual.true_outlay[0]))
    assert float(dear.credit_growth[0]) > float(usual.credit_growth[0])


def test_without_emission_wages_stay_unpaid():
    params = make_params(soft_budget=(0.0, 0.0, 0.0, 0.0))
    states, flows = pay(24, params=params, inputs=make_inputs(wage=(170.0, 0.0, 12.0)))
    assert float(flows[-1].unpaid[0]) > 100.0
    assert all(float(flow.credit_growth[0]) <= 0.0 for flow in flows)
    assert states[-1].money.min() >= 0.0


def test_nothing_at_all_is_no_failure():
    empty = make_state(
        money=(0.0,) * 4, bank_credit=(0.0,) * 4, market_price=0.0, retail_price=0.0,
        other_market_food=0.0, arms_in_service=0.0,
    )  # fmt: skip
    nothing = {name: jnp.zeros_like(value) for name, value in make_inputs().items()}
    after, flows = month(empty, PARAMS, nothing)
    for value in (*vars(after).values(), *vars(flows).values()):
        assert np.isfinite(np.asarray(value)).all()
