"""How close is close enough, and why."""

EXACT = 0.0
"""Same code, same machine, same chunk: the bits must agree."""

ROUNDING = 1e-12
"""A few roundings of float64, compiled or not."""

LEDGER = 1e-9
"""Sums of some thousand terms over a run; the promise made to users."""

PHYSICS = 1e-6
"""Closed forms against many steps."""

STEP = 0.03
"""Yearly totals at steps of a month and of ten days (I17 of the model)."""
