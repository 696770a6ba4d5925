"""Diplomacy: what stands between states, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerClause,
    PerCreditor,
    PerPactStagePartner,
    PerPartner,
    PerPartnerClause,
    PerSpill,
    PerVeto,
    Scalar,
)
from sinews.core.fields import Secrecy, link, quantity
from sinews.core.groups import Link


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


def _rate(meaning: str):
    return quantity("1/month", meaning, minimum=0.0)


def _event(meaning: str, secrecy: Secrecy):
    return quantity("1/month", meaning, secrecy, minimum=0.0)


class DiplomacyState(eqx.Module):
    """What stands between us and other states at the start of a month."""

    relations: PerPartner = quantity(
        "1", "warmth of relations", "published", minimum=-1.0, maximum=1.0
    )
    months_in_talks: PerPartner = quantity(
        "month", "time spent in talks and over drafts", "office", minimum=0.0, absent=0.0
    )
    pact_stage: PerPactStagePartner = _share("whether a pact stands at this stage", "office")
    pact_strength: PerPartner = _share("strength of the pact in force", "office", absent=0.0)
    months_to_expiry: PerPartner = quantity(
        "month", "time a signed pact has to run", "published", minimum=0.0, absent=0.0
    )
    agreed_terms: PerPartnerClause = _share("how much of a clause a pact holds", absent=0.0)
    asset_value: PerClause = quantity(
        "MGR", "worth of what a clause would sell", "office", minimum=0.0, absent=0.0
    )
    receipts_due: Scalar = quantity(
        "MGR", "payments to come under treaties in force", "office", minimum=0.0, absent=0.0
    )


class DiplomacyParams(eqx.Module):
    """What states want and how they bargain; constant over a run."""

    # links
    theatre_of_partner: Link = link("partner", "theatre", "theatre in which a partner faces us")
    partner_of_creditor: Link = link("creditor", "partner", "state whose relations a lender heeds")
    held_partner: Link = link("veto", "partner", "whose signature is held up")
    holding_partner: Link = link("veto", "partner", "who holds it up")
    cause_partner: Link = link("spill", "partner", "with whom the pact is made")
    affected_partner: Link = link("spill", "partner", "who takes offence")
    clause_of_spill: Link = link("spill", "clause", "clause that offends; none for the whole pact")
    # wants
    value_to_us: PerPartnerClause = quantity("1", "worth of a clause to us", absent=0.0)
    value_to_them: PerPartnerClause = quantity("1", "worth of a clause to them", absent=0.0)
    is_indivisible: PerClause = _share("1 for a clause agreed whole or not at all", absent=0.0)
    silence_cost: PerPartner = quantity(
        "1", "cost to them of a pact silent on it, over its worth", minimum=0.0, absent=0.0
    )
    outside_option: PerPartner = quantity("1", "what they have without a pact")
    value_of_security: Scalar = quantity("1", "worth to them of safety from us", minimum=0.0)
    value_of_open_window: Scalar = quantity("1", "worth to them of free hands", minimum=0.0)
    window_in_dormant: Scalar = _share("worth of free hands to the dormant, over the contingent")
    weight_of_opening: Scalar = quantity("1", "of an opening, in the worth of free hands")
    weight_of_war_risk: Scalar = quantity("1", "worth to us of a war avoided", minimum=0.0)
    risk_cut_by_pact: Scalar = _share("share of war risk that a full pact is thought to take off")
    worth_of_relations: PerPartner = quantity("1", "worth to us of a point of relations")
    impatience: PerPartner = quantity("1/month", "rate at which they discount", minimum=1e-9)
    own_impatience: Scalar = quantity("1/month", "rate at which we discount", minimum=1e-9)
    # stages
    width_of_surplus_gate: Scalar = quantity("1", "gain over which haste grows", minimum=1e-3)
    opening_rate: Scalar = _rate("talks opened when sought and not yet agreed")
    drafting_rate: Scalar = _rate("drafts reached in talks")
    signing_rate: Scalar = _rate("drafts signed when nobody holds them up")
    ratifying_rate: Scalar = _rate("signed pacts ratified")
    break_off_rate: Scalar = _rate("talks broken off in quiet times")
    break_off_by_incident: Scalar = quantity("1", "talks broken off by a clash", minimum=0.0)
    break_off_by_publication: Scalar = _rate("talks broken off in a month of publication")
    veto_strength: PerVeto = _share("share of signings held up until the holder has signed")
    term_months: PerPartner = quantity("month", "term of a new pact", minimum=1.0)
    # effects
    strength_of_clause: PerClause = _share("strength a clause gives a pact", absent=0.0)
    strength_months: Scalar = quantity("month", "time in which strength is felt", minimum=0.1)
    relations_at_rest: PerPartner = quantity(
        "1", "relations to which things return", minimum=-1.0, maximum=1.0
    )
    months_of_relations: Scalar = quantity("month", "time in which they return", minimum=0.1)
    pact_warmth: Scalar = quantity("1", "warmth of a full pact on signing", minimum=0.0)
    spill_size: PerSpill = quantity("1", "relations with the affected partner on signing")
    loss_by_incident: Scalar = quantity("1", "relations lost by a clash", minimum=0.0)
    relations_of_others: PerCreditor = quantity(
        "1", "relations of lenders that are no partner", minimum=-1.0, maximum=1.0, absent=0.0
    )
    # assets
    reference_asset: PerClause = quantity(
        "MGR", "worth at which the clause was valued; 0 for no asset", minimum=0.0, absent=0.0
    )
    asset_decay: PerClause = quantity("1/month", "loss of worth", minimum=0.0, absent=0.0)
    asset_loss_by_sabotage: PerClause = quantity(
        "1", "share of worth lost by an act of sabotage", minimum=0.0, absent=0.0
    )
    payment_months: Scalar = quantity("month", "mean time in which a sale is paid", minimum=0.1)


class DiplomacyFlows(eqx.Module):
    """What was on the table, what was signed, what was paid."""

    our_gain: PerPartner = quantity("1", "our gain by the best package")
    their_gain: PerPartner = quantity("1", "their gain by the best package")
    surplus: PerPartner = quantity("1", "the smaller of the two gains")
    terms_on_table: PerPartnerClause = _share("terms both would take; none without mutual gain")
    deadlock: PerPartner = _share(
        "talks in which both want something and no package serves both", limit="surplus"
    )
    indifference: PerPartner = _share(
        "talks in which all we offer is worth less to them than no pact", limit="offer"
    )
    held_up: PerPartner = _share("share of signings held up by others or at home", limit="veto")
    opened: PerPartner = _event("talks opened", "published")
    drafted: PerPartner = _event("drafts reached", "office")
    signed: PerPartner = _event("pacts signed", "published")
    ratified: PerPartner = _event("pacts ratified", "published")
    lapsed: PerPartner = _event("pacts run out", "published")
    broken_off: PerPartner = _event("talks broken off", "office")
    concession: PerPartner = _share("worth of what we stand ready to give", "office")
    relations_of_creditors: PerCreditor = quantity(
        "1", "warmth of relations with a lender", "published", minimum=-1.0, maximum=1.0
    )
    asset_lost: PerClause = quantity("MGR/month", "worth lost", "office", minimum=0.0)
    asset_sold: PerClause = quantity("MGR/month", "worth sold", "office", minimum=0.0)
    sale_price: Scalar = quantity("MGR/month", "price agreed for what was sold", minimum=0.0)
    treaty_receipts: Scalar = quantity("MGR/month", "paid under treaties", "office", minimum=0.0)
