"""Surroundings: reports that are written on others, and when they reach us.

An informant tells of what a partner intends, errs, or is run by the other side. What is written
waits; a letter may lie for months. Dated letters of the record come on their own dates.

Sources: hidden states and their signals, Rabiner (1989); noise that is no uniform law but the
menace of those who wish for war is a prior (change 4 of the trial).
"""

import jax.numpy as jnp
import numpy as np

from sinews.core.arrays import (
    PerChannel,
    PerChannelStatement,
    PerInformant,
    PerInformantStatement,
    PerIntentionPartner,
    PerIntentionStatement,
    PerPartner,
    PerTopic,
)
from sinews.core.axes import FIXED_AXES
from sinews.core.groups import Link, look_up
from sinews.core.randomness import Chance

STATEMENTS = FIXED_AXES["statement"]
TOPICS = len(FIXED_AXES["topic"])
REPORTS_COUNTED = 14
"""Reports of one channel and statement in a month that are told apart; few come near it."""


def statement_chances(
    intention: PerIntentionPartner,
    likelihood: PerIntentionStatement,
    deception: PerIntentionStatement,
    noise: PerInformantStatement,
    error: PerInformant,
    is_controlled: PerInformant,
    informant_of_channel: Link,
    partner_of_channel: Link,
) -> PerChannelStatement:
    """Return what a report of each channel says, as chances that sum to one (rule 9).

    Args:
        intention: what is true, [intention, partner, run].
        likelihood: what a true report says, [intention, statement, run].
        deception: what a controlled source says, [intention, statement, run].
        noise: what noise says, [informant, statement, run].
        error: share of noise, [informant, run].
        is_controlled: whether the other side runs the source, [informant, run].
        informant_of_channel: who reports.
        partner_of_channel: on whom.
    """
    informant, partner = np.asarray(informant_of_channel), np.asarray(partner_of_channel)
    truth = _said(intention, likelihood)[partner]
    lie = _said(intention, deception)[partner]
    wrong, run_by_them = error[informant][:, None], is_controlled[informant][:, None]
    honest = truth + wrong * (noise[informant] - truth)
    return honest + run_by_them * (lie - honest)


def _said(intention, likelihood):
    """Return the chances of each statement on each partner, [partner, statement, run]."""
    return jnp.sum(intention[:, :, None] * likelihood[:, None], axis=0)


def writing_rate(
    rate: PerChannel,
    draws: PerChannel,
    attention: PerTopic,
    cipher_access: PerPartner,
    is_decrypt: PerInformant,
    topic_of_informant: Link,
    informant_of_channel: Link,
    partner_of_channel: Link,
) -> PerChannel:
    """Return reports written per month: by attention, and by access where ciphers are read.

    Args:
        rate: reports at even attention, [channel, run], 1/month.
        draws: 1 where reports are drawn this month, [channel, run].
        attention: share of attention by topic, [topic, run]; even is one quarter.
        cipher_access: share of a partner's ciphers that is read, [partner, run].
        is_decrypt: 1 for what is read from ciphers, [informant, run].
        topic_of_informant: what an informant tells of.
        informant_of_channel: who reports.
        partner_of_channel: on whom.
    """
    looked_at = jnp.sqrt(TOPICS * look_up(attention, topic_of_informant))
    read = look_up(cipher_access, partner_of_channel)
    needs_cipher = look_up(is_decrypt, informant_of_channel)
    readable = 1.0 - needs_cipher * (1.0 - read)
    return rate * draws * look_up(looked_at, informant_of_channel) * readable


def pass_through_the_post(
    under_way: PerChannelStatement, written: PerChannelStatement, months: PerChannel, dt: float
) -> tuple[PerChannelStatement, PerChannelStatement]:
    """Return reports expected under way after a step, and those expected to arrive in it.

    A report waits an exponential time. One written within the step has had less time than one
    that waited at its start, so that the mean delay is the same at any step.

    Args:
        under_way: expected under way, [channel, statement, run].
        written: expected to be written in the step, [channel, statement, run].
        months: mean delay, [channel, run].
        dt: length of the step in months.
    """
    arrives = -jnp.expm1(-dt / months)
    arrives_at_once = jnp.maximum(1.0 - arrives * months / dt, 0.0)
    expected = under_way * arrives[:, None] + written * arrives_at_once[:, None]
    return jnp.maximum(under_way + written - expected, 0.0), expected


def deliver(expected: PerChannelStatement, chance: Chance) -> PerChannelStatement:
    """Draw how many reports arrive, by channel and statement.

    Reports are written as Poisson numbers, and each is delayed and says what it says apart from
    all others; what arrives then is again independent Poisson numbers (Kingman 1993), so that no
    single report need be followed.
    """
    arrived = [
        chance.count(expected[:, at], f"delivered_{name}", "channel", most=REPORTS_COUNTED)
        for at, name in enumerate(STATEMENTS)
    ]
    return jnp.stack(arrived, axis=1)
