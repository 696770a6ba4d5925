"""The clock: step, moment and calendar."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.tolerances import ROUNDING

from sinews.core.numerics import Moment, Numerics


def _moment(month=0, step=0, steps=1) -> Moment:
    return Moment(jnp.asarray(month), jnp.asarray(month % 12), step, steps)


@pytest.mark.parametrize(("steps", "dt"), [(1, 1.0), (3, 1.0 / 3.0)])
def test_steps_fill_the_month(steps, dt):
    assert Numerics("exact", steps).dt == pytest.approx(dt, rel=ROUNDING)


def test_numerics_can_be_a_key_of_a_compiled_function():
    assert hash(Numerics("soft", 3)) == hash(Numerics("soft", 3))
    assert Numerics() == Numerics("exact", 1)


def test_first_and_last_step_of_a_month():
    assert [(_moment(0, s, 3).opens_month, _moment(0, s, 3).closes_month) for s in range(3)] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert _moment().opens_month
    assert _moment().closes_month


def test_january_is_one():
    assert bool(_moment(12).is_month(1))
    assert bool(_moment(7).is_month(7, 8))
    assert not bool(_moment(8).is_month(7, 8))


def test_calendar_is_read_by_month_of_year_under_compilation():
    calendar = jnp.arange(12.0)[:, None]
    read = jax.jit(lambda month: Moment(month, month % 12, 0, 1).of(calendar))
    np.testing.assert_array_equal([float(read(m)[0]) for m in (0, 11, 12, 30)], [0, 11, 0, 6])
