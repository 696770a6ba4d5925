"""Explanations: two runs with other switches, scored on the same observations."""

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sinews.report.facts_table import number_of
from sinews.report.observations import Observation
from sinews.report.periods import last_day
from sinews.report.scores import LAST_KNOWN_DAY, ScoredRow, score_rows
from sinews.report.summary import switches_of
from sinews.report.tables import number_text, words

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.facts import Observable
    from sinews.scenario.facts import Observation as Stored

BAND = 80


@dataclasses.dataclass(frozen=True)
class Choice:
    """A switch in two runs; None where the scenario of a run does not have it."""

    switch: str
    first: str | None
    second: str | None


@dataclasses.dataclass(frozen=True)
class ScoredPair:
    """One observation that both runs can tell, against each of them."""

    first: ScoredRow
    second: ScoredRow

    @property
    def group(self) -> tuple[str, str]:
        """Series and unit: within them a CRPS may be averaged."""
        return self.first.row.series, self.first.unit


def differing(first: "xr.Dataset", second: "xr.Dataset") -> list[Choice]:
    """Return the switches that two runs chose differently, by name."""
    one, other = switches_of(first), switches_of(second)
    names = sorted(one.keys() | other.keys())
    choices = (Choice(name, one.get(name), other.get(name)) for name in names)
    return [choice for choice in choices if choice.first != choice.second]


def same_observations(first: Iterable["Stored"], second: Iterable["Stored"]) -> list[Observation]:
    """Return the figures that both runs keep and that were known by the end of 1932.

    Dates are left out, since they are compared and not scored.
    """
    kept = {_figure(row) for row in second}
    found = []
    for position, row in enumerate(first, start=1):
        value = number_of(row.value) if isinstance(row.value, float) else None
        known = str(last_day(row.period_end)) <= LAST_KNOWN_DAY
        if value is not None and known and _figure(row) in kept:
            when = (row.period_start, row.period_end)
            none = (math.nan, math.nan)
            found.append(Observation(position, row.series, *when, value, row.unit, *none))
    return found


def _figure(row: "Stored") -> tuple[Any, ...]:
    return row.series, row.period_start, row.period_end, row.value, row.unit


def score_both(
    first: "xr.Dataset",
    second: "xr.Dataset",
    rows: Sequence[Observation],
    observables: Mapping[str, "Observable"],
) -> list[ScoredPair]:
    """Return the observations that both runs can tell, scored against each."""
    sides = (score_rows(data, rows, (), observables) for data in (first, second))
    pairs = (ScoredPair(*pair) for pair in zip(*sides, strict=True))
    return [pair for pair in pairs if not pair.first.skipped and not pair.second.skipped]


def by_series(pairs: Iterable[ScoredPair]) -> dict[tuple[str, str], list[ScoredPair]]:
    """Return pairs by series and unit, in the order they first occur."""
    groups: dict[tuple[str, str], list[ScoredPair]] = {}
    for pair in pairs:
        groups.setdefault(pair.group, []).append(pair)
    return groups


def coverage(rows: Sequence[ScoredRow]) -> float | None:
    """Return the share of rows inside the 80 % band; None without rows."""
    return sum(bool(row.inside(BAND)) for row in rows) / len(rows) if rows else None


def mean_crps(rows: Sequence[ScoredRow]) -> float | None:
    """Return the mean CRPS of rows in one unit; None without rows."""
    return _mean([row.crps for row in rows if row.crps is not None])


def relative_crps(rows: Sequence[ScoredRow]) -> float | None:
    """Return the mean of the CRPS over what was observed; rows that saw nothing are left out."""
    return _mean(
        [
            row.crps / abs(row.row.value)
            for row in rows
            if row.crps is not None and row.row.value != 0.0
        ]
    )


def _mean(numbers: Sequence[float]) -> float | None:
    return math.fsum(numbers) / len(numbers) if numbers else None


def explanation_rows(pairs: Sequence[ScoredPair]) -> list[tuple[str, ...]]:
    """Return the lines of the table: series, rows, CRPS of each, coverage of each, unit.

    The last line holds all series, with the CRPS over what was observed.
    """
    lines = []
    for (series, unit), group in by_series(pairs).items():
        lines.append(_line(words(series), group, mean_crps, unit))
    if pairs:
        lines.append(_line("All series", pairs, relative_crps, "of observed"))
    return lines


def _line(name: str, pairs: Sequence[ScoredPair], score: Any, unit: str) -> tuple[str, ...]:
    sides = [pair.first for pair in pairs], [pair.second for pair in pairs]
    scores = (number_text(score(side)) for side in sides)
    shares = (f"{100 * (coverage(side) or 0.0):.0f} %" for side in sides)
    return name, str(len(pairs)), *scores, *shares, unit


def choice_rows(choices: Iterable[Choice]) -> list[tuple[str, ...]]:
    """Return the lines of the table of switches; a dash where a run does not have one."""
    return [(one.switch, one.first or "-", one.second or "-") for one in choices]


def explanations_json(pairs: Sequence[ScoredPair]) -> dict[str, Any]:
    """Return the scores of two runs side by side: in total, per series, per observation."""
    return {
        "total": _total_json(pairs),
        "series": [
            {"series": series, "unit": unit, "rows": len(group)}
            | _sides_json(group, lambda rows: {"crps": mean_crps(rows)})
            for (series, unit), group in by_series(pairs).items()
        ],
        "rows": [_row_json(pair) for pair in pairs],
    }


def _total_json(pairs: Sequence[ScoredPair]) -> dict[str, Any]:
    scores = _sides_json(pairs, lambda rows: {"crps_over_observed": relative_crps(rows)})
    return {"rows": len(pairs)} | scores


def _sides_json(pairs: Sequence[ScoredPair], scores: Any) -> dict[str, Any]:
    sides = {"first": [pair.first for pair in pairs], "second": [pair.second for pair in pairs]}
    return {
        name: scores(rows) | {f"coverage_{BAND}": coverage(rows)} for name, rows in sides.items()
    }


def _row_json(pair: ScoredPair) -> dict[str, Any]:
    row = pair.first.row
    sides = {"first": pair.first, "second": pair.second}
    return {
        "series": row.series,
        "period_start": row.period_start,
        "period_end": row.period_end,
        "unit": pair.first.unit,
        "observed": row.value,
    } | {
        name: {"model": side.model, "crps": side.crps, f"in_{BAND}": side.inside(BAND)}
        for name, side in sides.items()
    }
