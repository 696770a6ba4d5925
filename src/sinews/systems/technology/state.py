"""Technology: what is held, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerComponent,
    PerDesign,
    PerDesignComponent,
    PerStageDesign,
    Scalar,
)
from sinews.core.fields import Secrecy, link, quantity


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


class TechnologyState(eqx.Module):
    """What is known of each design at the start of a month."""

    mission_purse: Scalar = quantity(
        "MGR", "foreign money for licences and missions", "office", minimum=0.0
    )
    documents: PerDesign = _share("share of drawings and papers at hand", absent=0.0)
    documents_under_way: PerStageDesign = quantity(
        "1", "share of papers on the way, by stage", minimum=0.0, absent=0.0
    )
    samples: PerDesign = quantity("unit", "specimens at hand", minimum=0.0, absent=0.0)
    samples_under_way: PerStageDesign = quantity(
        "unit", "specimens on the way, by stage", minimum=0.0, absent=0.0
    )
    covert_progress: PerStageDesign = _share(
        "whether a covert purchase stands at recruiting, acquiring or shipping", absent=0.0
    )
    licensed: PerDesign = _share("whether a licence is held", "office", absent=0.0)
    know_how: PerDesign = _share("skill of the people who make it", absent=0.0)
    readiness: PerDesign = _share("how far it can be made in series", "office", absent=0.0)
    component_frontier: PerComponent = _share("best quality of a part within reach", "office")


class TechnologyParams(eqx.Module):
    """How designs are had and learned; constant over a run."""

    seller_of_design: tuple[int, ...] = link("design", "creditor", "who could sell it")
    required_quality: PerDesignComponent = _share("quality of a part that it needs", absent=0.0)
    offer_rate: Scalar = quantity("1/month", "most frequent offers of a licence", minimum=0.0)
    offer_level: Scalar = quantity("1", "log odds of an offer at neutral relations")
    offer_by_relations: Scalar = quantity("1", "log odds of an offer by relations", minimum=0.0)
    offer_by_slump: Scalar = quantity("1", "log odds of an offer by the slump", minimum=0.0)
    offer_by_control: Scalar = quantity("1", "log odds against by export control", minimum=0.0)
    offer_by_hostility: Scalar = quantity("1", "log odds against from a foe", minimum=0.0)
    slump: Scalar = _share("want of orders in the selling countries", "published")
    licence_price: PerDesign = quantity("MGR", "price of a licence with samples", minimum=0.0)
    licence_samples: PerDesign = quantity(
        "unit", "specimens that come with a licence", minimum=0.0, absent=0.0
    )
    delivery_months: Scalar = quantity("month", "time for papers and specimens", minimum=0.1)
    covert_rate: Scalar = quantity("1/month", "stages passed at full effort", minimum=0.0)
    cover_quality: Scalar = _share("how well missions are hidden")
    injunction: PerDesign = _share("whether a court forbids the sale", "published", absent=0.0)
    interdiction_rate: Scalar = quantity(
        "1/month", "missions caught per stage at full control and no cover", minimum=0.0
    )
    covert_price: PerDesign = quantity("MGR", "price of a covert purchase", minimum=0.0)
    covert_samples: PerDesign = quantity(
        "unit", "specimens that a covert purchase brings", minimum=0.0, absent=0.0
    )
    covert_documents: Scalar = _share("papers that a covert purchase brings")
    covert_ceiling: Scalar = _share("papers that covert purchase can complete")
    loss_when_caught: Scalar = _share("part of the price lost when caught")
    reverse_rate: Scalar = quantity("1/month", "papers drawn from specimens", minimum=0.0)
    learning_rate: Scalar = quantity("1/month", "know-how gained with full papers", minimum=0.0)
    learning_by_specialists: Scalar = quantity(
        "1/month", "know-how gained from a group of specialists", minimum=0.0
    )
    specialists_in_group: Scalar = quantity("person", "specialists of a group", minimum=1.0)
    learning_by_prototypes: Scalar = quantity(
        "1/month", "know-how gained from making many", minimum=0.0
    )
    prototype_scale: Scalar = quantity(
        "unit/month", "making at which half of that is gained", minimum=0.01
    )
    skill_exponent: Scalar = quantity("1", "learning by engineers at hand", minimum=0.0)
    readiness_months: Scalar = quantity("month", "time from knowing to tooling", minimum=0.1)
    quality_width: Scalar = quantity("1", "width of the gate on quality", minimum=0.001)
    frontier_floor: Scalar = _share("quality within reach without foreign designs")
    frontier_ceiling: Scalar = _share("quality within reach with foreign designs mastered")
    frontier_months: Scalar = quantity("month", "time to follow a design learned", minimum=0.1)


class TechnologyFlows(eqx.Module):
    """What moved during the month."""

    funds_received: Scalar = quantity("MGR/month", "money put into the purse", "office")
    licence_payments: Scalar = quantity("MGR/month", "paid for licences", "office")
    covert_payments: Scalar = quantity("MGR/month", "paid for covert purchases")
    covert_losses: Scalar = quantity("MGR/month", "lost with missions that were caught")
    offers: PerDesign = quantity("1/month", "licences offered", "office")
    licences_bought: PerDesign = quantity("1/month", "licences bought", "office")
    missions_begun: PerDesign = quantity("1/month", "covert purchases begun")
    missions_done: PerDesign = quantity("1/month", "covert purchases brought home")
    missions_caught: PerDesign = quantity("1/month", "covert purchases interdicted", "published")
    interdictions: Scalar = quantity("1/month", "covert purchases interdicted", "published")
    documents_sent: PerDesign = quantity("1/month", "papers put on the way")
    documents_arrived: PerDesign = quantity("1/month", "papers that arrived")
    documents_copied: PerDesign = quantity("1/month", "papers drawn from specimens")
    samples_sent: PerDesign = quantity("unit/month", "specimens put on the way")
    samples_arrived: PerDesign = quantity("unit/month", "specimens that arrived")
    know_how_gained: PerDesign = quantity("1/month", "know-how gained")
    readiness_goal: PerDesign = quantity("1", "readiness that papers, skill and parts allow")
    unmet_licence_price: Scalar = quantity(
        "MGR/month", "licences offered for which there was no money", limit="foreign money"
    )
