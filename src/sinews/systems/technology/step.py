"""Technology: one month of offers, missions, copying and learning.

Money buys a licence only when one is offered; missions get what is not for sale and may be
caught. Papers and specimens arrive later; engineers, specialists and making turn them into
know-how; the scarcest of papers, know-how and parts decides when series can begin.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerComponent, PerCreditor, PerDesign, Scalar
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.core.smooth import adjust, chance_of, pipe
from sinews.systems.technology import buying, rules
from sinews.systems.technology.state import TechnologyFlows, TechnologyParams, TechnologyState


def advance(
    state: TechnologyState,
    params: TechnologyParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    technology_funds: Scalar,
    licence: PerDesign,
    covert_effort: PerDesign,
    specialists: PerDesign,
    relations: PerCreditor,
    export_control: Scalar,
    engineers: Scalar,
    component_quality: PerComponent,
    prototypes: PerDesign,
) -> tuple[TechnologyState, TechnologyFlows]:
    """Seek, get and learn designs for one step.

    Args:
        state: what is known of each design.
        params: behaviour.
        numerics: mode and step.
        moment: where the step stands.
        chance: draws of this room.
        technology_funds: money granted, [run], MGR/month.
        licence: whether a licence is sought, 0..1, [design, run].
        covert_effort: 0..1, [design, run].
        specialists: foreign, by design, [design, run], person.
        relations: with each creditor, -1..1, [creditor, run].
        export_control: 0..1, [run].
        engineers: share of need, [run].
        component_quality: of parts made at home, [component, run].
        prototypes: units begun, [design, run], unit/month.

    Returns:
        Knowledge after the step, and what moved. The purse is kept:
        `purse' = purse + dt (funds - licence payments - covert payments - losses)`.
    """
    mode, dt = numerics.mode, numerics.dt
    relations_of_seller, for_sale = _sellers(params, relations)
    hazard = rules.offer_hazard(params, relations_of_seller, export_control) * for_sale
    offers = chance.event(chance_of(hazard, dt), "offer", "design")
    purse = state.mission_purse + dt * technology_funds
    wanted = offers * licence * (1.0 - state.licensed)
    bought = buying.buy_in_turn(purse, wanted, params.licence_price, mode)
    licence_cost = jnp.sum(bought * params.licence_price, axis=0)
    left = jnp.maximum(purse - licence_cost, 0.0)
    covert = buying.mission(state, params, covert_effort, export_control, left, chance, mode, dt)

    wanting = jnp.maximum(1.0 - state.documents - jnp.sum(state.documents_under_way, axis=0), 0.0)
    by_stealth = jnp.minimum(
        covert.home * params.covert_documents[None],
        jnp.maximum(params.covert_ceiling[None] - (1.0 - wanting), 0.0),
    )
    sent = jnp.minimum(bought * wanting + by_stealth, wanting) / dt
    under_way, arrived = pipe(state.documents_under_way, sent, params.delivery_months[None], dt)
    specimens = (bought * params.licence_samples + covert.home * params.covert_samples) / dt
    samples_under_way, samples_arrived = pipe(
        state.samples_under_way, specimens, params.delivery_months[None], dt
    )
    copied = rules.copied(params, state.documents, state.samples, engineers, dt)
    documents = jnp.minimum(state.documents + dt * (arrived + copied), 1.0)
    gained = rules.learned(
        params, state.know_how, state.documents, specialists, prototypes, engineers, dt
    )
    know_how = jnp.minimum(state.know_how + dt * gained, 1.0)
    goal = rules.readiness_goal(
        documents, know_how, rules.parts_gate(params, component_quality), mode
    )
    licensed = jnp.minimum(state.licensed + bought, 1.0)

    after = TechnologyState(
        mission_purse=jnp.maximum(left - covert.paid - covert.lost, 0.0),
        documents=documents,
        documents_under_way=under_way,
        samples=state.samples + dt * samples_arrived,
        samples_under_way=samples_under_way,
        covert_progress=covert.progress,
        licensed=licensed,
        know_how=know_how,
        readiness=adjust(state.readiness, goal, params.readiness_months[None], dt),
        component_frontier=rules.frontier(
            params, state.component_frontier, licensed, documents, know_how, dt
        ),
    )
    flows = TechnologyFlows(
        funds_received=technology_funds + 0.0 * purse,
        licence_payments=licence_cost / dt,
        covert_payments=covert.paid / dt,
        covert_losses=covert.lost / dt,
        offers=offers / dt,
        licences_bought=bought / dt,
        missions_begun=covert.begun / dt,
        missions_done=covert.home / dt,
        missions_caught=covert.caught / dt,
        interdictions=jnp.sum(covert.caught, axis=0) / dt,
        documents_sent=sent,
        documents_arrived=arrived,
        documents_copied=copied,
        samples_sent=specimens,
        samples_arrived=samples_arrived,
        know_how_gained=gained,
        readiness_goal=goal,
        unmet_licence_price=jnp.sum((wanted - bought) * params.licence_price, axis=0) / dt,
    )
    return after, flows


def _sellers(params: TechnologyParams, relations: PerCreditor):
    """Return relations with the seller of each design, and whether there is one."""
    seller = jnp.asarray(params.seller_of_design)
    for_sale = (seller >= 0).astype(relations.dtype)[:, None]
    return relations[jnp.maximum(seller, 0)] * for_sale, for_sale
