"""Figures: the overview picture, 1600 by 1200 points, for readers who may be colour-blind."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path as File
from typing import TYPE_CHECKING

import numpy as np

from sinews.report.panels import PANELS, Panel
from sinews.report.paths import Dot, Path, dots_of, paths_of
from sinews.report.periods import months_of
from sinews.report.placing import spread
from sinews.report.strip import INK, dated_events, draw_strip, mark_years

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sinews.scenario.facts import Event, Fact

WIDTH, HEIGHT, DOTS_PER_INCH = 1600, 1200, 100
PALE = "#d9d9d9"
LABEL_GAP = 0.098
"""Least distance between two labels beside a panel, in heights of the panel."""


def draw_overview(
    data: "xr.Dataset",
    facts: Iterable["Fact"],
    events: Iterable["Event"],
    title: str,
    panels: Sequence[Panel] = PANELS,
) -> "Figure":
    """Return the overview of a run: every panel that it has the variables for.

    Args:
        data: the runs.
        facts: the scenario's facts; those of a panel's series become dots and dashes.
        events: dated events; those within the run are flagged.
        title: name of the scenario.
        panels: what to show.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    known = list(facts)
    drawn = [(panel, paths) for panel in panels if (paths := paths_of(data, panel))]
    size = (WIDTH / DOTS_PER_INCH, HEIGHT / DOTS_PER_INCH)
    figure = Figure(figsize=size, dpi=DOTS_PER_INCH, facecolor="white")
    FigureCanvasAgg(figure)
    months = months_of(data).astype(int)
    span = (float(months[0]), float(months[-1]) + 1.0)
    dated = dated_events(events, span)
    _headings(figure, data, title)
    draw_strip(figure, dated, span)
    columns = min(3, len(drawn)) or 1
    rows = math.ceil(len(drawn) / columns) or 1
    grid = figure.add_gridspec(
        rows, columns, left=0.045, right=0.91, top=0.765, bottom=0.07, wspace=0.46, hspace=0.33
    )
    for place, (panel, paths) in enumerate(drawn):
        axes = figure.add_subplot(grid[place // columns, place % columns])
        _draw_panel(axes, panel, paths, known, span, [when for when, _ in dated])
    return figure


def save_picture(figure: "Figure", file: File) -> None:
    """Write a figure as PNG, without a date so that the same run gives the same bytes."""
    figure.savefig(file, format="png", metadata={"Software": None})


def _headings(figure: "Figure", data: "xr.Dataset", title: str) -> None:
    months, runs = months_of(data), data.sizes["run"]
    head = f"{title}: {months[0]} to {months[-1]}"
    figure.text(0.012, 0.985, head, fontsize=17, weight="bold", va="top", color=INK)
    key = (
        f"Line: median of {runs} runs. Bands: half of the runs (dark) and nine tenths (pale); they "
        "cover parameters and chance, not model error.\n"
        "Dots: history, bars from the lowest to the highest rival figure, or over the period. "
        "Dashes: plan or order. Grey uprights: the events named above."
    )
    figure.text(0.012, 0.006, key, fontsize=10.5, va="bottom", color=INK, linespacing=1.35)


def _draw_panel(
    axes: "Axes",
    panel: Panel,
    paths: list[Path],
    facts: list["Fact"],
    span: tuple[float, float],
    events: list[float],
) -> None:
    across = axes.get_xaxis_transform()
    axes.vlines(events, 0.0, 1.0, colors=PALE, linewidth=0.8, zorder=0, transform=across)
    dots = {id(path): dots_of(facts, path.line.history, path.line) for path in paths}
    plans = {id(path): dots_of(facts, path.line.plans, path.line) for path in paths}
    for path in paths:
        _draw_bands(axes, path)
    for path in paths:
        _draw_plan(axes, path, _within(plans[id(path)], span))
        for dot in _within(dots[id(path)], span):
            _draw_dot(axes, path, dot)
    axes.set_title(panel.title, fontsize=11.5, weight="bold", loc="left", color=INK, pad=7)
    axes.set_xlim(span)
    axes.margins(y=0.06)
    if min(float(np.nanmin(path.bands)) for path in paths) >= 0.0:
        axes.set_ylim(bottom=0.0)
    axes.spines[["right", "top"]].set_visible(False)
    axes.tick_params(labelsize=10.5, colors=INK)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")
    axes.locator_params(axis="y", nbins=5)
    if panel.floor is not None:
        _draw_floor(axes, panel, span)
    mark_years(axes, span)
    _label(axes, paths)


def _draw_bands(axes: "Axes", path: Path) -> None:
    p5, p25, p50, p75, p95 = path.bands
    colour = path.line.colour
    if path.line.shape != "mean_of_runs":
        axes.fill_between(path.when, p5, p95, color=colour, alpha=0.16, linewidth=0)
        axes.fill_between(path.when, p25, p75, color=colour, alpha=0.32, linewidth=0)
    axes.plot(path.when, p50, color=colour, linewidth=2.0)


def _draw_plan(axes: "Axes", path: Path, plans: list[Dot]) -> None:
    style = {"color": path.line.colour, "linewidth": 1.5, "linestyle": (0, (5, 3))}
    rising = path.line.shape.startswith("since")
    for plan in plans:
        axes.plot([plan.begin, plan.end], [0.0 if rising else plan.value, plan.value], **style)
    if not plans and path.order is not None:
        axes.plot(path.when, path.order, **style)


def _draw_dot(axes: "Axes", path: Path, dot: Dot) -> None:
    over_period = path.line.shape == "rate"
    when = (dot.begin + dot.end) / 2 if over_period else dot.end
    reach = [[when - dot.begin], [dot.end - when]] if over_period else None
    axes.errorbar(
        [when],
        [dot.value],
        yerr=[[dot.value - dot.low], [dot.high - dot.value]],
        xerr=reach,
        fmt="o",
        markersize=7.5,
        color=path.line.colour,
        markeredgecolor="white",
        markeredgewidth=1.0,
        elinewidth=1.4,
        capsize=3,
        zorder=5,
        clip_on=False,
    )


def _within(dots: list[Dot], span: tuple[float, float]) -> list[Dot]:
    return [dot for dot in dots if span[0] <= dot.begin and dot.end <= span[1] + 0.1]


def _draw_floor(axes: "Axes", panel: Panel, span: tuple[float, float]) -> None:
    axes.axhline(panel.floor or 0.0, color=INK, linewidth=1.0, linestyle=":")
    width = span[1] - span[0]
    axes.text(
        span[0] + 0.01 * width,
        panel.floor or 0.0,
        panel.floor_label,
        fontsize=10,
        va="bottom",
        color=INK,
    )


def _label(axes: "Axes", paths: list[Path]) -> None:
    """Write each line's name beside its right end, none over another."""
    low, high = axes.get_ylim()
    ends = [_end_of(path) for path in paths]
    heights = [(end - low) / (high - low or 1.0) for end in ends]
    gap = LABEL_GAP * max(label.line.label.count("\n") + 1 for label in paths)
    for path, height in zip(paths, spread(heights, gap, 0.02, 0.93), strict=True):
        axes.text(
            1.03,
            height,
            path.line.label,
            transform=axes.transAxes,
            fontsize=10.5,
            va="center",
            color=path.line.colour,
            weight="bold",
        )


def _end_of(path: Path) -> float:
    finite = path.bands[2][np.isfinite(path.bands[2])]
    return float(finite[-1]) if finite.size else 0.0
