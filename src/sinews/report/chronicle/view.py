"""View: one run as one seat may know it, built up from what is open to the seat.

Makers of lines are given a view and nothing else, so that what is hidden can change no line.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sinews.core.errors import BadInput
from sinews.report.observe import sound_runs
from sinews.report.periods import months_of
from sinews.scenario.facts import SECRECY

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.facts import Event
    from sinews.scenario.pacts import Pact

SEATS = {
    "published": SECRECY[:1],
    "intelligence": SECRECY[:2],
    "secret": SECRECY,
}
"""The labels that are open to each seat."""
OUTSIDE = "outside"
"""The `id` of events that no run makes: they are given to all."""
PACT_STAGES = {
    "opened": ("talks_opened", "Talks with {} opened", "office"),
    "initialled": ("pact_drafted", "Pact with {} initialled", "office"),
    "signed": ("pact_signed", "Pact with {} signed", "published"),
    "ratified": ("pact_ratified", "Pact with {} ratified", "published"),
}
"""By the date of a pact: the rule that tells the same of a run, words, and who may know."""
THREAT = "intelligence.threat"


@dataclasses.dataclass(frozen=True)
class Kept:
    """What a run left behind.

    Attributes:
        data: the runs.
        titles: what members are called, by axis and member.
        events: dated events of history.
        pacts: treaties of history.
    """

    data: "xr.Dataset"
    titles: Mapping[str, Mapping[str, str]]
    events: Sequence["Event"]
    pacts: Sequence["Pact"]


@dataclasses.dataclass(frozen=True)
class History:
    """One dated event of history.

    Attributes:
        key: what tells the same of a run, as `pact_signed[poland]`; `outside` when given to all.
        date: year, month or day.
        title: what happened.
        cause: what brought it about; empty when that is not known.
        secrecy: who could know of it then.
        source: key of its source.
        locator: where in the source.
        grade: how good it is.
    """

    key: str
    date: str
    title: str
    cause: str
    secrecy: str
    source: str
    locator: str
    grade: str


@dataclasses.dataclass(frozen=True)
class View:
    """One run as a seat may know it.

    Attributes:
        seat: who looks.
        run: number of the run.
        name: name of the scenario.
        title: what the scenario is called.
        months: months of the run, [month].
        data: variables open to the seat, without the axis of runs.
        titles: what the members of their axes are called.
        history: events of history open to the seat.
    """

    seat: str
    run: int
    name: str
    title: str
    months: np.ndarray
    data: "xr.Dataset"
    titles: Mapping[str, Mapping[str, str]]
    history: tuple[History, ...]


def project(kept: Kept, seat: str, run: int) -> View:
    """Return one run as a seat may know it.

    Args:
        kept: what the run left behind.
        seat: one of `SEATS`.
        run: number of the run.

    Raises:
        BadInput: when there is no such seat or no such run, or the run failed.
    """
    import xarray as xr

    if seat not in SEATS:
        raise BadInput(f"--as {seat!r} is no seat; one of {', '.join(SEATS)}")
    at = run_position(kept.data, run)
    allowed = SEATS[seat]
    # Bare variables: a thousand of them wrapped with their labels would take a third of a second.
    bare = kept.data.variables
    shown = {
        str(name): bare[name].isel(run=at)
        for name in kept.data.data_vars
        if bare[name].attrs.get("secrecy") in allowed and {"month", "run"} <= set(bare[name].dims)
    }
    axes = {str(axis) for variable in shown.values() for axis in variable.dims}
    labels = {axis: bare[axis] for axis in axes if axis in bare}
    return View(
        seat=seat,
        run=run,
        name=str(kept.data.attrs.get("scenario", "")),
        title=str(kept.data.attrs.get("title", "")),
        months=months_of(kept.data),
        data=xr.Dataset(shown, coords=labels),
        titles={axis: names for axis, names in kept.titles.items() if axis in axes},
        history=tuple(
            one
            for one in (*of_events(kept.events), *of_pacts(kept.pacts, kept.titles))
            if one.secrecy in allowed
        ),
    )


def run_position(data: "xr.Dataset", run: int) -> int:
    """Return where a run stands among the runs.

    Raises:
        BadInput: when there is no such run, or it failed.
    """
    numbers = [int(number) for number in data["run"].values]
    if run not in numbers:
        raise BadInput(f"--run {run}: there is no such run; {numbers[0]} to {numbers[-1]}")
    at = numbers.index(run)
    if not sound_runs(data)[at]:
        raise BadInput(f"--run {run}: this run failed; summary.json says where")
    return at


def of_events(events: Iterable["Event"]) -> list[History]:
    """Return the events that a run can have too, or that are given to all runs."""
    return [
        History(
            one.id, one.date, one.title, one.cause, one.secrecy, one.source, one.locator, one.grade
        )
        for one in events
        if one.id
    ]


def of_pacts(pacts: Iterable["Pact"], titles: Mapping[str, Mapping[str, str]]) -> list[History]:
    """Return the dates of treaties, each with who could know of it."""
    found = []
    for pact in pacts:
        name = titles.get("partner", {}).get(pact.partner, pact.partner)
        for stage, (rule, words, secrecy) in PACT_STAGES.items():
            date = getattr(pact, stage)
            if date:
                key, title = f"{rule}[{pact.partner}]", words.format(name)
                origin = (pact.source, pact.locator, pact.grade)
                found.append(History(key, date, title, "", secrecy, *origin))
    return found


def first_sound_run(data: "xr.Dataset") -> int:
    """Return the first run that did not fail.

    Raises:
        BadInput: when all failed.
    """
    numbers = data["run"].values[sound_runs(data)]
    if not numbers.size:
        raise BadInput("every run failed; there is nothing to tell")
    return int(numbers[0])


def typical_run(data: "xr.Dataset") -> int:
    """Return the sound run whose threat keeps nearest to the median of all.

    It is for the page of an analyst, who may know everything: the choice tells of threat.
    """
    first = first_sound_run(data)
    if THREAT not in data:
        return first
    sound = sound_runs(data)
    threat = data[THREAT].transpose("month", "run").values[:, sound]
    away = np.abs(threat - np.median(threat, axis=1, keepdims=True)).sum(axis=0)
    return int(data["run"].values[sound][int(np.argmin(away))])
