"""Food: one month from field to body.

On 1 July the crop is fixed and the quota set on an inflated estimate. Each month farms reap, sow,
deliver, eat, feed and sell; the state shares what reached its stores among army, cards, ports and
the next sowing; what people and horses got decides their strength and will next month.

Sources: Davies and Wheatcroft (2004) and Davies, Tauger and Wheatcroft (1995) for the grain
balance; Meng, Qian and Yared (2015) for quotas that do not bend; Hunter (1988) for draught.
"""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import (
    PerGroup,
    PerRationList,
    PerRegion,
    PerRegionFarmKind,
    PerRegionSeason,
    Scalar,
)
from sinews.core.numerics import Mode, Moment, Numerics
from sinews.core.randomness import Chance
from sinews.core.smooth import adjust, chance_of, pipe, take
from sinews.systems.food import animals, crop, farm, nutrition, procurement, store
from sinews.systems.food.calendar import TINY, opens_year, ratio
from sinews.systems.food.state import FoodFlows, FoodParams, FoodState
from sinews.systems.food.store import KG, Wants

HORSE, TRACTOR = 0, 1


class Year(NamedTuple):
    """What 1 July fixes; between two Julys, what it fixed last."""

    sown_area: PerRegionSeason
    standing: PerRegion
    expected: PerRegion
    harvested: PerRegion
    quota: Scalar
    plan: PerRegion


def public_grain(state: FoodState) -> Scalar:
    """Return stores, reserve and grain on the way, [run], kt."""
    return state.state_grain + state.reserve_grain + jnp.sum(state.grain_in_transit, axis=0)


def open_year(
    state: FoodState,
    params: FoodParams,
    power: PerRegion,
    truth: Scalar,
    weather: PerRegion,
    share: Scalar,
    ordered: Scalar,
    moment: Moment,
    mode: Mode,
) -> Year:
    """Fix crop, expectation and quota on 1 July; later only an ordered quota changes the plan."""
    july = opens_year(moment)

    def fixed(new, old):
        return jnp.where(july, new, old)

    grown = crop.crop_of_july(
        state.sown_area, power, state.work_effort, weather, truth, params, mode
    )
    expected = procurement.expect_harvest(state.sown_area, state.harvest_of_year, params, mode)
    by_share = procurement.quota_by_share(
        procurement.estimate(expected, params), share, public_grain(state), params, mode
    )
    quota = jnp.where(ordered > 0.0, ordered, fixed(by_share, state.quota_of_year))
    parts = procurement.split_of_quota(expected, params)
    changed = procurement.change_plan(state.procurement_plan, quota - state.quota_of_year, params)
    return Year(
        sown_area=fixed(jnp.zeros_like(state.sown_area), state.sown_area),
        standing=fixed(grown, state.standing_crop),
        expected=fixed(expected, state.harvest_expected),
        harvested=fixed(jnp.zeros_like(state.harvest_of_year), state.harvest_of_year),
        quota=quota,
        plan=fixed(parts * quota[None], changed),
    )


