"""Labour: who is held where, what is set, who moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerGroup,
    PerMonthOfYear,
    PerRationList,
    PerRegion,
    PerRegionFarmKind,
    Scalar,
)
from sinews.core.fields import Secrecy, quantity


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


def _weight(meaning: str):
    return quantity("1", meaning, minimum=0.0)


def _rate(meaning: str):
    return quantity("1/month", meaning, minimum=0.0, maximum=20.0)


def _people(meaning: str, secrecy: Secrecy = "office", **more):
    return quantity("kp", meaning, secrecy, minimum=0.0, **more)


def _moves(meaning: str, secrecy: Secrecy = "office", **more):
    return quantity("kp/month", meaning, secrecy, minimum=0.0, **more)


class LabourState(eqx.Module):
    """All people of the country at the start of a month."""

    farm_people: PerRegionFarmKind = _people("farm people, whole families", absent=0.0)
    people: PerGroup = _people("people who do not farm, the army included")
    skilled_share: PerGroup = _share("skilled people of the group", "office")
    dwelling_space: Scalar = quantity("m2", "dwelling space a head in towns", "office", minimum=0.0)
    excess_deaths_so_far: Scalar = _people("deaths above the usual since the start", "secret")


class LabourParams(eqx.Module):
    """How people choose, move and work; constant over a run."""

    # who is who among the groups: 0 or 1, each of the last five for one group
    is_hiring: PerGroup = _share("whether the group has posts to fill", absent=0.0)
    is_seasonal: PerGroup = _share("whether its people come from farms and go home", absent=0.0)
    is_transient: PerGroup = _share("whether these are the people without a post", absent=0.0)
    is_dependant: PerGroup = _share("whether these are the families in towns", absent=0.0)
    is_exile: PerGroup = _share("whether the resettled join it", absent=0.0)
    is_army: PerGroup = _share("whether the called up join it", absent=0.0)
    urban_share: PerGroup = _share("people of the group who live in towns", absent=0.0)
    participation: PerGroup = _share("people of the group who work", absent=0.0)
    engineer_weight: PerGroup = quantity(
        "1", "weight of its skilled people for new designs", minimum=0.0, absent=0.0
    )
    skill_reference: PerGroup = quantity(
        "1", "skilled share at which work counts in full", minimum=0.01, maximum=1.0
    )
    # stay or go
    level_of_staying: Scalar = quantity("1", "utility of staying on the farm (u0)")
    weight_of_nutrition: Scalar = _weight("utility of a full diet on the farm (a_n)")
    weight_of_retained_grain: Scalar = _weight("utility of grain left to the farm (a_r)")
    weight_of_coercion: Scalar = _weight("disutility of force in collecting grain (a_c)")
    weight_of_wage: Scalar = _weight("utility of the real wage of January 1931 in a post (a_w)")
    weight_of_ration: Scalar = _weight("utility of a full ration in a post (a_f)")
    ration_weight: PerRationList = _share("share of the list among posts that newcomers get")
    utility_of_transients: Scalar = quantity("1", "utility of being without a post (u_tr)")
    moving_cost: Scalar = _weight("disutility of moving")
    passport_cost: Scalar = _weight("disutility of closed towns")
    level_of_own_farm: Scalar = quantity("1", "utility of an individual farm to a kolkhoz member")
    leaving_calendar: PerMonthOfYear = _weight("departures of the month of the year, mean 1")
    mobility: PerRegion = _weight("nearness to posts, 1 on the average of farm people")
    # farms
    exit_rate: Scalar = _rate("leaving the kolkhoz when staying and leaving are worth the same")
    exit_response: Scalar = _weight("response of leaving for an own farm to utility")
    exit_to_towns: Scalar = _share("of these exits, those to towns")
    leaving_rate_individual: Scalar = _rate("leaving other farms for towns at equal utility")
    leaving_response: Scalar = _weight("response of leaving for towns to utility")
    reentry_rate: Scalar = _rate("individual farms joining the kolkhoz in a campaign of 1")
    state_farm_share: Scalar = _share("share of farm people for whom state farms have room")
    state_farm_hiring: Scalar = _rate("filling of that room")
    state_farm_workers: Scalar = _share("of state-farm people, those who earn wages")
    participation_farm: Scalar = _share("of farm people, those who work")
    family_share: Scalar = _share("of people leaving for towns, those who seek no post")
    recruitment_yield: Scalar = _share("part of the recruitment order that is delivered")
    resettlement_first: Scalar = _moves("people resettled in the first year", "secret")
    resettlement_later: Scalar = _moves("people resettled afterwards", "secret")
    # posts
    hiring_share: Scalar = quantity(
        "1", "share of vacancies filled in a month", minimum=0.0, maximum=0.999
    )
    search_share: Scalar = _share("share of seekers who can find a post within a month")
    quit_rate: Scalar = _rate("quits at equal posts, full housing and no discipline (q0)")
    quit_response: Scalar = _weight("response of quitting to utility (eta_q)")
    quit_by_housing: Scalar = quantity("1/m2", "response to housing below the norm", minimum=0.0)
    housing_norm: Scalar = quantity("m2", "dwelling space at which nobody leaves for it")
    dwelling_drift: Scalar = quantity("m2/month", "change of dwelling space a head")
    discipline_effect: Scalar = _share("quits prevented by full discipline (d1)")
    family_entry: Scalar = _rate("town dependants seeking a post when each seeker finds one")
    return_rate: Scalar = _rate("people without a post going home when none finds one")
    seasonal_release: Scalar = _share("of seasonal people above the posts, those sent home a month")
    release_share: Scalar = _share("greatest part of the army released in a month")
    # work
    absence: Scalar = _share("absence at full food and no overhang (a0)")
    absence_by_overhang: Scalar = _share("absence by money without goods (a1)")
    absence_by_hunger: Scalar = _share("absence by missing food (a2)")
    food_exponent: Scalar = _weight("response of work to food (alpha_n)")
    least_farm_work: Scalar = _share("work that hungry farm people still do")
    skill_exponent: Scalar = _weight("response of work to skill (alpha_s)")
    effort_loss_by_overhang: Scalar = _share("effort lost when money buys nothing (kappa_O)")
    learning_on_the_job: Scalar = _rate("unskilled people becoming skilled (l_d)")
    skill_of_newcomers: Scalar = _share("skilled share of people from farms and families (skl_new)")
    skill_kept: Scalar = _share("skill that is of use in the next post")
    # births and deaths
    birth_rate: Scalar = quantity("1/year", "births a head", "published", minimum=0.0)
    natural_death_rate: Scalar = quantity("1/year", "usual deaths a head", "office", minimum=0.0)


class LabourFlows(eqx.Module):
    """Who moved and what work was done during the month."""

    # work
    effective_labour: PerGroup = quantity("kwm/month", "work done, in full worker-months")
    work_per_head: PerGroup = quantity("1", "work of one on the list; 1 is full")
    farm_labour: PerRegion = quantity("kwm/month", "work done on farms")
    engineers: Scalar = quantity("1", "skilled people against posts for them", maximum=1.5)
    # farms
    kolkhoz_exits: PerRegion = _moves("people leaving collective farms of their own will")
    exits_to_own_farm: PerRegion = _moves("of these, to individual farms")
    reentry: PerRegion = _moves("people of individual farms joining collective farms")
    into_state_farms: PerRegionFarmKind = _moves("people of other farms joining state farms")
    towards_towns: PerRegionFarmKind = _moves("people leaving farms for towns unasked")
    recruited: PerRegionFarmKind = _moves("people hired from farms by order")
    called_up_farm: PerRegionFarmKind = _moves("people called up from farms", "secret")
    seasonal_from_farms: PerRegionFarmKind = _moves("people going to seasonal work")
    resettled: PerRegionFarmKind = _moves("people taken from farms to settlements", "secret")
    returned: PerRegionFarmKind = _moves("people coming back to farms")
    births_farm: PerRegionFarmKind = _moves("births on farms", "published")
    natural_deaths_farm: PerRegionFarmKind = _moves("usual deaths on farms", "office")
    excess_deaths_farm: PerRegionFarmKind = _moves("deaths on farms above the usual", "secret")
    departures_to_towns: PerRegion = quantity(
        "kp/month", "people leaving farms for towns less those coming back", "office"
    )
    collectivised_share: Scalar = _share("people of collective farms among kolkhoz and individual")
    # posts
    hires: PerGroup = _moves("people taken into posts")
    quits: PerGroup = _moves("people leaving posts")
    vacancies: PerGroup = _people("posts unfilled", limit="labour")
    turnover: PerGroup = quantity("1/month", "quits over people", "office", minimum=0.0)
    job_chance: Scalar = _share("vacancies against vacancies and seekers")
    seekers: Scalar = _moves("people looking for a post")
    # groups
    joined: PerGroup = _moves("people joining the group in any way, births left out")
    left: PerGroup = _moves("people leaving the group in any way, deaths left out")
    births_group: PerGroup = _moves("births in the group", "published")
    natural_deaths_group: PerGroup = _moves("usual deaths in the group")
    excess_deaths_group: PerGroup = _moves("deaths in the group above the usual", "secret")
    called_up: Scalar = _moves("people called up", "secret")
    released: Scalar = _moves("people released from the army", "secret")
    births: Scalar = _moves("births", "published")
    natural_deaths: Scalar = _moves("usual deaths")
    excess_deaths: Scalar = _moves("deaths above the usual", "secret", limit="food")
    urban_people: Scalar = _people("people of towns", "published")
    earners: Scalar = _people("people on wages and salaries, state farms included", "published")
