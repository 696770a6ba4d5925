"""One month of industry for one run."""

from types import SimpleNamespace

import numpy as np
from tests.reference_loop.plain import NOTHING, gate, in_turn, pick, pipe, sum_by

CLASSES = 8
DEFENCE, BUILDING, EXPORTS, FINAL = 0, 4, 5, 7
SCRAP, TOOLS, TRACTORS, WAGONS, CONSUMER_GOODS = range(5)


def advance(s, p, x, noise, month, steps=1):
    """Return state and flows after one step of a month.

    Args:
        s: state, by field.
        p: parameters, by field.
        x: inputs of the month, by name.
        noise: month-to-month factor of capacity by activity, drawn by whoever asks.
        month: months since the start, which is in January.
        steps: steps per month.
    """
    dt, season = 1.0 / steps, month % 12
    is_vehicle = np.array(p.design_of_activity) >= 0
    is_long = np.array(p.good_of_activity) < 0

    # Capacity: lines less what conversion blocks, where the design is ready.
    converting = s.converting.sum(axis=0)
    activities, plants = len(p.good_of_activity), len(p.floor_space)
    under_conversion = sum_by(converting * p.space_per_unit, p.plant_of_line, plants)
    share = np.minimum(under_conversion / np.maximum(p.floor_space, NOTHING), 1.0)
    share[p.floor_space <= 0.0] = 0.0
    blocked = p.blocked_share * pick(share, p.plant_of_line)
    tooled = sum_by(s.capacity, p.activity_of_line, activities)
    usable = sum_by(s.capacity * (1.0 - blocked), p.activity_of_line, activities)
    opened = gate(
        pick(x.readiness, p.design_of_activity, 1.0), p.series_readiness, p.readiness_width
    )
    usable = usable * p.use_of_capacity * np.where(is_vehicle, opened, 1.0)

    # The order book, bounded by capacity, hands and haulage.
    could_make = usable * noise
    of_users = np.minimum(x.target / 12.0, could_make)[list(p.activity_of_input)]
    asked = sum_by(p.amount * of_users, p.good_of_input, len(s.stock))
    most = 2.0 * sum_by(could_make, p.good_of_activity, len(s.stock))
    at_end = (s.stock + dt * (most - asked)) / (1.0 + dt * most / p.stock_ceiling)
    at_end = np.minimum(at_end, np.maximum(s.stock, p.stock_norm))
    room = np.clip(2.0 * (1.0 - at_end / p.stock_ceiling), 0.0, 1.0)
    wanted = np.minimum(x.target / 12.0, could_make * pick(room, p.good_of_activity, 1.0))
    learned = (1.0 + s.started_so_far / p.learning_scale) ** -p.learning_exponent
    labour = p.labour_last + (p.labour_first - p.labour_last) * learned
    hands_wanted = sum_by(wanted * labour, p.group_of_activity, len(x.effective_labour))
    hands = np.minimum(x.effective_labour, hands_wanted) / np.maximum(hands_wanted, NOTHING)
    hands[hands_wanted <= 0.0] = 1.0
    offered = (p.freight * wanted).sum() + p.other_freight[season] + p.grain_freight[season]
    lifted = min(1.0, s.rail_capacity * p.rail_season[season] / max(offered, NOTHING))
    by_rail = np.where(p.freight > 0.0, wanted * lifted, wanted)
    by_hands = np.minimum(by_rail, pick(hands, p.group_of_activity, 1.0) * x.effort * wanted)
    planned = by_hands * x.coordination * (1.0 - x.disorder)

    # Quality: the worst part decides what is accepted.
    quality = s.component_quality + x.imported_part_share * (1.0 - s.component_quality)
    passed = gate(quality, p.required_quality, p.quality_width)
    parts = np.where(p.required_quality > 0.0, passed, 1.0).min(axis=1)
    experience = 1.0 - np.exp(-(s.started_so_far + p.yield_start) / p.yield_scale)
    orderly = 1.0 - p.yield_loss_by_disorder * x.disorder
    accepted = p.yield_ceiling * experience * parts * orderly

    # Goods.
    gained, given = share_floor(s, p, x, converting, dt)
    tools = p.good_of_role[TOOLS]
    outside = np.zeros((len(s.stock), CLASSES))
    outside[tools, DEFENCE] = p.tools_per_line * gained.sum()
    outside[:, BUILDING] = x.materials_wanted_last_month
    outside[:, EXPORTS] = x.other_exports @ p.export_goods
    outside[:, FINAL] = p.final_use
    shared = share_goods(s, p, x, planned, accepted, outside, dt)
    started, demand, fill = shared.started, shared.demand, shared.fill
    served = fill * outside
    served[:, FINAL] = fill[:, FINAL] * demand[:, FINAL]

    # Works in progress, lines, scrap, experience.
    begun_good = accepted * started
    in_work, finished = pipe(
        s.work_in_progress, np.where(is_long, begun_good, 0.0), p.passage_months, dt
    )
    made = np.where(is_long, finished, begun_good)
    tool_fill = fill[tools, DEFENCE]
    begun = gained / p.space_per_unit * tool_fill
    still_converting, converted = pipe(s.converting, begun, p.conversion_months, dt)
    gives = np.where(x.conversion > 0.0, 0.0, s.capacity) / dt
    displaced = gives * pick(given, p.plant_of_line) * tool_fill
    worn = s.capacity * (1.0 - (1.0 - p.wear) ** dt) / dt
    came = x.capacity_handed_over_last_month + converted
    lost = worn + displaced + x.damage_last_month

    taken = p.amount * started[list(p.activity_of_input)]
    used = sum_by(taken, p.good_of_input, len(s.stock))
    metal = taken * p.metal_content[list(p.good_of_input)]
    metal_in = sum_by(metal, p.activity_of_input, activities)
    metal_lost = np.maximum(metal_in - p.metal_content_made * begun_good, 0.0)
    scrap = p.scrap_recovery * metal_lost
    stocked = sum_by(made, p.good_of_activity, len(s.stock))
    stocked[p.good_of_role[SCRAP]] += scrap.sum() + p.scrap_collected

    parts_made = pick(started, p.activity_of_component)
    rate = p.quality_learning * parts_made / (parts_made + p.quality_scale)
    taught = (1.0 - np.exp(-rate * dt)) * np.maximum(
        x.component_frontier - s.component_quality, 0.0
    )
    change = x.landed_goods_last_month + stocked - used - served.sum(axis=1)
    wagons = stocked[p.good_of_role[WAGONS]]
    after = SimpleNamespace(
        stock=np.maximum(s.stock + dt * change, 0.0),
        capacity=np.maximum(s.capacity + dt * (came - lost), 0.0),
        converting=still_converting,
        work_in_progress=in_work,
        started_so_far=s.started_so_far + dt * started,
        component_quality=s.component_quality + taught,
        rail_capacity=s.rail_capacity * (1.0 - p.rail_wear) ** dt + dt * p.rail_gain * wagons,
    )
    plan = x.target / 12.0
    reached = (p.value * np.minimum(made, plan)).sum()
    needs = p.export_goods > 0.0
    flows = SimpleNamespace(
        planned=planned,
        started=started,
        made=made,
        accepted_share=accepted,
        visible_capacity=tooled,
        used=used,
        stocked=stocked,
        scrap_returned=scrap,
        metal_wasted=metal_lost - scrap,
        delivered_to_conversion=served[:, DEFENCE],
        delivered_to_construction=served[:, BUILDING],
        delivered_to_exports=served[:, EXPORTS],
        delivered_to_final_use=served[:, FINAL],
        equipment_delivered=pick(made, p.activity_of_equipment),
        equipment_yield=pick(accepted, p.activity_of_equipment, 1.0),
        tractors_delivered=served[p.good_of_role[TRACTORS], FINAL],
        consumer_goods_delivered=served[p.good_of_role[CONSUMER_GOODS], FINAL],
        exported_share=np.where(needs, fill[:, EXPORTS], 1.0).min(axis=1),
        import_wanted=(demand * (1.0 - fill)).sum(axis=1),
        labour_wanted=hands_wanted / p.usual_work,
        labour_fill=hands,
        grain_haulage=lifted * p.grain_freight[season],
        haulage_fill=lifted,
        prototypes=sum_by(started, p.design_of_activity, len(x.readiness)),
        converted=converted,
        displaced=displaced,
        output_index=(p.value * made).sum() / p.opening_value,
        fulfilment=reached / max((p.value * plan).sum(), NOTHING),
        lost_to_labour=np.maximum(by_rail - by_hands, 0.0),
        lost_to_haulage=np.maximum(wanted - by_rail, 0.0),
        lost_to_rejects=started - begun_good,
    )
    return after, flows


