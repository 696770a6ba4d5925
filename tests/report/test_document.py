"""The page: whole in itself, everything escaped, every source listed."""

import re
from html.parser import HTMLParser

import pytest

from sinews.report.binding import binding_limits
from sinews.report.chronicle.pages import MonthTold, RunTold
from sinews.report.document import bibliography, citation, render_document
from sinews.report.facts_table import compare_facts
from sinews.report.figures import draw_overview, save_picture
from sinews.report.summary import summary_of

SOURCES = {
    "SEED": {"id": "SEED", "title": "Stalin", "author": [{"family": "Kotkin", "given": "S."}],
             "issued": {"date-parts": [[2017]]}},
    "<b>": {"id": "<b>", "title": "<script>alert(1)</script>"},
}  # fmt: skip
CHRONICLE = RunTold(
    17, (MonthTold("March 1932", ("Pact <signed>",), ("Targets raised [secret]",)),), "Not: a war."
)


@pytest.fixture(scope="module")
def page(data, facts, observables, events, tmp_path_factory):
    picture = tmp_path_factory.mktemp("page") / "overview.png"
    save_picture(draw_overview(data, facts, events, "USSR"), picture)
    compared = compare_facts(data, facts, observables)
    limits = binding_limits(data)
    summary = summary_of(data, compared, limits, {"total": 1.0}, {})
    return render_document(
        title="<i>USSR & Co</i>", summary=summary, facts=compared, binding=limits,
        grades=["A", "A", "S"], sources=SOURCES, picture=picture,
        switches=[("storage", "leaky", "roofs <leak>"), ("ratchet", "off", "")],
        chronicle=CHRONICLE,
    )  # fmt: skip


class Tags(HTMLParser):
    """Gathers tags and their attributes; tells tags that are not closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_asks_nothing_of_the_network(page):
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    names = {name for name, _ in tags.tags}
    assert not names & {"script", "link", "iframe", "object", "form", "audio", "video"}
    pointers = [attrs[key] for _, attrs in tags.tags for key in ("src", "href") if key in attrs]
    assert len(pointers) == 1
    assert pointers[0].startswith("data:image/png;base64,")
    assert "url(" not in page
    assert "@import" not in page


def test_everything_is_escaped(page):
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<i>USSR" not in page
    assert "&lt;i&gt;USSR &amp; Co" in page
    assert "<leak>" not in page


def test_the_page_holds_what_a_reader_needs(page):
    for words in ("abc123", "Seed", "assumed: 2", "Livestock pigs", "the model holds no pigs",
                  "<dt>Switch storage</dt><dd>leaky: roofs &lt;leak&gt;</dd>",
                  "<dt>Switch ratchet</dt><dd>off</dd>", "@media print", "What bound",
                  "Kotkin, S. (2017). Stalin."):  # fmt: skip
        assert words in page
    assert not re.search(r"\bnan\b|\bNone\b", page)


def test_the_chronicle_stands_in_two_columns(page):
    for words in ("Chronicle of run 17", "What the newspapers said", "What the files say"):
        assert words in page
    for words in ("<p>Pact &lt;signed&gt;</p>", "<p>Targets raised [secret]</p>", "Not: a war."):
        assert words in page


def test_sources_become_lines_by_key():
    assert [row["key"] for row in bibliography(SOURCES)] == ["<b>", "SEED"]
    assert bibliography([{"id": "X", "title": "T.", "URL": "u"}]) == [{"key": "X", "text": "T. u."}]
    assert citation({}) == ""
    assert (
        citation({"author": [{"literal": "League"}], "issued": {"raw": "1931"}}) == "League (1931)."
    )


def test_a_page_without_picture(data, facts, observables):
    summary = summary_of(data, [], [], {}, {})
    page = render_document(
        title="T", summary=summary, facts=[], binding=[], grades=[], switches=[], sources=[],
        chronicle=RunTold(None, (), ""), picture=None,
    )  # fmt: skip
    assert "<img" not in page
    assert "Switch" not in page
