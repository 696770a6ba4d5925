"""Surroundings: one month of weather, cold and world prices.

Weather remembers a little of last month and is shared by neighbours. Prices walk at random
under the depression. Where history gives a value it takes the place of the draw, and the next
draw goes on from it.

Sources: first-order autoregression, Box and Jenkins (1970); the drift of the depression is a
scenario path and then an assumption.
"""

import jax.numpy as jnp

from sinews.core.arrays import PerExportItem, PerImportItem, PerRegion
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.systems.surroundings import rules
from sinews.systems.surroundings.state import (
    SurroundingsFlows,
    SurroundingsParams,
    SurroundingsState,
)


def advance(
    state: SurroundingsState,
    params: SurroundingsParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    weather_given: PerRegion,
    export_price_given: PerExportItem,
    import_price_given: PerImportItem,
) -> tuple[SurroundingsState, SurroundingsFlows]:
    """Draw the weather and the prices of a step.

    Args:
        state: weather and prices of the step before.
        params: how they vary.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        chance: the room's own stream.
        weather_given: known weather, [region, run], sd; NaN leaves it to the draw.
        export_price_given: known index, [export_item, run]; NaN leaves it to the draw.
        import_price_given: known index, [import_item, run]; NaN leaves it to the draw.
    """
    after = SurroundingsState(
        weather_anomaly=_weather(state, params, numerics, chance, weather_given),
        air_temperature=_temperature(state, params, moment, chance),
        export_price=_prices(
            state.export_price, params.export_drift, params, numerics, moment, chance,
            export_price_given, "export",
        ),
        import_price=_prices(
            state.import_price, params.import_drift, params, numerics, moment, chance,
            import_price_given, "import",
        ),
    )  # fmt: skip
    flows = SurroundingsFlows(
        mean_weather=jnp.mean(after.weather_anomaly, axis=0),
        terms_of_trade=rules.terms_of_trade(after.export_price, after.import_price),
    )
    return after, flows


def _weather(state, params, numerics, chance, given):
    common, own = chance.normal("weather_of_all"), chance.normal("weather", "region")
    shock = rules.blend(common, own, params.common_loading)
    drawn = rules.next_anomaly(state.weather_anomaly, shock, params.weather_memory, numerics.dt)
    return rules.overrule(drawn, given)


def _temperature(state, params, moment, chance):
    # Temperature is that of the whole month, so it is drawn once, whatever the step.
    if not moment.opens_month:
        return state.air_temperature
    mean = rules.of_month(params.mean_temperature, moment.month_of_year)
    drawn = rules.temperature_of(
        mean, params.temperature_spread, chance.normal("temperature", "region")
    )
    return jnp.broadcast_to(drawn, state.air_temperature.shape)


def _prices(price, opening_drift, params, numerics, moment, chance, given, side):
    drift = rules.drift_of(
        price, opening_drift, moment.month, params.depression_months, params.recovery_months
    )
    own = chance.normal(f"{side}_price", f"{side}_item")
    shock = rules.blend(chance.normal("price_of_all"), own, params.common_price_loading)
    drawn = rules.next_price(price, drift, params.price_volatility, shock, numerics.dt)
    return rules.overrule(drawn, given)
