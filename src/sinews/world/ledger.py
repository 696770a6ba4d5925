"""The ledger: identities that must close in every step and every run.

Each is recomputed from the flows that rooms report, not from the rooms' own updates. Flows
between two rooms are checked to be one number on both sides.
"""

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from sinews.core.axes import FIXED_AXES
from sinews.core.fields import fields_of
from sinews.core.groups import total_by
from sinews.systems.budget import BudgetFlows
from sinews.systems.industry import IndustryFlows, IndustryParams
from sinews.world.world import Flows, Params, World

BALANCES = (
    "grain",
    "people",
    "goods",
    "metal",
    "building materials",
    "arms",
    "tractors",
    "money",
    "foreign cash",
    "debt",
    "gold",
    "import orders",
    "technology purse",
    "building scope",
    "peace and war",
    "shares of one",
)

PAYMENTS = tuple(
    (info.name, *info.name.split("_")[1:3])
    for info in fields_of(BudgetFlows)
    if info.name.startswith("paid_")
)
"""Every payment as (field, payer, payee), read from the fields of the budget."""


def residuals(
    before: World, after: World, flows: Flows, params: Params, dt: float
) -> Float[Array, "balance run"]:
    """Return how far each balance of a step is from closing, relative to what it holds.

    Args:
        before: world at the start of the step.
        after: world at its end.
        flows: what moved, per month.
        params: recipes are read for the metal balance.
        dt: length of the step, months.
    """
    rows = (
        _grain(before, after, flows, dt),
        _people(before, after, flows, dt),
        _goods(before, after, flows, dt),
        _metal(flows.industry, params.industry),
        _building_materials(before, after, flows, dt),
        _arms(before, after, flows, dt),
        _tractors(before, after, flows, dt),
        _money(before, after, flows, dt),
        _foreign_cash(before, after, flows, dt),
        _debt(before, after, flows, dt),
        _gold(before, after, flows, dt),
        _import_orders(before, after, flows, dt),
        _technology_purse(before, after, flows, dt),
        _building_scope(before, after),
        _peace_and_war(before, after, flows, dt),
        _shares_of_one(after),
    )
    return jnp.stack(jnp.broadcast_arrays(*rows))


def _off(before, after, inflow, outflow, dt: float):
    """Return the relative residual of one stock, the worst over all axes but the run."""
    gap = jnp.abs(before + dt * (inflow - outflow) - after)
    size = jnp.maximum(jnp.abs(before) + dt * (jnp.abs(inflow) + jnp.abs(outflow)), 1e-9)
    off = gap / size
    return jnp.max(off, axis=tuple(range(off.ndim - 1)))


def _all(values):
    return jnp.sum(values, axis=tuple(range(values.ndim - 1)))


def _grain(before: World, after: World, flows: Flows, dt: float):
    def held(world: World):
        food = world.food
        return (
            _all(food.farm_grain)
            + _all(food.seed_grain)
            + _all(food.grain_in_transit)
            + food.state_grain
            + food.reserve_grain
        )

    food = flows.food
    lost = food.lost_on_way + food.lost_in_store + food.lost_in_reserve
    issued = food.army_grain + _all(food.ration_issued) + food.industry_grain + food.other_uses
    farms = _all(food.sown) + _all(food.farm_eaten) + _all(food.fed) + _all(food.sold)
    inflow = _all(food.harvest) + food.grain_landed
    return _off(held(before), held(after), inflow, farms + issued + food.grain_exported + lost, dt)


def _people(before: World, after: World, flows: Flows, dt: float):
    def living(world: World):
        return _all(world.labour.farm_people) + _all(world.labour.people)

    moved = flows.labour
    died = moved.natural_deaths + moved.excess_deaths
    return _off(living(before), living(after), moved.births, died, dt)


def _goods(before: World, after: World, flows: Flows, dt: float):
    moved = flows.industry
    delivered = (
        moved.delivered_to_conversion
        + moved.delivered_to_construction
        + moved.delivered_to_exports
        + moved.delivered_to_final_use
    )
    inflow = moved.landed + moved.stocked
    return _off(before.industry.stock, after.industry.stock, inflow, moved.used + delivered, dt)


def _metal(moved: IndustryFlows, recipes: IndustryParams):
    """Metal in equals metal in accepted products, scrap and waste, for each activity."""
    users, goods = np.asarray(recipes.activity_of_input), np.asarray(recipes.good_of_input)
    taken = recipes.amount * recipes.metal_content[goods] * moved.started[users]
    metal_in = total_by(taken, recipes.activity_of_input, moved.started.shape[0])
    product = recipes.metal_content_made * moved.accepted_share * moved.started
    gap = jnp.abs(metal_in - product - moved.scrap_returned - moved.metal_wasted)
    return jnp.max(gap, axis=0) / jnp.maximum(jnp.max(metal_in, axis=0), 1e-9)


def _building_materials(before: World, after: World, flows: Flows, dt: float):
    held, now = before.construction.site_materials, after.construction.site_materials
    received = flows.industry.delivered_to_construction
    return _off(held, now, received, flows.construction.materials_used, dt)


