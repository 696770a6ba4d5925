"""The table of figures: one row each."""

from typing import Any

HEADS = ("figure", "ratio", "ours", "other side", "unit", "repeats", "spread", "promise")


def row(result: dict[str, Any]) -> tuple[str, ...]:
    """Return the cells of one figure."""
    if "not_measured" in result:
        return (result["figure"], "-", "-", "-", result["unit"], "-", "-", result["not_measured"])
    (ours, us), (other, them) = result["sides"].items()
    spread = f"{us['spread']:.0%}, {them['spread']:.0%}"
    return (
        result["figure"],
        f"{result['ratio']:,.4g}",
        f"{ours}: {us['median']:,.4g}",
        f"{other}: {them['median']:,.4g}",
        result["unit"],
        str(result["repeats"]),
        spread,
        promise(result),
    )


def promise(result: dict[str, Any]) -> str:
    """Return what was promised, and whether it is kept."""
    said = [f"{name} <= {side['at_most']:g}" for name, side in result["sides"].items()
            if "at_most" in side]  # fmt: skip
    if result["at_least"] is not None:
        said.append(f"ratio >= {result['at_least']:g}")
    if result["kept"] is None:
        return ""
    return ", ".join(said) + (": kept" if result["kept"] else ": BROKEN")


def lines(results: list[dict[str, Any]]) -> list[str]:
    """Return the table as lines of text."""
    rows = [HEADS, *(row(result) for result in results)]
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(HEADS))]
    texts = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows]
    return [texts[0], "-" * len(texts[0]), *texts[1:]]
