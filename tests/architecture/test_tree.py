"""ARCHITECTURE.md shows the folders and files that are there, and no others."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sinews"


def drawn() -> set[str]:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = re.search(r"```tree\n(.*?)```", text, re.DOTALL).group(1)
    found, folders = set(), []
    for line in block.splitlines():
        name = line.split("#")[0].rstrip()
        if not name.strip():
            continue
        depth = (len(name) - len(name.lstrip())) // 2
        folders = folders[:depth]
        for part in name.split():
            path = "/".join([*folders, part.rstrip("/")])
            found.add(path)
        if name.endswith("/"):
            folders.append(name.strip().rstrip("/"))
    return found


def on_disk() -> set[str]:
    paths = [p for p in PACKAGE.rglob("*") if "__pycache__" not in p.parts]
    code = {p for p in paths if p.suffix == ".py" and p.name != "__init__.py"}
    code |= {p for p in paths if p.is_dir() and "scenarios" not in p.parts}
    code |= {p for p in (PACKAGE / "scenarios").iterdir() if p.is_dir() and p.name[0] != "_"}
    code.add(PACKAGE / "scenarios")
    return {p.relative_to(PACKAGE).as_posix() for p in code}


def test_the_tree_is_the_disk():
    assert drawn() == on_disk()
