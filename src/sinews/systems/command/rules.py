"""How threat becomes targets, and hunger becomes retreat."""

import jax.numpy as jnp

from sinews.core.numerics import Mode
from sinews.core.smooth import adjust, gate, positive
from sinews.systems.command.state import CommandParams


def logit(probability):
    """Return the log odds of a probability kept inside the open unit interval."""
    p = jnp.clip(probability, 1e-6, 1.0 - 1e-6)
    return jnp.log(p) - jnp.log1p(-p)


def wanted_military_share(threat, params: CommandParams):
    """Return the share of metal and tools that threat calls for, [run]."""
    return params.military_share_floor + params.military_share_range * gate(
        params.military_share_slope * (logit(threat) - params.military_share_midpoint), 0.0, 1.0
    )


def next_military_share(share, threat, params: CommandParams, dt: float):
    """Raise the share of arms fast and lower it slowly, [run]."""
    wanted = wanted_military_share(threat, params)
    months = jnp.where(wanted > share, params.share_rise_months, params.share_fall_months)
    return adjust(share, wanted, months, dt)


def rule_tautness(share, params: CommandParams):
    """Return how taut targets are by rule, [activity, run].

    Military lines follow the square of the share of arms over its value without new threat, so
    that targets rise as fast as the share and fall as slowly.
    """
    calm = wanted_military_share(params.reference_threat, params)
    military = params.civil_tautness * (share / calm) ** 2
    military = jnp.minimum(params.tautness_ceiling, military)
    civil = jnp.broadcast_to(params.civil_tautness, military.shape)
    return jnp.where(params.is_military > 0.5, military[None], civil[None])


def capacity_seen(visible_capacity, params: CommandParams):
    """Return yearly capacity as planners see it, announced works included, [activity, run]."""
    return 12.0 * visible_capacity + params.announced_capacity


def felt_tautness(tautness, credibility):
    """Return tautness as works feel it: only a believed target counts (Hunter 1961)."""
    return 1.0 + credibility * (tautness - 1.0)


def concealed_share(params: CommandParams):
    """Return the share of capacity that works hide, [run].

    They hide because a target met is a target raised (Weitzman 1980); without a ratchet they
    hide nothing (Granick 1980).
    """
    return params.concealment_ceiling * params.ratchet / (params.ratchet + params.ratchet_memory)


def effort_of(felt, concealed, params: CommandParams, mode: Mode):
    """Return the multiplier of labour by a taut target, [activity, run].

    What is hidden comes out as a believed target rises.
    """
    excess = positive(felt - 1.0, mode)
    roused = -jnp.expm1(-params.effort_slope[None] * excess)
    return 1.0 - concealed[None] + (params.effort_ceiling + concealed)[None] * roused


def disorder_of(felt, params: CommandParams, mode: Mode):
    """Return the share of output lost when a believed target is beyond reach (Keren 1972)."""
    excess = (
        params.disorder_gain[None] * positive(felt - params.disorder_threshold[None], mode) ** 2
    )
    return excess / (1.0 + excess)


def pull_of(target, visible_capacity, params: CommandParams, mode: Mode):
    """Return capacity that military targets call for, [activity, run], unit/month per month.

    A preposterous target fails as a forecast and still buys tooling.
    """
    missing = positive(target / 12.0 - visible_capacity, mode)
    return params.capacity_pull[None] * missing * params.is_military


def next_credibility(credibility, made, planned, params: CommandParams, dt: float):
    """Let belief follow the fulfilment of this year's plan, [activity, run]."""
    share = jnp.minimum(1.0, made / jnp.maximum(planned, 1e-100))
    # The slope of a power below 1 is infinite at 0; a stand-in there keeps gradients finite.
    some = jnp.where(share > 0.0, share, 1.0)
    earned = jnp.where(share > 0.0, some ** params.credibility_exponent[None], 0.0)
    earned = jnp.where(planned > 0.0, earned, credibility)
    return adjust(credibility, earned, 12.0, dt)


def threat_rise(threat, params: CommandParams, mode: Mode):
    """Return how far the logit of threat has risen beyond the dead band, [run]."""
    rise = logit(threat) - logit(params.reference_threat) - params.division_dead_band
    return positive(rise, mode)


def secrets_acted_on(posture, posture_before, threat_by_partner):
    """Return how far a harder posture shows whose papers are read, [partner, run].

    It points at those who are feared, by their part in the fear.
    """
    feared = threat_by_partner / jnp.maximum(jnp.sum(threat_by_partner, axis=0), 1e-9)[None]
    return jnp.clip(posture - posture_before, 0.0, 1.0)[None] * feared


def required_divisions(held, rise, force_ratio, params: CommandParams):
    """Return divisions thought necessary, [run].

    A rise of threat beyond a dead band calls for more, unless our forces are already stronger.
    """
    asked = 1.0 + params.division_response * rise
    asked = asked * jnp.minimum(1.0, 1.2 / jnp.maximum(force_ratio, 1e-9))
    return held * jnp.clip(asked, 1.0, params.division_ceiling)


def pressure_of(fill_of_lists, exit_share, town_nutrition, fulfilment, params, mode: Mode):
    """Return the pressure for retreat of this month, [run].

    Args:
        fill_of_lists: fill of lists 2 and 3 together, [run].
        exit_share: share of kolkhoz people leaving, [run], 1/month.
        town_nutrition: nutrition of people off the land, [run].
        fulfilment: output over plan this year, [run].
        params: see `CommandParams`.
        mode: see `Numerics`.
    """
    return (
        params.pressure_by_ration * positive(1.0 - fill_of_lists, mode)
        + params.pressure_by_exits * exit_share / params.exits_reference
        + params.pressure_by_town_nutrition * positive(1.0 - town_nutrition, mode)
        + params.pressure_by_fulfilment * positive(1.0 - fulfilment, mode)
    )


def retreat_point(threat, params: CommandParams, mode: Mode):
    """Return the pressure at which the ruler gives way; it rises with threat, [run]."""
    rise = positive(logit(threat) - logit(params.reference_threat), mode)
    return params.retreat_threshold + params.retreat_threat_weight * rise


def next_retreat(retreat, pressure, point, params: CommandParams, dt: float):
    """Give way fast and take it back slowly, [run]."""
    wanted = gate(pressure, point, params.retreat_width)
    months = jnp.where(wanted > retreat, params.retreat_rise_months, params.retreat_fall_months)
    return adjust(retreat, wanted, months, dt)


def village_need(farm_people, nutrition_farm):
    """Return the food that farm people lack, in people going without, [region, run], kp.

    A hundredth is counted where nobody goes short, so that seed is lent in good years too.
    """
    return jnp.sum(farm_people, axis=1) * jnp.maximum(1.0 - nutrition_farm, 0.01)
