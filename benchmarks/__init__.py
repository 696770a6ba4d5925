"""Measured figures: `python -m benchmarks`, or `make bench`; read them in docs/performance.md."""
