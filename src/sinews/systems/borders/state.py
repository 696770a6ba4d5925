"""Borders: what is held, what is set, what happens."""

import equinox as eqx

from sinews.core.arrays import (
    PerIncidentKind,
    PerMonthOfYear,
    PerPartner,
    PerSector,
    PerSectorIncidentKind,
    Scalar,
)
from sinews.core.fields import link, quantity


def _share(meaning: str, **more):
    return quantity("1", meaning, minimum=0.0, maximum=1.0, **more)


class BordersState(eqx.Module):
    """What the borders are like at the start of a month."""

    excitation: PerSector = quantity(
        "1/month", "incidents to be expected as an echo of former ones", minimum=0.0
    )
    escalation: PerSector = quantity(
        "1",
        "rung of the ladder: quiet, violations, shots, raid, company clash, battle, local war",
        "office",
        minimum=0.0,
        maximum=6.0,
    )


class BordersParams(eqx.Module):
    """How incidents come about; constant over a run."""

    partner_of_sector: tuple[int, ...] = link("sector", "partner", "who stands opposite")
    theatre_of_sector: tuple[int, ...] = link("sector", "theatre", "whose troops stand behind it")

    base_rate: PerSector = quantity("1/month", "incidents that nobody provoked", minimum=0.0)
    kind_share: PerSectorIncidentKind = _share("share of each kind among incidents", absent=0.0)
    rate_by_patrols: Scalar = quantity("1", "log of the rate per log of patrols")
    rate_by_intention: Scalar = quantity("1", "log of the rate by the partner's intention")
    rate_by_season: Scalar = quantity("1", "log of the rate by season")
    season: PerMonthOfYear = quantity(
        "1", "busy months above 0, quiet ones below", "published", minimum=-1.0, maximum=1.0
    )
    probing: Scalar = quantity(
        "1", "incidents invited by restraint in weakness", minimum=0.0, absent=0.0
    )
    offspring: PerSector = quantity(
        "1", "incidents that one incident brings about", minimum=0.0, maximum=0.99
    )
    echo_decay: Scalar = quantity("1/month", "rate at which the echo fades", minimum=0.01)
    severity_of_kind: PerIncidentKind = quantity(
        "1", "how grave an incident of this kind is on average", minimum=0.0, absent=1.0
    )
    restraint_on_severity: Scalar = _share("severity spared by full restraint")
    restraint_on_echo: Scalar = _share("echo spared by full restraint")
    restraint_on_ladder: Scalar = _share("climbing spared by full restraint")
    ladder_gain: Scalar = quantity("1", "rungs climbed per unit of severity", minimum=0.0)
    ladder_months: Scalar = quantity("month", "time in which a quarrel settles", minimum=0.1)
    men_per_severity: Scalar = quantity("kp", "men lost per unit of severity", minimum=0.0)


class BordersFlows(eqx.Module):
    """What happened at the borders; numbers per month."""

    intensity: PerSector = quantity("1/month", "incidents to be expected", minimum=0.0)
    incidents: PerSectorIncidentKind = quantity("1/month", "incidents", "office", minimum=0.0)
    airspace_violations: PerSector = quantity(
        "1/month", "aircraft that crossed the border", "office", minimum=0.0
    )
    incidents_of_partner: PerPartner = quantity(
        "1/month", "incidents on the borders of a partner", "office", minimum=0.0
    )
    escalation_of_partner: PerPartner = quantity(
        "1", "highest rung on the borders of a partner", "office", minimum=0.0, maximum=6.0
    )
    stood_firm: PerPartner = quantity(
        "1",
        "chance that an incident of the month was answered, as the partner sees it",
        "office",
        minimum=0.0,
        maximum=1.0,
    )
    severity: PerSector = quantity(
        "1/month", "severity of all incidents together", "office", minimum=0.0
    )
    men_lost: Scalar = quantity("kp/month", "men killed, wounded or taken", "office", minimum=0.0)
    railway_sabotage: Scalar = quantity(
        "1/month", "incidents on the railway", "published", minimum=0.0
    )
