"""Forces: what is held, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerEquipment,
    PerEquipmentTheatre,
    PerStage,
    PerStageEquipment,
    PerTheatre,
    PerWarPlan,
    PerWarPlanEquipment,
    Scalar,
)
from sinews.core.fields import quantity


def _share(meaning: str, **more):
    return quantity("1", meaning, minimum=0.0, maximum=1.0, **more)


class ForcesState(eqx.Module):
    """What the forces hold at the start of a month."""

    equipment_held: PerEquipmentTheatre = quantity(
        "unit", "arms with the troops", minimum=0.0, absent=0.0
    )
    equipment_under_way: PerStageEquipment = quantity(
        "unit", "arms on the railway, by stage", minimum=0.0, absent=0.0
    )
    soundness: PerEquipment = _share("share of arms delivered without defects", absent=1.0)
    trained_crews: PerEquipment = quantity("crew", "trained crews", minimum=0.0, absent=0.0)
    divisions: PerTheatre = quantity("division", "divisions, in rifle divisions", minimum=0.0)
    forming_divisions: PerStage = quantity(
        "division", "divisions being formed, by stage", minimum=0.0, absent=0.0
    )
    readiness: PerTheatre = _share("readiness for battle")


class ForcesParams(eqx.Module):
    """How the forces behave; constant over a run."""

    # arms
    rail_months: PerTheatre = quantity("month", "from the works to the troops", minimum=0.01)
    rail_capacity: PerTheatre = quantity(
        "dve/month", "arms that the railway can bring, by weight", minimum=0.0
    )
    wear: PerEquipment = quantity("1/month", "share of arms worn out", minimum=0.0, maximum=0.5)
    service_level: Scalar = quantity("1", "level of arms fit for use, logit")
    service_by_spares: Scalar = quantity("1", "fit arms by spares, logit")
    service_by_defects: Scalar = quantity("1", "fit arms lost by defects, logit", minimum=0.0)
    spares: Scalar = _share("cover of spare parts")
    weight: PerEquipment = quantity("dve/unit", "weight in rifle divisions", minimum=0.0)
    # crews
    is_tank: PerEquipment = _share("1 for what tank crews are trained for", absent=0.0)
    needs_crew: PerEquipment = _share("1 for what is useless without trained crews", absent=0.0)
    crew_loss: Scalar = quantity("1/month", "share of crews released", minimum=0.0, maximum=0.5)
    crew_months: Scalar = quantity("month", "time to train crews other than tank", minimum=0.1)
    # divisions
    forming_months: Scalar = quantity("month", "time to form a division", minimum=0.1)
    order_months: Scalar = quantity("month", "time to begin the divisions missing", minimum=0.1)
    division_share: PerTheatre = _share("share of new divisions")
    division_weight: PerTheatre = quantity("dve/division", "weight of a division", minimum=0.0)
    men_per_division: Scalar = quantity("kp/division", "peace strength", minimum=0.01)
    men_per_unit: PerEquipment = quantity(
        "kp/unit", "men who serve and tend a unit", minimum=0.0, absent=0.0
    )
    other_men: Scalar = quantity("kp", "navy, air bases, schools and staffs", minimum=0.0)
    manning_floor: Scalar = _share("manning below which no division is begun")
    arms_per_division: PerEquipment = quantity(
        "unit/division", "arms a division cannot do without", minimum=0.0, absent=0.0
    )
    wanted_per_division: PerEquipment = quantity(
        "unit/division", "arms wanted per division of the target", minimum=0.0, absent=0.0
    )
    plan_divisions: PerWarPlan = quantity(
        "division", "divisions that a war plan asks for", minimum=0.0
    )
    plan_arms: PerWarPlanEquipment = quantity(
        "unit", "arms that a war plan asks for", minimum=0.0, absent=0.0
    )
    call_up_months: Scalar = quantity("month", "time to fill missing men", minimum=0.1)
    # readiness and power
    peace_readiness: PerTheatre = _share("readiness with men, arms and food in full")
    readiness_months: Scalar = quantity("month", "time in which readiness follows", minimum=0.1)
    new_unit_penalty: Scalar = _share("readiness lost by units being formed")
    power_scale: Scalar = quantity("1", "scale of combat power", minimum=0.0)
    command_quality: PerTheatre = quantity("1", "quality of command", minimum=0.0)
    defender_advantage: Scalar = quantity("1", "advantage of defence", minimum=0.0)
    distance: PerTheatre = quantity("1", "strength left after the way to the front", minimum=0.0)
    contest_exponent: Scalar = quantity("1", "exponent of the force ratio", minimum=0.0)
    sustain_exponent: Scalar = quantity("1", "exponent of supply", minimum=0.0)
    sustain_limit: PerTheatre = quantity("dve", "forces that can be supplied", minimum=0.0)


class ForcesFlows(eqx.Module):
    """What moved during the month, and what it amounts to."""

    equipment_received: PerEquipment = quantity("unit/month", "arms from the works", minimum=0.0)
    equipment_arrived: PerEquipmentTheatre = quantity(
        "unit/month", "arms brought to the troops", minimum=0.0
    )
    equipment_worn: PerEquipment = quantity("unit/month", "arms worn out", minimum=0.0)
    equipment_usable: PerEquipmentTheatre = quantity(
        "unit", "arms fit for use and crewed", minimum=0.0
    )
    equipment_uncrewed: PerEquipment = quantity(
        "unit", "fit arms without crews", minimum=0.0, limit="crews"
    )
    crews_trained: PerEquipment = quantity("crew/month", "crews trained", minimum=0.0)
    crews_lost: PerEquipment = quantity("crew/month", "crews released", minimum=0.0)
    divisions_begun: Scalar = quantity("division/month", "divisions begun", minimum=0.0)
    divisions_ready: PerTheatre = quantity("division/month", "divisions formed", minimum=0.0)
    divisions_total: Scalar = quantity("division", "divisions, forming ones apart", minimum=0.0)
    divisions_missing: Scalar = quantity(
        "division", "divisions of the target neither had nor begun", minimum=0.0, limit="divisions"
    )
    men_wanted: Scalar = quantity("kp", "establishment of army and navy", minimum=0.0)
    call_up_wanted: Scalar = quantity("kp/month", "men asked for", minimum=0.0)
    manning: Scalar = quantity("1", "men over establishment", minimum=0.0)
    combat_power: PerTheatre = quantity("dve", "combat power", minimum=0.0)
    force_ratio: PerTheatre = quantity("1", "power that counts over the power faced", minimum=0.0)
    win_probability: PerTheatre = quantity(
        "1", "chance to hold against attack", minimum=0.0, maximum=1.0
    )
    plan_readiness: PerWarPlan = quantity(
        "1", "how far a war plan could be carried out", minimum=0.0, maximum=1.0
    )
    plan_gap: PerWarPlanEquipment = quantity(
        "unit", "fit and crewed arms missing for a war plan", minimum=0.0
    )
    requirement_gap: PerEquipment = quantity(
        "1", "arms missing over arms wanted", minimum=0.0, maximum=1.0, limit="arms"
    )
