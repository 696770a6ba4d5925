"""Values: numbers, months and days as they are written in a table, read strictly."""

import datetime
import math
import re

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def is_number(text: str) -> bool:
    """Whether a text is a plain decimal number."""
    return len(text) <= 60 and _NUMBER.fullmatch(text) is not None


def parse_number(text: str) -> float | str:
    """Return the number in a cell, or what is wrong with it."""
    if is_number(text):
        number = float(text)
        return number if math.isfinite(number) else "is too large"
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity", "na", "n/a", "null"):
        return "is no finite number"
    if not text:
        return "is empty"
    if is_number(text.replace(",", "").replace(" ", "").replace("_", "")):
        return "is no plain number: leave out separators"
    return "is no number"


def parse_month(text: str) -> int | None:
    """Return `YYYY-MM` as months since January of year 0, or None."""
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12 or found[1] == "0000":
        return None
    return int(found[1]) * 12 + int(found[2]) - 1


def month_text(month: int) -> str:
    """Return months since January of year 0 as `YYYY-MM`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def is_day(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar."""
    found = _DAY.fullmatch(text)
    if found is None or found[1] == "9999":
        return False
    try:
        datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def days_of(text: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of a year, a month or a day."""
    year, month, day = (int(part) for part in (text + "-0-0").split("-")[:3])
    first = datetime.date(year, month or 1, day or 1)
    if day:
        return first, first
    if month:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return first, following - datetime.timedelta(days=1)
    return first, datetime.date(year, 12, 31)
