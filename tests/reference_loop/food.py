"""One month of food for one run."""

import math
from types import SimpleNamespace

import numpy as np
from tests.reference_loop.plain import TINY, adjust, chance_of, gate, in_turn, pipe, ratio

JULY = 6
KG = 1e-3
STRENGTH_ZERO, STRENGTH_CEILING, GAP_WIDTH = 0.4, 1.05, 0.03


def advance(s, p, x, truth, month, step=0, steps=1):
    """Return state and flows after one step of a month.

    Args:
        s: state, by field.
        p: parameters, by field.
        x: inputs of the month, by name.
        truth: true over accepted harvest, drawn by whoever asks.
        month: months since the start, which is in January.
        step: which step of the month.
        steps: steps per month.
    """
    now = SimpleNamespace(
        month=month, of_year=month % 12, elapsed=step / steps, steps=steps, dt=1.0 / steps
    )
    now.is_july = now.of_year == JULY and step == 0
    dt = now.dt

    horses, tractors = s.draught[:, 0], s.draught[:, 1]
    power = horses * s.horse_condition + p.tractor_power * p.tractor_serviceable * tractors
    year = july(s, p, x, power, truth, now)

    # Fields.
    missing = missing_seed(year.sown_area, s.seed_grain, p, now)
    reaped = year.standing * rate_of_rest(p.harvest_calendar, now)
    hands = ratio(x.farm_labour * s.work_effort, p.harvest_labour * reaped)
    loss = (
        p.harvest_loss
        + p.harvest_loss_by_effort * np.maximum(1.0 - s.work_effort, 0.0)
        + p.harvest_loss_by_labour * np.maximum(1.0 - hands, 0.0)
    )
    harvest = reaped * (1.0 - np.minimum(loss, 1.0))
    set_aside = np.minimum(p.seed_share * harvest, missing / dt)
    seed = s.seed_grain / dt + set_aside
    sown = sow(year.sown_area, seed, power, s.work_effort * x.farm_labour, p, now)

    # Collection.
    grain = s.farm_grain / dt + harvest - set_aside
    seed = np.maximum(seed - sown.seed, 0.0)
    burden = p.plan_share * year.quota / np.maximum(year.expected, TINY)
    hidden = (
        p.concealment_ceiling
        * (1.0 - p.coercion_against_concealment * x.coercion)
        * gate(burden, p.concealment_burden, p.concealment_width)
    )
    reach, reach_seed = (1.0 - hidden) * grain, (1.0 - x.seed_protection) * seed
    pressed = year.plan * rate_of_rest(p.procurement_calendar, now)
    pressed = pressed * (1.0 + p.haste_by_coercion * x.coercion)
    carried = x.grain_haulage * ratio(pressed, pressed.sum())
    wanted = np.minimum(np.minimum(year.plan / dt, pressed), carried)
    from_farms = np.minimum(reach, wanted)
    from_seed = np.minimum(reach_seed, wanted - from_farms)
    procured = from_farms + from_seed
    still_due = np.maximum(
        np.minimum(year.plan, (reach + reach_seed) * dt) - procured * dt, 0.0
    ).sum()

    # Public grain.
    shortfall = np.maximum(year.expected - year.harvested, 0.0).sum()
    public = issue(s, p, x, procured.sum(), still_due, shortfall, now)
    seed = np.maximum(seed - from_seed, 0.0)
    missing = missing_seed(year.sown_area + dt * sown.area, seed * dt, p, now)
    to_seed = np.minimum(public.lent, missing / dt)
    to_food = public.lent - to_seed

    # Farms and towns.
    all_people = x.farm_people.sum(axis=1)
    eaters = all_people - min(p.state_farm_membership.sum(), 1.0) * x.farm_people[:, 2]
    food_need = eaters * p.relative_diet * p.food_norm_farm / 12.0
    fodder_need = horses * p.relative_fodder * p.fodder_norm / 12.0
    held = np.maximum(grain - from_farms, 0.0) + to_food
    bread, appetite = town_bread(p, x.people, public)
    eaten, fed, sold = live_on_farms(
        s, p, x, year, held, food_need, fodder_need, appetite.sum(), now
    )

    # Herds and machines.
    each = p.livestock_reference / np.maximum(horses + s.cattle, TINY)
    fed_share = np.minimum(ratio(fed, fodder_need) * np.minimum(each, 1e3) ** p.hay_relief, 1.0)
    gap = 1.0 - fed_share
    hunger = np.maximum(gap - p.tolerated_gap, 0.0) ** 2
    collectivised = x.farm_people[:, 0] / np.maximum(all_people, TINY)
    joined = np.maximum(collectivised - s.collectivised_share, 0.0) / dt
    horse_hazard = (
        p.horse_loss_base * gate(gap, p.tolerated_gap, GAP_WIDTH)
        + p.horse_loss_by_hunger * hunger
        + p.horse_loss_by_joining * joined
    )
    cattle_hazard = p.cattle_loss_by_hunger * hunger + p.cattle_loss_by_joining * joined
    fertile = gate(p.breeding_gap, gap, GAP_WIDTH)
    horses_born = horses * np.expm1(p.horse_increase * fertile * dt) / dt
    horses_lost = horses * chance_of(horse_hazard, dt) / dt
    cattle_born = s.cattle * np.expm1(p.cattle_increase * fertile * dt) / dt
    cattle_lost = s.cattle * chance_of(cattle_hazard, dt) / dt
    tractors_received = p.tractor_allocation * x.tractors_delivered * 1e-3
    tractors_worn = tractors * chance_of(p.tractor_wear, dt) / dt
    feed = p.best_condition * (p.roughage_share + (1.0 - p.roughage_share) * fed_share)

    # Bodies and wills.
    per_head = ratio(s.cattle, all_people * p.cattle_reference)
    herd = p.herd_share_of_garden
    garden = p.garden[now.of_year] * (1.0 - herd + herd * np.minimum(per_head, 1.5))
    farm_intake = p.grain_share_of_diet * ratio(eaten, food_need) + garden
    nutrition_farm = adjust(s.nutrition_farm, farm_intake, p.body_store_months, dt)
    eaten_share = np.minimum(ratio(eaten, food_need), 1.5)
    over_year = adjust(s.eaten_over_year, eaten_share, p.eating_memory_months, dt)
    bought = appetite * sold.sum() / max(appetite.sum(), TINY)
    town_need = x.people * p.town_grain_norm * KG
    town_intake = p.grain_share_of_diet * ratio(bread + bought, town_need) + p.other_food
    nutrition = adjust(s.nutrition, town_intake, p.body_store_months, dt)

    given = public.issued
    after = SimpleNamespace(
        sown_area=np.maximum(year.sown_area + dt * sown.area, 0.0),
        standing_crop=np.maximum(year.standing - dt * reaped, 0.0),
        farm_grain=np.maximum(held - eaten - fed - sold, 0.0) * dt,
        seed_grain=(seed + to_seed) * dt,
        grain_in_transit=public.in_transit,
        state_grain=max(public.issuable - sum(given.values()), 0.0) * dt,
        reserve_grain=max(
            s.reserve_grain + dt * (given["reserve"] - public.unlocked - public.lost_in_reserve),
            0.0,
        ),
        draught=np.stack(
            [
                np.maximum(horses + dt * (horses_born - horses_lost), 0.0),
                np.maximum(tractors + dt * (tractors_received - tractors_worn), 0.0),
            ],
            axis=1,
        ),
        horse_condition=adjust(s.horse_condition, feed, p.condition_months, dt),
        cattle=np.maximum(s.cattle + dt * (cattle_born - cattle_lost), 0.0),
        collectivised_share=collectivised,
        work_effort=work_effort(s.work_effort, over_year, nutrition_farm, p, x, dt),
        eaten_over_year=over_year,
        nutrition_farm=nutrition_farm,
        nutrition=nutrition,
        harvest_expected=year.expected,
        harvest_of_year=year.harvested + dt * harvest,
        quota_of_year=year.quota,
        procurement_plan=np.maximum(year.plan - dt * procured, 0.0),
        allotment=public.allotment,
    )
    flows = SimpleNamespace(
        area_sown=sown.area,
        reaped=reaped,
        harvest=harvest,
        seed_set_aside=set_aside,
        sown=sown.seed,
        procured=procured,
        procured_from_seed=from_seed,
        concealed_share=hidden,
        loans_to_seed=to_seed,
        loans_issued=public.lent,
        farm_eaten=eaten,
        fed=fed,
        sold=sold,
        grain_arrived=public.arrived,
        lost_on_way=public.lost_on_way,
        lost_in_store=public.lost_in_store,
        army_grain=given["army"],
        ration_issued=public.rations,
        ration_fill=np.minimum(ratio(public.rations, public.rations_wanted), 1.0),
        industry_grain=given["industry"],
        other_uses=given["other"],
        grain_exported=given["exports early"] + given["exports late"],
        reserve_filled=given["reserve"],
        reserve_released=public.unlocked,
        list_people=public.list_people,
        harvest_estimate=year.expected.sum() * math.exp(p.estimate_bias),
        horses_lost=horses_lost,
        cattle_lost=cattle_lost,
        tractors_received=tractors_received,
        excess_death_hazard_farm=death_hazard(nutrition_farm, p),
        excess_death_hazard=(death_hazard(nutrition, p) * x.people).sum()
        / max(x.people.sum(), TINY),
    )
    return after, flows


