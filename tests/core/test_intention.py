"""Intentions: every rate by hand, what binds whom, and the bound on all of them."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerances import ROUNDING

from sinews.core.intention import (
    ATTACK,
    CONTINGENT,
    DORMANT,
    FASTEST,
    PREPARING,
    PREPARING_1,
    PREPARING_2,
    PREPARING_3,
    STATES,
    Drives,
    IntentionRates,
    rates_of,
)

jax.config.update("jax_enable_x64", True)

BY_PARTNER = {
    "rate_to_contingent": 0.02,
    "rate_to_dormant": 0.03,
    "rate_to_preparing": 0.02,
    "rate_of_standing_down": 0.08,
    "preparation_months": 9.0,
    "autonomy": 0.0,
}
WEIGHTS = {
    "weight_of_opening_early": 0.6,
    "weight_of_emigres": 0.4,
    "weight_of_relations": 0.3,
    "weight_of_opening": 0.8,
    "weight_of_window": 0.5,
    "weight_of_pact": 0.5,
    "weight_of_engagement": 1.0,
    "weight_of_resolve": 1.0,
    "weight_of_escalation": 0.25,
}
QUIET = dict.fromkeys(Drives._fields, 0.0) | {"resolve": 0.5}


def _chain(**given) -> IntentionRates:
    return IntentionRates(
        **{name: jnp.full((1, 1), given.get(name, value)) for name, value in BY_PARTNER.items()},
        **{name: jnp.full((1,), given.get(name, value)) for name, value in WEIGHTS.items()},
        season_of_attack=jnp.ones((12, 1)),
    )


def _rates(chain=None, season=1.0, **given):
    drives = Drives(**{name: jnp.full((1, 1), value) for name, value in (QUIET | given).items()})
    found = rates_of(chain or _chain(), drives, jnp.asarray([season]))
    return {move: float(rate[0, 0]) for move, rate in found.items()}


def test_without_drives_rates_are_the_plain_ones():
    rates = _rates()
    assert rates[DORMANT, CONTINGENT] == pytest.approx(0.02)
    assert rates[CONTINGENT, DORMANT] == pytest.approx(0.03)
    assert rates[CONTINGENT, PREPARING_1] == pytest.approx(0.02)
    for move in ((PREPARING_1, PREPARING_2), (PREPARING_2, PREPARING_3), (PREPARING_3, ATTACK)):
        assert rates[move] == pytest.approx(1.0 / 3.0)
    assert [rates[state, CONTINGENT] for state in PREPARING] == pytest.approx([0.08] * 3)
    assert len(rates) == 9
    assert ATTACK == STATES - 1


@pytest.mark.parametrize(
    ("drive", "value", "early", "warmth", "towards", "last"),
    [
        ("opening", 0.3, 0.18, 0.0, 0.24, 0.12),
        ("window", 0.9, 0.0, 0.0, 0.45, 0.0),
        ("relations", -0.4, 0.12, -0.12, 0.0, 0.0),
        ("pact", 1.0, 0.0, 0.0, -0.5, 0.0),
        ("engaged", 0.5, 0.0, 0.0, -0.5, 0.0),
        ("resolve", 0.8, 0.0, 0.0, -0.3, -0.15),
        ("emigres", 0.5, 0.2, 0.0, 0.0, 0.0),
        ("escalation", 2.0, 0.0, 0.0, 0.5, 0.0),
    ],
)
def test_each_drive_by_hand(drive, value, early, warmth, towards, last):
    """Rule 4 of surroundings: logs of the rates over the plain ones."""
    plain, driven = _rates(), _rates(**{drive: value})
    logs = {move: np.log(driven[move] / plain[move]) for move in plain}
    assert logs[DORMANT, CONTINGENT] == pytest.approx(early, abs=1e-12)
    assert logs[CONTINGENT, DORMANT] == pytest.approx(warmth, abs=1e-12)
    assert logs[CONTINGENT, PREPARING_1] == pytest.approx(towards, abs=1e-12)
    assert logs[PREPARING_2, CONTINGENT] == pytest.approx(-towards, abs=1e-12)
    assert logs[PREPARING_3, ATTACK] == pytest.approx(last, abs=1e-12)
    assert logs[PREPARING_1, PREPARING_2] == 0.0


def test_an_army_of_its_own_will_is_bound_by_no_pact_and_by_no_warmth():
    free = _chain(autonomy=1.0)
    bound = {"pact": 1.0, "engaged": 0.5, "relations": 0.7}
    assert _rates(free, **bound) == pytest.approx(_rates(free))
    half = _rates(_chain(autonomy=0.5), pact=1.0)
    assert half[CONTINGENT, PREPARING_1] == pytest.approx(0.02 * np.exp(-0.25))
    # Strength, resolve and clashes count all the same.
    assert _rates(free, resolve=1.0)[CONTINGENT, PREPARING_1] < 0.02


def test_the_season_moves_the_attack_and_nothing_else():
    winter, usual = _rates(season=0.0), _rates()
    assert winter.pop((PREPARING_3, ATTACK)) == 0.0
    usual.pop((PREPARING_3, ATTACK))
    assert winter == pytest.approx(usual, rel=ROUNDING)


@given(
    opening=st.floats(-20.0, 20.0),
    window=st.floats(-20.0, 20.0),
    escalation=st.floats(0.0, 6.0),
    season=st.floats(0.0, 12.0),
)
def test_no_move_is_faster_than_the_fastest(opening, window, escalation, season):
    rates = _rates(season=season, opening=opening, window=window, escalation=escalation)
    assert all(0.0 <= rate <= FASTEST for rate in rates.values())
