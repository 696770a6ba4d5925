"""Document: one printable page that needs no other file and asks nothing of the network."""

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sinews
from sinews.report.binding import Binding
from sinews.report.chronicle.pages import COLUMNS, RunTold
from sinews.report.facts_table import ComparedFact
from sinews.report.tables import binding_rows, fact_rows, ledger_text, tally_text

GRADE_WORDS = {
    "S": "stated in the founding text",
    "C": "confirmed in a named source",
    "R": "remembered, to be confirmed",
    "A": "assumed",
}


def render_document(
    *,
    title: str,
    summary: Mapping[str, Any],
    facts: Sequence[ComparedFact],
    binding: Sequence[Binding],
    grades: Iterable[str],
    switches: Iterable[tuple[str, str, str]],
    sources: Any,
    chronicle: RunTold,
    picture: Path | None,
) -> str:
    """Return the report of a run as HTML.

    Args:
        title: name of the scenario.
        summary: the summary of the run.
        facts: the facts compared.
        binding: the limits that bind, the heaviest first.
        grades: grade of every number used.
        switches: name, option that held and what it holds, of every switch.
        sources: entries in CSL-JSON, by key or as a list with `id`.
        chronicle: one run in two columns.
        picture: the overview; None without one.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("sinews.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = fact_rows(facts)
    return environment.get_template("report.html.j2").render(
        title=title,
        summary=summary,
        tally=tally_text(facts),
        ledger=ledger_text(summary),
        failed=failed_text(summary),
        told=[row for row in rows if row.p50],
        untold=[row for row in rows if not row.p50],
        limits=binding_rows(binding, each=3, most=60),
        grades=dict(sorted(Counter(grades).items())),
        grade_words=GRADE_WORDS,
        switches=list(switches),
        sources=bibliography(sources),
        chronicle=chronicle,
        columns=COLUMNS,
        picture=base64.b64encode(picture.read_bytes()).decode() if picture else "",
        alt=f"Overview of the run; {tally_text(facts)} The table below holds the figures.",
        version=sinews.__version__,
    )


def failed_text(summary: Mapping[str, Any]) -> str:
    """Return one sentence on failed runs."""
    failed = summary["failed_runs"]
    return f"{failed} of {summary['runs']} runs failed." if failed else "No run failed."


def bibliography(sources: Any) -> list[dict[str, str]]:
    """Return one line per source from CSL-JSON entries, by key."""
    if isinstance(sources, Mapping):
        pairs = [(str(key), entry) for key, entry in sources.items()]
    else:
        pairs = [(str(entry.get("id", "")), entry) for entry in sources]
    return [{"key": key, "text": citation(entry)} for key, entry in sorted(pairs, key=_first)]


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]


def citation(entry: Mapping[str, Any]) -> str:
    """Return one CSL-JSON entry as a line: authors, year, title, where it appeared, address."""
    authors = "; ".join(_name(author) for author in entry.get("author", ()) or ())
    year = _year(entry)
    parts = [
        f"{authors} ({year})" if authors and year else authors or year,
        entry.get("title"),
        entry.get("container-title"),
        entry.get("publisher"),
        entry.get("page"),
        entry.get("note"),
        entry.get("URL"),
    ]
    kept = [str(part).strip().rstrip(".") for part in parts if part]
    return ". ".join(part for part in kept if part) + "." if kept else ""


def _name(author: Any) -> str:
    if not isinstance(author, Mapping):
        return str(author)
    literal = author.get("literal")
    return str(literal or ", ".join(filter(None, (author.get("family"), author.get("given")))))


def _year(entry: Mapping[str, Any]) -> str:
    issued = entry.get("issued") or {}
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    if parts and parts[0]:
        return str(parts[0][0])
    return (
        str(issued.get("raw") or issued.get("literal") or "") if isinstance(issued, Mapping) else ""
    )
