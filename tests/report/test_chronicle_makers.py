"""What each maker tells of a world in which one thing happens, and what it does not tell."""

import numpy as np
import pytest
from tests.report.made_chronicle import FIELDS, READ, fields, kept, lines, path

from sinews.report.chronicle import chronicle, project
from sinews.report.chronicle.rules import RULES

AT = range(15, 36)
YEARLY = {"truth", "peace", "estimate", "harvest", "published_outlay", "true_outlay"}
"""Rules that speak every year, whatever happens."""


def told(key, *changes, seat="secret"):
    """Return month, words and cause of the lines of one rule."""
    paths = {name: values for change in changes for name, values in change.items()}
    return [(line.month, line.what, line.cause) for line in lines(paths, seat, key)]


def test_every_variable_that_a_rule_reads_is_a_field_of_a_room():
    assert set(READ) <= set(fields())


def test_every_rule_has_a_name_of_its_own():
    names = [rule.name for rules in RULES.values() for rule in rules]
    assert len(names) == len(set(names))


def test_nothing_is_told_of_a_quiet_world_but_the_yearly_books():
    quiet = chronicle(project(kept(), "secret", 0))
    assert {line.key for line in quiet.lines} <= YEARLY


ONE_EVENT = [
    ("talks_opened", path("diplomacy.opened", {(3, "rival"): 1.0}), "1931-04",
     "Talks with Rival opened"),
    ("pact_drafted", path("diplomacy.drafted", {(4, "rival"): 1.0}), "1931-05",
     "Pact with Rival initialled"),
    ("talks_broken_off", path("diplomacy.broken_off", {(4, "rival"): 1.0}), "1931-05",
     "Talks with Rival broken off"),
    ("pact_signed", path("diplomacy.signed", {(18, "neighbour"): 1.0}), "1932-07",
     "Pact with Neighbour signed"),
    ("pact_ratified", path("diplomacy.ratified", {(19, "neighbour"): 1.0}), "1932-08",
     "Pact with Neighbour ratified"),
    ("pact_lapsed", path("diplomacy.lapsed", {(30, "neighbour"): 1.0}), "1933-07",
     "Pact with Neighbour lapses"),
    ("relations", path("diplomacy.relations", {(AT, "rival"): -0.3}), "1932-04",
     "Relations with Rival cool"),
    ("fear", path("intelligence.threat", {(AT,): 0.25}), "1932-04",
     "Belief in war within twelve months doubled: from 10 % to 25 %; most feared: Neighbour"),
    ("fear", path("intelligence.threat", {(AT,): 0.16}), "1932-04",
     "Belief in war within twelve months rose by half: from 10 % to 16 %; most feared: Neighbour"),
    ("decrypts_published", path("intelligence.published_decrypts", {(14, "rival"): 1.0}),
     "1932-03", "The newspapers print secret papers of Rival"),
    ("codes_lost", path("intelligence.codes_lost", {(16, "rival"): 1.0}), "1932-05",
     "Rival changes its codes; its mail goes dark"),
    ("war_plan", path("forces.plan_readiness", {(AT, "plan_east"): 0.34}), "1932-04",
     "plan east could be carried out to 34 %, after less than 1 %"),
    ("letter", path("surroundings.letters_delivered", {(13, "spies_on_neighbour", "date"): 1.0}),
     "1932-02", "Letter on the desk. Spies on Neighbour: a date for war is named"),
    ("reports",
     path("surroundings.reports_delivered", {(13, "spies_on_neighbour", "preparing"): 2.0}),
     "1932-02", "Reports on the desk: Spies on Neighbour (war is being prepared)"),
    ("rung", path("borders.escalation", {(AT, "ford"): 2.4}), "1932-04",
     "ford: it comes to shots"),
    ("incidents", path("borders.incidents", {(16, "ridge", "ground"): 3.0}), "1932-06",
     "Border incidents of three months: 3 on the ground; most: ridge"),
    ("aircraft", path("borders.airspace_violations", {(16, "ridge"): 2.0}), "1932-06",
     "Foreign aircraft crossed the border in three months: ridge (2)"),
    ("sabotage", path("borders.railway_sabotage", {(16,): 2.0}), "1932-05",
     "2 acts of sabotage on the railway abroad"),
    ("divisions", path("command.directives.division_target", {(range(0, 12),): 78.0,
     (range(12, 36),): 123.0}), "1932-01", "Divisions to be had raised from 78 to 123"),
    ("arms_targets", path("command.directives.target", {(range(0, 12), "tank"): 1000.0,
     (range(12, 36), "tank"): 3000.0, (range(12, 36), "steel"): 9.0}), "1932-01",
     "Targets of arms for a year raised: tank from 1,000 to 3,000"),
    ("arms_cut", path("command.directives.target", {(range(12), "tank"): 1000.0,
     (range(12, 36), "tank"): 600.0}), "1932-01",
     "Targets of arms for a year cut: tank from 1,000 to 600"),
    ("taut_targets", path("command.tautness", {(AT, "tank"): 3.25}), "1932-04",
     "Targets go beyond what works can make: tank (3.2 times)"),
    ("ministries", path("command.directives.assignment", {(range(0, 12), "steel", "council"): 1.0,
     (range(12, 36), "steel", "heavy_industry"): 1.0}), "1932-01",
     "heavy industry take over from council"),
    ("directorate", path("command.directives.mobilisation_directorate", {(AT,): 1.0}), "1932-04",
     "A directorate of mobilisation is put over arms works"),
    ("posture", path("command.directives.posture", {(AT,): 0.5}), "1932-04",
     "The government takes a harder tone abroad"),
    ("restraint", path("command.directives.restraint", {(AT,): 1.0}), "1932-04",
     "Border troops must not be drawn: ford and ridge"),
    ("retreat", path("command.retreat", {(AT,): 0.8}), "1932-04",
     "The government gives way: quotas, exports and building are eased"),
    ("market_legal", path("command.directives.market_legal", {(AT,): 1.0}), "1932-04",
     "Farms may sell what is left to them"),
    ("passports", path("command.directives.passports", {(AT,): 1.0}), "1932-04",
     "Settlement in towns needs a passport"),
    ("works_started", path("construction.starts", {(12, "mill"): 1.0}), "1932-01",
     "The mill is started"),
    ("works_handed_over", path("construction.handed_over", {(AT, "mill"): 1.0}), "1932-04",
     "The mill: the whole capacity is handed over"),
    ("works_failed", path("construction.failures", {(13, "mill"): 1.0}), "1932-02",
     "The mill breaks down"),
    ("licence", path("technology.licences_bought", {(13, "tank"): 1.0}), "1932-02",
     "Licence bought: tank"),
    ("mission_done", path("technology.missions_done", {(13, "tank"): 1.0}), "1932-02",
     "Brought home in secret: tank"),
    ("design_ready", path("technology.readiness", {(AT, "tank"): 0.7}), "1932-04",
     "tank: ready for series"),
    ("quota", path("food.quota", {(range(18, 36),): 18_000.0}), "1932-07",
     "Grain quota of the year set at 18.0 million t, after 20.0 million t"),
    ("quota", path("food.quota", {(range(20, 36),): 18_000.0}), "1932-09",
     "Grain quota lowered from 20.0 million t to 18.0 million t"),
    ("village_hunger", path("food.nutrition_farm", {(AT, "south"): 0.7}), "1932-04",
     "Hunger among people on farms: south"),
    ("town_hunger", path("food.nutrition", {(AT, "town"): 0.7}), "1932-04",
     "Hunger among people off the land: town"),
    ("deaths", path("labour.excess_deaths", {(range(12, 24),): 10.3}), "1932-12",
     "About 120,000 people lost their lives to hunger and disease in this year, beyond those who "
     "die in usual years"),
    ("default", path("trade.defaults", {(13,): 1.0}), "1932-02", "Payments abroad are suspended"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "change", "month", "words"), ONE_EVENT)
