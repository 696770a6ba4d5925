"""A small country with two regions and three neighbours: two armies and a seller of machines."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.intention import IntentionRates
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.surroundings import SurroundingsParams, SurroundingsState, advance

jax.config.update("jax_enable_x64", True)

REGIONS, ITEMS, MONTHS = 2, 1, 12
JANUARY, JULY = -16.0, 19.0
PARTNERS, THEATRES, SECTORS, INFORMANTS, CHANNELS, STATEMENTS = 3, 2, 3, 3, 4, 4
EASTERN, WESTERN, SELLER = range(PARTNERS)
EAST, WEST = range(THEATRES)
DECRYPTS, EMIGRES, DIPLOMATS = range(INFORMANTS)
DECRYPTS_ON_EASTERN, EMIGRES_ON_EASTERN, EMIGRES_ON_WESTERN, DIPLOMATS_ON_WESTERN = range(CHANNELS)
INTENTIONS = (
    (0.50, 0.46, 0.030, 0.010, 0.0),
    (0.72, 0.26, 0.015, 0.005, 0.0),
    (1.0, 0.0, 0.0, 0.0, 0.0),
)
LIKELIHOOD = (
    (0.80, 0.15, 0.04, 0.01),
    (0.35, 0.50, 0.13, 0.02),
    (0.20, 0.40, 0.35, 0.05),
    (0.10, 0.25, 0.50, 0.15),
    (0.05, 0.15, 0.45, 0.35),
)
MENACE, CALM = (0.05, 0.35, 0.45, 0.15), (0.80, 0.15, 0.04, 0.01)
DECEPTION = (MENACE, MENACE, CALM, CALM, CALM)
NOISE = ((0.25,) * 4, MENACE, (0.25,) * 4)
POWER = (7.2, 57.0)
OUTLAY = 100.0

CHAIN = {
    "rate_to_contingent": (0.02, 0.01, 0.01),
    "rate_to_dormant": (0.03,) * 3,
    "rate_to_preparing": (0.02, 0.005, 0.0),
    "rate_of_standing_down": (0.08,) * 3,
    "preparation_months": (9.0, 12.0, 12.0),
    "autonomy": (0.0,) * 3,
    "weight_of_opening_early": 0.6,
    "weight_of_emigres": 0.4,
    "weight_of_relations": 0.3,
    "weight_of_opening": 0.8,
    "weight_of_window": 0.5,
    "weight_of_pact": 0.5,
    "weight_of_engagement": 1.0,
    "weight_of_resolve": 1.0,
    "weight_of_escalation": 0.25,
}
SCALARS = {
    "weather_memory": 0.3,
    "common_loading": 0.5,
    "temperature_spread": 4.0,
    "price_volatility": 0.04,
    "common_price_loading": 0.6,
    "depression_months": 18.0,
    "recovery_months": 120.0,
    "reaction": 0.0,
    "leak": 0.35,
    "opening_outlay": OUTLAY,
    "outlay_months": 6.0,
    "sight_gain": 0.15,
    "sight_noise": 0.25,
    "resolve_base": 0.0,
    "resolve_by_posture": 0.6,
    "resolve_by_publication": 0.8,
    "resolve_by_firmness": 0.8,
    "resolve_by_concession": 0.8,
    "resolve_months": 6.0,
    "control_months": 12.0,
    "control_by_interdiction": 0.15,
}
BY_AXES = {
    "mobilisable_forces": ((12.0, 30.0, 0.0), (PARTNERS,)),
    "is_adversary": ((1.0, 1.0, 0.0), (PARTNERS,)),
    "opening_power": (POWER, (THEATRES,)),
    "usual_export_control": ((0.1, 0.1, 0.2), (PARTNERS,)),
    "is_seller": ((0.0, 0.0, 1.0), (PARTNERS,)),
    "is_decrypt": ((1.0, 0.0, 0.0), (INFORMANTS,)),
    "report_error": ((0.1, 0.55, 0.4), (INFORMANTS,)),
    "report_rate": ((3.0, 2.0, 1.0, 0.5), (CHANNELS,)),
    "delivery_months": ((2.0, 1.0, 1.0, 0.5), (CHANNELS,)),
    "statement_likelihood": (LIKELIHOOD, (5, STATEMENTS)),
    "deception_likelihood": (DECEPTION, (5, STATEMENTS)),
    "noise_statements": (NOISE, (INFORMANTS, STATEMENTS)),
}
BY_PARTNER = {
    "engaged_elsewhere": 0.15,
    "third_party_support": 0.0,
    "emigre_sponsorship": 0.3,
    "mobilised_share": 0.4,
    "relations": -0.2,
    "pact_strength": 0.0,
    "cipher_access": 0.6,
    "published_decrypts_last_month": 0.0,
    "stood_firm_last_month": 0.0,
    "concession_last_month": 0.0,
}
BY_NOTHING = {
    "dated_letters": 1.0,
    "published_outlay_last_month": OUTLAY,
    "posture_last_month": 0.0,
    "interdictions_last_month": 0.0,
}


def fill(value, *shape):
    """Return an array of a shape whose last axis is the run; figures may leave that axis out."""
    given = np.asarray(value, dtype=float)
    if given.ndim == len(shape) - 1:
        given = given[..., None]
    return jnp.asarray(np.broadcast_to(given, shape))


def make_state(runs: int = 1, **given) -> SurroundingsState:
    estimate = np.log([POWER[EAST], POWER[WEST], POWER[WEST]])
    values = {
        "weather_anomaly": (0.0, (REGIONS,)),
        "air_temperature": (0.0, (REGIONS,)),
        "export_price": (1.0, (ITEMS,)),
        "import_price": (1.0, (ITEMS,)),
        "true_intention": (np.transpose(INTENTIONS), (5, PARTNERS)),
        "estimate_of_us": (estimate, (PARTNERS,)),
        "estimates_of_year": (np.tile(estimate, (12, 1)), (12, PARTNERS)),
        "outlay_known_abroad": (OUTLAY, ()),
        "belief_in_our_resolve": (0.5, (PARTNERS,)),
        "export_control": ((0.1, 0.1, 0.2), (PARTNERS,)),
        "reports_under_way": (0.0, (CHANNELS, STATEMENTS)),
        "source_is_controlled": (0.0, (INFORMANTS,)),
    }
    return SurroundingsState(
        **{name: fill(given.get(name, value), *s, runs) for name, (value, s) in values.items()}
    )


def make_chain(**given) -> IntentionRates:
    values = {name: given.get(name, value) for name, value in CHAIN.items()}
    return IntentionRates(
        season_of_attack=fill(given.get("season_of_attack", 1.0), MONTHS, 1),
        **{
            name: fill(value, PARTNERS, 1) if np.ndim(CHAIN[name]) else fill(value, 1)
            for name, value in values.items()
        },
    )


def make_params(**given) -> SurroundingsParams:
    year = np.interp(np.arange(MONTHS), [0, 6, 11], [JANUARY, JULY, JANUARY])
    return SurroundingsParams(
        chain=given.get("chain", make_chain()),
        theatre_of_partner=(EAST, WEST, WEST),
        partner_of_sector=(EASTERN, EASTERN, WESTERN),
        informant_of_channel=(DECRYPTS, EMIGRES, EMIGRES, DIPLOMATS),
        partner_of_channel=(EASTERN, EASTERN, WESTERN, WESTERN),
        topic_of_informant=(0, 2, 1),
        mean_temperature=fill(np.tile(year, (REGIONS, 1)), REGIONS, MONTHS, 1),
        export_drift=fill(given.get("export_drift", -0.025), ITEMS, 1),
        import_drift=fill(given.get("import_drift", -0.012), ITEMS, 1),
        **{name: fill(given.get(name, value), 1) for name, value in SCALARS.items()},
        **{name: fill(given.get(name, value), *s, 1) for name, (value, s) in BY_AXES.items()},
    )


def make_inputs(weather=np.nan, export_price=np.nan, import_price=np.nan, **given) -> dict:
    forces = np.zeros((PARTNERS, THEATRES))
    forces[EASTERN, EAST], forces[WESTERN, WEST] = 4.0, 30.0
    wide = {
        "attention": (0.25, (4,)),
        "standing_forces": (forces, (PARTNERS, THEATRES)),
        "dated_reports": (0.0, (CHANNELS, STATEMENTS)),
        "draws_reports": (1.0, (CHANNELS,)),
        "escalation": (0.3, (SECTORS,)),
        "combat_power_last_month": (POWER, (THEATRES,)),
    }
    return {
        "weather_given": fill(weather, REGIONS, 1),
        "export_price_given": fill(export_price, ITEMS, 1),
        "import_price_given": fill(import_price, ITEMS, 1),
        **{name: fill(given.get(name, value), PARTNERS, 1) for name, value in BY_PARTNER.items()},
        **{name: fill(given.get(name, value), 1) for name, value in BY_NOTHING.items()},
        **{name: fill(given.get(name, value), *s, 1) for name, (value, s) in wide.items()},
    }


def make_chance(runs=1, count=0, mode="exact", seed=1):
    names = {
        "region": [f"region{number}" for number in range(REGIONS)],
        "export_item": ["export0"],
        "import_item": ["import0"],
        "partner": ["eastern", "western", "seller"],
        "informant": ["decrypts", "emigres", "diplomats"],
        "channel": [f"channel{number}" for number in range(CHANNELS)],
    }
    entities = {
        axis: jnp.asarray([name_code(name) for name in members], dtype=jnp.uint32)
        for axis, members in names.items()
    }
    keys = run_keys(seed, jnp.arange(runs))
    return step_chance(keys, entities, count, mode).room("surroundings")


@eqx.filter_jit
def _months_of(state, params, inputs, paths, seed, steps, mode, months, runs):
    def one(carried, at):
        month, path = at
        flows = []
        for step in range(steps):
            carried, moved = advance(
                carried,
                params,
                numerics=Numerics(mode, steps),
                moment=Moment(month, month % MONTHS, step, steps),
                chance=make_chance(runs, month * steps + step, mode, seed),
                **(inputs | path),
            )
            flows.append(moved)
        mean = jax.tree.map(lambda *each: sum(each) / steps, *flows)
        return carried, (carried, mean)

    return jax.lax.scan(one, state, (jnp.arange(months), paths))[1]


def run_of(state, params, inputs, *, paths=None, steps=1, mode="exact", months=1, runs=1, seed=1):
    """Return states at the end of each month and mean flows of it, leading axis month.

    Args:
        state: the opening.
        params: of the room.
        inputs: those that stay as they are.
        paths: inputs that move, leading axis month.
        steps: per month.
        mode: see `Numerics`.
        months: how many.
        runs: how many.
        seed: of the draws.
    """
    return _months_of(
        state, params, inputs, paths or {}, jnp.asarray(seed), steps, mode, months, runs
    )


def months_of(state, params, inputs, **how):
    """Return the states at the end of each month, leading axis month."""
    return run_of(state, params, inputs, **how)[0]
