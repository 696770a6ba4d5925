"""The command `sinews`: its commands are declared here, and loaded when they are used."""

import gc
import sys

import typer

import sinews
from sinews.cli import chronicle, inspect, make_new, results, run
from sinews.cli.console import is_typers_own, say, tell

app = typer.Typer(
    name="sinews",
    help="Simulate how a state arms under threat without starving itself.",
    epilog="Results go to stdout, all else to stderr. Exit codes: 0 done, 1 ran but runs failed, "
    "2 bad input, 3 an optional part is missing, 4 disk or store.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("check")(inspect.check)
app.command("facts")(inspect.facts)
app.command("score")(results.score)
app.command("export")(results.export)
app.command("explain")(results.explain)
app.command("compare")(results.compare)
app.command("chronicle")(chronicle.chronicle)
app.command("new")(make_new.new)


def _version(asked: bool) -> None:
    if asked:
        print(f"sinews {sinews.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Say which version this is."
    ),
) -> None:
    """Simulate how a state arms under threat without starving itself."""


def main() -> None:
    """Run the command; whatever happens, end with words and an exit code."""
    # A command keeps nearly all it makes: looking for garbage all the time costs a sixth of it.
    gc.set_threshold(200_000, 20, 100)
    try:
        app()
    except KeyboardInterrupt:
        say("Stopped. Nothing was written.")
        sys.exit(1)
    except Exception as error:
        if is_typers_own(error):
            raise
        sys.exit(tell(error))
    finally:
        # The process ends here: a last look for garbage in all it made would take half a second.
        gc.freeze()


if __name__ == "__main__":
    main()
