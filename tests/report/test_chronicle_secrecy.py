"""Non-interference: what a seat may not know changes no byte of what it reads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.made_chronicle import FIELDS, READ, data, event, kept, pact

from sinews.core.errors import BadInput
from sinews.report.chronicle import chronicle, project, typical_run
from sinews.report.chronicle.lines import lines_of
from sinews.report.chronicle.makers import Rule, Said
from sinews.report.chronicle.pages import beside, chronicle_json, chronicle_rows
from sinews.report.chronicle.view import SEATS
from sinews.report.summary import to_json

SEATS_THAT_MAY_NOT = ["published", "intelligence"]


def busy(seed, paths=None, only=lambda name: True):
    """Return paths on which much happens, for the variables chosen."""
    random = np.random.default_rng(seed)
    found = dict(paths or {})
    for name in READ:
        if only(name):
            shape = SHAPES[name]
            scale = random.choice([0.3, 1.0, 100.0, 30_000.0])
            walk = np.cumsum(random.standard_normal(shape), axis=0)
            found[name] = np.abs(walk) * scale * (random.random(shape) < 0.7)
    return found


SHAPES = {name: variable.shape[:-1] for name, variable in data().variables.items() if name in READ}


def bytes_for(world, seat):
    told = chronicle(project(world, seat, 0))
    return to_json(chronicle_json(told)) + repr(chronicle_rows(told))


@pytest.mark.parametrize("seat", SEATS_THAT_MAY_NOT)
@given(common=st.integers(0, 10**6), one=st.integers(0, 10**6), other=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_two_worlds_that_differ_in_secrets_read_the_same(seat, common, one, other):
    def is_hidden(name):
        return FIELDS[name].secrecy not in SEATS[seat]

    shared = busy(common, only=lambda name: not is_hidden(name))
    worlds = [kept(busy(seed, shared, is_hidden)) for seed in (one, other)]
    assert bytes_for(worlds[0], seat) == bytes_for(worlds[1], seat)


@pytest.mark.parametrize("name", [name for name in READ if FIELDS[name].secrecy != "published"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0, 1e12])
def test_no_value_of_a_hidden_variable_is_seen(name, value):
    shared = busy(3)
    changed = shared | {name: np.full(SHAPES[name], value)}
    blind = [seat for seat in SEATS_THAT_MAY_NOT if FIELDS[name].secrecy not in SEATS[seat]]
    for seat in blind:
        assert bytes_for(kept(shared), seat) == bytes_for(kept(changed), seat)


def test_the_worlds_of_these_tests_have_something_to_hide():
    told = {seat: chronicle(project(kept(busy(3)), seat, 0)).lines for seat in SEATS}
    assert 0 < len(told["published"]) < len(told["intelligence"]) < len(told["secret"])
    for seat, lines in told.items():
        assert {line.secrecy for line in lines} == set(SEATS[seat])
        assert {line.cause_secrecy for line in lines} <= {*SEATS[seat], ""}


def test_secret_events_and_dates_of_talks_are_not_in_the_papers():
    paths = {"diplomacy.signed": busy(3)["diplomacy.signed"]}
    open_event = event("1931-09-18", "War abroad", "outside")
    plot = event("1931-05", "A plot", "outside", "secret")
    past = [(), (plot, event("1931-06", "A cut", "rations_cut", "office"))]
    hidden = {"opened": "1931-01-01", "initialled": "1931-02-01"}
    treaties = [pact("rival", signed="1931-09-01", **some) for some in ({}, hidden)]
    worlds = [
        kept(paths, (open_event, *some), (treaty,))
        for some, treaty in zip(past, treaties, strict=True)
    ]
    assert bytes_for(worlds[0], "published") == bytes_for(worlds[1], "published")
    assert "War abroad" in bytes_for(worlds[1], "published")
    assert "A plot" in bytes_for(worlds[1], "secret")
    assert bytes_for(worlds[0], "secret") != bytes_for(worlds[1], "secret")


def test_attributes_and_hidden_members_are_not_in_a_view():
    world = kept(busy(3))
    world.data.attrs["overrides"] = "war.x=1"
    view = project(world, "published", 0)
    assert "channel" not in view.data.coords
    assert "channel" not in view.titles
    assert not view.data.attrs
    assert {array.attrs["secrecy"] for array in view.data.values()} == {"published"}


def test_an_unlabelled_variable_and_an_unknown_label_are_hidden():
    world = kept(busy(3))
    world.data["diplomacy.signed"].attrs = {}
    world.data["diplomacy.opened"].attrs["secrecy"] = "Published"
    for seat in SEATS:
        assert not {"diplomacy.signed", "diplomacy.opened"} & set(project(world, seat, 0).data)


def test_a_maker_that_reaches_beyond_what_it_declares_fails():
    def greedy(seen):
        yield Said(0, str(seen.path("intelligence.threat")[0]))

    view = project(kept(), "secret", 0)
    with pytest.raises(KeyError):
        lines_of(view, "leak", Rule("greedy", ("diplomacy.signed",), greedy))


def test_the_column_of_the_newspapers_is_the_published_chronicle():
    def is_hidden(name):
        return FIELDS[name].secrecy != "published"

    shared = busy(5, only=lambda name: not is_hidden(name))
    pages = [beside(kept(busy(seed, shared, is_hidden)), 0) for seed in (1, 2)]
    printed = [[(row.month, row.newspapers) for row in page if row.newspapers] for page in pages]
    assert printed[0] == printed[1]
    assert [row.files for row in pages[0]] != [row.files for row in pages[1]]


def test_a_seat_or_a_run_that_is_not_there_is_bad_input():
    world = kept()
    with pytest.raises(BadInput, match="'spy' is no seat; one of published, intelligence, secret"):
        project(world, "spy", 0)
    with pytest.raises(BadInput, match="--run 7: there is no such run; 0 to 1"):
        project(world, "secret", 7)
    world.data["status.failed"][1] = True
    with pytest.raises(BadInput, match="--run 1: this run failed"):
        project(world, "secret", 1)


def test_the_typical_run_is_nearest_to_the_median_and_sound():
    world = data(runs=5)
    world["intelligence.threat"][:] = np.array([0.1, 0.9, 0.3, 0.5, 0.7])
    assert typical_run(world) == 3
    world["status.failed"][3] = True
    assert typical_run(world) in (2, 4)
    assert typical_run(world.drop_vars("intelligence.threat")) == 0
