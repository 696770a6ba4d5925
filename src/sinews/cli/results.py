"""The commands `score`, `export`, `explain` and `compare`: what a run that was written says."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sinews.cli.console import put, put_json, put_table, say, told

if TYPE_CHECKING:
    import xarray as xr

Run = Annotated[Path, typer.Argument(metavar="RUN", help="Folder that `sinews run` wrote.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, nothing else.")]


@told
def score(
    run: Run,
    observations: Annotated[
        Path,
        typer.Argument(
            metavar="OBSERVATIONS.csv",
            help="Columns series,period_start,period_end,value,unit,low,high.",
        ),
    ],
    as_json: Json = False,
) -> None:
    """Score observed rows against a run: bands, CRPS, skill against two naive forecasts."""
    from sinews.report import runs, scores
    from sinews.report.observations import read_observations

    runs.read_summary(run)
    rows = read_observations(observations)
    facts, observables = runs.read_facts(run), runs.read_observables(run)
    scored = scores.score_rows(runs.read_data(run), rows, facts, observables)
    if as_json:
        put_json(scores.score_json(scored))
    else:
        _show_scores(scored, scores.totals(scored))


def _show_scores(scored: list[Any], total: dict[str, Any]) -> None:
    from sinews.report.tables import number_text, period_text, words

    def line(row: Any) -> tuple[str, ...]:
        model = row.model or {}
        points = (number_text(model.get(at)) for at in ("p5", "p10", "p50", "p90", "p95"))
        bands = [band for band in (50, 80, 90) if row.inside(band)]
        inside = f"{bands[0]} %" if bands else "outside" if row.model else ""
        period = period_text(row.row.period_start, row.row.period_end)
        figures = (number_text(row.row.value), *points, inside, number_text(row.crps))
        return (words(row.row.series), period, *figures, row.unit, row.skipped)

    heads = (
        "Series", "Period", "Observed", "5 %", "10 %", "50 %", "90 %", "95 %", "Narrowest band",
        "CRPS", "Unit", "Skipped",
    )  # fmt: skip
    put_table("Observed rows against the run", heads, map(line, scored), numbers=heads[2:8])
    put(f"{total['scored']} of {total['rows']} rows scored.")
    names = {
        "coverage_50": "inside the 50 % band",
        "coverage_80": "inside the 80 % band",
        "coverage_90": "inside the 90 % band",
        "crps_skill_last_value": "skill against last year's value",
        "crps_skill_last_growth": "skill against last year's growth",
    }
    for name, words_for_it in names.items():
        value = total[name]
        put(f"  {words_for_it}: {'not told' if value is None else f'{value:.2f}'}")


@told
def export(
    run: Run,
    to: Annotated[str, typer.Option("--to", metavar="netcdf|csv|parquet|xlsx", help="Format.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder to write; RUN/export-FORMAT unless given."),
    ] = None,
) -> None:
    """Write a run in another format, values unchanged."""
    from sinews.core.errors import BadInput
    from sinews.report import exports, runs

    if to not in exports.FORMATS:
        raise BadInput(f"--to {to!r} is not known; one of {', '.join(exports.FORMATS)}")
    summary, data = runs.read_summary(run), runs.read_data(run)
    folder = out or run / f"export-{to}"
    reason = runs.used_reason(folder)
    if reason:
        raise BadInput(f"{folder}: {reason}; name a new --out, or remove this one first")
    with runs.written_whole(folder) as part:
        files = exports.export(data, summary["facts"], to, part, str(summary["scenario"]))
    for file in files:
        put(str(folder / file.name))


@told
def explain(
    run: Run,
    variable: Annotated[
        str, typer.Argument(metavar="VARIABLE", help="As food.ration_fill or industry.made[bt].")
    ],
    at: Annotated[
        str | None, typer.Option(metavar="1932-06", help="Month; the last unless given.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say which inputs, limits and sources stand behind a value, one level down."""
    from sinews.report import explain as why
    from sinews.report import runs
    from sinews.report.asked import parse_asked

    data = runs.read_data(run)
    asked = parse_asked(data, variable, at)
    value = why.value_of(data, asked)
    traced = _traced(data, asked.name)
    found = why.causes(
        data, asked, traced.behind, traced.wires, runs.read_numbers(run), traced.meanings
    )
    if as_json:
        put_json(why.explain_json(value, found))
    else:
        _show_causes(value, found)


class Traced(NamedTuple):
    """What a variable is computed from, where inputs come from, and what parameters mean."""

    behind: set[str]
    wires: dict[str, Any]
    meanings: dict[str, str]


