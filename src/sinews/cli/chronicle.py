"""The command `chronicle`: the dated events of one run in words, as a seat may know them."""

from typing import Annotated

import typer

from sinews.cli.console import put, put_json, put_table, told
from sinews.cli.results import Json, Run


@told
def chronicle(
    run: Run,
    number: Annotated[
        str | None, typer.Option("--run", metavar="N", help="Which run; the first unless given.")
    ] = None,
    seat: Annotated[
        str,
        typer.Option("--as", metavar="published|intelligence|secret", help="Who reads it."),
    ] = "secret",
    months: Annotated[
        str | None,
        typer.Option(metavar="1932|1932-03:1932-08", help="Months to tell; all unless given."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell the dated events of one run in words; a seat does not see what it may not know."""
    from sinews.report.chronicle import chronicle as told_of
    from sinews.report.chronicle import pages, project
    from sinews.report.chronicle.store import read_kept
    from sinews.report.chronicle.view import first_sound_run

    span = pages.span_of(months)
    wanted = None if number is None else pages.run_number(number)
    kept = read_kept(run)
    chosen = first_sound_run(kept.data) if wanted is None else wanted
    answer = told_of(project(kept, seat, chosen), span=span)
    if as_json:
        put_json(pages.chronicle_json(answer))
        return
    heading = f"{answer.view.title}: run {chosen}"
    if seat == "secret":
        rows = [
            (month.month, "\n".join(month.newspapers), "\n".join(month.files))
            for month in pages.beside(kept, chosen, span)
        ]
        put_table(heading, pages.COLUMNS, rows)
    else:
        put_table(f"{heading}, as {seat}", pages.HEADS, pages.chronicle_rows(answer))
    missed = pages.missed_text(answer)
    if missed:
        put(missed)
