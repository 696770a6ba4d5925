"""Facts compared: what history says beside what the runs say, each with its source."""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sinews.report.conversion import DATE, factor_between
from sinews.report.observe import observe, quantiles
from sinews.report.periods import CannotTell, first_day, is_day, month_number, month_text

if TYPE_CHECKING:
    import xarray as xr

    from sinews.scenario.facts import Fact, Observable

Number = float | None

GIVEN = "it is given to every run"


@dataclasses.dataclass(frozen=True)
class ComparedFact:
    """One fact beside the runs; dates are months counted since 1970.

    Attributes:
        fact: the fact as the scenario states it.
        unit: unit of every number here; `date` for months.
        value: what history says; None where it is no number.
        low: least of the rival figures.
        high: greatest of the rival figures.
        model: quantiles `p5` to `p95` over the runs; None where the model cannot tell.
        in_band_80: whether history lies in the 80 % band; None where there is nothing to compare.
        skipped: why there is no model value; empty when there is one.
    """

    fact: "Fact"
    unit: str
    value: Number
    low: Number
    high: Number
    model: dict[str, float] | None
    in_band_80: bool | None
    skipped: str


def compare_facts(
    data: "xr.Dataset", facts: Iterable["Fact"], observables: Mapping[str, "Observable"]
) -> list[ComparedFact]:
    """Return every fact beside the runs, in the order of the scenario."""
    return [compare_fact(data, fact, observables) for fact in facts]


def compare_fact(
    data: "xr.Dataset", fact: "Fact", observables: Mapping[str, "Observable"]
) -> ComparedFact:
    """Return one fact beside the runs."""
    value, low, high = (number_of(cell) for cell in (fact.value, fact.low, fact.high))
    model, unit, skipped = _model_of(data, fact, observables)
    inside = in_band(model, value, low, high) if model else None
    return ComparedFact(fact, unit, value, low, high, model, inside, skipped)


def _model_of(
    data: "xr.Dataset", fact: "Fact", observables: Mapping[str, "Observable"]
) -> tuple[dict[str, float] | None, str, str]:
    if fact.role == "text":
        return None, fact.unit, "the fact is no quantity"
    if not fact.series:
        return None, fact.unit, GIVEN if fact.role == "input" else "no series is named"
    seen = observe(data, observables, fact.series, fact.period_start, fact.period_end)
    if seen.values is None:
        return None, fact.unit, seen.reason
    try:
        factor = factor_between(seen.unit, fact.unit) if fact.unit else 1.0
    except CannotTell as reason:
        return None, fact.unit, str(reason)
    unit = fact.unit or seen.unit
    values = seen.values * factor
    return quantiles(values, ranked=unit == DATE or not np.isfinite(values).all()), unit, ""


def number_of(cell: Any) -> Number:
    """Return a figure as a number, a date as months since 1970, and anything else as None."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float | np.number):
        return float(cell) if math.isfinite(cell) else None
    text = str(cell).strip()
    if "-" in text[1:] and is_day(text):
        return month_number(first_day(text))
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def in_band(model: Mapping[str, float], value: Number, low: Number, high: Number) -> bool | None:
    """Return whether history lies in the 80 % band of the runs.

    With rivals on both sides part of `low` to `high` must lie in the band, else the value.
    """
    least, most = (low, high) if low is not None and high is not None else (value, value)
    if least is None or most is None:
        return None
    return bool(most >= model["p10"] and least <= model["p90"])


def shown(number: Number, unit: str) -> float | str | None:
    """Return a number for JSON: a month as text, and nothing for what is not finite."""
    if number is None or not math.isfinite(number):
        return None
    return month_text(number) if unit == DATE else float(number)


def fact_json(compared: ComparedFact) -> dict[str, Any]:
    """Return one compared fact as it stands in the summary of a run."""
    fact, unit = compared.fact, compared.unit
    history = {name: shown(getattr(compared, name), unit) for name in ("value", "low", "high")}
    if history["value"] is None and compared.value is None and str(fact.value or "").strip():
        history["value"] = None if _is_nan(fact.value) else str(fact.value)
    model = compared.model
    return {
        "id": fact.id,
        "series": fact.series or None,
        "period_start": str(fact.period_start or "") or None,
        "period_end": str(fact.period_end or "") or None,
        "unit": unit or None,
        "history": history,
        "model": {name: shown(at, unit) for name, at in model.items()} if model else None,
        "in_band_80": compared.in_band_80,
        "role": fact.role,
        "source": fact.source,
        "locator": fact.locator,
        "skipped": compared.skipped or None,
    }


def _is_nan(cell: Any) -> bool:
    return isinstance(cell, float) and math.isnan(cell)
