"""Surroundings: what is held, what is set, what moves."""

import equinox as eqx

from sinews.core.arrays import (
    PerChannel,
    PerChannelStatement,
    PerExportItem,
    PerImportItem,
    PerInformant,
    PerInformantStatement,
    PerIntentionPartner,
    PerIntentionStatement,
    PerMonthBackPartner,
    PerPartner,
    PerPartnerTheatre,
    PerRegion,
    PerRegionMonthOfYear,
    PerTheatre,
    Scalar,
)
from sinews.core.fields import Secrecy, link, quantity
from sinews.core.intention import IntentionRates


def _share(meaning: str, secrecy: Secrecy = "secret", **more):
    return quantity("1", meaning, secrecy, minimum=0.0, maximum=1.0, **more)


class SurroundingsState(eqx.Module):
    """What weather, the world market and other states are like."""

    weather_anomaly: PerRegion = quantity(
        "sd", "weather for crops against its mean", "published", minimum=-8.0, maximum=8.0
    )
    air_temperature: PerRegion = quantity(
        "degC", "mean air temperature of the month", "published", minimum=-70.0, maximum=60.0
    )
    export_price: PerExportItem = quantity(
        "1", "price of what is sold abroad; 1 in January 1931", "published", minimum=0.0
    )
    import_price: PerImportItem = quantity(
        "1", "price of what is bought abroad; 1 in January 1931", "published", minimum=0.0
    )
    true_intention: PerIntentionPartner = _share(
        "what a partner really intends; at the opening the chances each run draws from",
        absent=0.0,
    )
    estimate_of_us: PerPartner = quantity(
        "1", "log of our power in dve where we face a partner, as that partner sees it"
    )
    estimates_of_year: PerMonthBackPartner = quantity(
        "1", "the same estimate at the end of each of the last twelve months"
    )
    outlay_known_abroad: Scalar = quantity(
        "M rub/month", "our published defence outlay, mean of about a year", "office", minimum=0.0
    )
    belief_in_our_resolve: PerPartner = _share("how firm a partner thinks we are")
    export_control: PerPartner = _share("how far a partner holds back arms from us", "office")
    reports_under_way: PerChannelStatement = quantity(
        "1", "reports expected to be written and not yet delivered", minimum=0.0, absent=0.0
    )
    source_is_controlled: PerInformant = _share(
        "whether the other side runs the source; at the opening the chance each run draws from",
        absent=0.0,
    )