def left_of_year(calendar, now):
    """Return the sum of a calendar from now to the end of June."""
    position = (now.of_year - JULY) % 12
    left = sum(calendar[(JULY + later) % 12] for later in range(position, 12))
    return np.maximum(left - calendar[now.of_year] * now.elapsed, 0.0)


def rate_of_rest(calendar, now):
    """Return which share of what is left of a calendar falls due."""
    left = np.maximum(left_of_year(calendar, now), TINY)
    return np.minimum(calendar[now.of_year] / left, now.steps)


def july(s, p, x, power, truth, now):
    """Return crop, expectation and quota, fixed anew on 1 July."""
    usual_yield = p.normal_yield * p.usual_yield_share
    ordered, is_july = x.procurement_quota, now.is_july
    if is_july:
        usual = s.sown_area.sum(axis=1) * usual_yield
        missed = np.maximum(usual - s.harvest_of_year, 0.0)
        expected = np.maximum(usual - p.shortfall_carried * missed, 0.0)
        standing = crop(s, p, x, power, truth)
        sown_area, harvested = np.zeros_like(s.sown_area), np.zeros_like(s.harvest_of_year)
    else:
        expected, standing = s.harvest_expected, s.standing_crop
        sown_area, harvested = s.sown_area, s.harvest_of_year

    if ordered > 0.0:
        quota = ordered
    elif is_july:
        public = s.state_grain + s.reserve_grain + s.grain_in_transit.sum()
        spare = max(public - p.ample_stock, 0.0)
        estimate = expected.sum() * math.exp(p.estimate_bias)
        quota = max(x.procurement_share * estimate - spare, 0.0)
    else:
        quota = s.quota_of_year

    if is_july:
        relative = expected / np.maximum(p.grain_land.sum(axis=1) * usual_yield, TINY)
        weight = p.plan_share * relative ** (1.0 + p.progressivity)
        plan = quota * weight / max(weight.sum(), TINY)
    else:
        owed = s.procurement_plan.sum()
        part = s.procurement_plan / owed if owed > TINY else p.plan_share
        plan = np.maximum(s.procurement_plan + part * (quota - s.quota_of_year), 0.0)
    return SimpleNamespace(
        sown_area=sown_area,
        standing=standing,
        expected=expected,
        harvested=harvested,
        quota=quota,
        plan=plan,
    )


