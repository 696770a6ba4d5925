"""The hump, the retreat and the other rules against the figures of the model."""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from tests.systems.command.builders import (
    STEEL,
    TANK,
    decide,
    decide_for,
    make_inputs,
    make_orders,
    make_params,
    make_state,
)
from tests.tolerances import ROUNDING

from sinews.systems.command import rules

# The model prints its checks with two decimals.
PRINTED = 5e-3
CALM = 0.07


def _of(values) -> float:
    return float(np.asarray(values).reshape(-1)[0])


def _hump(tautness: float, credibility: float) -> float:
    felt = rules.felt_tautness(jnp.full((2, 2), tautness), credibility)
    params = make_params()
    kept = 1.0 - rules.disorder_of(felt, params, "exact")
    return _of(rules.effort_of(felt, rules.concealed_share(params), params, "exact") * kept)


# Effort and disorder (Hunter 1961, Keren 1972).


@pytest.mark.parametrize(
    ("tautness", "credibility", "output"),
    [
        *((1.0, 1, 1.00), (1.2, 1, 1.09), (1.3, 1, 1.12), (1.5, 1, 1.11)),
        *((2.0, 1, 0.89), (3.3, 1, 0.34), (3.3, 0.3, 1.05)),
    ],
)
def test_hump_gives_the_printed_numbers(tautness, credibility, output):
    assert _hump(tautness, credibility) == pytest.approx(output, abs=PRINTED)


def test_hump_is_highest_near_one_and_four_tenths():
    best = minimize_scalar(lambda tautness: -_hump(tautness, 1.0), (1.2, 1.3, 1.6)).x
    assert best == pytest.approx(1.4, abs=0.05)


def test_an_easy_target_changes_nothing():
    felt = rules.felt_tautness(jnp.full((2, 2), 0.6), 1.0)
    assert _of(rules.effort_of(felt, jnp.zeros(1), make_params(), "exact")) == 1.0
    assert _of(rules.disorder_of(felt, make_params(), "exact")) == 0.0


def test_a_target_nobody_believes_changes_nothing_and_one_forced_ruins_all():
    assert _hump(100.0, 0.0) == 1.0
    assert _hump(1e6, 1.0) < 1e-6


@pytest.mark.parametrize("tautness", [1.0, 1.2, 1.5, 3.3])
def test_hump_is_nearly_the_same_in_soft_mode(tautness):
    felt = jnp.full((2, 2), tautness)
    params = make_params()
    effort = rules.effort_of(felt, rules.concealed_share(params), params, "soft")
    soft = effort * (1.0 - rules.disorder_of(felt, params, "soft"))
    assert _of(soft) == pytest.approx(_hump(tautness, 1.0), abs=0.01)


# The ratchet (Weitzman 1980): works hide capacity, and a believed target brings it out.


def _with_ratchet(tautness: float, ratchet: float) -> float:
    params = make_params(ratchet=ratchet)
    felt = jnp.full((2, 2), tautness)
    return _of(rules.effort_of(felt, rules.concealed_share(params), params, "exact"))


def test_works_hide_half_of_the_most_at_the_half_point():
    assert _of(rules.concealed_share(make_params(ratchet=0.15))) == pytest.approx(0.1)
    assert _with_ratchet(1.0, 0.15) == pytest.approx(0.9)


def test_without_a_ratchet_nothing_is_hidden():
    assert _with_ratchet(1.3, 0.0) == pytest.approx(1.0 + 0.2 * -np.expm1(-0.9))


def test_a_taut_target_brings_out_all_that_is_hidden():
    assert _with_ratchet(50.0, 0.7) == pytest.approx(_with_ratchet(50.0, 0.0))


# Posture and restraint.


def test_fear_hardens_posture_and_restrains_the_border_when_left_open():
    calm, calm_flows = decide()
    assert _of(calm_flows.directives.restraint) == pytest.approx(0.3)
    assert _of(calm.posture) == 0.0
    _, flows = decide(inputs=make_inputs(threat=0.3))
    rise = _of(flows.threat_rise)
    assert rise == pytest.approx(np.log(0.3 / 0.7) - np.log(0.07 / 0.93) - 0.7)
    assert _of(flows.directives.posture) == pytest.approx(0.2 * rise)
    assert _of(flows.directives.restraint) == pytest.approx(min(1.0, 0.3 + 0.5 * rise))


