"""Makers of small made-up runs, facts, observables and events."""

import numpy as np
import xarray as xr

from sinews.scenario.facts import Event, Fact, Observable, Observation

MONTHS = 36
RUNS = 64


def fact(id, series, period_start, period_end, value, unit, role="checked", low=None, high=None):
    """Return a fact with made-up origin."""
    return Fact(
        id, series, period_start, period_end, value, unit, low, high, role,
        source="SEED", locator="ch. 2", grade="S", quote="", note="",
        place="facts.csv:2",
    )  # fmt: skip


def observable(series, variable="", select="", aggregation="sum", unit="kt", **more):
    """Return an observable; what is left out is empty."""
    given = {"factor": 1.0, "threshold": None, "over": "", "over_select": "", "reason": "",
             "note": "", "place": "observables.csv:2"}  # fmt: skip
    return Observable(series, variable, select, aggregation, unit, **(given | more))


def observation(series, period_start, period_end, value, unit):
    """Return an observed figure of a scenario with made-up origin."""
    return Observation(
        series, period_start, period_end, value, unit, None, None, "SEED", "", "observations.csv:2"
    )


def event(date, title):
    """Return an event with made-up origin."""
    return Event(
        date, title, secrecy="published", source="SEED", locator="ch. 2", grade="S", id="",
        kind="order", cause="", in_picture="", note="", place="events.csv:2",
    )  # fmt: skip


AXES = {
    "activity": ["coal", "pig_iron", "steel", "t18", "t24", "t26", "t27", "t28", "t37", "bt"],
    "equipment": ["t18", "t24", "t26", "t27", "t28", "t37", "bt"],
    "region": ["ukraine", "volga"],
    "ration_list": ["special", "list1", "list2", "list3"],
    "group": ["industry_heavy", "army"],
    "project": ["magnitogorsk_furnace_1", "kuznetsk_furnace_1", "gaz_nizhny"],
}


class Maker:
    """Builds a data set variable by variable."""

    def __init__(self, months: int = MONTHS, runs: int = RUNS, start: str = "1931-01"):
        self.random = np.random.default_rng(7)
        self.months, self.runs = months, runs
        when = np.arange(np.datetime64(start, "M"), np.datetime64(start, "M") + months)
        self.data = xr.Dataset(
            coords={"month": when.astype("datetime64[ns]"), "run": np.arange(runs)},
            attrs={
                "scenario": "ussr-1932",
                "content_hash": "abc123",
                "seed": 1,
                "mode": "exact",
                "steps": 1,
                "start": f"{start}-01",
                "version": "0.1.0",
            },
        )

    def path(self, start, end, spread=0.1, noise=0.03):
        """Return a straight path that differs between runs, [month, run]."""
        line = np.linspace(start, end, self.months)[:, None]
        drawn = np.exp(spread * self.random.standard_normal(self.runs))[None]
        shaken = 1 + noise * self.random.standard_normal((self.months, self.runs))
        return line * drawn * shaken

    def add(self, name, values, units, kind="flow", axis=None, limit="", meaning=""):
        values = np.asarray(values, dtype=float)
        dims = ("month", axis, "run") if axis else ("month", "run")
        attrs = {"units": units, "long_name": meaning or name, "secrecy": "secret", "kind": kind}
        if limit:
            attrs["limit"] = limit
        self.data[name] = (dims, values, attrs)
        if axis:
            self.data = self.data.assign_coords({axis: AXES[axis]})

    def members(self, axis, *pairs, spread=0.1):
        return np.stack([self.path(low, high, spread) for low, high in pairs], axis=1)


def season(months, peak_months, height):
    """Return a path that is `height` in the peak months of each year and small outside."""
    return np.array([height if month % 12 + 1 in peak_months else 0.0 for month in range(months)])
