"""Hand-worked rates, echoes, gravity and rungs."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import gamma
from tests.systems.borders.builders import (
    CONTINGENT,
    DORMANT,
    EAST,
    READY,
    WEST,
    chance_of,
    column,
    scalar,
    shaped,
)
from tests.tolerances import EXACT, PHYSICS, ROUNDING

from sinews.systems.borders import rules


@pytest.mark.parametrize(
    ("intention", "expected"),
    [(DORMANT, 0.0), (CONTINGENT, 1.0), (READY, 2.0), ((0.5, 0.3, 0.1, 0.06, 0.04), 0.7)],
)
def test_a_partner_set_on_war_counts_double(intention, expected):
    found = rules.hostility(shaped(intention, ("intention", "partner")))
    np.testing.assert_allclose(found, expected, rtol=ROUNDING)


def test_restraint_in_weakness_invites():
    theatre = (EAST, EAST, WEST)
    found = rules.invited(column(0.8, 0.0, 0.8), column(0.6, 1.1), theatre, scalar(0.5), "exact")
    np.testing.assert_allclose(found[:, 0], [0.5 * 0.8 * 0.4, 0.0, 0.0], rtol=ROUNDING)


def test_the_rate_by_hand():
    found = rules.intensity(
        column(0.25), column(2.0), column(0.4 * 0.7), column(0.16), column(0.1), scalar(0.3)
    )
    expected = 0.25 * 2.0**0.3 * np.exp(0.28) * 1.16 + 0.1
    np.testing.assert_allclose(found, [[expected]], rtol=ROUNDING)


def test_no_patrols_meet_nobody():
    found = rules.intensity(
        column(1.0), column(0.0), column(0.0), column(0.0), column(0.0), scalar(0.3)
    )
    assert 0.0 <= found[0, 0] < 0.01


@pytest.mark.parametrize("offspring", [0.0, 0.55, 0.99])
@pytest.mark.parametrize("dt", [1.0, 1.0 / 3.0, 0.01])
def test_an_incident_has_its_offspring_at_any_step(offspring, dt):
    def fade(echo, _):
        after = rules.next_excitation(echo, column(0.0), column(offspring), scalar(0.7), dt)
        return after, dt * echo[0, 0]

    first = rules.next_excitation(column(0.0), column(1.0), column(offspring), scalar(0.7), dt)
    _, children = jax.lax.scan(fade, first, None, length=round(80 / dt))
    born = children.sum()
    np.testing.assert_allclose(born, offspring, rtol=PHYSICS, atol=EXACT)


@pytest.mark.parametrize("number", [1.0, 2.0, 5.0, 20.0])
def test_gravity_is_a_sum_of_exponentials(number):
    runs = 20000
    drawn = rules.drawn_severity(jnp.full((3, runs), number), chance_of(runs, 0, "exact"), "exact")
    np.testing.assert_allclose(drawn.mean(), number, rtol=0.02)
    np.testing.assert_allclose(drawn.var(), number, rtol=0.04)
    np.testing.assert_allclose(np.median(drawn), gamma.median(number), rtol=0.03)
    assert (np.asarray(drawn) >= 0.0).all()


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_no_incident_has_no_gravity(mode):
    drawn = rules.drawn_severity(jnp.zeros((3, 50)), chance_of(50, 0, mode), mode)
    np.testing.assert_array_equal(drawn, 0.0)


@pytest.mark.parametrize("number", [0.05, 0.5, 3.0])
def test_soft_gravity_keeps_the_mean(number):
    runs = 40000
    drawn = rules.drawn_severity(jnp.full((3, runs), number), chance_of(runs, 0, "soft"), "soft")
    np.testing.assert_allclose(drawn.mean(), number, rtol=0.08)


def test_the_ladder_settles_and_climbs():
    settled = rules.next_escalation(column(3.0), column(0.0), scalar(3.0), "exact", 1.0)
    np.testing.assert_allclose(settled, [[3.0 * np.exp(-1 / 3)]], rtol=ROUNDING)
    climbed = rules.next_escalation(column(0.0), column(2.0), scalar(3.0), "exact", 1.0)
    np.testing.assert_allclose(climbed, [[2.0 * 3.0 * (1 - np.exp(-1 / 3))]], rtol=ROUNDING)


@pytest.mark.parametrize("mode", ["exact", "mean", "soft"])
def test_there_is_no_rung_above_local_war(mode):
    top = rules.next_escalation(column(5.0, 0.0), column(50.0, 0.0), scalar(3.0), mode, 1.0)
    assert 5.9 < top[0, 0] <= 6.0
    assert top[1, 0] == 0.0


def test_the_soft_ladder_leaves_low_rungs_alone():
    low = column(0.3, 1.0, 3.0)
    found = rules.next_escalation(low, low * 0.0, scalar(1e12), "soft", 1.0)
    np.testing.assert_allclose(found, low, rtol=PHYSICS)


def test_kinds_are_shared_out_whole():
    shares = rules.shares_of_kinds(shaped([[1.0, 3.0, 0, 0], [0] * 4, [0, 0, 0, 0.2]],
                                          ("sector", "incident_kind")))  # fmt: skip
    np.testing.assert_allclose(shares[0, :, 0], [0.25, 0.75, 0, 0], rtol=ROUNDING)
    np.testing.assert_allclose(shares[1, :, 0], 0.25, rtol=ROUNDING)
    np.testing.assert_allclose(shares[2, :, 0], [0, 0, 0, 1.0], rtol=ROUNDING)
