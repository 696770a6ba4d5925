"""Organisation: one month of spans, links between ministries and settling down.

Long lines of command lose control (Williamson 1967; Keren and Levhari 1979); ministries cut links
between works that need each other (Qian, Roland and Xu 2006); a change of hands disturbs for some
months. All of it changes when and where goods are made; what is not used stays in store.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerActivityMinistry, Scalar
from sinews.core.groups import Link
from sinews.core.numerics import Numerics
from sinews.core.smooth import adjust
from sinews.systems.organisation import rules
from sinews.systems.organisation.state import (
    OrganisationFlows,
    OrganisationParams,
    OrganisationState,
)


def advance(
    state: OrganisationState,
    params: OrganisationParams,
    *,
    numerics: Numerics,
    assignment: PerActivityMinistry,
    opening_assignment: PerActivityMinistry,
    mobilisation_directorate: Scalar,
    activity_of_input: Link,
    maker_of_input: Link,
) -> tuple[OrganisationState, OrganisationFlows]:
    """Put an order of command into effect and settle for a step.

    Args:
        state: who commands what at the start.
        params: what organisation costs.
        numerics: mode and step.
        assignment: the order in effect, shares, [activity, ministry, run].
        opening_assignment: the order that 1 in coordination stands for, the same axes.
        mobilisation_directorate: reach that is ordered, [run], 0 to 1.
        activity_of_input: who uses each input.
        maker_of_input: activity that makes each input, -1 if imported.

    Returns:
        Who commands what at the end, and what it did to output. Within a step nothing but
        `coordination` and `misdelivery` leaves the room, and neither is a quantity of goods.
    """
    dt, links = numerics.dt, (activity_of_input, maker_of_input)
    ordered = rules.whole_rows(assignment)
    opening = rules.whole_rows(opening_assignment)
    jump = params.upheaval_loss[None] * rules.changed_hands(
        state.assignment, ordered, params.complexity, params.apparatus_kept
    )
    disturbed = state.disturbance + jump
    settling = rules.mean_while_settling(params.settling_months, dt)
    laying = rules.mean_while_settling(params.directorate_months, dt)
    cover = adjust(state.directorate_cover, mobilisation_directorate, params.directorate_months, dt)
    mean_cover = mobilisation_directorate + laying * (
        state.directorate_cover - mobilisation_directorate
    )
    now, between, span, from_others = _losses(
        ordered, disturbed * settling[None], mean_cover, params, links
    )
    at_opening, *_ = _losses(
        opening, jnp.zeros_like(params.staff), params.opening_cover, params, links
    )
    after = OrganisationState(
        assignment=jnp.broadcast_to(ordered, state.assignment.shape),
        disturbance=disturbed * jnp.exp(-dt / params.settling_months)[None],
        directorate_cover=cover,
    )
    flows = OrganisationFlows(
        coordination=jnp.exp(at_opening - now),
        coordination_level=jnp.exp(-now),
        misdelivery=rules.misdelivery(between, params.misdelivery_within, params.misdelivery_gain),
        span=span,
        inputs_from_others=from_others,
        upheaval=jump / dt,
    )
    return after, flows


def _losses(assignment, disturbance, cover, params, links):
    """Return all losses, those between ministries, spans, and shares of inputs from others."""
    span = rules.span_of(assignment, params.complexity, params.staff)
    vertical = rules.vertical_loss(span, params.vertical_loss, params.span_exponent)
    from_others = rules.inputs_from_others(assignment, *links)
    between = rules.horizontal_loss(
        from_others, params.horizontal_loss, cover, params.directorate_effect, params.is_defence
    )
    return (
        rules.coordination_loss(assignment, vertical + disturbance, between),
        between,
        span,
        from_others,
    )
