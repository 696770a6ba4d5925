"""Directives: every lever filled, by order where there is one and by rule where it is open."""

import equinox as eqx
import jax
import jax.numpy as jnp

from sinews.core.arrays import PerActivity, PerGroup, PerRegion, Scalar
from sinews.core.numerics import Moment
from sinews.systems.command.levers import Levers
from sinews.systems.command.state import CommandParams


class Situation(eqx.Module):
    """What the rule looks at when a lever is open."""

    retreat: Scalar
    military_share: Scalar
    division_target: Scalar
    tautness: PerActivity
    capacity_seen: PerActivity
    state_grain: Scalar
    foreign_cash: Scalar
    fill_of_lists: Scalar
    village_need: PerRegion
    farm_people: Scalar
    receipts: Scalar
    staffing: PerGroup
    wage: PerGroup
    threat_rise: Scalar


def by_rule(usual: Levers, now: Situation, params: CommandParams, moment: Moment) -> Levers:
    """Return what the rule of command orders in every lever.

    Levers without a rule of their own keep their usual value. Each concession has its price
    elsewhere: less foreign money, less ration grain; no term weighs them here.

    Args:
        usual: usual value of every lever.
        now: see `Situation`.
        params: see `CommandParams`.
        moment: where in the calendar the step stands.
    """
    kept = _kept(now.retreat, params)
    cover = (now.state_grain - params.bare_store) / (params.ample_store - params.bare_store)
    shipped = kept["exports"] * moment.of(params.export_calendar) * jnp.clip(cover, 0.0, 1.5)
    usual_imports = jnp.sum(usual.import_programme, axis=0)
    spare = jnp.maximum(now.foreign_cash - params.cash_kept, 0.0) / params.receipts_months
    import_scale = (params.import_cover * now.receipts + spare) / jnp.maximum(usual_imports, 1e-9)
    changes = {
        "military_share": now.military_share,
        "tautness": now.tautness,
        "target": now.tautness * now.capacity_seen,
        "procurement_share": usual.procurement_share * kept["procurement"],
        "grain_export": usual.grain_export * shipped,
        "reserve_fill": usual.reserve_fill
        * kept["reserve"]
        * moment.of(params.reserve_calendar)
        * jnp.clip(cover, 0.0, 1.0),
        "reserve_release": usual.reserve_release
        + params.release_by_need * (1.0 - jnp.minimum(now.fill_of_lists, 1.0)),
        "market_legal": jnp.where(now.retreat > 0.5, 1.0, usual.market_legal),
        "loans": moment.of(params.loan_calendar)[None] * _loans(usual, now, params),
        "staffing": now.staffing,
        "import_programme": usual.import_programme * import_scale[None],
        "priority": usual.priority * (kept["starts"] + 0.0 * now.retreat)[None],
        "division_target": now.division_target,
        "wage": now.wage,
        "posture": jnp.clip(usual.posture + params.posture_by_threat * now.threat_rise, -1.0, 1.0),
        "restraint": jnp.clip(
            usual.restraint + (params.restraint_by_threat * now.threat_rise)[None], 0.0, 1.0
        ),
    }
    names = tuple(changes)
    return eqx.tree_at(
        lambda levers: [getattr(levers, name) for name in names],
        usual,
        [changes[name] for name in names],
    )


def _loans(usual: Levers, now: Situation, params: CommandParams):
    """Return loans of a usual month: more in hunger, and where it is felt, [region, run]."""
    in_all = jnp.sum(usual.loans, axis=0)
    need = jnp.sum(now.village_need, axis=0)
    hunger = need / jnp.maximum(now.farm_people, 1e-9)
    to_region = now.village_need / jnp.maximum(need, 1e-9)[None]
    return (in_all * (1.0 + params.loans_by_hunger * hunger))[None] * to_region


def _kept(retreat, params: CommandParams):
    return {
        "procurement": 1.0 - params.concession_on_procurement * retreat,
        "exports": 1.0 - params.concession_on_exports * retreat,
        "reserve": 1.0 - params.concession_on_reserve * retreat,
        "starts": 1.0 - params.concession_on_starts * retreat,
    }


def filled(ordered, rule):
    """Return what is ordered, and what the rule says where the lever is left open."""
    return jnp.where(jnp.isnan(ordered), rule, ordered)


def all_filled(orders: Levers, ruled: Levers) -> Levers:
    """Fill the levers that orders leave open with what the rule says."""
    return jax.tree.map(filled, orders, ruled)


def widened(levers: Levers, runs: int) -> Levers:
    """Return directives at full run length, so that every month reports the same shape."""
    return jax.tree.map(lambda x: jnp.broadcast_to(x, (*x.shape[:-1], runs)), levers)
