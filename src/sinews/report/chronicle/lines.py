"""Lines: what the rules have to say of a view, with causes, labels and history beside them.

The label of a line is the highest label of the variables that its rule declares, and so is that
of a cause.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sinews.report.chronicle.makers import Because, Rule, Said, Seen
from sinews.report.chronicle.rules import RULES
from sinews.report.chronicle.view import OUTSIDE, History, View
from sinews.report.periods import first_day
from sinews.scenario.facts import SECRECY

NEAR_UNIQUE, NEAR_RECURRENT = 24, 6
"""Months within which history has the same event: one that has a name, or one that recurs."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of a chronicle.

    Attributes:
        month: month of the run, `1932-03`.
        what: what happened.
        cause: what brought it about; empty when the seat cannot tell.
        secrecy: who may know of the event.
        cause_secrecy: who may know of the cause; empty without one.
        subject: what it belongs to.
        key: the rule and of whom it speaks, as `pact_signed[poland]`.
        history: the same event in history; None when there is none.
    """

    month: str
    what: str
    cause: str
    secrecy: str
    cause_secrecy: str
    subject: str
    key: str
    history: History | None = None


@dataclasses.dataclass(frozen=True)
class Chronicle:
    """The events of one run as a seat may know them.

    Attributes:
        view: what was looked at.
        lines: what happened, the first first.
        missed: events of history in these months that the run did not have.
    """

    view: View
    lines: tuple[Line, ...]
    missed: tuple[History, ...]


def chronicle(
    view: View,
    rules: Mapping[str, Sequence[Rule]] = RULES,
    span: tuple[str, str] | None = None,
) -> Chronicle:
    """Return the events of one run as a seat may know them.

    Args:
        view: the run as the seat may know it.
        rules: rules by subject.
        span: first and last month to tell; all when left out.
    """
    lines = [
        line
        for subject, some in rules.items()
        for rule in some
        for line in lines_of(view, subject, rule)
    ]
    matched, missed = with_history(lines, view)
    first, last = span or (str(view.months[0]), str(view.months[-1]))
    told = sorted(
        (*given(view), *matched), key=lambda line: line.month
    )  # stable: rules keep their order within a month
    return Chronicle(
        view,
        tuple(line for line in told if first <= line.month <= last),
        tuple(one for one in missed if first <= month_text(one.date) <= last),
    )


def lines_of(view: View, subject: str, rule: Rule) -> list[Line]:
    """Return what a rule has to say of a view; nothing when it cannot see what it reads."""
    if not _sees(view, rule.reads):
        return []
    causes = [(Seen(view, one.reads), one) for one in rule.causes if _sees(view, one.reads)]
    label = label_of(view, rule.reads)
    found = []
    for said in rule.tell(Seen(view, rule.reads)):
        cause, secrecy = _cause(view, causes, said)
        key = f"{rule.name}[{said.member}]" if said.member else rule.name
        month = str(view.months[said.at])
        found.append(Line(month, said.words, cause, label, secrecy, subject, key))
    return found


def _cause(view: View, causes: Iterable[tuple[Seen, Because]], said: Said) -> tuple[str, str]:
    for seen, because in causes:
        words = because.words(seen, said)
        if words:
            return words, label_of(view, because.reads)
    return "", ""


def _sees(view: View, reads: Iterable[str]) -> bool:
    return all(name in view.data for name in reads)


def label_of(view: View, reads: Iterable[str]) -> str:
    """Return the highest label of some variables; published when there is none."""
    labels = (str(view.data[name].attrs["secrecy"]) for name in reads)
    return max(labels, key=SECRECY.index, default=SECRECY[0])


def given(view: View) -> list[Line]:
    """Return the events that are given to every run, in the months of this one."""
    first, last = str(view.months[0]), str(view.months[-1])
    return [
        Line(
            month_text(one.date),
            one.title,
            one.cause,
            one.secrecy,
            one.secrecy if one.cause else "",
            OUTSIDE,
            OUTSIDE,
            one,
        )
        for one in view.history
        if one.key == OUTSIDE and first <= month_text(one.date) <= last
    ]


def with_history(lines: Sequence[Line], view: View) -> tuple[list[Line], list[History]]:
    """Return lines with the same events of history, each given once, and the events left over.

    The nearest pairs are made first.
    """
    past = [one for one in view.history if one.key != OUTSIDE]
    pairs = sorted(
        (gap, place, at)
        for place, line in enumerate(lines)
        for at, one in enumerate(past)
        if one.key == line.key and (gap := _gap(line, one)) <= _near(line)
    )
    partners: dict[int, int] = {}
    for _, place, at in pairs:
        if place not in partners and at not in partners.values():
            partners[place] = at
    matched = [
        dataclasses.replace(line, history=past[partners[place]]) if place in partners else line
        for place, line in enumerate(lines)
    ]
    used = set(partners.values())
    return matched, [one for at, one in enumerate(past) if at not in used]


def _near(line: Line) -> int:
    return NEAR_UNIQUE if "[" in line.key else NEAR_RECURRENT


def _gap(line: Line, one: History) -> int:
    return abs(int((np.datetime64(line.month) - np.datetime64(month_text(one.date))).astype(int)))


def month_text(date: str) -> str:
    """Return the month of a year, a month or a day: `1932-03`."""
    return str(first_day(date).astype("datetime64[M]"))
