"""Outside: what no room gives: what happens elsewhere, and what history knows; paths over time.

A path comes from the scenario's `outside.csv`. NaN in a path that a room can draw for itself
leaves it to that room.
"""

import equinox as eqx

from sinews.core.arrays import (
    PerChannel,
    PerChannelStatement,
    PerCoalition,
    PerExportItem,
    PerImportItem,
    PerPartner,
    PerPartnerTheatre,
    PerRegion,
    PerSector,
)
from sinews.core.fields import quantity


class Outside(eqx.Module):
    """What comes from outside in one month."""

    engaged_elsewhere: PerPartner = quantity(
        "1", "how far a state is engaged elsewhere", "published", minimum=0.0, maximum=1.0
    )
    third_party_support: PerPartner = quantity(
        "1", "log of the weight that others lend to its forces", "office"
    )
    emigre_sponsorship: PerPartner = quantity(
        "1", "how far it sponsors our emigres", "office", minimum=0.0, maximum=1.0
    )
    standing_forces: PerPartnerTheatre = quantity(
        "dve", "standing forces facing us", "office", minimum=0.0
    )
    mobilised_share: PerPartner = quantity(
        "1", "share of its reserves counted with them", "office", minimum=0.0, maximum=1.0
    )
    dated_reports: PerChannelStatement = quantity(
        "1/month", "letters known to history, by month of delivery", minimum=0.0
    )
    draws_reports: PerChannel = quantity(
        "1", "whether reports of the channel are drawn", minimum=0.0, maximum=1.0
    )
    coalition_reports: PerCoalition = quantity(
        "1/month", "letters that name those who would join", minimum=0.0
    )
    domestic_veto: PerPartner = quantity(
        "1", "how far politics at home hold up a signature", "published", minimum=0.0, maximum=1.0
    )
    renewed: PerPartner = quantity(
        "month/month", "months added to a pact in force", "published", minimum=0.0
    )
    rate_factor: PerSector = quantity(
        "1", "border incidents over their usual rate", "office", minimum=0.0
    )
    weather_given: PerRegion = quantity("sd", "known weather; open where drawn", "published")
    export_price_given: PerExportItem = quantity(
        "1", "known price at opening prices; open where drawn", "published", minimum=0.0
    )
    import_price_given: PerImportItem = quantity(
        "1", "known price at opening prices; open where drawn", "published", minimum=0.0
    )