def share_floor(s, p, x, converting, dt):
    """Return floor that lines gain per month, and the share that others of a works give up."""
    lines = s.capacity + converting
    activities, plants = len(p.good_of_activity), len(p.floor_space)

    # Vehicles call for parts that cannot be made fast enough.
    tooled = sum_by(lines, p.activity_of_line, activities)
    takes = sum_by(p.amount * tooled[list(p.activity_of_input)], p.good_of_input, len(s.stock))
    is_part = np.array(p.class_of_activity) == DEFENCE
    missing = np.maximum(pick(takes, p.good_of_activity) - tooled, 0.0)
    pull = x.pull + np.where(is_part, p.parts_pull * missing, 0.0)

    floor = pick(p.floor_space, p.plant_of_line)
    of_product = sum_by(floor, p.activity_of_line, activities)
    weight = floor / np.maximum(pick(of_product, p.activity_of_line), NOTHING)
    pulled = weight * pick(pull, p.activity_of_line) * p.space_per_unit

    ordered = x.conversion * floor
    all_ordered = sum_by(ordered, p.plant_of_line, plants)
    asked = sum_by(ordered + pulled, p.plant_of_line, plants)
    occupied = sum_by(lines * p.space_per_unit, p.plant_of_line, plants)
    free = np.maximum(p.floor_space - occupied, 0.0) / dt
    from_free = np.minimum(asked, free) / np.maximum(asked, NOTHING)
    still_ordered = all_ordered * (1.0 - from_free)
    idle = np.where(ordered > 0.0, 0.0, s.capacity * p.space_per_unit)
    giving = sum_by(idle, p.plant_of_line, plants) / dt
    given = np.minimum(still_ordered, giving)

    here = pick(from_free, p.plant_of_line)
    by_displacing = pick(given / np.maximum(still_ordered, NOTHING), p.plant_of_line)
    gained = pulled * here + ordered * (here + (1.0 - here) * by_displacing)
    return gained, given / np.maximum(giving, NOTHING)


