"""War: what is held, what is set, what is feared with reason."""

import equinox as eqx

from sinews.core.arrays import PerCoalition, PerCoalitionPartner, PerPartner, Scalar
from sinews.core.fields import link, quantity


def _share(meaning: str, **more):
    return quantity("1", meaning, minimum=0.0, maximum=1.0, **more)


class WarState(eqx.Module):
    """What has become of peace; survival and wars by coalition sum to one."""

    survival: Scalar = _share("chance that no war has begun; the weight of the run")
    war_by_coalition: PerCoalition = _share("chance that this coalition has begun one", absent=0.0)
    expected_loss: Scalar = quantity("1", "loss by wars begun, expected", minimum=0.0, absent=0.0)


class WarParams(eqx.Module):
    """Who would join whom, and what a war costs; constant over a run."""

    leader_of_coalition: tuple[int, ...] = link("coalition", "partner", "who begins the war")
    partner_of_sector: tuple[int, ...] = link("sector", "partner", "who stands opposite")
    theatre_of_partner: tuple[int, ...] = link("partner", "theatre", "where it would fight")

    member: PerCoalitionPartner = _share("1 for those who fight in a coalition", absent=0.0)
    alliance: PerCoalitionPartner = _share("bond of a partner to a coalition", absent=0.0)
    outside_support: PerPartner = quantity(
        "1", "forces of a partner with the help of others, over its own", minimum=0.0, absent=1.0
    )
    is_adversary: PerPartner = _share("1 for those counted among the forces that face us")
    join_level: PerPartner = quantity("1", "chance to join, logit")
    join_by_enmity: Scalar = quantity("1", "chance to join by cold relations, logit")
    join_by_power: Scalar = quantity("1", "chance to join by the coalition's strength, logit")
    join_by_pact: Scalar = quantity("1", "chance to join lost by a pact with us, logit")
    join_by_alliance: Scalar = quantity("1", "chance to join by alliance, logit")
    join_by_emigres: Scalar = quantity("1", "chance to join by sponsored emigres, logit")
    join_months: Scalar = quantity("month", "from the first shot to joining", minimum=0.01)
    decisive_months: Scalar = quantity("month", "time in which a war is decided", minimum=0.01)
    runaway_rate: Scalar = quantity("1/month", "scale of war by runaway clashes", minimum=0.0)
    runaway_slope: Scalar = quantity("1", "its growth per rung of the ladder", minimum=0.0)
    runaway_rung: Scalar = quantity("1", "rung below which no clash runs away", minimum=0.0)
    loss_of_war: Scalar = quantity("1", "loss by any war", minimum=0.0)
    loss_of_defeat: Scalar = quantity("1", "loss by a war that is lost", minimum=0.0)


class WarFlows(eqx.Module):
    """Hazards of the month as they truly are, and how far belief was from them."""

    war_hazard: PerCoalition = quantity("1/month", "hazard of war", minimum=0.0)
    runaway_hazard: PerPartner = quantity(
        "1/month", "hazard of war by clashes that run away", minimum=0.0
    )
    unlisted_hazard: Scalar = quantity(
        "1/month", "hazard of partners that lead no listed coalition; not counted", minimum=0.0
    )
    onset: PerCoalition = quantity(
        "1/month", "chance of war per month, weighted by survival", minimum=0.0
    )
    join_probability: PerCoalitionPartner = quantity(
        "1", "chance to join a coalition that has begun", minimum=0.0, maximum=1.0
    )
    coalition_share: PerCoalition = quantity(
        "1", "share of its leader's wars that this coalition fights", minimum=0.0, maximum=1.0
    )
    force_ratio_by_coalition: PerCoalition = quantity(
        "1", "our power over theirs where we are weakest against them", minimum=0.0
    )
    win_by_coalition: PerCoalition = quantity(
        "1", "chance to hold against a coalition", minimum=0.0, maximum=1.0
    )
    true_threat_by_coalition: PerCoalition = quantity(
        "1", "war within twelve months as it truly is", minimum=0.0, maximum=1.0
    )
    true_threat_in_all: Scalar = quantity(
        "1", "war with anyone within twelve months as it truly is", minimum=0.0, maximum=1.0
    )
    belief_error: PerCoalition = quantity("1", "threat believed less the true one")
    loss: Scalar = quantity("1/month", "expected loss added", minimum=0.0)
