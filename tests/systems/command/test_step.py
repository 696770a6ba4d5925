"""Laws of a month of command, compiled: what is ordered holds, what is open is filled."""

from typing import get_args

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.systems.command.builders import (
    AXES,
    INPUTS,
    RUNS,
    STEEL,
    TANK,
    decide,
    decide_for,
    make_inputs,
    make_orders,
    make_params,
    make_state,
    make_usual,
)
from tests.tolerances import LEDGER, ROUNDING, STEP

from sinews.core.fields import fields_of, walk
from sinews.core.numerics import Mode
from sinews.systems.command import Levers

MODES = get_args(Mode)
SHARES = ("threat", "nutrition", "ration_fill_last_month")
law = settings(max_examples=30, deadline=None)


def _any(axis, top):
    shape = (*(len(AXES[name]) for name in (axis or "").split()), RUNS)
    return arrays(float, shape, elements=st.one_of(st.just(0.0), st.floats(1e-6, top)))


months = st.fixed_dictionaries(
    {name: _any(axis, 1.0 if name in SHARES else 1e5) for name, (axis, _) in INPUTS.items()}
)
states = st.builds(
    make_state,
    military_share=_any(None, 1.0),
    credibility=_any("activity", 1.0),
    planned_this_year=_any("activity", 1e5),
    made_this_year=_any("activity", 1e5),
    pressure=_any(None, 3.0),
    retreat=_any(None, 1.0),
)
numbers = st.integers(0, 35)


@pytest.mark.parametrize("mode", MODES)
@law
@given(state=states, inputs=months, number=numbers)
def test_directives_are_never_nan_and_never_negative(mode, state, inputs, number):
    after, flows = decide(state, inputs, number=number, mode=mode)
    for name, info, value in [*walk(flows), *walk(after)]:
        assert np.isfinite(value).all(), name
        if info.minimum == 0.0:
            assert float(np.min(value)) >= 0.0, name


@law
@given(state=states, inputs=months, number=numbers)
def test_shares_stay_shares(state, inputs, number):
    after, flows = decide(state, inputs, number=number)
    for value in (after.military_share, after.credibility, after.retreat, flows.disorder):
        assert 0.0 <= float(np.min(value)) <= float(np.max(value)) <= 1.0
    assert 1.0 <= float(np.min(flows.effort)) <= float(np.max(flows.effort)) <= 1.2


def _numbers_for_every_lever() -> Levers:
    names = [field.name for field in fields_of(Levers)]
    return make_orders(**{name: 0.25 + 0.5 / (1 + i) for i, name in enumerate(names)})


def test_every_order_beats_the_rule():
    orders = _numbers_for_every_lever()
    _, flows = decide(orders=orders)
    for (name, _, given_order), (_, _, directed) in zip(
        walk(orders), walk(flows.directives), strict=True
    ):
        np.testing.assert_array_equal(directed, given_order, err_msg=name)


@law
@given(state=states, inputs=months, lever=st.sampled_from([f.name for f in fields_of(Levers)]))
def test_one_order_changes_its_own_lever_only(state, inputs, lever):
    """Only a target follows when its tautness is ordered."""
    _, free = decide(state, inputs)
    _, bound = decide(state, inputs, make_orders(**{lever: 0.375}))
    followers = {lever, "target"} if lever == "tautness" else {lever}
    for (name, _, by_rule), (_, _, directed) in zip(
        walk(free.directives), walk(bound.directives), strict=True
    ):
        if name in followers:
            continue
        np.testing.assert_array_equal(directed, by_rule, err_msg=name)
    assert float(np.min(getattr(bound.directives, lever))) == 0.375


def test_an_order_for_one_member_leaves_the_others_open():
    _, free = decide()
    _, flows = decide(orders=make_orders(target=(np.nan, 10_000.0)))
    target = np.asarray(flows.directives.target)
    assert target[TANK, 0] == 10_000.0
    assert target[STEEL, 0] == float(free.directives.target[STEEL, 0])


