"""Stages: how talks open, are drafted, signed, ratified, broken off and run out."""

import jax.numpy as jnp

from sinews.core.arrays import PerPactStagePartner, PerPartner
from sinews.core.axes import FIXED_AXES
from sinews.core.groups import Link, look_up, members_table
from sinews.core.markov import Rates
from sinews.core.smooth import gate
from sinews.systems.diplomacy.state import DiplomacyParams

NONE, TALKS, DRAFTED, SIGNED, RATIFIED = range(len(FIXED_AXES["pact_stage"]))
TERMS = 14
"""Looks followed in a step: more than that comes once in 1e11 at one move a month."""
OVER = 1e-6
"""Months left at which a pact has run out, whatever the rounding of thirds."""


def opened_at_once(
    stage: PerPactStagePartner, talks: PerPartner, months_in_talks: PerPartner
) -> PerPactStagePartner:
    """Return stages after talks ordered outright have opened on their day.

    Talks that were broken off come again at their own rate only.
    """
    opens = stage[NONE] * ((talks >= 1.0) & (months_in_talks <= 0.0))
    return jnp.concatenate(
        [(stage[NONE] - opens)[None], (stage[TALKS] + opens)[None], stage[DRAFTED:]]
    )


def eagerness(surplus: PerPartner, width) -> PerPartner:
    """Return how fast talks move over their fastest; zero without gain on both sides."""
    return jnp.where(surplus > 0.0, gate(surplus, 0.0, width[None]), 0.0)


def let_pass(
    params: DiplomacyParams, stage: PerPactStagePartner, domestic_veto: PerPartner
) -> PerPartner:
    """Return the share of signings that nobody holds up, [partner, run].

    A foreign veto is lifted as its holder signs a pact of its own (change 11 of the trial).
    """
    free = 1.0 - domestic_veto
    if not params.held_partner:
        return free
    has_signed = stage[SIGNED] + stage[RATIFIED]
    held = params.veto_strength * (1.0 - look_up(has_signed, params.holding_partner))
    return free * product_by(1.0 - held, params.held_partner, stage.shape[1])


def product_by(values, link: Link, size: int):
    """Return the product of the members linked to each target, 1 where none is."""
    padded = jnp.concatenate([values, jnp.ones_like(values[:1])])
    return jnp.prod(padded[members_table(link, size)], axis=1)


def rates_of(
    params: DiplomacyParams,
    talks: PerPartner,
    eager: PerPartner,
    passing: PerPartner,
    shock: PerPartner,
) -> Rates:
    """Return the rate of every move between stages, each [partner, run], 1/month.

    Args:
        params: how fast talks move.
        talks: whether we are willing, [partner, run], 0..1.
        eager: see `eagerness`, [partner, run].
        passing: see `let_pass`, [partner, run].
        shock: talks broken off, [partner, run], 1/month.
    """
    willing = talks * eager
    moves = {
        (NONE, TALKS): params.opening_rate[None] * talks,
        (TALKS, DRAFTED): params.drafting_rate[None] * willing,
        (DRAFTED, SIGNED): params.signing_rate[None] * willing * passing,
        (SIGNED, RATIFIED): params.ratifying_rate[None],
        (TALKS, NONE): shock,
        (DRAFTED, NONE): shock,
    }
    moves = dict(zip(moves, jnp.broadcast_arrays(*moves.values()), strict=True))
    return moves


def shock(
    params: DiplomacyParams, incidents: PerPartner, published_decrypts: PerPartner
) -> PerPartner:
    """Return the rate at which talks are broken off, [partner, run], 1/month."""
    by_clash = params.break_off_by_incident[None] * incidents
    by_publication = params.break_off_by_publication[None] * published_decrypts
    return params.break_off_rate[None] + by_clash + by_publication


def time_left(
    months: PerPartner, held: PerPartner, new: PerPartner, renewed: PerPartner, term, dt: float
) -> PerPartner:
    """Return the months a pact has to run, new pacts mixed with old ones by their share.

    Args:
        months: to run before the step, [partner, run].
        held: share signed before the step, [partner, run].
        new: share signed in the step, [partner, run].
        renewed: months added per month, [partner, run].
        term: term of a new pact, [partner, run], month.
        dt: length of the step in months.
    """
    old = jnp.maximum(months - dt + dt * renewed, 0.0)
    share = held + new
    return jnp.where(share > 0.0, (held * old + new * term) / jnp.maximum(share, 1e-12), 0.0)


def run_out(stage: PerPactStagePartner, months_left: PerPartner):
    """Return stages after pacts without time left are gone, and the share that went."""
    gone = jnp.where(months_left <= OVER, stage[SIGNED] + stage[RATIFIED], 0.0)
    stays = jnp.where(months_left <= OVER, 0.0, 1.0)
    after = jnp.concatenate(
        [(stage[NONE] + gone)[None], stage[TALKS:SIGNED], stage[SIGNED:] * stays[None]]
    )
    return after, gone
