"""Diplomacy: one month of talks, pacts and relations.

Talks go on side by side, each about a package of clauses. What is on the table is what both sides
would settle on; it is drafted, signed and ratified by a chain in continuous time, and signatures
can be held up at home or by states that have not signed a pact of their own.

Sources: Nash (1950), Rubinstein (1982), Binmore, Rubinstein and Wolinsky (1986) for the bargain;
Fearon (1995), Powell (2006) for what closes a window; Putnam (1988), Crump (2011) for talks that
hang on one another; Leeds (2003) for what a pact does.
"""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerIntentionPartner,
    PerPartner,
    PerPartnerClause,
    PerPartnerTheatre,
    PerTheatre,
    Scalar,
)
from sinews.core.groups import look_up
from sinews.core.markov import pass_on
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.systems.diplomacy import effects, stages, wants
from sinews.systems.diplomacy.bargain import our_share, settle
from sinews.systems.diplomacy.stages import DRAFTED, NONE, RATIFIED, SIGNED, TALKS
from sinews.systems.diplomacy.state import DiplomacyFlows, DiplomacyParams, DiplomacyState


def advance(
    state: DiplomacyState,
    params: DiplomacyParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    talks: PerPartner,
    offer: PerPartnerClause,
    domestic_veto: PerPartner,
    renewed: PerPartner,
    threat_by_partner: PerPartner,
    true_intention: PerIntentionPartner,
    opening: PerPartner,
    foreign_forces: PerPartnerTheatre,
    combat_power_last_month: PerTheatre,
    published_decrypts: PerPartner,
    incidents_last_month: PerPartner,
    railway_sabotage_last_month: Scalar,
) -> tuple[DiplomacyState, DiplomacyFlows]:
    """Talk, sign and ratify for a step.

    Args:
        state: stages, pacts and relations at the start.
        params: what states want and how they bargain.
        numerics: mode and step.
        moment: not read; terms run from the day of signing.
        chance: the room's own stream.
        talks: how far we are willing, [partner, run]; 1 opens talks on the day and keeps them
            going, less than 1 waits for an answer.
        offer: how much of a clause may be put on the table, [partner, clause, run].
        domestic_veto: share of signings held up in their own capital, [partner, run].
        renewed: months added to a pact, [partner, run], month/month.
        threat_by_partner: war within twelve months as we see it, [partner, run].
        true_intention: [intention, partner, run].
        opening: log of their forces over ours as they see it, [partner, run].
        foreign_forces: [partner, theatre, run], dve.
        combat_power_last_month: ours, [theatre, run], dve.
        published_decrypts: whether their telegrams were published, [partner, run].
        incidents_last_month: clashes with them, [partner, run], count/month.
        railway_sabotage_last_month: acts of sabotage, [run], count/month.

    Returns:
        Stages, pacts and relations at the end, and what moved. Assets: `asset_value' -
        asset_value = -dt (asset_lost + asset_sold)`. Payments: `receipts_due' - receipts_due =
        dt (sale_price - treaty_receipts)`.
    """
    del moment
    dt = numerics.dt
    share = our_share(params.own_impatience, params.impatience)
    stakes = wants.stakes_of(
        params, state.asset_value, threat_by_partner, true_intention, opening, foreign_forces,
        combat_power_last_month,
    )  # fmt: skip
    settled = settle(stakes, offer, params.is_indivisible, share)
    surplus = jnp.minimum(settled.our_gain, settled.their_gain)
    terms = jnp.where((surplus > 0.0)[:, None], jnp.clip(settled.terms, 0.0, 1.0), 0.0)

    before = stages.opened_at_once(state.pact_stage, talks, state.months_in_talks)
    passing = stages.let_pass(params, before, domestic_veto)
    reached, left = _pass(
        params, before, talks, surplus, passing, incidents_last_month, published_decrypts,
        chance, dt,
    )  # fmt: skip
    held = before[SIGNED] + before[RATIFIED]
    signed = jnp.maximum(reached[SIGNED] + reached[RATIFIED] - held, 0.0)
    ratified = jnp.maximum(reached[RATIFIED] - before[RATIFIED], 0.0)
    agreed = effects.next_terms(state.agreed_terms, terms, held, signed)
    months_left = stages.time_left(
        state.months_to_expiry, held, signed, renewed, params.term_months, dt
    )
    stage, gone = stages.run_out(reached, months_left)
    at_table = stage[TALKS] + stage[DRAFTED]

    lost = effects.asset_lost(params, state.asset_value, railway_sabotage_last_month, dt)
    sold, price = effects.sale(params, state.asset_value - lost, agreed, ratified, share)
    paid = (state.receipts_due + price) * (1.0 - jnp.exp(-dt / params.payment_months))
    after = DiplomacyState(
        relations=effects.next_relations(
            params, state.relations, terms, signed, incidents_last_month, dt
        ),
        months_in_talks=state.months_in_talks + dt * at_table,
        pact_stage=stage,
        pact_strength=effects.next_strength(
            params, state.pact_strength, agreed, stage[RATIFIED], dt
        ),
        months_to_expiry=months_left,
        agreed_terms=agreed,
        asset_value=jnp.maximum(state.asset_value - lost - sold, 0.0),
        receipts_due=jnp.maximum(state.receipts_due + price - paid, 0.0),
    )
    most_for_them = stakes.their_base + jnp.sum(jnp.maximum(stakes.theirs, 0.0) * offer, axis=1)
    at_odds, indifferent = surplus <= 0.0, most_for_them <= 0.0
    flows = DiplomacyFlows(
        our_gain=settled.our_gain,
        their_gain=settled.their_gain,
        surplus=surplus,
        terms_on_table=terms,
        deadlock=at_table * (at_odds & ~indifferent),
        indifference=at_table * indifferent,
        held_up=stage[DRAFTED] * (1.0 - passing),
        opened=jnp.maximum(state.pact_stage[NONE] - reached[NONE], 0.0) / dt,
        drafted=jnp.maximum(reached[DRAFTED] - before[DRAFTED] + signed, 0.0) / dt,
        signed=signed / dt,
        ratified=ratified / dt,
        lapsed=gone / dt,
        broken_off=left / dt,
        concession=effects.concession(params, terms, at_table + signed),
        relations_of_creditors=_relations_of_creditors(params, after.relations),
        asset_lost=lost / dt,
        asset_sold=sold / dt,
        sale_price=price / dt,
        treaty_receipts=paid / dt,
    )
    return after, flows


def _pass(params, before, talks, surplus, passing, incidents, published, chance, dt):
    """Return stages after the step, and the share of talks that came to nothing."""
    eager = stages.eagerness(surplus, params.width_of_surplus_gate)
    shock = stages.shock(params, incidents, published)
    rates = stages.rates_of(params, talks, eager, passing, shock)
    passed = pass_on(before, rates, dt, stages.TERMS)
    reached = chance.pick(passed, "stage", "partner")
    return reached, jnp.maximum(reached[NONE] - before[NONE], 0.0)


def _relations_of_creditors(params: DiplomacyParams, relations: PerPartner):
    """Return relations with lenders; lenders that are no partner have their own."""
    is_partner = jnp.asarray([partner >= 0 for partner in params.partner_of_creditor])[:, None]
    found = look_up(relations, params.partner_of_creditor)
    return jnp.where(is_partner, found, params.relations_of_others)
