"""Console: what goes to which stream, and which exit code each end has.

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 ran but not cleanly,
2 bad input, 3 a missing optional part, 4 disk or store.
"""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ParamSpec

import typer

from sinews.core.errors import SinewsError, StoreError

Params = ParamSpec("Params")
UNCLEAN = 1
NARROWEST = 160
"""Columns of a table that is not shown on a terminal."""


def told(command: Callable[Params, None]) -> Callable[Params, None]:
    """Let a command end with one message and its exit code, never with a traceback."""

    @functools.wraps(command)
    def safe(*args: Params.args, **kwargs: Params.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except Exception as error:
            if is_typers_own(error):
                raise
            raise typer.Exit(tell(error)) from None
        except KeyboardInterrupt:
            say("Stopped. Nothing was written; give the same command to begin again.")
            raise typer.Exit(UNCLEAN) from None

    return safe


def is_typers_own(error: Exception) -> bool:
    """Whether typer itself ends a command by this."""
    return isinstance(error, typer.Exit | typer.Abort | typer.BadParameter)


def tell(error: Exception) -> int:
    """Tell an error in words on stderr; return its exit code."""
    if isinstance(error, BrokenPipeError):
        # The reader has gone; stdout is pointed elsewhere so that closing it says nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, SinewsError):
        say(str(error))
        return error.code
    if isinstance(error, OSError):
        say(f"{error.filename or 'disk'}: {error.strerror or error}")
        return StoreError.code
    if isinstance(error, MemoryError):
        say("Not enough memory; ask for fewer --runs or --months.")
        return UNCLEAN
    say(defect(error))
    return UNCLEAN


def defect(error: Exception) -> str:
    """Return one line that lets us find a defect of ours."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "?")
        if name.startswith("sinews"):
            frames.append(f"{name}:{trace.tb_lineno}")
        trace = trace.tb_next
    place = frames[-1] if frames else "?"
    words = " ".join(str(error).split())[:300]
    return (
        f"sinews: a defect of ours: {type(error).__name__}: {words} (at {place}); "
        "please report it with this line"
    )


def say(words: str) -> None:
    """Say something that is no result, on stderr."""
    with contextlib.suppress(OSError):
        print(words, file=sys.stderr, flush=True)


def put(words: str = "") -> None:
    """Put a line of results on stdout, never wrapped."""
    print(words)


def put_json(answer: Any) -> None:
    """Put the one JSON object a command answers with on stdout."""
    from sinews.report.summary import to_json

    print(to_json(answer), flush=True)


def put_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[str] = ()
) -> None:
    """Put a table on stdout; the columns named in `numbers` are set to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for column in columns:
        right = column in numbers
        table.add_column(
            column, justify="right" if right else "left", no_wrap=right, overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(cell, style="bold" if cell == "OUT" else "") for cell in row))
    wide = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = Console(width=None if wide else NARROWEST, highlight=False)
    with console.capture() as drawn:
        console.print(table)
    print(drawn.get(), end="")  # not by rich, which ends by itself when the reader has gone


@contextlib.contextmanager
def progress(words: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how far something is, on stderr, and only when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(words, total=total)
        yield lambda done: bar.update(task, completed=done)
