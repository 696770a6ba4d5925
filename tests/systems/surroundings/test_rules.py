"""Hand-worked numbers of weather, cold and prices."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.surroundings.builders import make_inputs, make_params, make_state, months_of
from tests.tolerances import EXACT, ROUNDING

from sinews.systems.surroundings import rules


def _row(*values):
    return jnp.asarray(values, dtype=float)[:, None]


def test_the_anomaly_forgets_seven_tenths_in_a_month_at_any_step():
    memory, still = jnp.asarray([0.3]), _row(0.0)
    whole = rules.next_anomaly(_row(2.0), still, memory, 1.0)
    third = _row(2.0)
    for _ in range(3):
        third = rules.next_anomaly(third, still, memory, 1.0 / 3.0)
    np.testing.assert_allclose(whole, [[0.6]], rtol=ROUNDING)
    np.testing.assert_allclose(third, whole, rtol=ROUNDING)


def test_common_and_own_draws_keep_unit_variance():
    mixed = rules.blend(jnp.asarray([1.0]), _row(0.0, 1.0), jnp.asarray([0.6]))
    np.testing.assert_allclose(mixed, [[0.6], [0.6 + 0.8]], rtol=ROUNDING)


def test_a_given_value_takes_the_place_of_the_draw_and_nan_leaves_it():
    chosen = rules.overrule(_row(0.3, 0.4), _row(-1.0, jnp.nan))
    np.testing.assert_allclose(chosen, [[-1.0], [0.4]], rtol=ROUNDING)


def test_prices_drift_down_and_then_back():
    def drift_at(month):
        times = jnp.asarray([18.0]), jnp.asarray([120.0])
        return rules.drift_of(_row(np.exp(-0.3)), _row(-0.025), month, *times)[0, 0]

    np.testing.assert_allclose(drift_at(0), -0.025 + 0.3 / 120.0, rtol=ROUNDING)
    assert drift_at(0) < 0.0 < drift_at(60)


def test_a_price_of_nothing_stays_nothing():
    still = rules.next_price(_row(0.0), _row(5.0), jnp.asarray([0.04]), _row(2.0), 1.0)
    np.testing.assert_allclose(still, 0.0, atol=EXACT)


def test_terms_of_trade_compare_geometric_means():
    ratio = rules.terms_of_trade(_row(0.5, 2.0), _row(0.8, 0.8))
    np.testing.assert_allclose(ratio, [1.25], rtol=ROUNDING)


@pytest.mark.parametrize("mode", ["exact", "mean"])
def test_given_months_are_as_given_and_later_draws_go_on_from_them(mode):
    path = months_of(make_state(), make_params(), make_inputs(-1.0, 0.74, 0.9), mode=mode, months=2)
    np.testing.assert_allclose(path.weather_anomaly, -1.0, rtol=ROUNDING)
    np.testing.assert_allclose(path.export_price, 0.74, rtol=ROUNDING)
    after = make_state(weather_anomaly=-1.0, export_price=0.74, import_price=0.9)
    free = months_of(after, make_params(), make_inputs(), mode="mean")
    np.testing.assert_allclose(free.weather_anomaly, -0.3, rtol=ROUNDING)
    assert 0.7 < free.export_price[0, 0, 0] < 0.74
