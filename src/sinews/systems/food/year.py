"""1 July: the crop, what planners expect of it, and the quota."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerRegion, PerRegionSeason, Scalar
from sinews.core.numerics import Mode, Moment
from sinews.systems.food import crop, procurement
from sinews.systems.food.calendar import opens_year
from sinews.systems.food.state import FoodParams, FoodState


class Year(NamedTuple):
    """What 1 July fixes; between two Julys, what it fixed last."""

    sown_area: PerRegionSeason
    standing: PerRegion
    expected: PerRegion
    harvested: PerRegion
    quota: Scalar
    plan: PerRegion


def public_grain(state: FoodState) -> Scalar:
    """Return stores, reserve and grain on the way, [run], kt."""
    return state.state_grain + state.reserve_grain + jnp.sum(state.grain_in_transit, axis=0)


def open_year(
    state: FoodState,
    params: FoodParams,
    *,
    moment: Moment,
    mode: Mode,
    power: PerRegion,
    truth: Scalar,
    weather: PerRegion,
    share: Scalar,
    ordered: Scalar,
) -> Year:
    """Fix crop, expectation and quota on 1 July; later only an ordered quota changes the plan.

    Args:
        state: fields and plans at the start of the step.
        params: behaviour.
        moment: where in the calendar the step stands.
        mode: see `Numerics`.
        power: draught, [region, run], thousand horses in full strength.
        truth: true over accepted harvest of this year, [run].
        weather: weather of the growing season, [region, run], sd.
        share: quota over the estimate, [run].
        ordered: quota ordered outright, 0 for none, [run], kt/year.
    """
    july = opens_year(moment)

    def fixed(new, old):
        return jnp.where(july, new, old)

    grown = crop.crop_of_july(
        state.sown_area, power, state.work_effort, weather, truth, params, mode
    )
    expected = procurement.expect_harvest(state.sown_area, state.harvest_of_year, params, mode)
    by_share = procurement.quota_by_share(
        procurement.estimate(expected, params), share, public_grain(state), params, mode
    )
    standing = fixed(grown, state.standing_crop)
    harvested = fixed(jnp.zeros_like(state.harvest_of_year), state.harvest_of_year)
    kept = procurement.kept_of_quota(
        standing + harvested, fixed(expected, state.harvest_expected), params
    )
    quota = jnp.where(ordered > 0.0, kept * ordered, fixed(kept * by_share, state.quota_of_year))
    parts = procurement.split_of_quota(expected, params)
    changed = procurement.change_plan(state.procurement_plan, quota - state.quota_of_year, params)
    return Year(
        sown_area=fixed(jnp.zeros_like(state.sown_area), state.sown_area),
        standing=standing,
        expected=fixed(expected, state.harvest_expected),
        harvested=harvested,
        quota=quota,
        plan=fixed(parts * quota[None], changed),
    )
