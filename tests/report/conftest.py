"""A small made-up run in the format of trajectories, with facts, observables and events."""

import numpy as np
import pytest
from tests.report.made import MONTHS, RUNS, Maker, event, fact, observable, season


@pytest.fixture(scope="session")
def data():
    """A run of 36 months from January 1931 with every variable the panels name."""
    make = Maker()
    made = make.members(
        "activity",
        (4700, 6200), (410, 560), (470, 540), (20, 0), (2, 0), (5, 160), (20, 150), (0, 3),
        (0, 1), (1, 60),
    )  # fmt: skip
    make.add("industry.made", made, "unit/month", axis="activity", meaning="good output")
    make.add("industry.started", made * 1.2, "unit/month", axis="activity")
    make.add("industry.equipment_delivered", made[:, 3:] * 0.8, "unit/month", axis="equipment")
    target = np.zeros((MONTHS, 10, RUNS))
    target[:, 2], target[12:24, 5], target[12:24, 6] = 7000, 4500, 5500
    make.add("command.directives.target", target, "unit/year", axis="activity")
    harvest = season(MONTHS, (7, 8, 9), 20000)[:, None, None] * np.ones((1, 2, RUNS)) / 2
    harvest = harvest * np.exp(0.1 * make.random.standard_normal((1, 1, RUNS)))
    make.add("food.harvest", harvest, "kt/month", axis="region")
    procured = season(MONTHS, (8, 9, 10, 11), 5500)[:, None] * np.ones((1, RUNS))
    make.add("food.procured", procured[:, None] * np.ones((1, 2, 1)) / 2, "kt/month", axis="region")
    make.add("food.grain_exported", make.path(420, 100), "kt/month")
    make.add("command.directives.grain_export", make.path(450, 150, 0, 0), "kt/month")
    fill = np.clip(make.members("ration_list", (1, 1), (1, 0.97), (0.95, 0.7), (0.9, 0.5)), 0, 1)
    make.add("food.ration_fill", fill, "1", axis="ration_list", meaning="ration issued over due")
    make.add(
        "food.nutrition_farm",
        make.members("region", (1, 0.65), (0.95, 0.75)),
        "1",
        "state",
        "region",
    )
    make.add("food.nutrition", make.members("group", (1, 0.9), (1, 1)), "1", "state", "group")
    make.add("food.state_grain", make.path(5000, 2000), "kt", "state")
    make.add("food.reserve_grain", make.path(1500, 600), "kt", "state")
    make.add("food.state_grain_total", make.path(6500, 2600), "kt", "state")
    exits = make.members("region", (20, 60), (10, 30), spread=0.3)
    make.add("labour.kolkhoz_exits", exits, "kp/month", axis="region")
    make.add("labour.urban_people", make.path(31000, 40000, 0.02, 0), "kp", "state")
    make.add("trade.foreign_cash", make.path(120, 40), "MGR", "state")
    make.add("trade.debt", make.path(900, 1300), "MGR", "state")
    make.add("budget.true_outlay", make.path(130, 380), "M rub/month")
    make.add("budget.true_outlay_wide", make.path(170, 500), "M rub/month")
    make.add("budget.published_outlay", make.path(105, 110, 0.02), "M rub/month")
    sites = np.cumsum(make.random.random((MONTHS, 3, RUNS)) < 0.05, axis=0).clip(0, 1)
    make.add("construction.started_share", sites, "1", "state", axis="project")
    short = np.maximum(make.members("activity", *[(0, 9)] * 10) - 4, 0)
    make.add("industry.lost_to_power", short, "unit/month", axis="activity", limit="power")
    make.add("food.unmet_rations", np.maximum(make.path(-50, 100), 0), "kt/month", limit="grain")
    make.data["status.failed"] = ("run", np.zeros(RUNS, dtype=bool))
    make.data["status.month"] = ("run", np.full(RUNS, -1))
    make.data["status.field"] = ("run", np.full(RUNS, "", dtype=object).astype(str))
    make.data["ledger.residual"] = (
        ("balance", "run"),
        1e-13 * make.random.random((3, RUNS)),
    )
    make.data = make.data.assign_coords(balance=["grain", "people", "money"])
    return make.data


@pytest.fixture(scope="session")
def observables():
    rows = [
        observable("steel", "industry.made", "activity=steel"),
        observable("coal", "industry.made", "activity=coal", factor=0.001, unit="Mt"),
        observable("tanks_total", "industry.made", "activity=t18|t26|t27|t28|bt", unit="unit"),
        observable("state_grain_stocks_total", "food.state_grain_total", "", "end"),
        observable("population_urban", "labour.urban_people", "", "end", unit="kp"),
        observable("foreign_debt", "trade.debt", "", "end", unit="MGR"),
        observable("defence_spending", "budget.true_outlay", unit="M rub"),
        observable("defence_growth", "budget.true_outlay", "", "growth", unit="ratio"),
        observable(
            "magnitogorsk_first_iron", "construction.started_share",
            "project=magnitogorsk_furnace_1", "date", threshold=0.5, unit="date",
        ),
        observable("livestock_pigs", reason="the model holds no pigs"),
    ]  # fmt: skip
    return {row.series: row for row in rows}


@pytest.fixture(scope="session")
def facts():
    year = {1931: ("1931-01-01", "1931-12-31"), 1932: ("1932-01-01", "1932-12-31")}
    return [
        fact("steel_1931", "steel", *year[1931], 5.62, "Mt"),
        fact("steel_1932", "steel", *year[1932], 5927.0, "kt", low=5885.0, high=5927.0),
        fact("coal_1931", "coal", *year[1931], 56.8, "Mt"),
        fact("tanks_1931", "tanks_total", *year[1931], 740.0, "unit", low=740.0, high=2000.0),
        fact("tanks_1932", "tanks_total", *year[1932], 2600.0, "unit", low=2600.0, high=3209.0),
        fact("plan", "tank_plan_1932_total", *year[1932], 10000.0, "unit", role="input"),
        fact("iron", "magnitogorsk_first_iron", "1932-01-31", "1932-02-01", "1932-02-01",
                 "date", role="dated"),
        fact("debt_1931", "foreign_debt", *year[1931], 1.4, "bnrub", low=1.2, high=1.4),
        fact("stocks_1932", "state_grain_stocks_total", "1932-07-01", "1932-07-01", 1.36, "Mt"),
        fact("pigs", "livestock_pigs", "1932-07-01", "1932-07-01", 11.6, "Mp"),
        fact("spending", "defence_spending", *year[1932], 2200.0, "Mrub"),
        fact("f006", "", "1932-01-19", "1932-01-19", "1932-01-19", "date", role="text"),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def events():
    rows = [
        ("1931-04-14", "German credit of 300 million marks"), ("1931-09-18", "Mukden"),
        ("1932-01-05", "Three commissariats for one council"), ("1932-01-19", "Tank commission"),
        ("1932-01-21", "Pact with Finland"), ("1932-01-31", "Magnitogorsk blown in"),
        ("1932-02-05", "Japanese in Harbin; pact with Latvia"),
        ("1932-03-04", "Telegrams published"), ("1932-03-09", "Manchukuo"),
        ("1932-04-05", "Ration cuts"), ("1932-05-04", "Pact with Estonia"),
        ("1932-05-06", "Grain concessions"), ("1932-05-20", "Free markets"),
        ("1932-07-25", "Pact with Poland"), ("1932-11-29", "Pact with France"),
        ("1932-12-27", "Internal passports"),
    ]  # fmt: skip
    return [event(*row) for row in rows]
