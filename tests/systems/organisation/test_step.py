"""Laws and extreme cases of the compiled month of organisation."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.industry import builders as industry
from tests.systems.organisation.builders import (
    CLOTH,
    HEAVY,
    LIGHT,
    OPENING,
    SPLIT,
    STEEL,
    TANK,
    WOOD,
    make_params,
    make_state,
    month,
    months_of,
    under,
)
from tests.tolerances import EXACT, LEDGER, ROUNDING, STEP

PARAMS = make_params()


@settings(max_examples=40)
@given(
    shares=st.lists(st.floats(0.0, 1.0), min_size=12, max_size=12).filter(lambda s: sum(s) > 0.1),
    disturbance=st.floats(0.0, 3.0),
    cover=st.floats(0.0, 1.0),
    directorate=st.floats(0.0, 1.0),
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
)
def test_shares_stay_shares(shares, disturbance, cover, directorate, mode, steps):
    order = np.reshape(shares, (4, 3, 1)) + 1e-3
    before = make_state(2, disturbance=(disturbance,) * 3, directorate_cover=cover)
    after, moved = months_of(
        before, PARAMS, [jnp.asarray(order)], directorate=directorate, mode=mode, steps=steps
    )
    np.testing.assert_allclose(np.sum(after.assignment, axis=1), 1.0, rtol=LEDGER)
    for share in (moved.coordination_level, moved.misdelivery, moved.inputs_from_others):
        assert ((share >= 0.0) & (share <= 1.0)).all()
    assert (np.asarray(after.disturbance) >= 0.0).all()
    assert (moved.upheaval >= 0.0).all()
    assert ((after.directorate_cover >= 0.0) & (after.directorate_cover <= 1.0)).all()
    assert np.isfinite(moved.coordination).all()


def test_the_opening_order_leaves_output_as_it_was():
    after, moved = months_of(make_state(), PARAMS, [OPENING] * 12)
    np.testing.assert_allclose(moved.coordination, 1.0, rtol=ROUNDING)
    np.testing.assert_allclose(moved.misdelivery, 0.03, rtol=ROUNDING)
    np.testing.assert_allclose(after.disturbance, 0.0, atol=EXACT)


def test_one_ministry_with_hands_to_spare_loses_nothing():
    idle = make_params(staff=(1e9, 1e9, 1e9))
    _, moved = months_of(make_state(), idle, [OPENING])
    np.testing.assert_allclose(moved.coordination_level, 1.0, rtol=LEDGER)


def test_a_split_by_hand():
    after, moved = months_of(make_state(), PARAMS, [SPLIT])
    jump = np.array([0.0, 0.25 * 0.25, 0.25])
    settling = 5.0 * (1.0 - np.exp(-0.2))
    before, now = 0.06 * 2.0**1.5, 0.06
    steel = now + jump[HEAVY] * settling + 0.08
    cloth = now + jump[LIGHT] * settling + 0.08 * 0.5
    found = moved.coordination[0, :, 0]
    np.testing.assert_allclose(found[STEEL], np.exp(before - steel), rtol=ROUNDING)
    np.testing.assert_allclose(found[CLOTH], np.exp(before - cloth), rtol=ROUNDING)
    np.testing.assert_allclose(moved.upheaval[0, :, 0], jump, rtol=ROUNDING)
    np.testing.assert_allclose(after.disturbance[:, 0], jump * np.exp(-0.2), rtol=ROUNDING)
    np.testing.assert_allclose(after.assignment, SPLIT, rtol=ROUNDING)


def test_a_split_without_links_between_is_pure_gain_once_it_has_settled():
    # wood stays with cloth and steel with tanks; steel needs no wood here, nor cloth steel
    apart = make_params(horizontal_loss=0.0, staff=(5.0, 5.0, 5.0))
    _, moved = months_of(make_state(), apart, [SPLIT] * 60)
    path = moved.coordination[:, :, 0]
    assert (path[0, [WOOD, CLOTH]] < 1.0).all()
    assert (np.diff(path, axis=0) > -ROUNDING).all()
    assert (path[-1] > 1.0).all()
    spans = np.array([3.0, 7.0, 7.0, 3.0]) / 5.0
    settled = np.exp(0.06 * (2.0**1.5 - spans**1.5))
    np.testing.assert_allclose(path[-1], settled, rtol=1e-4)


def test_reorganising_every_month_lets_coordination_collapse():
    there, back = under(LIGHT, HEAVY, HEAVY, LIGHT), under(HEAVY, LIGHT, LIGHT, HEAVY)
    restless = make_params(apparatus_kept=(0.0, 0.0, 0.0))
    _, moved = months_of(make_state(), restless, [there, back] * 18)
    _, settled = months_of(make_state(), restless, [there] * 36)
    # disturbance heads for .25 / (1 - exp(-1/5)) = 1.38 on every ministry
    assert (moved.coordination_level[-1] < 0.35).all()
    assert (moved.coordination_level[-1] < 0.35 * settled.coordination_level[-1]).all()


def test_the_directorate_wins_back_what_defence_works_lose_between_ministries():
    order = under(LIGHT, HEAVY, LIGHT, LIGHT)  # tanks parted from their steel

    def last(directorate):
        _, moved = months_of(make_state(), PARAMS, [order] * 48, directorate=directorate)
        return moved.coordination[-1, :, 0], moved.misdelivery[-1, :, 0]

    (without, astray), (covered, less_astray) = last(0.0), last(1.0)
    np.testing.assert_allclose(covered[TANK] / without[TANK], np.exp(0.02), rtol=2e-3)
    np.testing.assert_allclose(covered[[STEEL, CLOTH]], without[[STEEL, CLOTH]], rtol=ROUNDING)
    assert less_astray[TANK] < astray[TANK]


def test_the_closed_form_of_the_trial():
    """Change 14 of 13.5: heavy -2 % in January, +5 % in December; light -16 %, +5 %."""
    params = make_params(complexity=(2.0, 6.0, 0.0, 2.0), staff=(10 / 1.7, 6.0 / 1.1, 4.0 / 0.7))
    _, moved = months_of(make_state(), params, [SPLIT] * 12)
    heavy, light = moved.coordination[[0, 11], TANK, 0], moved.coordination[[0, 11], CLOTH, 0]
    np.testing.assert_allclose(heavy, [0.98, 1.05], atol=0.03)
    np.testing.assert_allclose(light, [0.84, 1.05], atol=0.03)


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_steps_of_ten_days_give_the_same_year(mode):
    def year(steps):
        state, moved = months_of(
            make_state(), PARAMS, [OPENING, *[SPLIT] * 11], directorate=1.0, steps=steps, mode=mode
        )
        return np.asarray(state.disturbance), moved.coordination, moved.upheaval.sum(axis=0)

    month, days = year(1), year(3)
    np.testing.assert_allclose(days[0], month[0], rtol=LEDGER)
    np.testing.assert_allclose(days[1], month[1], rtol=STEP / 30)
    np.testing.assert_allclose(days[2], month[2], rtol=LEDGER)


def _steel_of_all_ore(coordination, misdelivery):
    """Run industry to the end of its ore; nothing is lost on the way."""
    params = industry.make_params(
        final_use=(0.0,) * 6, yield_ceiling=(1.0, 1.0, 1.0), scrap_collected=0.0
    )
    inputs = industry.make_inputs(
        coordination=coordination,
        misdelivery=misdelivery,
        materials_wanted_last_month=0.0,
        effective_labour=(600.0, 800.0),
        target=(960.0, 48.0, 24.0),
    )
    state, made = industry.make_state(), []
    for number in range(30):
        state, flows = industry.month(state, params, inputs, number=number)
        made.append(np.asarray(flows.made[industry.STEELMAKING, 0]))
    return np.array(made), float(state.stock[industry.ORE, 0])


@pytest.mark.parametrize(("coordination", "misdelivery"), [(0.5, 0.0), (1.0, 0.3), (0.5, 0.3)])
def test_goods_are_as_many_in_the_end_and_only_later(coordination, misdelivery):
    usual, none_left = _steel_of_all_ore(1.0, 0.0)
    slow, left = _steel_of_all_ore(coordination, misdelivery)
    assert none_left < 0.1
    assert left < 0.1
    np.testing.assert_allclose(usual.sum(), 250.0, rtol=1e-3)
    np.testing.assert_allclose(slow.sum(), usual.sum(), rtol=1e-3)
    assert (np.cumsum(slow) <= np.cumsum(usual) * (1.0 + LEDGER)).all()
    assert np.cumsum(slow)[3] < np.cumsum(usual)[3]


def test_soft_coordination_has_finite_slopes():
    def output(order):
        _, moved = month(make_state(), PARAMS, order, jnp.asarray([0.5]), 1, "soft")
        return moved.coordination.sum()

    slope = np.asarray(jax.grad(output)(SPLIT))
    assert np.isfinite(slope).all()
    assert np.abs(slope).max() > 1e-3
