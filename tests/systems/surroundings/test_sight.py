"""Hand-worked numbers of what others see of us, of our resolve and of export control."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.surroundings.builders import (
    EASTERN,
    OUTLAY,
    POWER,
    SELLER,
    make_inputs,
    make_params,
    make_state,
    run_of,
)
from tests.tolerances import EXACT, ROUNDING

from sinews.systems.surroundings import sight

STRONG = (7.2 * 4.0, 57.0 * 4.0)


def _one(value):
    return jnp.asarray([float(value)])


def _row(*values):
    return jnp.asarray(values, dtype=float)[:, None]


@pytest.mark.parametrize(("leak", "shown"), [(0.0, 8.0), (0.35, 8.7), (1.0, 10.0)])
def test_others_see_what_is_published_and_what_leaks(leak, shown):
    # Published outlay is up by a third, so 6 dve of the opening are taken for 8; the truth is 10.
    found = sight.power_shown(_row(10.0), _row(6.0), _one(400.0), _one(300.0), _one(leak))
    np.testing.assert_allclose(found, [[shown]], rtol=ROUNDING)


def test_an_estimate_follows_what_is_seen_by_its_gain_at_any_step():
    still, gain = _row(0.0), _one(0.15)
    whole = sight.next_estimate(_row(2.0), _row(3.0), gain, _one(0.25), still, 1.0)
    third = _row(2.0)
    for _ in range(3):
        third = sight.next_estimate(third, _row(3.0), gain, _one(0.25), still, 1.0 / 3.0)
    np.testing.assert_allclose(whole, [[2.15]], rtol=ROUNDING)
    np.testing.assert_allclose(third, whole, rtol=ROUNDING)


def test_errors_of_sight_add_up_alike_at_any_step():
    def variance_after_a_month(steps):
        variance = 0.0
        for _ in range(steps):
            kept, spread = (
                float(sight.next_estimate(*args, 1.0 / steps)[0, 0])
                for args in (
                    (_row(1.0), _row(0.0), _one(0.15), _one(0.25), _row(0.0)),
                    (_row(0.0), _row(0.0), _one(0.15), _one(0.25), _row(1.0)),
                )
            )
            variance = kept**2 * variance + spread**2
        return variance

    np.testing.assert_allclose(variance_after_a_month(1), (0.15 * 0.25) ** 2, rtol=ROUNDING)
    np.testing.assert_allclose(variance_after_a_month(3), variance_after_a_month(1), rtol=ROUNDING)


def test_months_move_on_only_when_one_closes():
    year = jnp.arange(12.0)[:, None, None]
    np.testing.assert_array_equal(sight.next_year(year, _row(99.0), closes_month=False), year)
    moved = np.asarray(sight.next_year(year, _row(99.0), closes_month=True))[:, 0, 0]
    np.testing.assert_array_equal(moved, [99.0, *range(11)])


def test_resolve_follows_deeds_in_six_months():
    pulls = ((_one(0.8), _row(1.0)), (_one(-0.8), _row(0.5)))
    found = sight.next_resolve(_row(0.5), _one(0.0), _one(0.6), _one(1.0), pulls, _one(6.0), 1.0)
    goal = 1.0 / (1.0 + np.exp(-(0.6 + 0.8 - 0.4)))
    np.testing.assert_allclose(found, 0.5 + (1 - np.exp(-1 / 6)) * (goal - 0.5), rtol=ROUNDING)


@given(
    posture=st.floats(-1.0, 1.0),
    firm=st.floats(0.0, 1.0),
    concession=st.floats(0.0, 1.0),
    published=st.floats(0.0, 3.0),
)
def test_firm_deeds_raise_resolve_and_concessions_lower_it(posture, firm, concession, published):
    def after(firm, concession, published):
        weight = _one(0.8)
        pulls = ((weight, _row(published)), (weight, _row(firm)), (-weight, _row(concession)))
        held = sight.next_resolve(
            _row(0.4), _one(0.1), _one(0.6), _one(posture), pulls, _one(6.0), 1.0
        )
        return float(held[0, 0])

    here = after(firm, concession, published)
    assert 0.0 < here < 1.0
    assert after(firm + 0.1, concession, published) > here
    assert after(firm, concession + 0.1, published) < here
    assert after(firm, concession, published + 0.1) > here


def test_a_shipment_caught_alarms_sellers_and_time_calms_them():
    path, flows = run_of(
        make_state(), make_params(), make_inputs(),
        paths={"interdictions_last_month": jnp.asarray([[2.0]] + [[0.0]] * 35)},
        months=36,
    )  # fmt: skip
    control = np.asarray(path.export_control)[:, :, 0]
    np.testing.assert_allclose(control[0, SELLER], 0.2 + 2 * 0.15, rtol=ROUNDING)
    np.testing.assert_allclose(control[:, EASTERN], 0.1, rtol=ROUNDING)
    assert (np.diff(control[:, SELLER]) < 0.0).all()
    assert control[-1, SELLER] == pytest.approx(0.2 + 0.3 * np.exp(-35 / 12))
    np.testing.assert_allclose(flows.sellers_control, path.export_control[:, SELLER])
    flooded = run_of(
        make_state(), make_params(), make_inputs(interdictions_last_month=100.0), months=1
    )[0]
    assert float(jnp.max(flooded.export_control)) == 1.0


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_arming_that_nobody_sees_deters_nobody(mode):
    def hazard(power, leak):
        inputs = make_inputs(combat_power_last_month=power)
        _, flows = run_of(
            make_state(64), make_params(leak=leak), inputs, mode=mode, months=12, runs=64
        )
        return np.asarray(flows.true_attack_hazard)

    np.testing.assert_allclose(hazard(STRONG, 0.0), hazard(POWER, 0.0), rtol=ROUNDING, atol=EXACT)
    assert hazard(STRONG, 1.0)[-1].mean() < 0.7 * hazard(POWER, 1.0)[-1].mean()


def test_published_outlay_deters_and_is_known_with_a_lag():
    loud = make_inputs(published_outlay_last_month=2.0 * OUTLAY)
    path, flows = run_of(make_state(), make_params(leak=0.0), loud, mode="mean", months=24)
    shown = np.asarray(flows.power_shown)[:, 0, 0]
    assert shown[0] == pytest.approx(POWER[0] * (2.0 - np.exp(-1 / 6)))
    assert shown[-1] == pytest.approx(2.0 * POWER[0], rel=0.02)
    assert (np.diff(np.asarray(path.estimate_of_us)[:, EASTERN, 0]) > 0.0).all()
