"""With every distortion off, belief is that of an independent filter of hidden Markov chains.

The other filter is hmmlearn (BSD). A sixth state, attacked, says nothing but that war has come;
each month ends with the news that it has not. Numbers of reports by source and statement are one
multinomial law; that of the news is set apart, so that it tells the attacked state alone.
"""

import jax.numpy as jnp
import numpy as np
import pytest
import scipy.linalg
from hmmlearn.hmm import MultinomialHMM
from tests.systems.intelligence.builders import (
    BELIEF,
    LIKELIHOOD,
    NORTH,
    UNDISTORTED,
    make_inputs,
    make_params,
    make_state,
    months_of,
    report,
)
from tests.tolerances import ROUNDING

from sinews.core.groups import greatest_by
from sinews.core.intention import rates_of
from sinews.systems.intelligence import outlook

MONTHS = 9
AGREES, DIFFERS = [9.0, 7.0, 4.5], [1.0, 3.0, 5.5]
NAMED = [(0, 0), (1, 1), (3, 2)]
"""Channel and informant of all that is told of the north."""


def _generator(params, inputs):
    drives = outlook.drives_seen(
        params.topic_weight,
        inputs["foreign_forces"],
        inputs["third_party_support"],
        inputs["combat_power_last_month"],
        params.theatre_of_partner,
        inputs["relations"],
        inputs["pact_strength"],
        inputs["engaged_elsewhere"],
        inputs["emigre_sponsorship"],
        greatest_by(inputs["escalation"], params.partner_of_sector, 3),
    )
    matrix = np.zeros((6, 6))
    for (origin, goal), rate in rates_of(params.chain, drives, jnp.ones(1)).items():
        matrix[origin, goal] = np.broadcast_to(rate, (3, 1))[NORTH, 0]
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return matrix


def _drawn_reports(seed, rate):
    """Draw a hidden path and what is told of it, [month, channel, statement]."""
    rng = np.random.default_rng(seed)
    path = rng.choice(5, size=MONTHS)
    told = np.zeros((MONTHS, 4, 4))
    for month, state in enumerate(path):
        for channel, informant in NAMED:
            error = DIFFERS[informant] / (AGREES[informant] + DIFFERS[informant])
            says = (1.0 - error) * np.asarray(LIKELIHOOD[state]) + error / 4.0
            told[month, channel] = rng.poisson(rate * says)
    return told


def _their_belief(matrix, told, error):
    """Return beliefs by hmmlearn after each month, [month, intention], and the chance of attack."""
    moved = scipy.linalg.expm(matrix)
    start = np.append(np.asarray(BELIEF)[:, NORTH], 0.0) @ moved
    says = [(1.0 - error[i]) * np.asarray(LIKELIHOOD) + error[i] / 4.0 for _, i in NAMED]
    emission = np.zeros((6, 14))
    emission[:5, :12] = np.concatenate(says, axis=1) / 6.0
    emission[:5, 12] = 0.5
    emission[5, 13] = 1.0
    seen = np.concatenate([told[:, channel] for channel, _ in NAMED], axis=1)
    seen = np.hstack([seen, np.ones((MONTHS, 1)), np.zeros((MONTHS, 1))]).astype(int)
    filtered = []
    for last in range(1, MONTHS + 1):
        model = MultinomialHMM(n_components=6, n_trials=seen[:last].sum(axis=1))
        model.startprob_, model.transmat_, model.emissionprob_ = start, moved, emission
        # The smoothed belief in the last month is the filtered one.
        filtered.append(model.predict_proba(seen[:last])[-1, :5])
    return np.array(filtered), scipy.linalg.expm(12.0 * matrix)[:5, 5]


@pytest.mark.parametrize(("seed", "rate"), [(1, 1.0), (2, 3.0), (3, 0.3)])
@pytest.mark.parametrize("is_noisy", [True, False])
def test_belief_is_the_exact_posterior(seed, rate, is_noisy):
    differs = DIFFERS if is_noisy else [0.0, 0.0, 0.0]
    error = np.asarray(differs) / (np.asarray(AGREES) + np.asarray(differs))
    params = make_params(**UNDISTORTED)
    inputs, told = make_inputs(), _drawn_reports(seed, rate)
    assert told.sum() > 3.0
    state = make_state(source_agrees=AGREES, source_differs=differs)
    path, moved = months_of(state, params, inputs, reports=jnp.asarray(told)[..., None])
    theirs, chances = _their_belief(_generator(params, inputs), told, error)
    ours = np.asarray(path.belief)[:, :, NORTH, 0]
    np.testing.assert_allclose(ours, theirs, rtol=0.0, atol=ROUNDING)
    threat = np.asarray(moved.threat_by_partner)[:, NORTH, 0]
    np.testing.assert_allclose(threat, theirs @ chances, rtol=0.0, atol=ROUNDING)


def test_three_short_steps_reach_the_same_posterior():
    params, inputs = make_params(**UNDISTORTED), make_inputs()
    told = jnp.asarray(np.stack([report((1, 2)), report((0, 0), (3, 3)), report()]))[..., None]
    silent = make_inputs(), jnp.zeros_like(told)
    months, _ = months_of(make_state(), params, silent[0], reports=silent[1], steps=1)
    steps, _ = months_of(make_state(), params, silent[0], reports=silent[1], steps=3)
    np.testing.assert_allclose(steps.belief, months.belief, rtol=0.0, atol=ROUNDING)
    spoken, _ = months_of(make_state(), params, inputs, reports=told, steps=3)
    assert np.abs(np.asarray(spoken.belief - months.belief))[:, :, NORTH].max() > 0.05
