"""Laws of a month of technology, on the compiled month."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.technology.builders import learn, make_inputs, make_params, make_state, month
from tests.tolerances import LEDGER

share = st.floats(0.0, 1.0)
STEP_TOLERANCE = 0.03
PARAMS = make_params(seller_of_design=(0, 1), required_quality=0.5)


@settings(deadline=None, max_examples=60)
@given(
    purse=st.floats(0.0, 3.0),
    funds=st.floats(0.0, 2.0),
    documents=share,
    know_how=share,
    stage=st.integers(0, 2),
    control=share,
    engineers=st.floats(0.0, 1.5),
    quality=share,
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
    number=st.integers(0, 70),
)
def test_every_balance_closes(
    purse, funds, documents, know_how, stage, control, engineers, quality, mode, steps, number
):
    progress = np.zeros((3, 2, 1))
    progress[stage] = 1.0
    before = make_state(
        runs=3,
        mission_purse=purse,
        documents=documents,
        documents_under_way=0.02,
        samples=3.0,
        samples_under_way=0.5,
        know_how=know_how,
        readiness=know_how,
        covert_progress=progress,
    )
    inputs = make_inputs(
        technology_funds=funds,
        licence=1.0,
        covert_effort=1.0,
        specialists=10.0,
        relations=0.9,
        export_control=control,
        engineers=engineers,
        component_quality=quality,
        prototypes=2.0,
    )
    after, flows = month(before, PARAMS, inputs, jnp.asarray(number), 0, mode, steps)
    dt = 1.0 / steps
    spent = flows.licence_payments + flows.covert_payments + flows.covert_losses
    pairs = [
        (after.mission_purse - before.mission_purse, flows.funds_received - spent),
        (
            jnp.sum(after.documents_under_way - before.documents_under_way, axis=0),
            flows.documents_sent - flows.documents_arrived,
        ),
        (
            jnp.sum(after.samples_under_way - before.samples_under_way, axis=0),
            flows.samples_sent - flows.samples_arrived,
        ),
        (after.samples - before.samples, flows.samples_arrived),
        (
            jnp.sum(after.covert_progress - before.covert_progress, axis=0),
            flows.missions_begun - flows.missions_done - flows.missions_caught,
        ),
        (after.know_how - before.know_how, flows.know_how_gained),
    ]
    for change, flow in pairs:
        np.testing.assert_allclose(change, dt * flow, rtol=LEDGER, atol=LEDGER)
    for leaf in jax.tree.leaves((after, flows)):
        assert np.isfinite(leaf).all()
    for leaf in jax.tree.leaves(after):
        assert float(jnp.min(leaf)) >= 0.0
    for name in ("documents", "know_how", "readiness", "licensed", "component_frontier"):
        assert float(jnp.max(getattr(after, name))) <= 1.0


@settings(deadline=None, max_examples=20)
@given(few=share, more=share)
def test_more_engineers_never_teach_less(few, more):
    state = make_state(documents=0.6, know_how=0.2, samples=2.0)
    low, high = min(few, more), max(few, more)
    _, with_few = month(state, PARAMS, make_inputs(engineers=low), jnp.asarray(0))
    _, with_more = month(state, PARAMS, make_inputs(engineers=high), jnp.asarray(0))
    assert float(with_more.know_how_gained[0, 0]) >= float(with_few.know_how_gained[0, 0])
    assert float(with_more.documents_copied[0, 0]) >= float(with_few.documents_copied[0, 0])


def test_ten_days_and_a_month_agree():
    state = make_state(documents=0.6, know_how=0.2, samples=2.0, readiness=0.1)
    by_month, _ = learn(24, state=state)
    by_decade, _ = learn(24, state=state, steps=3)
    assert float(by_decade[-1].readiness[0, 0]) == pytest.approx(
        float(by_month[-1].readiness[0, 0]), rel=STEP_TOLERANCE
    )


def test_mean_mode_is_near_the_mean_of_draws():
    inputs = make_inputs(licence=1.0, technology_funds=1.0, relations=0.5)
    exact, _ = learn(18, state=make_state(runs=2048, mission_purse=5.0), inputs=inputs)
    mean, _ = learn(18, state=make_state(mission_purse=5.0), inputs=inputs, mode="mean")
    drawn = float(jnp.mean(exact[-1].licensed[0]))
    assert float(mean[-1].licensed[0, 0]) == pytest.approx(drawn, abs=STEP_TOLERANCE)


def test_a_gradient_exists_in_soft_mode():
    state = make_state(documents=0.6, know_how=0.2, samples=2.0, readiness=0.1, mission_purse=2.0)

    def ready(engineers):
        inputs = make_inputs(licence=1.0)
        inputs["engineers"] = engineers
        after, _ = month(state, PARAMS, inputs, jnp.asarray(0), 0, "soft", 1)
        return after.readiness[0, 0]

    slope = jax.grad(ready)(jnp.asarray([0.7]))
    by_difference = (ready(jnp.asarray([0.701])) - ready(jnp.asarray([0.699]))) / 0.002
    assert float(slope[0]) == pytest.approx(float(by_difference), rel=1e-3)
