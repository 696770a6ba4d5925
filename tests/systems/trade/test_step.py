"""Laws of the compiled month of trade."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.trade.builders import changes, make_inputs, make_params, make_state, months_of
from tests.tolerances import LEDGER, STEP

PARAMS = make_params()
SCALE = 1e3  # MGR, the size of the debt that balances are measured against


def _close(change, moved):
    np.testing.assert_allclose(change, moved, rtol=LEDGER, atol=LEDGER * SCALE)


@settings(deadline=None, max_examples=50)
@given(
    cash=st.floats(0.0, 300.0),
    gold=st.floats(0.0, 150.0),
    arrears=st.floats(0.0, 200.0),
    grain=st.floats(0.0, 1500.0),
    programme=st.floats(0.0, 200.0),
    credit_share=st.floats(0.0, 1.0),
    standing=st.floats(0.0, 1.0),
    gold_sales=st.floats(0.0, 40.0),
    grain_import=st.floats(0.0, 500.0),
    price=st.floats(0.0, 2.0),
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
    seed=st.integers(0, 70),
)
def test_every_balance_closes_and_nothing_is_negative(
    cash, gold, arrears, grain, programme, credit_share, standing, gold_sales, grain_import,
    price, mode, steps, seed,
):  # fmt: skip
    before = make_state(2, foreign_cash=cash, gold=gold, arrears=arrears, creditworthiness=standing)
    inputs = make_inputs(
        grain_exported=grain,
        import_programme=programme,
        credit_share=credit_share,
        gold_sales=gold_sales,
        grain_import=grain_import,
        export_price=price,
        treaty_receipts=1.0,
    )
    path, moved = months_of(
        before, PARAMS, inputs, months=14, mode=mode, steps=steps, runs=2, seed=seed
    )
    change = changes(before, path)
    income = (
        moved.exports_total + moved.gold_receipts
        + moved.household_gold_receipts + moved.treaty_receipts_paid_in
    )  # fmt: skip
    outlay = (
        moved.imports_paid + moved.invisibles + moved.interest + moved.principal
        + moved.arrears_paid + moved.technology_funds_granted + moved.grain_import_paid
    )  # fmt: skip
    _close(change.foreign_cash, income - outlay)
    _close(change.gold, moved.gold_mined - moved.gold_sold)
    _close(change.arrears, moved.arrears_added - moved.arrears_paid)
    _close(
        change.debt_due.sum((1, 2)),
        moved.new_credit.sum(1) - moved.principal - moved.principal_unpaid
        - moved.written_off.sum(1),
    )  # fmt: skip
    _close(
        change.orders_under_way.sum(1), moved.orders_placed - moved.imports_landed - moved.seized
    )
    landed = moved.imports_landed.sum(1)
    unpaid = moved.arrears_added - moved.principal_unpaid
    assert (
        np.asarray(landed - moved.new_credit.sum(1) - moved.imports_paid - unpaid) <= 1e-6
    ).all()
    for name in ("foreign_cash", "gold", "debt_due", "arrears", "orders_under_way"):
        assert (np.asarray(getattr(path, name)) >= 0.0).all(), name
    assert (np.asarray(path.lenders_away).sum(1) <= 1.0 + LEDGER).all()


@settings(deadline=None, max_examples=25)
@given(grain=st.floats(0.0, 600.0), more=st.floats(1.0, 600.0))
def test_more_grain_never_leaves_less_money(grain, more):
    def wealth(exported):
        path, _ = months_of(
            make_state(), PARAMS, make_inputs(grain_exported=exported), months=1, mode="mean"
        )
        return float(path.foreign_cash[-1, 0] - path.arrears[-1, 0])

    assert wealth(grain + more) >= wealth(grain) - LEDGER


@settings(deadline=None, max_examples=25)
@given(programme=st.floats(0.0, 100.0), more=st.floats(0.1, 100.0))
def test_a_larger_programme_never_places_less(programme, more):
    def placed(wanted):
        _, moved = months_of(make_state(), PARAMS, make_inputs(import_programme=wanted))
        return float(moved.orders_placed.sum())

    assert placed(programme + more) >= placed(programme) - LEDGER


def test_steps_of_ten_days_give_the_same_years():
    def totals(steps):
        path, moved = months_of(
            make_state(), PARAMS, make_inputs(), months=24, mode="mean", steps=steps
        )
        values = [moved.imports_total.sum(), moved.service.sum(), path.debt_due[-1].sum()]
        return np.asarray(values)

    np.testing.assert_allclose(totals(3), totals(1), rtol=STEP)


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_a_run_in_order_misses_no_payment(mode):
    path, moved = months_of(make_state(), PARAMS, make_inputs(), months=24, mode=mode)
    assert float(moved.arrears_added.sum()) < LEDGER
    assert float(path.credit_survival[-1, 0]) > 0.9


def test_default_strikes_at_its_hazard_and_closes_the_purse():
    runs = 256
    state = make_state(runs, arrears=200.0, foreign_cash=0.0, gold=0.0)
    inputs = make_inputs(grain_exported=0.0, gold_sales=0.0, household_gold=0.0)
    params = make_params(gold_output=0.0)
    path, moved = months_of(state, params, inputs, months=6, runs=runs)
    struck = np.asarray(path.lenders_away).sum(1)[-1] > 0.5
    expected = 1.0 - np.asarray(path.credit_survival)[-1].mean()
    assert abs(struck.mean() - expected) < 4.0 * np.sqrt(0.25 / runs)
    assert struck.any()
    lent = np.asarray(moved.new_credit).sum(1)[-1]
    assert lent[struck].mean() < 0.2 * max(lent[~struck].mean(), 1.0)
