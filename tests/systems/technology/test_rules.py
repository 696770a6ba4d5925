"""Hand-worked numbers and the extreme conditions of technology."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.technology.builders import learn, make_inputs, make_params, make_state
from tests.tolerances import LEDGER, ROUNDING

from sinews.systems.technology import buying, rules

DRAWS = 2048
MONTHS_TO_HALF = (12, 16)


def _row(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def _one(value):
    return jnp.asarray([value], dtype=float)


def test_offers_by_hand():
    hazard = rules.offer_hazard(make_params(), _row(0.5, 0.5), _one(0.25))
    odds = -1.0 + 0.5 + 1.0 - 0.5
    assert float(hazard[0, 0]) == pytest.approx(0.15 / (1.0 + np.exp(-odds)), rel=1e-6)


def test_foes_and_controls_offer_less():
    params = make_params()
    friend = rules.offer_hazard(params, _row(0.8, 0.8), _one(0.0))
    foe = rules.offer_hazard(params, _row(-0.9, -0.9), _one(0.0))
    barred = rules.offer_hazard(params, _row(0.8, 0.8), _one(1.0))
    assert float(friend[0, 0]) > float(barred[0, 0]) > 0.0
    assert float(friend[0, 0]) > 3.0 * float(foe[0, 0])


def test_copying_by_hand():
    gained = rules.copied(make_params(), _row(0.2, 0.2), _row(3.0, 0.0), _one(0.8), 1.0)
    assert float(gained[0, 0]) == pytest.approx(0.8 * (1.0 - np.exp(-0.05 * 0.8 * 0.75)))
    assert float(gained[1, 0]) == 0.0


def test_one_specimen_gives_half_the_papers_in_about_fourteen_months():
    # At the rate of the general model, .10; the trial rate .05 takes twice as long.
    state = make_state(samples=[1.0, 1.0])
    states, _ = learn(30, state=state, params=make_params(reverse_rate=0.10))
    months = 1 + next(i for i, s in enumerate(states) if s.documents[0, 0] >= 0.5)
    assert MONTHS_TO_HALF[0] <= months <= MONTHS_TO_HALF[1]
    slow, _ = learn(30, state=state)
    assert float(slow[27].documents[0, 0]) == pytest.approx(0.5, abs=0.01)


def test_learning_by_hand():
    gained = rules.learned(
        make_params(),
        _row(0.2, 0.2),
        _row(0.5, 0.5),
        _row(20.0, 0.0),
        _row(5.0, 0.0),
        _one(0.64),
        1.0,
    )
    rate = (0.05 + 0.04 + 0.025) * 0.5 * 0.8
    assert float(gained[0, 0]) == pytest.approx(0.8 * (1.0 - np.exp(-rate)), rel=ROUNDING)
    assert float(gained[1, 0]) == pytest.approx(0.8 * (1.0 - np.exp(-0.02)), rel=ROUNDING)


def test_parts_gate_counts_the_worst_part_asked_for():
    params = make_params(required_quality=[[[0.5], [0.0]], [[0.0], [0.0]]])
    opened = rules.parts_gate(params, _row(0.26, 0.0))
    assert float(opened[0, 0]) == pytest.approx(0.5)
    assert float(opened[1, 0]) == 1.0


def test_readiness_follows_the_scarcest():
    goal = rules.readiness_goal(_row(0.9), _row(0.3), _row(0.6), "exact")
    assert float(goal[0, 0]) == pytest.approx(0.3)
    states, _ = learn(1, state=make_state(documents=1.0, know_how=1.0, readiness=0.0))
    assert float(states[0].readiness[0, 0]) == pytest.approx(1.0 - np.exp(-0.25))


def test_frontier_follows_foreign_designs_only():
    params = make_params(required_quality=[[[0.5], [0.0]], [[0.0], [0.5]]])
    after = rules.frontier(
        params, _row(0.62, 0.62), _row(1.0, 0.0), _row(1.0, 1.0), _row(1.0, 1.0), 1.0
    )
    assert float(after[0, 0]) == pytest.approx(0.62 + (1.0 - np.exp(-1.0 / 6.0)) * 0.10)
    assert float(after[1, 0]) == pytest.approx(0.62)


def test_purchases_in_turn_never_overdraw():
    exact = buying.buy_in_turn(_one(1.5), _row(1.0, 1.0), _row(1.0, 1.0), "exact")
    np.testing.assert_allclose(exact[:, 0], [1.0, 0.0])
    mean = buying.buy_in_turn(_one(1.5), _row(1.0, 1.0), _row(1.0, 1.0), "mean")
    np.testing.assert_allclose(mean[:, 0], [1.0, 0.5])


# Extreme conditions.


def test_full_control_and_no_cover_defeat_missions():
    params = make_params(cover_quality=0.0)
    inputs = make_inputs(covert_effort=1.0, export_control=1.0, technology_funds=1.0)
    state = make_state(runs=DRAWS, mission_purse=5.0, covert_progress=[[[1.0]], [[0.0]], [[0.0]]])
    states, flows = learn(24, state=state, params=params, inputs=inputs)
    begun = DRAWS
    done = sum(float(jnp.sum(moved.missions_done[0])) for moved in flows)
    assert done / begun < 0.05
    assert sum(float(jnp.sum(moved.interdictions)) for moved in flows) > 0.0
    assert np.isfinite(np.asarray(states[-1].documents)).all()


def test_full_papers_without_skill_teach_nothing():
    state = make_state(documents=1.0)
    inputs = make_inputs(engineers=0.0, specialists=30.0, prototypes=10.0)
    states, _ = learn(24, state=state, inputs=inputs)
    assert float(jnp.max(states[-1].know_how)) == 0.0
    assert float(jnp.max(states[-1].readiness)) == 0.0


def test_without_foreign_money_no_licence():
    state = make_state(runs=DRAWS)
    states, flows = learn(36, state=state, inputs=make_inputs(licence=1.0, relations=1.0))
    assert float(jnp.max(states[-1].licensed)) == 0.0
    assert sum(float(jnp.sum(moved.offers)) for moved in flows) > 0.0
    assert sum(float(jnp.sum(moved.unmet_licence_price)) for moved in flows) > 0.0


def test_own_designs_are_never_offered():
    state = make_state(runs=DRAWS, mission_purse=100.0)
    _, flows = learn(24, state=state, inputs=make_inputs(licence=1.0, relations=1.0))
    assert sum(float(jnp.sum(moved.offers[1])) for moved in flows) == 0.0
    assert sum(float(jnp.sum(moved.licences_bought[0])) for moved in flows) > 0.5 * DRAWS


def test_a_licence_brings_papers_specimens_and_is_paid_once():
    state = make_state(runs=DRAWS, mission_purse=100.0)
    states, flows = learn(60, state=state, inputs=make_inputs(licence=1.0, relations=1.0))
    held = np.asarray(states[-1].licensed[0])
    paid = sum(np.asarray(moved.licence_payments) for moved in flows)
    np.testing.assert_allclose(paid, held, atol=LEDGER)
    assert held.mean() > 0.9
    had = held > 0.5
    assert np.asarray(states[-1].documents[0])[had].mean() > 0.8


def test_a_shipment_on_the_sea_arrives_within_months():
    state = make_state(
        documents=0.35,
        documents_under_way=[[[0.0], [0.0]], [[0.2], [0.0]], [[0.4], [0.0]]],
        samples_under_way=[[[0.0], [0.0]], [[0.0], [0.0]], [[2.0], [0.0]]],
    )
    states, _ = learn(5, state=state, inputs=make_inputs(engineers=0.0))
    assert float(states[-1].documents[0, 0]) > 0.85
    assert float(states[-1].samples[0, 0]) > 1.8


def test_what_is_caught_loses_most_of_its_price():
    params = make_params(cover_quality=0.01, interdiction_rate=5.0, covert_rate=1e-6)
    state = make_state(runs=DRAWS, mission_purse=10.0, covert_progress=[[[1.0]], [[0.0]], [[0.0]]])
    inputs = make_inputs(covert_effort=1.0, export_control=1.0)
    states, flows = learn(1, state=state, params=params, inputs=inputs)
    caught = np.asarray(flows[0].interdictions)
    np.testing.assert_allclose(flows[0].covert_losses, caught * 0.7 * 0.5, rtol=LEDGER)
    np.testing.assert_allclose(states[0].mission_purse, 10.0 - caught * 0.35, rtol=LEDGER)
    assert caught.mean() > 1.9


def test_specialists_and_prototypes_hasten_readiness():
    state = make_state(documents=1.0)
    plain, _ = learn(12, state=state)
    helped, _ = learn(12, state=state, inputs=make_inputs(specialists=20.0, prototypes=20.0))
    assert float(helped[-1].readiness[0, 0]) > 1.5 * float(plain[-1].readiness[0, 0])
