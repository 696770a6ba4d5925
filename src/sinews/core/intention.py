"""Intentions: the chain from indifference to attack, as it is and as an office pictures it.

Truth and belief move by the same law with numbers of their own, so that a picture that is right
in every number is right altogether. The law follows Fearon (1995) and Powell (2006) in what
opens and closes a window, Levy (1987) in the motive to prevent; its weights are priors.
"""

from typing import NamedTuple

import equinox as eqx
import jax.numpy as jnp

from sinews.core.arrays import PerMonthOfYear, PerPartner, Scalar
from sinews.core.axes import FIXED_AXES
from sinews.core.fields import quantity
from sinews.core.markov import Rates

DORMANT, CONTINGENT, PREPARING_1, PREPARING_2, PREPARING_3 = range(5)
ATTACK = len(FIXED_AXES["intention"])
STATES = ATTACK + 1
PREPARING = (PREPARING_1, PREPARING_2, PREPARING_3)
FASTEST = 2.0
"""No move is faster than this many times a month, whatever the weights."""


class Drives(NamedTuple):
    """What moves a partner, each [partner, run].

    Attributes:
        opening: log of the forces it can bring over what it thinks we have in that theatre.
        window: growth of what it thinks we have, log over twelve months.
        relations: warmth, -1 to 1.
        pact: strength of the pact between us, 0 to 1.
        engaged: how far it is engaged elsewhere, 0 to 1.
        resolve: its belief in our resolve, 0 to 1.
        emigres: its sponsorship of our emigres, 0 to 1.
        escalation: of the border between us, 0 to 6.
    """

    opening: PerPartner
    window: PerPartner
    relations: PerPartner
    pact: PerPartner
    engaged: PerPartner
    resolve: PerPartner
    emigres: PerPartner
    escalation: PerPartner


class IntentionRates(eqx.Module):
    """How intentions move; constant over a run."""

    rate_to_contingent: PerPartner = quantity("1/month", "dormant to contingent", minimum=0.0)
    rate_to_dormant: PerPartner = quantity("1/month", "contingent to dormant", minimum=0.0)
    rate_to_preparing: PerPartner = quantity("1/month", "contingent to preparing", minimum=0.0)
    rate_of_standing_down: PerPartner = quantity(
        "1/month", "preparing back to contingent", minimum=0.0
    )
    preparation_months: PerPartner = quantity("month", "length of preparation", minimum=0.5)
    autonomy: PerPartner = quantity(
        "1",
        "share of the decision held by a field army that neither pacts nor relations bind",
        minimum=0.0,
        maximum=1.0,
        absent=0.0,
    )
    weight_of_opening_early: Scalar = quantity("1", "of an opening, while dormant")
    weight_of_emigres: Scalar = quantity("1", "of sponsored emigres, while dormant")
    weight_of_relations: Scalar = quantity("1", "of warm relations, while not preparing")
    weight_of_opening: Scalar = quantity("1", "of an opening, towards preparing")
    weight_of_window: Scalar = quantity("1", "of our growth as seen, towards preparing")
    weight_of_pact: Scalar = quantity("1", "of a pact, against preparing")
    weight_of_engagement: Scalar = quantity("1", "of engagement elsewhere, against preparing")
    weight_of_resolve: Scalar = quantity("1", "of our resolve as seen, against preparing")
    weight_of_escalation: Scalar = quantity("1", "of border clashes, towards preparing")
    season_of_attack: PerMonthOfYear = quantity("1", "attacks over their mean", minimum=0.0)


def rates_of(rates: IntentionRates, drives: Drives, season: Scalar) -> Rates:
    """Return the rate of every move of the chain, each [partner, run], 1/month.

    Args:
        rates: how intentions move.
        drives: what moves them now.
        season: attacks of the month over their mean, [run].
    """
    free = rates.autonomy
    bound = 1.0 - free
    drawn_on = rates.weight_of_opening[None] * drives.opening
    pushed = drawn_on + rates.weight_of_window[None] * drives.window
    pushed = pushed + rates.weight_of_escalation[None] * drives.escalation
    pushed = pushed - rates.weight_of_resolve[None] * (drives.resolve - 0.5)
    held_back = rates.weight_of_pact[None] * drives.pact
    held_back = held_back + rates.weight_of_engagement[None] * drives.engaged
    towards = pushed - bound * held_back
    warmth = bound * rates.weight_of_relations[None] * drives.relations
    early = rates.weight_of_opening_early[None] * drives.opening
    early = early + rates.weight_of_emigres[None] * drives.emigres
    ripening = 3.0 / rates.preparation_months
    # The last decision to go can still be deterred, half as strongly.
    last = (drawn_on - rates.weight_of_resolve[None] * (drives.resolve - 0.5)) / 2.0
    standing_down = rates.rate_of_standing_down * jnp.exp(-towards)
    moves = {
        (DORMANT, CONTINGENT): rates.rate_to_contingent * jnp.exp(early - warmth),
        (CONTINGENT, DORMANT): rates.rate_to_dormant * jnp.exp(warmth),
        (CONTINGENT, PREPARING_1): rates.rate_to_preparing * jnp.exp(towards),
        (PREPARING_1, PREPARING_2): ripening,
        (PREPARING_2, PREPARING_3): ripening,
        (PREPARING_3, ATTACK): ripening * season[None] * jnp.exp(last),
        **{(state, CONTINGENT): standing_down for state in PREPARING},
    }
    return {move: jnp.minimum(rate, FASTEST) for move, rate in moves.items()}
