"""Fuzz: whatever is done to a package, it loads and draws finite numbers, or is told so."""

from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scenario.toy import CLASSES, FILES, describe, write_package

from sinews.core.errors import ScenarioError
from sinews.scenario.draw import draw
from sinews.scenario.load import load_scenario

EVERY = FILES | {"datapackage.json": describe(FILES)}
PIECES = st.one_of(
    st.sampled_from(
        [",", '"', "\n", "\r", ";", "=", "-", "0", "1e9", "[", "]", "{", "nan", "open", "..", "/"]
    ),
    st.text(max_size=6),
)
QUIET = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def loads_or_tells(folder: Path) -> None:
    try:
        scenario = load_scenario(folder, CLASSES)
    except ScenarioError:
        return
    assert np.isfinite(draw(scenario, 1, np.arange(2), months=1).values).all()


@QUIET
@given(st.sampled_from(sorted(EVERY)), st.floats(0.0, 1.0), st.integers(0, 12), PIECES)
def test_text_is_cut_and_filled(tmp_path: Path, name: str, where: float, cut: int, piece: str):
    text = EVERY[name]
    at = int(where * len(text))
    folder = write_package(tmp_path / "toyland", EVERY)
    changed = (text[:at] + piece + text[at + cut :]).encode("utf-8", "surrogatepass")
    (folder / name).write_bytes(changed)
    loads_or_tells(folder)


@QUIET
@given(st.sampled_from(sorted(EVERY)), st.binary(max_size=400))
def test_files_are_replaced_by_bytes(tmp_path: Path, name: str, data: bytes):
    folder = write_package(tmp_path / "toyland", EVERY)
    (folder / name).write_bytes(data)
    loads_or_tells(folder)
