"""A small foreign trade: grain and oil against machines and metals, two lenders."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import run_keys, step_chance
from sinews.systems.trade import TradeParams, TradeState, advance

jax.config.update("jax_enable_x64", True)

CREDITORS, BUCKETS, STAGES, IMPORTS, EXPORTS, GOODS = 2, 31, 3, 2, 2, 3
GRAIN, OIL = 0, 1
MACHINES, METALS = 0, 1

SCALARS = {
    "market_memory_months": 12.0,
    "receipts_memory_months": 12.0,
    "grain_import_price": 0.036,
    "invisible_share": 0.03,
    "technical_aid": 0.0,
    "aid_months": 7.0,
    "order_cover": 60.0,
    "order_width": 120.0,
    "least_orders": 0.5,
    "gold_output": 4.0,
    "gold_growth": 0.0,
    "gold_price": 1.3,
    "gold_in_need": 8.0,
    "cash_floor": 20.0,
    "limit_level": 1.0,
    "limit_by_relations": 1.0,
    "lending_months": 3.0,
    "tenor_spread": 8.0,
    "interest": 0.0065,
    "interest_by_distrust": 0.006,
    "rollover_share": 0.5,
    "sterling_month": 8.0,
    "sterling_loss": 0.3,
    "default_rate": 0.002,
    "default_by_shortage": 2.0,
    "default_by_arrears": 1.0,
    "months_away": 36.0,
    "seized_share": 0.2,
    "standing_level": 1.5,
    "standing_by_service": 0.7,
    "standing_by_arrears": 2.0,
    "standing_by_gold": 1.0,
    "standing_months": 4.0,
}
BY_MEMBER = {
    "is_grain": [1.0, 0.0],
    "opening_unit_price": [0.0312, 1.0],
    "reference_exports": [400.0, 50.0],
    "export_elasticity": [6.0, 8.0],
    "lead_months": [7.0, 4.0],
    "sites_share": [0.7, 0.0],
    "control_on_orders": [0.5, 0.0],
    "credit_ceiling": [1600.0, 800.0],
    "order_share": [0.7, 0.3],
    "tenor": [24.0, 16.0],
    "sterling_share": [0.0, 1.0],
}
# Machine tools and machines per MGR of machines, rolled metal per MGR of metals.
GOODS_PER_VALUE = [[60.0, 0.4, 0.0], [0.0, 0.0, 5.0]]


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def column(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def make_state(runs: int = 1, **given) -> TradeState:
    """Return a trade with a year's bills ahead and orders under way."""
    bills = np.where(np.arange(BUCKETS) < 24, 15.0, 0.0)[None, :, None]
    return TradeState(
        foreign_cash=_fill(given.get("foreign_cash", 120.0), runs),
        gold=_fill(given.get("gold", 90.0), runs),
        debt_due=_fill(given.get("debt_due", bills), CREDITORS, BUCKETS, runs),
        arrears=_fill(given.get("arrears", 0.0), runs),
        creditworthiness=_fill(given.get("creditworthiness", 0.75), CREDITORS, runs),
        lenders_away=_fill(given.get("lenders_away", 0.0), STAGES, runs),
        orders_under_way=_fill(given.get("orders_under_way", 60.0), STAGES, IMPORTS, runs),
        usual_exports=_fill(given.get("usual_exports", [[400.0], [50.0]]), EXPORTS, runs),
        usual_receipts=_fill(given.get("usual_receipts", 62.5), runs),
        credit_survival=_fill(given.get("credit_survival", 1.0), runs),
    )


def make_params(**given) -> TradeParams:
    scalars = {name: _fill(given.get(name, value), 1) for name, value in SCALARS.items()}
    members = {
        name: _fill(np.reshape(given.get(name, value), (-1, 1)), 2, 1)
        for name, value in BY_MEMBER.items()
    }
    goods = _fill(np.asarray(GOODS_PER_VALUE)[..., None], IMPORTS, GOODS, 1)
    return TradeParams(goods_per_value=goods, **scalars, **members)


def make_inputs(**given) -> dict:
    members = {
        "export_price": 1.0,
        "import_price": 1.0,
        "relations": 0.2,
        "import_programme": 25.0,
        "other_exports": [0.0, 50.0],
        "exported_share": 1.0,
    }
    scalars = {
        "export_control": 0.0,
        "credit_share": 0.8,
        "grain_exported": 400.0,
        "gold_sales": 5.0,
        "household_gold": 1.5,
        "technology_funds": 0.5,
        "grain_import": 0.0,
        "treaty_receipts": 0.0,
    }
    shaped = {
        name: _fill(np.reshape(given.get(name, value), (-1, 1)), 2, 1)
        for name, value in members.items()
    }
    return shaped | {name: _fill(given.get(name, value), 1) for name, value in scalars.items()}


@eqx.filter_jit
def _months_of(state, params, inputs, seed, first, steps, mode, months, runs):
    keys = run_keys(seed, jnp.arange(runs))

    def one(carried, month):
        parts = []
        for step in range(steps):
            chance = step_chance(keys, {}, month * steps + step, mode).room("trade")
            carried, moved = advance(
                carried,
                params,
                numerics=Numerics(mode, steps),
                moment=Moment(month, month % 12, step, steps),
                chance=chance,
                **inputs,
            )
            parts.append(moved)
        mean = jax.tree.map(lambda *values: sum(values) / steps, *parts)
        return carried, (carried, mean)

    return jax.lax.scan(one, state, first + jnp.arange(months))[1]


def months_of(state, params, inputs, *, steps=1, mode="exact", months=1, runs=1, seed=1, first=0):
    """Return states at the end of each month and mean flows, leading axis month."""
    seed, first = jnp.asarray(seed), jnp.asarray(first)
    return _months_of(state, params, inputs, seed, first, steps, mode, months, runs)


def changes(before, path):
    """Return the change of each state from month to month, leading axis month."""
    stacked = jax.tree.map(lambda first, rest: jnp.concatenate([first[None], rest]), before, path)
    return jax.tree.map(lambda values: values[1:] - values[:-1], stacked)
