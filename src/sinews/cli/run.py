"""The command `run`: from a scenario to a table, a picture and a folder of results."""

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinews.cli.console import UNCLEAN, progress, put, put_json, put_table, say, told
from sinews.cli.options import RunOptions, read_options

if TYPE_CHECKING:
    from sinews.cli.perform import Performed
    from sinews.report.binding import Binding
    from sinews.report.facts_table import ComparedFact

Scenario = Annotated[str, typer.Argument(help="Name of a shipped scenario, or a folder.")]
Months = Annotated[str | None, typer.Option(metavar="N", help="Length of a run.")]
Runs = Annotated[str, typer.Option(metavar="N", help="How many runs.")]
Seed = Annotated[str, typer.Option(metavar="N", help="Seed of every draw.")]
Mode = Annotated[
    str, typer.Option(metavar="exact|mean|soft", help="With chance, without it, or smoothed.")
]
Step = Annotated[str, typer.Option("--dt", metavar="1|1/3", help="Length of a step in months.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="room.parameter[label]=VALUE", help="Set a number; repeatable."),
]
Switches = Annotated[
    list[str] | None,
    typer.Option("--switch", metavar="name=option", help="Choose a rival explanation; repeatable."),
]
Orders = Annotated[
    str | None, typer.Option(metavar="FILE", help="Orders to follow: a table's name or a file.")
]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write; new or empty.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, nothing else.")]
NoPicture = Annotated[bool, typer.Option("--no-picture", help="Leave out overview.png.")]


@told
def run(
    scenario: Scenario,
    months: Months = None,
    runs: Runs = "64",
    seed: Seed = "1",
    mode: Mode = "exact",
    dt: Step = "1",
    overrides: Set = None,
    switches: Switches = None,
    orders: Orders = None,
    out: Out = None,
    as_json: Json = False,
    no_picture: NoPicture = False,
) -> None:
    """Run a scenario: each run draws every uncertain number, and chance."""
    options = read_options(
        scenario=scenario,
        months=months,
        runs=runs,
        seed=seed,
        mode=mode,
        dt=dt,
        overrides=overrides or (),
        switches=switches or (),
        orders=orders,
        out=out,
        picture=not no_picture,
    )
    _run(options, as_json)


def _run(options: RunOptions, as_json: bool) -> None:
    from sinews.cli import perform
    from sinews.report import runs as store
    from sinews.report.loading import load_libraries

    begun = time.perf_counter()
    threading.Thread(target=load_libraries, args=(options.picture,), daemon=True).start()
    with progress(
        f"{options.runs} runs of {options.scenario}", perform.chunk_count(options.runs)
    ) as tick:
        performed = perform.perform_run(options, tick)
    folder = options.out or store.next_folder(performed.scenario.name)
    summary, facts, binding = write_run(folder, performed, options.picture, begun)
    if as_json:
        put_json(summary)
    else:
        show(summary, facts, binding)
        put(str(folder))
    if summary["failed_runs"]:
        say(f"{summary['failed_runs']} of {summary['runs']} runs failed; see {folder}/summary.json")
        raise typer.Exit(UNCLEAN)


def write_run(
    folder: Path, performed: "Performed", picture: bool, begun: float
) -> tuple[dict[str, Any], list["ComparedFact"], list["Binding"]]:
    """Write everything a run leaves, whole or not at all; return its summary and tables."""
    from sinews.report import runs as store
    from sinews.report.binding import binding_limits
    from sinews.report.chronicle.store import write_kept
    from sinews.report.facts_table import compare_facts
    from sinews.report.summary import summary_of

    scenario, data = performed.scenario, performed.data
    facts = compare_facts(data, scenario.facts, scenario.observables)
    binding = binding_limits(data)
    with store.written_whole(folder) as part:
        store.write_data(part, data)
        store.write_numbers(part, performed.numbers)
        store.write_rows(part / store.FACTS, scenario.facts)
        store.write_rows(part / store.OBSERVABLES, scenario.observables.values())
        store.write_rows(part / store.OBSERVATIONS, scenario.observations)
        names = [store.DATA, store.SUMMARY, store.NUMBERS, store.FACTS]
        names += [store.OBSERVABLES, store.OBSERVATIONS]
        names += write_kept(part, scenario.titles, scenario.events, scenario.pacts)
        if picture:
            _draw(part / store.PICTURE, performed)
            names.append(store.PICTURE)
        names.append(store.DOCUMENT)
        files = {Path(name).stem: str(folder / name) for name in names}
        seconds = performed.seconds | {"total": time.perf_counter() - begun}
        summary = summary_of(data, facts, binding, seconds, {"folder": str(folder)} | files)
        _write_document(part, performed, summary, facts, binding, picture)
        summary["seconds"]["total"] = round(time.perf_counter() - begun, 3)
        store.write_summary(part, summary)
    return summary, facts, binding


def _draw(file: Path, performed: "Performed") -> None:
    from sinews.report.figures import draw_overview, save_picture

    scenario = performed.scenario
    figure = draw_overview(performed.data, scenario.facts, scenario.events, scenario.title)
    save_picture(figure, file)


def _write_document(
    part: Path,
    performed: "Performed",
    summary: dict[str, Any],
    facts: list["ComparedFact"],
    binding: list["Binding"],
    picture: bool,
) -> None:
    from sinews.report import runs as store
    from sinews.report.chronicle import Kept
    from sinews.report.chronicle.pages import typical_chronicle
    from sinews.report.document import render_document

    scenario, switches = performed.scenario, performed.scenario.switches
    kept = Kept(performed.data, scenario.titles, scenario.events, scenario.pacts)
    page = render_document(
        title=performed.scenario.title,
        summary=summary,
        facts=facts,
        binding=binding,
        grades=[number.grade for number in performed.numbers],
        switches=[
            (name, option, switches[name].options[option].note)
            for name, option in summary["switches"].items()
        ],
        sources=performed.scenario.sources,
        chronicle=typical_chronicle(kept),
        picture=part / store.PICTURE if picture else None,
    )
    (part / store.DOCUMENT).write_text(page, encoding="utf-8")


def show(summary: dict[str, Any], facts: list["ComparedFact"], binding: list["Binding"]) -> None:
    """Put the tables of a run on stdout."""
    from sinews.report import tables

    rows = tables.fact_rows(facts)
    shown = [row for row in rows if row.p50]
    columns = (
        "Fact",
        "Period",
        "10 %",
        "50 %",
        "90 %",
        "History",
        "Unit",
        "In band",
        "Role",
        "Source",
    )
    put_table(
        f"{summary['scenario']}: {summary['runs']} runs of {summary['months']} months and history",
        columns,
        [
            (row.name, row.period, row.p10, row.p50, row.p90, row.history, row.unit, row.mark,
             row.role, row.key)
            for row in shown
        ],
        numbers=("10 %", "50 %", "90 %"),
    )  # fmt: skip
    limits = tables.binding_rows(binding)
    if limits:
        heads = ("Room", "Limit", "Where", "Period", "Runs", "Median cost")
        put_table("What bound most", heads, limits, numbers=("Runs", "Median cost"))
    put(tables.tally_text(facts))
    if len(shown) < len(rows):
        put(f"{len(rows) - len(shown)} facts have no model value; report.html says why.")
    put(tables.ledger_text(summary))
    if summary["switches"]:
        put(f"Switches: {tables.switches_text(summary['switches'])}.")
    files = summary["files"]
    if "overview" in files:
        put(f"Picture: {files['overview']}")
    put(f"Report:  {files['report']}")
