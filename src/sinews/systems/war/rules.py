"""War: hazards, survival, the contest with a coalition, loss and error of belief."""

import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import PerCoalition, PerPartner, PerSector, PerTheatre, Scalar
from sinews.core.groups import Link, total_by
from sinews.core.numerics import Mode
from sinews.core.smooth import positive

TINY = 1e-9
MOST_LOGIT = 35.0
MOST_RATIO = 1e6
MONTHS_AHEAD = 12.0


def runaway_hazard(
    escalation: PerSector,
    partner: Link,
    partners: int,
    rate: Scalar,
    slope: Scalar,
    rung: Scalar,
    mode: Mode,
) -> PerPartner:
    """Return the hazard that a clash runs away, to the neighbour of its sector, 1/month.

    Nothing below the rung at which clashes can run away (change 8 of the trial).

    Args:
        escalation: rung of each sector, [sector, run].
        partner: who stands opposite.
        partners: how many there are.
        rate: scale, [run], 1/month.
        slope: growth per rung, [run].
        rung: below which nothing runs away, [run].
        mode: see `Numerics`.
    """
    above = positive(escalation - rung[None], mode)
    by_sector = rate[None] * jnp.expm1(slope[None] * above)
    return total_by(by_sector, partner, partners)


def after_a_step(
    survival: Scalar, war_by_coalition: PerCoalition, hazard: PerCoalition, dt: float
) -> tuple[Scalar, PerCoalition]:
    """Return survival and wars by coalition after a step of competing risks.

    What survival loses is divided by hazard; nothing else is added, so that all still sum to one.
    """
    total = jnp.sum(hazard, axis=0)
    ended = survival * -jnp.expm1(-dt * total)
    share = hazard / jnp.maximum(total, 1e-300)[None]
    return survival * jnp.exp(-dt * total), war_by_coalition + ended[None] * share


def contest(
    forces, faced: PerTheatre, power: PerTheatre, force_ratio: PerTheatre,
    win_probability: PerTheatre, contest_exponent: Scalar,
) -> tuple[PerCoalition, PerCoalition]:  # fmt: skip
    """Return our ratio where it is worst, and the chance to hold, against each coalition.

    The ratio and the chance against all who face us are rescaled by the coalition's share of their
    forces; where nobody faces us, plain power over forces stands for the ratio. To hold is to hold
    in every theatre where the coalition fights.

    Args:
        forces: of each coalition, [coalition, theatre, run], dve.
        faced: forces of all who face us, [theatre, run], dve.
        power: ours, [theatre, run], dve.
        force_ratio: ours against all, [theatre, run].
        win_probability: against all, [theatre, run].
        contest_exponent: of the ratio, [run].
    """
    fights = forces > TINY
    theirs = jnp.maximum(forces, TINY)
    ours = jnp.where(faced > TINY, force_ratio * faced, power)
    ratio = jnp.where(fights, jnp.minimum(ours[None] / theirs, MOST_RATIO), MOST_RATIO)
    known = jnp.clip(win_probability, 1e-15, 1.0 - 1e-15)
    usual = jnp.log(known) - jnp.log1p(-known)
    usual = usual - contest_exponent[None] * jnp.log(jnp.maximum(force_ratio, TINY))
    logit = usual[None] + contest_exponent[None, None] * jnp.log(jnp.maximum(ratio, TINY))
    logit = jnp.clip(logit, -MOST_LOGIT, MOST_LOGIT)
    holds = jnp.where(fights, jax.nn.sigmoid(logit), 1.0)
    return jnp.min(ratio, axis=1), jnp.prod(holds, axis=1)


def within_a_year(true_threat: PerPartner, runaway: PerPartner) -> PerPartner:
    """Return the chance of a war begun by a partner in twelve months, by will or by clash."""
    return 1.0 - (1.0 - true_threat) * jnp.exp(-MONTHS_AHEAD * runaway)


def with_anyone(threat: PerCoalition, leader: Link, partners: int) -> Scalar:
    """Return the chance of any of several wars: those of one leader exclude each other."""
    by_leader = total_by(threat, leader, partners)
    return 1.0 - jnp.prod(1.0 - jnp.clip(by_leader, 0.0, 1.0), axis=0)


def unlisted(hazard: PerPartner, leader: Link) -> Scalar:
    """Return the hazard of partners that lead no listed coalition."""
    leads = np.isin(np.arange(hazard.shape[0]), np.asarray(leader))
    return jnp.sum(hazard * (~leads)[:, None], axis=0)
