"""Numbers to reproduce: the check of level (4.15 of the model) and the trial (13.5).

The trial's path of our power, of the Japanese army and of engagement is given, with straight
lines between. The ladder and relations, which other rooms would give, are set here: the ladder
at about .15 for each incident of the quarter in the trial, relations as its table has them.
"""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.surroundings.builders import (
    EAST,
    EASTERN,
    OUTLAY,
    PARTNERS,
    POWER,
    SECTORS,
    THEATRES,
    WEST,
    WESTERN,
    make_chain,
    make_inputs,
    make_params,
    make_state,
    run_of,
)

from sinews.core.intention import ATTACK, Drives, rates_of
from sinews.core.markov import TERMS_OF_A_YEAR, pass_on

MONTHS = 24
QUARTERS = [2, 5, 8, 11, 14, 17, 20, 23]
FEBRUARY_1932 = (0.35, 0.55, 0.07, 0.02, 0.01, 0.0)
PURE_DORMANT = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
BASE = {"opening": 0.3, "escalation": 1.0, "resolve": 0.5}
STRONG, WEAK = {"opening": -0.7}, {"opening": 1.0, "escalation": 2.0}


def _in_a_year(partner, belief=FEBRUARY_1932, **given):
    drives = dict.fromkeys(Drives._fields, 0.0) | BASE | given
    rates = rates_of(
        make_chain(),
        Drives(**{name: jnp.full((PARTNERS, 1), value) for name, value in drives.items()}),
        jnp.ones(1),
    )
    shares = jnp.broadcast_to(jnp.asarray(belief)[:, None, None], (6, PARTNERS, 1))
    return float(pass_on(shares, rates, 12.0, TERMS_OF_A_YEAR)[ATTACK, partner, 0])


@pytest.mark.parametrize(
    ("change", "chance"),
    [
        ({}, 0.117),
        ({"engaged": 0.5}, 0.084),
        ({"pact": 1.0}, 0.084),
        ({"resolve": 0.8}, 0.091),
        ({"opening": 0.0}, 0.096),
        (STRONG, 0.057),
        ({"opening": -0.2, "window": 0.9}, 0.112),
        (WEAK, 0.215),
    ],
)
def test_check_of_level(change, chance):
    assert _in_a_year(EASTERN, **change) == pytest.approx(chance, abs=0.0035)


def test_check_of_level_from_pure_indifference():
    japan = {"belief": PURE_DORMANT, "emigres": 0.35, "relations": -0.3}
    assert _in_a_year(EASTERN, **japan, **STRONG) == pytest.approx(0.002, abs=0.0007)
    assert _in_a_year(EASTERN, **japan, **WEAK) == pytest.approx(0.036, abs=0.001)


def _lines(*points):
    """Return straight lines between (month, value), [month]."""
    months, values = zip(*points, strict=True)
    return np.interp(np.arange(MONTHS), months, values)


def _by_partner(eastern, western=0.0):
    path = np.zeros((MONTHS, PARTNERS, 1))
    path[:, EASTERN, 0], path[:, WESTERN, 0] = eastern, western
    return jnp.asarray(path)


def _paths():
    power, forces = np.zeros((MONTHS, THEATRES, 1)), np.zeros((MONTHS, PARTNERS, THEATRES, 1))
    power[:, EAST, 0] = _lines((0, 7.2), (12, 8.0), (23, 10.5))
    power[:, WEST, 0] = _lines((0, 57.0), (12, 60.0), (23, 65.0))
    forces[:, EASTERN, EAST, 0] = _lines((0, 4.0), (8, 4.2), (13, 6.0), (23, 6.8))
    forces[:, WESTERN, WEST, 0] = 30.0
    ladder = np.zeros((MONTHS, SECTORS, 1))
    ladder[:, 0, 0] = _lines((0, 0.3), (8, 0.5), (11, 0.9), (14, 1.0), (23, 0.9))
    return {
        "combat_power_last_month": jnp.asarray(power),
        "published_outlay_last_month": jnp.asarray(OUTLAY * _lines((0, 1.0), (23, 1.08)))[:, None],
        "standing_forces": jnp.asarray(forces),
        "mobilised_share": _by_partner(_lines((8, 0.2), (14, 0.4)), 0.4),
        "engaged_elsewhere": _by_partner(_lines((8, 0.15), (9, 0.4), (13, 0.5), (17, 0.45))),
        "emigre_sponsorship": _by_partner(_lines((11, 0.3), (12, 0.35), (15, 0.45)), 0.35),
        "relations": _by_partner(_lines((0, -0.2), (14, -0.36), (23, -0.41)), -0.45),
        "pact_strength": _by_partner(0.0, _lines((15, 0.0), (16, 0.3), (23, 0.7))),
        "third_party_support": _by_partner(0.0, 0.14),
        "escalation": jnp.asarray(ladder),
    }


@pytest.mark.parametrize(("steps", "mode"), [(1, "mean"), (3, "mean"), (1, "exact")])
def test_the_risk_of_the_trial_comes_out(steps, mode):
    """Hazards within twelve months, mean weighted by survival."""
    runs = 1 if mode == "mean" else 2048
    _, flows = run_of(
        make_state(runs), make_params(opening_power=POWER), make_inputs(), paths=_paths(),
        mode=mode, steps=steps, months=MONTHS, runs=runs,
    )  # fmt: skip
    survival = np.exp(-np.cumsum(flows.true_attack_hazard, axis=0))
    threat = np.average(flows.true_threat, axis=-1, weights=survival)[QUARTERS]
    trial = [0.046, 0.051, 0.053, 0.059, 0.062, 0.064, 0.064, 0.065]
    np.testing.assert_allclose(threat[:, EASTERN], trial, rtol=0.2)
    assert threat[0, EASTERN] < 0.051
    assert threat[-1, EASTERN] > 0.059
    assert threat[0, WESTERN] == pytest.approx(0.009, abs=0.003)
    assert threat[-1, WESTERN] == pytest.approx(0.004, abs=0.002)
    assert (np.diff(threat[:, WESTERN]) < 0.001).all()


def test_refusing_the_pact_leaves_the_risk_in_the_west():
    """The trial: .004 with the pact, about .010 without it."""
    without = _paths() | {"pact_strength": _by_partner(0.0)}
    threats = [
        float(
            run_of(
                make_state(), make_params(), make_inputs(), paths=paths, mode="mean", months=MONTHS
            )[1].true_threat[-1, WESTERN, 0]
        )
        for paths in (_paths(), without)
    ]
    assert threats[1] > 1.3 * threats[0]
    assert threats[1] < 0.011
