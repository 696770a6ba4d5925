"""The books of the month: stocks at its end, and the flows that are told."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerGroup, PerRegion
from sinews.systems.food import nutrition, procurement
from sinews.systems.food.animals import Change
from sinews.systems.food.bodies import Health
from sinews.systems.food.calendar import ratio
from sinews.systems.food.crop import Reaping, Sowing
from sinews.systems.food.farm import Loan, Use
from sinews.systems.food.issue import Cards, Month
from sinews.systems.food.procurement import Collection
from sinews.systems.food.state import FoodFlows, FoodParams, FoodState
from sinews.systems.food.year import Year, public_grain

HORSE, TRACTOR = 0, 1


class Animals(NamedTuple):
    """What became of herds and tractors."""

    horses: Change
    cattle: Change
    tractors: Change
    condition: PerRegion
    collectivised: PerRegion


def after(stock, change, dt: float):
    """Return a stock after a step; flows never exceed what there is, rounding apart."""
    return jnp.maximum(stock + dt * change, 0.0)


def close(
    state: FoodState,
    dt: float,
    year: Year,
    reaping: Reaping,
    sowing: Sowing,
    taken: Collection,
    loan: Loan,
    public: Month,
    use: Use,
    herds: Animals,
    health: Health,
) -> FoodState:
    """Return what is held at the end of the step."""
    kept = reaping.harvest - reaping.seed_set_aside - taken.from_farms + loan.food
    farm_change = kept - use.eaten - use.fed - use.sold
    seed_change = reaping.seed_set_aside - sowing.seed - taken.from_seed + loan.seed
    came = public.arrived + public.landed + public.unlocked - public.lost_in_store
    given = sum(part for part in public.issued._replace(rations=0.0))
    given = given + jnp.sum(public.issued.rations, axis=0)
    reserve_change = public.issued.reserve - public.unlocked - public.lost_in_reserve
    horses = after(state.draught[:, HORSE], herds.horses.gained - herds.horses.lost, dt)
    tractors = after(state.draught[:, TRACTOR], herds.tractors.gained - herds.tractors.lost, dt)
    return FoodState(
        sown_area=after(year.sown_area, sowing.area, dt),
        standing_crop=after(year.standing, -reaping.reaped, dt),
        farm_grain=after(state.farm_grain, farm_change, dt),
        seed_grain=after(state.seed_grain, seed_change, dt),
        grain_in_transit=public.in_transit,
        state_grain=after(state.state_grain, came - given, dt),
        reserve_grain=after(state.reserve_grain, reserve_change, dt),
        draught=jnp.stack([horses, tractors], axis=1),
        horse_condition=herds.condition,
        cattle=after(state.cattle, herds.cattle.gained - herds.cattle.lost, dt),
        collectivised_share=herds.collectivised,
        work_effort=health.effort,
        eaten_over_year=health.eaten_over_year,
        nutrition_farm=health.nutrition_farm,
        nutrition=health.nutrition,
        harvest_expected=year.expected,
        harvest_of_year=after(year.harvested, reaping.harvest, dt),
        quota_of_year=year.quota,
        procurement_plan=after(year.plan, -taken.total, dt),
        allotment=public.allotment,
    )


def report(
    state: FoodState,
    params: FoodParams,
    year: Year,
    reaping: Reaping,
    sowing: Sowing,
    taken: Collection,
    loan: Loan,
    public: Month,
    use: Use,
    herds: Animals,
    cards: Cards,
    people: PerGroup,
    hidden: PerRegion,
) -> FoodFlows:
    """Return what moved; `state` is that of the end of the step."""
    wants, issued = public.wants, public.issued
    card_holders = jnp.sum(cards.membership, axis=1) * people
    hazard = nutrition.death_hazard(state.nutrition, params)
    return FoodFlows(
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
        procured=taken.total,
        loans_to_seed=loan.seed,
        loans_to_food=loan.food,
        loans_issued=loan.seed + loan.food,
        farm_eaten=use.eaten,
        fed=use.fed,
        sold=use.sold,
        market_sold=jnp.sum(use.sold, axis=0),
        grain_arrived=public.arrived,
        grain_landed=public.landed,
        lost_on_way=public.lost_on_way,
        lost_in_store=public.lost_in_store,
        lost_in_reserve=public.lost_in_reserve,
        army_grain=issued.army,
        ration_issued=issued.rations,
        industry_grain=issued.industry,
        other_uses=issued.other,
        grain_exported=issued.exports,
        reserve_filled=issued.reserve,
        reserve_released=public.unlocked,
        ration_fill=jnp.minimum(ratio(issued.rations, wants.rations), 1.0),
        ration_shortfall=jnp.sum(jnp.maximum(wants.rations - issued.rations, 0.0), axis=0),
        haulage_shortfall=taken.without_haulage,
        export_shortfall=jnp.maximum(wants.exports - issued.exports, 0.0),
        state_grain_total=public_grain(state),
        list_people=cards.people,
        rationed_people=jnp.sum(cards.people, axis=0),
        harvest_estimate=procurement.estimate(year.expected, params),
        quota=year.quota,
        plan_unfilled=jnp.sum(state.procurement_plan, axis=0),
        concealed_share=hidden,
        horses_born=herds.horses.gained,
        horses_lost=herds.horses.lost,
        tractors_received=herds.tractors.gained,
        tractors_worn=herds.tractors.lost,
        cattle_born=herds.cattle.gained,
        cattle_lost=herds.cattle.lost,
        retained_grain=state.eaten_over_year,
        nutrition_army=nutrition.mean_over(state.nutrition, params.soldier_share),
        nutrition_rationed=nutrition.mean_over(state.nutrition, card_holders),
        excess_death_hazard_farm=nutrition.death_hazard(state.nutrition_farm, params),
        excess_death_hazard=nutrition.mean_over(hazard, people),
    )
