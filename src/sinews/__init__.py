"""Sinews: how a state arms under threat without starving itself."""

__version__ = "0.1.0"
