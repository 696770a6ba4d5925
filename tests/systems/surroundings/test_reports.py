"""Reports: what they say, how many are written and when they arrive."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.surroundings.builders import (
    CALM,
    CHANNELS,
    DECRYPTS,
    DECRYPTS_ON_EASTERN,
    DIPLOMATS_ON_WESTERN,
    EMIGRES_ON_EASTERN,
    EMIGRES_ON_WESTERN,
    INFORMANTS,
    INTENTIONS,
    LIKELIHOOD,
    MENACE,
    PARTNERS,
    STATEMENTS,
    make_inputs,
    make_params,
    make_state,
    run_of,
)
from tests.tolerances import EXACT, ROUNDING

from sinews.systems.surroundings import reports

RUNS = 2048


def _said(intention, error=None, controlled=0.0):
    params = make_params()
    return reports.statement_chances(
        jnp.asarray(intention)[..., None],
        params.statement_likelihood,
        params.deception_likelihood,
        params.noise_statements,
        params.report_error if error is None else jnp.full((INFORMANTS, 1), error),
        jnp.full((INFORMANTS, 1), controlled),
        params.informant_of_channel,
        params.partner_of_channel,
    )[..., 0]


def _sure(state):
    return np.tile(np.eye(5)[:, [state]], (1, PARTNERS))


def test_a_perfect_informant_says_what_the_table_says():
    for state, row in enumerate(LIKELIHOOD):
        np.testing.assert_allclose(_said(_sure(state), error=0.0), [row] * CHANNELS, rtol=ROUNDING)


def test_noise_of_emigres_is_menace_and_that_of_others_even():
    said = _said(_sure(0), error=1.0)
    np.testing.assert_allclose(said[EMIGRES_ON_WESTERN], MENACE, rtol=ROUNDING)
    np.testing.assert_allclose(said[DIPLOMATS_ON_WESTERN], 0.25, rtol=ROUNDING)
    # Half and half of a calm truth and menace: the bias that change 4 is about.
    half = 0.45 * np.asarray(LIKELIHOOD[0]) + 0.55 * np.asarray(MENACE)
    np.testing.assert_allclose(_said(_sure(0))[EMIGRES_ON_EASTERN], half, rtol=ROUNDING)


def test_a_doubled_source_threatens_while_weak_and_calms_while_preparing():
    for state, lie in enumerate([MENACE, MENACE, CALM, CALM, CALM]):
        np.testing.assert_allclose(_said(_sure(state), controlled=1.0), [lie] * CHANNELS)


@given(
    weights=st.lists(st.floats(0.001, 1.0), min_size=5, max_size=5),
    error=st.floats(0.0, 1.0),
    controlled=st.floats(0.0, 1.0),
)
def test_chances_of_statements_sum_to_one(weights, error, controlled):
    shares = np.tile(np.asarray(weights)[:, None] / sum(weights), (1, PARTNERS))
    said = np.asarray(_said(shares, error, controlled))
    assert (said >= 0.0).all()
    np.testing.assert_allclose(said.sum(axis=1), 1.0, rtol=ROUNDING)


def _rates(attention, access=0.6, draws=1.0):
    params = make_params()
    return np.asarray(
        reports.writing_rate(
            params.report_rate,
            jnp.full((CHANNELS, 1), draws),
            jnp.asarray(attention)[:, None],
            jnp.full((PARTNERS, 1), access),
            params.is_decrypt,
            params.topic_of_informant,
            params.informant_of_channel,
            params.partner_of_channel,
        )
    )[:, 0]


def test_even_attention_gives_the_rates_and_ciphers_need_access():
    even = [0.25] * 4
    np.testing.assert_allclose(_rates(even), [3.0 * 0.6, 2.0, 1.0, 0.5], rtol=ROUNDING)
    np.testing.assert_allclose(_rates(even, access=0.0), [0.0, 2.0, 1.0, 0.5], rtol=ROUNDING)
    np.testing.assert_array_equal(_rates(even, draws=0.0), 0.0)


def test_all_attention_on_emigres_doubles_their_reports_and_ends_the_others():
    np.testing.assert_allclose(_rates([0.0, 0.0, 1.0, 0.0]), [0.0, 4.0, 2.0, 0.0], rtol=ROUNDING)


@pytest.mark.parametrize("steps", [1, 3])
def test_as_many_wait_as_are_written_in_the_mean_delay(steps):
    """Little's law, at any step."""
    dt, months = 1.0 / steps, jnp.asarray([[2.0], [1.0], [0.5], [0.02]])
    written = jnp.full((CHANNELS, STATEMENTS, 1), 0.7 * dt)
    waiting = jnp.zeros_like(written)
    for _ in range(60 * steps):
        waiting, arrived = reports.pass_through_the_post(waiting, written, months, dt)
    np.testing.assert_allclose(waiting[:, 0, 0], 0.7 * months[:, 0], rtol=1e-9)
    np.testing.assert_allclose(arrived, written, rtol=1e-9)


