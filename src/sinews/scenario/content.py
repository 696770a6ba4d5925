"""Content: one hash of what a scenario says, whatever the order of its files or its line ends."""

import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

from sinews.scenario.package import DESCRIPTOR, SOURCES, Package
from sinews.scenario.settings import SETTINGS


def content_hash(packages: Iterable[Package]) -> str:
    """Return the SHA-256 of the contents of packages, from the base to the last."""
    whole = hashlib.sha256()
    for package in packages:
        files = {name: path for name, path in package.files.items() if name != DESCRIPTOR}
        files |= {
            name: package.folder / name
            for name in (SETTINGS, SOURCES)
            if (package.folder / name).is_file()
        }
        for name in sorted(files):
            whole.update(_part(name, files[name]))
        whole.update(b"\x1d")
    return whole.hexdigest()


def _part(name: str, path: Path) -> bytes:
    text = path.read_bytes().decode("utf-8-sig")
    body = _canonical(path.suffix, text)
    return f"{name}\x1e{len(body)}\x1e".encode() + body


def _canonical(suffix: str, text: str) -> bytes:
    if suffix == ".toml":
        return json.dumps(tomllib.loads(text), sort_keys=True, default=str).encode()
    if suffix == ".json":
        return json.dumps(json.loads(text), sort_keys=True).encode()
    if suffix == ".csv":
        rows = csv.reader(io.StringIO(text, newline=""))
        lines = ("\x1f".join(cell.strip() for cell in row) for row in rows if any(row))
        return "\n".join(lines).encode()
    return "\n".join(text.splitlines()).encode()
