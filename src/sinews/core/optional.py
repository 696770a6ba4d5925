"""Optional parts: loaded when used, and named when missing."""

import importlib
from types import ModuleType

from sinews.core.errors import MissingPart


def need(module: str, extra: str) -> ModuleType:
    """Import an optional module, or say which extra brings it.

    Raises:
        MissingPart: when the module is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        remedy = f"pip install 'sinews[{extra}]'"
        raise MissingPart(f"{module} is not installed; {remedy}") from error
