"""Labour: what work comes of people on the list."""

import jax.numpy as jnp

from sinews.core.arrays import PerGroup, Scalar
from sinews.systems.labour.rules import TINY

# Food below which no work is done, and the share of need above it (model 4.6, rule 6).
FOOD_WITHOUT_WORK = 0.4
MOST_BY_FOOD = 1.05


def slack(overhang: Scalar) -> Scalar:
    """Return how idle money is, 0 to 1, [run]."""
    held = jnp.maximum(overhang, 0.0)
    return held / (1.0 + held)


def presence(nutrition, overhang: Scalar, params):
    """Return the share of people on the list who come to work (model 4.6, rule 5).

    Args:
        nutrition: food over need, [member, run].
        overhang: months of sales held as idle money, [run].
        params: absences, per member.
    """
    hunger = jnp.maximum(1.0 - nutrition, 0.0)
    present = 1.0 - params.absence - params.absence_by_overhang * slack(overhang)[None]
    return jnp.clip(present - params.absence_by_hunger * hunger, 0.0, 1.0)


def work_by_food(nutrition, params):
    """Return work per head present, 1 at full food (Strauss 1986; model 4.6, rule 6).

    Args:
        nutrition: food over need, [member, run].
        params: exponent, per member.
    """
    above = jnp.maximum(nutrition - FOOD_WITHOUT_WORK, 0.0) / (1.0 - FOOD_WITHOUT_WORK)
    # The slope of a power below 1 is infinite at 0; a floor keeps gradients finite.
    safe = jnp.where(above > 0.0, above, 1.0)
    return jnp.where(above > 0.0, jnp.minimum(safe**params.food_exponent, MOST_BY_FOOD), 0.0)


def work_by_skill(skilled_share: PerGroup, params) -> PerGroup:
    """Return work per head by skill, 1 at the reference, [group, run]."""
    share = jnp.maximum(skilled_share, 1e-6) / params.skill_reference
    return share**params.skill_exponent


def work_by_money(overhang: Scalar, params):
    """Return effort when money buys little, [1, run] (Barro and Grossman 1974)."""
    return 1.0 - params.effort_loss_by_overhang * slack(overhang)[None]


def work_per_head(
    nutrition: PerGroup, skilled_share: PerGroup, overhang: Scalar, params
) -> PerGroup:
    """Return work of one on the list, [group, run]; 1 is full (model 4.6, rule 7).

    Args:
        nutrition: food over need, [group, run].
        skilled_share: skilled share of the group, [group, run].
        overhang: months of sales held as idle money, [run].
        params: exponents and absences, per member.
    """
    present = presence(nutrition, overhang, params) * work_by_money(overhang, params)
    return present * work_by_food(nutrition, params) * work_by_skill(skilled_share, params)


def farm_work_per_head(nutrition, params):
    """Return work of one farm worker, [region, run]; the will to work is the farms' own."""
    hunger = jnp.maximum(1.0 - nutrition, 0.0)
    present = jnp.clip(1.0 - params.absence - params.absence_by_hunger * hunger, 0.0, 1.0)
    # Fields are worked in a bad year too: a region is never without hands because it is hungry.
    return present * jnp.maximum(work_by_food(nutrition, params), params.least_farm_work)


def skill_after(
    skilled_share: PerGroup, hired_share: PerGroup, skill_of_hired: PerGroup, params, dt: float
) -> PerGroup:
    """Return the skilled share after learning and hiring, [group, run] (rule 8).

    Args:
        skilled_share: share at the start, [group, run].
        hired_share: people hired in the step over people at its end, [group, run].
        skill_of_hired: skilled share of the hired, [group, run].
        params: learning on the job, per member.
        dt: length of the step in months.
    """
    learned = -jnp.expm1(-params.learning_on_the_job * dt) * params.is_hiring
    taught = skilled_share + learned * (1.0 - skilled_share)
    return taught + hired_share * (skill_of_hired - taught)


def engineers(people: PerGroup, staffing: PerGroup, skilled_share: PerGroup, params) -> Scalar:
    """Return skilled people of the arms and machine works over posts for them, [run], 0 to 1.5."""
    have = jnp.sum(params.engineer_weight * people * skilled_share, axis=0)
    need = jnp.sum(params.engineer_weight * staffing * params.skill_reference, axis=0)
    return jnp.clip(have / jnp.maximum(need, TINY), 0.0, 1.5)
