"""Measured figures: `python -m benchmarks`, or `make bench`. What they say is in docs/performance.md."""
