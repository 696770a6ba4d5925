"""Forces, openings and intentions of others: hand-worked numbers, extremes and laws."""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.linalg import expm
from tests.systems.surroundings.builders import (
    EAST,
    EASTERN,
    PARTNERS,
    POWER,
    SELLER,
    WEST,
    WESTERN,
    make_chain,
    make_chance,
    make_inputs,
    make_params,
    make_state,
    run_of,
)
from tests.tolerances import ROUNDING

from sinews.core.groups import greatest_by
from sinews.core.intention import ATTACK, STATES, Drives, rates_of
from sinews.systems.surroundings import intentions

FACES = (EAST, WEST, WEST)


def _row(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def _drives(**given):
    quiet = dict.fromkeys(Drives._fields, 0.0) | {"resolve": 0.5}
    return Drives(
        **{name: jnp.full((PARTNERS, 1), value) for name, value in (quiet | given).items()}
    )


def _generator(rates, partner):
    matrix = np.zeros((STATES, STATES))
    for (origin, goal), rate in rates.items():
        matrix[origin, goal] = np.broadcast_to(rate, (PARTNERS, 1))[partner, 0]
    return matrix - np.diag(matrix.sum(axis=1))


def test_an_opening_counts_the_army_that_faces_us_and_ours_there():
    # Six divisions and .4 of twelve more against eight: the base case of the check of level.
    given = jnp.zeros((PARTNERS, 2, 1)).at[0, EAST].set(6.0).at[1, WEST].set(30.0)
    brought = intentions.forces_to_bring(given, 0.4 * _row(12.0, 30.0, 0.0), FACES)
    np.testing.assert_allclose(brought[:, :, 0], [[10.8, 0.0], [0.0, 42.0], [0.0, 0.0]])
    estimate = jnp.log(_row(8.0, 60.0, 60.0))
    opening = intentions.opening_of(brought, _row(0.0, 0.14, 0.0), estimate, FACES)
    expected = [np.log(10.8 / 8.0), np.log(42.0 / 60.0) + 0.14, np.log(0.05 / 60.0)]
    np.testing.assert_allclose(opening[:, 0], expected, rtol=ROUNDING)
    np.testing.assert_allclose(opening[0], 0.30, atol=0.0005)


def test_a_window_closes_as_they_see_us_grow():
    year = jnp.linspace(2.2, 2.0, 12)[:, None, None]
    np.testing.assert_allclose(intentions.window_of(_row(2.5), year), [[0.5]], rtol=ROUNDING)


def test_the_worst_clash_on_a_border_counts():
    clashes = _row(0.5, 2.0, 1.0)
    found = greatest_by(clashes, (EASTERN, EASTERN, WESTERN), PARTNERS)
    np.testing.assert_array_equal(found[:, 0], [2.0, 1.0, 0.0])


@pytest.mark.parametrize(("reaction", "factor"), [(0.0, 1.0), (0.4, 2.0**0.4)])
def test_an_arms_race_answers_what_is_seen_and_is_off_at_nothing(reaction, factor):
    given = jnp.full((1, 2, 1), 5.0)
    doubled = jnp.log(_row(16.0))
    found = intentions.standing_forces(given, doubled, _row(8.0), jnp.asarray([reaction]))
    np.testing.assert_allclose(found, 5.0 * factor, rtol=ROUNDING)


def test_only_adversaries_that_stand_there_are_faced():
    standing = jnp.asarray([[4.0, 0.0], [1.0, 30.0], [0.0, 9.0]])[..., None]
    found = intentions.facing(standing, _row(1.0, 1.0, 0.0))
    np.testing.assert_allclose(found[:, 0], [5.0, 30.0], rtol=ROUNDING)


@pytest.mark.parametrize("dt", [1.0, 1.0 / 3.0])
def test_a_step_is_the_exponential_of_its_generator(dt):
    rates = rates_of(make_chain(), _drives(opening=0.3, escalation=1.0), jnp.ones(1))
    start = make_state().true_intention
    after, hazard = intentions.next_intention(start, rates, make_chance(mode="mean"), dt)
    threat = intentions.threat_of(start, rates)
    for partner in range(PARTNERS):
        generator = _generator(rates, partner)
        at_peace = np.append(start[:, partner, 0], 0.0)
        passed = at_peace @ expm(dt * generator)
        np.testing.assert_allclose(after[:, partner, 0], passed[:ATTACK] / (1 - passed[ATTACK]))
        np.testing.assert_allclose(hazard[partner], -np.log(1 - passed[ATTACK]) / dt, atol=1e-14)
        year = at_peace @ expm(12.0 * generator)
        np.testing.assert_allclose(threat[partner], year[ATTACK], rtol=1e-9, atol=1e-14)


def test_each_run_draws_one_intention_and_together_they_follow_the_chances():
    runs = 4096
    exact, _ = run_of(make_state(runs), make_params(sight_noise=0.0), make_inputs(), runs=runs)
    mean, _ = run_of(make_state(), make_params(), make_inputs(), mode="mean")
    drawn = np.asarray(exact.true_intention)[0]
    assert set(np.unique(drawn)) == {0.0, 1.0}
    np.testing.assert_allclose(drawn.sum(axis=0), 1.0, rtol=ROUNDING)
    sampling = 4 * 0.5 / runs**0.5
    np.testing.assert_allclose(drawn.mean(axis=-1), mean.true_intention[0, :, :, 0], atol=sampling)


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_nobody_prepares_against_boundless_power(mode):
    inputs = make_inputs(combat_power_last_month=(1e30, 1e30))
    params = make_params(leak=1.0, sight_gain=1.0, chain=make_chain(weight_of_window=0.0))
    _, flows = run_of(make_state(64), params, inputs, mode=mode, months=24, runs=64)
    assert np.isfinite(flows.true_attack_hazard).all()
    # Who had begun stands down within a month or two; nobody begins.
    assert float(jnp.max(flows.true_attack_hazard[6:])) < 1e-9


def test_without_power_of_our_own_all_stays_finite():
    inputs = make_inputs(combat_power_last_month=0.0, published_outlay_last_month=0.0)
    path, flows = run_of(make_state(64), make_params(), inputs, months=24, runs=64)
    for leaf in (path.estimate_of_us, flows.opening, flows.true_attack_hazard, flows.true_threat):
        assert np.isfinite(leaf).all()
    assert float(jnp.max(flows.true_threat)) <= 1.0


def _yearly_hazard(months=120, partner=WESTERN, **given):
    _, flows = run_of(make_state(), make_params(), make_inputs(**given), mode="mean", months=months)
    return -12.0 * float(np.mean(np.log1p(-flows.true_attack_hazard[-24:, partner, 0])))


def test_friends_with_a_pact_and_no_emigres_hardly_ever_attack():
    friendly = {"relations": 1.0, "pact_strength": 1.0, "emigre_sponsorship": 0.0}
    assert _yearly_hazard(**friendly) < 0.005
    assert _yearly_hazard(partner=SELLER) < 1e-12
    # A pact does not bind an army with an opening so far: see the README.
    assert _yearly_hazard(partner=EASTERN, **friendly) < _yearly_hazard(partner=EASTERN)


def test_a_field_army_of_its_own_will_is_not_bound_by_pacts():
    def hazard(autonomy, pact):
        params = make_params(chain=make_chain(autonomy=(autonomy, 0.0, 0.0)))
        inputs = make_inputs(pact_strength=pact, engaged_elsewhere=0.0)
        _, flows = run_of(make_state(), params, inputs, mode="mean", months=12)
        return float(flows.true_attack_hazard[-1, EASTERN, 0])

    assert hazard(0.0, 1.0) < 0.8 * hazard(0.0, 0.0)
    np.testing.assert_allclose(hazard(1.0, 1.0), hazard(1.0, 0.0), rtol=ROUNDING)


def test_attacks_come_in_their_season():
    spring = np.zeros(12)
    spring[4] = 12.0
    chain = make_chain(season_of_attack=spring)
    _, flows = run_of(make_state(), make_params(chain=chain), make_inputs(), mode="mean", months=12)
    hazard = np.asarray(flows.true_attack_hazard)[:, EASTERN, 0]
    assert hazard[4] > 0.0
    np.testing.assert_allclose(np.delete(hazard, 4), 0.0, atol=1e-15)


def test_ten_days_and_months_give_the_same_risk_of_a_year():
    def attacked(steps, mode, runs=1):
        _, flows = run_of(
            make_state(runs), make_params(), make_inputs(), mode=mode, steps=steps, months=12,
            runs=runs,
        )  # fmt: skip
        return 1.0 - np.exp(-np.asarray(flows.true_attack_hazard).sum(axis=0))

    for partner in (EASTERN, WESTERN):
        month, days = attacked(1, "mean")[partner], attacked(3, "mean")[partner]
        np.testing.assert_allclose(days, month, rtol=0.02)


def test_power_in_the_other_theatre_deters_nobody_here():
    def hazard(power):
        inputs = make_inputs(combat_power_last_month=power)
        _, flows = run_of(make_state(), make_params(), inputs, mode="mean", months=12)
        return np.asarray(flows.true_attack_hazard)[-1, :, 0]

    usual, west = hazard(POWER), hazard((POWER[EAST], 3.0 * POWER[WEST]))
    np.testing.assert_allclose(west[EASTERN], usual[EASTERN], rtol=ROUNDING)
    assert west[WESTERN] < usual[WESTERN]
