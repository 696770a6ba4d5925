"""Draw the tree of ARCHITECTURE.md from the disk: python tests/architecture/draw_tree.py.

What a file holds is the first sentence of its docstring, so that it is said once.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sinews"
FLOORS = ("core", "systems", "world", "scenario", "simulation", "report", "cli", "scenarios")
ROOMS = (
    *("surroundings", "command", "labour", "industry", "food"),
    *("trade", "technology", "construction", "forces", "budget"),
)
WIDTH = 34


def said_of(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    sentence = re.split(r"(?<=\.)\s", text.replace("\n", " "), maxsplit=1)[0]
    sentence = sentence.split(": ", 1)[-1].rstrip(".:;")
    return sentence if len(sentence) <= 90 else sentence[:87] + "..."


def line(depth: int, name: str, comment: str) -> str:
    left = "  " * depth + name
    return f"{left:<{WIDTH}} # {comment}".rstrip() if comment else left


def folder(path: Path, depth: int) -> list[str]:
    first = path / "__init__.py"
    rows = [line(depth, f"{path.name}/", said_of(first) if first.is_file() else "")]
    order = {name: at for at, name in enumerate((*FLOORS, *ROOMS))}
    entries = sorted(path.iterdir(), key=lambda p: (p.is_dir(), order.get(p.name, 99), p.name))
    for entry in entries:
        if entry.name.startswith(("_", ".")):
            continue
        if entry.is_dir():
            inner = "scenarios" in path.parts[-1:]
            rows += [line(depth + 1, f"{entry.name}/", "")] if inner else folder(entry, depth + 1)
        elif entry.suffix == ".py":
            rows.append(line(depth + 1, entry.name, said_of(entry)))
    return rows


def drawn_tree() -> str:
    rows = [row for floor in FLOORS for row in folder(PACKAGE / floor, 0)]
    return "```tree\n" + "\n".join(rows) + "\n```"


def redraw() -> None:
    page = ROOT / "ARCHITECTURE.md"
    text = page.read_text(encoding="utf-8")
    fresh = re.sub(r"```tree\n.*?```", lambda _: drawn_tree(), text, flags=re.DOTALL)
    page.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    redraw()
