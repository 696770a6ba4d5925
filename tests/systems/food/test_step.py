"""Laws of the compiled month of food."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.food.builders import (
    JANUARY,
    JULY,
    all_finite,
    least_stock,
    make_inputs,
    make_params,
    make_state,
    months_of,
    one_step,
    total,
)
from tests.tolerances import LEDGER, STEP

PARAMS = make_params()
SCALE = 1e3  # kt, the size of the stores that balances are measured against
LAW = settings(deadline=None, max_examples=40)
kilotonnes = st.floats(0.0, 2e3)
share = st.floats(0.0, 1.0)


def _sum(value):
    return float(jnp.sum(value))


def _close(found, wanted):
    np.testing.assert_allclose(found, wanted, rtol=LEDGER, atol=LEDGER * SCALE)


def _check_balances(before, after, flows, dt=1.0):
    farm = flows.harvest - flows.seed_set_aside - flows.procured_from_farms
    farm = farm + flows.loans_to_food - flows.farm_eaten - flows.fed - flows.sold
    _close(after.farm_grain - before.farm_grain, dt * farm)
    seed = flows.seed_set_aside + flows.loans_to_seed - flows.sown - flows.procured_from_seed
    _close(after.seed_grain - before.seed_grain, dt * seed)
    way = _sum(flows.procured) - _sum(flows.lost_on_way) - _sum(flows.grain_arrived)
    _close(_sum(after.grain_in_transit) - _sum(before.grain_in_transit), dt * way)
    gained = flows.grain_arrived + flows.grain_landed + flows.reserve_released
    given_out = flows.army_grain + jnp.sum(flows.ration_issued, axis=0) + flows.industry_grain
    given_out = given_out + flows.other_uses + flows.grain_exported + flows.reserve_filled
    given_out = given_out + jnp.sum(flows.loans_issued, axis=0) + flows.lost_in_store
    _close(after.state_grain - before.state_grain, dt * (gained - given_out))
    reserve = flows.reserve_filled - flows.reserve_released - flows.lost_in_reserve
    _close(after.reserve_grain - before.reserve_grain, dt * reserve)
    _close(after.draught[:, 0] - before.draught[:, 0], dt * (flows.horses_born - flows.horses_lost))
    _close(
        after.draught[:, 1] - before.draught[:, 1],
        dt * (flows.tractors_received - flows.tractors_worn),
    )
    _close(after.cattle - before.cattle, dt * (flows.cattle_born - flows.cattle_lost))


@LAW
@given(
    month=st.integers(0, 11),
    farm_grain=kilotonnes,
    seed_grain=kilotonnes,
    state_grain=kilotonnes,
    reserve=kilotonnes,
    plan=kilotonnes,
    standing=kilotonnes,
    horses=kilotonnes,
    coercion=share,
    seed_protection=share,
    legal=share,
    exports=st.floats(0.0, 500.0),
    exports_above=share,
    protected=share,
    fill=st.floats(0.0, 300.0),
    release=st.floats(0.0, 300.0),
    loans=st.floats(0.0, 200.0),
    haulage=kilotonnes,
    landed=st.floats(0.0, 100.0),
    mode=st.sampled_from(["exact", "mean", "soft"]),
)
def test_grain_and_herds_are_conserved_and_never_negative(
    month,
    farm_grain,
    seed_grain,
    state_grain,
    reserve,
    plan,
    standing,
    horses,
    coercion,
    seed_protection,
    legal,
    exports,
    exports_above,
    protected,
    fill,
    release,
    loans,
    haulage,
    landed,
    mode,
):
    before = make_state(
        farm_grain=farm_grain,
        seed_grain=seed_grain,
        state_grain=state_grain,
        reserve_grain=reserve,
        procurement_plan=plan,
        standing_crop=standing,
        draught=[[horses, 1.0], [500.0, 0.0]],
    )
    inputs = make_inputs(
        coercion=coercion,
        seed_protection=seed_protection,
        market_legal=legal,
        grain_export=exports,
        exports_above_lists=exports_above,
        protected_rations=protected,
        reserve_fill=fill,
        reserve_release=release,
        loans=loans,
        grain_haulage=haulage,
        landed_grain_last_month=landed,
    )
    after, flows = one_step(before, PARAMS, inputs, month, mode=mode)
    _check_balances(before, after, flows)
    assert least_stock(after) >= 0.0
    assert min(float(jnp.min(leaf)) for leaf in jax.tree.leaves(flows)) >= 0.0
    assert float(jnp.max(flows.ration_fill)) <= 1.0
    assert all_finite(after, flows)


@LAW
@given(weather=st.floats(-4.0, 2.0), quota=st.floats(0.1, 0.6), steps=st.sampled_from([1, 3]))
def test_balances_hold_over_a_year_at_both_steps(weather, quota, steps):
    state = make_state()
    inputs = make_inputs(weather_anomaly=weather, procurement_share=quota)
    for month in range(JULY, JULY + 4):
        for step in range(steps):
            after, flows = one_step(state, PARAMS, inputs, month, steps=steps, step=step)
            _check_balances(state, after, flows, 1.0 / steps)
            state = after
    assert least_stock(state) >= 0.0


@LAW
@given(low=st.floats(0.0, 0.5), more=st.floats(0.0, 0.3))
def test_a_higher_quota_never_leaves_farms_more(low, more):
    kept = []
    for quota in (low, low + more):
        inputs = make_inputs(procurement_share=quota, loans=0.0)
        state, _ = months_of(make_state(), PARAMS, inputs, JULY, 4)
        kept.append(_sum(state.farm_grain))
    assert kept[1] <= kept[0] + LEDGER * SCALE


def test_totals_of_a_year_agree_at_both_steps():
    inputs = make_inputs()
    _, monthly = months_of(make_state(), PARAMS, inputs, JANUARY, 12)
    _, thirds = months_of(make_state(), PARAMS, inputs, JANUARY, 12, steps=3)
    for name in ("harvest", "procured", "farm_eaten", "ration_issued", "area_sown", "horses_lost"):
        coarse, fine = total(monthly, name), total(thirds, name, steps=3)
        assert coarse == pytest.approx(fine, rel=STEP), name


def test_exchanging_regions_changes_nothing():
    params = make_params(normal_yield=[0.9, 0.7])
    state = make_state()

    def swapped(tree):
        return jax.tree.map(
            lambda leaf: leaf[::-1] if leaf.ndim > 1 and leaf.shape[0] == 2 else leaf, tree
        )

    inputs = make_inputs(weather_anomaly=[0.5, -1.0], loans=[3.0, 9.0])
    _, flows = months_of(state, params, inputs, JULY, 6)
    mirrored_params = swapped_params(params, swapped)
    _, mirrored = months_of(swapped(state), mirrored_params, swapped(inputs), JULY, 6)
    for name in ("harvest", "procured", "farm_eaten", "ration_issued"):
        assert total(flows, name) == pytest.approx(total(mirrored, name), rel=LEDGER)


def swapped_params(params, swapped):
    """Exchange the regions of parameters, but not the seasons of the seed rate."""
    changed = swapped(params)
    return type(params)(**{**vars(changed), "seed_rate": params.seed_rate})


def test_three_bad_years_do_not_run_away():
    inputs = make_inputs(weather_anomaly=-0.5)
    state, harvests = make_state(), []
    for year in range(4):
        state, flows = months_of(state, PARAMS, inputs, 12 * year, 12)
        harvests.append(total(flows, "harvest"))
    assert harvests[3] > 0.75 * harvests[0]
    assert float(jnp.min(state.work_effort)) >= 0.75 - LEDGER


def test_a_full_store_does_not_grow_for_ever():
    inputs = make_inputs(grain_export=5.0, loans=0.0)
    state, held = make_state(), []
    for year in range(6):
        state, flows = months_of(state, PARAMS, inputs, 12 * year + JULY, 12)
        held.append(float(flows[-1].state_grain_total[0]))
        assert float(flows[-1].nutrition_rationed[0]) < 1.12
    assert held[5] <= 1.1 * max(held[2:5])


def test_gradients_are_finite_in_soft_mode():
    def grain_left(share_of_harvest):
        inputs = make_inputs() | {"procurement_share": share_of_harvest}
        state, _ = months_of(make_state(), PARAMS, inputs, JULY, 3, mode="soft")
        return jnp.sum(state.farm_grain)

    slope = jax.grad(grain_left)(jnp.asarray([0.3]))
    assert bool(jnp.isfinite(slope).all())
    assert float(slope[0]) < 0.0
