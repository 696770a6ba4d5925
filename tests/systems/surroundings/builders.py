"""A small country with two regions, one export and one import."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.surroundings import SurroundingsParams, SurroundingsState, advance

jax.config.update("jax_enable_x64", True)

REGIONS, ITEMS, MONTHS = 2, 1, 12
JANUARY, JULY = -16.0, 19.0


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def make_state(runs: int = 1, **given) -> SurroundingsState:
    return SurroundingsState(
        weather_anomaly=_fill(given.get("weather_anomaly", 0.0), REGIONS, runs),
        air_temperature=_fill(given.get("air_temperature", 0.0), REGIONS, runs),
        export_price=_fill(given.get("export_price", 1.0), ITEMS, runs),
        import_price=_fill(given.get("import_price", 1.0), ITEMS, runs),
    )


def make_params(**given) -> SurroundingsParams:
    year = np.interp(np.arange(MONTHS), [0, 6, 11], [JANUARY, JULY, JANUARY])
    scalars = {
        "weather_memory": 0.3,
        "common_loading": 0.5,
        "temperature_spread": 4.0,
        "price_volatility": 0.04,
        "common_price_loading": 0.6,
        "depression_months": 18.0,
        "recovery_months": 120.0,
    }
    return SurroundingsParams(
        mean_temperature=_fill(year[None, :, None], REGIONS, MONTHS, 1),
        export_drift=_fill(given.get("export_drift", -0.025), ITEMS, 1),
        import_drift=_fill(given.get("import_drift", -0.012), ITEMS, 1),
        **{name: _fill(given.get(name, value), 1) for name, value in scalars.items()},
    )


def make_inputs(weather=np.nan, export_price=np.nan, import_price=np.nan) -> dict:
    return {
        "weather_given": _fill(weather, REGIONS, 1),
        "export_price_given": _fill(export_price, ITEMS, 1),
        "import_price_given": _fill(import_price, ITEMS, 1),
    }


def _chance(runs, count, mode, seed):
    names = {
        "region": [f"region{number}" for number in range(REGIONS)],
        "export_item": ["export0"],
        "import_item": ["import0"],
    }
    entities = {
        axis: jnp.asarray([name_code(name) for name in members], dtype=jnp.uint32)
        for axis, members in names.items()
    }
    keys = run_keys(seed, jnp.arange(runs))
    return step_chance(keys, entities, count, mode).room("surroundings")


@eqx.filter_jit
def _months_of(state, params, inputs, seed, steps, mode, months, runs):

    def one(carried, month):
        for step in range(steps):
            moment = Moment(month, month % MONTHS, step, steps)
            chance = _chance(runs, month * steps + step, mode, seed)
            carried, _ = advance(
                carried,
                params,
                numerics=Numerics(mode, steps),
                moment=moment,
                chance=chance,
                **inputs,
            )
        return carried, carried

    return jax.lax.scan(one, state, jnp.arange(months))[1]


def months_of(state, params, inputs, *, steps=1, mode="exact", months=1, runs=1, seed=1):
    """Return the states at the end of each month, leading axis month."""
    return _months_of(state, params, inputs, jnp.asarray(seed), steps, mode, months, runs)
