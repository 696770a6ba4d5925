"""The start of a works: when, what can go wrong, how it is mastered and handed over.

A works is started when it looks nearly done, or on a political date, ready or not. Until a few
months have passed, hidden rework, what is missing and frost may break it. It fails at most once.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from sinews.core.arrays import PerLine, PerProject, PerProjectLine, Scalar
from sinews.core.numerics import Mode, Moment
from sinews.core.randomness import Chance
from sinews.core.smooth import chance_of, gate, take
from sinews.systems.construction.state import ConstructionParams

TINY = 1e-30
EDGE = 1e-9
COMPLETION_WIDTH = 0.01
MONTH_WIDTH = 0.25
MEAN_DAMAGE = 2.0 / 7.0
LARGEST_LOG = 50.0


class Failure(NamedTuple):
    """What a failure does, all [project, run].

    Attributes:
        happened: 1 where a works fails in this step, or its probability.
        destroyed: good work undone, kwm.
        exposed: hidden rework laid bare, kwm.
        lost_share: share of the capacity handed over that is lost, 0..1.
    """

    happened: PerProject
    destroyed: PerProject
    exposed: PerProject
    lost_share: PerProject


def months_now(moment: Moment):
    """Return the months since the start of the run at the start of this step."""
    return moment.month + moment.step / moment.steps


def failure_hazard(params: ConstructionParams, hidden_share, complete, temperature):
    """Return the rate of failure of a works that runs, 1/month, [project, run].

    Args:
        params: base rate and exponents.
        hidden_share: hidden rework over scope, [project, run].
        complete: share of the works in use, [project, run].
        temperature: of the air, [project, run], degC.
    """
    frost = jnp.maximum(-temperature - 15.0, 0.0) / 15.0
    log_ratio = (
        params.failure_by_hidden_rework[None] * hidden_share
        + params.failure_by_incompleteness[None] * (1.0 - complete)
        + params.failure_by_frost[None] * frost
    )
    return params.failure_rate[None] * jnp.exp(jnp.minimum(log_ratio, LARGEST_LOG))


def at_risk(started, failed, months, window, mode: Mode):
    """Return whether a works may fail: it runs, has not failed, and is new."""
    if mode == "soft":
        new = gate(window[None] - months, 0.0, MONTH_WIDTH)
    else:
        new = (months < window[None] - EDGE).astype(months.dtype)
    return started * (1.0 - failed) * new


def damage_fraction(chance: Chance) -> Float[Array, "project run"]:
    """Draw the share of scope that a failure destroys: Beta(2, 5), mean 2/7.

    The second smallest of six uniform numbers has exactly this law, and is one less the largest
    of six times the largest of five; the largest of n is one uniform number to the power 1/n.
    """
    first = chance.uniform("damage_1", "project")
    if chance.mode == "mean":
        return jnp.full_like(first, MEAN_DAMAGE)
    return 1.0 - first ** (1.0 / 6.0) * chance.uniform("damage_2", "project") ** (1.0 / 5.0)


def fail(chance: Chance, probability, correct, hidden, scope: PerProject, mode: Mode) -> Failure:
    """Draw which works fail; a failure undoes good work and lays all hidden rework bare.

    Args:
        chance: draws of the room.
        probability: that a works fails in this step, [project, run].
        correct: good work done, [project, run], kwm.
        hidden: hidden rework, [project, run], kwm.
        scope: of each project, kwm.
        mode: see `Numerics`.
    """
    happened = chance.event(probability, "failure", "project")
    undone = take(correct, damage_fraction(chance) * scope, mode)
    before = correct + hidden
    lost_share = jnp.where(before > 0.0, (undone + hidden) / jnp.maximum(before, TINY), 0.0)
    return Failure(
        happened=happened,
        destroyed=happened * undone,
        exposed=happened * hidden,
        lost_share=happened * jnp.minimum(lost_share, 1.0),
    )


def starts_now(
    params: ConstructionParams, started, complete, political, deadline, end_of_step, mode: Mode
) -> PerProject:
    """Return which works are started at the end of this step, 0..1.

    A date of 13 months from the start of a run in January falls on the last day of the next
    January.

    Args:
        params: completion at which a works is started unforced.
        started: whether started already, [project, run].
        complete: completion seen, hidden rework included, [project, run].
        political: whether the date rules, ready or not, [project, run].
        deadline: months from the start of the run, [project, run].
        end_of_step: months since the start of the run when the step ends.
        mode: see `Numerics`.
    """
    if mode == "soft":
        ready = gate(complete, params.normal_start_share[None], COMPLETION_WIDTH)
        due = jax.nn.sigmoid((end_of_step - deadline) / MONTH_WIDTH)
    else:
        ready = (complete >= params.normal_start_share[None] - EDGE).astype(complete.dtype)
        due = (end_of_step >= deadline - EDGE).astype(complete.dtype)
    begun = (complete > 0.0).astype(complete.dtype)
    return (1.0 - started) * jnp.maximum(ready, political * due * begun)


def master(mastering, running, months, skill: Scalar, reference: Scalar, dt: float) -> PerProject:
    """Return how far the works is mastered: people learn it while it runs, sooner with skill."""
    rate = skill / reference
    learned = chance_of(rate[None] / months, dt)
    return mastering + running * learned * (1.0 - mastering)


def per_line(design: PerProjectLine, share_rate: PerProject) -> PerLine:
    """Return capacity by line from shares of design capacity by project, per month."""
    return jnp.sum(design * share_rate[:, None], axis=0)
