"""What changed in the golden runs, where and by how much: `python -m tests.references.compare`."""

import sys
from typing import NamedTuple

import numpy as np
from tests.references import golden
from tests.tolerances import EXACT

OTHER_MACHINE = 1e-9
"""Relative to the largest value of a series: other processors round compiled sums differently."""
MOST_TOLD = 40


class Difference(NamedTuple):
    """One series that changed, at the place where it changed most.

    Attributes:
        series: name of the series.
        where: its month, or its year and run, from 0.
        expected: value that is kept.
        found: value that was found.
        relative: difference over the largest value of the series.
    """

    series: str
    where: str
    expected: float
    found: float
    relative: float

    def __str__(self) -> str:
        at = f"{self.series} at {self.where}"
        return f"{at}: {self.expected!r} -> {self.found!r} ({self.relative:.3g} of its largest)"


def tolerance(kept: dict, found: dict) -> float:
    """Return the tolerance for two runs: none on the machine class that made the one kept."""
    return EXACT if kept["machine"] == found["machine"] else OTHER_MACHINE


def differences(kept: dict, found: dict, allowed: float) -> list[Difference]:
    """Return the series that differ by more than is allowed, the largest difference first."""
    told = []
    for series in sorted(set(kept["series"]) | set(found["series"])):
        if series not in found["series"] or series not in kept["series"]:
            which = "found" if series not in found["series"] else "kept"
            told.append(Difference(series, f"not {which}", np.nan, np.nan, np.inf))
            continue
        one, other = (np.asarray(run["series"][series], dtype=float) for run in (kept, found))
        if one.shape != other.shape:
            where = f"shape {one.shape} -> {other.shape}"
            told.append(Difference(series, where, np.nan, np.nan, np.inf))
            continue
        scale = max(float(np.max(np.abs(one))), np.finfo(float).tiny)
        gap = np.abs(one - other) / scale
        gap = np.where(np.isfinite(gap), gap, np.inf)
        at = np.unravel_index(int(np.argmax(gap)), gap.shape)
        if gap[at] > allowed:
            where = ", ".join(str(int(place)) for place in at)
            told.append(Difference(series, where, float(one[at]), float(other[at]), float(gap[at])))
    return sorted(told, key=lambda difference: -difference.relative)


def report(name: str, kept: dict, found: dict) -> list[str]:
    """Return lines that say what changed in a golden run; none when nothing did."""
    allowed = tolerance(kept, found)
    told = differences(kept, found, allowed)
    if not told:
        return []
    lines = [f"{name}: {len(told)} of {len(kept['series'])} series changed (allowed {allowed:g})"]
    if kept["content_hash"] != found["content_hash"]:
        lines.append(f"  the tables of {kept['scenario']} changed")
    if kept["machine"] != found["machine"]:
        lines.append(f"  made on {kept['machine']}; compared on {found['machine']}")
    lines += [f"  {difference}" for difference in told[:MOST_TOLD]]
    if len(told) > MOST_TOLD:
        lines.append(f"  ... and {len(told) - MOST_TOLD} more")
    return [*lines, "  If this is meant: make regenerate, and say why in the changelog."]


def main() -> int:
    """Make all golden runs anew, print what changed, return 1 when anything did."""
    lines = [
        line
        for name in golden.MAKERS
        for line in report(name, golden.kept(name), golden.made(name))
    ]
    print("\n".join(lines) or "All golden runs are as they were.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
