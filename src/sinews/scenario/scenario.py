"""Scenario: everything a package says, read and checked."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sinews.scenario.checks import Known
from sinews.scenario.facts import Event, Fact, Observable, Observation
from sinews.scenario.numbers import Number
from sinews.scenario.orders import Calendar
from sinews.scenario.pacts import Pact
from sinews.scenario.schema import Schema
from sinews.scenario.switches import Switch
from sinews.scenario.values import parse_month


@dataclasses.dataclass(frozen=True)
class Scenario:
    """A scenario, read and checked.

    Attributes:
        name: its name.
        title: one line for people.
        start: first month, `YYYY-MM`.
        months: how many months are run unless said otherwise.
        months_limit: how many may be run.
        folder: where it lies.
        members: names of the members of every axis.
        titles: what members are called, by axis and member.
        numbers: every number in use, those of `outside` with their month.
        sources: CSL-JSON entries by key.
        facts: figures of history.
        observables: how a run shows the series of history, by series.
        observations: observed figures of the series, for scores.
        events: dated events, the first first.
        pacts: treaties as history has them.
        orders_tables: path of each table of orders.
        default_orders: the table of orders that a run follows unless said otherwise.
        switches: rival explanations, by the name of the switch.
        chosen: the option of every switch that holds unless the command says otherwise.
        content_hash: SHA-256 of everything it says.
        schema: what it was checked against.
        known: the names that rows may use.
        orders: the rows of each table of orders.
        by_field: the numbers of the rooms in use, by field.
        plain: the same as the tables give them, before any switch.
        layers: how many scenarios stand upon one another.
    """

    name: str
    title: str
    start: str
    months: int
    months_limit: int
    folder: Path
    members: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, Mapping[str, str]]
    numbers: tuple[Number, ...]
    sources: Mapping[str, Mapping[str, Any]]
    facts: tuple[Fact, ...]
    observables: Mapping[str, Observable]
    observations: tuple[Observation, ...]
    events: tuple[Event, ...]
    pacts: tuple[Pact, ...]
    orders_tables: Mapping[str, Path]
    default_orders: str
    switches: Mapping[str, Switch]
    chosen: Mapping[str, str]
    content_hash: str
    schema: Schema = dataclasses.field(repr=False)
    known: Known = dataclasses.field(repr=False)
    orders: Mapping[str, tuple[Number, ...]] = dataclasses.field(repr=False)
    by_field: Mapping[str, tuple[Number, ...]] = dataclasses.field(repr=False)
    plain: Mapping[str, tuple[Number, ...]] = dataclasses.field(repr=False)
    layers: int = 1

    @property
    def calendar(self) -> Calendar:
        """The months it may run."""
        return Calendar(parse_month(self.start) or 0, self.months_limit)
