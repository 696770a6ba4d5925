"""Surroundings: one month of weather, prices, and of what others see, intend and let slip.

Weather remembers a little of last month and is shared by neighbours. Prices walk at random
under the depression. Where history gives a value it takes the place of the draw, and the next
draw goes on from it. Other states look at what we publish and what leaks, make up their minds
about our strength and our resolve, and move a step between indifference and attack; what they
intend is written down by informants of all kinds and reaches us when it does.

Sources: first-order autoregression, Box and Jenkins (1970); the drift of the depression is a
scenario path and then an assumption; Fearon (1995), Powell (2006) and Levy (1987) for what opens
and closes a window; Rabiner (1989) for hidden states and their signals.
"""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerChannel,
    PerChannelStatement,
    PerExportItem,
    PerImportItem,
    PerPartner,
    PerPartnerTheatre,
    PerRegion,
    PerSector,
    PerTheatre,
    PerTopic,
    Scalar,
)
from sinews.core.groups import greatest_by, look_up
from sinews.core.intention import Drives, rates_of
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.core.smooth import adjust
from sinews.systems.surroundings import intentions, reports, rules, sight, weather
from sinews.systems.surroundings.state import (
    SurroundingsFlows,
    SurroundingsParams,
    SurroundingsState,
)


def advance(
    state: SurroundingsState,
    params: SurroundingsParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    weather_given: PerRegion,
    export_price_given: PerExportItem,
    import_price_given: PerImportItem,
    attention: PerTopic,
    dated_letters: Scalar,
    engaged_elsewhere: PerPartner,
    third_party_support: PerPartner,
    emigre_sponsorship: PerPartner,
    standing_forces: PerPartnerTheatre,
    mobilised_share: PerPartner,
    dated_reports: PerChannelStatement,
    draws_reports: PerChannel,
    relations: PerPartner,
    pact_strength: PerPartner,
    escalation: PerSector,
    cipher_access: PerPartner,
    combat_power_last_month: PerTheatre,
    published_outlay_last_month: Scalar,
    posture_last_month: Scalar,
    published_decrypts_last_month: PerPartner,
    stood_firm_last_month: PerPartner,
    concession_last_month: PerPartner,
    interdictions_last_month: Scalar,
) -> tuple[SurroundingsState, SurroundingsFlows]:
    """Draw what nobody at home decides.

    Args:
        state: weather, prices, intentions and reports of the step before.
        params: how they vary.
        numerics: mode and step.
        moment: where in the calendar the step stands.
        chance: the room's own stream.
        weather_given: known weather, [region, run], sd; NaN leaves it to the draw.
        export_price_given: known index, [export_item, run]; NaN leaves it to the draw.
        import_price_given: known index, [import_item, run]; NaN leaves it to the draw.
        attention: share of the services' attention by topic, [topic, run]; even is one quarter.
        dated_letters: share of the letters of the record let through, [run].
        engaged_elsewhere: how far others are busy with third states, [partner, run], 0 to 1.
        third_party_support: log of what allies add to their forces, [partner, run].
        emigre_sponsorship: how far they keep our emigres, [partner, run], 0 to 1.
        standing_forces: standing forces without an arms race, [partner, theatre, run], dve.
        mobilised_share: share of their other forces that is called up, [partner, run].
        dated_reports: letters of the record, [channel, statement, run], 1/month.
        draws_reports: 1 where reports are drawn this month, [channel, run].
        relations: warmth, [partner, run], -1 to 1.
        pact_strength: strength of pacts with us, [partner, run], 0 to 1.
        escalation: of the border, [sector, run], 0 to 6.
        cipher_access: share of a partner's ciphers that is read, [partner, run].
        combat_power_last_month: ours, [theatre, run], dve.
        published_outlay_last_month: defence outlay as published, [run], M rub/month.
        posture_last_month: from yielding to threatening, [run], -1 to 1.
        published_decrypts_last_month: decrypts published, [partner, run], 1/month.
        stood_firm_last_month: how firm we stood on the border, [partner, run], 0 to 1.
        concession_last_month: what we gave in talks, [partner, run], 0 to 1.
        interdictions_last_month: covert shipments caught, [run], 1/month.
    """
    dt = numerics.dt
    shown, outlay, estimate = _seen(
        state, params, chance, dt, combat_power_last_month, published_outlay_last_month
    )
    resolve = sight.next_resolve(
        state.belief_in_our_resolve,
        params.resolve_base,
        params.resolve_by_posture,
        posture_last_month,
        (
            (params.resolve_by_publication, published_decrypts_last_month),
            (params.resolve_by_firmness, stood_firm_last_month),
            (-params.resolve_by_concession, concession_last_month),
        ),
        params.resolve_months,
        dt,
    )
    standing, brought = _forces(params, estimate, standing_forces, mobilised_share)
    drives = Drives(
        opening=intentions.opening_of(
            brought, third_party_support, estimate, params.theatre_of_partner
        ),
        window=intentions.window_of(estimate, state.estimates_of_year),
        relations=relations,
        pact=pact_strength,
        engaged=engaged_elsewhere,
        resolve=resolve,
        emigres=emigre_sponsorship,
        escalation=greatest_by(escalation, params.partner_of_sector, len(relations)),
    )
    rates = rates_of(params.chain, drives, moment.of(params.chain.season_of_attack))
    intention, hazard = intentions.next_intention(state.true_intention, rates, chance, dt)

    is_controlled = _controlled(state, moment, chance)
    said = _said(params, intention, is_controlled)
    rate = _writing_rate(params, draws_reports, attention, cipher_access)
    written = rate[:, None] * said * dt
    under_way, expected = reports.pass_through_the_post(
        state.reports_under_way, written, params.delivery_months, dt
    )
    arrived = reports.deliver(expected, chance)
    letters = dated_letters[None, None] * dated_reports

    after = SurroundingsState(
        weather_anomaly=weather.next_weather(state, params, numerics, chance, weather_given),
        air_temperature=weather.next_temperature(state, params, moment, chance),
        export_price=weather.next_prices(
            state.export_price, params.export_drift, params, numerics, moment, chance,
            export_price_given, "export",
        ),
        import_price=weather.next_prices(
            state.import_price, params.import_drift, params, numerics, moment, chance,
            import_price_given, "import",
        ),
        true_intention=intention,
        estimate_of_us=estimate,
        estimates_of_year=sight.next_year(state.estimates_of_year, estimate, moment.closes_month),
        outlay_known_abroad=outlay,
        belief_in_our_resolve=resolve,
        export_control=_export_control(state, params, interdictions_last_month, dt),
        reports_under_way=under_way,
        source_is_controlled=is_controlled,
    )  # fmt: skip
    flows = SurroundingsFlows(
        mean_weather=jnp.mean(after.weather_anomaly, axis=0),
        terms_of_trade=rules.terms_of_trade(after.export_price, after.import_price),
        true_attack_hazard=hazard,
        true_threat=intentions.threat_of(intention, rates),
        opening=drives.opening,
        window=drives.window,
        foreign_forces=brought,
        facing=intentions.facing(standing, params.is_adversary),
        power_shown=shown,
        sellers_control=sight.mean_of_sellers(after.export_control, params.is_seller),
        reports_written=written / dt,
        reports_delivered=arrived / dt + letters,
        letters_delivered=letters,
    )
    return after, flows