def test_a_harder_posture_shows_whose_papers_are_read():
    _, flows = decide(orders=make_orders(posture=0.4))
    np.testing.assert_allclose(flows.secrets_acted_on[:, 0], [0.3, 0.1])
    softer, flows = decide(make_state(posture=0.4), orders=make_orders(posture=0.1))
    assert _of(softer.posture) == 0.1
    np.testing.assert_array_equal(flows.secrets_acted_on, 0.0)


# Threat and the share of arms.


def test_without_threat_the_share_is_at_its_floor():
    assert _of(rules.wanted_military_share(jnp.zeros(2), make_params())) == pytest.approx(
        0.06, rel=1e-6
    )


def test_certain_war_takes_floor_and_range():
    assert _of(rules.wanted_military_share(jnp.ones(2), make_params())) == pytest.approx(
        0.31, rel=1e-6
    )


def test_share_at_the_threats_of_the_trial():
    """Logit of .07 is 1.29 below the midpoint; at .21 it stands on it."""
    params = make_params()
    calm = _of(rules.wanted_military_share(jnp.full(2, CALM), params))
    assert calm == pytest.approx(0.06 + 0.25 / (1 + np.exp(1.5 * 1.2867)), abs=1e-4)
    half = _of(rules.wanted_military_share(jnp.full(2, 1 / (1 + np.exp(1.3))), params))
    assert half == pytest.approx(0.06 + 0.125, rel=ROUNDING)


def test_the_share_rises_fast_and_falls_slowly():
    params = make_params()
    up = _of(rules.next_military_share(jnp.full(2, 0.10), jnp.ones(2), params, 1.0))
    down = _of(rules.next_military_share(jnp.full(2, 0.27), jnp.zeros(2), params, 1.0))
    assert up == pytest.approx(0.10 + (1 - np.exp(-1 / 2)) * 0.21, rel=1e-6)
    assert down == pytest.approx(0.27 - (1 - np.exp(-1 / 12)) * 0.21, rel=1e-6)


def test_tautness_follows_the_square_of_the_share():
    params = make_params()
    calm = rules.wanted_military_share(jnp.full(2, CALM), params)
    for times, taut in [(1.0, 1.1), (1.5, 1.1 * 2.25), (3.0, 3.5)]:
        rule = rules.rule_tautness(times * calm, params)
        assert _of(rule[TANK]) == pytest.approx(taut, rel=ROUNDING)
        assert _of(rule[STEEL]) == pytest.approx(1.1)


def test_a_preposterous_target_buys_tooling_for_arms_only():
    """Targets of 10,000 a year on lines for 20 a month lack 813 a month."""
    target = jnp.full((2, 2), 10_000.0)
    pull = rules.pull_of(target, jnp.full((2, 2), 20.0), make_params(), "exact")
    assert _of(pull[TANK]) == pytest.approx(0.25 * (10_000 / 12 - 20), rel=ROUNDING)
    assert _of(pull[STEEL]) == 0.0


# Belief.


def test_belief_follows_fulfilment_and_rests_without_a_plan():
    params = make_params()
    belief = jnp.full((2, 2), 0.6)
    fast = 1 - np.exp(-1 / 12)
    half = rules.next_credibility(belief, jnp.full((2, 2), 50.0), 100.0, params, 1.0)
    assert _of(half) == pytest.approx(0.6 + fast * (np.sqrt(0.5) - 0.6), rel=ROUNDING)
    none = rules.next_credibility(belief, jnp.zeros((2, 2)), jnp.zeros((2, 2)), params, 1.0)
    assert _of(none) == pytest.approx(0.6, rel=ROUNDING)
    over = rules.next_credibility(belief, jnp.full((2, 2), 900.0), 100.0, params, 1.0)
    assert _of(over) == pytest.approx(0.6 + fast * 0.4, rel=ROUNDING)