def _traced(data: "xr.Dataset", name: str) -> Traced:
    """Return what stands behind a variable in the scenario it was run from."""
    import importlib

    import jax
    import numpy as np

    import sinews.simulation  # noqa: F401  sets the compiler up before anything is traced
    from sinews.report.rooms import behind
    from sinews.report.summary import switches_of
    from sinews.report.wiring import wiring_of
    from sinews.scenario.draw import draw
    from sinews.scenario.load import load_scenario
    from sinews.world.month import advance_month
    from sinews.world.places import makers_of

    jax.config.update("jax_enable_x64", True)
    scenario = load_scenario(str(data.attrs["scenario_path"]))
    chosen = switches_of(data)
    if scenario.content_hash != data.attrs["content_hash"]:
        say("The scenario has changed since this run; causes are those of the scenario as it is.")
        chosen = {}
    room, _, field = name.partition(".")
    switches = [f"{switch}={option}" for switch, option in chosen.items()]
    drawn = draw(scenario, 0, np.arange(1), months=1, mode="mean", switches=switches)
    if not hasattr(drawn.params, room):
        return Traced(set(), {}, {})
    module = importlib.import_module(f"sinews.systems.{room}")
    orders = jax.tree.map(lambda path: path[0], drawn.orders)
    found = behind(
        module,
        getattr(drawn.world, room),
        getattr(drawn.params, room),
        scenario.members,
        {
            "orders": orders,
            "usual": drawn.params.usual,
            "activity_of_input": drawn.params.industry.activity_of_input,
            "maker_of_input": makers_of(
                drawn.params.industry.good_of_input, drawn.params.industry.good_of_activity
            ),
        },
    )
    specs = scenario.schema.tables[room].specs.values()
    meanings = {spec.full_name: spec.info.meaning for spec in specs}
    return Traced(found.get(field, set()), wiring_of(advance_month)[room], meanings)


def _show_causes(value: Any, found: list[Any]) -> None:
    from sinews.report.tables import number_text

    figures = (number_text(part) for part in (value.low, value.middle, value.high))
    low, middle, high = figures
    over = f", {value.over}" if value.over else ""
    put(f"{value.name}: {value.meaning}")
    put(f"{value.month}{over}: {middle} {value.unit} (80 % of runs: {low} to {high})")
    heads = ("Kind", "Name", "Meaning", "Month", "10 %", "50 %", "90 %", "Unit", "Tracks", "Source")
    put_table(
        "Computed from",
        heads,
        [
            (
                cause.kind, cause.name, _short(cause), cause.month, number_text(cause.low),
                number_text(cause.middle), number_text(cause.high), cause.unit,
                "" if cause.tracks is None else f"{cause.tracks:+.2f}", cause.source,
            )
            for cause in found
        ],
        numbers=("10 %", "50 %", "90 %", "Tracks"),
    )  # fmt: skip
    put("Tracks: rank correlation with the value over the runs.")
    put("Parameters are shown with their 5 % point, value and 95 % point.")


def _short(cause: Any, most: int = 60) -> str:
    words = f"{cause.meaning} ({cause.over})" if cause.over else cause.meaning
    return words if len(words) <= most else f"{words[: most - 1]}…"


@told
def compare(
    first: Run,
    second: Annotated[Path, typer.Argument(metavar="RUN", help="Another such folder.")],
    as_json: Json = False,
) -> None:
    """Set two runs side by side; two explanations are scored on the same observations."""
    from sinews.report import compare as beside
    from sinews.report import explanations, runs

    one, other = runs.read_data(first), runs.read_data(second)
    observables = runs.read_observables(second) | runs.read_observables(first)
    rows = beside.compare_runs(one, other, observables)
    choices = explanations.differing(one, other)
    pairs = []
    if choices:
        kept = runs.read_observations(first), runs.read_observations(second)
        seen = explanations.same_observations(*kept)
        pairs = explanations.score_both(one, other, seen, observables)
    if as_json:
        put_json(beside.compare_json(one, other, rows, choices, pairs))
        return
    heads = ("Series", "Period", "First", "Second", "Change", "Higher in", "Unit")
    put_table(f"{first} and {second}", heads, beside.difference_rows(rows), numbers=heads[2:6])
    if beside.are_paired(one, other):
        put("Change: median over runs of the same number. Higher in: share of them.")
    else:
        put("The seeds differ, so runs are not paired; change is that of the medians.")
    if choices:
        _show_explanations(choices, pairs)


def _show_explanations(choices: list[Any], pairs: list[Any]) -> None:
    from sinews.report import explanations

    put()
    rows = explanations.choice_rows(choices)
    put_table("Switches that differ", ("Switch", "First", "Second"), rows)
    if not pairs:
        put("No observation up to 1932 falls into the months of both runs: nothing to score.")
        return
    heads = (
        "Series", "Rows", "CRPS first", "CRPS second", "In 80 % first", "In 80 % second", "Unit",
    )  # fmt: skip
    rows = explanations.explanation_rows(pairs)
    put_table("The same observations up to 1932", heads, rows, numbers=heads[1:6])
    put("CRPS: distance of all runs from what was observed, lower is better; in the last line")
    put("over what was observed. In 80 %: share of observations inside the 80 % band.")
