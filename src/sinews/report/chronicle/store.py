"""Store: what a chronicle needs, kept in the folder of a run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sinews.report.chronicle.view import Kept
from sinews.report.runs import read_data
from sinews.report.stored_tables import Title, read_rows, write_rows
from sinews.scenario.facts import Event
from sinews.scenario.pacts import Pact

EVENTS, PACTS, TITLES = "events.csv", "pacts.csv", "titles.csv"


def write_kept(
    folder: Path,
    titles: Mapping[str, Mapping[str, str]],
    events: Sequence[Event],
    pacts: Sequence[Pact],
) -> list[str]:
    """Write names, events and treaties beside the runs; return the names of the files."""
    rows = [
        Title(axis, member, title)
        for axis, members in titles.items()
        for member, title in members.items()
    ]
    write_rows(folder / TITLES, rows)
    write_rows(folder / EVENTS, events)
    write_rows(folder / PACTS, pacts)
    return [TITLES, EVENTS, PACTS]


def read_kept(folder: Path) -> Kept:
    """Return what a run left behind.

    Raises:
        BadInput: when the folder is no run, or was written before chronicles were.
    """
    data = read_data(folder)
    titles: dict[str, dict[str, str]] = {}
    for row in read_rows(folder / TITLES, Title):
        titles.setdefault(row.axis, {})[row.member] = row.title
    events, pacts = read_rows(folder / EVENTS, Event), read_rows(folder / PACTS, Pact)
    return Kept(data, titles, events, pacts)
