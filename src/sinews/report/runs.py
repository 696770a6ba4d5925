"""Runs: the folder a run writes, whole or not at all, and how it is read again."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinews.core.errors import BadInput, StoreError
from sinews.report.netcdf import write_netcdf
from sinews.report.stored_tables import read_rows, write_rows
from sinews.report.summary import to_json
from sinews.scenario.facts import Fact, Observable, Observation
from sinews.scenario.numbers import Number

if TYPE_CHECKING:
    import xarray as xr

DATA, SUMMARY = "run.nc", "summary.json"
PICTURE, DOCUMENT = "overview.png", "report.html"
NUMBERS, FACTS, OBSERVABLES = "numbers.csv", "facts.csv", "observables.csv"
OBSERVATIONS = "observations.csv"
HOME = Path("sinews-runs")


def used_reason(folder: Path) -> str:
    """Return why a folder cannot be written into, empty when it can be."""
    try:
        if folder.is_dir() and not folder.is_symlink():
            used = any(folder.iterdir())
            kind = "holds a run already" if (folder / SUMMARY).exists() else "is not empty"
            return kind if used else ""
        return "exists and is no folder" if folder.is_symlink() or folder.exists() else ""
    except OSError as error:
        return f"cannot be looked into: {error.strerror}"


def next_folder(scenario: str, home: Path = HOME) -> Path:
    """Return the first free folder `<scenario>-<n>` under the home of runs."""
    name = Path(scenario).name or "run"
    number = 1
    while (home / f"{name}-{number}").exists():
        number += 1
    return home / f"{name}-{number}"


@contextlib.contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """Give a hidden folder beside `folder` to write into; it takes its name when all went well.

    Raises:
        StoreError: when the disk refuses.
    """
    with disk_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.part-", dir=folder.parent))
    try:
        with disk_errors(folder):
            yield part
            part.chmod(0o755)
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextlib.contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what the disk says into one sentence.

    Raises:
        StoreError: when the disk refuses.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"{path}: cannot be written: {reason}; give another --out") from error


def write_data(folder: Path, data: "xr.Dataset") -> None:
    """Write the runs as netCDF-4."""
    write_netcdf(folder / DATA, data)


def write_summary(folder: Path, summary: Mapping[str, Any]) -> None:
    """Write the summary as JSON."""
    (folder / SUMMARY).write_text(to_json(summary, indent=1) + "\n", encoding="utf-8")


def write_numbers(folder: Path, numbers: Iterable[Number]) -> None:
    """Write every number that was used, with where it comes from."""
    write_rows(folder / NUMBERS, numbers)


def read_numbers(folder: Path) -> list[Number]:
    """Return every number that was used in a run."""
    return read_rows(folder / NUMBERS, Number)


def read_facts(folder: Path) -> list[Fact]:
    """Return the facts that a run was compared with."""
    return read_rows(folder / FACTS, Fact)


def read_observables(folder: Path) -> dict[str, Observable]:
    """Return how the series of history are read off a run."""
    return {row.series: row for row in read_rows(folder / OBSERVABLES, Observable)}


def read_observations(folder: Path) -> list[Observation]:
    """Return the observed figures that the scenario of a run holds."""
    return read_rows(folder / OBSERVATIONS, Observation)


def read_summary(folder: Path) -> dict[str, Any]:
    """Return the summary of a run folder.

    Raises:
        BadInput: when the folder is no run.
    """
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except OSError as error:
        remedy = "give the folder that `sinews run` named on its last line"
        raise BadInput(f"{folder}: is no run, {SUMMARY} {_why(error)}; {remedy}") from error
    except ValueError as error:
        raise BadInput(f"{folder / SUMMARY}: is damaged ({error}); run again") from error
    if not isinstance(summary, dict) or "facts" not in summary:
        raise BadInput(f"{folder / SUMMARY}: is not the summary of a run; run again")
    return summary


def read_data(folder: Path) -> "xr.Dataset":
    """Return the runs of a run folder.

    Raises:
        BadInput: when the folder is no run or its data are damaged.
    """
    import xarray as xr

    read_summary(folder)
    try:
        with xr.open_dataset(folder / DATA, engine="h5netcdf") as opened:
            return opened.load()
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"{folder / DATA}: cannot be read ({_why(error)}); run again") from error


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "is missing"
    text = getattr(error, "strerror", None) or str(error)
    return str(text).splitlines()[0] if text else type(error).__name__
