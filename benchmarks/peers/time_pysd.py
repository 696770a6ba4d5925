"""Runs in the peers' environment: `time_pysd.py MODEL LAST_YEAR`.

One run per line read, with every variable kept at every step, and one JSON line per run.
"""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pysd

COUNTED = ("Stateful", "Auxiliary")
"""Constants, tables and the clock are not counted."""

CLOCK = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER", "Time")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        # The translation is written next to the model.
        copy = Path(shutil.copy(sys.argv[1], folder))
        model = pysd.read_vensim(str(copy))
        last = float(sys.argv[2])
        told = model.doc
        counted = told[told["Type"].isin(COUNTED) & ~told["Real Name"].isin(CLOCK)]
        step = float(model.components.time_step())
        for _ in sys.stdin:
            begun = time.perf_counter()
            result = model.run(final_time=last, saveper=step)
            seconds = time.perf_counter() - begun
            steps = round((result.index[-1] - result.index[0]) / step)
            line = {"equations": len(counted), "steps": steps, "seconds": seconds}
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