@pytest.mark.parametrize("steps", [1, 3])
def test_no_report_is_lost_or_made(steps):
    """What is expected to be written arrives or waits; what is drawn comes as often in the mean."""
    path, flows = run_of(
        make_state(RUNS), make_params(), make_inputs(), steps=steps, months=24, runs=RUNS
    )
    written, delivered = (
        np.asarray(flow).sum(axis=0) for flow in (flows.reports_written, flows.reports_delivered)
    )
    waiting = np.asarray(path.reports_under_way)
    assert (waiting >= 0.0).all()
    np.testing.assert_array_equal(delivered, np.round(delivered))
    due = (written - waiting[-1]).sum(axis=1).mean(axis=-1)
    error = 4.0 * (due / RUNS) ** 0.5
    np.testing.assert_array_less(np.abs(delivered.sum(axis=1).mean(axis=-1) - due), error)


@pytest.mark.parametrize("steps", [1, 3])
def test_reports_come_as_often_as_their_rates(steps):
    params = make_params(delivery_months=0.001)
    _, flows = run_of(make_state(RUNS), params, make_inputs(), steps=steps, months=1, runs=RUNS)
    delivered = np.asarray(flows.reports_delivered)[0].sum(axis=1)
    expected = [3.0 * 0.6, 2.0, 1.0, 0.5]
    np.testing.assert_allclose(
        delivered.mean(axis=-1), expected, atol=4 * (max(expected) / RUNS) ** 0.5
    )
    np.testing.assert_allclose(delivered.var(axis=-1), expected, rtol=0.2)


def test_what_is_written_follows_what_is_true():
    def shares(state):
        opening = np.tile(np.eye(5)[:, [state]], (1, PARTNERS))
        _, flows = run_of(
            make_state(true_intention=opening), make_params(), make_inputs(), mode="mean"
        )
        said = np.asarray(flows.reports_written)[0, DECRYPTS_ON_EASTERN, :, 0]
        return said / said.sum()

    assert shares(0)[0] > 0.6
    assert shares(4)[2] + shares(4)[3] > 0.6


def test_dated_letters_arrive_as_far_as_they_are_let_through():
    dated = np.zeros((3, CHANNELS, STATEMENTS, 1))
    dated[1, DECRYPTS_ON_EASTERN, 2] = 1.0
    quiet = make_params(report_rate=0.0)

    def delivered(let_through, steps=1):
        _, flows = run_of(
            make_state(), quiet, make_inputs(dated_letters=let_through),
            paths={"dated_reports": jnp.asarray(dated)}, months=3, steps=steps,
        )  # fmt: skip
        np.testing.assert_array_equal(flows.reports_delivered, flows.letters_delivered)
        return np.asarray(flows.reports_delivered)

    np.testing.assert_array_equal(delivered(1.0), dated)
    np.testing.assert_allclose(delivered(1.0, steps=3), dated, rtol=ROUNDING)
    np.testing.assert_array_equal(delivered(0.0), 0.0)


def test_who_is_doubled_is_drawn_once_and_stays():
    chance = np.array([0.3, 0.0, 1.0])
    path, _ = run_of(
        make_state(RUNS, source_is_controlled=chance), make_params(), make_inputs(),
        months=6, runs=RUNS,
    )  # fmt: skip
    drawn = np.asarray(path.source_is_controlled)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert (drawn == drawn[0]).all()
    assert drawn[0, DECRYPTS].mean() == pytest.approx(0.3, abs=4 * 0.5 / RUNS**0.5)
    np.testing.assert_array_equal(drawn[0, 1:].mean(axis=-1), [0.0, 1.0])
    mean, _ = run_of(
        make_state(source_is_controlled=chance), make_params(), make_inputs(), mode="mean", months=6
    )
    np.testing.assert_allclose(mean.source_is_controlled[-1, :, 0], chance, atol=EXACT)


def test_all_sources_doubled_report_menace_of_a_quiet_neighbour():
    state = make_state(
        source_is_controlled=1.0, true_intention=np.transpose([(1.0, 0, 0, 0, 0)] * 3)
    )
    params = make_params(report_error=0.0)
    _, flows = run_of(state, params, make_inputs(), mode="mean")
    said = np.asarray(flows.reports_written)[0, DECRYPTS_ON_EASTERN, :, 0]
    np.testing.assert_allclose(said / said.sum(), MENACE, rtol=0.02)
    assert len(INTENTIONS) == PARTNERS
