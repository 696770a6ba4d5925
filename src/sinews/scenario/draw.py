"""Draw: a scenario to the opening worlds, parameters, orders and outside paths of many runs.

Each number has its own stream, keyed by seed, run number, `room.field` and label: a run draws
the same whatever chunk it is in, and adding a number leaves all others as they were.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import numpy as np
from scipy.special import ndtri

from sinews.core.errors import BadInput, Problem, ScenarioError
from sinews.core.numerics import Mode
from sinews.core.randomness import name_code
from sinews.scenario import orders as order_tables
from sinews.scenario import priors
from sinews.scenario.build import Values, build_paths, build_rooms
from sinews.scenario.numbers import Number
from sinews.scenario.overrides import laid_upon, parse_overrides
from sinews.scenario.scenario import Scenario
from sinews.scenario.switches import lay_options, parse_choices
from sinews.scenario.tables import nearest, shown

STREAM = name_code("numbers of the scenario")
NO_ORDERS = "none"
NUMBERS_AT_ONCE, RUNS_AT_ONCE = 256, 64
"""Draws are made up to whole blocks, so that few programs are compiled."""


@dataclasses.dataclass(frozen=True)
class Drawn:
    """What runs start from.

    Attributes:
        world: the opening, leaves [..., run].
        params: how rooms behave, leaves [..., run or 1].
        orders: levers by month, leaves [month, ..., 1], NaN where open.
        outside: paths by month, leaves [month, ..., run or 1], NaN where the room draws.
        numbers_used: every number in use, those of the rooms, of outside and of the orders.
        values: their figures, [number, run]; positions for links.
        chosen: the option of every switch that held.
    """

    world: Any
    params: Any
    orders: Any
    outside: Any
    numbers_used: tuple[Number, ...]
    values: np.ndarray
    chosen: Mapping[str, str]


@jax.jit
def _bits(root: jax.Array, runs: jax.Array, codes: jax.Array) -> jax.Array:
    def of(run: jax.Array, code: jax.Array) -> jax.Array:
        key = jax.random.fold_in(jax.random.fold_in(root, run), STREAM)
        key = jax.random.fold_in(jax.random.fold_in(key, code[0]), code[1])
        return jax.random.bits(key, (2,), "uint32")

    over_runs = jax.vmap(of, in_axes=(0, None))
    return jax.vmap(over_runs, in_axes=(None, 0))(runs, codes)


def _padded(array: np.ndarray, block: int) -> np.ndarray:
    missing = -len(array) % block
    return np.concatenate([array, np.zeros((missing, *array.shape[1:]), array.dtype)])


def standard_normals(numbers: Sequence[Number], seed: int, runs: np.ndarray) -> np.ndarray:
    """Return one standard normal per number and run, [number, run].

    Whole random bits come from one compiled call; the rest is done number by number in float64,
    so that a draw does not depend on what else is drawn with it.
    """
    if not numbers or not len(runs):
        return np.zeros((len(numbers), len(runs)))
    codes = np.array(
        [(name_code(number.full_name), name_code(number.label)) for number in numbers], np.uint32
    )
    run_numbers = _padded(np.asarray(runs, np.uint32), RUNS_AT_ONCE)
    bits = _bits(jax.random.key(seed), run_numbers, _padded(codes, NUMBERS_AT_ONCE))
    bits = np.asarray(bits)[: len(numbers), : len(runs)]
    high, low = bits[..., 0].astype(np.float64), (bits[..., 1] >> 12).astype(np.float64)
    # 52 bits and a half: never 0 or 1, and exact in float64.
    return ndtri((high * 2.0**20 + low + 0.5) * 2.0**-52)


def draw_numbers(
    numbers: Sequence[Number], spec_bounds, seed: int, runs: np.ndarray, mode: Mode
) -> dict[Number, np.ndarray]:
    """Return the figures of every number that is no word: [run], or [1] where it is not drawn.

    In mode mean nothing is drawn: a number takes its value, which is the median of its prior, or
    its mean for the beta law.
    """
    figures = {
        number: np.array([number.value]) for number in numbers if not isinstance(number.value, str)
    }
    if mode == "mean":
        return figures
    random = [number for number in figures if number.is_drawn]
    drawn = priors.transform(random, standard_normals(random, seed, runs))
    for number, row in zip(random, drawn, strict=True):
        minimum, maximum = spec_bounds(number)
        figures[number] = np.clip(row, minimum, maximum)
    return figures


def draw(
    scenario: Scenario,
    seed: int,
    runs: np.ndarray,
    months: int | None = None,
    mode: Mode = "exact",
    orders: str | Path | None = None,
    overrides: Iterable[str] = (),
    switches: Iterable[str] = (),
) -> Drawn:
    """Draw what runs start from.

    Args:
        scenario: the scenario.
        seed: seed of all draws.
        runs: run numbers, in any order; a run draws the same in any company.
        months: how many months are run; those of the scenario unless given.
        mode: in `mean` nothing is drawn.
        orders: name of a table of orders or path of one's own; `none` leaves every lever open.
        overrides: numbers set with the command, `room.parameter[label;label]=VALUE`; not drawn.
        switches: options chosen with the command, `name=option`; the others as in the scenario.

    Raises:
        ScenarioError: when overrides, switches or orders are wrong; all problems together.
        BadInput: when the months, runs or seed cannot be used.
    """
    months = scenario.months if months is None else months
    _check_request(scenario, seed, runs, months)
    problems: list[Problem] = []
    schema, known, count = scenario.schema, scenario.known, len(runs)
    chosen = dict(scenario.chosen) | parse_choices(switches, scenario.switches, problems)
    given = parse_overrides(overrides, schema, known, scenario.layers + 1, problems)
    ordered = orders_numbers(scenario, orders, problems)
    by_field = lay_options(scenario.plain, scenario.switches, chosen, schema, known, problems)
    if problems:
        raise ScenarioError(problems)
    by_field = laid_upon(by_field, given, schema, known)
    rooms = [number for numbers in by_field.values() for number in numbers]
    outside = [number for number in scenario.numbers if number.room == schema.outside.name]

    def bounds(number: Number) -> tuple[float, float]:
        table = schema.tables.get(number.room, schema.outside)
        info = table.specs[number.name].info
        return info.minimum, info.maximum

    figures = draw_numbers([*rooms, *outside, *ordered], bounds, seed, runs, mode)
    values: Values = figures.__getitem__
    world, params = build_rooms(schema, by_field, known, values, count)
    paths, used_paths = build_paths(
        schema.classes.outside, schema.outside, outside, known, values,
        scenario.calendar, months, count,
    )  # fmt: skip
    levers, used_orders = build_paths(
        schema.classes.orders, schema.levers, ordered, known, values,
        scenario.calendar, months, count,
    )  # fmt: skip
    used = [
        *rooms,
        *(outside[at] for at in sorted(used_paths)),
        *(ordered[at] for at in sorted(used_orders)),
    ]
    world, params, levers, paths = jax.device_put((world, params, levers, paths))
    table = _figures_table(scenario, used, figures, count)
    return Drawn(world, params, levers, paths, tuple(used), table, chosen)


def _check_request(scenario: Scenario, seed: int, runs: np.ndarray, months: int) -> None:
    if not jax.config.read("jax_enable_x64"):
        raise RuntimeError('set jax.config.update("jax_enable_x64", True) before a draw')
    if not 1 <= months <= scenario.months_limit:
        most = scenario.months_limit
        raise BadInput(f"months {months}: {scenario.name} may run 1 to {most} months")
    if not 0 <= seed < 2**63:
        raise BadInput(f"seed {seed}: a whole number from 0 to 2^63 - 1")
    if len(runs) and (np.min(runs) < 0 or np.max(runs) >= 2**32):
        raise BadInput("run numbers go from 0 to 2^32 - 1")


def orders_numbers(
    scenario: Scenario, orders: str | Path | None, problems: list[Problem]
) -> tuple[Number, ...]:
    """Return the rows of a table of orders, by name or from a file of the user's own."""
    name = str(scenario.default_orders if orders is None else orders)
    if name in scenario.orders:
        return scenario.orders[name]
    if name in ("", NO_ORDERS):
        return ()
    path = Path(name)
    if not _is_file(path):
        what = f"{shown(name)} is neither a table of orders of {scenario.name} nor a file"
        problems.append(Problem("--orders", what, nearest(name, [*scenario.orders, NO_ORDERS])))
        return ()
    own = order_tables.read_orders(
        path, str(path), name, scenario.schema.levers, scenario.known, scenario.calendar,
        problems, is_user=True,
    )  # fmt: skip
    if own.below and own.below not in scenario.orders:
        what = f"extends {shown(own.below)}, which is no table of orders"
        problems.append(Problem(own.place, what, nearest(own.below, scenario.orders)))
        return ()
    below = scenario.orders.get(own.below, ())
    layer = max((number.layer + 1 for number in below), default=0)
    ours = tuple(dataclasses.replace(number, layer=layer) for number in own.numbers)
    problems += order_tables.check_bottom(ours)
    return (*below, *ours)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long, or with a NUL byte
        return False


def _figures_table(
    scenario: Scenario, used: Sequence[Number], figures: dict[Number, np.ndarray], count: int
) -> np.ndarray:
    table = np.full((len(used), count), -1.0)
    for at, number in enumerate(used):
        if number in figures:
            table[at] = figures[number]
            continue
        spec = scenario.schema.spec(number.full_name)
        if spec is not None:
            table[at] = scenario.known.members[spec.info.target].get(str(number.value), -1)
    return table
