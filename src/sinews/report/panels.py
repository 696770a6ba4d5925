"""Panels: what the overview picture shows, as data; adding a panel is adding a row here."""

import dataclasses
from typing import Any, Literal

Shape = Literal["rate", "state", "since_january", "since_july", "mean_of_runs"]

BLACK, BLUE, VERMILION, GREEN = "#000000", "#0072B2", "#D55E00", "#009E73"
PURPLE, SKY, ORANGE = "#CC79A7", "#56B4E9", "#E69F00"
"""The colours of Okabe and Ito (2008), which colour-blind readers tell apart."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One line with its bands.

    Attributes:
        label: word beside its right end.
        variable: name of the variable.
        select: members of its axes, as in observables.
        shape: `rate` as it is, `state` at month ends, or summed `since_january`, `since_july`;
            or the `mean_of_runs`, without bands: of a state that is 0 or 1, the share of runs.
        factor: turns the variable into `unit`.
        over: variable it is divided by, month by month.
        over_select: members of that variable's axes.
        unit: unit of the values, of monthly rates without the month; history is turned into it.
        scale: applied to model and history alike, to fit the panel; told in the label.
        history: series whose facts are drawn as dots.
        plans: series whose facts are drawn as dashes.
        order: directive drawn as dashes when no plan is known; a rate like the line's own.
        order_select: members of the directive's axes.
        order_factor: turns the directive into `unit` per month.
        colour: colour of the line.
    """

    label: str
    variable: str
    select: str = ""
    shape: Shape = "rate"
    factor: float = 1.0
    over: str = ""
    over_select: str = ""
    unit: str = ""
    scale: float = 1.0
    history: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    order: str = ""
    order_select: str = ""
    order_factor: float = 1.0
    colour: str = BLACK


@dataclasses.dataclass(frozen=True)
class Panel:
    """One panel.

    Attributes:
        title: the quantity and its unit.
        lines: what is drawn, the first below the others.
        floor: a level drawn across the panel; None for none.
        floor_label: what that level is.
    """

    title: str
    lines: tuple[Line, ...]
    floor: float | None = None
    floor_label: str = ""


def _target(activities: str) -> dict[str, Any]:
    """Return the order behind a line of output: the year's target spread over its months."""
    return {
        "order": "command.directives.target",
        "order_select": f"activity={activities}",
        "order_factor": 1.0 / 12.0,
    }


def _tanks(label: str, designs: str, colour: str, *history: str) -> Line:
    return Line(
        label,
        "industry.started",
        f"activity={designs}",
        "since_january",
        unit="unit",
        history=history,
        colour=colour,
    )


def _signed(label: str, partner: str, colour: str) -> Line:
    return Line(
        label,
        "diplomacy.pact_stage",
        f"partner={partner};pact_stage=signed|ratified",
        "mean_of_runs",
        colour=colour,
    )


ALL_TANKS = "t18|t24|t26|t27|t28|t37|bt"
EAST = "transbaikal|amur|ussuri|khanka_korea"