def test_an_order_for_one_run_leaves_the_other_open():
    _, free = decide()
    _, flows = decide(orders=make_orders(grain_export=np.array([0.0, np.nan])))
    assert float(flows.directives.grain_export[0]) == 0.0
    assert float(flows.directives.grain_export[1]) == float(free.directives.grain_export[1])


def test_a_taut_order_sets_the_target():
    _, flows = decide(orders=make_orders(tautness=(np.nan, 2.0)))
    target = np.asarray(flows.directives.target)[:, 0]
    assert target == pytest.approx([1.1 * 1200.0, 2.0 * 240.0])
    assert float(flows.tautness[TANK, 0]) == pytest.approx(2.0)
    _, both = decide(orders=make_orders(tautness=(np.nan, 2.0), target=(np.nan, 300.0)))
    assert float(both.directives.target[TANK, 0]) == 300.0
    assert float(both.tautness[TANK, 0]) == pytest.approx(1.25)


def test_an_order_holds_and_the_rule_goes_on_from_it():
    orders = make_orders(military_share=0.25, division_target=120.0, wage=(200.0, np.nan))
    state, _ = decide_for(3, orders=orders)
    assert float(state.military_share[0]) == 0.25
    assert float(state.division_target[0]) == 120.0
    assert float(state.wage[0, 0]) == 200.0
    after, flows = decide(state)
    assert 0.2 < float(after.military_share[0]) < 0.25
    assert float(after.division_target[0]) == 120.0
    assert float(flows.directives.wage[0, 0]) == pytest.approx(200.0 * np.exp(0.012))


def test_levers_without_a_rule_keep_their_usual_value():
    usual = make_usual(gold_sales=3.0, rush=(0.3, 0.6), coercion=0.5)
    _, flows = decide(usual=usual)
    assert float(flows.directives.gold_sales[0]) == 3.0
    assert np.asarray(flows.directives.rush)[:, 0].tolist() == [0.3, 0.6]
    assert float(flows.directives.coercion[0]) == 0.5


def test_posts_and_loans_and_imports_by_rule():
    _, flows = decide(number=5)
    given_orders = flows.directives
    # Posts follow what plans ask for within a year: 2,000 on the way to 3,005.
    heavy = 2000.0 + (1 - np.exp(-1 / 12)) * 1005.0
    assert np.asarray(given_orders.staffing)[:, 0] == pytest.approx([heavy, 600.0])
    # A hundredth is counted as need where nobody goes short.
    assert np.asarray(given_orders.loans)[:, 0] == pytest.approx([20.0 * 1.06 * 5 / 5.5] * 2)
    assert np.asarray(given_orders.import_programme)[:, 0] == pytest.approx(
        [0.95 * 80 * 0.75, 0.95 * 80 * 0.25]
    )


def test_threat_raises_targets_within_three_months():
    calm, before = decide_for(36)
    _, after = decide_for(3, make_inputs(threat=0.2), state=calm)
    taut = [float(moved.directives.tautness[TANK, 0]) for moved in (before[-1], *after)]
    assert taut == sorted(taut)
    assert taut[0] == pytest.approx(1.1, rel=0.01)
    assert taut[-1] > 2.0
    assert float(after[-1].directives.tautness[STEEL, 0]) == pytest.approx(1.1)


@pytest.mark.parametrize("steps", [1, 3])
def test_the_year_is_summed_from_january(steps):
    """Plan and output since January, each with the same months in it."""
    state = make_state(planned_this_year=900.0, made_this_year=700.0)
    orders = make_orders(target=1200.0)
    inputs = make_inputs(made_last_month=80.0)
    for number in (12, 13, 14):
        for step in range(steps):
            state, _ = decide(state, inputs, orders, number=number, steps=steps, opens=step == 0)
    assert float(state.planned_this_year[0, 0]) == pytest.approx(300.0)
    missed = 80.0 / steps
    assert float(state.made_this_year[0, 0]) == pytest.approx(3 * 80.0 - missed)


