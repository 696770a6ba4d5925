"""Organisation: what is held, what is set, what it costs."""

import equinox as eqx

from sinews.core.arrays import PerActivity, PerActivityMinistry, PerMinistry, Scalar
from sinews.core.fields import Secrecy, quantity


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


class OrganisationState(eqx.Module):
    """Who commands what at the start of a month."""

    assignment: PerActivityMinistry = _share(
        "share of an activity that a ministry commands", "published", absent=0.0
    )
    disturbance: PerMinistry = quantity(
        "1", "log of output lost to unsettled lines of command", "office", minimum=0.0, absent=0.0
    )
    directorate_cover: Scalar = _share("how far the mobilisation directorate reaches")


class OrganisationParams(eqx.Module):
    """What organisation costs; constant over a run."""

    complexity: PerActivity = quantity(
        "1", "what an activity asks of those who command it", "office", minimum=0.0
    )
    staff: PerMinistry = quantity(
        "1", "complexity that a ministry commands at a normal span", "office", minimum=0.01
    )
    apparatus_kept: PerMinistry = _share(
        "share of the former apparatus that goes over to the ministry unbroken", absent=0.0
    )
    is_defence: PerActivity = _share("1 for works under the mobilisation directorate", absent=0.0)
    vertical_loss: Scalar = quantity("1", "log of output lost at a normal span", minimum=0.0)
    span_exponent: Scalar = quantity("1", "growth of that loss with the span", minimum=0.0)
    horizontal_loss: Scalar = quantity(
        "1", "log of output lost when all inputs come from other ministries", minimum=0.0
    )
    directorate_effect: Scalar = _share("share of that loss that the directorate saves")
    misdelivery_within: Scalar = _share("share of inputs sent astray within one ministry")
    misdelivery_gain: Scalar = quantity(
        "1", "inputs sent astray per unit of the loss between ministries", minimum=0.0
    )
    upheaval_loss: Scalar = quantity(
        "1", "log of output lost when a ministry is all new", minimum=0.0
    )
    settling_months: Scalar = quantity("month", "time to settle again", minimum=0.1)
    directorate_months: Scalar = quantity("month", "time to lay a directorate over", minimum=0.1)
    opening_cover: Scalar = _share("reach of the directorate that 1 in coordination stands for")


class OrganisationFlows(eqx.Module):
    """What organisation does to timing and place; it neither makes nor destroys goods."""

    coordination: PerActivity = quantity(
        "1", "output left after losses of coordination, over that of the opening", "office",
        minimum=0.0,
    )  # fmt: skip
    coordination_level: PerActivity = quantity(
        "1", "output left after losses of coordination", "office", minimum=0.0, maximum=1.0
    )
    misdelivery: PerActivity = quantity(
        "1", "share of inputs sent to the wrong place", "office", minimum=0.0, maximum=1.0
    )
    span: PerMinistry = quantity(
        "1", "complexity commanded over that of a normal span", "office", minimum=0.0
    )
    inputs_from_others: PerActivity = quantity(
        "1", "share of inputs made under other ministries", "office", minimum=0.0, maximum=1.0
    )
    upheaval: PerMinistry = quantity(
        "1/month", "disturbance added by a change of hands", "office", minimum=0.0
    )
