"""Food: what is held, what is set, what moves.

Grain is in kt, people in kp, animals and tractors in thousands, land in kha; flows are rates per
month. The agricultural year runs from July to June.
"""

import equinox as eqx

from sinews.core.arrays import (
    PerGroup,
    PerGroupRationList,
    PerMonthOfYear,
    PerMonthOfYearSeason,
    PerRationList,
    PerRegion,
    PerRegionDraughtKind,
    PerRegionSeason,
    PerSeason,
    PerStage,
    Scalar,
)
from sinews.core.fields import Secrecy, quantity


def _grain(meaning: str, secrecy: Secrecy = "office", **more):
    return quantity("kt", meaning, secrecy, minimum=0.0, **more)


def _moved(meaning: str, secrecy: Secrecy = "office", **more):
    return quantity("kt/month", meaning, secrecy, minimum=0.0, **more)


def _share(meaning: str, **more):
    return quantity("1", meaning, minimum=0.0, maximum=1.0, **more)


def _weight(meaning: str, **more):
    return quantity("1", meaning, minimum=0.0, **more)


def _rate(meaning: str):
    return quantity("1/month", meaning, minimum=0.0, maximum=1.0)


class FoodState(eqx.Module):
    """What fields, farms and stores hold at the start of a month."""

    sown_area: PerRegionSeason = quantity(
        "kha", "grain land sown for the coming harvest", "published", minimum=0.0, absent=0.0
    )
    standing_crop: PerRegion = _grain("crop in the field, before loss", absent=0.0)
    farm_grain: PerRegion = _grain("food and fodder grain on farms", "secret")
    seed_grain: PerRegion = _grain("seed set aside on farms")
    grain_in_transit: PerStage = _grain("collected grain on the way, by stage", absent=0.0)
    state_grain: Scalar = _grain("grain in public stores that may be issued", "secret")
    reserve_grain: Scalar = _grain("grain locked away", "secret")
    draught: PerRegionDraughtKind = quantity(
        "thousand", "horses and tractors on farms", "published", minimum=0.0
    )
    horse_condition: PerRegion = _share("strength of horses, 1 when well fed")
    cattle: PerRegion = quantity("thousand", "head of cattle", "published", minimum=0.0)
    collectivised_share: PerRegion = _share("farm people in collective farms, the month before")
    work_effort: PerRegion = quantity(
        "1", "will of farmers to work, 1 is normal", minimum=0.0, maximum=1.1
    )
    eaten_over_year: PerRegion = quantity(
        "1", "grain eaten per head over a year against the norm", minimum=0.0, maximum=1.5
    )
    nutrition_farm: PerRegion = quantity(
        "1", "intake of farm people over requirement, with the body's memory", minimum=0.0
    )
    nutrition: PerGroup = quantity(
        "1", "intake of other people over requirement, with the body's memory", minimum=0.0
    )
    harvest_expected: PerRegion = _grain("harvest that planners expected for this year")
    harvest_of_year: PerRegion = _grain("harvest brought in since 1 July")
    quota_of_year: Scalar = _grain("collection ordered for the agricultural year", "published")
    procurement_plan: PerRegion = _grain("collection still due in the agricultural year")
    allotment: Scalar = _share("share of their norm that ration lists 2 and 3 are allotted")


