"""Tests run stricter than production: ranks never promote in silence, Hypothesis is seeded."""

import jax
from hypothesis import settings

import sinews.core  # noqa: F401  sets JAX up: float64, one device per core

jax.config.update("jax_numpy_rank_promotion", "raise")

settings.register_profile("sinews", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("sinews")
