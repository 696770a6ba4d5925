"""Surroundings: equations of weather, cold and world prices."""

import jax.numpy as jnp
from jaxtyping import Array

from sinews.core.arrays import PerRegion, PerRegionMonthOfYear, Scalar

LEAST_PRICE = 1e-6


def overrule(drawn, given):
    """Return the given value where one is known, the drawn one where it is open (NaN)."""
    is_open = jnp.isnan(given)
    return jnp.where(is_open, drawn, jnp.where(is_open, 0.0, given))


def blend(common: Scalar, own: Array, loading: Scalar) -> Array:
    """Mix a common and an own standard normal draw into draws of unit variance, [member, run].

    Two members then correlate by the square of the loading.
    """
    return loading[None] * common[None] + jnp.sqrt(1.0 - loading**2)[None] * own


def next_anomaly(anomaly: PerRegion, shock: PerRegion, memory: Scalar, dt: float) -> PerRegion:
    """Advance the weather anomaly, an autoregression of unit variance at any step.

    Args:
        anomaly: weather of the step before, [region, run], sd.
        shock: standard normal draws, [region, run].
        memory: share of the anomaly left after a month, [run].
        dt: length of the step in months.
    """
    kept = memory**dt
    return kept[None] * anomaly + jnp.sqrt(1.0 - kept**2)[None] * shock


def temperature_of(mean: PerRegion, spread: Scalar, shock: PerRegion) -> PerRegion:
    """Return the month's air temperature, [region, run], degC."""
    return mean + spread[None] * shock


def drift_of(price, opening_drift, month, depression_months, recovery_months):
    """Return the drift of log prices: a depression that fades, and a slow way back.

    Args:
        price: index, [item, run]; 1 at the opening.
        opening_drift: drift per month when the run starts, [item, run].
        month: months since the start.
        depression_months: time in which that drift fades, [run].
        recovery_months: time in which prices return to 1, [run].
    """
    fading = jnp.exp(-jnp.asarray(month, price.dtype) / depression_months)
    level = jnp.log(jnp.maximum(price, LEAST_PRICE))
    return opening_drift * fading[None] - level / recovery_months[None]


def next_price(price, drift, volatility: Scalar, shock, dt: float):
    """Advance an index by a random walk of its logarithm; zero stays zero."""
    return price * jnp.exp(drift * dt + volatility[None] * jnp.sqrt(dt) * shock)


def terms_of_trade(export_price, import_price) -> Scalar:
    """Return the ratio of the geometric means of export and import prices."""
    exports = jnp.mean(jnp.log(jnp.maximum(export_price, LEAST_PRICE)), axis=0)
    imports = jnp.mean(jnp.log(jnp.maximum(import_price, LEAST_PRICE)), axis=0)
    return jnp.exp(exports - imports)


def of_month(means: PerRegionMonthOfYear, month_of_year) -> PerRegion:
    """Return this month's column of a table by region and month of the year."""
    return means[:, month_of_year]