def advance(
    state: FoodState,
    params: FoodParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    weather_anomaly: PerRegion,
    procurement_share: Scalar,
    procurement_quota: Scalar,
    coercion: Scalar,
    seed_protection: Scalar,
    market_legal: Scalar,
    grain_export: Scalar,
    exports_above_lists: Scalar,
    reserve_fill: Scalar,
    reserve_release: Scalar,
    ration_norm: PerRationList,
    protected_rations: Scalar,
    loans: PerRegion,
    farm_people: PerRegionFarmKind,
    farm_labour: PerRegion,
    people: PerGroup,
    tractors_delivered: Scalar,
    grain_haulage: Scalar,
    landed_grain_last_month: Scalar,
    market_price_last_month: Scalar,
) -> tuple[FoodState, FoodFlows]:
    """Reap, collect, share out, eat and sow for one month.

    Args:
        state: fields, stores, herds and bodies at the start of the month.
        params: behaviour.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        chance: draws of this room.
        weather_anomaly: weather of the growing season, read on 1 July, [region, run], sd.
        procurement_share: quota over the estimate, read on 1 July, [run].
        procurement_quota: quota ordered outright, 0 for none, [run], kt/year.
        coercion: force used in collecting, 0..1, [run].
        seed_protection: share of seed that collectors may not touch, [run].
        market_legal: whether farms may sell in towns, 0..1, [run].
        grain_export: grain ordered for shipping, [run], kt/month.
        exports_above_lists: 1 when exports stand before lists 2 and 3, [run].
        reserve_fill: grain to be locked away, [run], kt/month.
        reserve_release: grain to be unlocked, [run], kt/month.
        ration_norm: grain behind the cards of one head, [ration_list, run], kg/month.
        protected_rations: added protection of lists 2 and 3, 0..1, [run].
        loans: seed and food to be lent, [region, run], kt/month.
        farm_people: people on farms, [region, farm_kind, run], kp.
        farm_labour: work on farms, [region, run], kwm/month.
        people: people who do not farm, [group, run], kp.
        tractors_delivered: new tractors for farms, [run], unit/month.
        grain_haulage: grain that can be carried, [run], kt/month.
        landed_grain_last_month: imports on the quay, [run], kt/month.
        market_price_last_month: price in town markets, [run], rub/kg.

    Returns:
        What is held at the end of the month, and what moved. Farm, seed, transit, state and
        reserve grain together change by harvest and imports less seed sown, eaten, fed, sold,
        issued, exported and lost.
    """
    mode, dt = numerics.mode, numerics.dt

    # 1 July: the crop is what it is, the quota what the estimate says.
    horses, tractors = state.draught[:, HORSE], state.draught[:, TRACTOR]
    power = crop.draught_power(horses, tractors, state.horse_condition, params)
    truth = chance.noise(params.harvest_noise, "harvest")
    year = open_year(
        state,
        params,
        power,
        truth,
        weather_anomaly,
        procurement_share,
        procurement_quota,
        moment,
        mode,
    )

    # Fields: reap, set seed aside, sow.
    need_of_seed = crop.seed_need(year.sown_area, moment, params)
    reaping = crop.reap(
        year.standing,
        state.seed_grain,
        need_of_seed,
        state.work_effort,
        farm_labour,
        moment,
        params,
        mode,
        dt,
    )
    seed = state.seed_grain / dt + reaping.seed_set_aside
    sowing = crop.sow(
        year.sown_area, seed, power, state.work_effort, farm_labour, moment, params, mode
    )

    # Collection: food grain first, then seed.
    grain = state.farm_grain / dt + (reaping.harvest - reaping.seed_set_aside)
    seed = jnp.maximum(seed - sowing.seed, 0.0)
    hidden = procurement.concealed_share(year.quota, year.expected, coercion, params)
    reach = procurement.within_reach(grain, seed, hidden, seed_protection)
    taken = procurement.collect(
        year.plan, reach, coercion, grain_haulage, moment, params, mode, dt
    )
    procured = taken.from_farms + taken.from_seed
    on_way = jnp.sum(procured, axis=0)
    lost_on_way = params.loss_on_the_way * on_way
    in_transit, arrived = pipe(
        state.grain_in_transit, on_way - lost_on_way, params.months_in_transit, dt
    )

    # Public grain: who is served, and how far lists 2 and 3 are cut.
    membership = store.cards(people, moment, params)
    listed = store.people_on_lists(membership, people, farm_people, params)
    soldiers = jnp.sum(params.soldier_share * people, axis=0)
    lost_in_reserve = state.reserve_grain * chance_of(params.store_loss, dt) / dt
    unlocked = take(
        jnp.maximum(state.reserve_grain / dt - lost_in_reserve, 0.0), reserve_release, mode
    )
    room_in_reserve = jnp.maximum(params.reserve_ceiling - state.reserve_grain, 0.0) / dt
    wants = Wants(
        army=soldiers * params.army_norm * KG,
        rations=listed * ration_norm * KG,
        exports=grain_export,
        loans=jnp.sum(loans, axis=0),
        industry=params.industry_grain,
        other=params.other_state_uses,
        reserve=jnp.minimum(reserve_fill, room_in_reserve),
    )
    lost_in_store = state.state_grain * chance_of(params.store_loss, dt) / dt
    issuable = jnp.maximum(state.state_grain / dt - lost_in_store, 0.0)
    issuable = issuable + arrived + landed_grain_last_month + unlocked
    in_reach = jnp.minimum(year.plan, (reach[0] + reach[1]) * dt)
    free = store.free_share(
        issuable * dt + jnp.sum(in_transit, axis=0),
        (1.0 - params.loss_on_the_way) * jnp.sum(jnp.maximum(in_reach - procured * dt, 0.0), axis=0),
        store.expected_loans(
            jnp.sum(jnp.maximum(year.expected - year.harvested, 0.0), axis=0), moment, params, dt
        ),
        wants,
        moment,
        params,
        mode,
        dt,
    )
    allotment = store.allot(state.allotment, free, protected_rations, moment, params, dt)
    issued = store.share_out(
        issuable, wants, allotment, exports_above_lists, protected_rations, params, mode
    )
    lent = loans * (issued.loans / jnp.maximum(wants.loans, TINY))[None]
    missing_seed = jnp.maximum(
        crop.seed_need(year.sown_area + dt * sowing.area, moment, params) / dt
        - jnp.maximum(seed - taken.from_seed, 0.0),
        0.0,
    )
    lent_for_seed = jnp.minimum(lent, missing_seed)
    lent_for_food = jnp.maximum(lent - lent_for_seed, 0.0)

    # Farms: eat, feed, sell.
    farmers = farm.eaters(farm_people, params.state_farm_membership)
    needs = farm.find_needs(
        state.farm_grain, year.standing, year.plan, farmers, horses, moment, params
    )
    grain = jnp.maximum(grain - taken.from_farms, 0.0) + lent_for_food
    eaten = farm.eat(grain, needs, moment, params, mode)
    grain = jnp.maximum(grain - eaten, 0.0)
    fed = farm.feed(grain, needs, moment, params, mode)
    grain = jnp.maximum(grain - fed, 0.0)
    per_head = issued.rations / jnp.maximum(listed, TINY)
    bread = nutrition.bread_of_groups(membership, per_head, issued.army, people, params)
    appetite = nutrition.town_appetite(bread, people, params)
    sold = farm.sell(
        grain,
        needs,
        jnp.sum(appetite, axis=0),
        market_legal,
        coercion,
        market_price_last_month,
        params,
        mode,
    )
    market_sold = jnp.sum(sold, axis=0)

    # Herds follow their feed.
    fed_share = animals.feed_share(fed, needs.fodder, horses + state.cattle, params)
    collectivised = animals.kolkhoz_share(farm_people)
    joined = animals.joining(state.collectivised_share, collectivised, dt)
    foals = animals.change_of_horses(horses, fed_share, joined, params, mode, dt)
    machines = animals.change_of_tractors(tractors, tractors_delivered, params, dt)
    calves = animals.change_of_cattle(state.cattle, fed_share, joined, params, mode, dt)

    # Bodies and wills.
    farm_intake = nutrition.intake_on_farms(
        eaten, needs.food, state.cattle, jnp.sum(farm_people, axis=1), moment, params
    )
    town_intake = nutrition.intake_in_towns(bread, appetite, market_sold, people, params)
    body = params.body_store_months[None]
    nutrition_farm = adjust(state.nutrition_farm, farm_intake, body, dt)
    nutrition_town = adjust(state.nutrition, town_intake, body, dt)
    eaten_over_year = adjust(
        state.eaten_over_year,
        jnp.minimum(ratio(eaten, needs.food), 1.5),
        params.eating_memory_months[None],
        dt,
    )
    effort = nutrition.work_effort(
        state.work_effort, eaten_over_year, nutrition_farm, market_legal, params, dt
    )

    def after(stock, change):
        return jnp.maximum(stock + dt * change, 0.0)

    next_state = FoodState(
        sown_area=after(year.sown_area, sowing.area),
        standing_crop=after(year.standing, -reaping.reaped),
        farm_grain=after(
            state.farm_grain,
            reaping.harvest
            - reaping.seed_set_aside
            - taken.from_farms
            + lent_for_food
            - eaten
            - fed
            - sold,
        ),
        seed_grain=after(
            state.seed_grain,
            reaping.seed_set_aside - sowing.seed - taken.from_seed + lent_for_seed,
        ),
        grain_in_transit=in_transit,
        state_grain=after(
            state.state_grain,
            arrived
            + landed_grain_last_month
            + unlocked
            - lost_in_store
            - issued.army
            - jnp.sum(issued.rations, axis=0)
            - issued.exports
            - issued.loans
            - issued.industry
            - issued.other
            - issued.reserve,
        ),
        reserve_grain=after(state.reserve_grain, issued.reserve - unlocked - lost_in_reserve),
        draught=jnp.stack(
            [
                after(horses, foals.gained - foals.lost),
                after(tractors, machines.gained - machines.lost),
            ],
            axis=1,
        ),
        horse_condition=animals.strength(state.horse_condition, fed_share, params, dt),
        cattle=after(state.cattle, calves.gained - calves.lost),
        collectivised_share=collectivised,
        work_effort=effort,
        eaten_over_year=eaten_over_year,
        nutrition_farm=nutrition_farm,
        nutrition=nutrition_town,
        harvest_expected=year.expected,
        harvest_of_year=after(year.harvested, reaping.harvest),
        quota_of_year=year.quota,
        procurement_plan=after(year.plan, -procured),
        allotment=allotment,
    )
    flows = FoodFlows(
        area_sown=sowing.area,
        reaped=reaping.reaped,
        harvest=reaping.harvest,
        unsown_by_seed=sowing.without_seed,
        unsown_by_draught=sowing.without_draught,
        unsown_by_labour=sowing.without_labour,
        seed_set_aside=reaping.seed_set_aside,
        sown=sowing.seed,
        procured_from_farms=taken.from_farms,
        procured_from_seed=taken.from_seed,
        procured=procured,
        loans_to_seed=lent_for_seed,
        loans_to_food=lent_for_food,
        loans_issued=lent_for_seed + lent_for_food,
        farm_eaten=eaten,
        fed=fed,
        sold=sold,
        market_sold=market_sold,
        grain_arrived=arrived,
        grain_landed=landed_grain_last_month,
        lost_on_way=lost_on_way,
        lost_in_store=lost_in_store,
        lost_in_reserve=lost_in_reserve,
        army_grain=issued.army,
        ration_issued=issued.rations,
        industry_grain=issued.industry,
        other_uses=issued.other,
        grain_exported=issued.exports,
        reserve_filled=issued.reserve,
        reserve_released=unlocked,
        ration_fill=jnp.minimum(ratio(issued.rations, wants.rations), 1.0),
        ration_shortfall=jnp.sum(jnp.maximum(wants.rations - issued.rations, 0.0), axis=0),
        haulage_shortfall=taken.without_haulage,
        export_shortfall=jnp.maximum(wants.exports - issued.exports, 0.0),
        state_grain_total=public_grain(next_state),
        list_people=listed,
        rationed_people=jnp.sum(listed, axis=0),
        harvest_estimate=procurement.estimate(year.expected, params),
        quota=year.quota,
        plan_unfilled=jnp.sum(next_state.procurement_plan, axis=0),
        concealed_share=hidden,
        horses_born=foals.gained,
        horses_lost=foals.lost,
        tractors_received=machines.gained,
        tractors_worn=machines.lost,
        cattle_born=calves.gained,
        cattle_lost=calves.lost,
        retained_grain=eaten_over_year,
        nutrition_army=nutrition.mean_over(next_state.nutrition, params.soldier_share),
        nutrition_rationed=nutrition.mean_over(
            next_state.nutrition, jnp.sum(membership, axis=1) * people
        ),
        excess_death_hazard_farm=nutrition.death_hazard(nutrition_farm, params),
        excess_death_hazard=nutrition.mean_over(
            nutrition.death_hazard(nutrition_town, params), people
        ),
    )
    return next_state, flows
