"""Periods: which months of a run belong to a dated period."""

import re
from typing import Any

import numpy as np

Months = Any  # numpy array of datetime64[M]


class CannotTell(Exception):
    """Why a run cannot speak to a period or a series."""


_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def first_day(text: Any) -> np.datetime64:
    """Return the first day of a year, a month or a day written as text or given as a date."""
    return np.datetime64(_plain(text), "D")


def last_day(text: Any) -> np.datetime64:
    """Return the last day of a year, a month or a day written as text or given as a date."""
    plain = _plain(text)
    unit = {4: "Y", 7: "M"}.get(len(plain), "D")
    return (np.datetime64(plain, unit) + 1).astype("datetime64[D]") - 1


def is_day(text: Any) -> bool:
    """Whether a text is a year, a month or a day of the calendar."""
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def _plain(text: Any) -> str:
    plain = str(text).strip()[:10]
    if not _DAY.fullmatch(plain):
        raise ValueError(f"{text!r} is not a date")
    return plain


def months_of(data: Any) -> Months:
    """Return the months of a run as whole months."""
    return data["month"].values.astype("datetime64[M]")


def month_number(when: Any) -> float:
    """Return months since January 1970, so that dates can be ranked."""
    return float(np.datetime64(when, "M").astype(int))


def month_text(number: float) -> str | None:
    """Return `YYYY-MM` of a count of months, or None where the month never comes."""
    if not np.isfinite(number):
        return None
    return str(np.datetime64(round(number), "M"))


def whole_months(months: Months, start: Any, end: Any) -> slice:
    """Return the positions of the months from `start` to `end`.

    Raises:
        CannotTell: when the run does not cover them all.
    """
    first, last = (day.astype("datetime64[M]") for day in (first_day(start), last_day(end)))
    if first < months[0]:
        raise CannotTell(f"the period starts before the run does ({months[0]})")
    if last > months[-1]:
        raise CannotTell(f"the period ends after the run does ({months[-1]})")
    return slice(int((first - months[0]).astype(int)), int((last - months[0]).astype(int)) + 1)


def last_month_end(months: Months, end: Any) -> int:
    """Return the position of the last month that is over when the period is.

    Raises:
        CannotTell: when that month lies outside the run.
    """
    month = (last_day(end) + 1).astype("datetime64[M]") - 1
    if month < months[0]:
        raise CannotTell(f"the day is the opening of the run or earlier ({months[0]}-01)")
    if month > months[-1]:
        raise CannotTell(f"the day comes after the run ends ({months[-1]})")
    return int((month - months[0]).astype(int))


def length_in_months(start: Any, end: Any) -> int:
    """Return how many months a period touches."""
    first, last = first_day(start), last_day(end)
    return int((last.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(int)) + 1