def share_goods(s, p, x, planned, accepted, outside, dt):
    """Share out one good after another, each once all that make it have begun."""
    goods, activities = len(s.stock), len(planned)
    inputs_of = [[] for _ in range(activities)]
    for position, activity in enumerate(p.activity_of_input):
        inputs_of[activity].append(position)
    makers_of = [[] for _ in range(goods)]
    for activity, good in enumerate(p.good_of_activity):
        if good >= 0:
            makers_of[good].append(activity)

    demand = outside.copy()
    for position, activity in enumerate(p.activity_of_input):
        arrives = max(1.0 - x.misdelivery[activity], 0.01)
        claim = p.amount[position] * planned[activity] / arrives
        demand[p.good_of_input[position], p.class_of_activity[activity]] += claim

    fill = np.ones((goods, CLASSES))
    started = np.full(activities, np.nan)
    is_shared = [False] * goods

    def begin(activity):
        if np.isnan(started[activity]):
            least, rank = 1.0, p.class_of_activity[activity]
            for position in inputs_of[activity]:
                good = p.good_of_input[position]
                share(good)
                least = min(least, fill[good, rank])
            started[activity] = planned[activity] * least
        return started[activity]

    def share(good):
        if is_shared[good]:
            return
        available = s.stock[good] / dt + x.landed_goods_last_month[good]
        for maker in makers_of[good]:
            available += accepted[maker] * begin(maker)
        wants = demand[good]
        wants[FINAL] += max(available - wants.sum() - p.stock_norm[good] / dt, 0.0)
        civil = wants[1:].sum()
        aside = x.military_share if p.shared_with_military[good] > 0.5 else 1.0
        military = min(wants[DEFENCE], max(aside * available, available - civil))
        left = max(available - military, 0.0)
        served = [min(military, wants[DEFENCE]), *in_turn(left, wants[1:])]
        for rank in range(CLASSES):
            if wants[rank] > 0.0:
                fill[good, rank] = served[rank] / wants[rank]
        is_shared[good] = True

    for good in range(goods):
        share(good)
    for activity in range(activities):
        begin(activity)
    return SimpleNamespace(started=started, demand=demand, fill=fill)