def test_a_hundredfold_target_is_not_believed_in_the_end():
    """Nobody believes it, so that it neither drives nor ruins work; and it still buys tooling."""
    orders = make_orders(target=(120_000.0, 24_000.0))
    params = make_params(felt_ceiling=100.0)
    state, flows = decide_for(60, orders=orders, params=params)
    assert _of(state.credibility[TANK]) < 0.15
    assert _of(flows[0].disorder[TANK]) > 0.99
    assert _of(flows[0].pull[TANK]) == pytest.approx(0.25 * (2000 - 20))
    forever, _ = decide_for(240, orders=orders, params=params, state=state)
    assert _of(forever.credibility[TANK]) == pytest.approx(np.sqrt(10 / 2000), rel=0.25)


def test_felt_tautness_has_a_ceiling():
    _, flows = decide(orders=make_orders(target=1e9))
    assert _of(flows.tautness) == 3.5


# Divisions.


def test_without_new_threat_no_new_divisions():
    state, _ = decide_for(24)
    assert _of(state.division_target) == 76.0
    weak, _ = decide_for(24, make_inputs(force_ratio_last_month=0.3))
    assert _of(weak.division_target) == 76.0


@pytest.mark.parametrize(
    ("threat", "ratio", "times"),
    [(0.07, 1, 1), (0.13, 1, 1), (0.2, 1, 1.4003), (0.6, 1, 1.6), (0.2, 1.5, 1.1203), (0.2, 2, 1)],
)
def test_required_divisions(threat, ratio, times):
    """A rise of the logit by .7 changes nothing; strength beyond 1.2 to 1 makes up for threat."""
    params = make_params()
    rise = rules.threat_rise(jnp.full(2, threat), params, "exact")
    required = rules.required_divisions(jnp.full(2, 76.0), rise, jnp.full(2, float(ratio)), params)
    assert _of(required) == pytest.approx(76.0 * times, rel=1e-4)


def test_divisions_are_asked_for_by_halves_and_never_given_up():
    state, flows = decide(inputs=make_inputs(threat=0.3))
    required = _of(flows.divisions_required)
    assert _of(state.division_target) == pytest.approx((76.0 + required) / 2)
    calm, _ = decide(state)
    assert _of(calm.division_target) == _of(state.division_target)


def test_the_weaker_of_the_two_great_theatres_decides():
    one, _ = decide(inputs=make_inputs(threat=0.3, force_ratio_last_month=(9.0, 1.0, 1.0)))
    both, _ = decide(inputs=make_inputs(threat=0.3, force_ratio_last_month=(9.0, 9.0, 1.0)))
    assert _of(one.division_target) > 80.0
    assert _of(both.division_target) == 76.0


# Pressure and retreat.


def _pressure(fill=1.0, exits=0.0, nutrition=1.0, fulfilment=1.0) -> float:
    inputs = [jnp.full(2, value) for value in (fill, exits, nutrition, fulfilment)]
    return _of(rules.pressure_of(*inputs, make_params(), "exact"))


def test_pressure_by_hand():
    assert _pressure() == 0.0
    assert _pressure(fill=0.6) == pytest.approx(0.3 * 0.4)
    assert _pressure(exits=0.015) == pytest.approx(0.25 * 1.5)
    assert _pressure(nutrition=0.8) == pytest.approx(0.25 * 0.2)
    assert _pressure(fulfilment=0.7) == pytest.approx(0.1 * 0.3)
    assert _pressure(fill=1.2, nutrition=1.1, fulfilment=1.4) == 0.0


def test_pressure_reads_lists_two_and_three_and_towns_by_people():
    inputs = make_inputs(
        ration_fill_last_month=(0.1, 0.1, 0.8, 0.4),
        nutrition=(0.9, 0.4),
        people=(3000.0, 1000.0),
        kolkhoz_exits_last_month=(300.0, 200.0),
    )
    _, flows = decide(inputs=inputs)
    assert _of(flows.pressure_now) == pytest.approx(0.3 * 0.4 + 0.25 * 1.0 + 0.25 * 0.225)


