"""Belief: what reports say, how they are weighed, and what is believed after them.

A filter of a hidden chain (Baum and Petrie 1966; Rabiner 1989) with named distortions: topics
that count more or less, memory that fades towards old convictions (Grether 1980), evidence that
is heard less when it is unwelcome (Rabin and Schrag 1999). With all of them off it is exact.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from sinews.core.arrays import (
    PerChannel,
    PerChannelStatement,
    PerInformant,
    PerIntentionPartner,
    PerIntentionStatement,
    PerPartner,
    PerTopic,
    Scalar,
)
from sinews.core.axes import FIXED_AXES
from sinews.core.groups import Link, look_up, total_by

TOPICS = len(FIXED_AXES["topic"])
NEVER = 1e-300
"""Least chance whose logarithm is taken."""
DOUBT = 1e-4
"""No old conviction excludes more than this: what is written as zero was rounded."""

Voice = Float[Array, "informant intention statement run"]
PerPartnerIntention = Float[Array, "partner intention run"]


def report_error(agrees: PerInformant, differs: PerInformant) -> PerInformant:
    """Return the share of a source's reports that is idle talk, one half without any record."""
    known = agrees + differs
    return jnp.where(known > 0.0, differs / jnp.where(known > 0.0, known, 1.0), 0.5)


def voices(
    truthful: PerIntentionStatement,
    deceiving: PerIntentionStatement,
    error: PerInformant,
    doubled: PerInformant,
) -> tuple[Voice, Voice]:
    """Return how a source is thought to speak, and how much of it is knowledge.

    `L = (1 - d) [(1 - e) L_true + e / statements] + d L_deceiving` (contamination of a
    source, Dawid and Skene 1979, with a controlled one beside it).

    Args:
        truthful: chance of a statement from one that knows, [intention, statement, run].
        deceiving: chance of a statement from one that is controlled, same shape.
        error: share of idle talk, [informant, run].
        doubled: believed share of controlled sources, [informant, run].

    Returns:
        Chance of each statement, and the part of it that comes of knowledge, each
        [informant, intention, statement, run].
    """
    honest = (1.0 - doubled)[:, None, None]
    idle = error[:, None, None]
    knowing = honest * (1.0 - idle) * truthful[None]
    spoken = knowing + honest * idle / truthful.shape[1] + doubled[:, None, None] * deceiving[None]
    return spoken, knowing


def report_weight(
    report_rate: PerChannel,
    draws_reports: PerChannel,
    attention: PerTopic,
    access: PerPartner,
    is_decrypt: PerInformant,
    topic_weight: PerTopic,
    overlap: Scalar,
    links: tuple[Link, Link, Link],
) -> PerChannel:
    """Return the weight of a report of each channel.

    Reports beyond one a month of the usual stream repeat each other. The usual stream, and not
    what happened to come, sets the weight, so that it is the same at any step; single letters
    from outside the stream count in full.

    Args:
        report_rate: usual stream, [channel, run], 1/month.
        draws_reports: whether that stream runs, [channel, run], 0 or 1.
        attention: given to each topic, [topic, run], shares.
        access: share of cipher traffic read, [partner, run].
        is_decrypt: [informant, run].
        topic_weight: [topic, run].
        overlap: how far reports repeat each other, [run].
        links: informant and partner of each channel, topic of each informant.
    """
    informant, partner, topic = links
    watched = jnp.sqrt(TOPICS * jnp.maximum(look_up(attention, topic), 0.0))
    readable = look_up(is_decrypt, informant)
    read = 1.0 - readable * (1.0 - look_up(access, partner))
    stream = report_rate * draws_reports * look_up(watched, informant) * read
    trust = look_up(look_up(topic_weight, topic), informant)
    return trust / (1.0 + overlap[None] * jnp.maximum(stream - 1.0, 0.0))


def evidence(
    counts: PerChannelStatement,
    weight: PerChannel,
    spoken: Voice,
    informant_of_channel: Link,
    partner_of_channel: Link,
    partners: int,
) -> PerPartnerIntention:
    """Return the weighted log likelihood of the reports on each partner, [partner, intention, run].

    Args:
        counts: reports of the step, [channel, statement, run].
        weight: of a report, [channel, run].
        spoken: see `voices`.
        informant_of_channel: who reports.
        partner_of_channel: of whom.
        partners: how many there are.
    """
    said = jnp.log(jnp.maximum(spoken, NEVER))[np.asarray(informant_of_channel)]
    told = jnp.sum(said * (weight[:, None] * counts)[:, None], axis=2)
    return total_by(told, partner_of_channel, partners)


def heard(
    told: PerPartnerIntention, log_prior: PerPartnerIntention, bias: Scalar, slope: Scalar
) -> PerPartner:
    """Return the share of the evidence that is heard: less of what speaks against belief.

    `1 - bias logistic(-slope <evidence, log belief>)`, both centred over intentions (after
    Rabin and Schrag 1999).

    Args:
        told: weighted log likelihood, [partner, intention, run].
        log_prior: logarithm of belief before, [partner, intention, run].
        bias: share of unwelcome evidence lost, [run].
        slope: how sharply unwelcome is told, [run].
    """
    lean = jnp.maximum(log_prior, math.log(DOUBT))
    lean = lean - jnp.mean(lean, axis=1, keepdims=True)
    # The mean of what is told drops out, since the leaning is centred.
    agreement = jnp.sum(told * lean, axis=1)
    return 1.0 - bias[None] * jax.nn.sigmoid(-slope[None] * agreement)


def update(
    log_prior: PerPartnerIntention,
    opening: PerIntentionPartner,
    told: PerPartnerIntention,
    memory: Scalar,
    bias: Scalar,
    slope: Scalar,
) -> PerPartnerIntention:
    """Return the logarithm of belief after the reports, [partner, intention, run].

    `log b' = m log prior + (1 - m) log opening + heard * evidence - log Z`. Memory that fades
    goes back to the opening belief: fading towards equal shares would make three fifths of
    what is forgotten into preparations.

    Args:
        log_prior: logarithm of the forecast, [partner, intention, run].
        opening: old conviction, [intention, partner, run].
        told: see `evidence`.
        memory: share that the step leaves, [run].
        bias: see `heard`.
        slope: see `heard`.
    """
    anchor = jnp.log(jnp.maximum(jnp.moveaxis(opening, 0, 1), DOUBT))
    kept = memory[None, None]
    remembered = kept * log_prior + (1.0 - kept) * anchor
    share = heard(told, log_prior, bias, slope)
    return jax.nn.log_softmax(remembered + share[:, None] * told, axis=1)


def agreement(
    counts: PerChannelStatement,
    belief: PerPartnerIntention,
    knowledge: Voice,
    informant_of_channel: Link,
    partner_of_channel: Link,
) -> PerInformant:
    """Return how many reports of each source were knowledge, by belief after all of them.

    The expectation step of Dawid and Skene (1979): for each report the chance that it came of
    knowledge, given the intention, averaged over belief in the intention.

    Args:
        counts: reports of the step, [channel, statement, run].
        belief: after the reports, [partner, intention, run].
        knowledge: chance that a statement came of knowledge, [informant, intention, statement,
            run].
        informant_of_channel: who reports.
        partner_of_channel: of whom.
    """
    known = knowledge[np.asarray(informant_of_channel)]
    held = belief[np.asarray(partner_of_channel)]
    by_channel = jnp.sum(counts[:, None] * held[:, :, None] * known, axis=(1, 2))
    return total_by(by_channel, informant_of_channel, knowledge.shape[0])