@pytest.mark.parametrize("changes", [{}, {"threat": 0.3}, {"ration_fill_last_month": 0.2}])
def test_a_year_is_the_same_in_steps_of_ten_days(changes):
    """Relaxations are exact over a step, so that only the order within a month is left."""
    month = thirds = make_state()
    inputs = make_inputs(**changes)
    for number in range(12):
        month, _ = decide(month, inputs, number=number)
        for step in range(3):
            thirds, _ = decide(thirds, inputs, number=number, steps=3, opens=step == 0)
    for name in ("military_share", "pressure", "receipts_seen", "wage", "staffing"):
        np.testing.assert_allclose(
            getattr(thirds, name), getattr(month, name), rtol=LEDGER, err_msg=name
        )
    # Retreat follows pressure within the month, which rises in three steps instead of one.
    np.testing.assert_allclose(thirds.retreat, month.retreat, atol=STEP)


@law
@given(state=states, inputs=months)
def test_more_bread_never_more_retreat(state, inputs):
    less, _ = decide(state, inputs)
    fuller = {**inputs, "ration_fill_last_month": inputs["ration_fill_last_month"] + 0.1}
    more, _ = decide(state, fuller)
    assert (np.asarray(more.retreat) <= np.asarray(less.retreat) + ROUNDING).all()


def test_runs_do_not_see_each_other():
    threat = np.array([0.02, 0.6])
    both, _ = decide(inputs=make_inputs(threat=threat))
    for run in range(RUNS):
        alone, _ = decide(inputs=make_inputs(threat=threat[run]))
        np.testing.assert_array_equal(both.military_share[run], alone.military_share[run])


def test_parameters_and_orders_may_have_one_run_for_all():
    params, orders = (
        jax.tree.map(lambda x: x[..., :1], tree)
        for tree in (make_params(), make_orders(target=(np.nan, 300.0)))
    )
    after, flows = decide(orders=orders, params=params)
    wide, _ = decide(orders=make_orders(target=(np.nan, 300.0)))
    np.testing.assert_array_equal(after.military_share, wide.military_share)
    assert flows.directives.target.shape == (2, RUNS)


def test_soft_mode_has_gradients_in_january_and_without_output():
    """The year's plan and output are both zero then; belief must not spoil the gradient."""
    state = make_state()

    def belief(made):
        inputs = {**make_inputs(), "made_last_month": made}
        after, flows = decide(state, inputs, mode="soft")
        return jnp.sum(after.credibility) + jnp.sum(flows.effort) + jnp.sum(flows.pull)

    assert np.isfinite(jax.grad(belief)(jnp.zeros((2, RUNS)))).all()


def test_directives_have_the_shape_of_levers():
    _, flows = decide()
    widths = {leaf.shape[-1] for leaf in jax.tree.leaves(eqx.filter(flows, eqx.is_array))}
    assert widths == {RUNS}


def test_loans_go_where_hunger_is_and_grow_with_it():
    hungry = make_inputs(nutrition_farm=(0.6, 1.0))
    _, calm = decide(number=5)
    _, flows = decide(inputs=hungry, number=5)
    north, south = np.asarray(flows.directives.loans)[:, 0]
    assert north == pytest.approx(40 * south)
    # 30,750 of 150,000 people go without: loans are 1 + 6 x .205 of the usual.
    assert north + south == pytest.approx(40.0 * (1 + 6 * 0.205) * 5 / 5.5)
    assert north + south > float(np.sum(np.asarray(calm.directives.loans)[:, 0]))


def test_foreign_money_above_the_reserve_is_spent():
    _, poor = decide(inputs=make_inputs(foreign_cash=100.0))
    _, rich = decide(inputs=make_inputs(foreign_cash=160.0))
    more = np.asarray(rich.directives.import_programme - poor.directives.import_programme)
    assert more[:, 0].sum() == pytest.approx(60.0 / 6.0)


def test_the_reserve_is_unlocked_when_lists_go_short():
    _, full = decide()
    _, short = decide(inputs=make_inputs(ration_fill_last_month=(1.0, 1.0, 0.6, 0.4)))
    assert float(full.directives.reserve_release[0]) == 0.0
    assert float(short.directives.reserve_release[0]) == pytest.approx(500.0 * 0.5)
