"""Forces: equations of readiness, power and the contest."""

import jax
import jax.numpy as jnp

from sinews.core.arrays import (
    PerEquipment,
    PerEquipmentTheatre,
    PerTheatre,
    PerWarPlan,
    PerWarPlanEquipment,
    Scalar,
)
from sinews.core.numerics import Mode
from sinews.core.smooth import adjust, positive, soft_min, soft_min_over

TINY = 1e-9
MOST_RATIO = 1e6
# Four grounds that are all full must not look scarce in soft mode: 2 % instead of 6 %.
SHARP = 60.0


def manning(army: Scalar, men_wanted: Scalar) -> Scalar:
    """Return men over establishment, at most one."""
    return jnp.clip(army / jnp.maximum(men_wanted, TINY), 0.0, 1.0)


def arms_fill(
    held: PerEquipmentTheatre, per_division: PerEquipment, divisions: PerTheatre, mode: Mode
) -> PerTheatre:
    """Return arms over what divisions cannot do without, by the scarcest; may exceed one."""
    needed = per_division[:, None] * divisions[None]
    ratio = jnp.where(needed > TINY, held / jnp.maximum(needed, TINY), MOST_RATIO)
    return soft_min(*(ratio[kind] for kind in range(ratio.shape[0])), mode=mode)


def crew_fill(
    divisions: PerTheatre,
    division_weight: PerTheatre,
    usable: PerEquipmentTheatre,
    fit: PerEquipmentTheatre,
    weight: PerEquipment,
) -> PerTheatre:
    """Return the share of weight that is not idle for want of crews."""
    manned = divisions * division_weight
    crewed = manned + jnp.sum(weight[:, None] * usable, axis=0)
    whole = manned + jnp.sum(weight[:, None] * fit, axis=0)
    return jnp.where(whole > TINY, crewed / jnp.maximum(whole, TINY), 1.0)


def next_readiness(
    readiness: PerTheatre,
    fills: tuple[PerTheatre, ...],
    peace_readiness: PerTheatre,
    new_units: Scalar,
    months: Scalar,
    mode: Mode,
    dt: float,
) -> PerTheatre:
    """Move readiness towards what its scarcest ground allows.

    Args:
        readiness: [theatre, run].
        fills: manning, arms, crews and food, each [theatre, run], 0 to 1.
        peace_readiness: readiness when all are full, [theatre, run].
        new_units: readiness lost by units being formed, [run].
        months: time in which readiness follows, [run].
        mode: see `Numerics`.
        dt: length of the step in months.
    """
    scarcest = jnp.minimum(soft_min(*fills, mode=mode, sharpness=SHARP), 1.0)
    goal = peace_readiness * scarcest * (1.0 - new_units)[None]
    return adjust(readiness, goal, months[None], dt)


def combat_power(
    readiness: PerTheatre,
    divisions: PerTheatre,
    division_weight: PerTheatre,
    usable: PerEquipmentTheatre,
    weight: PerEquipment,
    scale: Scalar,
    command: PerTheatre,
) -> PerTheatre:
    """Return combat power by theatre, dve: readiness times men and usable arms by weight."""
    arms = jnp.sum(weight[:, None] * usable, axis=0)
    return scale[None] * command * readiness * (divisions * division_weight + arms)


def force_ratio(
    power: PerTheatre, foreign: PerTheatre, advantage: Scalar, distance: PerTheatre
) -> PerTheatre:
    """Return the power that counts at the front over the power faced, at most a million."""
    ours = power * advantage[None] * distance
    return jnp.minimum(ours / jnp.maximum(foreign, TINY), MOST_RATIO)


def win_probability(
    ratio: PerTheatre,
    power: PerTheatre,
    sustain_limit: PerTheatre,
    contest_exponent: Scalar,
    sustain_exponent: Scalar,
) -> PerTheatre:
    """Return the chance to hold: a contest in the logarithm of the force ratio.

    `logit P = m_F log(ratio) + m_S log(supplied share)` (Lanchester 1916: exponent 2 for aimed
    fire, 1 for area fire; Hirshleifer 1989).
    """
    supplied = jnp.where(
        power > TINY, jnp.minimum(sustain_limit / jnp.maximum(power, TINY), 1.0), 1.0
    )
    logit = contest_exponent[None] * jnp.log(jnp.maximum(ratio, TINY))
    logit = logit + sustain_exponent[None] * jnp.log(jnp.maximum(supplied, TINY))
    return jax.nn.sigmoid(logit)


def requirement_gap(
    held: PerEquipment, per_division: PerEquipment, target: Scalar, mode: Mode
) -> PerEquipment:
    """Return arms missing over arms wanted for the divisions of the target."""
    wanted = per_division * target[None]
    gap = positive(1.0 - held / jnp.maximum(wanted, TINY), mode)
    return jnp.clip(jnp.where(wanted > TINY, gap, 0.0), 0.0, 1.0)


def plan_gap(usable: PerEquipment, plan_arms: PerWarPlanEquipment, mode: Mode):
    """Return fit and crewed arms missing for each war plan, [war_plan, equipment, run]."""
    return positive(plan_arms - usable[None], mode)


def plan_readiness(
    divisions: Scalar,
    usable: PerEquipment,
    plan_divisions: PerWarPlan,
    plan_arms: PerWarPlanEquipment,
    mode: Mode,
) -> PerWarPlan:
    """Return how far each war plan could be carried out, [war_plan, run].

    A plan is as ready as the scarcest thing it asks for: divisions, or a class of arms.
    """
    by_arms = usable[None] / jnp.maximum(plan_arms, TINY)
    # What a plan does not ask for never holds it up.
    by_arms = jnp.where(plan_arms > TINY, jnp.minimum(by_arms, 1.0), 1.0)
    by_men = divisions[None] / jnp.maximum(plan_divisions, TINY)
    by_men = jnp.where(plan_divisions > TINY, jnp.minimum(by_men, 1.0), 1.0)
    every = jnp.concatenate([by_arms, by_men[:, None]], axis=1)
    return soft_min_over(every, 1, mode)