def test_one_event_makes_one_line(key, change, month, words):
    assert [(when, what) for when, what, _ in told(key, change)] == [(month, words)]


@pytest.mark.parametrize(("key", "change", "month", "words"), ONE_EVENT)
def test_a_line_bears_the_highest_label_of_what_its_rule_reads(key, change, month, words):
    rank = ("published", "office", "secret")
    (rule,) = [rule for rules in RULES.values() for rule in rules if rule.name == key]
    highest = max((FIELDS[name].secrecy for name in rule.reads), key=rank.index)
    assert {line.secrecy for line in lines(change, key=key)} == {highest}
    seen_by_office = bool(lines(change, "intelligence", key))
    seen_by_papers = bool(lines(change, "published", key))
    assert seen_by_office is (highest != "secret")
    assert seen_by_papers is (highest == "published")


def test_a_mission_caught_is_in_the_papers_with_its_cause_in_the_office_only():
    change = path("technology.missions_caught", {(13, "tank"): 1.0})
    control = path("surroundings.sellers_control", {(range(36),): 0.4})
    words = "A purchase past controls is caught abroad: tank"
    assert told("mission_caught", change, control, seat="published") == [("1932-02", words, "")]
    cause = "sellers hold back 40 % of what is asked for"
    assert told("mission_caught", change, control) == [("1932-02", words, cause)]


