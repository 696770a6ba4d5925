"""A small office: three neighbours, three informants, four channels, four coalitions."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.intention import IntentionRates
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.intelligence import IntelligenceParams, IntelligenceState, advance

jax.config.update("jax_enable_x64", True)

NORTH, SOUTH, ISLE = 0, 1, 2
DECRYPTS, AGENTS, EMIGRES = 0, 1, 2
D, C, P1, P2, P3 = range(5)
CALM, CONDITIONAL, PREPARING, DATE = range(4)
NORTH_READ, NORTH_TOLD, SOUTH_TOLD, NORTH_GOSSIP = range(4)
NORTH_ALONE, NORTH_SOUTH, SOUTH_ALONE, NORTH_ISLE = range(4)

LIKELIHOOD = [
    [0.80, 0.15, 0.04, 0.01],
    [0.35, 0.50, 0.13, 0.02],
    [0.20, 0.40, 0.35, 0.05],
    [0.10, 0.25, 0.50, 0.15],
    [0.05, 0.15, 0.45, 0.35],
]
MENACE, SOOTHING = [0.05, 0.35, 0.45, 0.15], [0.80, 0.15, 0.04, 0.01]
BELIEF = [[0.6, 0.4, 0.8], [0.34, 0.5, 0.15], [0.03, 0.06, 0.03], [0.02, 0.03, 0.01], [0.01] * 3]
CHAIN = {
    "rate_to_contingent": [0.02, 0.01, 0.01],
    "rate_to_dormant": [0.03, 0.03, 0.03],
    "rate_to_preparing": [0.05, 0.01, 0.002],
    "rate_of_standing_down": [0.08, 0.08, 0.08],
    "preparation_months": [9.0, 12.0, 12.0],
    "autonomy": [0.0, 0.0, 0.0],
}
WEIGHTS = {
    "opening_early": 0.6,
    "emigres": 0.4,
    "relations": 0.3,
    "opening": 0.8,
    "window": 0.5,
    "pact": 0.5,
    "engagement": 1.0,
    "resolve": 1.0,
    "escalation": 0.25,
}
SCALARS = {
    "report_overlap": 1.0,
    "learning_weight": 0.5,
    "memory_of_prior": 0.9,
    "confirmation_bias": 0.0,
    "confirmation_slope": 1.0,
    "recovery_months": 9.0,
    "burn_by_publication": 1.6,
    "burn_by_use": 0.02,
    "burn_spontaneous": 0.01,
    "burn_loss": 0.8,
    "weight_of_coalition_report": 2.0,
    "doubt_by_pact": 0.5,
}
UNDISTORTED = {
    "topic_weight": [1.0, 1.0, 1.0, 1.0],
    "report_overlap": 0.0,
    "learning_weight": 0.0,
    "memory_of_prior": 1.0,
    "doubled_share": [0.0, 0.0, 0.0],
}
ENTITIES = {
    axis: jnp.asarray([name_code(f"{axis} {at}") for at in range(size)], jnp.uint32)
    for axis, size in (("partner", 3), ("channel", 4), ("informant", 3))
}


def _fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def column(values, runs=1):
    """Return values along a leading axis, the same in every run."""
    values = np.asarray(values, dtype=float)
    return _fill(values[..., None], *values.shape, runs)


def make_state(runs: int = 1, **given) -> IntelligenceState:
    return IntelligenceState(
        belief=column(given.get("belief", BELIEF), runs),
        cipher_access=column(given.get("cipher_access", [0.6, 0.2, 0.0]), runs),
        months_since_codes_changed=column(given.get("months_since", [60.0] * 3), runs),
        source_agrees=column(given.get("source_agrees", [9.0, 7.0, 4.5]), runs),
        source_differs=column(given.get("source_differs", [1.0, 3.0, 5.5]), runs),
        join_counts=column(given.get("join_counts", [6.0, 3.0, 5.0, 1.0]), runs),
    )


def make_chain(**given) -> IntentionRates:
    by_partner = {name: column(given.get(name, value)) for name, value in CHAIN.items()}
    weights = {
        f"weight_of_{name}": _fill(given.get(f"weight_of_{name}", value), 1)
        for name, value in WEIGHTS.items()
    }
    season = column(given.get("season_of_attack", np.ones(12)))
    return IntentionRates(**by_partner, **weights, season_of_attack=season)


def make_params(**given) -> IntelligenceParams:
    deception = [MENACE, MENACE, SOOTHING, SOOTHING, SOOTHING]
    shaped = {
        "statement_likelihood": LIKELIHOOD,
        "deception_likelihood": deception,
        "doubled_share": [0.0, 0.1, 0.1],
        "topic_weight": [1.0, 0.6, 1.8, 1.0],
        "report_rate": [3.0, 1.0, 1.0, 2.0],
        "is_decrypt": [1.0, 0.0, 0.0],
        "opening_belief": BELIEF,
        "access_gain": [0.03, 0.03, 0.0],
        "is_joiner": [[0, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1]],
    }
    return IntelligenceParams(
        chain=make_chain(**given.get("chain", {})),
        informant_of_channel=(DECRYPTS, AGENTS, AGENTS, EMIGRES),
        partner_of_channel=(NORTH, NORTH, SOUTH, NORTH),
        topic_of_informant=(0, 0, 2),
        theatre_of_partner=(0, 0, 1),
        partner_of_sector=(NORTH, NORTH, SOUTH),
        leader_of_coalition=(NORTH, NORTH, SOUTH, NORTH),
        **{name: column(given.get(name, value)) for name, value in shaped.items()},
        **{name: _fill(given.get(name, value), 1) for name, value in SCALARS.items()},
    )


def make_inputs(**given) -> dict:
    shaped = {
        "attention": [0.25] * 4,
        "publish": [0.0] * 3,
        "secrets_acted_on_last_month": [0.0] * 3,
        "reports": np.zeros((4, 4)),
        "draws_reports": [1.0] * 4,
        "coalition_reports": [0.0] * 4,
        "relations": [-0.2, -0.4, 0.0],
        "pact_strength": [0.0] * 3,
        "escalation": [0.3, 0.5, 0.0],
        "engaged_elsewhere": [0.2, 0.0, 0.0],
        "emigre_sponsorship": [0.3, 0.3, 0.0],
        "third_party_support": [0.0, 0.14, 0.0],
        "foreign_forces": [[10.0, 0.0], [40.0, 0.0], [0.0, 3.0]],
        "combat_power_last_month": [30.0, 8.0],
        "signed_last_month": [0.0] * 3,
    }
    inputs = {name: column(given.get(name, value)) for name, value in shaped.items()}
    return inputs | {"cipher_effort": _fill(given.get("cipher_effort", 1.0), 1)}


def report(*told, rate=1.0):
    """Return reports of a month from pairs of channel and statement."""
    reports = np.zeros((4, 4))
    for channel, statement in told:
        reports[channel, statement] += rate
    return reports


@eqx.filter_jit
def _months_of(state, params, inputs, reports, keys, steps, mode):
    def one(carried, today):
        month, told = today
        parts = []
        for step in range(steps):
            chance = step_chance(keys, ENTITIES, month * steps + step, mode)
            carried, moved = advance(
                carried,
                params,
                numerics=Numerics(mode, steps),
                moment=Moment(month, month % 12, step, steps),
                chance=chance.room("intelligence"),
                reports=told,
                **{name: value for name, value in inputs.items() if name != "reports"},
            )
            parts.append(moved)
        mean = jax.tree.map(lambda *values: sum(values) / steps, *parts)
        return carried, (carried, mean)

    return jax.lax.scan(one, state, (jnp.arange(reports.shape[0]), reports))[1]


def months_of(state, params, inputs, *, reports=None, steps=1, mode="exact", months=1, seed=0):
    """Return states at the end of each month and mean flows, leading axis month.

    Reports may differ by month, [month, channel, statement, run]; else they are those of inputs.
    """
    runs = state.belief.shape[-1]
    if reports is None:
        reports = jnp.broadcast_to(inputs["reports"], (months, *inputs["reports"].shape))
    keys = run_keys(seed, jnp.arange(runs))
    return _months_of(state, params, inputs, reports, keys, steps, mode)
