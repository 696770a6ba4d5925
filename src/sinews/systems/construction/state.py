"""Construction: what is held, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import PerGood, PerLine, PerProject, PerProjectLine, PerRegion, Scalar
from sinews.core.fields import Secrecy, link, quantity


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


def _work(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("kwm", meaning, secrecy, minimum=0.0, **more)


class ConstructionState(eqx.Module):
    """What the building sites hold at the start of a month.

    The scope of a project is the sum of its four stocks of work and never changes.
    """

    work_to_do: PerProject = _work("work not yet begun", "office")
    work_correct: PerProject = _work("work done that stands", absent=0.0)
    rework_hidden: PerProject = _work("work done badly and not yet found out", absent=0.0)
    rework_known: PerProject = _work("work found bad, to be done again", "office", absent=0.0)
    started: PerProject = _share("whether the works has been started", "published", absent=0.0)
    failed: PerProject = _share("whether the works has failed since its start", absent=0.0)
    months_since_start: PerProject = quantity(
        "month", "time since the works was started", "published", minimum=0.0, absent=0.0
    )
    started_share: PerProject = _share("share of the works that is in use", "office", absent=0.0)
    mastering: PerProject = _share("how far its people command the works", absent=0.0)
    handed_over: PerProject = _share("share of design capacity handed over", "office", absent=0.0)
    equipment_fitted: PerProject = quantity(
        "MGR", "imported plant at the site", "office", minimum=0.0, absent=0.0
    )
    site_equipment: Scalar = quantity(
        "MGR", "imported plant landed and not yet sent to a site", "office", minimum=0.0
    )
    site_materials: PerGood = quantity(
        "unit", "materials on building sites", "office", minimum=0.0, absent=0.0
    )


class ConstructionParams(eqx.Module):
    """How building behaves; constant over a run."""

    region_of_project: tuple[int, ...] = link("project", "region", "where the site lies")
    capacity_elsewhere: PerLine = quantity(
        "unit/month/kwm",
        "capacity that a worker-month on other sites adds",
        minimum=0.0,
        absent=0.0,
    )
    design_capacity: PerProjectLine = quantity(
        "unit/month", "capacity of the finished works", "published", minimum=0.0, absent=0.0
    )
    base_rate: PerProject = quantity(
        "kwm/month", "work of a full crew before frost, food and presence", minimum=0.0
    )
    work_per_builder: Scalar = quantity(
        "1", "work of a builder at usual presence and food over full work", minimum=0.1
    )
    equipment_need: PerProject = quantity(
        "MGR", "imported plant in the finished works", "office", minimum=0.0, absent=0.0
    )
    mastering_months: PerProject = quantity(
        "month", "time to command the works at reference skill", minimum=0.1
    )
    materials_per_work: PerGood = quantity(
        "unit/kwm", "materials put in place by one worker-month", minimum=0.0, absent=0.0
    )
    other_sites_by_region: PerRegion = _share("where the sites without a name lie")
    other_work_wanted: Scalar = quantity(
        "kwm/month", "work wanted on sites without a name", minimum=0.0
    )
    other_sites_weight: Scalar = quantity(
        "1", "weight of sites without a name in sharing; 1 is a named site", minimum=0.0
    )
    other_equipment_wanted: Scalar = quantity(
        "MGR/month", "imported plant wanted on sites without a name", minimum=0.0
    )
    material_cover: Scalar = quantity("month", "materials kept on site", minimum=0.0)
    equipment_ahead: Scalar = quantity(
        "month", "how far plant is wanted ahead of the work", minimum=0.0
    )
    work_noise: Scalar = quantity("1", "month-to-month spread of the work rate", minimum=0.0)
    overtime_gain: Scalar = quantity("1", "longest overtime under rush", minimum=0.0)
    frost_threshold: Scalar = quantity("degC", "temperature below which frost slows work")
    frost_scale: Scalar = quantity("delta_degC", "cold that halves the rate", minimum=1.0)
    base_quality: Scalar = _share("work done well under good conditions")
    reference_skill: Scalar = quantity("1", "skilled share of the opening", minimum=0.01)
    skill_exponent: Scalar = quantity("1", "quality by skill", minimum=0.0)
    rush_loss: Scalar = _share("quality lost under utmost rush")
    frost_loss: Scalar = _share("quality lost in utmost frost")
    hunger_loss: Scalar = _share("quality lost to hunger")
    disorder_loss: Scalar = _share("quality lost to disorder")
    finding_months: Scalar = quantity("month", "time to find bad work at the outset", minimum=0.1)
    finding_by_progress: Scalar = _share("how much sooner bad work is found near completion")
    finding_months_in_use: Scalar = quantity(
        "month", "time to find bad work once the works runs", minimum=0.1
    )
    normal_start_share: Scalar = _share("completion at which a works is started unforced")
    failure_rate: Scalar = quantity("1/month", "failures of a sound, finished works", minimum=0.0)
    failure_by_hidden_rework: Scalar = quantity("1", "log hazard per share of scope", minimum=0.0)
    failure_by_incompleteness: Scalar = quantity("1", "log hazard per share missing", minimum=0.0)
    failure_by_frost: Scalar = quantity(
        "1", "log hazard per 15 degrees below 15 of frost", minimum=0.0
    )
    failure_window: Scalar = quantity("month", "time in which a new works can fail", minimum=0.0)


class ConstructionFlows(eqx.Module):
    """What moved during the month."""

    capacity_handed_over: PerLine = quantity("unit/month/month", "capacity taken over", "office")
    damage: PerLine = quantity("unit/month/month", "capacity lost to failure", "office")
    materials_received: PerGood = quantity("unit/month", "materials brought to sites", "office")
    materials_used: PerGood = quantity("unit/month", "materials put in place", "office")
    materials_wanted: PerGood = quantity("unit/month", "materials asked for", "office")
    labour_wanted: Scalar = quantity("kp", "people wanted by all sites", "office")
    equipment_landed: Scalar = quantity("MGR/month", "imported plant received", "office")
    equipment_taken: PerProject = quantity("MGR/month", "plant sent to named sites", "office")
    equipment_to_other_sites: Scalar = quantity("MGR/month", "plant sent to others", "office")
    equipment_wanted: Scalar = quantity("MGR/month", "imported plant asked for", "office")
    schedule_pressure: PerProject = quantity("1", "work left over what the date allows", "office")
    crew: PerProject = quantity("kwm/month", "effective labour at named sites", "office")
    work_done: PerProject = quantity("kwm/month", "work done at named sites", "office")
    new_work: PerProject = quantity("kwm/month", "of it work not done before", "office")
    work_redone: PerProject = quantity("kwm/month", "of it rework", "office")
    work_done_badly: PerProject = quantity("kwm/month", "of it bad and not noticed")
    rework_found: PerProject = quantity("kwm/month", "bad work found, failures left out")
    rework_exposed: PerProject = quantity("kwm/month", "bad work laid bare by failure")
    work_destroyed: PerProject = quantity("kwm/month", "good work undone by failure")
    other_work_done: Scalar = quantity("kwm/month", "work done on other sites", "office")
    idle_builders: Scalar = quantity("kwm/month", "effective labour without a site", "office")
    starts: PerProject = quantity("1/month", "works started", "published")
    failures: PerProject = quantity("1/month", "works that failed")
    failure_hazard: PerProject = quantity("1/month", "rate of failure of works at risk")
    quality: PerProject = quantity("1", "share of work done well")
    work_lost_to_builders: Scalar = quantity(
        "kwm/month", "work wanted for which there were no hands", limit="builders"
    )
    work_lost_to_frost: Scalar = quantity("kwm/month", "work lost to frost", limit="frost")
    work_lost_to_equipment: Scalar = quantity(
        "kwm/month", "work that waits for imported plant", limit="imported equipment"
    )
    work_lost_to_materials: Scalar = quantity(
        "kwm/month", "work that waits for materials", limit="building materials"
    )
