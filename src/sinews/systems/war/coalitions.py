"""War: who joins whom, and how likely each listed coalition is."""

import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import (
    PerCoalition,
    PerCoalitionPartner,
    PerPartner,
    PerPartnerTheatre,
    PerTheatre,
    Scalar,
)
from sinews.core.groups import Link

TINY = 1e-9
FAR = 30.0
LEAST_WEIGHT = 1e-200


def is_leader(leader: Link, partners: int) -> np.ndarray:
    """Return 1 for the leader of each coalition, [coalition, partner, 1]."""
    return (np.asarray(leader)[:, None] == np.arange(partners)).astype(float)[..., None]


def same_leader(leader: Link) -> np.ndarray:
    """Return which coalitions exclude each other, having one leader, [coalition, coalition]."""
    return np.asarray(leader)[:, None] == np.asarray(leader)[None, :]


def joiners(member: PerCoalitionPartner, leads: np.ndarray) -> PerCoalitionPartner:
    """Return who joins, the leader left out."""
    return member * (1.0 - leads)


def might_join(joins: PerCoalitionPartner, leader: Link) -> PerCoalitionPartner:
    """Return 1 for who joins any listed coalition of the same leader."""
    same = same_leader(leader)
    return jnp.stack([jnp.max(joins[np.flatnonzero(row)], axis=0) for row in same])


def forces_of(
    joins: PerCoalitionPartner, leads: np.ndarray, forces: PerPartnerTheatre, arrived: Scalar
):
    """Return the forces of a coalition, joiners as far as they have arrived.

    Args:
        joins: see `joiners`, [coalition, partner, run].
        leads: see `is_leader`, [coalition, partner, 1].
        forces: of each partner, [partner, theatre, run], dve.
        arrived: share of joiners that counts, [run].

    Returns:
        Forces by coalition and theatre, [coalition, theatre, run], dve.
    """
    counted = leads + joins * arrived[None, None]
    return jnp.sum(counted[:, :, None] * forces[None], axis=1)


def arrived_share(join_months: Scalar, decisive_months: Scalar) -> Scalar:
    """Return the mean share of joiners that have come while a war is decided, [run].

    Joining passes two stages, "but not immediately": the mean of one less
    `exp(-x) (1 + x)` over the time in which the war is decided, with `x = 2 t / join_months`.
    """
    x = 2.0 * decisive_months / join_months
    waited = join_months / 2.0 * (2.0 - jnp.exp(-x) * (2.0 + x))
    return jnp.clip(1.0 - waited / decisive_months, 0.0, 1.0)


def join_logit(
    forces, power: PerTheatre, theatre_of_partner: Link, alliance: PerCoalitionPartner,
    relations: PerPartner, pact_strength: PerPartner, emigre_sponsorship: PerPartner, params,
) -> PerCoalitionPartner:  # fmt: skip
    """Return the logit of the chance that a partner joins a coalition that has begun a war.

    Strength is that of the coalition in the theatre where the partner would fight, over our power
    there (Siverson and Starr 1990 for alliances and borders; Leeds 2003 for pacts).

    Args:
        forces: of the coalition with all its members, [coalition, theatre, run], dve.
        power: ours, [theatre, run], dve.
        theatre_of_partner: where it would fight, -1 for nowhere.
        alliance: bond of a partner to a coalition, [coalition, partner, run].
        relations: with us, [partner, run], -1 to 1.
        pact_strength: with us, [partner, run].
        emigre_sponsorship: [partner, run].
        params: see `WarParams`.
    """
    own = params.join_level - params.join_by_enmity[None] * relations
    own = own - params.join_by_pact[None] * pact_strength
    own = own + params.join_by_emigres[None] * emigre_sponsorship
    ratio = jnp.log(jnp.maximum(forces, TINY) / jnp.maximum(power, TINY)[None])
    place = np.asarray(theatre_of_partner)
    strength = jnp.clip(ratio, -FAR, FAR)[:, np.maximum(place, 0)]
    strength = jnp.where((place >= 0)[None, :, None], strength, -FAR)
    bond = params.join_by_alliance[None, None] * alliance
    return own[None] + params.join_by_power[None, None] * strength + bond


def coalition_shares(
    join_probability: PerCoalitionPartner,
    joins: PerCoalitionPartner,
    might: PerCoalitionPartner,
    leader: Link,
) -> PerCoalition:
    """Return how its leader's wars are divided among its listed coalitions, [coalition, run].

    Each weighs as the chance that just its members join, and nobody else who might; the weights of
    one leader are brought to one. With no weight at all they count alike.

    Args:
        join_probability: [coalition, partner, run].
        joins: see `joiners`.
        might: see `might_join`.
        leader: of each coalition.
    """
    stays_out = might - joins
    fits = 1.0 - joins * (1.0 - join_probability) - stays_out * join_probability
    weight = jnp.prod(fits, axis=1) + LEAST_WEIGHT
    same = same_leader(leader)[..., None]
    return weight / jnp.sum(jnp.where(same, weight[None], 0.0), axis=1)


def joining(forces, power, params, relations, pact_strength, emigre_sponsorship):
    """Return the chance of every partner to join every coalition, [coalition, partner, run]."""
    return jax.nn.sigmoid(
        join_logit(
            forces, power, params.theatre_of_partner, params.alliance,
            relations, pact_strength, emigre_sponsorship, params,
        )
    )  # fmt: skip
