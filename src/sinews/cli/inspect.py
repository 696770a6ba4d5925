"""The commands `check` and `facts`: what a scenario says, and what is wrong with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinews.cli.console import put, put_json, put_table, told

if TYPE_CHECKING:
    from sinews.scenario.load import Scenario

Name = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a shipped scenario, or a folder.")
]
ROLES = ("input", "checked", "dated", "text")


@told
def check(scenario: Name) -> None:
    """Check a scenario; every problem is told, with file, line and remedy."""
    from sinews.scenario.load import load_scenario

    found = load_scenario(scenario)
    mapped = sum(bool(observable.variable) for observable in found.observables.values())
    options = sum(len(switch.options) for switch in found.switches.values())
    put(
        f"{found.name}: no problems. {len(found.numbers)} numbers, {len(found.sources)} sources, "
        f"{len(found.facts)} facts, {mapped} of {len(found.observables)} series mapped, "
        f"{len(found.orders_tables)} tables of orders, "
        f"{len(found.switches)} switches with {options} options."
    )


@told
def facts(
    scenario: Name,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    role: Annotated[
        str | None,
        typer.Option(metavar="|".join(ROLES), help="Only facts of this role, and no numbers."),
    ] = None,
) -> None:
    """List every number of a scenario with its source, every switch, every fact of history."""
    from sinews.core.errors import BadInput
    from sinews.scenario.load import load_scenario

    if role is not None and role not in ROLES:
        raise BadInput(f"--role {role!r} is not known; one of {', '.join(ROLES)}")
    answer = facts_json(load_scenario(scenario), role)
    if as_json:
        put_json(answer)
    else:
        _show(answer, role)


def facts_json(scenario: "Scenario", role: str | None = None) -> dict[str, Any]:
    """Return the object that `sinews facts --json` prints."""
    ordered = scenario.orders.get(scenario.default_orders, ())
    numbers = [_number_json(number) for number in (*scenario.numbers, *ordered)]
    grades = sorted({number["grade"] for number in numbers})
    return {
        "schema": 1,
        "scenario": scenario.name,
        "content_hash": scenario.content_hash,
        "numbers": numbers,
        "switches": _switches_json(scenario),
        "facts": [_fact_json(fact) for fact in scenario.facts if role in (None, fact.role)],
        "by_grade": {grade: sum(one["grade"] == grade for one in numbers) for grade in grades},
    }


def _switches_json(scenario: "Scenario") -> list[dict[str, Any]]:
    return [
        {
            "switch": switch.name,
            "option": option.name,
            "is_default": option.name == switch.default,
            "is_chosen": option.name == scenario.chosen[switch.name],
            "note": option.note,
            "numbers": [_number_json(number) for number in option.numbers],
        }
        for switch in scenario.switches.values()
        for option in switch.options.values()
    ]


def _number_json(number: Any) -> dict[str, Any]:
    names = ("value", "unit", "low", "high", "prior", "source", "locator", "grade", "note")
    row = {"room": number.room, "name": number.name, "labels": list(filter(None, number.labels))}
    row |= {name: getattr(number, name) for name in names}
    return row | ({"month": number.month} if number.month else {})


def _fact_json(fact: Any) -> dict[str, Any]:
    names = (
        "id", "series", "period_start", "period_end", "value", "unit", "low", "high", "role",
        "source", "locator", "grade", "note",
    )  # fmt: skip
    return {name: getattr(fact, name) for name in names}


def _show(answer: dict[str, Any], role: str | None) -> None:
    from sinews.report.tables import number_text, period_text

    def cell(value: Any) -> str:
        return (
            number_text(value) if isinstance(value, float) else str("" if value is None else value)
        )

    if role is None:
        put_table(
            f"{answer['scenario']}: numbers",
            ("Number", "Value", "5 %", "95 %", "Unit", "Prior", "Source", "Locator", "Grade"),
            [
                (
                    _place(row), cell(row["value"]), cell(row["low"]), cell(row["high"]),
                    row["unit"], row["prior"], row["source"], row["locator"], row["grade"],
                )
                for row in answer["numbers"]
            ],
            numbers=("Value", "5 %", "95 %"),
        )  # fmt: skip
        if answer["switches"]:
            heads = ("Switch", "Option", "Chosen", "Number", "Value", "5 %", "95 %", "Unit", "Note")
            rows = [line for one in answer["switches"] for line in _switch_lines(one, cell)]
            put_table(f"{answer['scenario']}: switches", heads, rows, numbers=heads[4:7])
    put_table(
        f"{answer['scenario']}: facts of history",
        ("Fact", "Series", "Period", "Value", "Low", "High", "Unit", "Role", "Source", "Grade"),
        [
            (
                row["id"], row["series"], period_text(row["period_start"], row["period_end"]),
                cell(row["value"]), cell(row["low"]), cell(row["high"]), row["unit"], row["role"],
                row["source"], row["grade"],
            )
            for row in answer["facts"]
        ],
        numbers=("Low", "High"),
    )  # fmt: skip
    counts = ", ".join(f"{grade} {count}" for grade, count in answer["by_grade"].items())
    put(
        f"{len(answer['numbers'])} numbers by grade: {counts}. {len(answer['facts'])} facts listed."
    )


def _switch_lines(one: dict[str, Any], cell: Callable[[Any], str]) -> list[tuple[str, ...]]:
    """Return one line per number of an option; one without numbers has a line as well."""
    head = (one["switch"], one["option"], "yes" if one["is_chosen"] else "")
    return [
        (
            *head, _place(row), cell(row["value"]), cell(row["low"]), cell(row["high"]),
            row["unit"], row["note"],
        )
        for row in one["numbers"]
    ] or [(*head, "", "", "", "", "", one["note"])]  # fmt: skip


def _place(row: dict[str, Any]) -> str:
    name = f"{row['room']}.{row['name']}"
    name += f"[{', '.join(row['labels'])}]" if row["labels"] else ""
    return f"{name} {row['month']}" if "month" in row else name
