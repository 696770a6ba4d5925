"""The flagship's office at its best figures, read from its tables."""

import csv
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from sinews.core.axes import FIXED_AXES
from sinews.scenario.schema import compose, specs_of
from sinews.systems.intelligence import IntelligenceParams, IntelligenceState

FOLDER = Path(__file__).parents[3] / "src/sinews/scenarios/ussr-1932"


def _rows(name):
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def members():
    """Return the members of every axis, in order."""
    found = {axis: list(names) for axis, names in FIXED_AXES.items()}
    for row in _rows("axes.csv"):
        found.setdefault(row["axis"], []).append(row["member"])
    return found


NAMES = members()


def at(axis, member):
    """Return the position of a member."""
    return NAMES[axis].index(member)


def _field(spec, rows):
    axes = spec.info.axes
    if spec.info.is_link:
        named = {row[axes[0]]: row["value"] for row in rows if row["unit"] == "member"}
        return tuple(at(spec.info.target, named[name]) for name in NAMES[axes[0]])
    values = np.full([len(NAMES[axis]) for axis in axes], spec.info.absent, dtype=float)
    for row in sorted(rows, key=lambda row: sum(bool(row[axis]) for axis in axes)):
        place = tuple(at(axis, row[axis]) if row[axis] else slice(None) for axis in axes)
        values[place] = float(row["value"])
    assert np.isfinite(values).all(), spec.name
    return jnp.asarray(values[..., None])


def opening(runs):
    """Return the flagship's office at its best figures, for a number of runs."""
    # Links that rooms share stand in the table of the first of them.
    rows = _rows("intelligence.csv") + _rows("surroundings.csv")
    built = []
    for cls in (IntelligenceState, IntelligenceParams):
        specs = specs_of(cls, "intelligence", False)
        values = {
            name: _field(spec, [row for row in rows if row["field"] == name])
            for name, spec in specs.items()
        }
        built.append(compose(cls, values))
    state = jax.tree.map(lambda x: jnp.broadcast_to(x, (*x.shape[:-1], runs)), built[0])
    return state, built[1]
