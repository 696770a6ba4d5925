"""The command `new`: a small scenario to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from sinews.cli.console import put, told


@told
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; new or empty.")],
) -> None:
    """Write a small commented scenario of an imaginary country that passes `check` and runs."""
    from sinews.core.errors import BadInput
    from sinews.report.runs import disk_errors, used_reason

    reason = used_reason(folder)
    if reason:
        raise BadInput(f"{folder}: {reason}; name a new folder, or remove this one first")
    from sinews.scenario.template import new_scenario

    with disk_errors(folder):
        new_scenario(folder)
    put(f"Check it: sinews check {folder}")
    put(f"Run it:   sinews run {folder}")
    put(str(folder))
