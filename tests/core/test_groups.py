"""Sums and look-ups along static links."""

import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tolerances import ROUNDING

from sinews.core.groups import assemble, greatest_by, least_by, look_up, members_of, total_by
from sinews.core.smooth import soft_min

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


def test_assemble_puts_blocks_in_order():
    order = assemble([VALUES[:2], VALUES[2:]], [(2, 0), (1,)])
    np.testing.assert_array_equal(order[:, 0], [2.0, 3.0, 1.0])


FILLS = jnp.asarray([[0.2, 1.0], [0.9, 1.0], [0.5, 1.0], [0.7, 1.0]])


def test_least_by_is_the_minimum_of_the_members_and_one_without():
    least = least_by(FILLS, (0, 0, 0, 2), 3, "exact")
    np.testing.assert_array_equal(least, [[0.2, 1.0], [1.0, 1.0], [0.7, 1.0]])


def test_soft_least_by_does_not_depend_on_how_many_members_others_have():
    """It is `soft_min(1, members)`, whoever else is on the axis."""
    link = (0, 0, 0, 2)
    least = least_by(FILLS, link, 3, "soft")
    for target in range(3):
        own = [FILLS[member] for member in members_of(link, target)]
        expected = soft_min(jnp.ones(2), *own, mode="soft")
        np.testing.assert_allclose(least[target], expected, rtol=ROUNDING)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-1, 3), min_size=3, max_size=3))
def test_totals_and_look_ups_are_transposes(link):
    """`sum(total_by(x) * y) == sum(x * look_up(y))`."""
    weights = jnp.arange(8.0).reshape(4, 2)
    left = jnp.sum(total_by(VALUES, tuple(link), 4) * weights)
    right = jnp.sum(VALUES * look_up(weights, tuple(link)))
    np.testing.assert_allclose(left, right, rtol=ROUNDING)


def test_the_greatest_member_counts_and_nothing_where_there_is_none():
    values = jnp.asarray([[0.3, 2.0], [1.7, 1.0], [0.9, 0.0]])
    found = greatest_by(values, (1, 1, 2), 4)
    np.testing.assert_array_equal(found, [[0.0, 0.0], [1.7, 2.0], [0.9, 0.0], [0.0, 0.0]])
