"""The ledger closes in every step and run of the flagship, whatever the mode; and it can fail."""

import equinox as eqx
import jax
import numpy as np
import pytest
from tests.simulation import runs
from tests.tolerances import LEDGER

from sinews.core.fields import walk
from sinews.world import ledger

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("flagship")]

KINDS = {
    "exact": runs.exact_short,
    "exact, ten days": runs.thirds_short,
    "mean": lambda: runs.short(runs.mean_data()),
    "soft": lambda: runs.medians_soft_short(0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_balance_closes_in_every_step_and_run(kind):
    short = KINDS[kind]()
    assert not short.failed.any()
    worst = {balance: residual.max() for balance, residual in short.residual.items()}
    assert set(worst) == set(ledger.BALANCES)
    assert max(worst.values()) <= LEDGER, worst


def test_no_stock_is_ever_negative():
    record, inputs = runs.exact(), runs.opening()
    for (name, info, over_time), (_, _, first) in zip(
        walk(record.world), walk(inputs.world), strict=True
    ):
        if not info.is_link:
            assert np.isfinite(over_time).all(), name
            assert over_time.min() >= info.minimum, name
            assert first.shape == over_time.shape[1:], name


# One flow of each balance, and how much of it is spirited away.
TAMPERED = {
    "grain": "food.army_grain",
    "people": "labour.births",
    "goods": "industry.used",
    "metal": "industry.scrap_returned",
    "building materials": "construction.materials_used",
    "arms": "forces.equipment_worn",
    "tractors": "food.tractors_worn",
    "money": "budget.paid_town_state_rations",
    "foreign cash": "trade.imports_paid",
    "debt": "trade.new_credit",
    "gold": "trade.gold_sold",
    "import orders": "trade.imports_landed",
    "technology purse": "trade.technology_funds_granted",
    "peace and war": "war.war_hazard",
}


@pytest.fixture(scope="module")
def a_month():
    """Return the world before and after a spring month of 1931, and what moved."""
    record = runs.exact()
    at = 4
    before = jax.tree.map(lambda x: x[at - 1], record.world)
    after = jax.tree.map(lambda x: x[at], record.world)
    flows = jax.tree.map(lambda x: x[at], record.flows)
    return before, after, flows


def residuals_of(before, after, flows) -> dict[str, float]:
    found = np.asarray(ledger.residuals(before, after, flows, runs.opening().params, 1.0))
    return dict(zip(ledger.BALANCES, found.max(axis=-1), strict=True))


def test_the_books_of_one_month_close_from_what_was_reported(a_month):
    assert max(residuals_of(*a_month).values()) <= LEDGER


@pytest.mark.parametrize("balance", TAMPERED)
def test_the_ledger_fails_when_a_flow_is_tampered_with(a_month, balance):
    before, after, flows = a_month
    room, field = TAMPERED[balance].split(".")
    true = getattr(getattr(flows, room), field)
    assert np.max(true) > 0.0
    flows = eqx.tree_at(lambda all: getattr(getattr(all, room), field), flows, true * (1 + 1e-4))
    found = residuals_of(before, after, flows)
    assert found[balance] > LEDGER
    spared = set(ledger.BALANCES) - {balance}
    if TAMPERED[balance] == "trade.technology_funds_granted":
        spared -= {"foreign cash"}
    assert max(found[other] for other in spared) <= LEDGER


SHARES = (
    *("surroundings.true_intention", "intelligence.belief", "diplomacy.pact_stage"),
    "organisation.assignment",
)


@pytest.mark.parametrize("share", SHARES)
def test_the_ledger_fails_when_shares_do_not_sum_to_one(a_month, share):
    before, after, flows = a_month
    room, field = share.split(".")
    held = getattr(getattr(after, room), field)
    after = eqx.tree_at(
        lambda world: getattr(getattr(world, room), field), after, held * (1 + 1e-4)
    )
    assert residuals_of(before, after, flows)["shares of one"] > LEDGER


def test_the_ledger_fails_when_work_vanishes_from_a_site(a_month):
    before, after, flows = a_month
    work = after.construction.work_to_do
    after = eqx.tree_at(lambda world: world.construction.work_to_do, after, work * (1 - 1e-4))
    assert residuals_of(before, after, flows)["building scope"] > LEDGER
