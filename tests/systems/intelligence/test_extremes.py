"""Extreme conditions of section 4.2 of the model; the exact posterior has a file of its own."""

import jax.numpy as jnp
import numpy as np
import scipy.linalg
from tests.systems.intelligence.builders import (
    CALM,
    DATE,
    EMIGRES,
    LIKELIHOOD,
    MENACE,
    NORTH,
    NORTH_GOSSIP,
    NORTH_READ,
    NORTH_TOLD,
    P1,
    PREPARING,
    SOOTHING,
    UNDISTORTED,
    D,
    make_inputs,
    make_params,
    make_state,
    months_of,
    report,
)
from tests.tolerances import LEDGER

RUNS, YEARS = 256, 4


def _drawn(rng, shares, channels, months, rate, runs=RUNS):
    """Draw reports that speak by one law, [month, channel, statement, run]."""
    told = np.zeros((months, 4, 4, runs))
    for channel in channels:
        told[:, channel] = rng.poisson(rate * np.reshape(shares, (4, 1)), (months, 4, runs))
    return jnp.asarray(told)


def test_reports_that_are_all_idle_talk_leave_the_forecast():
    params = make_params(**UNDISTORTED)
    deaf = make_state(source_agrees=[0.0] * 3, source_differs=[10.0] * 3)
    loud = make_inputs(reports=report((NORTH_READ, DATE), (NORTH_TOLD, PREPARING), rate=9.0))
    heard, _ = months_of(deaf, params, loud, months=6)
    silent, _ = months_of(deaf, params, make_inputs(), months=6)
    np.testing.assert_allclose(heard.belief, silent.belief, atol=LEDGER)


def test_belief_follows_deception_where_no_source_is_suspected():
    params = make_params(**UNDISTORTED)
    rng = np.random.default_rng(1)
    soothed, _ = months_of(
        make_state(RUNS), params, make_inputs(),
        reports=_drawn(rng, SOOTHING, (0, 1, 3), 12, 3.0),
    )  # fmt: skip
    menaced, _ = months_of(
        make_state(RUNS), params, make_inputs(), reports=_drawn(rng, MENACE, (0, 1, 3), 12, 3.0)
    )
    assert np.median(np.asarray(soothed.belief)[-1, D, NORTH]) > 0.95
    assert np.median(np.asarray(menaced.belief)[-1, P1:, NORTH].sum(axis=0)) > 0.9


def test_suspicion_of_a_doubled_source_takes_the_edge_off():
    rng = np.random.default_rng(2)
    told = _drawn(rng, MENACE, (NORTH_TOLD,), 12, 1.0)
    naive = make_params(**(UNDISTORTED | {"doubled_share": [0.0, 0.0, 0.0]}))
    wary = make_params(**(UNDISTORTED | {"doubled_share": [0.0, 0.6, 0.0]}))
    believed = [
        np.median(np.asarray(months_of(make_state(RUNS), params, make_inputs(), reports=told)[1]
                             .believed_preparing)[-1, NORTH])
        for params in (naive, wary)
    ]  # fmt: skip
    assert believed[1] < 0.7 * believed[0]


def test_publication_for_ever_leaves_no_access():
    inputs = make_inputs(publish=[1.0] * 3)
    for mode in ("exact", "mean", "soft"):
        path, _ = months_of(make_state(16), make_params(), inputs, months=48, mode=mode)
        assert np.asarray(path.cipher_access)[-12:].mean() < 0.02


def test_no_effort_never_gains_access():
    path, _ = months_of(make_state(16), make_params(), make_inputs(cipher_effort=0.0), months=24)
    assert (np.diff(np.asarray(path.cipher_access), axis=0) <= 0.0).all()


def test_codes_long_unchanged_are_read_in_the_end():
    params = make_params(burn_spontaneous=0.0, access_gain=[0.03, 0.03, 0.0])
    path, _ = months_of(make_state(), params, make_inputs(), months=240)
    access = np.asarray(path.cipher_access)[-1, :, 0]
    assert access[0] > 0.99
    assert access[2] == 0.0


def _hidden_paths(rng, months, runs):
    """Draw intentions of the north by the office's own law of a quiet month, and their law."""
    rate = {(0, 1): 0.03, (1, 0): 0.03, (1, 2): 0.06, (2, 3): 0.33, (3, 4): 0.33}
    rate |= {(state, 1): 0.08 for state in (2, 3, 4)}
    matrix = np.zeros((5, 5))
    for (origin, goal), value in rate.items():
        matrix[origin, goal] = value
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    moved = scipy.linalg.expm(matrix)
    path = np.zeros((months, runs), dtype=int)
    path[0] = rng.choice(5, p=[0.5, 0.3, 0.1, 0.05, 0.05], size=runs)
    for month in range(1, months):
        reached = moved[path[month - 1]].cumsum(axis=1)
        path[month] = (rng.uniform(size=(runs, 1)) > reached).sum(axis=1).clip(0, 4)
    return path


def _brier(weight, path, told):
    params = make_params(
        topic_weight=[1.0, 1.0, weight, 1.0], memory_of_prior=1.0, learning_weight=0.0,
        report_overlap=0.0, doubled_share=[0.0] * 3,
    )  # fmt: skip
    inputs = make_inputs(emigre_sponsorship=[0.0] * 3)
    _, moved = months_of(make_state(RUNS), params, inputs, reports=told)
    believed = np.asarray(moved.believed_preparing)[:, NORTH]
    return float(np.mean((believed - (path >= P1)) ** 2))


def test_obsession_with_emigres_is_worse_than_climatology():
    rng = np.random.default_rng(3)
    months = 12 * YEARS
    path = _hidden_paths(rng, months, RUNS)
    error = 5.5 / 10.0
    says = (1.0 - error) * np.asarray(LIKELIHOOD)[path] + error * np.asarray(MENACE)
    told = np.zeros((months, 4, 4, RUNS))
    told[:, NORTH_GOSSIP] = np.moveaxis(rng.poisson(2.0 * says), 2, 1)
    base = np.mean(path >= P1)
    climatology = base * (1.0 - base)
    obsessed = _brier(100.0, path, jnp.asarray(told))
    assert obsessed > 1.2 * climatology
    assert obsessed > _brier(1.0, path, jnp.asarray(told))


def test_a_source_that_contradicts_the_others_loses_trust():
    params = make_params(topic_weight=[1.0] * 4)
    told = report((NORTH_READ, CALM), rate=3.0) + report((NORTH_GOSSIP, DATE), rate=2.0)
    path, _ = months_of(make_state(), params, make_inputs(reports=told), months=24)
    share = np.asarray(path.source_differs / (path.source_agrees + path.source_differs))[:, :, 0]
    assert share[-1, EMIGRES] > 0.75
    assert share[-1, 0] < 0.1
