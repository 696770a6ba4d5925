"""The scare of 1931-32: what dated letters do to belief, and what would have been without them."""

import numpy as np
import pytest
from tests.systems.intelligence.flagship import MONTHS, PUBLICATION, SECOND_LETTER, watch
from tests.systems.intelligence.tables import at

AUGUST_1931, MARCH_1932, SEPTEMBER_1932 = 7, 14, 20
JAPAN, POLAND = at("partner", "japan"), at("partner", "poland")


@pytest.fixture(scope="module")
def scare():
    return watch()


@pytest.fixture(scope="module")
def quiet():
    return watch(letters=0.0)


def _rise(moved):
    threat = np.asarray(moved.threat)
    return threat[MARCH_1932] / threat[AUGUST_1931]


def test_letters_at_least_double_threat_and_it_falls_again(scare):
    _, moved = scare
    threat = np.median(np.asarray(moved.threat), axis=1)
    assert threat.shape == (MONTHS,)
    assert 0.05 < threat[0] < 0.10
    assert np.median(_rise(moved)) > 2.0
    assert np.mean(_rise(moved) > 2.0) > 0.7
    assert threat[SEPTEMBER_1932] < 0.5 * threat[MARCH_1932]
    # No collapse and no saturation on the way.
    assert np.quantile(np.asarray(moved.threat)[MARCH_1932], 0.95) < 0.75
    assert np.quantile(np.asarray(moved.threat)[-1], 0.05) > 0.005


def test_without_letters_threat_rises_by_a_fifth(quiet):
    _, moved = quiet
    assert 1.0 < np.median(_rise(moved)) < 1.5


def test_the_scare_is_of_japan(scare):
    _, moved = scare
    believed = np.median(np.asarray(moved.threat_by_partner), axis=2)
    assert believed[MARCH_1932, JAPAN] > 10.0 * believed[MARCH_1932, POLAND]


def test_the_second_letter_makes_the_wide_coalition(scare):
    _, moved = scare
    wide = np.asarray(moved.threat_by_coalition)[:, at("coalition", "japan_and_west")]
    share = np.mean(wide / np.asarray(moved.threat_by_partner)[:, JAPAN], axis=1)
    assert share[SECOND_LETTER - 1] == pytest.approx(0.07, abs=0.001)
    assert share[SECOND_LETTER] == pytest.approx(2.7 / 12.0, abs=0.001)


def test_publication_costs_the_cipher(scare):
    state, moved = scare
    access = np.median(np.asarray(state.cipher_access)[:, JAPAN], axis=1)
    assert access[PUBLICATION - 1] > 0.65
    assert access[PUBLICATION] < 0.2
    assert access[-1] < 0.35
    lost = np.mean(np.asarray(moved.codes_lost)[PUBLICATION, JAPAN])
    assert lost == pytest.approx(0.8, abs=0.08)


def test_one_who_will_not_hear_is_still_alarmed_by_letters(scare):
    _, moved = watch(confirmation_bias=0.3)
    assert np.median(_rise(moved)) > 2.0
    peak = np.median(np.asarray(moved.threat)[MARCH_1932])
    assert peak < np.median(np.asarray(scare[1].threat)[MARCH_1932])
