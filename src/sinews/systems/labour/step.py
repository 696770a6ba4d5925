"""Labour: one month of leaving, hiring, quitting, working and dying.

Families leave farms where staying is worth less than the chance of a post in town; collective
farms lose people to individual farms and win them back by campaign. Posts are left by one man
in nine each month and filled again from the people without a post, from families in towns and
by organised hiring. Food, skill, crowding and idle money decide what work comes of it.

`people' = people + births - deaths + joined - left`, and all joining and leaving sums to zero.

Sources: Harris and Todaro (1970); Hirschman (1970); Strauss (1986).
"""

import jax.numpy as jnp

from sinews.core.arrays import PerGroup, PerRationList, PerRegion, Scalar
from sinews.core.numerics import Moment, Numerics
from sinews.core.smooth import take
from sinews.systems.labour import farms, groups, posts, rules, work
from sinews.systems.labour.rules import INDIVIDUAL, KOLKHOZ, STATE_FARM, TINY
from sinews.systems.labour.state import LabourFlows, LabourParams, LabourState


def advance(
    state: LabourState,
    params: LabourParams,
    *,
    numerics: Numerics,
    moment: Moment,
    passports: Scalar,
    discipline: Scalar,
    coercion: Scalar,
    campaign: Scalar,
    recruitment: Scalar,
    call_up_ceiling: Scalar,
    staffing: PerGroup,
    nutrition_farm_last_month: PerRegion,
    nutrition_last_month: PerGroup,
    excess_death_hazard_farm_last_month: PerRegion,
    excess_death_hazard_last_month: Scalar,
    retained_grain_last_month: PerRegion,
    ration_fill_last_month: PerRationList,
    real_wage_last_month: PerGroup,
    overhang_last_month: Scalar,
    call_up_wanted_last_month: Scalar,
) -> tuple[LabourState, LabourFlows]:
    """Move people and let them work for one step.

    Args:
        state: people at the start.
        params: how they choose, move and work.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        passports: how far towns are closed, [run].
        discipline: severity of rules against quitting, [run].
        coercion: force used in collecting grain, [run].
        campaign: drive to join collective farms, [run].
        recruitment: organised hiring ordered, [run], kp/month.
        call_up_ceiling: greatest call-up, [run], kp/month.
        staffing: posts, [group, run], kp.
        nutrition_farm_last_month: food of farm people over need, [region, run].
        nutrition_last_month: food of the groups over need, [group, run].
        excess_death_hazard_farm_last_month: hazard of hunger on farms, [region, run], 1/month.
        excess_death_hazard_last_month: the same elsewhere, [run], 1/month.
        retained_grain_last_month: grain left to farms over the reference, [region, run].
        ration_fill_last_month: share of rations issued, [ration_list, run].
        real_wage_last_month: 1 at the start, [group, run].
        overhang_last_month: months of sales held as idle money, [run].
        call_up_wanted_last_month: people wanted by the army, below 0 to shrink, [run], kp/month.

    Returns:
        People at the end of the step, and who moved.
    """
    dt, mode = numerics.dt, numerics.mode
    members = rules.per_member(params)
    liking = posts.utility_of_posts(real_wage_last_month, nutrition_last_month, members)
    quit_rate = posts.quit_rates(liking, state.people, state.dwelling_space, discipline, members)
    job_chance = _job_chance(state, params, members, staffing, quit_rate, dt)
    town = params.is_hiring * (1.0 - params.is_seasonal)
    staying = rules.utility_of_staying(
        nutrition_farm_last_month, retained_grain_last_month, coercion, members
    )
    going = rules.utility_of_leaving(
        job_chance,
        rules.mean_real_wage(real_wage_last_month, state.people, town),
        rules.mean_fill(ration_fill_last_month, params.ration_weight),
        passports,
        params,
    )
    called, released = groups.called_up(
        state.people, call_up_wanted_last_month, call_up_ceiling, params, mode, dt
    )
    call_rate, farm_part = groups.call_rate(state.farm_people, state.people, called, params)
    leaving = groups.leave(
        state.people, job_chance, call_rate, released, excess_death_hazard_last_month,
        params, dt,
    )  # fmt: skip
    stayed = jnp.maximum(state.people - dt * sum(leaving), 0.0)
    opened = posts.openings(stayed, staffing, quit_rate, members, mode, dt)
    sent_home = posts.seasonal_release(stayed - dt * opened.quits, staffing, members, dt)

    season = moment.of(params.leaving_calendar)
    gain = going[None] - staying
    town_wants = groups.of(1.0 - params.is_seasonal, opened.wanted)
    gone = farms.leave(
        state.farm_people,
        farms.Wanted(
            recruits=take(recruitment * params.recruitment_yield, town_wants, mode),
            seasonal=groups.of(params.is_seasonal, opened.wanted),
            resettled=farms.resettlement(params, moment),
            call_rate=call_rate,
        ),
        rules.rates_to_towns(gain, passports, season, members),
        rules.rate_to_own_farm(staying, season, members),
        rules.rate_of_reentry(campaign, params),
        excess_death_hazard_farm_last_month,
        members,
        dt,
    )
    unskilled = groups.unskilled_seekers(leaving, gone, farm_part, params)
    filled = groups.fill(
        opened, groups.of(params.is_transient, stayed), unskilled, gone, liking,
        state.skilled_share, params, mode, dt,
    )  # fmt: skip

    going_home = jnp.sum(leaving.going_home, axis=0)
    returning = (
        going_home
        + jnp.sum(filled.quits * params.is_seasonal + sent_home, axis=0)
        + jnp.sum(leaving.released, axis=0) * farm_part
    )
    origin = rules.shares(state.farm_people * params.mobility[:, None])
    returned = origin * returning[None, None]
    births_farm = (members.birth_rate / rules.MONTHS_A_YEAR)[None] * state.farm_people
    births_group = groups.births(state.people, params)
    joined = groups.joined(leaving, gone, filled, unskilled, params)
    left = groups.left(leaving, filled, sent_home, params)
    change = births_group + joined - left - leaving.natural - leaving.excess
    people = jnp.maximum(state.people + dt * change, 0.0)
    farm_people = farms.after(state.farm_people, gone, returned, births_farm, dt)
    excess = jnp.sum(leaving.excess, axis=0) + jnp.sum(gone.excess, axis=(0, 1))
    after = LabourState(
        farm_people=farm_people,
        people=people,
        skilled_share=groups.skill(state.skilled_share, people, filled, members, dt),
        dwelling_space=jnp.maximum(state.dwelling_space + dt * params.dwelling_drift, 0.0),
        excess_deaths_so_far=state.excess_deaths_so_far + dt * excess,
    )

    per_head = work.work_per_head(
        nutrition_last_month, state.skilled_share, overhang_last_month, members
    )
    # The month's work is done by the mean of those on the list before and after its moves.
    on_list = 0.5 * (state.people + people) * params.participation
    on_farms = 0.5 * jnp.sum(state.farm_people + farm_people, axis=1) * members.participation_farm
    flows = LabourFlows(
        effective_labour=on_list * per_head,
        work_per_head=per_head,
        farm_labour=on_farms * work.farm_work_per_head(nutrition_farm_last_month, members),
        engineers=work.engineers(people, staffing, after.skilled_share, params),
        kolkhoz_exits=gone.to_own_farm[:, KOLKHOZ] + gone.towards_towns[:, KOLKHOZ],
        exits_to_own_farm=gone.to_own_farm[:, KOLKHOZ],
        reentry=gone.to_kolkhoz[:, INDIVIDUAL],
        into_state_farms=gone.to_state_farm,
        towards_towns=gone.towards_towns,
        recruited=gone.recruited,
        called_up_farm=gone.called_up,
        seasonal_from_farms=gone.seasonal,
        resettled=gone.resettled,
        returned=returned,
        births_farm=births_farm,
        natural_deaths_farm=gone.natural,
        excess_deaths_farm=gone.excess,
        departures_to_towns=jnp.sum(
            gone.towards_towns + gone.recruited - origin * going_home[None, None], axis=1
        ),
        collectivised_share=rules.collectivised(farm_people),
        hires=filled.hires,
        quits=filled.quits,
        vacancies=params.is_hiring * jnp.maximum(staffing - people, 0.0),
        turnover=filled.quits / jnp.maximum(state.people, TINY),
        job_chance=job_chance,
        seekers=filled.seekers,
        joined=joined,
        left=left,
        births_group=births_group,
        natural_deaths_group=leaving.natural,
        excess_deaths_group=leaving.excess,
        called_up=jnp.sum(leaving.called_up, axis=0) + jnp.sum(gone.called_up, axis=(0, 1)),
        released=jnp.sum(leaving.released, axis=0),
        births=jnp.sum(births_farm, axis=(0, 1)) + jnp.sum(births_group, axis=0),
        natural_deaths=jnp.sum(gone.natural, axis=(0, 1)) + jnp.sum(leaving.natural, axis=0),
        excess_deaths=excess,
        urban_people=jnp.sum(params.urban_share * people, axis=0),
        earners=jnp.sum(params.is_hiring * people, axis=0)
        + params.state_farm_workers * jnp.sum(farm_people[:, STATE_FARM], axis=0),
    )
    return after, flows


def _job_chance(state, params, members, staffing, quit_rate, dt) -> Scalar:
    # Vacancies on the mean of the step, so that new posts count alike at any length of step.
    filled = posts.mean_people(state.people, staffing, quit_rate, members, dt)
    town = params.is_hiring * (1.0 - params.is_seasonal)
    vacancies = town * jnp.maximum(staffing - filled, 0.0)
    return rules.chance_of_job(vacancies, groups.of(params.is_transient, state.people))
