"""Laws of the compiled month of diplomacy."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm
from tests.systems.diplomacy.builders import (
    ALLY,
    BUYER,
    CLAUSES,
    NEIGHBOUR,
    NEVER,
    OURS,
    PARTNERS,
    THEIRS,
    by_partner,
    make_inputs,
    make_params,
    make_state,
    month_of_signing,
    months_of,
)
from tests.tolerances import LEDGER, PHYSICS, ROUNDING, STEP

from sinews.systems.diplomacy.stages import DRAFTED, NONE, RATIFIED, SIGNED, TALKS

MODES = st.sampled_from(["exact", "mean", "soft"])
STEPS = st.sampled_from([1, 3])
SHARE = st.floats(0.0, 1.0)
RUNS = 256
# Spread of a mean of 4,000 draws, four standard errors.
SAMPLING = 4 * 0.5 / 4000**0.5


def _wide(path, before):
    """Return each state with what stood before it, leading axis month."""
    return jax.tree.map(lambda first, rest: jnp.concatenate([first[None], rest]), before, path)


@settings(max_examples=25)
@given(
    offer=st.lists(SHARE, min_size=CLAUSES, max_size=CLAUSES),
    option=st.floats(-1.0, 3.0),
    intention=st.integers(0, 4),
    talks=SHARE,
    incidents=st.floats(0.0, 50.0),
    sabotage=st.floats(0.0, 50.0),
    veto=SHARE,
    mode=MODES,
    steps=STEPS,
)
def test_books_close_and_nothing_leaves_its_bounds(
    offer, option, intention, talks, incidents, sabotage, veto, mode, steps
):
    before = make_state(4)
    inputs = make_inputs(
        offer=[offer] * PARTNERS,
        intention=intention,
        talks=[1.0, talks, 1.0],
        incidents_last_month=incidents,
        railway_sabotage=sabotage,
        domestic_veto=[veto, 0.0, 0.0],
        threat_by_partner=veto,
    )
    params = make_params(outside_option=option, break_off_rate=0.02, term_months=6.0)
    path, moved = months_of(before, params, inputs, months=10, mode=mode, steps=steps)
    whole = _wide(path, before)
    sold = np.diff(whole.asset_value, axis=0) + moved.asset_lost + moved.asset_sold
    np.testing.assert_allclose(sold, 0.0, atol=LEDGER * 200.0)
    owed = np.diff(whole.receipts_due, axis=0) - moved.sale_price + moved.treaty_receipts
    np.testing.assert_allclose(owed, 0.0, atol=LEDGER * 200.0)
    np.testing.assert_allclose(path.pact_stage.sum(axis=1), 1.0, rtol=LEDGER)
    shares = (path.pact_stage, path.pact_strength, path.agreed_terms, moved.terms_on_table)
    for share in (*shares, moved.concession, moved.held_up, moved.deadlock, moved.indifference):
        assert ((np.asarray(share) >= 0.0) & (np.asarray(share) <= 1.0 + LEDGER)).all()
    assert (np.abs(path.relations) <= 1.0).all()
    for flow in (moved.opened, moved.drafted, moved.signed, moved.ratified, moved.lapsed):
        assert (np.asarray(flow) >= 0.0).all()


@settings(max_examples=25)
@given(
    ours=st.lists(st.floats(-1.0, 1.0), min_size=CLAUSES, max_size=CLAUSES),
    theirs=st.lists(st.floats(-1.0, 1.0), min_size=CLAUSES, max_size=CLAUSES),
    option=st.floats(-0.5, 1.5),
    mode=MODES,
)
def test_no_pact_without_mutual_gain(ours, theirs, option, mode):
    params = make_params(
        value_to_us=[ours] * 3, value_to_them=[theirs] * 3, outside_option=option, veto_strength=0.0
    )
    inputs = make_inputs(offer=[[1.0] * CLAUSES] * 3)
    _, moved = months_of(make_state(16), params, inputs, months=12, mode=mode)
    gains = np.asarray(jnp.minimum(moved.our_gain, moved.their_gain))
    for flow in (moved.drafted, moved.signed):
        flow = np.asarray(flow)
        # Flows are differences of stages, which sum to one but for rounding.
        assert (np.abs(flow[np.broadcast_to(gains <= 0.0, flow.shape)]) <= ROUNDING).all()
    nothing = np.asarray(moved.terms_on_table).sum(axis=2)
    assert (nothing[gains <= 0.0] == 0.0).all()


def test_identical_partners_get_identical_terms():
    alike = {"value_to_us": [OURS[0]] * 3, "value_to_them": [THEIRS[0]] * 3}
    forces = np.full((PARTNERS, 2), 15.0)
    params = make_params(
        impatience=0.015, silence_cost=0.0, spill_size=[0.0, 0.0], veto_strength=0.0, **alike
    )
    params = eqx.tree_at(lambda tree: tree.relations_at_rest, params, by_partner(-0.2))
    inputs = make_inputs(foreign_forces=forces, combat_power=40.0)
    state = make_state(relations=-0.2)
    path, moved = months_of(state, params, inputs, months=12, mode="mean")
    for values in (moved.terms_on_table, moved.surplus, path.pact_stage[:, SIGNED], path.relations):
        values = np.asarray(values)
        np.testing.assert_array_equal(values[:, 0], values[:, 1])
        np.testing.assert_array_equal(values[:, 0], values[:, 2])


@settings(max_examples=12)
@given(held=SHARE, less=SHARE, at_home=SHARE, seed=st.integers(0, 1000), steps=STEPS)
def test_lifting_a_veto_never_delays_a_signature(held, less, at_home, seed, steps):
    def months(strength, domestic):
        params = make_params(veto_strength=strength, break_off_rate=0.03)
        inputs = make_inputs(offer=[[1.0] * CLAUSES] * 3, domestic_veto=[domestic, 0.0, 0.0])
        path, _ = months_of(make_state(RUNS), params, inputs, months=24, seed=seed, steps=steps)
        return np.stack([month_of_signing(path, partner) for partner in range(PARTNERS)])

    before, after = months(held, at_home), months(held * less, at_home * less)
    assert (after <= before).all()


def test_an_ally_that_signs_sooner_hastens_those_it_held_up():
    def months(option):
        params = make_params(veto_strength=0.95, outside_option=[0.2, option, 0.2])
        inputs = make_inputs(offer=[[1.0] * CLAUSES] * 3)
        path, _ = months_of(make_state(RUNS), params, inputs, months=30)
        return month_of_signing(path, NEIGHBOUR)

    willing, unwilling = months(0.2), months(9.0)
    assert (willing <= unwilling).all()
    assert np.median(willing) + 6 < np.median(unwilling)


@pytest.mark.parametrize("steps", [1, 3])
def test_stages_are_those_of_the_matrix_exponential(steps):
    params = make_params(veto_strength=0.0, break_off_rate=0.02, width_of_surplus_gate=1e-3)
    inputs = make_inputs(domestic_veto=[0.0, 0.0, 0.3])
    path, _ = months_of(make_state(), params, inputs, months=6, mode="mean", steps=steps)
    for partner, passing in ((NEIGHBOUR, 1.0), (BUYER, 0.7)):
        rates = np.zeros((5, 5))
        rates[NONE, TALKS], rates[TALKS, DRAFTED] = 0.3, 0.4
        rates[DRAFTED, SIGNED], rates[SIGNED, RATIFIED] = 0.55 * passing, 0.3
        rates[TALKS, NONE] = rates[DRAFTED, NONE] = 0.02
        rates -= np.diag(rates.sum(axis=1))
        expected = expm(6.0 * rates)[TALKS]
        np.testing.assert_allclose(path.pact_stage[-1, :, partner, 0], expected, atol=PHYSICS)


def test_draws_have_the_shares_of_the_mean():
    params = make_params(veto_strength=0.0, break_off_rate=0.02)
    mean, _ = months_of(make_state(), params, make_inputs(), months=12, mode="mean")
    drawn, _ = months_of(make_state(4000), params, make_inputs(), months=12)
    np.testing.assert_allclose(
        np.asarray(drawn.pact_stage).mean(axis=-1), mean.pact_stage[..., 0], atol=SAMPLING
    )


def test_steps_of_ten_days_give_the_same_months():
    # Vetoes are looked at when a step begins, so that a longer step lifts them later.
    def shares(steps):
        params = make_params()
        inputs = make_inputs(offer=[[1.0] * CLAUSES] * 3)
        path, moved = months_of(make_state(), params, inputs, months=24, mode="mean", steps=steps)
        last = np.asarray(path.pact_stage)[-1, SIGNED:].sum(axis=0)
        return np.concatenate([last.ravel(), np.asarray(moved.treaty_receipts).sum(axis=0)])

    np.testing.assert_allclose(shares(3), shares(1), rtol=STEP)


def test_a_sale_is_paid_in_full_in_time():
    inputs = make_inputs(offer=[[1.0] * CLAUSES] * 3)
    params = make_params(payment_months=3.0, term_months=999.0)
    path, moved = months_of(make_state(32), params, inputs, months=120)
    sold, paid = moved.sale_price.sum(axis=0), moved.treaty_receipts.sum(axis=0)
    assert (np.asarray(sold) > 0.0).all()
    np.testing.assert_allclose(paid + path.receipts_due[-1], sold, rtol=LEDGER)
    np.testing.assert_allclose(paid, sold, rtol=1e-3)
    np.testing.assert_allclose(path.asset_value[-1], 0.0, atol=LEDGER)


def test_concessions_are_seen_while_they_are_on_the_table():
    inputs = make_inputs(offer=[[1.0] * CLAUSES] * 3)
    _, moved = months_of(make_state(RUNS), make_params(), inputs, months=30)
    given_up = np.asarray(moved.concession)[:, BUYER]
    assert (given_up[0] > 0.0).all()
    assert (given_up[-1] == 0.0).mean() > 0.95


@settings(max_examples=15)
@given(threat=st.floats(0.0, 0.9), more=st.floats(0.01, 0.1))
def test_a_greater_threat_never_makes_us_ask_for_more(threat, more):
    def theirs(fear):
        _, moved = months_of(make_state(), make_params(), make_inputs(threat_by_partner=fear))
        return np.asarray(moved.their_gain)[0]

    assert (theirs(min(threat + more, 1.0)) >= theirs(threat) - LEDGER).all()


def test_gradients_of_the_soft_mode_are_finite_and_find_the_veto():
    inputs = make_inputs(offer=[[1.0] * CLAUSES] * 3)

    def signed(domestic):
        given_inputs = inputs | {"domestic_veto": domestic}
        path, _ = months_of(make_state(), make_params(), given_inputs, months=6, mode="soft")
        return path.pact_stage[-1, SIGNED:].sum()

    slope = np.asarray(jax.grad(signed)(by_partner(0.2)))
    assert np.isfinite(slope).all()
    assert (slope < 0.0).all()


def test_refusing_to_talk_stops_a_draft():
    state = make_state(RUNS, stage=DRAFTED)
    path, _ = months_of(state, make_params(), make_inputs(talks=0.0), months=24)
    assert (month_of_signing(path, ALLY) == NEVER).all()
