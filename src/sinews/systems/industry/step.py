"""Industry: one month of plans, hands, goods, rejects and conversion.

Hands and haulage bound what can be planned; goods are shared out in the order of processing;
what is begun with them is accepted in part. Units begun teach hands, parts and inspectors.

Sources: Leontief (1941) for recipes; Manove (1971) and Kornai (1980) for rationing; Wright
(1936) for learning; Kremer (1993) for the chain of parts; Hunter (1961) for taut targets.
"""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerActivity,
    PerComponent,
    PerDesign,
    PerExportItem,
    PerGood,
    PerGroup,
    PerLine,
    Scalar,
)
from sinews.core.groups import look_up, total_by
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.systems.industry import conversion as floor
from sinews.systems.industry import deliveries, production, quality, work
from sinews.systems.industry.deliveries import role
from sinews.systems.industry.production import OUTSIDERS
from sinews.systems.industry.state import IndustryFlows, IndustryParams, IndustryState


def advance(
    state: IndustryState,
    params: IndustryParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    target: PerActivity,
    effort: PerActivity,
    disorder: PerActivity,
    military_share: Scalar,
    conversion: PerLine,
    pull: PerActivity,
    imported_part_share: PerComponent,
    other_exports: PerExportItem,
    coordination: PerActivity,
    misdelivery: PerActivity,
    effective_labour: PerGroup,
    readiness: PerDesign,
    component_frontier: PerComponent,
    landed_goods_last_month: PerGood,
    materials_wanted_last_month: PerGood,
    capacity_handed_over_last_month: PerLine,
    damage_last_month: PerLine,
) -> tuple[IndustryState, IndustryFlows]:
    """Make, reject, convert and deliver for one month.

    Args:
        state: stocks, lines and experience at the start of the month.
        params: recipes and behaviour.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        chance: draws of this room.
        target: output ordered, [activity, run], unit/year.
        effort: multiplier of labour by believed tautness, [activity, run].
        disorder: share of output lost to disorder, [activity, run].
        military_share: share of metal and tools set aside for military uses, [run].
        conversion: floor of the works turned to a line, [line, run], 1/month.
        pull: capacity that targets call for, [activity, run], unit/month per month.
        imported_part_share: share of parts bought abroad, [component, run].
        other_exports: exports ordered at opening prices, [export_item, run], MGR/month.
        coordination: output left after losses of coordination, [activity, run].
        misdelivery: share of inputs sent astray, [activity, run].
        effective_labour: work to be had, [group, run], kwm/month.
        readiness: readiness of designs for series making, [design, run].
        component_frontier: quality that designs in hand allow, [component, run].
        landed_goods_last_month: imports on the quay, [good, run], unit/month.
        materials_wanted_last_month: what building sites ask for, [good, run], unit/month.
        capacity_handed_over_last_month: new capacity, [line, run], unit/month per month.
        damage_last_month: capacity lost by failed start-ups, same unit.

    Returns:
        Stocks, lines and experience at the end of the month, and what moved. For every good
        `stock' == stock + dt (landed + stocked - used - delivered)`, scrap being stocked.
    """
    mode, dt = numerics.mode, numerics.dt
    # The order book, bounded by capacity, hands and haulage.
    plan = work.plan_month(
        state.capacity,
        state.stock,
        state.started_so_far,
        state.rail_capacity,
        floor.blocked_share(state.converting, params),
        readiness,
        target,
        coordination * (1.0 - disorder),
        effort,
        effective_labour,
        chance.noise(params.capacity_noise[None], "capacity", "activity"),
        moment.of,
        params,
        mode,
        dt,
    )
    parts = quality.parts_gate(state.component_quality, imported_part_share, params, mode)
    accepted = quality.accepted_share(state.started_so_far, parts, disorder, params)

    # Goods are shared out among works, conversion, building sites, exports and other users.
    pull_all = pull + floor.pull_for_parts(state.capacity, state.converting, params)
    space, give_way = floor.share_floor(
        conversion,
        floor.floor_pulled(pull_all, params),
        state.capacity,
        state.converting,
        params,
        dt,
    )
    wanted_outside = jnp.stack(
        jnp.broadcast_arrays(
            deliveries.only(role(params, "machine_tools"), state.stock.shape[0])
            * (params.tools_per_line * jnp.sum(space, axis=0))[None],
            materials_wanted_last_month,
            deliveries.goods_for_exports(other_exports, params),
            params.final_use,
        )
    )
    outcome = production.share_and_begin(
        state.stock / dt + landed_goods_last_month,
        plan.planned,
        accepted,
        wanted_outside,
        misdelivery,
        military_share,
        params,
        mode,
        dt,
    )
    served = production.served_outside(outcome, wanted_outside)

    # Works in progress, lines under conversion, stocks and experience move on.
    begun_good = accepted * outcome.started
    in_work, made = deliveries.pass_through(state.work_in_progress, begun_good, params, dt)
    tool_fill = outcome.fill[role(params, "machine_tools"), OUTSIDERS[0]]
    lines = floor.move_lines(
        state.capacity,
        state.converting,
        conversion,
        space,
        give_way,
        tool_fill,
        capacity_handed_over_last_month,
        damage_last_month,
        params,
        dt,
    )
    scrap, waste = production.metal_balance(outcome.started, begun_good, params)
    goods = state.stock.shape[0]
    used = production.goods_used(outcome.started, params, goods)
    stocked = production.goods_stocked(made, scrap, params, goods)
    leaving = used + jnp.sum(served, axis=0)
    next_state = IndustryState(
        stock=jnp.maximum(state.stock + dt * (landed_goods_last_month + stocked - leaving), 0.0),
        capacity=lines.capacity,
        converting=lines.converting,
        work_in_progress=in_work,
        started_so_far=state.started_so_far + dt * outcome.started,
        component_quality=quality.learn_quality(
            state.component_quality, outcome.started, component_frontier, params, dt
        ),
        rail_capacity=work.next_rail_capacity(
            state.rail_capacity, stocked[role(params, "wagons")], params, dt
        ),
    )
    flows = IndustryFlows(
        planned=plan.planned,
        started=outcome.started,
        made=made,
        accepted_share=accepted,
        visible_capacity=plan.tooled,
        used=used,
        landed=landed_goods_last_month + 0.0 * used,
        stocked=stocked,
        scrap_collected=params.scrap_collected + 0.0 * plan.haulage_fill,
        scrap_returned=scrap,
        metal_wasted=waste,
        delivered_to_conversion=served[0],
        delivered_to_construction=served[1],
        delivered_to_exports=served[2],
        delivered_to_final_use=served[3],
        equipment_delivered=look_up(made, params.activity_of_equipment),
        equipment_yield=look_up(accepted, params.activity_of_equipment, none=1.0),
        tractors_delivered=served[3, role(params, "tractors")],
        consumer_goods_delivered=served[3, role(params, "consumer_goods")],
        exported_share=deliveries.exported_share(outcome.fill[:, OUTSIDERS[2]], params),
        import_wanted=production.unmet_demand(outcome),
        labour_wanted=plan.hands_wanted / params.usual_work[None],
        labour_fill=plan.hands_fill,
        grain_haulage=plan.haulage_fill * moment.of(params.grain_freight),
        haulage_fill=plan.haulage_fill,
        prototypes=total_by(outcome.started, params.design_of_activity, readiness.shape[0]),
        converted=lines.converted,
        conversion_begun=lines.begun,
        displaced=lines.displaced,
        output_index=deliveries.output_index(made, params),
        fulfilment=deliveries.fulfilment(made, target, params),
        lost_to_labour=jnp.maximum(plan.by_rail - plan.by_hands, 0.0),
        lost_to_haulage=jnp.maximum(plan.wanted - plan.by_rail, 0.0),
        lost_to_input=production.output_lost_to_inputs(
            plan.planned, outcome.started, outcome.input_fill, params
        ),
        lost_to_rejects=outcome.started - begun_good,
    )
    return next_state, flows
