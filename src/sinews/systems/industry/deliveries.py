"""Deliveries: what leaves industry for the forces, farms, ports and shops."""

import jax.numpy as jnp
import numpy as np

from sinews.core.axes import FIXED_AXES
from sinews.core.smooth import pipe
from sinews.systems.industry.state import IndustryParams

ROLES = FIXED_AXES["role"]


def role(params: IndustryParams, name: str) -> int:
    """Return the position of the good that plays a part of its own in the equations."""
    return params.good_of_role[ROLES.index(name)]


def only(position: int, size: int):
    """Return a column that is 1 at one position and 0 elsewhere, [size, 1]."""
    return (np.arange(size) == position).astype(float)[:, None]


def goods_for_exports(other_exports, params: IndustryParams):
    """Return the goods behind export orders, [good, run], unit/month."""
    return jnp.sum(params.export_goods * other_exports[:, None], axis=0)


def exported_share(fill, params: IndustryParams):
    """Return the share of each export order that goods allow, [export_item, run].

    The scarcest good decides; items whose goods are not modelled are supplied in full.

    Args:
        fill: fill of exports by good, [good, run].
        params: see `IndustryParams`.
    """
    needs = params.export_goods > 0.0
    return jnp.min(jnp.where(needs, fill[None], 1.0), axis=1)


def pass_through(work_in_progress, begun_good, params: IndustryParams, dt: float):
    """Pass long products through the works; goods kept in stock are finished at once.

    Args:
        work_in_progress: accepted work by stage, [stage, activity, run], unit.
        begun_good: accepted units of those begun, [activity, run], unit/month.
        params: see `IndustryParams`.
        dt: length of the step, months.
    """
    is_long = np.asarray(params.good_of_activity)[:, None] < 0
    entering = jnp.where(is_long, begun_good, 0.0)
    in_work, finished = pipe(work_in_progress, entering, params.passage_months, dt)
    return in_work, jnp.where(is_long, finished, begun_good)


def output_index(made, params: IndustryParams):
    """Return the value of output over that of the opening, [run]."""
    return jnp.sum(params.value * made, axis=0) / params.opening_value


def fulfilment(made, target, params: IndustryParams):
    """Return output over plan in value, no line counted above its plan, [run]."""
    plan = target / 12.0
    done = jnp.sum(params.value * jnp.minimum(made, plan), axis=0)
    return done / jnp.maximum(jnp.sum(params.value * plan, axis=0), 1e-100)
