"""Pacts: treaties with all their dates, terms and clauses, as history has them.

A run makes its own; these stand beside them in the chronicle and on paper.
"""

import dataclasses
from collections.abc import Sequence

from sinews.core.errors import Problem
from sinews.scenario import checks
from sinews.scenario.checks import Known
from sinews.scenario.facts import check_origin, texts
from sinews.scenario.tables import MOST_PROBLEMS, Columns, Row, shown
from sinews.scenario.values import days_of, is_day, parse_number

STAGES = ("opened", "initialled", "signed", "ratified", "in_force", "ended")
"""The dates of a pact in the order in which they can come."""
CONTRADICTIONS = (("frontiers", "territory"), ("no_hostile_coalition", "alliance"))
"""Clauses that cannot stand in one pact: what is left unsaid cannot be guaranteed as well."""
PACTS = Columns(
    ("partner", *STAGES, "term_years", "clauses", "source", "locator", "grade"), ("note",)
)


@dataclasses.dataclass(frozen=True)
class Pact:
    """One treaty, or talks that led to none; an empty date is one that never came.

    Attributes:
        partner: member of the axis of partners.
        opened: day on which talks were opened or taken up again.
        initialled: day on which a draft was initialled.
        signed: day of signature.
        ratified: day on which the later of both sides ratified.
        in_force: day from which it bound.
        ended: day on which talks or pact ended.
        term_years: years for which it was made; None for talks that led to none.
        clauses: members of the axis of clauses.
        source: key of its source.
        locator: where in the source.
        grade: how good it is.
        note: a remark.
        place: where it stands.
    """

    partner: str
    opened: str
    initialled: str
    signed: str
    ratified: str
    in_force: str
    ended: str
    term_years: float | None
    clauses: tuple[str, ...]
    source: str
    locator: str
    grade: str
    note: str
    place: str


def pacts_of(rows: Sequence[Row], known: Known, problems: list[Problem]) -> tuple[Pact, ...]:
    """Return the pacts in rows, after telling what is wrong with them."""
    found = []
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        member = checks.check_member(row.place, "partner", row["partner"] or "?", known)
        problems += [member] if member else []
        check_dates(row, problems)
        clauses = clauses_of(row, known, problems)
        check_origin(row, known, problems)
        given = ("term_years", "clauses", "place")
        found.append(
            Pact(
                term_years=years_of(row, problems),
                clauses=clauses,
                place=row.place,
                **texts(row, Pact, given),
            )
        )
    return tuple(found)


def check_dates(row: Row, problems: list[Problem]) -> None:
    """Tell dates that are none, and stages that come before those they rest on."""
    before = ""
    for stage in STAGES:
        text = row[stage]
        if not text:
            continue
        if not is_day(text):
            what = f"{stage} {shown(text)} is no date"
            problems.append(Problem(row.place, what, "write 1932, 1932-06 or 1932-06-30"))
            continue
        if before and days_of(text)[1] < days_of(row[before])[0]:
            what = f"{stage} {text} of {row['partner']} comes before {before} {row[before]}"
            problems.append(Problem(row.place, what, f"{stage} cannot come before {before}"))
        before = stage
    if row["signed"] and not row["opened"]:
        what = f"the pact with {row['partner']} was signed and its talks were never opened"
        problems.append(Problem(row.place, what, "give the day on which talks opened"))


def clauses_of(row: Row, known: Known, problems: list[Problem]) -> tuple[str, ...]:
    """Return the clauses of a pact, after telling those unknown and those that contradict."""
    clauses = tuple(part.strip() for part in row["clauses"].split("|") if part.strip())
    for clause in clauses:
        found = checks.check_member(row.place, "clause", clause, known)
        problems += [found] if found else []
    for one, other in CONTRADICTIONS:
        if one in clauses and other in clauses:
            what = f"clauses {one} and {other} of {row['partner']} contradict each other"
            problems.append(Problem(row.place, what, "take one out"))
    return clauses


def years_of(row: Row, problems: list[Problem]) -> float | None:
    """Return the term of a pact, or None where the cell is empty."""
    if not row["term_years"]:
        return None
    years = parse_number(row["term_years"])
    if isinstance(years, str) or years <= 0.0:
        what = f"term_years {shown(row['term_years'])} is no length of time"
        problems.append(Problem(row.place, what, "a number of years above 0"))
        return None
    return years
