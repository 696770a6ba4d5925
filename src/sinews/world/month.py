"""The month: fifteen rooms called once, in one fixed order, wired by hand.

Intentions are drawn before they are reported, and reported before they are answered. Orders come
before work; labour before the rooms that use hands; industry before those that
receive goods; food before trade, so that grain leaves the store before it is sold; trade before
technology and construction, so that money and machines are granted before they are used; budget
when all quantities are known, and war last. What runs against this order is last month's and says
so.
"""

import jax
import jax.numpy as jnp

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.systems import (
    borders,
    budget,
    command,
    construction,
    diplomacy,
    food,
    forces,
    industry,
    intelligence,
    labour,
    organisation,
    surroundings,
    technology,
    trade,
    war,
)
from sinews.world.orders import Orders
from sinews.world.outside import Outside
from sinews.world.places import Places, makers_of
from sinews.world.world import Flows, LastMonth, Params, World


def advance_month(
    world: World,
    params: Params,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    orders: Orders,
    outside: Outside,
    places: Places,
) -> tuple[World, Flows]:
    """Pass one step of time through every room.

    Args:
        world: everything carried from the step before.
        params: how every room behaves.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        chance: draws of this step.
        orders: what is ordered; NaN leaves a lever to command.
        outside: what comes from no room.
        places: where the members that the wiring names stand on their axes.

    Returns:
        The world after the step, and everything that moved.
    """
    last = world.last
    clock = {"numerics": numerics, "moment": moment}
    # The services act before command is called: what is not ordered of them is as usual.
    asked = command.all_filled(orders, params.usual)

    with jax.named_scope("surroundings"):
        surroundings_next, seen = surroundings.advance(
            world.surroundings,
            params.surroundings,
            **clock,
            chance=chance.room("surroundings"),
            weather_given=outside.weather_given,
            export_price_given=outside.export_price_given,
            import_price_given=outside.import_price_given,
            attention=asked.attention,
            dated_letters=asked.dated_letters,
            engaged_elsewhere=outside.engaged_elsewhere,
            third_party_support=outside.third_party_support,
            emigre_sponsorship=outside.emigre_sponsorship,
            standing_forces=outside.standing_forces,
            mobilised_share=outside.mobilised_share,
            dated_reports=outside.dated_reports,
            draws_reports=outside.draws_reports,
            relations=world.diplomacy.relations,
            pact_strength=world.diplomacy.pact_strength,
            escalation=world.borders.escalation,
            cipher_access=world.intelligence.cipher_access,
            combat_power_last_month=last.combat_power,
            published_outlay_last_month=last.published_outlay,
            posture_last_month=world.command.posture,
            published_decrypts_last_month=last.published_decrypts,
            stood_firm_last_month=last.stood_firm,
            concession_last_month=last.concession,
            interdictions_last_month=last.interdictions,
        )

    with jax.named_scope("intelligence"):
        intelligence_next, believed = intelligence.advance(
            world.intelligence,
            params.intelligence,
            **clock,
            chance=chance.room("intelligence"),
            attention=asked.attention,
            cipher_effort=asked.cipher_effort,
            publish=asked.publish,
            secrets_acted_on_last_month=last.secrets_acted_on,
            reports=seen.reports_delivered,
            draws_reports=outside.draws_reports,
            coalition_reports=asked.dated_letters[None] * outside.coalition_reports,
            relations=world.diplomacy.relations,
            pact_strength=world.diplomacy.pact_strength,
            escalation=world.borders.escalation,
            engaged_elsewhere=outside.engaged_elsewhere,
            emigre_sponsorship=outside.emigre_sponsorship,
            third_party_support=outside.third_party_support,
            foreign_forces=seen.foreign_forces,
            combat_power_last_month=last.combat_power,
            signed_last_month=last.signed,
        )

    with jax.named_scope("command"):
        command_next, decided = command.advance(
            world.command,
            params.command,
            **clock,
            orders=orders,
            usual=params.usual,
            threat=believed.threat,
            threat_by_partner=believed.threat_by_partner,
            people=world.labour.people,
            farm_people=world.labour.farm_people,
            nutrition=world.food.nutrition,
            nutrition_farm=world.food.nutrition_farm,
            state_grain=world.food.state_grain + world.food.reserve_grain,
            foreign_cash=world.trade.foreign_cash,
            divisions=jnp.sum(world.forces.divisions, axis=0),
            ration_fill_last_month=last.ration_fill,
            kolkhoz_exits_last_month=last.kolkhoz_exits,
            made_last_month=last.made,
            visible_capacity_last_month=last.visible_capacity,
            labour_wanted_last_month=last.labour_wanted,
            receipts_last_month=last.receipts,
            fulfilment_last_month=last.fulfilment,
            force_ratio_last_month=last.force_ratio,
        )
        ordered = decided.directives

    with jax.named_scope("organisation"):
        organisation_next, organised = organisation.advance(
            world.organisation,
            params.organisation,
            numerics=numerics,
            # No rule touches it, and as ordered it is the same for all runs.
            assignment=asked.assignment,
            opening_assignment=params.usual.assignment,
            mobilisation_directorate=ordered.mobilisation_directorate,
            activity_of_input=params.industry.activity_of_input,
            maker_of_input=makers_of(
                params.industry.good_of_input, params.industry.good_of_activity
            ),
        )

    with jax.named_scope("diplomacy"):
        diplomacy_next, agreed = diplomacy.advance(
            world.diplomacy,
            params.diplomacy,
            **clock,
            chance=chance.room("diplomacy"),
            talks=ordered.talks,
            offer=ordered.offer,
            domestic_veto=outside.domestic_veto,
            renewed=outside.renewed,
            threat_by_partner=believed.threat_by_partner,
            true_intention=surroundings_next.true_intention,
            opening=seen.opening,
            foreign_forces=seen.foreign_forces,
            combat_power_last_month=last.combat_power,
            published_decrypts=believed.published_decrypts,
            incidents_last_month=last.incidents_of_partner,
            railway_sabotage_last_month=last.railway_sabotage,
        )

    with jax.named_scope("labour"):
        labour_next, worked = labour.advance(
            world.labour,
            params.labour,
            **clock,
            passports=ordered.passports,
            discipline=ordered.discipline,
            coercion=ordered.coercion,
            campaign=ordered.campaign,
            recruitment=ordered.recruitment,
            call_up_ceiling=ordered.call_up_ceiling,
            staffing=ordered.staffing,
            nutrition_farm_last_month=world.food.nutrition_farm,
            nutrition_last_month=world.food.nutrition,
            excess_death_hazard_farm_last_month=last.excess_death_hazard_farm,
            excess_death_hazard_last_month=last.excess_death_hazard,
            retained_grain_last_month=last.retained_grain,
            ration_fill_last_month=last.ration_fill,
            real_wage_last_month=last.real_wage,
            overhang_last_month=last.overhang,
            call_up_wanted_last_month=last.call_up_wanted,
        )

    with jax.named_scope("industry"):
        industry_next, produced = industry.advance(
            world.industry,
            params.industry,
            **clock,
            chance=chance.room("industry"),
            target=ordered.target,
            effort=decided.effort,
            disorder=decided.disorder,
            military_share=ordered.military_share,
            conversion=ordered.conversion,
            pull=decided.pull,
            imported_part_share=ordered.imported_part_share,
            other_exports=ordered.other_exports,
            coordination=organised.coordination,
            misdelivery=organised.misdelivery,
            effective_labour=worked.effective_labour,
            readiness=world.technology.readiness,
            component_frontier=world.technology.component_frontier,
            landed_goods_last_month=last.landed_goods,
            materials_wanted_last_month=last.materials_wanted,
            capacity_handed_over_last_month=last.capacity_handed_over,
            damage_last_month=last.damage,
        )

    with jax.named_scope("food"):
        food_next, fed = food.advance(
            world.food,
            params.food,
            **clock,
            chance=chance.room("food"),
            weather_anomaly=surroundings_next.weather_anomaly,
            procurement_share=ordered.procurement_share,
            procurement_quota=ordered.procurement_quota,
            coercion=ordered.coercion,
            seed_protection=ordered.seed_protection,
            market_legal=ordered.market_legal,
            grain_export=ordered.grain_export,
            exports_above_lists=ordered.exports_above_lists,
            reserve_fill=ordered.reserve_fill,
            reserve_release=ordered.reserve_release,
            ration_norm=ordered.ration_norm,
            protected_rations=decided.protected_rations,
            loans=ordered.loans,
            farm_people=labour_next.farm_people,
            farm_labour=worked.farm_labour,
            people=labour_next.people,
            tractors_delivered=produced.tractors_delivered,
            grain_haulage=produced.grain_haulage,
            landed_grain_last_month=last.landed_grain,
            market_price_last_month=world.budget.market_price,
        )

    with jax.named_scope("trade"):
        trade_next, traded = trade.advance(
            world.trade,
            params.trade,
            **clock,
            chance=chance.room("trade"),
            export_price=surroundings_next.export_price,
            import_price=surroundings_next.import_price,
            relations=agreed.relations_of_creditors,
            export_control=seen.sellers_control,
            import_programme=ordered.import_programme,
            credit_share=ordered.credit_share,
            other_exports=ordered.other_exports,
            exported_share=produced.exported_share,
            grain_exported=fed.grain_exported,
            gold_sales=ordered.gold_sales,
            household_gold=ordered.household_gold,
            technology_funds=ordered.technology_funds,
            grain_import=ordered.grain_import,
            treaty_receipts=agreed.treaty_receipts,
        )

    with jax.named_scope("technology"):
        technology_next, learned = technology.advance(
            world.technology,
            params.technology,
            **clock,
            chance=chance.room("technology"),
            technology_funds=traded.technology_funds_granted,
            licence=ordered.licence,
            covert_effort=ordered.covert_effort,
            specialists=ordered.specialists,
            relations=agreed.relations_of_creditors,
            export_control=seen.sellers_control,
            engineers=worked.engineers,
            component_quality=industry_next.component_quality,
            prototypes=produced.prototypes,
        )

    with jax.named_scope("construction"):
        construction_next, built = construction.advance(
            world.construction,
            params.construction,
            **clock,
            chance=chance.room("construction"),
            air_temperature=surroundings_next.air_temperature,
            start=ordered.start,
            deadline=ordered.deadline,
            rush=ordered.rush,
            political_start=ordered.political_start,
            priority=ordered.priority,
            builders=worked.effective_labour[places.builders],
            skilled_share=labour_next.skilled_share[places.builders],
            materials_delivered=produced.delivered_to_construction,
            nutrition=food_next.nutrition[places.builders],
            disorder=decided.disorder[places.building_activity],
            equipment_landed=traded.equipment_landed,
        )

    with jax.named_scope("forces"):
        forces_next, armed = forces.advance(
            world.forces,
            params.forces,
            **clock,
            division_target=ordered.division_target,
            deployment=ordered.deployment,
            crew_training=ordered.crew_training,
            army=labour_next.people[places.army],
            equipment_delivered=produced.equipment_delivered,
            yields=produced.equipment_yield,
            nutrition_army=food_next.nutrition[places.army],
            foreign_forces=seen.facing,
        )

    with jax.named_scope("borders"):
        borders_next, clashed = borders.advance(
            world.borders,
            params.borders,
            **clock,
            chance=chance.room("borders"),
            restraint=ordered.restraint,
            patrols=ordered.patrols,
            rate_factor=outside.rate_factor,
            true_intention=surroundings_next.true_intention,
            force_ratio=armed.force_ratio,
        )

    with jax.named_scope("budget"):
        budget_next, paid = budget.advance(
            world.budget,
            params.budget,
            numerics=numerics,
            people=labour_next.people,
            farm_people=jnp.sum(labour_next.farm_people, axis=(0, 1)),
            wage=ordered.wage,
            ration_price=ordered.ration_price,
            procurement_price=ordered.procurement_price,
            procured=jnp.sum(fed.procured, axis=0),
            ration_issued=jnp.sum(fed.ration_issued, axis=0),
            market_sold=fed.market_sold,
            consumer_goods=produced.consumer_goods_delivered,
            equipment_delivered=produced.equipment_delivered,
            construction_work=jnp.sum(built.work_done, axis=0) + built.other_work_done,
            imports_total=traded.imports_total,
            ration_fill=fed.ration_fill,
            disclosed_share=ordered.disclosed_share,
        )

    with jax.named_scope("war"):
        war_next, risked = war.advance(
            world.war,
            params.war,
            numerics=numerics,
            true_attack_hazard=seen.true_attack_hazard,
            true_threat=seen.true_threat,
            escalation=borders_next.escalation,
            pact_strength=diplomacy_next.pact_strength,
            relations=diplomacy_next.relations,
            emigre_sponsorship=outside.emigre_sponsorship,
            foreign_forces=seen.foreign_forces,
            combat_power=armed.combat_power,
            force_ratio=armed.force_ratio,
            win_probability=armed.win_probability,
            contest_exponent=params.forces.contest_exponent,
            threat_by_coalition=believed.threat_by_coalition,
        )

    labour_wanted = produced.labour_wanted + places.is_builders * built.labour_wanted[None]
    next_world = World(
        surroundings=surroundings_next,
        intelligence=intelligence_next,
        command=command_next,
        organisation=organisation_next,
        diplomacy=diplomacy_next,
        labour=labour_next,
        industry=industry_next,
        food=food_next,
        trade=trade_next,
        technology=technology_next,
        construction=construction_next,
        forces=forces_next,
        borders=borders_next,
        budget=budget_next,
        war=war_next,
        last=LastMonth(
            ration_fill=fed.ration_fill,
            retained_grain=fed.retained_grain,
            excess_death_hazard_farm=fed.excess_death_hazard_farm,
            excess_death_hazard=fed.excess_death_hazard,
            landed_grain=traded.landed_grain,
            landed_goods=traded.landed_goods,
            kolkhoz_exits=worked.kolkhoz_exits,
            real_wage=paid.real_wage,
            overhang=paid.overhang,
            call_up_wanted=armed.call_up_wanted,
            made=produced.made,
            visible_capacity=produced.visible_capacity,
            labour_wanted=labour_wanted,
            capacity_handed_over=built.capacity_handed_over,
            damage=built.damage,
            materials_wanted=built.materials_wanted,
            receipts=traded.exports_total,
            fulfilment=produced.fulfilment,
            force_ratio=armed.force_ratio,
            combat_power=armed.combat_power,
            published_outlay=paid.published_outlay,
            published_decrypts=believed.published_decrypts,
            stood_firm=clashed.stood_firm,
            concession=agreed.concession,
            interdictions=learned.interdictions,
            signed=agreed.signed,
            incidents_of_partner=clashed.incidents_of_partner,
            railway_sabotage=clashed.railway_sabotage,
            secrets_acted_on=decided.secrets_acted_on,
        ),
    )
    flows = Flows(
        surroundings=seen,
        intelligence=believed,
        command=decided,
        organisation=organised,
        diplomacy=agreed,
        labour=worked,
        industry=produced,
        food=fed,
        trade=traded,
        technology=learned,
        construction=built,
        forces=armed,
        borders=clashed,
        budget=paid,
        war=risked,
    )
    return next_world, flows
