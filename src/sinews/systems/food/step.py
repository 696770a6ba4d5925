"""Food: one month from field to body.

On 1 July the crop is fixed and the quota set on an inflated estimate. Each month farms reap, sow,
deliver, eat, feed and sell; the state shares what reached its stores among army, cards, ports and
the next sowing; what people and horses got decides their strength and will next month.

Sources: Davies and Wheatcroft (2004) and Davies, Tauger and Wheatcroft (1995) for the grain
balance; Meng, Qian and Yared (2015) for quotas that do not bend; Hunter (1988) for draught.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerGroup, PerRationList, PerRegion, PerRegionFarmKind, Scalar
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.systems.food import animals, bodies, books, crop, farm, issue, nutrition, procurement
from sinews.systems.food.books import HORSE, TRACTOR, Animals
from sinews.systems.food.issue import Orders
from sinews.systems.food.state import FoodFlows, FoodParams, FoodState
from sinews.systems.food.year import open_year


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
        moment=moment,
        mode=mode,
        power=power,
        truth=truth,
        weather=weather_anomaly,
        share=procurement_share,
        ordered=procurement_quota,
    )

    # Fields: reap, set seed aside, sow.
    missing = crop.missing_seed(year.sown_area, state.seed_grain, moment, params)
    reaping = crop.reap(
        year.standing, missing, state.work_effort, farm_labour, moment, params, mode, dt
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
    taken = procurement.collect(year.plan, reach, coercion, grain_haulage, moment, params, mode, dt)

    # Public grain: who is served, and how far lists 2 and 3 are cut.
    orders = Orders(
        exports=grain_export,
        exports_above_lists=exports_above_lists,
        reserve_fill=reserve_fill,
        reserve_release=reserve_release,
        ration_norm=ration_norm,
        protected_rations=protected_rations,
        loans=loans,
    )
    cards = issue.hold_cards(people, farm_people, moment, params)
    public = issue.issue(
        state,
        params,
        numerics=numerics,
        moment=moment,
        wants=issue.state_wants(state, params, cards, people, orders, dt),
        orders=orders,
        procured=taken.total,
        still_due=procurement.still_to_come(year.plan, reach, taken, dt),
        shortfall=jnp.sum(jnp.maximum(year.expected - year.harvested, 0.0), axis=0),
        landed=landed_grain_last_month,
    )
    seed = jnp.maximum(seed - taken.from_seed, 0.0)
    missing = crop.missing_seed(year.sown_area + dt * sowing.area, seed * dt, moment, params)
    loan = farm.use_loan(public.lent, missing / dt)

    # Farms and towns: eat, feed, sell.
    needs = farm.find_needs(
        state.farm_grain,
        year.standing,
        year.plan,
        farm.eaters(farm_people, params.state_farm_membership),
        horses,
        moment,
        params,
    )
    towns = bodies.serve_towns(cards, public.issued, people, params)
    use = farm.live(
        jnp.maximum(grain - taken.from_farms, 0.0) + loan.food,
        needs,
        jnp.sum(towns.appetite, axis=0),
        market_legal,
        coercion,
        market_price_last_month,
        moment,
        params,
        mode,
    )

    # Herds and machines follow feed, and the drive to join.
    fed_share = animals.feed_share(use.fed, needs.fodder, horses + state.cattle, params)
    collectivised = animals.kolkhoz_share(farm_people)
    joined = animals.joining(state.collectivised_share, collectivised, dt)
    herds = Animals(
        horses=animals.change_of_horses(horses, fed_share, joined, params, mode, dt),
        cattle=animals.change_of_cattle(state.cattle, fed_share, joined, params, mode, dt),
        tractors=animals.change_of_tractors(tractors, tractors_delivered, params, dt),
        condition=animals.strength(state.horse_condition, fed_share, params, dt),
        collectivised=jnp.broadcast_to(collectivised, state.collectivised_share.shape),
    )

    # Bodies and wills.
    farm_intake = nutrition.intake_on_farms(
        use.eaten, needs.food, state.cattle, jnp.sum(farm_people, axis=1), moment, params
    )
    health = bodies.follow(
        state,
        params,
        farm_intake=farm_intake,
        eaten_share=bodies.eaten_share(use.eaten, needs.food),
        town_intake=bodies.feed_towns(towns, jnp.sum(use.sold, axis=0), people, params),
        market_legal=market_legal,
        dt=dt,
    )

    after = books.close(state, dt, year, reaping, sowing, taken, loan, public, use, herds, health)
    flows = books.report(
        after, params, year, reaping, sowing, taken, loan, public, use, herds, cards, people, hidden
    )
    return after, flows
