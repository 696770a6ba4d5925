"""Strip: the dated events along the top of the picture, each told in words."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sinews.report.periods import first_day, is_day
from sinews.report.placing import place_flags, spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sinews.scenario.facts import Event

INK, GREY = "#222222", "#666666"
PLACE = (0.045, 0.825, 0.945, 0.138)
FLAG_ROWS = 9
LIST_ROWS, LIST_COLUMNS = 7, 6
FONT = 10
Span = tuple[float, float]
Dated = list[tuple[float, str]]


def dated_events(events: Iterable["Event"], span: Span) -> Dated:
    """Return time, in months since January 1970, and title of the events within a run."""
    found = []
    for event in events:
        if is_day(event.date) and event.in_picture != "no":
            day = first_day(event.date)
            month = day.astype("datetime64[M]")
            into = (day - month.astype("datetime64[D]")).astype(int) / 31.0
            when = float(month.astype(int)) + float(into)
            if span[0] <= when <= span[1]:
                found.append((when, str(event.title)))
    return sorted(found)


def draw_strip(figure: "Figure", dated: Dated, span: Span) -> None:
    """Draw the events: with words at their flags where all find room, else numbered and listed."""
    if not dated:
        return
    axes = figure.add_axes(PLACE)
    axes.set(xlim=span, ylim=(0.0, FLAG_ROWS + 0.2))
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.set_yticks([])
    mark_years(axes, span)
    for when, _ in dated:
        axes.plot([when], [0], marker="v", markersize=5, color=INK, clip_on=False)
    if not _put_words(figure, axes, dated, span):
        _put_numbers(figure, axes, dated, span)


def _put_words(figure: "Figure", axes: "Axes", dated: Dated, span: Span) -> bool:
    """Write each title beside its flag; return whether all found room."""
    renderer: Any = figure.canvas.get_renderer()  # pyright: ignore[reportAttributeAccessIssue]
    texts = [axes.text(0, 0, words, fontsize=FONT, color=INK, va="center") for _, words in dated]
    per_point = (span[1] - span[0]) / axes.get_window_extent(renderer).width
    widths = [(text.get_window_extent(renderer).width + 12) * per_point for text in texts]
    starts = [when - span[0] for when, _ in dated]
    places = place_flags(starts, widths, span[1] - span[0], FLAG_ROWS)
    if places is None:
        for text in texts:
            text.remove()
        return False
    for (when, _), text, place in zip(dated, texts, places, strict=True):
        top = FLAG_ROWS - place.row - 0.4
        text.set_position((span[0] + place.left + 6 * per_point, top))
        axes.plot([when, when], [0, top], color=GREY, linewidth=0.8, zorder=1)
    return True


def _put_numbers(figure: "Figure", axes: "Axes", dated: Dated, span: Span) -> None:
    """Number the flags, and list the titles in columns above them."""
    renderer: Any = figure.canvas.get_renderer()  # pyright: ignore[reportAttributeAccessIssue]
    per_point = (span[1] - span[0]) / axes.get_window_extent(renderer).width
    whens = [when for when, _ in dated]
    spots = spread(whens, 22 * per_point, span[0], span[1])
    for number, (when, spot) in enumerate(zip(whens, spots, strict=True), start=1):
        axes.plot([when, spot], [0.1, 0.9], color=GREY, linewidth=0.8, zorder=1)
        axes.text(spot, 1.35, str(number), fontsize=FONT, color=INK, ha="center", va="center")
    lines = _listed([title for _, title in dated])
    columns = max(4, math.ceil(len(lines) / LIST_ROWS))
    for at, words in enumerate(lines):
        column, row = divmod(at, LIST_ROWS)
        place = span[0] + (span[1] - span[0]) * column / columns
        height = FLAG_ROWS - 0.2 - row * (FLAG_ROWS - 2.4) / (LIST_ROWS - 1)
        axes.text(place, height, words, fontsize=FONT, color=INK, va="center")


def _listed(titles: Sequence[str]) -> list[str]:
    """Return numbered titles, as many as there is room for, saying how many are left out."""
    room = LIST_ROWS * LIST_COLUMNS
    lines = [f"{number}  {_short(title)}" for number, title in enumerate(titles, start=1)]
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], f"and {len(lines) - room + 1} more"]


def _short(title: str, most: int = 36) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def mark_years(axes: "Axes", span: Span) -> None:
    """Mark the Januaries, and write each year under its middle."""
    first, last = math.ceil(span[0] / 12), math.floor(span[1] / 12)
    axes.set_xticks([12 * year for year in range(first, last + 1)], labels=[])
    middles = {
        year: (max(12 * year, span[0]) + min(12 * year + 12, span[1])) / 2
        for year in range(math.floor(span[0] / 12), math.ceil(span[1] / 12))
    }
    axes.set_xticks(
        list(middles.values()), labels=[str(1970 + year) for year in middles], minor=True
    )
    axes.tick_params(axis="x", which="minor", length=0, labelsize=10.5, colors=INK)