class FoodParams(eqx.Module):
    """How fields, farms, stores and bodies behave; constant over a run."""

    # fields
    grain_land: PerRegionSeason = quantity("kha", "land meant for grain", minimum=0.0)
    sowing_calendar: PerMonthOfYearSeason = _share("share of the land sown", absent=0.0)
    seed_rate: PerSeason = quantity("t/ha", "seed per area", minimum=1e-6)
    sowing_pace: Scalar = quantity(
        "1/month", "share of all land that full draught can sow", minimum=0.0
    )
    sowing_labour: Scalar = quantity("kwm/kha", "work to sow", minimum=1e-9)
    normal_yield: PerRegion = quantity(
        "t/ha", "crop at full draught and effort and mean weather", minimum=0.0
    )
    harvest_truth_common: Scalar = _weight("true over accepted harvests, all years")
    yield_truth: PerRegion = _weight("true over accepted yields of a region")
    harvest_noise: Scalar = quantity("1", "year-to-year spread of true harvests", minimum=0.0)
    weather_effect: Scalar = quantity("1/sd", "log yield per unit of weather", minimum=0.0)
    draught_need: PerRegion = quantity("unit/ha", "horses in full strength per area", minimum=1e-9)
    draught_exponent: Scalar = _weight("log yield per log draught")
    effort_exponent: Scalar = _weight("log yield per log effort")
    harvest_calendar: PerMonthOfYear = _share("share of the crop reaped", absent=0.0)
    harvest_loss: Scalar = _share("share of the crop lost at full effort")
    harvest_loss_by_effort: Scalar = _weight("share lost per lack of effort")
    harvest_loss_by_labour: Scalar = _weight("share lost per lack of hands")
    harvest_labour: Scalar = quantity("kwm/kt", "work to reap", minimum=0.0)
    seed_share: Scalar = _share("share of the harvest kept for seed until the need is met")

    # estimate, quota, collection
    usual_yield_share: Scalar = _weight("expected harvest over normal yield before loss")
    estimate_bias: Scalar = quantity("1", "log of official estimate over expected harvest")
    shortfall_carried: Scalar = _share("part of last year's shortfall carried into expectation")
    plan_share: PerRegion = _share("region's part of the quota")
    quota_response: Scalar = _share(
        "how far an ordered quota bends to a crop that falls short", absent=0.0
    )
    progressivity: Scalar = _weight("extra quota per relative yield")
    ample_stock: Scalar = _grain("public grain on 1 July above which quotas by share are cut")
    procurement_calendar: PerMonthOfYear = _share("share of the quota due")
    haste_by_coercion: Scalar = _weight("collection above what is due, per coercion")
    concealment_ceiling: Scalar = _share("largest share of grain hidden")
    concealment_burden: Scalar = _weight("quota over harvest at which hiding is half its ceiling")
    concealment_width: Scalar = quantity("1", "width of that gate", minimum=1e-3)
    coercion_against_concealment: Scalar = _share("hiding undone by full coercion")
    loss_on_the_way: Scalar = _share("share of collected grain lost on the way")
    months_in_transit: Scalar = quantity("month", "mean time from farm to store", minimum=1e-3)

    # public stores and cards
    store_loss: Scalar = _rate("share of stored grain lost")
    army_norm: Scalar = quantity("kg/head/month", "grain and fodder per soldier", minimum=0.0)
    soldier_share: PerGroup = _share("share of a group fed by the army", absent=0.0)
    list_membership: PerGroupRationList = _share("share of a group on a list", absent=0.0)
    state_farm_membership: PerRationList = _share(
        "share of state-farm people on a list", absent=0.0
    )
    first_class: PerRationList = _share("1 for lists served before exports", absent=0.0)
    coverage_growth: Scalar = quantity("1/month", "growth of list membership", minimum=0.0)
    industry_grain: Scalar = quantity("kt/month", "grain for industry", minimum=0.0)
    other_state_uses: Scalar = quantity(
        "kt/month", "grain for town and forest horses, fishing, institutions", minimum=0.0
    )
    operational_minimum: Scalar = _grain("public grain kept for the bread of July")
    allotment_cover: Scalar = _share("part of free grain allotted to lists 2 and 3")
    allotment_carried: Scalar = _share("part of last month's allotment kept, January to June")
    loan_calendar: PerMonthOfYear = _share("share of spring loans given", absent=0.0)
    usual_loans: Scalar = _grain("spring loans that the store expects in a fair year")
    loans_of_shortfall: Scalar = _weight("spring loans expected per lack of harvest")
    reserve_ceiling: Scalar = _grain("largest reserve that is filled")

    # farms
    food_norm_farm: Scalar = quantity("t/head/year", "grain eaten at full norm", minimum=1e-6)
    fodder_norm: Scalar = quantity("t/unit/year", "grain per horse at full norm", minimum=1e-6)
    relative_diet: PerRegion = _weight("region's grain norm over that of the country", absent=1.0)
    relative_fodder: PerRegion = _weight(
        "region's fodder norm over that of the country", absent=1.0
    )
    saving_exponent: Scalar = _weight("log eaten per log cover")
    fodder_exponent: Scalar = _weight("log fed per log cover")
    quota_expected: Scalar = _share("part of the quota due that farms set aside")
    market_share: Scalar = _rate("share of the surplus taken to market")
    black_share: Scalar = _share("of that share, when markets are forbidden")
    market_price_midpoint: Scalar = quantity("rub/kg", "price at which half is sold", minimum=0.0)
    market_price_width: Scalar = quantity("rub/kg", "width of that gate", minimum=1e-3)

    # animals and tractors
    tractor_power: Scalar = _weight("horses replaced by a tractor")
    tractor_serviceable: Scalar = _share("tractors in working order")
    tractor_allocation: PerRegion = _share("region's part of new tractors")
    tractor_wear: Scalar = _rate("tractors written off")
    horse_increase: Scalar = _rate("natural increase of fed horses, net")
    horse_loss_base: Scalar = _rate("horses lost when feed falls short")
    horse_loss_by_hunger: Scalar = quantity(
        "1/month", "horses lost per square of the feed gap", minimum=0.0
    )
    horse_loss_by_joining: Scalar = _weight("horses lost per share of people collectivised")
    tolerated_gap: Scalar = _share("feed gap without extra loss")
    breeding_gap: Scalar = _share("feed gap at which breeding is halved")
    livestock_reference: PerRegion = quantity(
        "thousand", "horses and cattle for which hay and straw just suffice", minimum=1e-9
    )
    hay_relief: Scalar = _weight("log feed of an animal per log of hay for each")
    best_condition: Scalar = _share("strength of horses fed to the norm")
    roughage_share: Scalar = _share("part of a horse's feed that is not grain")
    condition_months: Scalar = quantity("month", "memory of a horse's strength", minimum=1e-3)
    cattle_increase: Scalar = _rate("natural increase of fed cattle")
    cattle_loss_by_hunger: Scalar = quantity(
        "1/month", "cattle slaughtered per square of the feed gap", minimum=0.0
    )
    cattle_loss_by_joining: Scalar = _weight("cattle slaughtered per share of people collectivised")

    # bodies and wills
    garden: PerMonthOfYear = quantity(
        "1", "gardens, milk and potatoes over requirement of farm people", minimum=0.0
    )
    herd_share_of_garden: Scalar = _share("part of that which comes from cattle")
    cattle_reference: PerRegion = quantity(
        "unit/head", "cattle per farm head at which that part is full", minimum=1e-9
    )
    grain_share_of_diet: Scalar = _share("grain over requirement at full norm")
    town_grain_norm: Scalar = quantity("kg/head/month", "grain of a full town diet", minimum=1e-6)
    other_food: PerGroup = _share("food other than grain over requirement, by group")
    household_sharing: PerGroup = _share("share of bread pooled among town families", absent=0.0)
    market_appetite: Scalar = _weight("town diet above which no grain is bought")
    body_store_months: Scalar = quantity("month", "memory of a body", minimum=1e-3)
    eating_memory_months: Scalar = quantity("month", "memory of grain eaten", minimum=1e-3)
    effort_level: Scalar = _weight("effort at the reference")
    effort_floor: Scalar = _share("effort that remains in hunger")
    effort_of_retained_grain: Scalar = _weight("log effort per log grain eaten over a year")
    effort_of_nutrition: Scalar = _weight("log effort per log strength")
    effort_months: Scalar = quantity("month", "memory of effort", minimum=1e-3)
    market_effort: Scalar = _weight("effort added by legal markets")
    critical_nutrition: Scalar = quantity("1", "nutrition below which people die", minimum=1e-3)
    nutrition_spread: Scalar = quantity("1", "log spread of nutrition among people", minimum=1e-3)
    death_hazard_ceiling: Scalar = _rate("excess hazard of those below it")


