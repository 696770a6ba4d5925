"""Surroundings: the draws of weather, cold and world prices.

Weather remembers a little of last month and is shared by neighbours. Prices walk at random
under the depression. Where history gives a value it takes the place of the draw, and the next
draw goes on from it.

Sources: first-order autoregression, Box and Jenkins (1970); the drift of the depression is a
scenario path and then an assumption.
"""

import jax.numpy as jnp

from sinews.systems.surroundings import rules


def next_weather(state, params, numerics, chance, given):
    """Return the weather anomaly of each region, [region, run], sd."""
    common, own = chance.normal("weather_of_all"), chance.normal("weather", "region")
    shock = rules.blend(common, own, params.common_loading)
    drawn = rules.next_anomaly(state.weather_anomaly, shock, params.weather_memory, numerics.dt)
    return rules.overrule(drawn, given)


def next_temperature(state, params, moment, chance):
    """Return the month's air temperature, [region, run], degC."""
    # Temperature is that of the whole month, so it is drawn once, whatever the step.
    if not moment.opens_month:
        return state.air_temperature
    mean = rules.of_month(params.mean_temperature, moment.month_of_year)
    drawn = rules.temperature_of(
        mean, params.temperature_spread, chance.normal("temperature", "region")
    )
    return jnp.broadcast_to(drawn, state.air_temperature.shape)


def next_prices(price, opening_drift, params, numerics, moment, chance, given, side):
    """Return the prices of one side of trade, `export` or `import`, [item, run]."""
    drift = rules.drift_of(
        price, opening_drift, moment.month, params.depression_months, params.recovery_months
    )
    own = chance.normal(f"{side}_price", f"{side}_item")
    shock = rules.blend(chance.normal("price_of_all"), own, params.common_price_loading)
    drawn = rules.next_price(price, drift, params.price_volatility, shock, numerics.dt)
    return rules.overrule(drawn, given)
