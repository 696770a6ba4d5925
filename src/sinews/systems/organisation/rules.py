"""Organisation: spans of command, links between ministries and upheaval."""

import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import PerActivity, PerActivityMinistry, PerMinistry, Scalar
from sinews.core.groups import Link, total_by

TINY = 1e-9


def whole_rows(ordered: PerActivityMinistry) -> PerActivityMinistry:
    """Return an order whose shares sum to one for each activity that anyone commands."""
    total = jnp.sum(ordered, axis=1, keepdims=True)
    return ordered / jnp.maximum(total, TINY)


def span_of(
    assignment: PerActivityMinistry, complexity: PerActivity, staff: PerMinistry
) -> PerMinistry:
    """Return complexity commanded over that of a normal span, [ministry, run]."""
    return jnp.sum(assignment * complexity[:, None], axis=0) / staff


def vertical_loss(span: PerMinistry, at_normal_span: Scalar, exponent: Scalar) -> PerMinistry:
    """Return the log of output lost on the way up and down (Williamson 1967), [ministry, run]."""
    return at_normal_span[None] * jnp.maximum(span, TINY) ** exponent[None]


def inputs_from_others(
    assignment: PerActivityMinistry, activity_of_input: Link, maker_of_input: Link
) -> PerActivity:
    """Return the share of an activity's inputs that is made under other ministries.

    Rows are counted alike. An imported input has no maker at home to be parted from.

    Args:
        assignment: shares, rows sum to one, [activity, ministry, run].
        activity_of_input: who uses each input.
        maker_of_input: activity that makes it, -1 if imported.
    """
    users, makers = np.asarray(activity_of_input), np.asarray(maker_of_input)
    at_home = (makers >= 0).astype(float)[:, None]
    together = jnp.sum(assignment[users] * assignment[np.maximum(makers, 0)], axis=1)
    apart = jnp.asarray(at_home) * jnp.maximum(1.0 - together, 0.0)
    activities = assignment.shape[0]
    inputs = np.bincount(users, minlength=activities)[:, None]
    return total_by(apart, activity_of_input, activities) / np.maximum(inputs, 1)


def horizontal_loss(
    from_others: PerActivity,
    when_all_are: Scalar,
    cover: Scalar,
    effect: Scalar,
    is_defence: PerActivity,
) -> PerActivity:
    """Return the log of output lost between ministries, [activity, run].

    Args:
        from_others: share of inputs from other ministries, [activity, run].
        when_all_are: the loss when all inputs are, [run].
        cover: reach of the mobilisation directorate, [run].
        effect: share of the loss that the directorate saves, [run].
        is_defence: 1 for works under the directorate, [activity, run].
    """
    spared = 1.0 - (effect * cover)[None] * is_defence
    return when_all_are[None] * from_others * spared


def coordination_loss(
    assignment: PerActivityMinistry, by_ministry: PerMinistry, between: PerActivity
) -> PerActivity:
    """Return the log of output lost: by each ministry's own share, and between ministries."""
    return jnp.sum(assignment * by_ministry[None], axis=1) + between


def misdelivery(between: PerActivity, within: Scalar, gain: Scalar) -> PerActivity:
    """Return the share of inputs sent astray, within a ministry and between ministries."""
    return 1.0 - (1.0 - within)[None] * jnp.exp(-gain[None] * between)


def changed_hands(
    before: PerActivityMinistry,
    after: PerActivityMinistry,
    complexity: PerActivity,
    apparatus_kept: PerMinistry,
) -> PerMinistry:
    """Return how much of what a ministry commands is newly its own, [ministry, run], 0 to 1.

    What comes with its old apparatus has not changed hands (change 14 of the trial).
    """
    weight = complexity[:, None]
    gained = jnp.sum(weight * jnp.maximum(after - before, 0.0), axis=0)
    commanded = jnp.sum(weight * after, axis=0)
    return (1.0 - apparatus_kept) * gained / jnp.maximum(commanded, TINY)


def mean_while_settling(months: Scalar, dt: float) -> Scalar:
    """Return the mean of exp(-t / months) over a step, so that no loss depends on the step."""
    return -jnp.expm1(-dt / months) * months / dt
