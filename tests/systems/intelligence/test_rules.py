"""Belief, weights, ciphers and coalitions, worked by hand."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.intelligence.builders import (
    AGENTS,
    BELIEF,
    CALM,
    DECRYPTS,
    LIKELIHOOD,
    MENACE,
    NORTH,
    PREPARING,
    SOOTHING,
    column,
    make_chain,
    make_inputs,
    make_params,
)
from tests.tolerances import ROUNDING

from sinews.core.groups import greatest_by
from sinews.core.intention import ATTACK, rates_of
from sinews.systems.intelligence import belief, ciphers, outlook

DECEPTION = [MENACE, MENACE, SOOTHING, SOOTHING, SOOTHING]
ONE = jnp.ones(1)


def _voices(error=(0.1, 0.3), doubled=(0.0, 0.1)):
    return belief.voices(column(LIKELIHOOD), column(DECEPTION), column(error), column(doubled))


def _log_prior(shares):
    return jnp.log(column([shares]))


def test_a_source_speaks_by_knowledge_idle_talk_and_control():
    spoken, knowing = _voices()
    # .9 x .8 + .1 / 4, nobody doubled; then .9 x (.7 x .35 + .3 / 4) + .1 x .45
    assert float(spoken[DECRYPTS, 0, CALM, 0]) == pytest.approx(0.745)
    expected = 0.9 * (0.7 * 0.35 + 0.075) + 0.1 * 0.04
    assert float(spoken[AGENTS, 2, PREPARING, 0]) == pytest.approx(expected)
    assert float(knowing[AGENTS, 2, PREPARING, 0]) == pytest.approx(0.9 * 0.7 * 0.35)
    np.testing.assert_allclose(jnp.sum(spoken, axis=2), 1.0, rtol=ROUNDING)


def test_error_is_the_share_of_reports_that_were_idle_talk():
    error = belief.report_error(column([9.0, 0.0, 0.0]), column([1.0, 2.0, 0.0]))
    np.testing.assert_allclose(error[:, 0], [0.1, 1.0, 0.5], rtol=ROUNDING)


def test_reports_beyond_one_a_month_repeat_each_other():
    links = ((0, 0, 1), (0, 1, 0), (0, 2))
    weight = belief.report_weight(
        column([3.0, 3.0, 0.5]),
        column([1.0, 0.0, 1.0]),
        column([0.25] * 4),
        column([0.6, 0.2]),
        column([1.0, 0.0]),
        column([1.0, 0.6, 1.8, 1.0]),
        ONE,
        links,
    )
    # A stream of 3 x .6; a stream that does not run, so that single letters count in full.
    np.testing.assert_allclose(weight[:, 0], [1.0 / 1.8, 1.0, 1.8], rtol=ROUNDING)


def test_twice_the_attention_is_half_as_many_more_reports_again():
    def stream(attention):
        return belief.report_weight(
            column([4.0]), ONE[None], column(attention), column([1.0]), column([0.0]),
            column([1.0] * 4), ONE, ((0,), (0,), (0,)),
        )  # fmt: skip

    assert float(stream([0.25] * 4)[0, 0]) == pytest.approx(1.0 / 4.0)
    assert float(stream([1.0, 0.0, 0.0, 0.0])[0, 0]) == pytest.approx(1.0 / 8.0)
    assert float(stream([0.0, 0.5, 0.5, 0.0])[0, 0]) == pytest.approx(1.0)


def test_one_report_is_the_rule_of_bayes():
    spoken, _ = _voices()
    counts = jnp.zeros((1, 4, 1)).at[0, PREPARING].set(1.0)
    told = belief.evidence(counts, ONE[None], spoken, (AGENTS,), (0,), 1)
    after = belief.update(_log_prior([0.5, 0.3, 0.1, 0.06, 0.04]), column([[0.2]] * 5), told, ONE,
                          0.0 * ONE, ONE)  # fmt: skip
    says = np.asarray(spoken[AGENTS, :, PREPARING, 0]) * [0.5, 0.3, 0.1, 0.06, 0.04]
    np.testing.assert_allclose(jnp.exp(after)[0, :, 0], says / says.sum(), rtol=ROUNDING)


def test_memory_goes_back_to_the_old_conviction():
    shares = [0.1, 0.2, 0.3, 0.3, 0.1]
    silence = jnp.zeros((1, 5, 1))
    anchor = column([[0.6], [0.25], [0.1], [0.04], [0.01]])
    after = belief.update(_log_prior(shares), anchor, silence, 0.0 * ONE, 0.0 * ONE, ONE)
    np.testing.assert_allclose(jnp.exp(after)[0], anchor[:, 0], rtol=1e-9)
    after = belief.update(_log_prior(shares), anchor, silence, 0.5 * ONE, 0.0 * ONE, ONE)
    middle = np.sqrt(np.asarray(shares) * np.asarray(anchor[:, 0, 0]))
    np.testing.assert_allclose(jnp.exp(after)[0, :, 0], middle / middle.sum(), rtol=1e-9)


def test_unwelcome_evidence_is_heard_less():
    prior = _log_prior([0.7, 0.2, 0.05, 0.03, 0.02])
    alarm = jnp.log(column([LIKELIHOOD]))[:, :, PREPARING]
    calm = jnp.log(column([LIKELIHOOD]))[:, :, CALM]
    bias, sharp = 0.3 * ONE, 50.0 * ONE
    assert float(belief.heard(alarm, prior, bias, sharp)[0, 0]) == pytest.approx(0.7)
    assert float(belief.heard(calm, prior, bias, sharp)[0, 0]) == pytest.approx(1.0)
    assert float(belief.heard(alarm, prior, 0.0 * ONE, sharp)[0, 0]) == 1.0
    # One who leans to alarm hears calm less.
    alarmed = _log_prior([0.02, 0.03, 0.05, 0.2, 0.7])
    assert float(belief.heard(calm, alarmed, bias, sharp)[0, 0]) == pytest.approx(0.7)


@settings(max_examples=20)
@given(st.lists(st.floats(-30.0, 0.0), min_size=5, max_size=5), st.floats(-20.0, 20.0))
def test_evidence_that_says_the_same_of_all_changes_nothing(leaning, level):
    prior = jnp.asarray(leaning)[None, :, None]
    told = jnp.full((1, 5, 1), level)
    after = belief.update(prior, column([[0.2]] * 5), told, ONE, 0.5 * ONE, ONE)
    expected = np.exp(leaning) / np.exp(leaning).sum()
    np.testing.assert_allclose(jnp.exp(after)[0, :, 0], expected, rtol=1e-9, atol=1e-12)


def test_a_report_counts_by_its_chance_to_be_knowledge():
    spoken, knowing = _voices()
    held = column([[0.0, 0.0, 0.0, 1.0, 0.0]])
    counts = jnp.zeros((1, 4, 1)).at[0, PREPARING].set(2.0)
    right = belief.agreement(counts, held, knowing / spoken, (AGENTS,), (0,))
    share = 0.9 * 0.7 * 0.5 / (0.9 * (0.7 * 0.5 + 0.075) + 0.1 * 0.04)
    np.testing.assert_allclose(right[:, 0], [0.0, 2.0 * share], rtol=ROUNDING)


def test_new_codes_cannot_be_attacked_at_once():
    def next_access(months_since, burnt=0.0):
        return ciphers.next_access(
            column([0.5]), column([months_since]), column([burnt]), column([0.03]),
            ONE, 9.0 * ONE, 0.8 * ONE, 1.0,
        )  # fmt: skip

    access, months = next_access(0.0)
    assert float(access[0, 0]) == 0.5
    assert float(months[0, 0]) == 1.0
    access, _ = next_access(1e6)
    assert float(access[0, 0]) == pytest.approx(1.0 - 0.5 * np.exp(-0.03))
    access, months = next_access(1e6, burnt=1.0)
    assert float(access[0, 0]) == pytest.approx(0.2 * (1.0 - 0.5 * np.exp(-0.03)))
    assert float(months[0, 0]) == 0.0


def test_publication_costs_the_codes_in_four_months_of_five():
    chance = ciphers.burn_chance(
        column([1.0, 0.0]), column([0.0, 1.0]), 1.6 * ONE, 0.02 * ONE, 0.01 * ONE, 1.0
    )
    np.testing.assert_allclose(
        chance[:, 0], [1.0 - np.exp(-1.61), 1.0 - np.exp(-0.03)], rtol=ROUNDING
    )


def test_a_letter_raises_just_the_coalition_it_names():
    counts = column([7.0, 1.5, 0.8, 0.7, 6.0])
    named = column([0.0, 0.0, 0.0, 1.0, 0.0])
    joiners = jnp.zeros((5, 2, 1))
    after = outlook.next_join_counts(
        counts, named, column([0.0, 0.0]), joiners, 2.0 * ONE, 0.5 * ONE, 1.0
    )
    leader = (0, 0, 0, 0, 1)
    before = outlook.split_by_coalition(column([0.1, 0.02]), counts, leader)
    split = outlook.split_by_coalition(column([0.1, 0.02]), after, leader)
    assert float(before[3, 0]) == pytest.approx(0.007)
    assert float(split[3, 0]) == pytest.approx(0.1 * 2.7 / 12.0)
    assert float(jnp.sum(split[:4])) == pytest.approx(0.1)
    assert float(outlook.any_attack(split, leader, 2)[0]) == pytest.approx(1.0 - 0.9 * 0.98)


def test_a_pact_with_a_joiner_halves_suspicion():
    joiners = column([[0.0, 0.0], [0.0, 1.0]])
    after = outlook.next_join_counts(
        column([4.0, 4.0]), column([0.0, 0.0]), column([1.0, 1.0]), joiners,
        2.0 * ONE, 0.5 * ONE, 1.0,
    )  # fmt: skip
    np.testing.assert_allclose(after[:, 0], [4.0, 2.0], rtol=ROUNDING)


def test_a_leader_without_any_suspicion_is_no_division_by_zero():
    split = outlook.split_by_coalition(column([0.1]), column([0.0, 0.0]), (0, 0))
    np.testing.assert_array_equal(split, 0.0)


def test_the_office_sees_its_own_power_and_its_own_obsessions():
    params, inputs = make_params(), make_inputs(foreign_forces=[[10.0, 99.0], [40.0, 0.0], [0, 0]])
    worst = greatest_by(inputs["escalation"], params.partner_of_sector, 3)
    np.testing.assert_allclose(worst[:, 0], [0.5, 0.0, 0.0])
    seen = outlook.drives_seen(
        params.topic_weight, inputs["foreign_forces"], inputs["third_party_support"],
        inputs["combat_power_last_month"], params.theatre_of_partner, inputs["relations"],
        inputs["pact_strength"], inputs["engaged_elsewhere"], inputs["emigre_sponsorship"], worst,
    )  # fmt: skip
    opening = [np.log(10.0 / 30.0), np.log(40.0 / 30.0) + 0.14, np.log(0.05 / 8.0)]
    np.testing.assert_allclose(seen.opening[:, 0], opening, rtol=ROUNDING)
    assert float(seen.engaged[NORTH, 0]) == pytest.approx(0.6 * 0.2)
    assert float(seen.emigres[NORTH, 0]) == pytest.approx(1.8 * 0.3)
    np.testing.assert_array_equal(seen.window, 0.0)
    np.testing.assert_array_equal(seen.resolve, 0.5)


def test_a_forecast_knows_that_no_attack_has_come():
    params, inputs = make_params(), make_inputs()
    drives = outlook.drives_seen(
        params.topic_weight, inputs["foreign_forces"], inputs["third_party_support"],
        inputs["combat_power_last_month"], params.theatre_of_partner, inputs["relations"],
        inputs["pact_strength"], inputs["engaged_elsewhere"], inputs["emigre_sponsorship"],
        jnp.zeros((3, 1)),
    )  # fmt: skip
    rates = rates_of(make_chain(), drives, ONE)
    ahead = outlook.forecast(column(BELIEF), rates, 1.0)
    assert ahead.shape[0] == ATTACK
    np.testing.assert_allclose(jnp.sum(ahead, axis=0), 1.0, rtol=ROUNDING)
    sure = column([[0.0] * 3, [0.0] * 3, [0.0] * 3, [0.0] * 3, [1.0] * 3])
    assert (outlook.attack_within_a_year(sure, rates) > outlook.attack_within_a_year(
        column(BELIEF), rates
    )).all()  # fmt: skip
