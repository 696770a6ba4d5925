"""Options: what was asked of a run, read and checked all together."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from sinews.core.errors import Problem, ScenarioError

MODES = ("exact", "mean", "soft")
STEPS = {"1": 1, "1/3": 3}
MOST_RUNS = 10_000
MOST_MONTHS = 1_200


@dataclasses.dataclass(frozen=True)
class RunOptions:
    """What was asked of a run.

    Attributes:
        scenario: name of a shipped scenario, or the folder of one.
        months: length; None for that of the scenario.
        runs: how many runs.
        seed: seed of all draws.
        mode: `exact`, `mean` or `soft`.
        steps: steps per month.
        overrides: numbers set, `room.parameter[label]=VALUE`.
        switches: explanations chosen, `name=option`.
        orders: table of orders or file; None for that of the scenario.
        out: folder to write; None for a new one.
        picture: whether the overview is drawn.
    """

    scenario: str
    months: int | None = None
    runs: int = 64
    seed: int = 1
    mode: str = "exact"
    steps: int = 1
    overrides: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    orders: str | None = None
    out: Path | None = None
    picture: bool = True


def read_options(
    *,
    scenario: str,
    months: str | None,
    runs: str,
    seed: str,
    mode: str,
    dt: str,
    overrides: Sequence[str],
    switches: Sequence[str],
    orders: str | None,
    out: Path | None,
    picture: bool,
) -> RunOptions:
    """Return the options of a run.

    Raises:
        ScenarioError: with everything that is wrong, at once.
    """
    problems: list[Problem] = []
    options = RunOptions(
        scenario=scenario,
        months=None if months is None else _whole("--months", months, 1, MOST_MONTHS, problems),
        runs=_whole("--runs", runs, 1, MOST_RUNS, problems),
        seed=_whole("--seed", seed, 0, 2**63 - 1, problems),
        mode=_choice("--mode", mode, MODES, problems),
        steps=STEPS.get(_choice("--dt", dt, tuple(STEPS), problems), 1),
        overrides=tuple(overrides),
        switches=tuple(switches),
        orders=orders,
        out=out,
        picture=picture,
    )
    problems += [
        Problem("--set", f"{text!r} sets nothing", "write room.parameter[label]=VALUE")
        for text in overrides
        if "=" not in text
    ]
    problems += [
        Problem("--switch", f"{text!r} chooses nothing", "write name=option")
        for text in switches
        if "=" not in text
    ]
    if out is not None:
        problems += _out_problems(out)
    if problems:
        raise ScenarioError(problems)
    return options


def _out_problems(out: Path) -> list[Problem]:
    from sinews.report.runs import used_reason

    reason = used_reason(out)
    remedy = "name a new folder, or remove this one first"
    return [Problem(f"--out {out}", reason, remedy)] if reason else []


def _whole(option: str, text: str, least: int, most: int, problems: list[Problem]) -> int:
    plain = text.strip()
    number = int(plain) if plain.lstrip("+-").isdecimal() and len(plain) < 25 else None
    if number is not None and least <= number <= most:
        return number
    remedy = f"a whole number from {least} to {most}"
    problems.append(Problem(option, f"{text!r} cannot be used", remedy))
    return least


def _choice(option: str, text: str, known: Sequence[str], problems: list[Problem]) -> str:
    if text in known:
        return text
    problems.append(Problem(option, f"{text!r} is not known", f"one of {', '.join(known)}"))
    return known[0]
