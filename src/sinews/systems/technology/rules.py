"""How papers become skill, and skill becomes readiness for series.

Absorbing takes one's own engineers (Cohen and Levinthal 1990; Teece 1977; Nelson and Phelps
1966): with full papers and no skill nothing is learned.
"""

import jax
import jax.numpy as jnp

from sinews.core.arrays import PerComponent, PerDesign, Scalar
from sinews.core.numerics import Mode
from sinews.core.smooth import adjust, chance_of, gate, soft_min
from sinews.systems.technology.state import TechnologyParams

TINY = 1e-30
HOSTILE = -0.5
HOSTILE_WIDTH = 0.05


def offer_hazard(params: TechnologyParams, relations, control: Scalar) -> PerDesign:
    """Return the rate at which a licence is offered, 1/month, [design, run].

    Friends sell, and so do firms short of orders; control and enmity stop them.

    Args:
        params: level and weights.
        relations: with the seller of each design, -1..1, [design, run].
        control: of exports to this state, 0..1, [run].
    """
    hostile = 1.0 - gate(relations, HOSTILE, HOSTILE_WIDTH)
    general = (
        params.offer_level
        + params.offer_by_slump * params.slump
        - params.offer_by_control * control
    )
    odds = (
        general[None]
        + params.offer_by_relations[None] * relations
        - params.offer_by_hostility[None] * hostile
    )
    return params.offer_rate[None] * jax.nn.sigmoid(odds)


def copied(params: TechnologyParams, documents, samples, engineers: Scalar, dt: float) -> PerDesign:
    """Return papers drawn from specimens in a step, 1/month: the first specimen tells most.

    Args:
        params: rate of copying.
        documents: at hand, [design, run].
        samples: specimens at hand, [design, run].
        engineers: share of need, [run].
        dt: length of the step in months.
    """
    rate = (params.reverse_rate * engineers)[None] * samples / (samples + 1.0)
    return (1.0 - documents) * chance_of(rate, dt) / dt


def learned(
    params: TechnologyParams,
    know_how,
    documents,
    specialists,
    prototypes,
    engineers: Scalar,
    dt: float,
) -> PerDesign:
    """Return know-how gained in a step, 1/month.

    Args:
        params: rates of learning.
        know_how: at hand, [design, run].
        documents: at hand, [design, run].
        specialists: foreign, at work on the design, [design, run], person.
        prototypes: begun, [design, run], unit/month.
        engineers: share of need, [run].
        dt: length of the step in months.
    """
    skill = jnp.clip(engineers, 0.0, 1.0)
    skill = jnp.where(skill > 0.0, jnp.maximum(skill, TINY) ** params.skill_exponent, 0.0)
    groups = specialists / params.specialists_in_group[None]
    made = prototypes / (prototypes + params.prototype_scale[None])
    rate = (
        params.learning_rate[None]
        + params.learning_by_specialists[None] * groups
        + params.learning_by_prototypes[None] * made
    )
    return (1.0 - know_how) * chance_of(rate * documents * skill[None], dt) / dt


def parts_gate(params: TechnologyParams, quality: PerComponent) -> PerDesign:
    """Return how far the worst part allows series, [design, run]; one where none is asked."""
    width = params.quality_width[None, None]
    required = params.required_quality
    opened = gate(quality[None], required - 2.0 * width, width)
    return jnp.min(jnp.where(required > 0.0, opened, 1.0), axis=1)


def readiness_goal(documents, know_how, parts, mode: Mode) -> PerDesign:
    """Return the readiness that the scarcest of papers, skill and parts allows (Kremer 1993)."""
    return soft_min(documents, know_how, parts, mode=mode)


def frontier(params: TechnologyParams, now, licensed, documents, know_how, dt: float):
    """Return the quality of parts within reach after a step, [component, run].

    The best foreign design that uses a part lifts it: paper shows one half of what can be done,
    hands the other.

    Args:
        params: floor, ceiling and time.
        now: frontier at the start of the step, [component, run].
        licensed: whether the design is foreign and open to use, [design, run].
        documents: at hand, [design, run].
        know_how: at hand, [design, run].
        dt: length of the step in months.
    """
    mastered = licensed * 0.5 * (documents + know_how)
    uses = (params.required_quality > 0.0).astype(mastered.dtype)
    best = jnp.max(uses * mastered[:, None], axis=0)
    room = jnp.maximum(params.frontier_ceiling - params.frontier_floor, 0.0)
    goal = params.frontier_floor[None] + room[None] * best
    return adjust(now, goal, params.frontier_months[None], dt)
