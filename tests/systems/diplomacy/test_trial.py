"""Months of signing on the shipped numbers, three years of talks with given openings."""

import numpy as np
import pytest
from tests.systems.diplomacy.trial import NEVER, PARTNERS, months_of_signing, trial

RUNS = 1500
# Bands of the median, months since January 1931: months of the trial of the design, two either
# side for sampling and for the opening of the Polish talks, taken a month later.
MEDIANS = {"finland": (11, 14), "latvia": (12, 15), "estonia": (12, 15), "poland": (14, 18)}
MEDIANS |= {"france": (18, 22)}
YEAR_END = 24


@pytest.fixture(scope="module", params=[1, 3])
def run(request):
    stages, relations, _ = trial(runs=RUNS, steps=request.param)
    return months_of_signing(stages), np.asarray(relations), np.asarray(stages)


@pytest.mark.parametrize("name", MEDIANS)
def test_pacts_are_signed_about_when_the_trial_says(run, name):
    least, most = MEDIANS[name]
    assert least <= np.median(run[0][PARTNERS.index(name)]) <= most


def test_poland_signs_before_france(run):
    poland, france = (run[0][PARTNERS.index(name)] for name in ("poland", "france"))
    either = np.minimum(poland, france) < NEVER
    assert np.mean((poland < france)[either]) > 0.85


@pytest.mark.parametrize("name", ["japan", "romania"])
def test_japan_and_romania_stay_unsigned(run, name):
    assert np.mean(run[0][PARTNERS.index(name)] < YEAR_END) < 0.25


def test_pacts_that_were_prolonged_do_not_lapse(run):
    held = run[2][:, 3:].sum(axis=1)
    for name in ("germany", "lithuania", "turkey"):
        assert (held[:24, PARTNERS.index(name)] == 1.0).all()


def test_germany_cools(run):
    germany = np.median(run[1][:, PARTNERS.index("germany")], axis=1)
    assert germany[23] < germany[11] - 0.08


def test_offers_of_japan_turn_on_what_it_has_without_a_pact():
    def signed(option):
        stages, *_ = trial({("outside_option", "japan"): option}, runs=600)
        return np.mean(months_of_signing(stages)[PARTNERS.index("japan")] < YEAR_END)

    easy, hard = signed(1.2), signed(2.1)
    assert easy > 0.6
    assert hard == 0.0
