"""What a pact is worth: to us by our belief, to them by their true intention."""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerClause,
    PerIntentionPartner,
    PerPartner,
    PerPartnerClause,
    PerPartnerTheatre,
    PerTheatre,
)
from sinews.core.groups import look_up, total_by
from sinews.core.intention import CONTINGENT, DORMANT, PREPARING_1
from sinews.systems.diplomacy.bargain import Stakes
from sinews.systems.diplomacy.state import DiplomacyParams

TINY = 1e-9
FREE_HANDS_IN_PREPARING = 2.0
WIDEST_OPENING = 5.0


def stakes_of(
    params: DiplomacyParams,
    asset_value: PerClause,
    threat: PerPartner,
    intention: PerIntentionPartner,
    opening: PerPartner,
    foreign_forces: PerPartnerTheatre,
    combat_power: PerTheatre,
) -> Stakes:
    """Return what clauses and pacts are worth to both sides.

    Args:
        params: what states want.
        asset_value: worth of what clauses would sell, [clause, run], MGR.
        threat: war begun by a partner within twelve months as we see it, [partner, run].
        intention: true, [intention, partner, run].
        opening: log of their forces over ours as they see it, [partner, run].
        foreign_forces: [partner, theatre, run], dve.
        combat_power: ours, [theatre, run], dve.
    """
    left = asset_left(asset_value, params.reference_asset)[None]
    ours = params.value_to_us * left + _safety_by_clause(params, threat)
    whole_pact, by_clause = _offence(params)
    silence = params.silence_cost[:, None] * params.is_indivisible[None] * params.value_to_them
    their_base = security(params, intention, foreign_forces, combat_power)
    their_base = their_base - free_hands(params, intention, opening) - params.outside_option
    shape = jnp.broadcast_shapes(threat.shape, their_base.shape)
    return Stakes(
        ours=ours + by_clause,
        theirs=params.value_to_them * left + silence,
        our_base=jnp.broadcast_to(whole_pact, shape),
        their_base=jnp.broadcast_to(their_base - jnp.sum(silence, axis=1), shape),
    )


def asset_left(asset_value: PerClause, reference: PerClause) -> PerClause:
    """Return worth over the worth at which a clause was valued; 1 for what is no asset."""
    ratio = asset_value / jnp.maximum(reference, TINY)
    return jnp.where(reference > 0.0, ratio, 1.0)


def security(
    params: DiplomacyParams,
    intention: PerIntentionPartner,
    foreign_forces: PerPartnerTheatre,
    combat_power: PerTheatre,
) -> PerPartner:
    """Return the worth to them of safety from us: our share of the forces on both sides.

    Nothing to one who prepares to attack (Fearon 1995).
    """
    ours = look_up(combat_power, params.theatre_of_partner)
    both = ours + jnp.sum(foreign_forces, axis=1)
    preparing = jnp.sum(intention[PREPARING_1:], axis=0)
    share = jnp.where(both > TINY, ours / jnp.maximum(both, TINY), 0.0)
    return params.value_of_security[None] * share * (1.0 - preparing)


def free_hands(
    params: DiplomacyParams, intention: PerIntentionPartner, opening: PerPartner
) -> PerPartner:
    """Return the worth to them of the opening that a pact would close (Powell 2006)."""
    preparing = jnp.sum(intention[PREPARING_1:], axis=0)
    wish = params.window_in_dormant[None] * intention[DORMANT] + intention[CONTINGENT]
    wish = wish + FREE_HANDS_IN_PREPARING * preparing
    width = jnp.clip(opening, -WIDEST_OPENING, WIDEST_OPENING)
    return (
        params.value_of_open_window[None] * wish * jnp.exp(params.weight_of_opening[None] * width)
    )


def _safety_by_clause(params: DiplomacyParams, threat: PerPartner) -> PerPartnerClause:
    """Return what we think a clause takes off the risk of war, by its part in a pact's strength."""
    worth = params.weight_of_war_risk * params.risk_cut_by_pact
    return (worth[None] * threat)[:, None] * params.strength_of_clause[None]


def _offence(params: DiplomacyParams) -> tuple[PerPartner, PerPartnerClause]:
    """Return what the offence taken by others costs us, by whole pact and by clause."""
    partners, clauses, _ = params.value_to_us.shape
    if not params.cause_partner:
        return jnp.zeros((partners, 1)), jnp.zeros((partners, clauses, 1))
    cost = look_up(params.worth_of_relations, params.affected_partner) * params.spill_size
    pairs = tuple(zip(params.cause_partner, params.clause_of_spill, strict=True))
    whole = tuple(cause if clause < 0 else -1 for cause, clause in pairs)
    place = tuple(cause * clauses + clause if clause >= 0 else -1 for cause, clause in pairs)
    by_clause = total_by(cost, place, partners * clauses)
    return total_by(cost, whole, partners), by_clause.reshape(partners, clauses, -1)
