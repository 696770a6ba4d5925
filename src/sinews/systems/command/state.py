"""Command: what is held, what is set, what is decided."""

import equinox as eqx

from sinews.core.arrays import (
    PerActivity,
    PerGroup,
    PerMonthOfYear,
    PerPartner,
    Scalar,
)
from sinews.core.fields import quantity
from sinews.systems.command.levers import Levers


def _share(meaning: str, **more):
    return quantity("1", meaning, minimum=0.0, maximum=1.0, **more)


class CommandState(eqx.Module):
    """What the ruler's office carries from month to month."""

    military_share: Scalar = _share("share of metal and machine tools set aside for arms")
    credibility: PerActivity = _share("how far a target is believed")
    planned_this_year: PerActivity = quantity("unit", "planned since January", absent=0.0)
    made_this_year: PerActivity = quantity("unit", "made since January", minimum=0.0, absent=0.0)
    division_target: Scalar = quantity("division", "divisions to be had", minimum=0.0)
    pressure: Scalar = quantity("1", "pressure for retreat", minimum=0.0)
    retreat: Scalar = _share("how far the ruler gives way")
    wage: PerGroup = quantity("rub/month", "wage in force", "published", minimum=0.0)
    staffing: PerGroup = quantity("kp", "posts in force", "office", minimum=0.0)
    receipts_seen: Scalar = quantity("MGR/month", "earnings abroad, smoothed", minimum=0.0)
    posture: Scalar = quantity(
        "1", "public posture, from soft to hard", "published", minimum=-1.0, maximum=1.0
    )


