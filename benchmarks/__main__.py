"""Measure the figures: a JSON line each as they come, then a table with a row each."""

import argparse
import json
import sys

import sinews.core  # noqa: F401  sets the machine up before JAX is loaded
from benchmarks import table
from benchmarks.figure import FULL, QUICK, measure
from benchmarks.figures import FIGURES


def main() -> None:
    """Measure what was asked for; exit code 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="once each, the long ones left out")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="figures with a word in the name")
    asked = parser.parse_args()
    size = QUICK if asked.quick else FULL
    results = []
    for figure in FIGURES:
        is_asked = not asked.only or any(word in figure.name for word in asked.only)
        if is_asked and (figure.in_quick or not asked.quick):
            results.append(measure(figure, size))
            print(json.dumps(results[-1]), flush=True)
    print("\n".join(["", *table.lines(results)]))
    if not asked.quick and any(result.get("kept") is False for result in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