PANELS = (
    Panel(
        "War within a year: believed and true",
        (
            Line(
                "Japan, true",
                "surroundings.true_threat",
                "partner=japan",
                "mean_of_runs",
                colour=BLUE,
            ),
            Line(
                "Japan, believed",
                "intelligence.threat_by_partner",
                "partner=japan",
                colour=VERMILION,
            ),
            Line("all, believed", "intelligence.threat", colour=BLACK),
        ),
    ),
    Panel(
        "Pacts signed, share of runs",
        (
            _signed("Finland", "finland", BLUE),
            _signed("Estonia", "estonia", SKY),
            _signed("Poland", "poland", VERMILION),
            _signed("France", "france", GREEN),
            _signed("Japan", "japan", BLACK),
            _signed("Romania", "romania", PURPLE),
        ),
    ),
    Panel(
        "Divisions; in the East readiness, incidents",
        (
            Line(
                "incidents",
                "borders.incidents",
                f"sector={EAST}",
                "since_january",
                colour=VERMILION,
            ),
            Line("readiness, %", "forces.readiness", "theatre=east", "state", 100.0, colour=GREEN),
            Line(
                "divisions",
                "forces.divisions_total",
                "",
                "state",
                unit="division",
                history=("rifle_divisions",),
                order="command.directives.division_target",
                colour=BLACK,
            ),
        ),
    ),
    Panel(
        "Steel, pig iron and coal, kt a month",
        (
            Line(
                "coal ÷ 5",
                "industry.made",
                "activity=coal",
                unit="kt",
                scale=0.2,
                history=("coal",),
                colour=BLACK,
            ),
            Line(
                "pig iron",
                "industry.made",
                "activity=pig_iron",
                unit="kt",
                history=("pig_iron",),
                colour=VERMILION,
            ),
            Line(
                "steel",
                "industry.made",
                "activity=steel",
                unit="kt",
                history=("steel",),
                colour=BLUE,
                **_target("steel"),
            ),
        ),
    ),
    Panel(
        "Tanks since January, units",
        (
            _tanks("T-27", "t27", SKY, "tanks_T-27"),
            _tanks("T-26", "t26", GREEN, "tanks_T-26"),
            _tanks("BT", "bt", ORANGE, "tanks_BT"),
            Line(
                "all accepted",
                "industry.equipment_delivered",
                f"equipment={ALL_TANKS}",
                "since_january",
                unit="unit",
                history=("tanks_accepted",),
                colour=VERMILION,
            ),
            Line(
                "all presented",
                "industry.started",
                f"activity={ALL_TANKS}",
                "since_january",
                unit="unit",
                history=("tanks_total",),
                plans=("tank_plan_1932_total",),
                colour=BLACK,
                **_target(ALL_TANKS),
            ),
        ),
    ),
    Panel(
        "Grain since January (procured: July), Mt",
        (
            Line(
                "harvest",
                "food.harvest",
                "",
                "since_january",
                0.001,
                unit="Mt",
                history=("grain_harvest_western_low",),
                colour=ORANGE,
            ),
            Line(
                "procured",
                "food.procured",
                "",
                "since_july",
                0.001,
                unit="Mt",
                history=("grain_procurement",),
                plans=("grain_procurement_plan",),
                colour=GREEN,
            ),
            Line(
                "exported",
                "food.grain_exported",
                "",
                "since_january",
                0.001,
                unit="Mt",
                history=("grain_exports_calendar_year",),
                order="command.directives.grain_export",
                order_factor=0.001,
                colour=BLUE,
            ),
        ),
    ),
    Panel(
        "Rations issued, food eaten: share of norm",
        (
            Line("cards, list 3", "food.ration_fill", "ration_list=list3", colour=ORANGE),
            Line("cards, list 2", "food.ration_fill", "ration_list=list2", colour=VERMILION),
            Line("farms, Ukraine", "food.nutrition_farm", "region=ukraine", "state", colour=GREEN),
            Line(
                "heavy industry",
                "food.nutrition",
                "group=industry_heavy",
                "state",
                colour=BLUE,
            ),
        ),
        floor=0.7,
        floor_label="hunger",
    ),
    Panel(
        "Grain in state stores, Mt",
        (
            Line(
                "all state grain",
                "food.state_grain_total",
                "",
                "state",
                0.001,
                unit="Mt",
                history=("state_grain_stocks_total",),
                colour=GREEN,
            ),
            Line(
                "locked reserve",
                "food.reserve_grain",
                "",
                "state",
                0.001,
                unit="Mt",
                colour=PURPLE,
            ),
        ),
    ),
    Panel(
        "Town people; left farms since January, millions",
        (
            Line(
                "in towns ÷ 10",
                "labour.urban_people",
                "",
                "state",
                0.001,
                unit="Mp",
                scale=0.1,
                history=("population_urban",),
                colour=BLUE,
            ),
            Line(
                "left farms",
                "labour.kolkhoz_exits",
                "",
                "since_january",
                0.001,
                unit="Mp",
                colour=VERMILION,
            ),
        ),
    ),
    Panel(
        "Foreign cash and debt, million gold rubles",
        (
            Line("cash", "trade.foreign_cash", "", "state", unit="MGR", colour=GREEN),
            Line(
                "debt",
                "trade.debt",
                "",
                "state",
                unit="MGR",
                history=("foreign_debt",),
                colour=VERMILION,
            ),
        ),
    ),
    Panel(
        "Defence outlay since January, million rubles",
        (
            Line(
                "true, wide",
                "budget.true_outlay_wide",
                "",
                "since_january",
                unit="M rub",
                history=("defence_budget_actual_NKVM",),
                colour=VERMILION,
            ),
            Line(
                "true, narrow",
                "budget.true_outlay",
                "",
                "since_january",
                unit="M rub",
                history=("defence_spending",),
                colour=BLACK,
            ),
            Line(
                "published",
                "budget.published_outlay",
                "",
                "since_january",
                unit="M rub",
                history=("defence_budget_published_NKVM",),
                colour=SKY,
            ),
        ),
    ),
    Panel(
        "Works started and standing, share of runs",
        (
            Line(
                "Magnitogorsk",
                "construction.started_share",
                "project=magnitogorsk_furnace_1",
                "mean_of_runs",
                colour=VERMILION,
            ),
            Line(
                "Kuznetsk",
                "construction.started_share",
                "project=kuznetsk_furnace_1",
                "mean_of_runs",
                colour=BLUE,
            ),
            Line(
                "Nizhny cars",
                "construction.started_share",
                "project=gaz_nizhny",
                "mean_of_runs",
                colour=GREEN,
            ),
        ),
    ),
)
