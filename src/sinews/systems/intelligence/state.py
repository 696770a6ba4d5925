"""Intelligence: what is believed, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerChannel,
    PerCoalition,
    PerCoalitionPartner,
    PerInformant,
    PerIntentionPartner,
    PerIntentionStatement,
    PerPartner,
    PerTopic,
    Scalar,
)
from sinews.core.fields import link, quantity
from sinews.core.intention import IntentionRates


def _share(meaning: str, *secrecy, **more):
    return quantity("1", meaning, *secrecy, minimum=0.0, maximum=1.0, **more)


class IntelligenceState(eqx.Module):
    """What the office believes and can read at the start of a month."""

    belief: PerIntentionPartner = _share("belief in each intention; no attack has come")
    cipher_access: PerPartner = _share("share of a partner's cipher traffic that is read")
    months_since_codes_changed: PerPartner = quantity(
        "month", "since the codes were changed", minimum=0.0
    )
    source_agrees: PerInformant = quantity("1", "reports that proved right", minimum=0.0)
    source_differs: PerInformant = quantity("1", "reports that proved idle talk", minimum=0.0)
    join_counts: PerCoalition = quantity(
        "1", "reports and suspicions that speak for a coalition", minimum=0.0
    )


class IntelligenceParams(eqx.Module):
    """How the office reads others; constant over a run.

    Attributes:
        chain: the office's own picture of how intentions move.
    """

    chain: IntentionRates

    informant_of_channel: tuple[int, ...] = link("channel", "informant", "who reports")
    partner_of_channel: tuple[int, ...] = link("channel", "partner", "of whom it is reported")
    topic_of_informant: tuple[int, ...] = link("informant", "topic", "what the reports are about")
    theatre_of_partner: tuple[int, ...] = link("partner", "theatre", "where we face the partner")
    partner_of_sector: tuple[int, ...] = link("sector", "partner", "across this border")
    leader_of_coalition: tuple[int, ...] = link("coalition", "partner", "who would begin")

    # how reports are read
    statement_likelihood: PerIntentionStatement = _share(
        "chance of a statement by intention, from a source that knows", "office"
    )
    deception_likelihood: PerIntentionStatement = _share(
        "chance of a statement by intention, from a source that is controlled", "office"
    )
    doubled_share: PerInformant = _share("believed share of controlled sources", absent=0.0)
    topic_weight: PerTopic = quantity("1", "weight given to reports by topic", minimum=0.0)
    report_rate: PerChannel = quantity("1/month", "reports that are usual", minimum=0.0)
    is_decrypt: PerInformant = _share("1 for what is read from cipher traffic", absent=0.0)
    report_overlap: Scalar = quantity(
        "1", "how far reports of one channel repeat each other", minimum=0.0
    )
    learning_weight: Scalar = _share("weight of a report in what is thought of its source")

    # how belief moves
    opening_belief: PerIntentionPartner = _share("belief that fading memory goes back to")
    memory_of_prior: Scalar = _share("share of belief that a month leaves, in logarithms")
    confirmation_bias: Scalar = _share("share of unwelcome evidence that is not heard")
    confirmation_slope: Scalar = quantity("1", "how sharply unwelcome is told", minimum=0.0)

    # ciphers
    access_gain: PerPartner = quantity(
        "1/month", "share of unread traffic broken at full effort", minimum=0.0, absent=0.0
    )
    recovery_months: Scalar = quantity("month", "until new codes can be attacked", minimum=0.1)
    burn_by_publication: Scalar = quantity("1/month", "codes changed on publication", minimum=0.0)
    burn_by_use: Scalar = quantity("1/month", "codes changed on visible use", minimum=0.0)
    burn_spontaneous: Scalar = quantity("1/month", "codes changed for no reason", minimum=0.0)
    burn_loss: Scalar = _share("share of access lost with a change of codes")

    # coalitions
    is_joiner: PerCoalitionPartner = _share("1 for those who would join the leader", absent=0.0)
    weight_of_coalition_report: Scalar = quantity(
        "1", "suspicions that a report of a coalition is worth", minimum=0.0
    )
    doubt_by_pact: Scalar = quantity(
        "1", "share of suspicions dropped when a joiner signs a pact", minimum=0.0, maximum=0.99
    )


class IntelligenceFlows(eqx.Module):
    """What is believed at the end of the month, and what moved."""

    threat: Scalar = _share("believed chance of war within twelve months")
    threat_by_partner: PerPartner = _share("believed chance of attack within twelve months")
    threat_by_coalition: PerCoalition = _share("believed chance of attack by just this coalition")
    believed_preparing: PerPartner = _share("belief that an attack is being prepared")
    surprise: PerPartner = quantity("1", "how far reports moved belief, in nats", minimum=0.0)
    report_weight: PerChannel = quantity("1", "weight given to a report", minimum=0.0)
    report_error: PerInformant = _share("share of idle talk that is reckoned with")
    published_decrypts: PerPartner = _share("secret letters of the partner printed", "published")
    codes_lost: PerPartner = quantity("1/month", "changes of codes", minimum=0.0)