def test_a_works_is_started_on_the_date_and_only_the_files_say_so():
    started = path("construction.starts", {(12, "mill"): 1.0})
    ordered = path("command.directives.political_start", {(range(36), "mill"): 1.0})
    words = "The mill is started"
    assert told("works_started", started, ordered, seat="intelligence") == [("1932-01", words, "")]
    cause = "the date set had come, ready or not"
    assert told("works_started", started, ordered) == [("1932-01", words, cause)]


def test_broken_works_and_broken_talks_have_causes():
    failed = path("construction.failures", {(13, "mill"): 1.0})
    late = path("construction.schedule_pressure", {(12, "mill"): 3.0})
    assert told("works_failed", failed, late)[0][2] == (
        "the work left was 3.0 times what the date allowed"
    )
    ended = path("diplomacy.broken_off", {(13, "rival"): 1.0})
    clashes = path("borders.incidents_of_partner", {(12, "rival"): 2.0})
    printed = path("intelligence.published_decrypts", {(12, "rival"): 1.0})
    assert told("talks_broken_off", ended, clashes)[0][2] == "2 border incidents in two months"
    assert told("talks_broken_off", ended, clashes, printed)[0][2] == (
        "its secret papers had been printed"
    )


def test_relations_cool_after_a_pact_with_another():
    signed = path("diplomacy.signed", {(14, "neighbour"): 1.0})
    cooler = path("diplomacy.relations", {(AT, "rival"): -0.3})
    assert told("relations", signed, cooler, seat="published") == [
        ("1932-04", "Relations with Rival cool", "the pact with Neighbour")
    ]


def test_codes_are_lost_after_their_papers_were_printed():
    lost = path("intelligence.codes_lost", {(16, "rival"): 1.0})
    printed = path("intelligence.published_decrypts", {(14, "rival"): 1.0})
    assert told("codes_lost", lost, printed)[0][2] == "its secret papers had been printed"
    assert told("codes_lost", lost)[0][2] == ""


def test_orders_say_how_likely_war_was_thought():
    more = path("command.directives.division_target", {(range(12, 36),): 45.0})
    fear = path("intelligence.threat", {(range(10, 36),): 0.3})
    assert told("divisions", more, fear)[0][2] == (
        "war within twelve months was given 30 %, 10 % three months before"
    )
    assert told("divisions", more)[0][2] == "war within twelve months was given 10 %"


def test_the_ladder_is_climbed_and_left_under_orders_to_hold_fire():
    height = path("borders.escalation", {(5, "ford"): 2.0, (6, "ford"): 4.5, (7, "ford"): 0.5})
    orders = path("command.directives.restraint", {(range(36), "ford"): 0.8})
    assert told("rung", height, orders) == [
        ("1931-06", "ford: it comes to shots", "border troops were told to hold their fire"),
        ("1931-07", "ford: it comes to a clash of companies",
         "border troops were told to hold their fire"),
        ("1931-08", "ford: quiet again", ""),
    ]  # fmt: skip


def test_giving_way_is_told_with_the_bread_that_was_missing():
    gave = path("command.retreat", {(range(15, 20),): 0.8})
    fill = path("food.ration_fill", {(15, "second"): 0.6})
    assert [(what, cause) for _, what, cause in told("retreat", gave, fill)] == [
        ("The government gives way: quotas, exports and building are eased",
         "second got 60 % of its bread"),
        ("What was given way is taken back", ""),
    ]  # fmt: skip


def test_talks_are_deadlocked_and_move_again():
    stuck = path("diplomacy.deadlock", {(range(6, 12), "rival"): 1.0})
    talks = path("diplomacy.pact_stage", {(range(2, 36), "talks", "rival"): 1.0})
    loss = path("diplomacy.their_gain", {(range(36), "rival"): -0.1}, rest=0.2)
    gain = path("diplomacy.our_gain", {}, rest=0.2)
    assert told("deadlock", stuck, talks, loss, gain) == [
        ("1931-07", "Talks with Rival are deadlocked", "no terms leave a gain to them"),
        ("1932-01", "Talks with Rival move again", "no terms leave a gain to them"),
    ]
    assert told("deadlock", stuck) == []  # without talks there is nothing to be stuck in


