"""The peers' environment: made once, outside our own, and never a dependency."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.figure import NotMeasured

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / ".venv-peers"
PACKAGES = ("pysd>=3.14",)


def python() -> Path:
    """Return the peers' Python, installing them on the first call."""
    found = FOLDER / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = FOLDER / "installed"
    if not done.exists():
        pip = [str(found), "-m", "pip", "install", "--quiet", *PACKAGES]
        for command in ([sys.executable, "-m", "venv", str(FOLDER)], pip):
            ended = subprocess.run(command, capture_output=True, text=True)
            if ended.returncode:
                words = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
                raise NotMeasured(f"PySD cannot be installed: {words[-1] if words else 'no word'}")
        done.touch()
    return found


class Peer:
    """A peer at work in a process of its own: asked a line, it runs once and answers a line."""

    def __init__(self, *command: str):
        self._process = subprocess.Popen(
            [str(python()), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self) -> dict[str, Any]:
        """Return what one run took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print("run", file=self._process.stdin, flush=True)
        told = self._process.stdout.readline()
        if not told:
            raise NotMeasured(f"PySD ended with code {self._process.wait()}")
        return json.loads(told)


def pysd(model: str, last_year: int) -> Peer:
    """Return PySD with a model loaded."""
    return Peer(str(HERE / "time_pysd.py"), str(HERE / model), str(last_year))
