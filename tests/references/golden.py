"""Golden runs: what is kept of them, how they are made and where they lie."""

import json
import platform
import zlib
from pathlib import Path

import jax
import numpy as np
from tests.simulation import runs

FOLDER = Path(__file__).parent
RUNS = 8
"""Runs of the toy that are kept."""

MONTHLY = (
    *("food.harvest", "food.procured", "food.grain_exported", "food.ration_issued"),
    *("food.farm_eaten", "food.state_grain", "food.reserve_grain", "food.farm_grain"),
    *("food.nutrition", "food.nutrition_farm", "food.draught", "food.cattle", "food.work_effort"),
    *("labour.farm_people", "labour.people", "labour.kolkhoz_exits", "labour.excess_deaths"),
    *("labour.departures_to_towns", "labour.hires", "industry.output_index", "industry.used"),
    *("industry.equipment_delivered", "industry.tractors_delivered", "industry.rail_capacity"),
    *("trade.exports_total", "trade.imports_total", "trade.foreign_cash", "trade.debt_due"),
    *("trade.gold", "technology.readiness", "technology.know_how", "construction.work_done"),
    *("construction.work_to_do", "construction.capacity_handed_over", "forces.divisions"),
    *("forces.equipment_held", "forces.readiness", "budget.money", "budget.bank_credit"),
    *("budget.market_price", "budget.true_outlay", "command.pressure", "command.retreat"),
    *("surroundings.export_price", "made coal", "made steel", "made rolled", "made tractors"),
)
"""Series of the flagship, summed over their own axes."""

YEARLY = (
    *("food.harvest", "food.procured", "food.grain_exported", "food.ration_issued"),
    *("labour.kolkhoz_exits", "labour.hires", "industry.output_index", "trade.exports_total"),
    *("industry.equipment_delivered", "trade.imports_total", "construction.work_done"),
    *("budget.true_outlay", "budget.wage_bill", "made steel", "made tank", "made power"),
)
AT_END = (
    *("food.state_grain", "food.farm_grain", "food.nutrition_farm", "labour.farm_people"),
    *("labour.people", "trade.foreign_cash", "trade.debt_due", "technology.readiness"),
    *("forces.equipment_held", "budget.money", "budget.market_price", "command.pressure"),
    *("industry.rail_capacity", "construction.work_to_do", "surroundings.export_price"),
)


def machine() -> str:
    """Return the class of machine: what decides the last bits that a compiler gives."""
    name = f"{_processor('model name')}, features {zlib.crc32(_processor('flags').encode()):08x}"
    return f"{platform.machine()}, {name}, jax {jax.__version__}, numpy {np.__version__}"


def _processor(entry: str) -> str:
    """Return one entry of the first processor as Linux tells it, or what Python knows."""
    told = Path("/proc/cpuinfo")
    rows = told.read_text(encoding="utf-8", errors="replace").splitlines() if told.exists() else []
    found = [row.partition(":")[2].strip() for row in rows if row.startswith(entry)]
    return found[0] if found else platform.processor()


def flagship_in_mean() -> dict[str, np.ndarray]:
    """Return monthly series of the flagship without chance, [month]."""
    sums = runs.short(runs.mean_data()).sums
    return {name: sums[name][:, 0] for name in MONTHLY}


def toy_in_exact() -> dict[str, np.ndarray]:
    """Return yearly totals and year ends of the first runs of the toy, [year, run]."""
    record = runs.simulated(runs.opening(runs.TOY), runs.TOY)
    sums = runs.short(runs.labelled(record, runs.TOY)).sums
    totals = {f"{name}, year": runs.yearly(sums[name])[:, :RUNS] for name in YEARLY}
    return totals | {f"{name}, end": sums[name][11::12, :RUNS] for name in AT_END}


MAKERS = {
    "ussr-1932 mean": (runs.FLAGSHIP, flagship_in_mean),
    "toy-2 exact": (runs.TOY, toy_in_exact),
}


def path_of(name: str) -> Path:
    """Return where a golden run lies."""
    return FOLDER / f"{name.replace(' ', '_')}.json"


def made(name: str) -> dict:
    """Return a golden run made anew; numbers keep all their digits."""
    scenario, make = MAKERS[name]
    return {
        "machine": machine(),
        "scenario": scenario,
        "content_hash": runs.shipped(scenario).content_hash,
        "seed": runs.SEED,
        "series": {series: values.tolist() for series, values in make().items()},
    }


def kept(name: str) -> dict:
    """Return the golden run that is kept."""
    return json.loads(path_of(name).read_text(encoding="utf-8"))


def write(name: str, run: dict) -> None:
    """Write a golden run, one series a line."""
    head = {key: value for key, value in run.items() if key != "series"}
    rows = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in run["series"].items()]
    body = ",\n".join(rows)
    text = json.dumps(head, ensure_ascii=False)[:-1] + ',\n"series": {\n' + body + "\n}}\n"
    path_of(name).write_text(text, encoding="utf-8")
