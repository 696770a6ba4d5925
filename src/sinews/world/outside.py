"""Outside: what rooms that are not built yet, or no room, would give; paths over time.

A path comes from the scenario's `outside.csv`. NaN in a path that a room can draw for itself
leaves it to that room.
"""

import equinox as eqx

from sinews.core.arrays import (
    PerActivity,
    PerCreditor,
    PerExportItem,
    PerImportItem,
    PerRegion,
    PerTheatre,
    Scalar,
)
from sinews.core.fields import quantity


class Outside(eqx.Module):
    """What comes from outside in one month."""

    threat: Scalar = quantity(
        "1", "war within twelve months as the ruler sees it", minimum=0.0, maximum=1.0
    )
    relations: PerCreditor = quantity(
        "1", "warmth of relations with a lender", "published", minimum=-1.0, maximum=1.0
    )
    export_control: Scalar = quantity(
        "1", "how far sellers of arms are held back", "office", minimum=0.0, maximum=1.0
    )
    coordination: PerActivity = quantity(
        "1", "output left after losses of coordination", "office", minimum=0.0, maximum=1.2
    )
    misdelivery: PerActivity = quantity(
        "1", "share of inputs sent to the wrong place", "office", minimum=0.0, maximum=1.0
    )
    foreign_forces: PerTheatre = quantity("dve", "forces facing us", "office", minimum=0.0)
    treaty_receipts: Scalar = quantity("MGR/month", "payments under treaties", minimum=0.0)
    weather_given: PerRegion = quantity("sd", "known weather; open where drawn", "published")
    export_price_given: PerExportItem = quantity(
        "1", "known price at opening prices; open where drawn", "published", minimum=0.0
    )
    import_price_given: PerImportItem = quantity(
        "1", "known price at opening prices; open where drawn", "published", minimum=0.0
    )
