"""Bargaining: the package of clauses on which two sides settle, solved exactly.

The asymmetric Nash product `(gain of ours)^b (gain of theirs)^(1-b)` is maximised over packages
between nothing and what is offered, with worths that add up (Nash 1950). The share `b` is the
limit of alternating offers (Rubinstein 1982; Binmore, Rubinstein and Wolinsky 1986). Clauses on
which interests clash are moved in order of what they give per loss, the cheapest first: that
walk is the frontier, and on each stretch of it the best point has a closed form.
"""

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import PerClause, PerPartner, PerPartnerClause, Scalar

TINY = 1e-300
NUDGE = 1e-13
"""Tells clauses of one rate apart by their order; too small to move any gain."""


class Stakes(NamedTuple):
    """What a pact is worth over no pact.

    Attributes:
        ours: worth to us of a whole clause, [partner, clause, run].
        theirs: worth to them of a whole clause, [partner, clause, run].
        our_base: our gain by an empty pact, [partner, run].
        their_base: their gain by an empty pact, [partner, run].
    """

    ours: PerPartnerClause
    theirs: PerPartnerClause
    our_base: PerPartner
    their_base: PerPartner


class Settlement(NamedTuple):
    """The best package and what it brings; it serves both only where both gains are above zero.

    Attributes:
        terms: how much of each clause, [partner, clause, run].
        our_gain: over no pact, [partner, run].
        their_gain: over no pact, [partner, run].
    """

    terms: PerPartnerClause
    our_gain: PerPartner
    their_gain: PerPartner


def our_share(own_impatience: Scalar, impatience: PerPartner) -> PerPartner:
    """Return our share of the pie: the patient side gets more, [partner, run]."""
    return impatience / jnp.maximum(own_impatience[None] + impatience, TINY)


class _Frontier(NamedTuple):
    """The walk from the package best for us to the one best for them, each [partner, clause, run].

    Attributes:
        start: how much of each clause the package best for us holds.
        loss: what moving a clause costs us; zero where interests do not clash.
        gain: what it gives them.
        lost: what clauses moved before it have cost us.
        won: what they have given them.
    """

    start: PerPartnerClause
    loss: PerPartnerClause
    gain: PerPartnerClause
    lost: PerPartnerClause
    won: PerPartnerClause


def settle(
    stakes: Stakes, offer: PerPartnerClause, is_indivisible: PerClause, share: PerPartner
) -> Settlement:
    """Return the package that maximises the weighted Nash product with each partner.

    Args:
        stakes: what clauses and an empty pact are worth.
        offer: how much of each clause may be put on the table, [partner, clause, run], 0..1.
        is_indivisible: 1 for clauses agreed whole or not at all, all of them together,
            [clause, run].
        share: our share of the pie, [partner, run].
    """
    ours, theirs, our_base, their_base = stakes
    whole = is_indivisible[None] * (offer >= 1.0)
    divisible = (1.0 - is_indivisible[None]) * offer
    walk = _frontier(ours, theirs, divisible)
    our_base = our_base + jnp.sum(ours * walk.start, axis=1)
    their_base = their_base + jnp.sum(theirs * walk.start, axis=1)
    unsaid = _best_point(walk, our_base, their_base, share)
    our_whole, their_whole = jnp.sum(ours * whole, axis=1), jnp.sum(theirs * whole, axis=1)
    said = _best_point(walk, our_base + our_whole, their_base + their_whole, share)

    is_said = _is_better(said, unsaid, share)
    moved = jnp.where(is_said[:, None], said.terms, unsaid.terms)
    return Settlement(
        terms=walk.start + jnp.sign(theirs) * moved * divisible + is_said[:, None] * whole,
        our_gain=jnp.where(is_said, said.our_gain, unsaid.our_gain),
        their_gain=jnp.where(is_said, said.their_gain, unsaid.their_gain),
    )


def _is_better(first: Settlement, second: Settlement, share: PerPartner):
    """Return whether the first serves both sides, with a larger Nash product than the second."""
    serves, served = (jnp.minimum(one.our_gain, one.their_gain) > 0.0 for one in (first, second))
    ours, theirs = (
        jnp.log(jnp.maximum(one, TINY) / jnp.maximum(other, TINY))
        for one, other in zip(first[1:], second[1:], strict=True)
    )
    return serves & (~served | (share * ours + (1.0 - share) * theirs > 0.0))


def _frontier(
    ours: PerPartnerClause, theirs: PerPartnerClause, offer: PerPartnerClause
) -> _Frontier:
    """Return the walk along the frontier of divisible clauses.

    Sums over pairs of clauses stand in for a sort: with ten clauses they are faster.
    """
    clash = ours * theirs < 0.0
    loss = jnp.where(clash, jnp.abs(ours) * offer, 0.0)
    gain = jnp.where(clash, jnp.abs(theirs) * offer, 0.0)
    order = 1.0 - NUDGE * np.arange(loss.shape[1])[None, :, None]
    rate = gain / jnp.maximum(loss, TINY) * order
    is_before = rate[:, :, None] > rate[:, None]
    liked = (ours > 0.0) | ((ours == 0.0) & (theirs > 0.0))
    return _Frontier(
        start=jnp.where(liked, offer, 0.0),
        loss=loss,
        gain=gain,
        lost=jnp.sum(jnp.where(is_before, loss[:, :, None], 0.0), axis=1),
        won=jnp.sum(jnp.where(is_before, gain[:, :, None], 0.0), axis=1),
    )


def _best_point(
    walk: _Frontier, our_best: PerPartner, their_least: PerPartner, share: PerPartner
) -> Settlement:
    """Return how far each clause is moved from its start, and what both sides gain.

    The product is quasi-concave along the walk, so that a clause is moved fully, in part or not
    at all by what stands at the start of its own stretch.
    """
    moves = walk.loss > 0.0
    ours_then, theirs_then = our_best[:, None] - walk.lost, their_least[:, None] + walk.won
    part = (1.0 - share)[:, None] / jnp.where(moves, walk.loss, 1.0) * ours_then
    part = part - share[:, None] / jnp.where(moves, walk.gain, 1.0) * theirs_then
    moved = jnp.where(moves, jnp.clip(part, 0.0, 1.0), 0.0)
    return Settlement(
        terms=moved,
        our_gain=our_best - jnp.sum(moved * walk.loss, axis=1),
        their_gain=their_least + jnp.sum(moved * walk.gain, axis=1),
    )
