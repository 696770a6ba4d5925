"""Under what conditions sites work: frost, pressure, rush, luck, and what hands and plant allow."""

from typing import NamedTuple

import jax.numpy as jnp

from sinews.core.arrays import PerProject, Scalar
from sinews.core.numerics import Numerics
from sinews.core.smooth import soft_min
from sinews.systems.construction import rules, supply


class Conditions(NamedTuple):
    """Under what conditions sites work in this step.

    Attributes:
        temperature: of the air, [project, run], degC.
        frost: rate of work in the cold, [project, run].
        frost_elsewhere: the same on sites without a name, [run].
        pressure: schedule pressure, [project, run].
        rush: saturated rush, 0..1, [project, run].
        pace: work of an hour of labour, overtime and luck counted, [project, run].
    """

    temperature: PerProject
    frost: PerProject
    frost_elsewhere: Scalar
    pressure: PerProject
    rush: PerProject
    pace: PerProject


def conditions_of(
    state, params, air_temperature, months_left, order, chance, numerics
) -> Conditions:
    """Return frost, pressure, rush and pace of each site."""
    by_region = rules.frost_factor(air_temperature, params, numerics.mode)
    region = jnp.asarray(params.region_of_project)
    pressure = rules.schedule_pressure(rules.remaining(state), params.base_rate, months_left)
    rush = rules.rush_of(pressure, order, numerics.mode)
    luck = chance.noise(params.work_noise[None] * numerics.steps**0.5, "work", "project")
    return Conditions(
        temperature=air_temperature[region],
        frost=by_region[region],
        frost_elsewhere=jnp.sum(params.other_sites_by_region * by_region, axis=0),
        pressure=pressure,
        rush=rush,
        pace=(1.0 + params.overtime_gain[None] * rush) * luck,
    )


def possible_work(state, params, crews, conditions, numerics: Numerics) -> supply.Shared:
    """Return the work for which there are hands and plant, kwm/month."""
    dt = numerics.dt
    by_hands = crews.named * conditions.pace * conditions.frost
    room = supply.equipment_room(state, params) + state.rework_known
    named = soft_min(by_hands, rules.remaining(state) / dt, room / dt, mode=numerics.mode)
    return supply.Shared(named, crews.other * conditions.frost_elsewhere)