def crop(s, p, x, power, truth):
    """Return the crop that stands on 1 July."""
    area = s.sown_area.sum(axis=1)
    covered = np.minimum(ratio(power, p.draught_need * area), 1.0)
    sigma = p.weather_effect
    return (
        area
        * p.normal_yield
        * p.yield_truth
        * p.harvest_truth_common
        * truth
        * np.exp(sigma * x.weather_anomaly - 0.5 * sigma**2)
        * np.maximum(covered, TINY) ** p.draught_exponent
        * np.maximum(s.work_effort, TINY) ** p.effort_exponent
    )


def missing_seed(sown_area, seed, p, now):
    """Return seed wanting for the land still to be sown."""
    is_open = left_of_year(p.sowing_calendar, now) > 0.0
    need = (np.maximum(p.grain_land - sown_area, 0.0) * is_open * p.seed_rate).sum(axis=1)
    return np.maximum(need - seed, 0.0)


def sow(sown_area, seed, power, work, p, now):
    """Sow what the calendar asks for, as far as seed, draught and hands go."""
    unsown = np.maximum(p.grain_land - sown_area, 0.0)
    due = unsown * rate_of_rest(p.sowing_calendar, now)
    wanted = due.sum(axis=1)
    seed_wanted = (due * p.seed_rate).sum(axis=1)
    rate = np.maximum(seed_wanted / np.maximum(wanted, TINY), TINY)
    by_seed = np.where(wanted > 0.0, seed / rate, 0.0)
    by_draught = p.sowing_pace * power / p.draught_need
    by_labour = work / p.sowing_labour
    done = np.minimum(np.minimum(wanted, by_seed), np.minimum(by_draught, by_labour))
    area = due * (done / np.maximum(wanted, TINY))[:, None]
    return SimpleNamespace(area=area, seed=np.minimum((area * p.seed_rate).sum(axis=1), seed))