class SurroundingsParams(eqx.Module):
    """How weather, prices, other states and their reports vary; constant over a run."""

    chain: IntentionRates

    weather_memory: Scalar = quantity(
        "1", "share of the anomaly left after a month", "published", minimum=0.0, maximum=0.999
    )
    common_loading: Scalar = quantity(
        "1",
        "loading of regional weather on the common factor",
        "published",
        minimum=0.0,
        maximum=1.0,
    )
    mean_temperature: PerRegionMonthOfYear = quantity(
        "degC", "climatological mean air temperature", "published", minimum=-60.0, maximum=50.0
    )
    temperature_spread: Scalar = quantity(
        "degC", "standard deviation of monthly temperature", "published", minimum=0.0
    )
    price_volatility: Scalar = quantity(
        "1", "standard deviation of the log price after a month", "published", minimum=0.0
    )
    common_price_loading: Scalar = quantity(
        "1", "loading of prices on the world market as a whole", minimum=0.0, maximum=1.0
    )
    export_drift: PerExportItem = quantity("1/month", "drift of log export prices at the opening")
    import_drift: PerImportItem = quantity("1/month", "drift of log import prices at the opening")
    depression_months: Scalar = quantity(
        "month", "time in which the drift of the depression fades", minimum=1.0
    )
    recovery_months: Scalar = quantity(
        "month", "time in which prices return to those of the opening", minimum=1.0
    )

    # intentions
    theatre_of_partner: tuple[int, ...] = link("partner", "theatre", "where a partner faces us")
    partner_of_sector: tuple[int, ...] = link("sector", "partner", "who decides over the border")
    mobilisable_forces: PerPartner = quantity(
        "dve", "forces a partner can bring besides those that stand", "office", minimum=0.0,
        absent=0.0,
    )  # fmt: skip
    is_adversary: PerPartner = _share("1 for partners our forces must face", "office", absent=0.0)
    reaction: Scalar = quantity(
        "1", "growth of their forces by growth of what they see of ours; 0 is off", minimum=0.0
    )

    # sight
    leak: Scalar = _share("share of our true power that others see through secrecy")
    opening_power: PerTheatre = quantity("dve", "our combat power at the opening", minimum=0.0)
    opening_outlay: Scalar = quantity(
        "M rub/month", "published outlay that went with it", "published", minimum=1e-6
    )
    outlay_months: Scalar = quantity(
        "month", "mean age of the published outlay that others look at", "office", minimum=0.01
    )
    sight_gain: Scalar = _share("share of what is newly seen that is believed in a month")
    sight_noise: Scalar = quantity("1", "spread of what is seen, log", minimum=0.0)

    # resolve and export control
    resolve_base: Scalar = quantity("1", "belief in our resolve, log odds")
    resolve_by_posture: Scalar = quantity("1", "the same by our posture")
    resolve_by_publication: Scalar = quantity("1", "the same by published decrypts")
    resolve_by_firmness: Scalar = quantity("1", "the same by standing firm on the border")
    resolve_by_concession: Scalar = quantity("1", "log odds lost by concessions", minimum=0.0)
    resolve_months: Scalar = quantity("month", "time in which that belief follows", minimum=0.1)
    usual_export_control: PerPartner = _share("export control without scandal", "office")
    control_months: Scalar = quantity("month", "time in which it returns there", minimum=0.1)
    control_by_interdiction: Scalar = _share("export control added by a shipment caught")
    is_seller: PerPartner = _share("1 for sellers of arms and machines", "published", absent=0.0)

    # reports
    informant_of_channel: tuple[int, ...] = link("channel", "informant", "who reports")
    partner_of_channel: tuple[int, ...] = link("channel", "partner", "on whom")
    topic_of_informant: tuple[int, ...] = link("informant", "topic", "what the informant tells of")
    is_decrypt: PerInformant = _share("1 for what is read from ciphers", absent=0.0)
    report_rate: PerChannel = quantity("1/month", "reports at even attention", minimum=0.0)
    report_error: PerInformant = _share("share of reports that are noise")
    delivery_months: PerChannel = quantity("month", "from writing to the desk", minimum=0.001)
    statement_likelihood: PerIntentionStatement = _share("what a true report says")
    deception_likelihood: PerIntentionStatement = _share("what a controlled source says")
    noise_statements: PerInformantStatement = _share("what noise says", absent=0.25)


class SurroundingsFlows(eqx.Module):
    """What is observed of the month, by anyone or by nobody."""

    mean_weather: Scalar = quantity("sd", "weather for crops, mean of regions", "published")
    terms_of_trade: Scalar = quantity(
        "1", "export over import prices, geometric means", "published", minimum=0.0
    )
    true_attack_hazard: PerPartner = quantity("1/month", "hazard of attack as it is", minimum=0.0)
    true_threat: PerPartner = _share("attack within twelve months as it is, pressures unchanged")
    opening: PerPartner = quantity("1", "log of what they can bring over what they think we have")
    window: PerPartner = quantity("1", "growth of what they think we have, log over a year")
    foreign_forces: PerPartnerTheatre = quantity(
        "dve", "forces a partner can bring", "office", minimum=0.0
    )
    facing: PerTheatre = quantity("dve", "standing forces of adversaries", "office", minimum=0.0)
    power_shown: PerTheatre = quantity("dve", "our power, published and leaked", minimum=0.0)
    sellers_control: Scalar = _share("export control, mean of sellers", "office")
    reports_written: PerChannelStatement = quantity(
        "1/month", "reports expected to set out to us", minimum=0.0
    )
    reports_delivered: PerChannelStatement = quantity(
        "1/month", "reports on the desk, dated letters among them", minimum=0.0
    )
    letters_delivered: PerChannelStatement = quantity(
        "1/month", "dated letters among them", minimum=0.0
    )