def test_a_draft_is_held_up_and_its_signature_set_free():
    ready = path("diplomacy.pact_stage", {(range(5, 20), "drafted", "rival"): 1.0})
    held = path("diplomacy.held_up", {(range(0, 19), "rival"): 1.0})
    signed = path("diplomacy.signed", {(19, "rival"): 1.0})
    (line,) = told("held_up", ready, held)
    assert line[:2] == ("1931-06", "The signature with Rival is held up")
    ((_, _, cause),) = told("pact_signed", held, signed)
    assert cause == "nobody held it up any longer"


def test_terms_are_told_with_the_signature():
    signed = path("diplomacy.signed", {(19, "rival"): 1.0})
    agreed = path("diplomacy.agreed_terms", {(AT, "rival"): 1.0})
    ((month, words, _),) = told("pact_terms", signed, agreed)
    assert (month, words) == ("1932-08", "The pact with Rival holds: peace and border")


def test_causes_grow_with_what_the_seat_may_know():
    signed = path("diplomacy.signed", {(10, "rival"): 1.0})
    opened = path("diplomacy.opened", {(2, "rival"): 1.0})
    months = path("diplomacy.months_in_talks", {(9, "rival"): 7.0})
    causes = {
        seat: told("pact_signed", signed, opened, months, seat=seat)[0][2]
        for seat in ("published", "intelligence", "secret")
    }
    assert causes == {
        "published": "talks open since March 1931",
        "intelligence": "7.0 months of talks",
        "secret": "attack by Rival within twelve months was given 5 %",
    }


def test_fear_rises_by_half_then_doubles_and_says_what_it_followed():
    climb = np.where(np.arange(36) < 10, 0.1, np.where(np.arange(36) < 12, 0.16, 0.21))
    delivered = path("surroundings.reports_delivered", {(9, "spies_on_neighbour", "date"): 2.0})
    found = told("fear", {"intelligence.threat": climb}, delivered)
    assert [(month, words.split(":")[0].split()[-1]) for month, words, _ in found] == [
        ("1931-11", "half"), ("1932-01", "doubled"),
    ]  # fmt: skip
    assert found[0][2] == "2 reports of war in two months, most: Spies on Neighbour"
    assert found[1][2] == ""


def test_lists_are_cut_and_restored_together():
    fill = path("food.ration_fill", {(range(14, 18), "first"): 0.8, (range(14, 18), "second"): 0.6})
    (cut,) = told("rations_cut", fill)
    assert cut[:2] == ("1932-03", "Bread on cards cut: first (80 %) and second (60 %)")
    assert cut[2] == "public stores held 3.00 million t of grain"
    (again,) = told("rations_restored", fill)
    assert again[:2] == ("1932-07", "Bread on cards issued in full again: first and second")
    exported = path("food.grain_exported", {(range(36),): 300.0})
    ((_, _, cause),) = told("rations_cut", fill, exported, seat="intelligence")
    assert cause == "0.900 million t of grain went abroad in three months"


def test_harvest_and_outlay_have_two_faces():
    assert told("harvest")[0][:2] == (
        "1931-11", "Harvest brought in: 60.0 million t; officially 70.0 million t",
    )  # fmt: skip
    assert told("harvest", seat="published") == []
    assert told("estimate", seat="published")[0][1] == "Harvest officially put at 70.0 million t"
    assert told("true_outlay")[0][:2] == (
        "1932-01",
        "Defence outlay of 1931 was 2,400 million rubles; 1,200 million rubles were published",
    )
    assert told("published_outlay", seat="published")[0][1] == (
        "Defence outlay of 1931 as published: 1,200 million rubles"
    )


def test_without_chance_events_add_up_until_one_is_full():
    slow = path("diplomacy.signed", {(range(0, 10), "rival"): 0.1})
    assert [line[0] for line in told("pact_signed", slow)] == ["1931-05"]


def test_thirds_of_a_month_make_no_other_event():
    thirds = path("diplomacy.signed", {(7, "rival"): (3.0 + 0.0 + 0.0) / 3})
    assert [line[0] for line in told("pact_signed", thirds)] == ["1931-08"]


def test_a_value_that_is_no_number_makes_no_line_and_no_error():
    nothing = {name: np.full(1, np.nan) for name in READ}
    assert {line.key for line in lines(nothing)} <= YEARLY
