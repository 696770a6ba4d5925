"""Overrides: scenarios stacked upon a base, and single numbers set with the command."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from sinews.core.errors import Problem
from sinews.scenario import checks
from sinews.scenario.checks import Draft, Known
from sinews.scenario.cover import cover
from sinews.scenario.numbers import Number
from sinews.scenario.package import Package, find_base, read_package
from sinews.scenario.schema import Schema
from sinews.scenario.settings import SETTINGS, Settings
from sinews.scenario.tables import Row, nearest, shown

MAX_LAYERS = 8
SET = "--set"
_FORM = re.compile(r"\s*([\w.]+)\s*(?:\[([^\[\]]*)\])?\s*=\s*(.*?)\s*", re.ASCII)


def read_layers(folder: Path, problems: list[Problem]) -> list[Package]:
    """Return the package in a folder and those it extends, the base first."""
    package = read_package(folder, problems)
    layers = [package]
    while package.settings.extends:
        name = package.settings.extends
        place = setting_place(package, "extends")
        base = find_base(name, package.folder, place, problems)
        if base is None:
            break
        if base in [layer.folder for layer in layers]:
            names = [layer.folder.name for layer in layers]
            ring = " > ".join([*names[names.index(base.name) :], base.name])
            problems.append(Problem(place, f"extends goes in a circle: {ring}", "break it"))
            break
        if len(layers) == MAX_LAYERS:
            what = f"extends {shown(name)} is one scenario too many"
            problems.append(Problem(place, what, f"at most {MAX_LAYERS} on one another"))
            break
        package = read_package(base, problems)
        layers.append(package)
    return layers[::-1]


def setting_place(package: Package, key: str, table: str = "") -> str:
    """Return file and line of a setting, of one in a table if that is named."""
    try:
        lines = (package.folder / SETTINGS).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        lines = []
    signs = " \t[\"'"
    header = (at for at, line in enumerate(lines, 1) if line.lstrip(signs).startswith(table))
    first = next(header, 1) if table else 1
    within = enumerate(lines[first - 1 :], start=first)
    form = re.compile(rf"(\w+\s*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*=")
    found = (at for at, line in within if form.match(line.lstrip()))
    return f"{package.place(SETTINGS)}:{next(found, first)}"


def merged_settings(layers: Iterable[Package]) -> Settings:
    """Return the settings of the last package, what it leaves open taken from below."""
    merged: Settings | None = None
    for layer in layers:
        ours = layer.settings
        if merged is None:
            merged = ours
            continue
        merged = Settings(
            name=ours.name,
            title=ours.title or merged.title,
            start=ours.start or merged.start,
            months=ours.months or merged.months,
            months_limit=ours.months_limit or merged.months_limit,
            default_orders=ours.default_orders or merged.default_orders,
            extends=ours.extends,
            axes=merged.axes | ours.axes,
            switches=merged.switches | ours.switches,
        )
    if merged is None:
        raise ValueError("no layers")
    return merged


def parse_overrides(
    texts: Iterable[str], schema: Schema, known: Known, layer: int, problems: list[Problem]
) -> tuple[Number, ...]:
    """Return the numbers set with `--set room.parameter[label;label]=VALUE`."""
    found = [
        number
        for position, text in enumerate(texts, start=1)
        if (number := parse_override(text, position, schema, known, layer, problems)) is not None
    ]
    return tuple({(number.full_name, number.labels): number for number in found}.values())


def parse_override(
    text: str, position: int, schema: Schema, known: Known, layer: int, problems: list[Problem]
) -> Number | None:
    """Return one number set with the command, or None after telling what is wrong."""
    place = f"{SET}:{position}"
    form = _FORM.fullmatch(text)
    if form is None:
        remedy = "write room.parameter=VALUE or room.parameter[member;member]=VALUE"
        problems.append(Problem(place, f"{shown(text)} cannot be read", remedy))
        return None
    name, label, value = form[1], form[2] or "", form[3]
    spec = schema.spec(name)
    if spec is None:
        names = [
            spec.full_name for table in schema.tables.values() for spec in table.specs.values()
        ]
        problems.append(
            Problem(place, f"{shown(name)} is no number of a scenario", nearest(name, names))
        )
        return None
    axes = spec.info.axes
    parts = tuple(part.strip() for part in label.split(";")) if label else ("",) * len(axes)
    if len(parts) != len(axes):
        what = f"{name}[{label[:60]}] names {len(parts)} members, {name} has {len(axes)} axes"
        form_of = f"{name}[{';'.join(axes)}]=VALUE" if axes else f"{name}=VALUE"
        problems.append(Problem(place, what, f"write {form_of}"))
        return None
    wrong = [
        checks.check_member(place, axis, part, known)
        for axis, part in zip(axes, parts, strict=True)
    ]
    cells = {"value": value, "unit": spec.info.unit, "prior": "fixed"}
    row = Row(SET, position, cells)
    draft = Draft(row, spec, parts, is_user=True)
    number = checks.number_of(draft, known, problems)
    told = [problem for problem in wrong if problem is not None]
    problems += told
    if number is None or told:
        return None
    origin = {"source": "user", "locator": "given with the command", "grade": "A"}
    return dataclasses.replace(number, layer=layer, note=f"--set {text.strip()}"[:200], **origin)


def laid_upon(
    by_field: Mapping[str, tuple[Number, ...]],
    given: Sequence[Number],
    schema: Schema,
    known: Known,
) -> dict[str, tuple[Number, ...]]:
    """Return the numbers of the rooms by field with others laid upon them; unused ones go."""
    laid = dict(by_field)
    for name in dict.fromkeys(number.full_name for number in given):
        numbers = (*laid[name], *(number for number in given if number.full_name == name))
        owner = cover(numbers, schema.field(name).info.axes, known.members)
        used = set(np.unique(owner[owner >= 0]).tolist())
        laid[name] = tuple(number for at, number in enumerate(numbers) if at in used)
    return laid