def _arms(before: World, after: World, flows: Flows, dt: float):
    def held(world: World):
        forces = world.forces
        return jnp.sum(forces.equipment_held, axis=1) + jnp.sum(forces.equipment_under_way, axis=0)

    received = flows.industry.equipment_delivered
    return _off(held(before), held(after), received, flows.forces.equipment_worn, dt)


def _tractors(before: World, after: World, flows: Flows, dt: float):
    held, now = before.food.draught[:, 1], after.food.draught[:, 1]
    moved = flows.food
    by_region = _off(held, now, moved.tractors_received, moved.tractors_worn, dt)
    sent = flows.industry.tractors_delivered
    handed = jnp.abs(1000.0 * _all(moved.tractors_received) - sent) / jnp.maximum(sent, 1e-9)
    return jnp.maximum(by_region, jnp.where(sent > 0.0, handed, 0.0))


def _money(before: World, after: World, flows: Flows, dt: float):
    """Each payment leaves one account and enters another; only credit changes their sum."""
    moved = flows.budget
    none = jnp.zeros_like(moved.unpaid)
    received, spent = {}, {}
    for name, payer, payee in PAYMENTS:
        paid = getattr(moved, name)
        spent[payer] = spent.get(payer, none) + paid
        received[payee] = received.get(payee, none) + paid
    accounts = FIXED_AXES["account"]
    inflow = jnp.stack([received.get(name, none) for name in accounts]) + moved.credit_granted
    outflow = jnp.stack([spent.get(name, none) for name in accounts]) + moved.credit_repaid
    money = _off(before.budget.money, after.budget.money, inflow, outflow, dt)
    owed, owed_now = before.budget.bank_credit, after.budget.bank_credit
    credit = _off(owed, owed_now, moved.credit_granted, moved.credit_repaid, dt)
    return jnp.maximum(money, credit)


def _foreign_cash(before: World, after: World, flows: Flows, dt: float):
    moved = flows.trade
    received = (
        moved.exports_total
        + moved.gold_receipts
        + moved.household_gold_receipts
        + moved.treaty_receipts_paid_in
    )
    paid = (
        moved.imports_paid
        + moved.invisibles
        + moved.interest
        + moved.principal
        + moved.arrears_paid
        + moved.technology_funds_granted
        + moved.grain_import_paid
    )
    return _off(before.trade.foreign_cash, after.trade.foreign_cash, received, paid, dt)


def _debt(before: World, after: World, flows: Flows, dt: float):
    moved = flows.trade
    repaid = moved.principal + moved.principal_unpaid + _all(moved.written_off)
    bills = _off(
        _all(before.trade.debt_due), _all(after.trade.debt_due), _all(moved.new_credit), repaid, dt
    )
    arrears = _off(
        before.trade.arrears, after.trade.arrears, moved.arrears_added, moved.arrears_paid, dt
    )
    return jnp.maximum(bills, arrears)


def _gold(before: World, after: World, flows: Flows, dt: float):
    moved = flows.trade
    return _off(before.trade.gold, after.trade.gold, moved.gold_mined, moved.gold_sold, dt)


def _import_orders(before: World, after: World, flows: Flows, dt: float):
    moved = flows.trade
    held = jnp.sum(before.trade.orders_under_way, axis=0)
    now = jnp.sum(after.trade.orders_under_way, axis=0)
    return _off(held, now, moved.orders_placed, moved.imports_landed + moved.seized, dt)


def _technology_purse(before: World, after: World, flows: Flows, dt: float):
    moved = flows.technology
    spent = moved.licence_payments + moved.covert_payments + moved.covert_losses
    granted = flows.trade.technology_funds_granted
    return _off(before.technology.mission_purse, after.technology.mission_purse, granted, spent, dt)


def _building_scope(before: World, after: World):
    def scope(world: World):
        site = world.construction
        return site.work_to_do + site.work_correct + site.rework_hidden + site.rework_known

    none = jnp.zeros_like(scope(before))
    return _off(scope(before), scope(after), none, none, 1.0)


def _peace_and_war(before: World, after: World, flows: Flows, dt: float):
    """What peace lost, war by some coalition gained."""
    lost = before.war.survival - after.war.survival
    whole = jnp.abs(after.war.survival + _all(after.war.war_by_coalition) - 1.0)
    hazard = _all(flows.war.war_hazard)
    gap = jnp.abs(lost + before.war.survival * jnp.expm1(-dt * hazard))
    return jnp.maximum(whole, gap)


def _shares_of_one(after: World):
    """Intentions, beliefs and stages of pacts sum to one, and bodies share every activity."""
    sums = (
        jnp.sum(after.surroundings.true_intention, axis=0),
        jnp.sum(after.intelligence.belief, axis=0),
        jnp.sum(after.diplomacy.pact_stage, axis=0),
        jnp.sum(after.organisation.assignment, axis=1),
    )
    worst = [jnp.max(jnp.abs(total - 1.0), axis=0) for total in sums]
    return jnp.max(jnp.stack(jnp.broadcast_arrays(*worst)), axis=0)
