"""A small world: a neighbour, its ally who can hold it up, and a buyer of a railway."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.diplomacy import DiplomacyParams, DiplomacyState, advance

jax.config.update("jax_enable_x64", True)

PARTNERS, CLAUSES, THEATRES, STAGES = 3, 4, 2, 5
NEIGHBOUR, ALLY, BUYER = range(PARTNERS)
CORE, FRONTIERS, TERRITORY, RAILWAY = range(CLAUSES)
NAMES = ("neighbour", "ally", "buyer")
NEVER = 999

BY_PARTNER = {
    "silence_cost": [0.0, 0.5, 0.0],
    "outside_option": [0.2, 0.2, 0.2],
    "worth_of_relations": [0.5, 0.5, 0.5],
    "impatience": [0.02, 0.02, 0.01],
    "term_months": [36.0, 36.0, 36.0],
    "relations_at_rest": [-0.3, -0.2, -0.1],
}
BY_CLAUSE = {
    "is_indivisible": [0.0, 0.0, 1.0, 0.0],
    "strength_of_clause": [0.5, 0.15, 0.0, 0.0],
    "reference_asset": [0.0, 0.0, 0.0, 200.0],
    "asset_decay": [0.0, 0.0, 0.0, 0.006],
    "asset_loss_by_sabotage": [0.0, 0.0, 0.0, 0.002],
}
SCALARS = {
    "value_of_security": 0.3,
    "value_of_open_window": 0.2,
    "window_in_dormant": 0.5,
    "weight_of_opening": 0.8,
    "weight_of_war_risk": 20.0,
    "risk_cut_by_pact": 0.3,
    "own_impatience": 0.02,
    "width_of_surplus_gate": 0.05,
    "opening_rate": 0.3,
    "drafting_rate": 0.4,
    "signing_rate": 0.55,
    "ratifying_rate": 0.3,
    "break_off_rate": 0.0,
    "break_off_by_incident": 0.0,
    "break_off_by_publication": 0.0,
    "strength_months": 1.0,
    "months_of_relations": 12.0,
    "pact_warmth": 0.15,
    "loss_by_incident": 0.01,
    "payment_months": 24.0,
}
OURS = [[0.8, -0.4, 0.0, 0.0], [0.4, 0.0, -0.9, 0.0], [0.9, 0.2, 0.0, -0.3]]
THEIRS = [[0.6, 0.7, 0.0, 0.0], [0.5, 0.2, 0.9, 0.0], [0.2, 0.1, 0.0, 0.9]]


def fill(value, *shape):
    return jnp.asarray(np.broadcast_to(np.asarray(value, dtype=float), shape))


def column(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def by_partner(value):
    """Return one number, or one per partner, as [partner, 1]."""
    return fill(np.reshape(value, (-1, 1)), PARTNERS, 1)


def make_state(runs: int = 1, **given) -> DiplomacyState:
    stage = np.zeros((STAGES, PARTNERS))
    stage[given.get("stage", 0)] = 1.0
    terms = np.asarray(given.get("agreed_terms", np.zeros((PARTNERS, CLAUSES))), dtype=float)
    assets = np.reshape(given.get("asset_value", [0.0, 0.0, 0.0, 200.0]), (-1, 1))

    def partner(name, usual):
        return fill(np.reshape(given.get(name, usual), (-1, 1)), PARTNERS, runs)

    return DiplomacyState(
        relations=partner("relations", BY_PARTNER["relations_at_rest"]),
        months_in_talks=partner("months_in_talks", 0.0),
        pact_stage=fill(stage[..., None], STAGES, PARTNERS, runs),
        pact_strength=partner("pact_strength", 0.0),
        months_to_expiry=partner("months_to_expiry", 0.0),
        agreed_terms=fill(terms[..., None], PARTNERS, CLAUSES, runs),
        asset_value=fill(assets, CLAUSES, runs),
        receipts_due=fill(given.get("receipts_due", 0.0), runs),
    )


def make_params(**given) -> DiplomacyParams:
    filled = {name: fill(given.get(name, value), 1) for name, value in SCALARS.items()}
    filled |= {name: by_partner(given.get(name, value)) for name, value in BY_PARTNER.items()}
    for name, value in BY_CLAUSE.items():
        filled[name] = fill(np.reshape(given.get(name, value), (-1, 1)), CLAUSES, 1)
    for name, value in (("value_to_us", OURS), ("value_to_them", THEIRS)):
        values = np.asarray(given.get(name, value), dtype=float)
        filled[name] = fill(values[..., None], PARTNERS, CLAUSES, 1)
    return DiplomacyParams(
        theatre_of_partner=(0, 0, 1),
        partner_of_creditor=(NEIGHBOUR, -1),
        held_partner=given.get("held_partner", (NEIGHBOUR,)),
        holding_partner=given.get("holding_partner", (ALLY,)),
        cause_partner=(NEIGHBOUR, NEIGHBOUR),
        affected_partner=(BUYER, ALLY),
        clause_of_spill=(FRONTIERS, -1),
        veto_strength=fill(
            given.get("veto_strength", 0.6), len(given.get("held_partner", (0,))), 1
        ),
        spill_size=column(*given.get("spill_size", [-0.15, -0.1])),
        relations_of_others=column(0.0, 0.1),
        **filled,
    )


def make_inputs(**given) -> dict:
    intention = np.zeros((5, PARTNERS, 1))
    intention[given.get("intention", 0)] = 1.0
    offer = np.asarray(given.get("offer", [[1.0, 1.0, 0.0, 1.0]] * PARTNERS), dtype=float)
    usual = {"talks": 1.0, "domestic_veto": 0.0, "renewed": 0.0, "threat_by_partner": 0.02}
    usual |= {"opening": 0.0, "published_decrypts": 0.0, "incidents_last_month": 0.0}
    forces = np.asarray(given.get("foreign_forces", [[30.0, 0.0], [18.0, 0.0], [0.0, 10.0]]))
    return {name: by_partner(given.get(name, value)) for name, value in usual.items()} | {
        "offer": fill(offer[..., None], PARTNERS, CLAUSES, 1),
        "true_intention": fill(intention, 5, PARTNERS, 1),
        "foreign_forces": fill(forces[..., None], PARTNERS, THEATRES, 1),
        "combat_power_last_month": fill(
            np.reshape(given.get("combat_power", [60.0, 8.0]), (-1, 1)), THEATRES, 1
        ),
        "railway_sabotage_last_month": fill(given.get("railway_sabotage", 0.0), 1),
    }


@eqx.filter_jit
def _months_of(state, params, inputs, seed, steps, mode, months, runs):
    codes = jnp.asarray([name_code(name) for name in NAMES], dtype=jnp.uint32)
    keys = run_keys(seed, jnp.arange(runs))

    def one(carried, month):
        parts = []
        for step in range(steps):
            count = month * steps + step
            chance = step_chance(keys, {"partner": codes}, count, mode).room("diplomacy")
            carried, moved = advance(
                carried,
                params,
                numerics=Numerics(mode, steps),
                moment=Moment(month, month % 12, step, steps),
                chance=chance,
                **inputs,
            )
            parts.append(moved)
        mean = jax.tree.map(lambda *values: sum(values) / steps, *parts)
        return carried, (carried, mean)

    return jax.lax.scan(one, state, jnp.arange(months))[1]


def months_of(state, params, inputs, *, steps=1, mode="exact", months=1, seed=1):
    """Return states at the end of each month and mean flows, leading axis month."""
    runs = state.relations.shape[-1]
    return _months_of(state, params, inputs, jnp.asarray(seed), steps, mode, months, runs)


def month_of_signing(path, partner):
    """Return the month in which a pact was first signed, `NEVER` if none, [run]."""
    signed = np.asarray(path.pact_stage)[:, 3:, partner].sum(axis=1) > 0.5
    return np.where(signed.any(axis=0), signed.argmax(axis=0), NEVER)