@pytest.mark.parametrize("threat", [0.0, 0.02, 0.07, 0.33, 0.9])
def test_the_point_of_retreat_rises_with_threat_and_never_sinks(threat):
    point = _of(rules.retreat_point(jnp.full(2, threat), make_params(), "exact"))
    rise = max(0.0, np.log(threat / (1 - threat)) + 2.5867) if threat else 0.0
    assert point == pytest.approx(0.25 + 0.05 * rise, abs=1e-5)


@pytest.mark.parametrize("threat", [0.0, 0.07, 0.33])
def test_without_pressure_there_is_no_retreat(threat):
    state, _ = decide_for(60, make_inputs(threat=threat))
    assert _of(state.retreat) < 0.1


def test_the_ruler_gives_way_fast_and_takes_it_back_slowly():
    params = make_params()
    point = jnp.full(2, 0.25)
    up = _of(rules.next_retreat(jnp.zeros(2), jnp.full(2, 9.0), point, params, 1.0))
    down = _of(rules.next_retreat(jnp.ones(2), jnp.full(2, -9.0), point, params, 1.0))
    assert up == pytest.approx(1 - np.exp(-1 / 2), rel=1e-6)
    assert down == pytest.approx(np.exp(-1 / 12), rel=1e-6)
    at_the_point = _of(rules.next_retreat(jnp.full(2, 0.5), point, point, params, 1.0))
    assert at_the_point == pytest.approx(0.5)


def test_hunger_makes_the_ruler_give_way():
    hunger = make_inputs(ration_fill_last_month=0.4, nutrition=0.7, kolkhoz_exits_last_month=250.0)
    state, _ = decide_for(12, hunger)
    assert _of(state.retreat) > 0.9


def test_a_ruler_who_fears_war_above_all_never_gives_way():
    hunger = make_inputs(
        ration_fill_last_month=0.0, nutrition=0.1, kolkhoz_exits_last_month=900.0, threat=0.3
    )
    params = make_params(retreat_threat_weight=1e6)
    state, flows = decide_for(24, hunger, params=params)
    assert _of(state.retreat) == pytest.approx(0.0, abs=1e-12)
    assert _of(flows[-1].directives.procurement_share) == pytest.approx(0.34)


def test_concessions_in_full_retreat():
    """Full retreat: three tenths of quota and starts, seven of exports, eight of the reserve."""
    inputs = make_inputs(ration_fill_last_month=0.0, kolkhoz_exits_last_month=5e3)
    params = make_params(pressure_months=0.1, retreat_rise_months=0.1)
    _, flows = decide(inputs=inputs, params=params)
    given = flows.directives
    assert _of(given.procurement_share) == pytest.approx(0.34 * 0.7, rel=1e-3)
    assert _of(given.grain_export) == pytest.approx(300.0 * 0.3, rel=1e-3)
    assert _of(given.reserve_fill) == pytest.approx(60.0 * 0.2, rel=1e-3)
    assert np.asarray(given.priority)[:, 0] == pytest.approx([0.7, 1.4], rel=1e-3)
    assert _of(given.market_legal) == 1.0
    assert _of(flows.protected_rations) == pytest.approx(0.15, rel=1e-3)


@pytest.mark.parametrize("grain", [0.0, 1500.0, 5250.0, 9000.0, 30_000.0])
def test_an_empty_store_ships_nothing(grain):
    _, flows = decide(inputs=make_inputs(state_grain=grain))
    cover = (grain - 1500.0) / 7500.0
    shipped = 300.0 * min(max(cover, 0.0), 1.5)
    filled = 60.0 * min(max(cover, 0.0), 1.0)
    # Without pressure a trace of retreat is left in the switch.
    assert _of(flows.directives.grain_export) == pytest.approx(shipped, rel=0.01)
    assert _of(flows.directives.reserve_fill) == pytest.approx(filled, rel=0.01)
