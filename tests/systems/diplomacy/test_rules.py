"""Hand-worked numbers and the extreme cases of diplomacy."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.diplomacy.builders import (
    ALLY,
    BUYER,
    CLAUSES,
    CORE,
    FRONTIERS,
    NEIGHBOUR,
    NEVER,
    PARTNERS,
    RAILWAY,
    TERRITORY,
    by_partner,
    column,
    make_inputs,
    make_params,
    make_state,
    month_of_signing,
    months_of,
)
from tests.tolerances import EXACT, LEDGER, ROUNDING

from sinews.systems.diplomacy import effects, stages, wants

RUNS = 400
EVERYTHING = [[1.0] * CLAUSES] * PARTNERS
READY = {"offer": EVERYTHING, "talks": 1.0}


def _stakes(**given):
    inputs = make_inputs(**given)
    return wants.stakes_of(
        make_params(**given),
        make_state(**given).asset_value,
        *(inputs[name] for name in ("threat_by_partner", "true_intention", "opening")),
        inputs["foreign_forces"],
        inputs["combat_power_last_month"],
    )


def test_worth_of_a_pact_to_a_dormant_neighbour():
    stakes = _stakes()
    # Security .3 of 60 over 90; free hands .2 by one half; nothing better than .2 outside.
    np.testing.assert_allclose(stakes.their_base[NEIGHBOUR], 0.2 - 0.1 - 0.2, atol=ROUNDING)
    # A risk of .02, thirty per cent off by a full pact, half of it by the core, weighs 20.
    np.testing.assert_allclose(stakes.ours[NEIGHBOUR, CORE], 0.8 + 0.06, rtol=ROUNDING)
    # Frontiers offend the buyer: half a point of worth for each point of relations.
    np.testing.assert_allclose(stakes.ours[NEIGHBOUR, FRONTIERS], -0.4 + 0.018 - 0.075)
    np.testing.assert_allclose(stakes.our_base[NEIGHBOUR], -0.05, rtol=ROUNDING)


def test_silence_on_a_territory_costs_those_who_claim_it():
    stakes = _stakes()
    np.testing.assert_allclose(stakes.theirs[ALLY, TERRITORY], 1.5 * 0.9, rtol=ROUNDING)
    said = stakes.their_base[ALLY] + stakes.theirs[ALLY, TERRITORY]
    np.testing.assert_allclose(said - stakes.their_base[ALLY], 1.35, rtol=ROUNDING)
    silent = _stakes(silence_cost=0.0).their_base[ALLY] - stakes.their_base[ALLY]
    np.testing.assert_allclose(silent, 0.45, rtol=ROUNDING)


def test_who_prepares_wants_free_hands_and_no_security():
    bases = [float(_stakes(intention=state).their_base[NEIGHBOUR, 0]) for state in range(5)]
    np.testing.assert_allclose(bases[:3], [-0.1, -0.2, -0.6], atol=ROUNDING)
    assert bases[2] == bases[3] == bases[4]
    open_window = _stakes(opening=2.0).their_base[NEIGHBOUR, 0]
    np.testing.assert_allclose(open_window, -0.1 * np.exp(1.6), rtol=ROUNDING)


def test_an_asset_that_is_gone_is_worth_nothing_and_sells_for_nothing():
    half = _stakes(asset_value=[0.0, 0.0, 0.0, 100.0])
    np.testing.assert_allclose(half.theirs[BUYER, RAILWAY], 0.45, rtol=ROUNDING)
    gone = _stakes(asset_value=0.0)
    np.testing.assert_allclose(gone.theirs[BUYER, RAILWAY], 0.0, atol=EXACT)
    np.testing.assert_allclose(gone.theirs[BUYER, CORE], 0.2, rtol=ROUNDING)
    state = make_state(asset_value=0.0, stage=3, agreed_terms=EVERYTHING, months_to_expiry=36.0)
    _, moved = months_of(state, make_params(ratifying_rate=50.0), make_inputs())
    np.testing.assert_allclose(moved.ratified, 1.0, atol=EXACT)
    np.testing.assert_allclose(moved.sale_price, 0.0, atol=EXACT)


def test_the_price_is_our_share_of_what_is_left():
    state = make_state(stage=3, agreed_terms=EVERYTHING, months_to_expiry=36.0)
    inputs = make_inputs(railway_sabotage=3.0)
    _, moved = months_of(state, make_params(ratifying_rate=50.0), inputs)
    left = 200.0 * np.exp(-0.006 - 3.0 * 0.002)
    # Three buyers of one railway: each gets a third, and pays by its own patience.
    share = np.mean([0.5, 0.5, 1.0 / 3.0])
    np.testing.assert_allclose(moved.asset_sold[0, RAILWAY], left, rtol=LEDGER)
    np.testing.assert_allclose(moved.sale_price, left * share, rtol=LEDGER)


def test_the_price_falls_with_delay():
    def price(months):
        path, _ = months_of(make_state(), make_params(), make_inputs(talks=0.0), months=months)
        bought = jnp.zeros((PARTNERS, CLAUSES, 1)).at[BUYER, RAILWAY].set(1.0)
        sold, paid = effects.sale(
            make_params(), path.asset_value[-1], bought, by_partner(1.0), by_partner(1.0 / 3.0)
        )
        return float(paid[0]), float(sold[RAILWAY, 0])

    soon, late = price(1), price(24)
    assert late[0] < soon[0]
    np.testing.assert_allclose(late[1], 200.0 * np.exp(-24 * 0.006), rtol=LEDGER)


def test_haste_is_nothing_without_gain_and_full_with_much():
    width = jnp.asarray([0.05])
    eager = stages.eagerness(column(-1.0, 0.0, 0.05, 2.0), width)[:, 0]
    np.testing.assert_allclose(eager, [0.0, 0.0, 1.0 / (1.0 + np.exp(-1.0)), 1.0], atol=1e-12)


def test_a_veto_holds_until_its_holder_has_signed():
    stage = make_state().pact_stage
    held = stages.let_pass(make_params(), stage, by_partner([0.5, 0.0, 0.0]))
    np.testing.assert_allclose(held[:, 0], [0.5 * 0.4, 1.0, 1.0], rtol=ROUNDING)
    signed = stage.at[0, ALLY].set(0.0).at[stages.SIGNED, ALLY].set(1.0)
    lifted = stages.let_pass(make_params(), signed, by_partner(0.0))
    np.testing.assert_allclose(lifted[:, 0], 1.0, rtol=ROUNDING)


def test_vetoes_of_several_holders_multiply():
    params = make_params(
        held_partner=(NEIGHBOUR, NEIGHBOUR), holding_partner=(ALLY, BUYER), veto_strength=0.5
    )
    held = stages.let_pass(params, make_state().pact_stage, by_partner(0.0))
    np.testing.assert_allclose(held[:, 0], [0.25, 1.0, 1.0], rtol=ROUNDING)


def test_an_unwilling_ally_with_a_full_veto_stops_the_pact():
    params = make_params(veto_strength=1.0, outside_option=[0.2, 9.0, 0.2])
    path, _ = months_of(make_state(RUNS), params, make_inputs(**READY), months=60)
    assert (month_of_signing(path, NEIGHBOUR) == NEVER).all()
    assert (np.asarray(path.pact_stage)[-1, stages.DRAFTED, NEIGHBOUR] == 1.0).all()


def test_a_partner_for_whom_no_pact_is_as_good_never_signs():
    # All that is offered is worth 1.3 to the neighbour, and it has as much without.
    no_more = {"value_of_security": 0.0, "value_of_open_window": 0.0}
    params = make_params(outside_option=1.3, veto_strength=0.0, **no_more)
    path, moved = months_of(make_state(RUNS), params, make_inputs(), months=60)
    assert (month_of_signing(path, NEIGHBOUR) == NEVER).all()
    assert (np.asarray(moved.drafted)[:, NEIGHBOUR] == 0.0).all()
    assert (np.asarray(moved.indifference)[:, NEIGHBOUR] == 1.0).all()


def test_what_both_want_but_neither_can_pay_for_is_deadlock():
    params = make_params(value_to_us=[[-0.5, 0.0, 0.0, 0.0]] * 3, outside_option=0.0)
    _, moved = months_of(make_state(), params, make_inputs(threat_by_partner=0.0))
    assert (np.asarray(moved.deadlock) == 1.0).all()
    assert (np.asarray(moved.indifference) == 0.0).all()
    assert (np.asarray(moved.terms_on_table) == 0.0).all()


def test_talks_ordered_outright_open_on_their_day_and_others_wait():
    _, moved = months_of(make_state(RUNS), make_params(), make_inputs(talks=1.0))
    assert (np.asarray(moved.opened) == 1.0).all()
    path, _ = months_of(make_state(4000), make_params(), make_inputs(talks=0.5))
    np.testing.assert_allclose(path.pact_stage[0, 0, ALLY].mean(), np.exp(-0.15), atol=0.02)


def test_talks_that_broke_off_come_again_at_their_own_rate():
    params = make_params(break_off_by_publication=50.0, opening_rate=1e-6)
    path, moved = months_of(make_state(), params, make_inputs(published_decrypts=1.0), months=3)
    assert (np.asarray(moved.broken_off)[0] == 1.0).all()
    assert (np.asarray(path.pact_stage)[-1, stages.NONE] == 1.0).all()


def test_clashes_break_off_talks_now_and_then():
    def share(incidents):
        inputs = make_inputs(incidents_last_month=incidents)
        params = make_params(break_off_rate=0.003, break_off_by_incident=0.002)
        _, moved = months_of(make_state(), params, inputs, mode="mean")
        return float(moved.broken_off[0, BUYER, 0])

    assert 0.0 < share(0.0) < 0.005 < share(5.0) < 0.02


def test_pacts_run_out_unless_they_are_prolonged():
    held = {"stage": 4, "months_to_expiry": 6.0, "pact_strength": 0.5}
    state = make_state(agreed_terms=EVERYTHING, **held)
    for steps in (1, 3):
        path, moved = months_of(state, make_params(), make_inputs(talks=0.0), months=8, steps=steps)
        lapsed = np.asarray(moved.lapsed)[:, NEIGHBOUR, 0]
        np.testing.assert_array_equal(np.flatnonzero(lapsed), [5])
        np.testing.assert_allclose(path.pact_strength[5:], 0.0, atol=EXACT)
        inputs = make_inputs(talks=0.0, renewed=[2.0, 1.0, 0.0])
        kept, _ = months_of(state, make_params(), inputs, months=8, steps=steps)
        np.testing.assert_allclose(kept.pact_stage[-1, 4, :, 0], [1.0, 1.0, 0.0], atol=EXACT)
        np.testing.assert_allclose(kept.months_to_expiry[-1, :, 0], [14.0, 6.0, 0.0], atol=LEDGER)


def test_strength_is_what_the_clauses_give_and_comes_with_ratification():
    state = make_state(stage=3, agreed_terms=EVERYTHING, months_to_expiry=36.0)
    slow, _ = months_of(state, make_params(ratifying_rate=0.0), make_inputs(talks=0.0), months=3)
    np.testing.assert_allclose(slow.pact_strength, 0.0, atol=EXACT)
    fast, _ = months_of(state, make_params(ratifying_rate=50.0), make_inputs(talks=0.0), months=9)
    np.testing.assert_allclose(fast.pact_strength[0], 0.65 * (1.0 - np.exp(-1.0)), rtol=LEDGER)
    np.testing.assert_allclose(fast.pact_strength[-1], 0.65, rtol=1e-3)


def test_a_signature_warms_one_and_offends_others():
    terms = jnp.zeros((PARTNERS, CLAUSES, 1)).at[NEIGHBOUR, :2].set(1.0)
    params = make_params()
    after = effects.next_relations(
        params,
        params.relations_at_rest,
        terms,
        by_partner([1.0, 0.0, 0.0]),
        by_partner([0.0, 0.0, 5.0]),
        1.0,
    )
    change = (after - params.relations_at_rest)[:, 0]
    np.testing.assert_allclose(change, [0.15 * 0.65, -0.1, -0.15 - 0.05], rtol=LEDGER)


def test_relations_stay_in_their_bounds_and_return_to_rest():
    shelled, _ = months_of(make_state(), make_params(), make_inputs(incidents_last_month=400.0))
    np.testing.assert_allclose(shelled.relations, -1.0, atol=EXACT)
    inputs = make_inputs(talks=0.0)
    path, moved = months_of(make_state(relations=0.9), make_params(), inputs, months=12)
    gap = 0.9 - make_params().relations_at_rest
    np.testing.assert_allclose(
        path.relations[-1], make_params().relations_at_rest + gap * np.exp(-1.0), rtol=LEDGER
    )
    np.testing.assert_allclose(moved.relations_of_creditors[-1, 1], 0.1, atol=EXACT)
    np.testing.assert_allclose(
        moved.relations_of_creditors[-1, 0], path.relations[-1, NEIGHBOUR], atol=EXACT
    )


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_a_world_of_zeros_gives_no_nan(mode):
    inputs = jax.tree.map(jnp.zeros_like, make_inputs())
    state = make_state(relations=0.0, asset_value=0.0)
    path, moved = months_of(state, make_params(), inputs, months=3, mode=mode)
    for values in jax.tree.leaves((path, moved)):
        assert np.isfinite(np.asarray(values)).all()
    np.testing.assert_allclose(moved.signed, 0.0, atol=EXACT)
    disarmed = make_inputs(foreign_forces=np.zeros((3, 2)), combat_power=0.0, opening=1e3)
    path, moved = months_of(make_state(), make_params(), disarmed, months=3, mode=mode)
    for values in jax.tree.leaves((path, moved)):
        assert np.isfinite(np.asarray(values)).all()
