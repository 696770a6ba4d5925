"""The trial: three years of talks with given openings, on the numbers of the shipped scenario.

Given are our power, foreign forces, engagement, dates when talks open, what is on the table, the
change of government in Paris. Free are intentions, stages and months of signature. It stands
apart from the whole world, so that the talks can be judged by themselves.
"""

import csv
from pathlib import Path

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

import sinews
from sinews.core.axes import FIXED_AXES
from sinews.core.fields import fields_of
from sinews.core.intention import ATTACK, Drives, IntentionRates, rates_of
from sinews.core.markov import TERMS_OF_A_MONTH, pass_on
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.diplomacy import DiplomacyParams, DiplomacyState, advance

SCENARIO = Path(sinews.__file__).parent / "scenarios" / "ussr-1932"
MEMBERS = {
    "partner": (
        *("japan", "manchukuo", "poland", "romania", "finland", "latvia", "estonia"),
        *("lithuania", "france", "germany", "united_kingdom", "united_states", "china"),
        *("turkey", "italy"),
    ),
    "theatre": ("west", "east", "interior"),
    "clause": (
        *("nonaggression", "duration", "frontiers", "no_hostile_coalition", "territory"),
        *("recognition", "railway_price", "fishing_and_oil", "orders_and_credit", "stop_emigres"),
    ),
    "creditor": (*("germany", "united_kingdom", "united_states", "italy", "other", "bank_credit"),),
    "veto": (
        *("romania_over_poland", "poland_over_france", "romania_over_france"),
        *("poland_over_latvia", "poland_over_estonia", "united_kingdom_over_japan"),
    ),
    "spill": (
        *("polish_frontiers_on_germany", "french_pact_on_germany"),
        *("recognition_on_china", "recognition_on_united_states"),
    ),
    "pact_stage": FIXED_AXES["pact_stage"],
}
PARTNERS, CLAUSES = MEMBERS["partner"], MEMBERS["clause"]
NEVER = 999
PACT = ("nonaggression", "duration", "frontiers", "no_hostile_coalition")
OPENED = {"france": 4, "finland": 9, "latvia": 9, "estonia": 9, "poland": 11, "japan": 11}
OPENED |= {"romania": 12}
SECOND_PACKAGE, HERRIOT = 15, 17
# Shares dormant and contingent at the opening, and rates from contingent to preparing.
MINDS = {"japan": (0.5, 0.46, 0.02), "poland": (0.72, 0.26, 0.005), "romania": (0.8, 0.19, 0.002)}
MINDS |= {"finland": (0.9, 0.1, 0.001), "latvia": (0.95, 0.05, 5e-4), "estonia": (0.95, 0.05, 5e-4)}
MINDS |= {"france": (0.93, 0.07, 0.0)}
# Forces of a western state with the part of its reserves that is counted, dve.
FORCES = {"poland": 42.0, "romania": 22.0, "finland": 5.5, "latvia": 5.9, "estonia": 4.5}