def _seen(state, params, chance, dt, power, published_outlay):
    """Return what is shown by theatre, the outlay known abroad, and what each thinks we have."""
    outlay = adjust(state.outlay_known_abroad, published_outlay, params.outlay_months, dt)
    shown = sight.power_shown(
        power, params.opening_power, outlay, params.opening_outlay, params.leak
    )
    seen = jnp.log(jnp.maximum(shown, sight.LEAST_FORCES))
    estimate = sight.next_estimate(
        state.estimate_of_us,
        look_up(seen, params.theatre_of_partner),
        params.sight_gain,
        params.sight_noise,
        chance.normal("sight", "partner"),
        dt,
    )
    return shown, outlay, estimate


def _forces(params, estimate, given, mobilised_share):
    """Return standing forces, and those with what is mobilised, [partner, theatre, run], dve."""
    standing = intentions.standing_forces(
        given,
        estimate,
        look_up(params.opening_power, params.theatre_of_partner),
        params.reaction,
    )
    mobilised = mobilised_share * params.mobilisable_forces
    return standing, intentions.forces_to_bring(standing, mobilised, params.theatre_of_partner)


def _export_control(state, params, interdictions, dt):
    return sight.next_export_control(
        state.export_control,
        params.usual_export_control,
        params.control_months,
        params.control_by_interdiction,
        interdictions,
        params.is_seller,
        dt,
    )


def _controlled(state, moment, chance):
    # Drawn once, in the first step; the opening holds the chance.
    if not moment.opens_month:
        return state.source_is_controlled
    drawn = chance.event(state.source_is_controlled, "control", "informant")
    return jnp.where(moment.month == 0, drawn, state.source_is_controlled)


def _said(params, intention, is_controlled):
    return reports.statement_chances(
        intention,
        params.statement_likelihood,
        params.deception_likelihood,
        params.noise_statements,
        params.report_error,
        is_controlled,
        params.informant_of_channel,
        params.partner_of_channel,
    )


def _writing_rate(params, draws, attention, cipher_access):
    return reports.writing_rate(
        params.report_rate,
        draws,
        attention,
        cipher_access,
        params.is_decrypt,
        params.topic_of_informant,
        params.informant_of_channel,
        params.partner_of_channel,
    )
