"""What a command takes: `python used.py COMMAND...` prints its seconds and peak memory.

A process of its own, and a small one: a child's peak counts what its parent held when it was made.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

MIB = 1024.0


def main() -> int:
    command = sys.argv[1:]
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, usage = os.wait4(running.pid, 0)
        taken = time.perf_counter() - begun
        running.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().strip()[-2000:] if running.returncode else ""
    told = {"code": running.returncode, "words": words}
    print(json.dumps(told | {"seconds": taken, "mebibytes": usage.ru_maxrss / MIB}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