def _rows(table):
    with (SCENARIO / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(cls, given=None):
    """Return a class filled from the shipped table, some values replaced by (field, labels)."""
    rows = _rows("diplomacy")
    # Links that rooms share stand in the table of the first of them.
    rows += [row for row in _rows("surroundings") if row["unit"] == "member"]
    filled = {}
    for info in fields_of(cls):
        own = [row for row in rows if row["field"] == info.name]
        own.sort(key=lambda row: sum(bool(row[axis]) for axis in info.axes))
        if info.is_link:
            names = {row[info.axes[0]]: row["value"] for row in own}
            found = [names.get(name, "none") for name in MEMBERS[info.axes[0]]]
            places = (*MEMBERS[info.target], "none")
            filled[info.name] = tuple(
                -1 if name == "none" else places.index(name) for name in found
            )
            continue
        values = np.full([len(MEMBERS[axis]) for axis in info.axes], info.absent or 0.0)
        for row in own:
            at = tuple(
                MEMBERS[axis].index(row[axis]) if row[axis] else slice(None) for axis in info.axes
            )
            values[at] = float(row["value"])
        for (name, *labels), value in (given or {}).items():
            if name == info.name:
                places = zip(info.axes, labels, strict=True)
                values[tuple(MEMBERS[axis].index(label) for axis, label in places)] = value
        filled[info.name] = jnp.asarray(values)[..., None]
    return cls(**filled)


def _between(month, points):
    return np.interp(month, *zip(*points, strict=True))


def paths(months: int) -> dict:
    """Return what is given, each with the month leading and the run last."""
    month, partners = np.arange(months), len(PARTNERS)
    talks, veto = np.zeros((months, partners)), np.zeros((months, partners))
    offer = np.zeros((months, partners, len(CLAUSES)))
    forces = np.zeros((months, partners, 3))
    renewed, engaged = np.zeros((months, partners)), np.zeros((months, partners))
    for name, start in OPENED.items():
        at = PARTNERS.index(name)
        talks[start:, at] = 1.0
        common = (*PACT, "orders_and_credit", "stop_emigres")
        offer[:, at, [CLAUSES.index(clause) for clause in common]] = 1.0
    offer[:, PARTNERS.index("romania"), CLAUSES.index("frontiers")] = 0.0
    second = [CLAUSES.index(clause) for clause in CLAUSES[5:8]]
    offer[SECOND_PACKAGE:, PARTNERS.index("japan"), second] = 1.0
    veto[:HERRIOT, PARTNERS.index("france")] = 0.9
    for name, at, more in (("lithuania", 4, 60.0), ("germany", 5, 24.0), ("turkey", 9, 60.0)):
        renewed[at, PARTNERS.index(name)] = more
    for name, strength in FORCES.items():
        forces[:, PARTNERS.index(name), 0] = strength
    standing = _between(month, [(0, 4.0), (8, 4.2), (13, 6.0), (23, 6.8)])
    forces[:, 0, 1] = standing + 12.0 * _between(month, [(0, 0.2), (8, 0.2), (14, 0.4)])
    engaged[:, 0] = _between(month, [(0, 0.15), (8, 0.15), (9, 0.4), (13, 0.5), (17, 0.45)])
    power = np.stack(
        [
            _between(month, [(0, 57.0), (12, 60.0), (23, 65.0)]),
            _between(month, [(0, 7.2), (12, 8.0), (23, 10.5)]),
            np.full(months, 10.0),
        ],
        axis=1,
    )
    clashes = np.zeros((months, partners))
    clashes[:, 0] = _between(month, [(0, 1.0), (8, 1.2), (11, 2.0), (23, 2.0)])
    given = {
        "talks": talks,
        "offer": offer,
        "domestic_veto": veto,
        "renewed": renewed,
        "foreign_forces": forces,
        "combat_power_last_month": power,
        "incidents_last_month": clashes,
        "engaged": engaged,
    }
    return {name: jnp.asarray(path)[..., None] for name, path in given.items()}


def _rates() -> IntentionRates:
    by_partner = {"rate_to_contingent": 0.01, "rate_to_dormant": 0.03, "rate_to_preparing": 0.0}
    by_partner |= {"rate_of_standing_down": 0.08, "preparation_months": 12.0, "autonomy": 0.0}
    filled = {name: np.full(len(PARTNERS), value) for name, value in by_partner.items()}
    filled["rate_to_contingent"][0], filled["preparation_months"][0] = 0.02, 9.0
    for name, (_, _, rate) in MINDS.items():
        filled["rate_to_preparing"][PARTNERS.index(name)] = rate
    weights = {"opening_early": 0.6, "emigres": 0.4, "relations": 0.3, "opening": 0.8}
    weights |= {"window": 0.5, "pact": 0.5, "engagement": 1.0, "resolve": 1.0, "escalation": 0.25}
    return IntentionRates(
        **{name: jnp.asarray(values)[:, None] for name, values in filled.items()},
        **{f"weight_of_{name}": jnp.asarray([value]) for name, value in weights.items()},
        season_of_attack=jnp.ones((12, 1)),
    )


def _minds():
    shares = np.zeros((ATTACK, len(PARTNERS)))
    shares[0] = 1.0
    for name, (dormant, contingent, _) in MINDS.items():
        shares[:3, PARTNERS.index(name)] = dormant, contingent, 1.0 - dormant - contingent
    return jnp.asarray(shares)[..., None]


def _opening(params, forces, power):
    facing = power[np.asarray(params.theatre_of_partner)]
    return jnp.log(jnp.maximum(jnp.sum(forces, axis=1), 1e-3) / facing)


def _codes():
    return {
        "partner": jnp.asarray([name_code(name) for name in PARTNERS], dtype=jnp.uint32),
    }


@eqx.filter_jit
def _run(state, params, given, runs, seed, steps, mode):
    rates, codes, keys = _rates(), _codes(), run_keys(seed, jnp.arange(runs))

    def one(carried, now):
        month, moving = now
        before = carried[0]
        moving = dict(moving)
        engaged = moving.pop("engaged")
        for step in range(steps):
            room, minds = carried
            chance = step_chance(keys, codes, month * steps + step, mode)
            gap = _opening(params, moving["foreign_forces"], moving["combat_power_last_month"])
            still = jnp.zeros((len(PARTNERS), 1))
            drives = Drives(
                gap, still, room.relations, room.pact_strength, engaged, still + 0.5, still, still
            )
            moves = rates_of(rates, drives, jnp.ones(1))
            widened = jnp.concatenate([minds, jnp.zeros_like(minds[:1])])
            passed = pass_on(widened, moves, 1.0 / steps, TERMS_OF_A_MONTH)[:ATTACK]
            passed = passed / jnp.sum(passed, axis=0)[None]
            minds = chance.room("surroundings").pick(passed, "intention", "partner")
            room, _ = advance(
                room,
                params,
                numerics=Numerics(mode, steps),
                moment=Moment(month, month % 12, step, steps),
                chance=chance.room("diplomacy"),
                threat_by_partner=still + 0.02,
                true_intention=minds,
                opening=gap,
                published_decrypts=still,
                railway_sabotage_last_month=jnp.ones(1),
                **moving,
            )
            carried = room, minds
        after = carried[0]
        return carried, (after.pact_stage, after.relations, before.receipts_due)

    first = jnp.broadcast_to(_minds(), (ATTACK, len(PARTNERS), runs))
    months = given["talks"].shape[0]
    return jax.lax.scan(one, (state, first), (jnp.arange(months), given))[1]


def trial(given=None, runs=2000, months=36, seed=5, steps=1, mode="exact", openings=None):
    """Return stages, relations and payments due, leading axis month.

    Args:
        given: numbers in place of those of the table, by (field, labels).
        runs: how many.
        months: how many, from January 1931.
        seed: of all draws.
        steps: steps per month.
        mode: see `Numerics`.
        openings: paths in place of the given ones.
    """
    params = read(DiplomacyParams, given)
    state = jax.tree.map(
        lambda value: jnp.broadcast_to(value, (*value.shape[:-1], runs)),
        read(DiplomacyState, given),
    )
    return _run(state, params, paths(months) | (openings or {}), runs, seed, steps, mode)


def months_of_signing(stages) -> np.ndarray:
    """Return the month in which each pact was first signed, `NEVER` if none, [partner, run]."""
    signed = np.asarray(stages)[:, 3:].sum(axis=1) > 0.5
    return np.where(signed.any(axis=0), signed.argmax(axis=0), NEVER)
