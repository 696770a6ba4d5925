"""The machine: how JAX is set up before it is first loaded.

Float64 everywhere, one host device per core instead of XLA's own threads (which made two cores
slower than one), and compiled programs kept in the user's cache folder.
"""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder of this user in which compiled programs are kept."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")
    return Path(base) / "sinews" / "programs"


def prepare() -> None:
    """Set what JAX reads when it is loaded; what the user has set stays as it is."""
    flags = os.environ.get("XLA_FLAGS", "")
    if "xla_force_host_platform_device_count" not in flags:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        flags += f" --xla_force_host_platform_device_count={cores}"
    if "xla_cpu_multi_thread_eigen" not in flags:
        flags += " --xla_cpu_multi_thread_eigen=false"
    os.environ["XLA_FLAGS"] = flags.strip()
    settings = {
        "JAX_ENABLE_X64": "1",
        "JAX_COMPILATION_CACHE_DIR": str(cache_folder()),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
    }
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    if "jax" in sys.modules:
        sys.modules["jax"].config.update("jax_enable_x64", True)
