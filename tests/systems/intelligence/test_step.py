"""Laws of the compiled month of intelligence."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.intelligence.builders import (
    ISLE,
    NORTH,
    NORTH_SOUTH,
    NORTH_TOLD,
    PREPARING,
    SOUTH,
    UNDISTORTED,
    make_inputs,
    make_params,
    make_state,
    months_of,
    report,
)
from tests.tolerances import LEDGER, ROUNDING, STEP

PARAMS = make_params()
LEADERS = np.array(PARAMS.leader_of_coalition)


def _threat(params=PARAMS, months=6, **given):
    _, moved = months_of(make_state(), params, make_inputs(**given), months=months, mode="mean")
    return np.asarray(moved.threat_by_partner)[-1, :, 0]


@settings(max_examples=25)
@given(
    told=st.lists(st.integers(0, 40), min_size=16, max_size=16),
    publish=st.floats(0.0, 1.0),
    effort=st.floats(0.0, 5.0),
    forces=st.floats(0.0, 1e4),
    power=st.floats(0.0, 1e4),
    ladder=st.floats(0.0, 6.0),
    signed=st.floats(0.0, 3.0),
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
)
def test_beliefs_stay_beliefs(told, publish, effort, forces, power, ladder, signed, mode, steps):
    inputs = make_inputs(
        reports=np.reshape(told, (4, 4)),
        publish=[publish] * 3,
        cipher_effort=effort,
        foreign_forces=[[forces, 0.0], [40.0, 0.0], [0.0, forces]],
        combat_power_last_month=[power, 8.0],
        escalation=[ladder] * 3,
        signed_last_month=[0.0, signed, 0.0],
        coalition_reports=[0.0, 1.0, 0.0, 0.0],
    )
    path, moved = months_of(make_state(2), PARAMS, inputs, months=5, mode=mode, steps=steps)
    for leaf in jax.tree.leaves((path, moved)):
        assert np.isfinite(np.asarray(leaf)).all()
    np.testing.assert_allclose(np.asarray(path.belief).sum(axis=1), 1.0, rtol=LEDGER)
    shares = (path.belief, path.cipher_access, moved.threat, moved.threat_by_partner,
              moved.threat_by_coalition, moved.published_decrypts)  # fmt: skip
    for share in shares:
        assert ((np.asarray(share) >= 0.0) & (np.asarray(share) <= 1.0 + LEDGER)).all()
    for partner in (NORTH, SOUTH):
        of_leader = np.asarray(moved.threat_by_coalition)[:, partner == LEADERS].sum(axis=1)
        np.testing.assert_allclose(
            of_leader, np.asarray(moved.threat_by_partner)[:, partner], rtol=LEDGER, atol=LEDGER
        )
    # Every report is knowledge or idle talk, and counts with the weight of learning.
    counted = path.source_agrees + path.source_differs
    known = np.asarray(make_state(2).source_agrees + make_state(2).source_differs)
    told_of = np.asarray(inputs["reports"])[..., 0].sum(axis=1)
    told_by = np.array([told_of[0], told_of[1] + told_of[2], told_of[3]])
    np.testing.assert_allclose(counted[-1] - known, 0.5 * 5 * told_by[:, None] * np.ones(2),
                               rtol=1e-9, atol=1e-9)  # fmt: skip


@settings(max_examples=15)
@given(channel=st.integers(0, 3), few=st.floats(0.0, 3.0), more=st.floats(0.1, 3.0))
def test_more_alarm_never_calms(channel, few, more):
    low = _threat(reports=report((channel, PREPARING), rate=few))
    high = _threat(reports=report((channel, PREPARING), rate=few + more))
    assert (high >= low - LEDGER).all()


def test_what_the_office_sees_moves_its_threat():
    usual = _threat()
    assert _threat(pact_strength=[0.7, 0.0, 0.0])[NORTH] < usual[NORTH]
    assert _threat(engaged_elsewhere=[0.9, 0.0, 0.0])[NORTH] < usual[NORTH]
    assert _threat(combat_power_last_month=[60.0, 8.0])[NORTH] < usual[NORTH]
    assert _threat(escalation=[3.0, 0.0, 0.0])[NORTH] > usual[NORTH]
    assert _threat(emigre_sponsorship=[1.0, 0.3, 0.0])[NORTH] > usual[NORTH]
    np.testing.assert_allclose(_threat(engaged_elsewhere=[0.9, 0.0, 0.0])[SOUTH], usual[SOUTH])


def test_obsession_with_emigres_raises_what_gossip_does():
    gossip = {"reports": report((3, PREPARING), rate=0.5), "emigre_sponsorship": [0.0] * 3}
    sober = make_params(topic_weight=[1.0, 0.6, 1.0, 1.0])
    assert _threat(**gossip)[NORTH] > 1.05 * _threat(sober, **gossip)[NORTH]


def test_threat_is_that_of_leaders_alone():
    _, moved = months_of(make_state(), PARAMS, make_inputs())
    by_partner = np.asarray(moved.threat_by_partner)[0, :, 0]
    assert by_partner[ISLE] > 0.0
    expected = 1.0 - (1.0 - by_partner[NORTH]) * (1.0 - by_partner[SOUTH])
    assert float(moved.threat[0, 0]) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("mode", ["mean", "soft"])
def test_steps_of_ten_days_agree_with_months(mode):
    inputs = make_inputs(
        reports=report((0, 1), (NORTH_TOLD, 0), (2, 0), rate=0.5),
        coalition_reports=[0.0, 0.1, 0.0, 0.0],
        signed_last_month=[0.0, 0.05, 0.0],
        secrets_acted_on_last_month=[1.0, 0.0, 0.0],
    )
    # No code falls by chance here, so that soft draws are the same at both steps.
    params = make_params(burn_spontaneous=0.0, burn_by_use=0.0)
    month, one = months_of(make_state(), params, inputs, months=12, mode=mode, steps=1)
    third, three = months_of(make_state(), params, inputs, months=12, mode=mode, steps=3)
    # The month's reports fade within it when it is taken in three steps: 8 % here.
    np.testing.assert_allclose(three.threat[-1], one.threat[-1], rtol=0.1)
    np.testing.assert_allclose(third.cipher_access[-1], month.cipher_access[-1], rtol=STEP)
    np.testing.assert_allclose(third.join_counts[-1], month.join_counts[-1], rtol=STEP)
    np.testing.assert_allclose(third.source_agrees[-1], month.source_agrees[-1], rtol=STEP)


@pytest.mark.parametrize("steps", [1, 3])
def test_codes_are_lost_as_often_as_their_hazard_says(steps):
    inputs = make_inputs(publish=[1.0, 0.0, 0.0], secrets_acted_on_last_month=[0.0, 1.0, 0.0])
    _, drawn = months_of(make_state(4096), PARAMS, inputs, steps=steps)
    lost = np.asarray(drawn.codes_lost)[0].mean(axis=1)
    assert lost[SOUTH] == pytest.approx(0.03, abs=0.01)
    if steps == 1:
        assert lost[NORTH] == pytest.approx(1.0 - np.exp(-1.61), abs=0.02)
    else:
        assert lost[NORTH] == pytest.approx(3.0 * (1.0 - np.exp(-1.61 / 3.0)), abs=0.06)


def test_mean_mode_is_the_mean_of_draws():
    inputs = make_inputs(publish=[1.0, 0.0, 0.0])
    drawn, _ = months_of(make_state(4096), PARAMS, inputs)
    mean, _ = months_of(make_state(), PARAMS, inputs, mode="mean")
    np.testing.assert_allclose(
        np.asarray(drawn.cipher_access)[0].mean(axis=1),
        np.asarray(mean.cipher_access)[0, :, 0],
        atol=0.01,
    )


def test_only_what_was_read_can_be_printed():
    _, moved = months_of(make_state(), PARAMS, make_inputs(publish=[1.0, 1.0, 1.0]))
    np.testing.assert_array_equal(np.asarray(moved.published_decrypts)[0, :, 0], [1.0, 1.0, 0.0])


def test_the_named_coalition_gains_within_its_leader():
    quiet, before = months_of(make_state(), PARAMS, make_inputs())
    named = make_inputs(coalition_reports=[0.0, 1.0, 0.0, 0.0])
    _, after = months_of(make_state(), PARAMS, named)
    assert float(after.threat_by_coalition[0, NORTH_SOUTH, 0]) > 1.3 * float(
        before.threat_by_coalition[0, NORTH_SOUTH, 0]
    )
    np.testing.assert_allclose(after.threat, before.threat, rtol=ROUNDING)
    assert quiet.join_counts.shape == (1, 4, 1)


def test_silence_is_no_surprise_and_a_date_is():
    params = make_params(**UNDISTORTED)
    _, silent = months_of(make_state(), params, make_inputs())
    _, spoken = months_of(make_state(), params, make_inputs(reports=report((NORTH_TOLD, 3))))
    np.testing.assert_allclose(silent.surprise, 0.0, atol=1e-12)
    assert float(spoken.surprise[0, NORTH, 0]) > 0.02
    np.testing.assert_allclose(np.asarray(spoken.surprise)[0, SOUTH], 0.0, atol=1e-12)


def test_soft_mode_has_gradients():
    def access(publish):
        inputs = make_inputs() | {"publish": jnp.stack([publish, publish, publish])[:, None]}
        path, moved = months_of(make_state(), PARAMS, inputs, months=3, mode="soft")
        return path.cipher_access[-1, NORTH, 0] + moved.threat[-1, 0]

    slope = jax.grad(access)(jnp.asarray(0.2))
    assert np.isfinite(slope)
    assert slope < 0.0
