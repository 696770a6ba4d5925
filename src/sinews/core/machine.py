"""The machine: how JAX is set up before it is first loaded.

Float64 everywhere, one host device per core instead of XLA's own threads (which made two cores
slower than one), and compiled programs kept in the user's cache folder. The compiler's older
emitters and its second level make a month that is as fast in half the time and memory.
"""

import contextlib
import ctypes
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


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def prepare() -> None:
    """Set what JAX reads when it is loaded; what the user has set stays as it is."""
    flags = os.environ.get("XLA_FLAGS", "")
    wanted = {
        "xla_force_host_platform_device_count": str(cores()),
        "xla_cpu_multi_thread_eigen": "false",
        "xla_cpu_use_fusion_emitters": "false",
        "xla_backend_optimization_level": "2",
    }
    missing = [f"--{name}={value}" for name, value in wanted.items() if name not in flags]
    os.environ["XLA_FLAGS"] = " ".join([flags, *missing]).strip()
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


def give_back_memory() -> None:
    """Hand memory that the compiler has let go back to the system, where the C library can.

    Loading a compiled program leaves some two hundred megabytes that nobody uses again.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
