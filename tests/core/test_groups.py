"""Sums and look-ups along static links."""

import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sinews.core.groups import look_up, members_of, total_by
from tests.tolerances import ROUNDING

VALUES = jnp.asarray([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]])


def test_look_up_finds_the_value_of_the_linked_member():
    np.testing.assert_array_equal(look_up(VALUES, (2, 0))[:, 0], [3.0, 1.0])


def test_look_up_gives_members_without_link_what_is_said():
    np.testing.assert_array_equal(look_up(VALUES, (-1, 1))[:, 1], [0.0, 20.0])
    np.testing.assert_array_equal(look_up(VALUES, (-1, 1), none=1.0)[:, 1], [1.0, 20.0])


def test_total_by_adds_members_and_leaves_out_the_unlinked():
    total = total_by(VALUES, (1, -1, 1), 3)
    np.testing.assert_array_equal(total, [[0.0, 0.0], [4.0, 40.0], [0.0, 0.0]])


def test_total_by_keeps_a_run_axis_of_one():
    assert total_by(VALUES[:, :1], (0, 0, 0), 1).shape == (1, 1)


def test_members_of():
    assert members_of((1, -1, 1), 1) == (0, 2)
    assert members_of((1, -1, 1), 0) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-1, 3), min_size=3, max_size=3))
def test_totals_and_look_ups_are_transposes(link):
    """`sum(total_by(x) * y) == sum(x * look_up(y))`."""
    weights = jnp.arange(8.0).reshape(4, 2)
    left = jnp.sum(total_by(VALUES, tuple(link), 4) * weights)
    right = jnp.sum(VALUES * look_up(weights, tuple(link)))
    np.testing.assert_allclose(left, right, rtol=ROUNDING)
