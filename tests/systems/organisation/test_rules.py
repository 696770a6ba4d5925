"""Hand-worked spans, links between ministries and changes of hands."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.systems.organisation.builders import (
    ACTIVITY_OF_INPUT,
    BEHAVIOUR,
    HEAVY,
    LIGHT,
    MAKER_OF_INPUT,
    OPENING,
    SPLIT,
    column,
    scalar,
    under,
)
from tests.tolerances import EXACT, ROUNDING

from sinews.core.smooth import adjust
from sinews.systems.organisation import rules

COMPLEXITY, STAFF = column(*BEHAVIOUR["complexity"]), column(*BEHAVIOUR["staff"])
KEPT = column(*BEHAVIOUR["apparatus_kept"])


def test_a_span_is_complexity_over_staff():
    np.testing.assert_allclose(
        rules.span_of(OPENING, COMPLEXITY, STAFF)[:, 0], [2.0, 0.0, 0.0], rtol=ROUNDING
    )
    np.testing.assert_allclose(
        rules.span_of(SPLIT, COMPLEXITY, STAFF)[:, 0], [0.0, 1.0, 1.0], rtol=ROUNDING
    )


def test_an_activity_may_be_shared_between_ministries():
    shared = 0.25 * OPENING + 0.75 * SPLIT
    np.testing.assert_allclose(
        rules.span_of(shared, COMPLEXITY, STAFF)[:, 0], [0.5, 0.75, 0.75], rtol=ROUNDING
    )


def test_loss_grows_with_a_power_of_the_span():
    loss = rules.vertical_loss(column(0.0, 1.0, 4.0), scalar(0.06), scalar(1.5))
    np.testing.assert_allclose(loss[1:, 0], [0.06, 0.48], rtol=ROUNDING)
    assert 0.0 <= loss[0, 0] < 1e-12


def test_inputs_from_others_are_rows_whose_maker_stands_elsewhere():
    found = rules.inputs_from_others(SPLIT, ACTIVITY_OF_INPUT, MAKER_OF_INPUT)
    # steel: its wood; a tank: neither its steel nor optics from abroad; cloth: its steel of two
    np.testing.assert_allclose(found[:, 0], [0.0, 1.0, 0.0, 0.5], rtol=ROUNDING)
    together = rules.inputs_from_others(OPENING, ACTIVITY_OF_INPUT, MAKER_OF_INPUT)
    np.testing.assert_array_equal(together, 0.0)


def test_half_shared_works_are_half_apart():
    half = 0.5 * under(HEAVY, HEAVY, HEAVY, HEAVY) + 0.5 * under(HEAVY, LIGHT, HEAVY, HEAVY)
    found = rules.inputs_from_others(half, ACTIVITY_OF_INPUT, MAKER_OF_INPUT)
    np.testing.assert_allclose(found[:, 0], [0.0, 0.5, 0.25, 0.25], rtol=ROUNDING)


def test_the_directorate_spares_defence_works_only():
    loss = rules.horizontal_loss(
        column(1.0, 1.0), scalar(0.08), scalar(0.5), scalar(0.5), column(0.0, 1.0)
    )
    np.testing.assert_allclose(loss[:, 0], [0.08, 0.06], rtol=ROUNDING)


def test_losses_add_in_logs():
    loss = rules.coordination_loss(jnp.asarray([[[0.25], [0.75]]]), column(0.4, 0.2), column(0.05))
    np.testing.assert_allclose(loss, [[0.3]], rtol=ROUNDING)


def test_what_goes_astray_between_ministries_adds_to_what_goes_astray_within():
    astray = rules.misdelivery(column(0.0, 0.08), scalar(0.03), scalar(0.5))
    np.testing.assert_allclose(astray[:, 0], [0.03, 1.0 - 0.97 * np.exp(-0.04)], rtol=ROUNDING)


def test_what_comes_with_its_apparatus_has_not_changed_hands():
    new = rules.changed_hands(OPENING, SPLIT, COMPLEXITY, KEPT)
    np.testing.assert_allclose(new[:, 0], [0.0, 0.25, 1.0], rtol=ROUNDING)
    same = rules.changed_hands(SPLIT, SPLIT, COMPLEXITY, KEPT)
    np.testing.assert_allclose(same, 0.0, atol=EXACT)


def test_a_change_counts_by_complexity():
    before = under(LIGHT, HEAVY, HEAVY, LIGHT)
    after = under(LIGHT, HEAVY, LIGHT, LIGHT)
    new = rules.changed_hands(before, after, COMPLEXITY, jnp.zeros((3, 1)))
    np.testing.assert_allclose(new[:, 0], [0.0, 0.0, 3.0 / 6.0], rtol=ROUNDING)


def test_orders_are_brought_to_whole_rows():
    whole = rules.whole_rows(OPENING * 2.0)
    np.testing.assert_allclose(whole, OPENING, rtol=ROUNDING)
    nobody = rules.whole_rows(OPENING * 0.0)
    np.testing.assert_array_equal(nobody, 0.0)


@pytest.mark.parametrize("months", [0.5, 5.0, 60.0])
def test_the_mean_of_settling_is_the_integral(months):
    grid = (np.arange(20000) + 0.5) / 20000
    np.testing.assert_allclose(
        rules.mean_while_settling(scalar(months), 1.0)[0], np.exp(-grid / months).mean(), rtol=1e-8
    )


def test_means_of_three_steps_are_the_mean_of_the_month():
    months, third = scalar(5.0), 1.0 / 3.0
    left, parts = 1.0, []
    for _ in range(3):
        parts.append(left * rules.mean_while_settling(months, third)[0])
        left = adjust(left, 0.0, months, third)[0]
    np.testing.assert_allclose(
        np.mean(parts), rules.mean_while_settling(months, 1.0)[0], rtol=ROUNDING
    )
