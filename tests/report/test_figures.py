"""The picture: its size, its panels, and that no words cover others."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.text import Text
from tests.report.made import Maker, event, fact

from sinews.report.figures import DOTS_PER_INCH, HEIGHT, WIDTH, draw_overview, save_picture
from sinews.report.panels import PANELS, Line, Panel
from sinews.report.paths import dots_of, paths_of, shape
from sinews.report.placing import place_flags, spread


def words_of(figure):
    """Return what each visible text says, and the box it covers."""
    renderer = figure.canvas.get_renderer()
    texts = [
        text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()
    ]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


def overlapping(figure):
    """Return pairs of texts that cover one another, and texts that leave the picture."""
    words, found = words_of(figure), []
    for at, (text, box) in enumerate(words):
        if box.x0 < 0 or box.y0 < 0 or box.x1 > WIDTH or box.y1 > HEIGHT:
            found.append((text, "leaves the picture"))
        for other, other_box in words[at + 1 :]:
            wide = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
            high = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
            if wide > 1 and high > 1:
                found.append((text, other))
    return found


@pytest.fixture(scope="module")
def figure(data, facts, events):
    return draw_overview(data, facts, events, "USSR 1932")


def test_the_picture_has_its_size_and_at_least_eight_panels(figure, tmp_path):
    file = tmp_path / "overview.png"
    save_picture(figure, file)
    head = file.read_bytes()[16:24]
    assert (int.from_bytes(head[:4]), int.from_bytes(head[4:])) == (WIDTH, HEIGHT)
    assert len(figure.axes) - 1 >= 8  # the first is the strip of events


def test_no_words_cover_others(figure):
    figure.savefig("/dev/null", format="png", dpi=DOTS_PER_INCH)
    assert overlapping(figure) == []


def test_small_print_is_legible(figure):
    sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text().strip()]
    assert min(sizes) * DOTS_PER_INCH / 72 >= 13.5


def test_every_event_is_flagged_with_its_words(figure, events):
    said = [text for text, _ in words_of(figure)]
    assert [one.title for one in events if one.title not in said] == []


def test_many_events_are_numbered_and_listed_and_none_is_dropped(data):
    many = [
        event(f"1932-{1 + at % 6:02d}-{1 + at % 28:02d}", f"Event {at} of a crowd")
        for at in range(40)
    ]
    figure = draw_overview(data, [], many, "USSR 1932")
    said = " ".join(text for text, _ in words_of(figure))
    assert all(one.title in said for one in many)
    assert overlapping(figure) == []
    crowd = [event("1932-03-01", f"Event {at} " + "x" * 50) for at in range(60)]
    words = [text for text, _ in words_of(draw_overview(data, [], crowd, "USSR 1932"))]
    assert "and 19 more" in words


def test_the_same_run_gives_the_same_bytes(data, facts, events, tmp_path):
    for name in ("a.png", "b.png"):
        save_picture(draw_overview(data, facts, events, "USSR 1932"), tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("months", [1, 7, 72])
def test_other_lengths_and_missing_variables_shrink_the_grid(months):
    make = Maker(months=months, runs=5)
    make.add("trade.debt", make.path(900, -20), "MGR", "state")
    make.add("food.state_grain_total", make.path(900, 20), "kt", "state")
    figure = draw_overview(make.data, [], [], "Toyland")
    assert len(figure.axes) == 2
    assert overlapping(figure) == []


def test_a_run_without_any_known_variable_and_one_that_failed_still_draw():
    make = Maker(months=3, runs=2)
    assert draw_overview(make.data, [], [event("1931-02-01", "x")], "Toyland").axes
    make.add("trade.debt", make.path(1, 2), "MGR", "state")
    make.data["status.failed"] = ("run", np.ones(2, dtype=bool))
    assert not draw_overview(make.data, [], [], "Toyland").axes


def test_sums_begin_again_each_january_and_july():
    months = np.arange(np.datetime64("1931-11"), np.datetime64("1932-09"))
    ones = np.ones((10, 1))
    assert shape(ones, months, "since_january")[:, 0].tolist() == [1, 2, 1, 2, 3, 4, 5, 6, 7, 8]
    assert shape(ones, months, "since_july")[:, 0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 1, 2]
    assert shape(ones, months, "rate") is ones


def test_dots_are_turned_into_the_unit_and_shape_of_their_line():
    facts = [
        fact("y", "steel", "1931-01-01", "1931-12-31", 5.64, "Mt", low=5.4, high=6.0),
        fact("h", "steel", "1931-04-01", "1931-12-31", 4.0, "Mt"),
        fact("o", "other", "1931-01-01", "1931-12-31", 4.0, "Mt"),
        fact("u", "steel", "1932-01-01", "1932-12-31", 4.0, "kp"),
    ]
    (dot, rest) = dots_of(facts, ("steel",), Line("steel", "x", unit="kt"))
    assert (dot.value, dot.low, dot.high) == pytest.approx((470.0, 450.0, 500.0))
    assert rest.end - rest.begin == 9
    (summed,) = dots_of(facts, ("steel",), Line("steel", "x", "", "since_january", unit="kt"))
    assert summed.value == pytest.approx(5640.0)


def test_paths_hold_quantiles_and_orders(data):
    panel = next(panel for panel in PANELS if panel.title.startswith("Tanks"))
    paths = paths_of(data, panel)
    whole = paths[-1]
    assert whole.order is not None
    assert np.nanmax(whole.order) == pytest.approx(10000.0)
    assert np.isnan(whole.bands[2]).sum() == 3  # a gap before each January
    assert paths_of(data, Panel("none", (Line("x", "food.none"),))) == []


def test_labels_are_spread_without_leaving_the_panel():
    placed = spread([0.5, 0.5, 0.5, 0.99, 1.2], 0.1, 0.0, 1.0)
    ranked = sorted(placed)
    assert all(b - a >= 0.1 - 1e-12 for a, b in pairwise(ranked))
    assert max(placed) <= 1.0
    assert placed[0] < placed[3] < placed[4]
    assert spread([], 0.1, 0, 1) == []


def test_flags_never_cover_words_nor_run_through_them():
    flags = place_flags([1, 1.2, 1.4, 5, 9.9], [3, 3, 3, 3, 3], 10.0, 5)
    for flag in flags:
        for other in flags:
            if flag is not other and flag.row == other.row:
                assert flag.right <= other.left or other.right <= flag.left
            if flag.row < other.row:
                assert not other.left < flag.stem < other.right
    assert place_flags([1.0], [30.0], 10.0, 5) is None