class FoodFlows(eqx.Module):
    """What moved during the month; rates per month."""

    # fields
    area_sown: PerRegionSeason = quantity("kha/month", "grain land sown", "published", minimum=0.0)
    reaped: PerRegion = _moved("crop reaped, before loss")
    harvest: PerRegion = _moved("harvest brought in, after loss", "secret")
    unsown_by_seed: PerRegion = quantity(
        "kha/month", "land not sown for want of seed", limit="seed", minimum=0.0
    )
    unsown_by_draught: PerRegion = quantity(
        "kha/month", "land not sown for want of draught", limit="draught", minimum=0.0
    )
    unsown_by_labour: PerRegion = quantity(
        "kha/month", "land not sown for want of hands", limit="farm labour", minimum=0.0
    )

    # farm grain and seed
    seed_set_aside: PerRegion = _moved("harvest kept for seed")
    sown: PerRegion = _moved("seed sown")
    procured_from_farms: PerRegion = _moved("collected from food and fodder grain")
    procured_from_seed: PerRegion = _moved("collected from seed")
    procured: PerRegion = _moved("collected in all")
    loans_to_seed: PerRegion = _moved("grain lent for seed")
    loans_to_food: PerRegion = _moved("grain lent for food")
    loans_issued: PerRegion = _moved("grain lent in all")
    farm_eaten: PerRegion = _moved("grain eaten by farm people", "secret")
    fed: PerRegion = _moved("grain fed to horses")
    sold: PerRegion = _moved("grain sold in town markets", "secret")
    market_sold: Scalar = _moved("grain sold in town markets, all regions", "secret")

    # public grain
    grain_arrived: Scalar = _moved("collected grain that reached stores")
    grain_landed: Scalar = _moved("imported grain that reached stores")
    lost_on_way: Scalar = _moved("collected grain lost on the way")
    lost_in_store: Scalar = _moved("grain lost in public stores")
    lost_in_reserve: Scalar = _moved("grain lost in the reserve")
    army_grain: Scalar = _moved("grain and fodder for the army", "secret")
    ration_issued: PerRationList = _moved("grain issued on cards")
    industry_grain: Scalar = _moved("grain for industry")
    other_uses: Scalar = _moved("grain for town horses, fishing and institutions")
    grain_exported: Scalar = _moved("grain shipped abroad", "published")
    reserve_filled: Scalar = _moved("grain locked away", "secret")
    reserve_released: Scalar = _moved("grain unlocked", "secret")
    ration_fill: PerRationList = quantity("1", "ration issued over ration due", "office")
    ration_shortfall: Scalar = _moved("ration due and not issued", limit="state grain")
    haulage_shortfall: Scalar = _moved(
        "grain due and not collected for want of haulage", limit="haulage"
    )
    export_shortfall: Scalar = _moved("export ordered and not shipped", limit="state grain")
    state_grain_total: Scalar = _grain(
        "public grain at the end: stores, reserve, on the way", "secret"
    )
    list_people: PerRationList = quantity("kp", "people on a list", "office", minimum=0.0)
    rationed_people: Scalar = quantity("kp", "people on state bread", "office", minimum=0.0)

    # plans
    harvest_estimate: Scalar = _grain("official estimate of the harvest", "published")
    quota: Scalar = _grain("collection ordered for the agricultural year", "published")
    plan_unfilled: Scalar = _grain("collection still due in the agricultural year")
    concealed_share: PerRegion = quantity("1", "share of farm grain hidden", "secret")

    # animals and tractors
    horses_born: PerRegion = quantity("thousand/month", "natural increase of horses", minimum=0.0)
    horses_lost: PerRegion = quantity("thousand/month", "horses lost", minimum=0.0)
    tractors_received: PerRegion = quantity("thousand/month", "tractors received", minimum=0.0)
    tractors_worn: PerRegion = quantity("thousand/month", "tractors written off", minimum=0.0)
    cattle_born: PerRegion = quantity("thousand/month", "natural increase of cattle", minimum=0.0)
    cattle_lost: PerRegion = quantity("thousand/month", "cattle slaughtered", minimum=0.0)

    # people
    retained_grain: PerRegion = quantity("1", "grain eaten per head over a year against the norm")
    nutrition_army: Scalar = quantity("1", "nutrition of soldiers")
    nutrition_rationed: Scalar = quantity("1", "mean nutrition of people with cards")
    excess_death_hazard_farm: PerRegion = quantity("1/month", "excess hazard on farms", minimum=0.0)
    excess_death_hazard: Scalar = quantity("1/month", "excess hazard of other people", minimum=0.0)