class CommandParams(eqx.Module):
    """How the ruler's rule behaves; constant over a run."""

    military_share_floor: Scalar = _share("share of arms without threat")
    military_share_range: Scalar = _share("what threat can add to it")
    military_share_slope: Scalar = quantity("1", "steepness against the logit of threat")
    military_share_midpoint: Scalar = quantity("1", "logit of threat at half the range")
    share_rise_months: Scalar = quantity("month", "time to raise the share", minimum=0.1)
    share_fall_months: Scalar = quantity("month", "time to lower it", minimum=0.1)
    reference_threat: Scalar = _share("threat at the opening")

    is_military: PerActivity = _share("whether the line makes arms", absent=0.0)
    civil_tautness: Scalar = quantity("1", "target over visible capacity", minimum=0.0)
    tautness_ceiling: Scalar = quantity("1", "tautest target the rule sets", minimum=0.0)
    felt_ceiling: Scalar = quantity("1", "tautness beyond which targets feel alike", minimum=1.0)
    announced_capacity: PerActivity = quantity(
        "unit/year", "capacity announced beyond what is tooled", minimum=0.0, absent=0.0
    )
    effort_ceiling: Scalar = _share("most that belief in a taut target adds to work")
    effort_slope: Scalar = quantity("1", "how fast it is reached", minimum=0.0)
    disorder_threshold: Scalar = quantity("1", "felt tautness at which disorder begins")
    disorder_gain: Scalar = quantity("1", "disorder per squared excess", minimum=0.0)
    ratchet: Scalar = _share("rise of a target by what was made beyond it", absent=0.0)
    ratchet_memory: Scalar = quantity(
        "1", "rise of a target at which works hide half of the most they hide", minimum=1e-3
    )
    concealment_ceiling: Scalar = _share("most of its capacity that a works hides", absent=0.0)
    credibility_exponent: Scalar = quantity("1", "how belief follows fulfilment", minimum=0.0)
    capacity_pull: Scalar = quantity("1/month", "missing capacity tooled per month", minimum=0.0)

    division_gain: Scalar = quantity("1/month", "approach of divisions to what is required")
    division_response: Scalar = quantity("1", "divisions required per logit of threat")
    division_dead_band: Scalar = quantity("1", "rise of the logit that changes nothing")
    division_ceiling: Scalar = quantity("1", "greatest multiple of divisions held", minimum=1.0)

    posture_by_threat: Scalar = quantity("1", "hardening of posture per logit of threat")
    restraint_by_threat: Scalar = quantity("1", "restraint added per logit of threat")

    pressure_by_ration: Scalar = quantity("1", "weight of unfilled lists 2 and 3", minimum=0.0)
    pressure_by_exits: Scalar = quantity("1", "weight of leaving the kolkhoz", minimum=0.0)
    pressure_by_town_nutrition: Scalar = quantity("1", "weight of hunger in towns", minimum=0.0)
    pressure_by_fulfilment: Scalar = quantity("1", "weight of plans missed", minimum=0.0)
    exits_reference: Scalar = quantity("1/month", "share leaving that counts as one", minimum=1e-9)
    pressure_months: Scalar = quantity("month", "memory of pressure", minimum=0.1)
    retreat_threshold: Scalar = quantity("1", "pressure at which the ruler gives way")
    retreat_threat_weight: Scalar = quantity("1", "rise of the threshold per logit of threat")
    retreat_width: Scalar = quantity("1", "width of that switch", minimum=1e-3)
    retreat_rise_months: Scalar = quantity("month", "time to give way", minimum=0.1)
    retreat_fall_months: Scalar = quantity("month", "time to take it back", minimum=0.1)
    concession_on_procurement: Scalar = _share("quota given up in full retreat")
    concession_on_exports: Scalar = _share("grain exports given up in full retreat")
    concession_on_reserve: Scalar = _share("reserve given up in full retreat")
    concession_on_starts: Scalar = _share("building posts given up in full retreat")
    concession_on_rations: Scalar = _share("protection of lists 2 and 3 in full retreat")

    export_calendar: PerMonthOfYear = quantity("1", "grain exports over their mean", minimum=0.0)
    reserve_calendar: PerMonthOfYear = quantity("1", "reserve filling over its mean", minimum=0.0)
    loan_calendar: PerMonthOfYear = quantity("1", "loans over their mean", minimum=0.0)
    ample_store: Scalar = quantity(
        "kt", "state grain above which exports are at their usual rate", minimum=1e-9
    )
    bare_store: Scalar = quantity("kt", "state grain below which nothing is shipped", minimum=0.0)
    release_by_need: Scalar = quantity(
        "kt/month", "reserve unlocked when lists 2 and 3 get nothing", minimum=0.0
    )
    loans_by_hunger: Scalar = quantity(
        "1", "growth of loans per share of food lacking in villages", minimum=0.0
    )
    cash_kept: Scalar = quantity("MGR", "foreign money that is not spent", minimum=0.0)
    import_cover: Scalar = quantity("1", "imports wanted over earnings abroad", minimum=0.0)
    receipts_months: Scalar = quantity("month", "memory of earnings", minimum=0.1)
    staffing_months: Scalar = quantity("month", "time in which posts follow plans", minimum=0.1)
    wage_drift: Scalar = quantity("1/month", "rise of wages left to themselves", minimum=0.0)


class CommandFlows(eqx.Module):
    """What is decided this month."""

    directives: Levers
    tautness: PerActivity = quantity("1", "target over capacity seen", "office")
    effort: PerActivity = quantity("1", "multiplier of labour by belief in the target")
    disorder: PerActivity = quantity("1", "share of output lost to disorder")
    pull: PerActivity = quantity("unit/month/month", "capacity that targets call for")
    divisions_required: Scalar = quantity("division", "divisions thought necessary")
    threat_rise: Scalar = quantity("1", "rise of the logit of threat beyond the dead band")
    secrets_acted_on: PerPartner = quantity(
        "1", "how far what was done shows that papers are read", minimum=0.0, maximum=1.0
    )
    concealed: Scalar = quantity("1", "share of capacity that works hide", minimum=0.0)
    protected_rations: Scalar = quantity("1", "added protection of lists 2 and 3", "office")
    pressure_now: Scalar = quantity("1", "pressure of this month")
    retreat_point: Scalar = quantity("1", "pressure at which the ruler gives way now")
