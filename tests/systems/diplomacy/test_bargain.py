"""The bargain against brute force, closed forms and the limit of alternating offers."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tolerances import LEDGER, ROUNDING

from sinews.systems.diplomacy.bargain import Stakes, our_share, settle

GRID = 31
WORTH = st.floats(-1.0, 1.0).map(lambda value: round(value, 3))

_compiled = jax.jit(settle)


def _settle(ours, theirs, our_base=0.0, their_base=0.0, offer=None, indivisible=None, share=0.5):
    """Return terms and gains of one partner in one run."""
    count = len(ours)
    offer = [1.0] * count if offer is None else offer
    indivisible = [0.0] * count if indivisible is None else indivisible
    found = _compiled(
        Stakes(
            jnp.asarray(ours)[None, :, None],
            jnp.asarray(theirs)[None, :, None],
            jnp.full((1, 1), our_base),
            jnp.full((1, 1), their_base),
        ),
        jnp.asarray(offer)[None, :, None],
        jnp.asarray(indivisible)[:, None],
        jnp.full((1, 1), share),
    )
    return (
        np.asarray(found.terms)[0, :, 0],
        float(found.our_gain[0, 0]),
        float(found.their_gain[0, 0]),
    )


def _product(ours, theirs, share):
    both = np.minimum(ours, theirs) > 0.0
    ours, theirs = np.maximum(ours, 1e-300), np.maximum(theirs, 1e-300)
    return np.where(both, share * np.log(ours) + (1.0 - share) * np.log(theirs), -np.inf)


def _packages(offer, indivisible):
    sides = [
        [0.0, 1.0 * (most >= 1.0)] if whole else np.linspace(0.0, most, GRID)
        for most, whole in zip(offer, indivisible, strict=True)
    ]
    return np.array(list(itertools.product(*sides)))


@given(
    ours=st.lists(WORTH, min_size=4, max_size=4),
    theirs=st.lists(WORTH, min_size=4, max_size=4),
    our_base=WORTH,
    their_base=WORTH,
    share=st.floats(0.05, 0.95),
    territory=st.sampled_from([0.0, 0.6, 1.0]),
    most=st.floats(0.1, 1.0),
)
def test_no_package_of_a_grid_is_better(ours, theirs, our_base, their_base, share, territory, most):
    offer, whole = [1.0, most, 1.0, territory], [0.0, 0.0, 0.0, 1.0]
    terms, our_gain, their_gain = _settle(ours, theirs, our_base, their_base, offer, whole, share)
    packages = _packages(offer, whole)
    best = _product(our_base + packages @ ours, their_base + packages @ theirs, share).max()
    assert ((terms >= 0.0) & (terms <= np.asarray(offer))).all()
    np.testing.assert_allclose(our_base + terms @ ours, our_gain, atol=ROUNDING)
    np.testing.assert_allclose(their_base + terms @ theirs, their_gain, atol=ROUNDING)
    if np.isfinite(best):
        assert _product(our_gain, their_gain, share) >= best - LEDGER
    else:
        # Nothing on the grid serves both; between its points at most a corner of it could.
        assert min(our_gain, their_gain) <= 4.0 / GRID


@pytest.mark.parametrize("share", [0.1, 0.286, 0.5, 0.9])
def test_a_pie_is_split_by_patience(share):
    terms, our_gain, their_gain = _settle([-1.0], [1.0], our_base=1.0, share=share)
    np.testing.assert_allclose([our_gain, their_gain], [share, 1.0 - share], rtol=ROUNDING)
    np.testing.assert_allclose(terms, [1.0 - share], rtol=ROUNDING)


def test_bids_of_alternating_offers_converge_on_the_share():
    own, other = 0.02, 0.008
    wanted = float(our_share(jnp.asarray([own]), jnp.asarray([[other]]))[0, 0])
    np.testing.assert_allclose(wanted, 2.0 / 7.0, rtol=ROUNDING)
    apart = []
    for interval in (3.0, 1.0, 0.01):
        ours, theirs = np.exp(-own * interval), np.exp(-other * interval)
        our_bid = (1.0 - theirs) / (1.0 - ours * theirs)
        their_bid = ours * our_bid
        assert their_bid < wanted < our_bid
        apart.append(our_bid - their_bid)
    assert apart[0] > apart[1] > apart[2] < 1e-4


def test_the_cheapest_clause_is_moved_first():
    # Giving the first costs .1 per .4, the second .3 per .3: only then is the second touched.
    terms, *_ = _settle([-0.1, -0.3], [0.4, 0.3], our_base=1.0, share=0.5)
    # Full first; then (1 - .1 - .3 t) = (.4 + .3 t) at t = .5 / .6.
    np.testing.assert_allclose(terms, [1.0, 0.5 / 0.6], rtol=LEDGER)


def test_identical_players_get_symmetric_terms():
    terms, our_gain, their_gain = _settle([0.5, -0.2, 0.6], [0.5, 0.6, -0.2])
    np.testing.assert_allclose(our_gain, their_gain, rtol=ROUNDING)
    np.testing.assert_allclose(terms, [1.0, 1.0, 1.0], rtol=ROUNDING)


@given(worth=WORTH, price=st.floats(0.1, 1.0))
def test_clauses_of_one_rate_are_shared_out_as_one(worth, price):
    two = _settle([-price, -price], [price, price], 1.0, worth / 2.0)
    one = _settle([-2.0 * price], [2.0 * price], 1.0, worth / 2.0)
    np.testing.assert_allclose(two[1:], one[1:], rtol=LEDGER, atol=LEDGER)


def test_without_impatience_we_take_the_surplus():
    share = float(our_share(jnp.asarray([1e-9]), jnp.asarray([[0.01]]))[0, 0])
    _, our_gain, their_gain = _settle([-1.0], [1.0], our_base=1.0, share=share)
    np.testing.assert_allclose([our_gain, their_gain], [1.0, 0.0], atol=1e-6)


@given(ours=st.lists(WORTH, min_size=3, max_size=3), theirs=st.lists(WORTH, min_size=3, max_size=3))
def test_a_worthless_clause_leaves_the_others(ours, theirs):
    plain = _settle(ours, theirs, 0.3, 0.3)
    more = _settle([*ours, 0.0], [*theirs, 0.0], 0.3, 0.3)
    np.testing.assert_array_equal(more[0][:3], plain[0])
    assert more[0][3] == 0.0
    assert more[1:] == plain[1:]


def test_what_is_not_offered_is_not_in_the_terms():
    terms, our_gain, _ = _settle([-0.5, 0.5], [0.9, 0.5], offer=[0.0, 0.4])
    np.testing.assert_allclose(terms, [0.0, 0.4], rtol=ROUNDING)
    np.testing.assert_allclose(our_gain, 0.2, rtol=ROUNDING)


@pytest.mark.parametrize(("offered", "said"), [(1.0, 1.0), (0.9, 0.0), (0.0, 0.0)])
def test_a_territory_is_said_whole_or_not_at_all(offered, said):
    # Without it they lose .1; with it both gain.
    terms, our_gain, their_gain = _settle(
        [0.8, -0.5], [0.4, 0.9], their_base=-0.5, offer=[1.0, offered], indivisible=[0.0, 1.0]
    )
    assert terms[1] == said
    assert (min(our_gain, their_gain) > 0.0) == bool(said)


def test_a_territory_dearer_than_the_pact_is_left_unsaid():
    terms, our_gain, _ = _settle([0.8, -0.9], [0.4, 0.9], indivisible=[0.0, 1.0])
    assert terms[1] == 0.0
    np.testing.assert_allclose(our_gain, 0.8, rtol=ROUNDING)
