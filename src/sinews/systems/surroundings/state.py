"""Surroundings: what is held, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerExportItem,
    PerImportItem,
    PerRegion,
    PerRegionMonthOfYear,
    Scalar,
)
from sinews.core.fields import quantity


class SurroundingsState(eqx.Module):
    """What weather and world market are like."""

    weather_anomaly: PerRegion = quantity(
        "sd", "weather for crops against its mean", "published", minimum=-8.0, maximum=8.0
    )
    air_temperature: PerRegion = quantity(
        "degC", "mean air temperature of the month", "published", minimum=-70.0, maximum=60.0
    )
    export_price: PerExportItem = quantity(
        "1", "price of what is sold abroad; 1 in January 1931", "published", minimum=0.0
    )
    import_price: PerImportItem = quantity(
        "1", "price of what is bought abroad; 1 in January 1931", "published", minimum=0.0
    )


class SurroundingsParams(eqx.Module):
    """How weather and prices vary; constant over a run."""

    weather_memory: Scalar = quantity(
        "1", "share of the anomaly left after a month", "published", minimum=0.0, maximum=0.999
    )
    common_loading: Scalar = quantity(
        "1",
        "loading of regional weather on the common factor",
        "published",
        minimum=0.0,
        maximum=1.0,
    )
    mean_temperature: PerRegionMonthOfYear = quantity(
        "degC", "climatological mean air temperature", "published", minimum=-60.0, maximum=50.0
    )
    temperature_spread: Scalar = quantity(
        "degC", "standard deviation of monthly temperature", "published", minimum=0.0
    )
    price_volatility: Scalar = quantity(
        "1", "standard deviation of the log price after a month", "published", minimum=0.0
    )
    common_price_loading: Scalar = quantity(
        "1", "loading of prices on the world market as a whole", minimum=0.0, maximum=1.0
    )
    export_drift: PerExportItem = quantity("1/month", "drift of log export prices at the opening")
    import_drift: PerImportItem = quantity("1/month", "drift of log import prices at the opening")
    depression_months: Scalar = quantity(
        "month", "time in which the drift of the depression fades", minimum=1.0
    )
    recovery_months: Scalar = quantity(
        "month", "time in which prices return to those of the opening", minimum=1.0
    )


class SurroundingsFlows(eqx.Module):
    """What is observed of the month as a whole."""

    mean_weather: Scalar = quantity("sd", "weather for crops, mean of regions", "published")
    terms_of_trade: Scalar = quantity(
        "1", "export over import prices, geometric means", "published", minimum=0.0
    )
