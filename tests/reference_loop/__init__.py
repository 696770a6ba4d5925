"""The reference loop: food and industry once more, one run at a time, in plain NumPy and Python.

Written from the equations and not from the rooms: no JAX, no run axis, no import of the package.
It is the oracle of the tests of both rooms, and what `make bench` times them against.
"""
