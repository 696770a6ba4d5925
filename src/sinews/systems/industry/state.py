"""Industry: what is held, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerActivity,
    PerActivityComponent,
    PerComponent,
    PerDesign,
    PerEquipment,
    PerExportItem,
    PerExportItemGood,
    PerGood,
    PerGroup,
    PerInput,
    PerLine,
    PerMonthOfYear,
    PerPlant,
    PerStageActivity,
    PerStageLine,
    Scalar,
)
from sinews.core.fields import link, quantity


def _share(meaning: str, **more):
    return quantity("1", meaning, minimum=0.0, maximum=1.0, **more)


class IndustryState(eqx.Module):
    """What industry holds at the start of a month."""

    stock: PerGood = quantity("unit", "goods in store", "office", minimum=0.0)
    capacity: PerLine = quantity("unit/month", "tooled capacity of a line", minimum=0.0)
    converting: PerStageLine = quantity(
        "unit/month", "capacity being tooled, by stage", minimum=0.0, absent=0.0
    )
    work_in_progress: PerStageActivity = quantity(
        "unit", "accepted work on long products, by stage", minimum=0.0, absent=0.0
    )
    started_so_far: PerActivity = quantity("unit", "units ever begun", minimum=0.0, absent=0.0)
    component_quality: PerComponent = quantity(
        "1", "how well a part is made", "office", minimum=0.0, maximum=1.0
    )
    rail_capacity: Scalar = quantity("kt/month", "freight the railways can lift", minimum=0.0)


class IndustryParams(eqx.Module):
    """How industry behaves; constant over a run."""

    activity_of_input: tuple[int, ...] = link("input", "activity", "who uses this input")
    good_of_input: tuple[int, ...] = link("input", "good", "which good is used")
    good_of_activity: tuple[int, ...] = link("activity", "good", "good made, if kept in stock")
    activity_of_equipment: tuple[int, ...] = link("equipment", "activity", "who makes these arms")
    design_of_activity: tuple[int, ...] = link("activity", "design", "design that must be ready")
    group_of_activity: tuple[int, ...] = link("activity", "group", "people who do the work")
    class_of_activity: tuple[int, ...] = link("activity", "priority_class", "rank in rationing")
    activity_of_line: tuple[int, ...] = link("line", "activity", "what the line makes")
    plant_of_line: tuple[int, ...] = link("line", "plant", "works that holds the line")
    good_of_role: tuple[int, ...] = link("role", "good", "good that plays a part of its own")
    activity_of_component: tuple[int, ...] = link("component", "activity", "who makes the part")

    amount: PerInput = quantity("unit/unit", "input taken per unit begun", minimum=0.0)
    metal_content: PerGood = quantity("kt/unit", "metal in one unit", minimum=0.0, absent=0.0)
    metal_content_made: PerActivity = quantity(
        "kt/unit", "metal in one unit of the product", minimum=0.0, absent=0.0
    )
    scrap_recovery: PerActivity = _share("share of metal lost that returns as scrap", absent=0.85)
    scrap_collected: Scalar = quantity("kt/month", "old metal collected", minimum=0.0)
    use_of_capacity: PerActivity = _share("greatest use of tooled capacity", absent=0.95)
    capacity_noise: Scalar = quantity("1", "month-to-month spread of output", minimum=0.0)
    wear: Scalar = quantity("1/month", "capacity lost to wear", minimum=0.0)
    series_readiness: Scalar = _share("readiness of a design at which series making opens")
    readiness_width: Scalar = quantity("1", "width of that gate", minimum=1e-3)

    labour_first: PerActivity = quantity("kwm/unit", "labour for the first unit", minimum=0.0)
    labour_last: PerActivity = quantity("kwm/unit", "labour when learned", minimum=0.0)
    learning_scale: PerActivity = quantity(
        "unit", "units over which labour is learned", minimum=1e-9, absent=100.0
    )
    learning_exponent: Scalar = quantity("1", "learning exponent (Wright 1936)", minimum=0.0)
    usual_work: Scalar = quantity("kwm/kp", "work reckoned on per post", minimum=0.1)

    yield_ceiling: PerActivity = _share("best share accepted", absent=1.0)
    yield_start: PerActivity = quantity("unit", "experience at the outset", minimum=0.0, absent=1.0)
    yield_scale: PerActivity = quantity(
        "unit", "units begun over which yield is learned", minimum=1e-9, absent=1e-6
    )
    yield_loss_by_disorder: Scalar = _share("yield lost in full disorder")
    required_quality: PerActivityComponent = _share("quality a vehicle asks of a part", absent=0.0)
    quality_width: Scalar = quantity("1", "width of the quality gate", minimum=1e-3)
    quality_learning: Scalar = quantity("1/month", "quality learned by making", minimum=0.0)
    quality_scale: PerComponent = quantity("unit/month", "output at half that speed", minimum=1e-9)
    passage_months: PerActivity = quantity(
        "month", "time from start to delivery", minimum=1e-3, absent=0.001
    )

    floor_space: PerPlant = quantity(
        "unit/month", "room for convertible lines, in reference units", minimum=0.0, absent=0.0
    )
    space_per_unit: PerLine = quantity(
        "1", "reference units taken by a unit of capacity", minimum=1e-9, absent=1.0
    )
    conversion_months: Scalar = quantity("month", "time to tool a line", minimum=0.1)
    tools_per_line: Scalar = quantity(
        "unit/(unit/month)", "machine tools per reference unit a month", minimum=0.0
    )
    parts_pull: Scalar = quantity(
        "1/month", "capacity for parts that vehicle lines lack, tooled per month", minimum=0.0
    )
    blocked_share: Scalar = _share("civil capacity blocked per space under conversion")

    shared_with_military: PerGood = _share("whether military uses have a share set aside", absent=0)
    final_use: PerGood = quantity("unit/month", "use outside the model", minimum=0.0, absent=0.0)
    stock_norm: PerGood = quantity("unit", "stock above which goods are passed on", minimum=0.0)
    stock_ceiling: PerGood = quantity(
        "unit", "store at which works stop making a part", minimum=1e-9, absent=1e30
    )
    export_goods: PerExportItemGood = quantity(
        "unit/MGR", "goods behind exports at opening prices", minimum=0.0, absent=0.0
    )
    freight: PerActivity = quantity("kt/unit", "freight per unit made", minimum=0.0, absent=0.0)
    other_freight: PerMonthOfYear = quantity("kt/month", "freight not modelled", minimum=0.0)
    grain_freight: PerMonthOfYear = quantity("kt/month", "grain to be hauled", minimum=0.0)
    rail_season: PerMonthOfYear = quantity("1", "rail capacity by season", minimum=0.0)
    rail_gain: Scalar = quantity("kt/month/unit", "freight lifted per new wagon", minimum=0.0)
    rail_wear: Scalar = quantity("1/month", "rail capacity lost to wear", minimum=0.0)
    value: PerActivity = quantity("M rub/unit", "weight in the output index", minimum=0.0)
    opening_value: Scalar = quantity("M rub/month", "output index 1 stands for", minimum=1e-9)


class IndustryFlows(eqx.Module):
    """What moved during the month; rates per month."""

    planned: PerActivity = quantity("unit/month", "output planned within capacity", "office")
    started: PerActivity = quantity("unit/month", "units begun (presented)", "office")
    made: PerActivity = quantity("unit/month", "good units finished (accepted)", "office")
    accepted_share: PerActivity = quantity("1", "share of units begun that are good", "office")
    visible_capacity: PerActivity = quantity("unit/month", "tooled capacity", "office")
    used: PerGood = quantity("unit/month", "goods used by activities")
    landed: PerGood = quantity("unit/month", "imports taken into store")
    stocked: PerGood = quantity("unit/month", "goods made into store")
    scrap_collected: Scalar = quantity("kt/month", "old metal taken into store")
    scrap_returned: PerActivity = quantity("kt/month", "scrap from waste and rejects")
    metal_wasted: PerActivity = quantity("kt/month", "metal lost for good")
    delivered_to_construction: PerGood = quantity("unit/month", "sent to building sites")
    delivered_to_exports: PerGood = quantity("unit/month", "sent abroad")
    delivered_to_conversion: PerGood = quantity("unit/month", "machine tools put into lines")
    delivered_to_final_use: PerGood = quantity("unit/month", "sent to other users", "office")
    equipment_delivered: PerEquipment = quantity("unit/month", "arms handed to the forces")
    equipment_yield: PerEquipment = quantity("1", "share of arms accepted")
    tractors_delivered: Scalar = quantity("unit/month", "tractors sent to farms", "published")
    consumer_goods_delivered: Scalar = quantity("1", "consumer goods over those of 1930")
    exported_share: PerExportItem = quantity("1", "share of export orders supplied", "office")
    import_wanted: PerGood = quantity("unit/month", "demand left unmet", "office")
    labour_wanted: PerGroup = quantity("kp", "posts that plans ask for", "office")
    labour_fill: PerGroup = quantity("1", "work had over work wanted", "office")
    grain_haulage: Scalar = quantity("kt/month", "grain the railways can lift", "office")
    haulage_fill: Scalar = quantity("1", "freight lifted over freight offered", "office")
    prototypes: PerDesign = quantity("unit/month", "units begun of each design")
    converted: PerLine = quantity("unit/month/month", "capacity gained by conversion")
    conversion_begun: PerLine = quantity("unit/month/month", "capacity put into conversion")
    displaced: PerLine = quantity("unit/month/month", "capacity given up to conversion")
    output_index: Scalar = quantity("1", "output over that of the opening", "published")
    fulfilment: Scalar = quantity("1", "output over plan", "office")
    lost_to_labour: PerActivity = quantity("unit/month", "output lost", limit="labour")
    lost_to_haulage: PerActivity = quantity("unit/month", "output lost", limit="railways")
    lost_to_input: PerInput = quantity("unit/month", "output lost", limit="input")
    lost_to_rejects: PerActivity = quantity("unit/month", "units rejected", limit="quality")
