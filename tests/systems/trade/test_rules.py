"""Hand-worked numbers and the extreme cases of foreign trade."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.trade.builders import (
    BUCKETS,
    GRAIN,
    MACHINES,
    METALS,
    column,
    make_inputs,
    make_params,
    make_state,
    months_of,
)
from tests.tolerances import EXACT, LEDGER, ROUNDING

from sinews.systems.trade import credit, rules, settlement


def _scalar(value):
    return jnp.asarray([value], dtype=float)


def test_grain_earns_its_price_and_a_doubled_habit_lowers_it():
    args = (column(1.0), column(0.0312), column(400.0), column(6.0))
    at_reference = rules.export_receipts(column(400.0), column(400.0), *args)
    after_years = rules.export_receipts(column(400.0), column(800.0), *args)
    np.testing.assert_allclose(at_reference, [[12.48]], rtol=ROUNDING)
    np.testing.assert_allclose(after_years, [[12.48 * 2.0 ** (-1.0 / 6.0)]], rtol=ROUNDING)


def test_orders_are_cut_between_one_half_and_all():
    cover = jnp.asarray([0.0, 120.0, 150.0, 500.0])
    cut = rules.order_cut(cover, _scalar(60.0), _scalar(120.0), _scalar(0.5))
    np.testing.assert_allclose(cut, [0.5, 0.5, 0.75, 1.0], rtol=ROUNDING)


def test_forward_cover_is_cash_and_seven_months_less_what_falls_due():
    cover = rules.forward_cover(*(_scalar(v) for v in (120.0, 68.0, 200.0, 12.0, 110.0)))
    np.testing.assert_allclose(cover, [120.0 + 7 * (68.0 - 12.0) - 200.0 - 110.0], rtol=ROUNDING)


def test_landed_value_splits_between_sites_and_goods():
    goods = rules.landed_goods(
        column(10.0, 4.0),
        column(0.7, 0.0),
        jnp.asarray([[[60.0], [0.0]], [[0.0], [5.0]]]),
        column(1.0, 0.5),
    )
    np.testing.assert_allclose(goods, [[180.0], [40.0]], rtol=ROUNDING)


def test_tenor_weights_sum_to_one_and_centre_on_the_tenor():
    weights = credit.tenor_weights(column(19.0), _scalar(8.0), BUCKETS)
    np.testing.assert_allclose(jnp.sum(weights), 1.0, rtol=ROUNDING)
    np.testing.assert_allclose(jnp.sum(weights[0, :, 0] * jnp.arange(BUCKETS)), 19.0, rtol=ROUNDING)
    assert weights[0, 10, 0] == 0.0
    assert weights[0, 11, 0] > 0.0
    assert weights[0, 27, 0] > 0.0


def test_credit_is_sought_elsewhere_when_a_lender_is_full():
    given = credit.new_credit(_scalar(10.0), column(0.5, 0.5), column(2.0, 20.0))
    np.testing.assert_allclose(given, [[2.0], [8.0]], rtol=ROUNDING)
    given = credit.new_credit(_scalar(10.0), column(0.5, 0.5), column(2.0, 3.0))
    np.testing.assert_allclose(given, [[2.0], [3.0]], rtol=ROUNDING)


def test_bills_move_a_month_nearer_and_prolonged_ones_wait_nine_months():
    bills = jnp.zeros((1, BUCKETS, 1)).at[0, 0, 0].set(30.0).at[0, 1, 0].set(7.0)
    after = credit.next_debt(
        bills, column(20.0), column(10.0), jnp.zeros((1, BUCKETS, 1)), True, 1.0
    )
    np.testing.assert_allclose(after[0, 0, 0], 7.0, rtol=ROUNDING)
    np.testing.assert_allclose(after[0, 8, 0], 10.0, rtol=ROUNDING)
    np.testing.assert_allclose(jnp.sum(after), 17.0, rtol=ROUNDING)


def test_roll_over_gives_no_more_than_is_short_nor_than_standing_allows():
    due, standing = column(20.0, 20.0), column(0.8, 0.4)
    needed = credit.roll_over(due, standing, _scalar(0.5), _scalar(6.0))
    most = credit.roll_over(due, standing, _scalar(0.5), _scalar(1e6))
    np.testing.assert_allclose(needed, [[4.0], [2.0]], rtol=ROUNDING)
    np.testing.assert_allclose(most, [[8.0], [4.0]], rtol=ROUNDING)


def test_payments_go_in_order_and_wishes_stop_at_the_floor():
    claims = settlement.Claims(*(_scalar(v) for v in (10.0, 5.0, 8.0, 30.0, 4.0, 3.0, 2.0)))
    rich = settlement.settle(_scalar(100.0), _scalar(20.0), claims, "exact")
    poor = settlement.settle(_scalar(30.0), _scalar(20.0), claims, "exact")
    np.testing.assert_allclose(rich.total, [62.0], rtol=ROUNDING)
    np.testing.assert_allclose(poor.principal, [7.0], rtol=ROUNDING)
    np.testing.assert_allclose(poor.total, [30.0], rtol=ROUNDING)
    np.testing.assert_allclose(settlement.missed(claims, poor), [23.0], rtol=ROUNDING)


def test_sterling_takes_its_share_once_and_in_its_month():
    share = column(0.0, 1.0)
    lost = credit.lost_to_sterling(share, _scalar(0.3), 8, _scalar(8.0))
    np.testing.assert_allclose(lost, [[0.0], [0.3]], rtol=ROUNDING)
    before = credit.lost_to_sterling(share, _scalar(0.3), 7, _scalar(8.0))
    np.testing.assert_allclose(before, 0.0, atol=EXACT)
    _, moved = months_of(make_state(), make_params(), make_inputs(), months=12, steps=3)
    written_off = np.asarray(moved.written_off)[:, :, 0]
    assert (written_off[:, 0] == 0.0).all()
    assert written_off[8, 1] > 0.0
    assert (np.delete(written_off[:, 1], 8) == 0.0).all()


def test_no_exports_end_in_default_once_gold_is_gone():
    inputs = make_inputs(grain_exported=0.0, other_exports=0.0, gold_sales=0.0, household_gold=0.0)
    path, moved = months_of(
        make_state(gold=20.0), make_params(gold_output=0.0), inputs, months=36, mode="mean"
    )
    np.testing.assert_allclose(moved.exports_total, 0.0, atol=EXACT)
    assert (np.asarray(path.foreign_cash) >= 0.0).all()
    assert path.gold[-1, 0] < LEDGER
    assert path.credit_survival[-1, 0] < 0.01
    # Once lenders are gone nothing is bought on credit.
    assert jnp.sum(path.lenders_away[-1]) > 0.5
    assert jnp.sum(moved.new_credit[-1]) < 0.3 * jnp.sum(moved.new_credit[0])


def test_before_default_cash_falls_by_service_and_other_payments():
    inputs = make_inputs(
        grain_exported=0.0,
        other_exports=0.0,
        gold_sales=0.0,
        household_gold=0.0,
        import_programme=0.0,
        technology_funds=0.0,
    )
    state = make_state(orders_under_way=0.0)
    path, moved = months_of(state, make_params(), inputs)
    fall = state.foreign_cash - path.foreign_cash[0]
    np.testing.assert_allclose(fall, moved.service[0], rtol=ROUNDING)


def test_at_a_price_of_nothing_exported_grain_brings_nothing():
    inputs = make_inputs(export_price=[0.0, 1.0])

    def cash(grain):
        path, _ = months_of(
            make_state(), make_params(), inputs | {"grain_exported": grain}, mode="mean"
        )
        return jnp.sum(path.foreign_cash)

    assert jax.grad(cash)(_scalar(400.0))[0] == 0.0
    path, moved = months_of(make_state(), make_params(), make_inputs(export_price=0.0), months=6)
    np.testing.assert_allclose(moved.exports_total, 0.0, atol=EXACT)
    assert np.isfinite(np.asarray(path.foreign_cash)).all()


def test_without_interest_and_limits_no_payment_is_missed():
    params = make_params(
        interest=0.0, interest_by_distrust=0.0, credit_ceiling=1e9, default_rate=0.0
    )
    path, moved = months_of(make_state(), params, make_inputs(credit_share=1.0), months=36)
    np.testing.assert_allclose(moved.arrears_added, 0.0, atol=LEDGER)
    np.testing.assert_allclose(path.credit_survival, 1.0, atol=EXACT)
    np.testing.assert_allclose(moved.defaults, 0.0, atol=EXACT)


def test_lenders_without_trust_lend_nothing():
    _, moved = months_of(make_state(creditworthiness=0.0), make_params(), make_inputs())
    np.testing.assert_allclose(moved.new_credit, 0.0, atol=EXACT)


@pytest.mark.parametrize(("item", "months"), [(MACHINES, 7.0), (METALS, 4.0)])
def test_an_order_lands_after_its_lead(item, months):
    state = make_state(orders_under_way=0.0, foreign_cash=1e5)
    # A default would seize a part of the cargo.
    params = make_params(default_rate=0.0)
    first = months_of(state, params, make_inputs())
    placed = float(first[1].orders_placed[0, item, 0])
    rest = jax.tree.map(lambda values: values[0], first[0])
    _, moved = months_of(rest, params, make_inputs(import_programme=0.0), months=60, first=1)
    landed = np.concatenate([first[1].imports_landed, moved.imports_landed])[:, item, 0]
    np.testing.assert_allclose(landed.sum(), placed, rtol=1e-4)
    # Spread over a month, an order is on average half a month old when its month ends.
    mean_month = (landed * np.arange(61)).sum() / landed.sum()
    np.testing.assert_allclose(mean_month, months, atol=0.05)


def test_refused_orders_are_not_placed():
    inputs = make_inputs(export_control=1.0)
    _, moved = months_of(make_state(foreign_cash=1e5), make_params(), inputs)
    np.testing.assert_allclose(moved.orders_placed[0, :, 0], [12.5, 25.0], rtol=ROUNDING)


def test_an_empty_trade_gives_no_nan():
    names = (
        "foreign_cash", "gold", "debt_due", "creditworthiness", "orders_under_way",
        "usual_exports", "usual_receipts",
    )  # fmt: skip
    state = make_state(**dict.fromkeys(names, 0.0))
    zeros = jax.tree.map(jnp.zeros_like, make_inputs())
    for mode in ("exact", "mean", "soft"):
        path, moved = months_of(state, make_params(), zeros, months=3, mode=mode)
        for values in jax.tree.leaves((path, moved)):
            assert np.isfinite(np.asarray(values)).all()


def test_exported_grain_counts_as_grain_only():
    volume = rules.export_volume(
        column(1.0, 0.0), _scalar(300.0), column(99.0, 50.0), column(1.0, 0.5)
    )
    np.testing.assert_allclose(volume, [[300.0], [25.0]], rtol=ROUNDING)
    assert volume[GRAIN, 0] == 300.0
