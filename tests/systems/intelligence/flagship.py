"""The flagship's office with a plain stand-in for the world that it watches, 1931-32.

The world moves by the office's own picture of others; what is given (forces, engagement,
relations, dated letters) is that of the trial of the outside rooms.
"""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from tests.systems.intelligence.tables import NAMES, at, opening

from sinews.core.intention import Drives, rates_of
from sinews.core.markov import TERMS_OF_A_MONTH, pass_on
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.intelligence import advance

MONTHS = 24
MENACE = [0.05, 0.35, 0.45, 0.15]
EAST = ("transbaikal", "amur", "ussuri", "khanka_korea")
CIPHERS, EMBASSY, HARBIN, WARSAW = (
    "japan_attache_decrypts_on_japan",
    "japan_embassy_decrypts_on_japan",
    "agents_harbin_on_japan",
    "agents_warsaw_on_poland",
)
LETTERS = (
    (8, HARBIN, "preparing"),
    (10, HARBIN, "preparing"),
    (11, CIPHERS, "preparing"),
    (13, HARBIN, "preparing"),
    (13, CIPHERS, "conditional"),
    (13, HARBIN, "date"),
    (14, CIPHERS, "preparing"),
    (14, WARSAW, "conditional"),
    (17, CIPHERS, "conditional"),
)
"""Month of delivery, from January 1931, channel and coding of the dated letters of history."""
SECOND_LETTER, PUBLICATION, STREAM_BEGINS = 13, 14, 15


def _by_partner(usual=0.0, **given):
    values = np.full((MONTHS, len(NAMES["partner"]), 1), usual)
    for name, value in given.items():
        values[:, at("partner", name), 0] = value
    return values


def _path(*points):
    months, values = zip(*points, strict=True)
    return np.interp(np.arange(MONTHS), months, values)


def _forces():
    standing = _path((0, 4.0), (8, 4.2), (13, 6.0), (23, 6.8))
    mobilised = 12.0 * _path((0, 0.2), (8, 0.2), (14, 0.4))
    forces = np.zeros((MONTHS, len(NAMES["partner"]), len(NAMES["theatre"]), 1))
    west = {"poland": 42.0, "romania": 22.0, "finland": 5.5, "latvia": 5.9, "estonia": 4.5}
    for name, value in west.items():
        forces[:, at("partner", name), at("theatre", "west")] = value
    forces[:, at("partner", "japan"), at("theatre", "east"), 0] = standing + mobilised
    forces[:, at("partner", "china"), at("theatre", "east")] = 6.0
    return forces


def paths(letters=1.0):
    """Return everything that is given, leading axis month."""
    power = np.zeros((MONTHS, len(NAMES["theatre"]), 1))
    power[:, at("theatre", "east"), 0] = _path((0, 7.2), (12, 8.0), (23, 10.5))
    power[:, at("theatre", "west"), 0] = _path((0, 57.0), (12, 60.0), (23, 65.0))
    power[:, at("theatre", "interior"), 0] = 20.0
    escalation = np.zeros((MONTHS, len(NAMES["sector"]), 1))
    for name in EAST:
        escalation[:, at("sector", name), 0] = _path((0, 0.3), (8, 0.3), (14, 0.6))
    reports = np.zeros((MONTHS, len(NAMES["channel"]), len(NAMES["statement"]), 1))
    for month, channel, statement in LETTERS:
        reports[month, at("channel", channel), at("statement", statement)] += letters
    stream = np.ones((MONTHS, len(NAMES["channel"]), 1))
    for channel in (CIPHERS, EMBASSY):
        stream[:STREAM_BEGINS, at("channel", channel)] = 0.0
    named = np.zeros((MONTHS, len(NAMES["coalition"]), 1))
    named[SECOND_LETTER, at("coalition", "japan_and_west")] = letters
    publish = _by_partner()
    publish[PUBLICATION, at("partner", "japan")] = letters
    given = {
        "attention": np.full((MONTHS, 4, 1), 0.25),
        "cipher_effort": np.ones((MONTHS, 1)),
        "publish": publish,
        "secrets_acted_on_last_month": _by_partner(),
        "draws_reports": stream,
        "coalition_reports": named,
        "relations": _by_partner(
            -0.1, japan=_path((0, -0.2), (23, -0.41)), poland=-0.45, romania=-0.4, germany=0.35
        ),
        "pact_strength": _by_partner(germany=0.5, turkey=0.6, lithuania=0.55),
        "escalation": escalation,
        "engaged_elsewhere": _by_partner(
            japan=_path((0, 0.15), (8, 0.15), (9, 0.4), (13, 0.5), (17, 0.45))
        ),
        "emigre_sponsorship": _by_partner(
            japan=_path((0, 0.3), (12, 0.35), (15, 0.45)), poland=0.35, romania=0.3, france=0.3
        ),
        "third_party_support": _by_partner(poland=0.14, romania=0.14, france=-0.5),
        "foreign_forces": _forces(),
        "combat_power_last_month": power,
        "signed_last_month": _by_partner(),
    }
    return jax.tree.map(jnp.asarray, given), jnp.asarray(reports)


