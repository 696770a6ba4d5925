"""The command: first and warm start, help, and peak memory."""

import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.figure import Figure, Size, Verb
from benchmarks.flagship import NAME

COMMAND = [sys.executable, "-m", "sinews.cli.app"]
MEASURED = Path(__file__).resolve().parents[1] / "used.py"


class Use(NamedTuple):
    """What a command took."""

    seconds: float
    mebibytes: float


def used(command: list[str], cache: Path | None = None) -> Use:
    """Run a command to its end, as a user would, and return what it took."""
    ours = {"XLA_FLAGS", "JAX_COMPILATION_CACHE_DIR"}
    environment = {name: text for name, text in os.environ.items() if name not in ours}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    ended = subprocess.run(
        [sys.executable, str(MEASURED), *command], env=environment, capture_output=True, check=True
    )
    told = json.loads(ended.stdout)
    if told["code"]:
        raise RuntimeError(f"{command} ended with code {told['code']}: {told['words']}")
    return Use(told["seconds"], told["mebibytes"])


class Runs:
    """`sinews run` of 64 runs with table, picture and report, on one cache of programs."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="sinews-bench-")
        self._root = Path(self._folder.name)
        self._count = 0
        self.first = self._run()

    def _run(self) -> Use:
        self._count += 1
        out = self._root / f"run-{self._count}"
        return used([*COMMAND, "run", NAME, "--out", str(out)], self._root / "cache")

    @functools.cached_property
    def warm(self) -> list[Use]:
        """Three runs on a warm cache."""
        return [self._run() for _ in range(3)]


@functools.cache
def _runs(again: int) -> Runs:
    return Runs()


class Turn:
    """Gives out one repeat after another."""

    def __init__(self, size: Size):
        self._size = size
        self.first = self.warm = 0

    def first_use(self) -> Use:
        """Return what the next first start took."""
        self.first += 1
        return _runs(self.first).first

    def warm_use(self) -> Use:
        """Return what the next warm start took."""
        self.warm += 1
        return _runs(1).warm[(self.warm - 1) % 3]


START = Figure(
    name="a warm start against the first",
    build=Turn,
    verbs=(
        Verb("warm", lambda turn: turn.warm_use().seconds, at_most=6.0),
        Verb("first ever", lambda turn: turn.first_use().seconds, at_most=60.0),
    ),
    unit="s",
    most_repeats=2,
    in_quick=False,
    note="sinews run ussr-1932: 64 runs, table, picture, report, files",
)
MEMORY = Figure(
    name="peak memory, warm against first",
    build=Turn,
    verbs=(
        Verb("warm", lambda turn: turn.warm_use().mebibytes, at_most=1024.0),
        Verb("first ever", lambda turn: turn.first_use().mebibytes, at_most=1024.0),
    ),
    unit="MiB",
    most_repeats=2,
    in_quick=False,
    note="largest resident size of the same commands",
)
HELP = Figure(
    name="sinews --help against bare Python",
    build=lambda size: None,
    verbs=(
        Verb("--help", lambda _: used([*COMMAND, "--help"]).seconds, at_most=0.5),
        Verb("python -c pass", lambda _: used([sys.executable, "-c", "pass"]).seconds),
    ),
    unit="s",
)
STARTS = (START, MEMORY, HELP)