def issue(s, p, x, sent, still_due, shortfall, now):
    """Bring grain to the stores and serve those who ask, one after another."""
    dt = now.dt
    lost_on_way = p.loss_on_the_way * sent
    in_transit, arrived = pipe(s.grain_in_transit, sent - lost_on_way, p.months_in_transit, dt)
    spoiled = chance_of(p.store_loss, dt) / dt
    lost, lost_in_reserve = s.state_grain * spoiled, s.reserve_grain * spoiled
    unlocked = min(max(s.reserve_grain / dt - lost_in_reserve, 0.0), x.reserve_release)
    kept = max(s.state_grain / dt - lost, 0.0)
    issuable = kept + arrived + x.landed_grain_last_month + unlocked

    # Cards.
    held = np.maximum(p.list_membership.sum(axis=1), TINY)
    grown = math.exp(p.coverage_growth * now.month)
    membership = p.list_membership * np.maximum(np.minimum(grown, 1.0 / held), 1.0)[:, None]
    on_state_farms = x.farm_people[:, 2].sum()
    list_people = x.people @ membership + p.state_farm_membership * on_state_farms

    # What is asked.
    rations = list_people * x.ration_norm * KG
    army = (p.soldier_share * x.people).sum() * p.army_norm * KG
    loans = x.loans.sum()
    reserve = min(x.reserve_fill, max(p.reserve_ceiling - s.reserve_grain, 0.0) / dt)
    first, last = rations * p.first_class, rations * (1.0 - p.first_class)

    # How far lists 2 and 3 are cut.
    months = (6.0 if now.of_year < JULY else 18.0) - now.of_year - now.elapsed
    monthly = army + first.sum() + x.grain_export + p.industry_grain + p.other_state_uses + reserve
    lent_by_june = left_of_year(p.loan_calendar, now) - p.loan_calendar[now.of_year] * dt
    to_come = (p.usual_loans + p.loans_of_shortfall * shortfall) * max(lent_by_june, 0.0)
    free = (
        issuable * dt
        + in_transit.sum()
        + (1.0 - p.loss_on_the_way) * still_due
        - monthly * months
        - loans * dt
        - to_come
        - p.operational_minimum
    )
    share = p.allotment_cover * max(free, 0.0) / max(last.sum() * months, TINY)
    in_spring = now.of_year < JULY
    goal = min(share, 1.0) if in_spring else 1.0
    goal = goal + x.protected_rations * (1.0 - goal)
    memory = p.allotment_carried**dt if in_spring else 0.0
    allotment = memory * s.allotment + (1.0 - memory) * goal

    # Who is served.
    early = last * allotment * x.protected_rations
    late = last * allotment * (1.0 - x.protected_rations)
    exports_early = x.grain_export * x.exports_above_lists
    queue = {
        "army": army,
        **{f"first {i}": want for i, want in enumerate(first)},
        **{f"early {i}": want for i, want in enumerate(early)},
        "exports early": exports_early,
        "loans": loans,
        "industry": p.industry_grain,
        "other": p.other_state_uses,
        **{f"late {i}": want for i, want in enumerate(late)},
        "exports late": max(x.grain_export - exports_early, 0.0),
        "reserve": reserve,
    }
    issued = dict(zip(queue, in_turn(issuable, queue.values()), strict=True))
    served = [
        issued[f"first {i}"] + issued[f"early {i}"] + issued[f"late {i}"]
        for i in range(len(rations))
    ]
    return SimpleNamespace(
        in_transit=in_transit,
        arrived=arrived,
        lost_on_way=lost_on_way,
        lost_in_store=lost,
        lost_in_reserve=lost_in_reserve,
        unlocked=unlocked,
        issuable=issuable,
        issued=issued,
        rations=np.array(served),
        rations_wanted=rations,
        lent=x.loans * issued["loans"] / max(loans, TINY),
        allotment=allotment,
        membership=membership,
        list_people=list_people,
        army_wanted=army,
    )


