"""What pacts do: terms, strength, relations, and the sale of what was agreed."""

import jax.numpy as jnp

from sinews.core.arrays import PerClause, PerPartner, PerPartnerClause
from sinews.core.groups import look_up, total_by
from sinews.core.smooth import adjust, chance_of
from sinews.systems.diplomacy.state import DiplomacyParams


def next_terms(
    agreed: PerPartnerClause, on_table: PerPartnerClause, held: PerPartner, new: PerPartner
) -> PerPartnerClause:
    """Return the terms of signed pacts: those on the table on the day, mixed by share."""
    part = new / jnp.maximum(held + new, 1e-12)
    return agreed + part[:, None] * (on_table - agreed)


def next_strength(
    params: DiplomacyParams,
    strength: PerPartner,
    terms: PerPartnerClause,
    ratified: PerPartner,
    dt: float,
) -> PerPartner:
    """Move the strength of pacts towards what their clauses give once ratified.

    Lapsed pacts bind nobody from that day (Leeds 2003: what is written matters).
    """
    goal = ratified * full_strength(params, terms)
    moved = adjust(strength, goal, params.strength_months[None], dt)
    return jnp.clip(jnp.where(ratified > 0.0, moved, 0.0), 0.0, 1.0)


def full_strength(params: DiplomacyParams, terms: PerPartnerClause) -> PerPartner:
    """Return the strength that the clauses of a pact give it, at most one."""
    return jnp.minimum(jnp.sum(params.strength_of_clause[None] * terms, axis=1), 1.0)


def next_relations(
    params: DiplomacyParams,
    relations: PerPartner,
    terms: PerPartnerClause,
    signed: PerPartner,
    incidents: PerPartner,
    dt: float,
) -> PerPartner:
    """Move relations: back to rest, up by pacts of their own, down by pacts of others and clashes.

    Args:
        params: how relations move.
        relations: before the step, [partner, run].
        terms: on the table, [partner, clause, run].
        signed: share of pacts signed in the step, [partner, run].
        incidents: clashes, [partner, run], count/month.
        dt: length of the step in months.
    """
    at_rest = adjust(relations, params.relations_at_rest, params.months_of_relations[None], dt)
    warmer = params.pact_warmth[None] * full_strength(params, terms) * signed
    lost = params.loss_by_incident[None] * incidents * dt
    return jnp.clip(at_rest + warmer + _spilled(params, terms, signed) - lost, -1.0, 1.0)


def _spilled(params: DiplomacyParams, terms: PerPartnerClause, signed: PerPartner) -> PerPartner:
    """Return what pacts signed in the step do to relations with others, [partner, run]."""
    partners, clauses, _ = terms.shape
    if not params.cause_partner:
        return jnp.zeros((partners, 1))
    by_pair = (terms * signed[:, None]).reshape(partners * clauses, -1)
    pairs = tuple(zip(params.cause_partner, params.clause_of_spill, strict=True))
    place = tuple(cause * clauses + max(clause, 0) for cause, clause in pairs)
    is_whole = jnp.asarray([clause < 0 for clause in params.clause_of_spill])[:, None]
    extent = jnp.where(is_whole, look_up(signed, params.cause_partner), look_up(by_pair, place))
    return total_by(params.spill_size * extent, params.affected_partner, partners)


def concession(
    params: DiplomacyParams, terms: PerPartnerClause, at_table: PerPartner
) -> PerPartner:
    """Return the worth of what we stand ready to give and would rather keep, 0..1."""
    given = jnp.sum(jnp.maximum(-params.value_to_us, 0.0) * terms, axis=1)
    return at_table * jnp.minimum(given, 1.0)


def sale(
    params: DiplomacyParams,
    asset_value: PerClause,
    terms: PerPartnerClause,
    ratified: PerPartner,
    share: PerPartner,
):
    """Return worth sold by clause, and the price: our share of the pie (Rubinstein 1982).

    Args:
        params: which clauses sell something.
        asset_value: worth that is left, [clause, run], MGR.
        terms: agreed, [partner, clause, run].
        ratified: share of pacts ratified in the step, [partner, run].
        share: our share of the pie, [partner, run].
    """
    bought = terms * ratified[:, None]
    wanted = jnp.sum(bought, axis=0)
    scale = jnp.where(params.reference_asset > 0.0, asset_value, 0.0) / jnp.maximum(wanted, 1.0)
    price = jnp.sum(scale * jnp.sum(bought * share[:, None], axis=0), axis=0)
    return scale * wanted, price


def asset_lost(params: DiplomacyParams, asset_value: PerClause, sabotage, dt: float) -> PerClause:
    """Return the worth lost in a step while the other side waits, [clause, run], MGR."""
    rate = params.asset_decay + params.asset_loss_by_sabotage * sabotage[None]
    return asset_value * chance_of(rate, dt)
