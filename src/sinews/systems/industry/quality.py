"""Yield and quality: why a country that begins 3,000 tanks accepts 2,000."""

import jax.numpy as jnp

from sinews.core.groups import look_up
from sinews.core.numerics import Mode
from sinews.core.smooth import gate, soft_min_over
from sinews.systems.industry.sharing import SHARP
from sinews.systems.industry.state import IndustryParams


def parts_gate(component_quality, imported_part_share, params: IndustryParams, mode: Mode):
    """Return the share of vehicles whose worst part is good enough, [activity, run].

    The chain is as strong as its weakest part (Kremer 1993); parts bought abroad are good.
    """
    quality = component_quality + imported_part_share * (1.0 - component_quality)
    asked = params.required_quality
    passed = gate(quality[None], asked, params.quality_width[None, None])
    passed = jnp.where(asked > 0.0, passed, 1.0)
    return soft_min_over(passed, 1, mode, SHARP)


def accepted_share(started_so_far, parts, disorder, params: IndustryParams):
    """Return the share of units begun that is accepted, [activity, run].

    Units begun teach, rejects included, so that experience counts what was started.
    """
    experience = started_so_far + params.yield_start
    learned = 1.0 - jnp.exp(-experience / params.yield_scale)
    orderly = 1.0 - params.yield_loss_by_disorder[None] * disorder
    return params.yield_ceiling * learned * parts * orderly


def learn_quality(component_quality, made, frontier, params: IndustryParams, dt: float):
    """Raise the quality of parts by making them, towards what designs teach."""
    output = look_up(made, params.activity_of_component)
    rate = params.quality_learning[None] * output / (output + params.quality_scale)
    gap = jnp.maximum(frontier - component_quality, 0.0)
    return component_quality + (1.0 - jnp.exp(-rate * dt)) * gap
