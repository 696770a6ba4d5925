"""Chance: which draws belong to whom, and their means."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.tolerances import ROUNDING

from sinews.core.randomness import Chance, name_code, run_keys, step_chance

jax.config.update("jax_enable_x64", True)

MANY = 200_000
# Four standard errors of a mean of `MANY` draws whose spread is one half at most.
SAMPLING = 4 * 0.5 / MANY**0.5
# The smooth stand-in is off by 2.05 % at its worst, near one event in ten.
EVENT_BIAS = 0.021


def _codes(*names):
    return jnp.asarray([name_code(name) for name in names], dtype=jnp.uint32)


def _chance(mode="exact", runs=5, step=3, regions=("ukraine", "volga"), seed=11) -> Chance:
    keys = run_keys(seed, jnp.arange(runs))
    return step_chance(keys, {"region": _codes(*regions)}, jnp.asarray(step), mode)


def _harvest(chance: Chance):
    return np.asarray(chance.room("food").normal("harvest", "region"))


def test_codes_of_names_never_change():
    # The published check value of CRC-32; runs stored long ago depend on it.
    assert name_code("123456789") == 0xCBF43926


def test_a_row_more_changes_no_other_draw():
    few = _harvest(_chance())
    more = _harvest(_chance(regions=("urals", "volga", "ukraine", "asia")))
    np.testing.assert_array_equal(few[0], more[2])
    np.testing.assert_array_equal(few[1], more[1])


def test_a_run_more_changes_no_other_draw():
    np.testing.assert_array_equal(_harvest(_chance(runs=5)), _harvest(_chance(runs=9))[:, :5])


def test_a_run_can_be_repeated_alone():
    alone = step_chance(
        run_keys(11, jnp.asarray([3])), {"region": _codes("volga")}, jnp.asarray(3), "exact"
    )
    np.testing.assert_array_equal(_harvest(alone)[0, 0], _harvest(_chance())[1, 3])


def test_a_draw_more_in_another_room_or_this_changes_no_other_draw():
    chance = _chance()
    before = _harvest(chance)
    chance.room("trade").normal("harvest", "region")
    chance.room("food").uniform("losses")
    np.testing.assert_array_equal(before, _harvest(chance))


def test_rooms_names_steps_and_seeds_draw_apart():
    chance = _chance()
    first = _harvest(chance)
    others = [
        chance.room("trade").normal("harvest", "region"),
        chance.room("food").normal("losses", "region"),
        _harvest(_chance(step=4)),
        _harvest(_chance(seed=12)),
    ]
    for other in others:
        assert not np.isin(first, np.asarray(other)).any()
    assert len(np.unique(first)) == first.size


def test_shapes():
    chance = _chance(runs=4)
    assert chance.normal("x").shape == (4,)
    assert chance.uniform("x", "region").shape == (2, 4)
    assert _chance(mode="mean", runs=4).noise(0.2, "x", "region").shape == (2, 4)


def test_mean_mode_replaces_chance():
    chance = _chance(mode="mean")
    probability = jnp.asarray([0.3])
    np.testing.assert_array_equal(chance.uniform("x"), np.full(5, 0.5))
    np.testing.assert_array_equal(chance.normal("x"), np.zeros(5))
    np.testing.assert_array_equal(chance.noise(0.7, "x"), np.ones(5))
    np.testing.assert_array_equal(chance.event(probability, "x"), probability)


@pytest.mark.parametrize("probability", [0.02, 0.1, 0.5, 0.9])
def test_events_happen_as_often_as_they_should(probability):
    p = jnp.asarray([probability])
    exact = np.asarray(_chance("exact", MANY).event(p, "failure"))
    soft = np.asarray(_chance("soft", MANY).event(p, "failure"))
    assert set(np.unique(exact)) <= {0.0, 1.0}
    assert exact.mean() == pytest.approx(probability, abs=SAMPLING)
    assert soft.mean() == pytest.approx(probability, rel=EVENT_BIAS, abs=SAMPLING)
    assert ((soft >= 0.0) & (soft <= 1.0)).all()
    # The stand-in leans the way the event falls.
    assert (np.round(soft) == exact).mean() > 0.95


def test_draws_fill_the_unit_interval_evenly():
    drawn = np.asarray(_chance(runs=MANY).uniform("weather"))
    assert 0.0 < drawn.min() < 1e-4
    assert 1.0 - 1e-4 < drawn.max() < 1.0
    # The greatest gap to the even law stays below the 99.9 % point of Kolmogorov.
    gap = np.abs(np.sort(drawn) - (np.arange(MANY) + 0.5) / MANY).max()
    assert gap < 1.95 / MANY**0.5


def test_neighbouring_runs_members_and_steps_are_not_alike():
    drawn = np.asarray(_chance(runs=MANY).normal("weather", "region"))
    later = np.asarray(_chance(runs=MANY, step=4).normal("weather", "region"))
    pairs = [(drawn[0], drawn[1]), (drawn[0, 1:], drawn[0, :-1]), (drawn[0], later[0])]
    for one, other in pairs:
        assert abs(np.corrcoef(one, other)[0, 1]) < 4 / MANY**0.5
    assert drawn.mean() == pytest.approx(0.0, abs=4 / MANY**0.5)
    assert drawn.std() == pytest.approx(1.0, rel=0.01)


def test_what_never_or_always_happens():
    chance = _chance("exact", 1000)
    assert float(chance.event(jnp.asarray([0.0]), "x").max()) == 0.0
    assert float(chance.event(jnp.asarray([1.0]), "x").min()) == 1.0
    soft = _chance("soft", 1000)
    assert float(soft.event(jnp.asarray([0.0]), "x").max()) < 1e-6
    assert float(soft.event(jnp.asarray([1.0]), "x").min()) > 1.0 - 1e-6


def test_noise_has_mean_one_and_the_spread_asked_for():
    drawn = np.asarray(_chance(runs=MANY).noise(0.3, "output"))
    assert drawn.mean() == pytest.approx(1.0, abs=SAMPLING)
    assert np.log(drawn).std() == pytest.approx(0.3, rel=0.01)
    assert drawn.min() > 0.0
    np.testing.assert_allclose(_chance().noise(0.0, "output"), 1.0, rtol=ROUNDING)


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
@pytest.mark.parametrize("rate", [0.0, 0.05, 0.7, 3.0, 8.0, 40.0])
def test_counts_have_the_mean_and_variance_of_the_poisson_law(mode, rate):
    drawn = np.asarray(_chance(mode, MANY).count(jnp.full(MANY, rate), "reports"))
    assert drawn.mean() == pytest.approx(rate, rel=0.03, abs=6 * (rate / MANY) ** 0.5)
    if mode == "exact":
        assert drawn.var() == pytest.approx(rate, rel=0.02)
        np.testing.assert_array_equal(drawn, np.round(drawn))
    else:
        np.testing.assert_array_equal(drawn, rate)
    assert (drawn >= 0.0).all()


def test_small_counts_follow_the_poisson_law_value_by_value():
    drawn = np.asarray(_chance(runs=MANY).count(jnp.full(MANY, 1.3), "reports"))
    term = np.exp(-1.3)
    for number in range(6):
        assert (drawn == number).mean() == pytest.approx(term, abs=SAMPLING)
        term *= 1.3 / (number + 1)


@pytest.mark.parametrize("rate", [0.4, 2.0, 4.0, 9.0])
def test_fewer_numbers_told_apart_keep_the_mean_and_variance(rate):
    drawn = np.asarray(_chance(runs=MANY).count(jnp.full(MANY, rate), "reports", most=14))
    assert drawn.mean() == pytest.approx(rate, rel=0.03, abs=6 * (rate / MANY) ** 0.5)
    assert drawn.var() == pytest.approx(rate, rel=0.04)


def test_a_state_is_picked_by_its_share():
    shares = jnp.asarray([0.1, 0.0, 0.6, 0.3, 0.0])
    wide = jnp.broadcast_to(shares[:, None], (5, MANY))
    drawn = np.asarray(_chance(runs=MANY).pick(wide, "intention"))
    assert set(np.unique(drawn)) == {0.0, 1.0}
    np.testing.assert_array_equal(drawn.sum(axis=0), 1.0)
    np.testing.assert_allclose(drawn.mean(axis=1), shares, atol=SAMPLING)
    assert drawn[[1, 4]].max() == 0.0


@pytest.mark.parametrize("mode", ["mean", "soft"])
def test_shares_stay_shares_unless_exact(mode):
    shares = jnp.asarray([[0.2] * 5, [0.8] * 5])
    np.testing.assert_array_equal(_chance(mode).pick(shares, "intention"), shares)


def test_members_pick_apart_and_a_member_more_changes_no_other():
    def picked(*regions):
        shares = jnp.full((4, len(regions), 400), 0.25)
        return np.asarray(_chance(runs=400, regions=regions).pick(shares, "intention", "region"))

    few, more = picked("ukraine", "volga"), picked("urals", "volga", "ukraine")
    np.testing.assert_array_equal(few[:, 0], more[:, 2])
    np.testing.assert_array_equal(few[:, 1], more[:, 1])
    assert (few[:, 0] != few[:, 1]).any()
