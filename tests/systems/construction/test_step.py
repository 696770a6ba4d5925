"""Laws of a month of building, on the compiled month."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.construction.builders import (
    build,
    done,
    make_inputs,
    make_params,
    make_state,
    month,
    scope,
)
from tests.tolerances import LEDGER

share = st.floats(0.0, 1.0)
work = st.floats(0.0, 300.0)
stock = st.floats(0.0, 50.0)
STEP_TOLERANCE = 0.03
SOFT_TOLERANCE = 0.05


def _site(draws):
    to_do, correct, hidden, known, started, mastering = draws
    return make_state(
        2,
        work_to_do=[to_do, 10.0],
        work_correct=[correct, 50.0],
        rework_hidden=[hidden, 5.0],
        rework_known=[known, 1.0],
        started=[float(started), 1.0],
        mastering=[mastering, 0.3],
        handed_over=[0.1, 0.2],
        equipment_fitted=[1.0, 4.0],
        site_materials=2.0,
        site_equipment=1.0,
    )


PARAMS = make_params(2, equipment_need=5.0, other_work_wanted=20.0, other_equipment_wanted=1.0)
sites = st.tuples(work, work, work, work, st.booleans(), share)


@settings(deadline=None, max_examples=40)
@given(
    site=sites,
    builders=work,
    degrees=st.floats(-45.0, 30.0),
    rush=share,
    material=stock,
    landed=stock,
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
)
def test_every_balance_closes(site, builders, degrees, rush, material, landed, mode, steps):
    before = _site(site)
    inputs = make_inputs(
        2,
        builders=builders,
        air_temperature=degrees,
        rush=rush,
        deadline=1.0,
        political_start=1.0,
        materials_delivered=material,
        equipment_landed=landed,
    )
    after, flows = month(before, PARAMS, inputs, jnp.asarray(0), 0, mode, steps)
    dt = 1.0 / steps
    np.testing.assert_allclose(scope(after), scope(before), rtol=LEDGER, atol=LEDGER)
    pairs = [
        (after.work_to_do - before.work_to_do, -flows.new_work),
        (
            after.rework_hidden - before.rework_hidden,
            flows.work_done_badly - flows.rework_found - flows.rework_exposed,
        ),
        (
            after.rework_known - before.rework_known,
            flows.rework_found + flows.rework_exposed + flows.work_destroyed - flows.work_redone,
        ),
        (
            after.site_materials - before.site_materials,
            flows.materials_received - flows.materials_used,
        ),
        (
            after.site_equipment - before.site_equipment,
            flows.equipment_landed
            - jnp.sum(flows.equipment_taken, axis=0)
            - flows.equipment_to_other_sites,
        ),
        (after.equipment_fitted - before.equipment_fitted, flows.equipment_taken),
    ]
    for change, flow in pairs:
        np.testing.assert_allclose(change, dt * flow, rtol=LEDGER, atol=LEDGER)
    handed = jnp.sum(
        PARAMS.design_capacity * (after.handed_over - before.handed_over)[:, None], axis=0
    )
    np.testing.assert_allclose(
        handed, dt * (flows.capacity_handed_over - flows.damage), rtol=LEDGER, atol=LEDGER
    )
    for leaf in jax.tree.leaves((after, flows)):
        assert np.isfinite(leaf).all()
    for leaf in jax.tree.leaves(after):
        assert float(jnp.min(leaf)) >= 0.0
    assert float(jnp.min(flows.capacity_handed_over)) >= 0.0
    assert float(jnp.min(flows.damage)) >= 0.0
    crews = float(jnp.sum(flows.crew)) + float(flows.idle_builders[0])
    assert crews <= builders * (1.0 + LEDGER) + LEDGER


@settings(deadline=None, max_examples=20)
@given(site=sites, builders=st.floats(1.0, 40.0), more=st.floats(0.0, 40.0))
def test_more_builders_never_do_less(site, builders, more):
    few = make_inputs(2, builders=builders, materials_delivered=10.0)
    many = make_inputs(2, builders=builders + more, materials_delivered=10.0)
    _, with_few = month(_site(site), PARAMS, few, jnp.asarray(0), 0, "exact", 1)
    _, with_many = month(_site(site), PARAMS, many, jnp.asarray(0), 0, "exact", 1)
    total = [float(jnp.sum(f.work_done) + f.other_work_done[0]) for f in (with_few, with_many)]
    assert total[1] >= total[0] * (1.0 - 1e-6)


def test_an_empty_project_does_nothing():
    state = make_state(work_to_do=0.0)
    states, flows = build(3, state=state)
    assert float(flows[-1].work_done[0, 0]) == 0.0
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves((states, flows)))


def test_ten_days_and_a_month_agree():
    params = make_params(failure_rate=0.0)
    by_month, _ = build(12, params=params)
    by_decade, _ = build(12, params=params, steps=3)
    assert done(by_decade[-1])[0, 0] == pytest.approx(done(by_month[-1])[0, 0], rel=STEP_TOLERANCE)


def test_soft_mode_stays_near_exact():
    params = make_params(failure_rate=0.0)
    exact, _ = build(24, params=params)
    soft, _ = build(24, params=params, mode="soft")
    assert done(soft[11])[0, 0] == pytest.approx(done(exact[11])[0, 0], rel=SOFT_TOLERANCE)
    assert float(soft[-1].started[0, 0]) == pytest.approx(1.0, abs=SOFT_TOLERANCE)


def test_a_gradient_exists_in_soft_mode():
    state = make_state(work_to_do=90, work_correct=8, rework_hidden=1, rework_known=1)
    params = make_params(other_work_wanted=20.0, other_equipment_wanted=1.0)
    state = eqx.tree_at(lambda s: s.site_equipment, state, jnp.ones(1))

    def finished(builders):
        inputs = make_inputs()
        inputs["builders"] = builders
        after, _ = month(state, params, inputs, jnp.asarray(0), 0, "soft", 1)
        return after.work_correct[0, 0]

    slope = jax.grad(finished)(jnp.asarray([15.0]))
    by_difference = (finished(jnp.asarray([15.01])) - finished(jnp.asarray([14.99]))) / 0.02
    assert float(slope[0]) == pytest.approx(float(by_difference), rel=1e-3)
    assert float(slope[0]) > 0.0


def test_runs_do_not_touch_each_other():
    one, _ = build(18, state=make_state(runs=1), mode="exact")
    many, _ = build(18, state=make_state(runs=5), mode="exact")
    np.testing.assert_allclose(one[-1].work_correct[:, 0], many[-1].work_correct[:, 0], rtol=LEDGER)
