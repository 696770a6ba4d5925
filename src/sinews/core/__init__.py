"""Vocabulary: axes, units, fields, labels, chance, shared primitives, errors, sources."""

from sinews.core.machine import prepare

prepare()
