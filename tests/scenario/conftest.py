"""Fixtures: a tiny valid package, written anew for each test, and the toy rooms it fills."""

from pathlib import Path

import jax
import pytest
from tests.scenario.toy import FILES, write_package

jax.config.update("jax_enable_x64", True)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of a package that passes every check."""
    return write_package(tmp_path / "toyland", FILES)
