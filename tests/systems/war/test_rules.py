"""Hand-worked chances to join, hazards and contests, against independent computations."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.linalg import expm
from tests.systems.war.builders import (
    EAST,
    INPUTS,
    JAPAN,
    LATVIA,
    LEADER,
    MEMBERS,
    POLAND,
    ROMANIA,
    WEST,
    column,
    make_inputs,
    make_params,
    scalar,
    shaped,
)
from tests.tolerances import EXACT, LEDGER, PHYSICS, ROUNDING

from sinews.core.smooth import pipe
from sinews.systems.war import coalitions, rules

LEADS = coalitions.is_leader(LEADER, 4)
JOINS = coalitions.joiners(make_params().member, LEADS)
FORCES = shaped(INPUTS["foreign_forces"][1], ("partner", "theatre"))


def test_leaders_do_not_join_themselves():
    assert [np.flatnonzero(row).tolist() for row in JOINS[..., 0]] == [
        [member for member in members if member != leader]
        for members, leader in zip(MEMBERS, LEADER, strict=True)
    ]


def test_who_joins_any_coalition_of_a_leader_might_join():
    found = coalitions.might_join(JOINS, LEADER)[..., 0]
    japan, poland, romania = [0, 1, 1, 1], [0, 0, 1, 0], [0, 0, 0, 0]
    np.testing.assert_array_equal(found, [japan, japan, japan, poland, poland, romania])


def test_forces_count_joiners_as_far_as_they_arrive():
    found = coalitions.forces_of(JOINS, LEADS, FORCES, scalar(0.5))[..., 0]
    np.testing.assert_allclose(
        found,
        [[0, 10.0], [15.0, 10.0], [27.0, 10.0], [30.0, 0], [39.0, 0], [18.0, 0]],
        rtol=ROUNDING,
    )


@pytest.mark.parametrize(("months", "decisive"), [(3.0, 6.0), (3.0, 1.0), (1.0, 24.0), (9.0, 6.0)])
def test_the_share_that_arrives_is_that_of_a_pipe_of_two_stages(months, decisive):
    dt = decisive / 2000

    def pass_on(content, _):
        content, _ = pipe(content, scalar(0.0), scalar(months), dt)
        return content, 1.0 - content.sum()

    _, arrived = jax.lax.scan(pass_on, jnp.asarray([[1.0], [0.0]]), None, length=2000)
    path = np.concatenate([[0.0], arrived])
    found = coalitions.arrived_share(scalar(months), scalar(decisive))
    np.testing.assert_allclose(found[0], np.trapezoid(path, dx=1 / 2000), rtol=1e-5)


def test_who_joins_at_once_counts_in_full():
    found = coalitions.arrived_share(scalar(0.01), scalar(1e6))
    np.testing.assert_allclose(found, 1.0, rtol=PHYSICS)


def test_a_chance_to_join_by_hand():
    given = make_inputs()
    whole = coalitions.forces_of(JOINS, LEADS, FORCES, jnp.ones(1))
    names = ("relations", "pact_strength", "emigre_sponsorship")
    found = coalitions.joining(
        whole, given["combat_power"], make_params(), *(given[name] for name in names)
    )[..., 0]
    with_poland = -3.5 + 0.4 + 0.6 * np.log(48.0 / 60.0) + 1.2 + 0.5 * 0.1
    np.testing.assert_allclose(found[4, ROMANIA], 1.0 / (1.0 + np.exp(-with_poland)), rtol=ROUNDING)
    with_japan = -3.0 + 0.45 + 0.6 * np.log(30.0 / 60.0) + 0.5 * 0.3
    np.testing.assert_allclose(found[1, POLAND], 1.0 / (1.0 + np.exp(-with_japan)), rtol=ROUNDING)


def test_who_has_nothing_to_fight_with_stays_out():
    none = FORCES.at[LATVIA].set(0.0)
    whole = coalitions.forces_of(JOINS, LEADS, none, jnp.ones(1)) * 0.0
    zero = jnp.zeros((4, 1))
    found = coalitions.joining(whole, column(60.0, 8.0), make_params(), zero, zero, zero)
    assert (np.asarray(found) < 1e-6).all()
    assert np.isfinite(found).all()


@pytest.mark.parametrize("seed", range(3))
def test_shares_are_those_of_all_subsets_counted_one_by_one(seed):
    """Independent: every subset of those who might join, its chance, then the listed ones."""
    chance = np.random.default_rng(seed).uniform(0.05, 0.9, (4,))
    join = np.broadcast_to(chance[None, :, None], (6, 4, 1))
    might = coalitions.might_join(JOINS, LEADER)
    found = np.asarray(coalitions.coalition_shares(jnp.asarray(join), JOINS, might, LEADER))[:, 0]
    for leader, who in ((JAPAN, (POLAND, ROMANIA, LATVIA)), (POLAND, (ROMANIA,)), (ROMANIA, ())):
        of_set = {
            frozenset(joined) | {leader}: np.prod(
                [chance[a] if a in joined else 1.0 - chance[a] for a in who]
            )
            for size in range(len(who) + 1)
            for joined in itertools.combinations(who, size)
        }
        np.testing.assert_allclose(sum(of_set.values()), 1.0, rtol=ROUNDING)
        places = [k for k, leads in enumerate(LEADER) if leads == leader]
        listed = np.array([of_set[frozenset(MEMBERS[k])] for k in places])
        np.testing.assert_allclose(found[places], listed / listed.sum(), rtol=LEDGER)


def test_survival_is_that_of_competing_risks():
    """Independent: the matrix exponential of the chain peace -> war k."""
    hazard = column(0.03, 0.005, 0.0, 0.02)
    chain = np.zeros((5, 5))
    chain[0, 1:] = hazard[:, 0]
    chain[0, 0] = -chain[0, 1:].sum()
    expected = expm(chain * 0.5)[0]
    survival, wars = rules.after_a_step(scalar(1.0), jnp.zeros((4, 1)), hazard, 0.5)
    np.testing.assert_allclose(survival[0], expected[0], rtol=ROUNDING)
    np.testing.assert_allclose(wars[:, 0], expected[1:], rtol=LEDGER)


def test_no_hazard_changes_nothing():
    survival, wars = rules.after_a_step(scalar(0.9), column(0.1), column(0.0), 1.0)
    np.testing.assert_array_equal([survival[0], wars[0, 0]], [0.9, 0.1])


def test_runaway_clashes_by_hand_and_none_from_quiet_sectors():
    args = ((JAPAN, JAPAN, POLAND), 4, scalar(0.0005), scalar(0.8), scalar(3.0), "exact")
    quiet = rules.runaway_hazard(column(0.3, 3.0, 1.0), *args)
    np.testing.assert_array_equal(quiet, 0.0)
    loud = rules.runaway_hazard(column(4.0, 5.0, 6.0), *args)[:, 0]
    east = 0.0005 * (np.expm1(0.8) + np.expm1(1.6))
    np.testing.assert_allclose(loud, [east, 0.0005 * np.expm1(2.4), 0.0, 0.0], rtol=ROUNDING)


def _contest(forces, ratio=(1.4, 0.8), chance=(0.65, 0.4), faced=(54.0, 10.0)):
    found = rules.contest(
        jnp.asarray(forces)[..., None], column(*faced), column(60.0, 8.0), column(*ratio),
        column(*chance), scalar(1.8),
    )  # fmt: skip
    return [np.asarray(values)[:, 0] for values in found]


def test_against_all_who_face_us_the_chance_is_that_of_the_theatre():
    ratio, win = _contest([[54.0, 0.0], [0.0, 10.0], [54.0, 10.0]])
    np.testing.assert_allclose(ratio, [1.4, 0.8, 0.8], rtol=ROUNDING)
    np.testing.assert_allclose(win, [0.65, 0.4, 0.65 * 0.4], rtol=LEDGER)


def test_half_of_them_double_the_ratio():
    ratio, win = _contest([[27.0, 0.0]])
    np.testing.assert_allclose(ratio, 2.8, rtol=ROUNDING)
    odds = 0.65 / 0.35 * 2.0**1.8
    np.testing.assert_allclose(win, odds / (1.0 + odds), rtol=LEDGER)


def test_nobody_is_no_danger_and_no_power_loses():
    _, win = _contest([[0.0, 0.0]])
    np.testing.assert_array_equal(win, 1.0)
    _, lost = _contest([[54.0, 0.0]], ratio=(0.0, 0.0), chance=(0.0, 0.0))
    assert lost[0] < 1e-6
    _, faced_by_none = _contest([[20.0, 0.0]], ratio=(1e6, 0.8), chance=(1.0, 0.4), faced=(0, 10.0))
    assert 0.5 < faced_by_none[0] < 1.0


def test_a_year_of_will_and_clash():
    found = rules.within_a_year(column(0.06, 0.0), column(0.001, 0.001))
    clash = np.exp(-0.012)
    np.testing.assert_allclose(found[:, 0], [1.0 - 0.94 * clash, 1.0 - clash], rtol=ROUNDING)


def test_wars_of_one_leader_exclude_each_other():
    found = rules.with_anyone(column(0.2, 0.1, 0.1, 0.05, 0.05, 0.0), LEADER, 4)
    np.testing.assert_allclose(found, 1.0 - 0.6 * 0.9, rtol=ROUNDING)


def test_hazards_that_no_coalition_carries_are_told():
    found = rules.unlisted(column(0.01, 0.02, 0.03, 0.004), LEADER)
    np.testing.assert_allclose(found, 0.004, atol=EXACT, rtol=ROUNDING)
    assert {EAST, WEST} == {0, 1}