def town_bread(p, people, public):
    """Return public grain that reaches each group, and what it would still buy."""
    per_head = public.rations / np.maximum(public.list_people, TINY)
    own = (public.membership @ per_head) * people
    pooled = p.household_sharing * own
    eaters = p.household_sharing * people
    filled = ratio(public.issued["army"], public.army_wanted)
    mess = p.soldier_share * people * filled * p.town_grain_norm * KG
    bread = own - pooled + pooled.sum() * eaters / max(eaters.sum(), TINY) + mess
    full = people * p.town_grain_norm * p.market_appetite * KG
    return bread, np.maximum(full - bread, 0.0)


def live_on_farms(s, p, x, year, held, food_need, fodder_need, appetite, now):
    """Eat, then feed, then sell, each from what is left."""
    kept = (1.0 - p.harvest_loss) * (1.0 - p.seed_share)
    spare = np.maximum(s.farm_grain + kept * year.standing - p.quota_expected * year.plan, 0.0)
    months = (6.5 if now.of_year < JULY else 18.5) - now.of_year - now.elapsed
    due = p.harvest_calendar[now.of_year]
    stands = due > 0.0 and left_of_year(p.harvest_calendar, now) - due > TINY

    def saved(need, exponent):
        cover = 1.0 if stands else np.minimum(spare / np.maximum(need * months, TINY), 1.0)
        return np.maximum(cover, TINY) ** exponent

    eaten = np.minimum(held, food_need * saved(food_need, p.saving_exponent))
    held = held - eaten
    fed = np.minimum(held, fodder_need * saved(food_need + fodder_need, p.fodder_exponent))
    held = held - fed

    allowed = x.market_legal + (1.0 - x.market_legal) * p.black_share * (1.0 - x.coercion)
    ready = gate(x.market_price_last_month, p.market_price_midpoint, p.market_price_width)
    beyond = np.maximum(spare - food_need * months, 0.0)
    offered = np.minimum(held, allowed * p.market_share * ready * beyond)
    return eaten, fed, offered * min(offered.sum(), appetite) / max(offered.sum(), TINY)


def work_effort(effort, over_year, nutrition_farm, p, x, dt):
    """Return the will to work after the step."""
    power = (nutrition_farm - STRENGTH_ZERO) / (1.0 - STRENGTH_ZERO)
    power = np.clip(power, TINY, STRENGTH_CEILING) ** p.effort_of_nutrition
    kept = np.maximum(over_year, TINY) ** p.effort_of_retained_grain
    goal = p.effort_level * (1.0 + p.market_effort * x.market_legal) * kept * power
    return adjust(effort, np.clip(goal, p.effort_floor, 1.1), p.effort_months, dt)


def death_hazard(nutrition, p):
    """Return the excess hazard of death of people whose nutrition is spread lognormally."""
    spread = p.nutrition_spread
    level = np.log(p.critical_nutrition / np.maximum(nutrition, TINY))
    scores = (level + 0.5 * spread**2) / spread
    share = np.array([0.5 * math.erfc(-score / math.sqrt(2.0)) for score in scores])
    return p.death_hazard_ceiling * share