def _entities():
    codes = {axis: [name_code(name) for name in names] for axis, names in NAMES.items()}
    return {axis: jnp.asarray(named, jnp.uint32) for axis, named in codes.items()}


def true_drives(params, given):
    """Return what really moves others: as the office sees it, but without its distortions."""
    partners = given["relations"].shape[0]
    there = np.arange(partners), np.asarray(params.theatre_of_partner)
    power = given["combat_power_last_month"][np.asarray(params.theatre_of_partner)]
    forces = jnp.maximum(given["foreign_forces"][there], 0.05)
    worst = jnp.zeros((partners, 1)).at[at("partner", "japan")].set(given["escalation"][0])
    nothing = jnp.zeros((partners, 1))
    return Drives(
        opening=jnp.log(forces) + given["third_party_support"] - jnp.log(power),
        window=nothing,
        relations=given["relations"],
        pact=given["pact_strength"],
        engaged=given["engaged_elsewhere"],
        resolve=nothing + 0.5,
        emigres=given["emigre_sponsorship"],
        escalation=worst,
    )


def _written(truth, params, controlled, error, access, stream, chance):
    """Draw the reports of a month from true intentions, [channel, statement, run]."""
    informant = np.asarray(params.informant_of_channel)
    about = np.asarray(params.partner_of_channel)
    knows = jnp.einsum("zpr,zy->pyr", truth, params.statement_likelihood[..., 0])[about]
    lies = jnp.einsum("zpr,zy->pyr", truth, params.deception_likelihood[..., 0])[about]
    noise = np.full((len(informant), 4, 1), 0.25)
    is_emigre = np.asarray(params.topic_of_informant)[informant] == at("topic", "emigres")
    noise[is_emigre] = np.reshape(MENACE, (4, 1))
    e, run_by = error[informant][:, None], controlled[informant][:, None]
    says = (1.0 - run_by) * ((1.0 - e) * knows + e * noise) + run_by * lies
    read = 1.0 - params.is_decrypt[informant] * (1.0 - access[about])
    rate = (params.report_rate * stream * read)[:, None] * says
    draws = [chance.count(rate[:, y], f"reports {y}", "channel") for y in range(4)]
    return jnp.stack(draws, axis=1)


@eqx.filter_jit
def _run(state, params, truth, controlled, given, letters, keys, entities):
    error = state.source_differs / (state.source_agrees + state.source_differs)

    def month(carry, today):
        state, truth = carry
        number, given, letters = today
        chance = step_chance(keys, entities, number, "exact")
        outside = chance.room("outside")
        rates = rates_of(params.chain, true_drives(params, given), jnp.ones(1))
        whole = jnp.concatenate([truth, jnp.zeros_like(truth[:1])])
        alive = pass_on(whole, rates, 1.0, TERMS_OF_A_MONTH)[:5]
        alive = alive / jnp.sum(alive, axis=0, keepdims=True)
        truth = outside.pick(alive, "intention", "partner")
        written = _written(
            truth, params, controlled, error, state.cipher_access, given["draws_reports"], outside
        )
        state, flows = advance(
            state,
            params,
            numerics=Numerics("exact", 1),
            moment=Moment(number, number % 12, 0, 1),
            chance=chance.room("intelligence"),
            reports=written + letters,
            **given,
        )
        return (state, truth), (state, flows)

    return jax.lax.scan(month, (state, truth), (jnp.arange(MONTHS), given, letters))[1]


def watch(runs=256, seed=7, letters=1.0, **changed):
    """Return states and flows by month, with or without the letters of history.

    Args:
        runs: how many.
        seed: of the draws.
        letters: share of the dated letters let through.
        changed: parameters of the office set to other values.
    """
    state, params = opening(runs)
    for name, value in changed.items():
        old = getattr(params, name)
        params = eqx.tree_at(lambda p, n=name: getattr(p, n), params, jnp.full_like(old, value))
    keys, entities = run_keys(seed, jnp.arange(runs)), _entities()
    chance = step_chance(keys, entities, jnp.asarray(999), "exact").room("opening")
    truth = chance.pick(_true_opening(runs), "intention", "partner")
    controlled = jnp.where(params.doubled_share > 0.0, 0.15, 0.0)
    controlled = chance.event(controlled, "controlled", "informant")
    given, dated = paths(letters)
    return _run(state, params, truth, controlled, given, dated, keys, entities)


def _true_opening(runs):
    shares = np.zeros((5, len(NAMES["partner"]), runs))
    shares[0] = 1.0
    known = {
        "japan": [0.5, 0.46, 0.03, 0.01, 0.0],
        "poland": [0.72, 0.26, 0.015, 0.005, 0.0],
        "romania": [0.8, 0.19, 0.01, 0.0, 0.0],
        "finland": [0.9, 0.1, 0.0, 0.0, 0.0],
        "latvia": [0.95, 0.05, 0.0, 0.0, 0.0],
        "estonia": [0.95, 0.05, 0.0, 0.0, 0.0],
        "france": [0.93, 0.07, 0.0, 0.0, 0.0],
    }
    for name, values in known.items():
        shares[:, at("partner", name)] = np.reshape(values, (5, 1))
    return jnp.asarray(shares)
