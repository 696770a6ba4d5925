"""Laws of the compiled month of the forces."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.forces.builders import changes, make_inputs, make_params, make_state, months_of
from tests.tolerances import LEDGER, STEP

PARAMS = make_params()
SCALE = 1e3  # units, the size of the stocks that balances are measured against


def _close(change, moved):
    np.testing.assert_allclose(change, moved, rtol=LEDGER, atol=LEDGER * SCALE)


@settings(deadline=None, max_examples=50)
@given(
    tanks=st.floats(0.0, 5000.0),
    delivered=st.floats(0.0, 2000.0),
    yields=st.floats(0.0, 1.0),
    target=st.floats(0.0, 200.0),
    army=st.floats(0.0, 2000.0),
    training=st.floats(0.0, 1000.0),
    east=st.floats(0.0, 1.0),
    food=st.floats(0.0, 1.3),
    foreign=st.floats(0.0, 200.0),
    mode=st.sampled_from(["exact", "mean", "soft"]),
    steps=st.sampled_from([1, 3]),
)
def test_every_balance_closes_and_nothing_is_negative(
    tanks, delivered, yields, target, army, training, east, food, foreign, mode, steps
):
    before = make_state(2, equipment_held=[[tanks, tanks], [500.0, 100.0], [1000.0, 200.0]])
    inputs = make_inputs(
        equipment_delivered=delivered,
        yields=yields,
        division_target=target,
        army=army,
        crew_training=training,
        deployment=[1.0 - east, east],
        nutrition_army=food,
        foreign_forces=foreign,
    )
    path, moved = months_of(before, PARAMS, inputs, months=10, mode=mode, steps=steps)
    change = changes(before, path)
    held = change.equipment_held.sum(2) + change.equipment_under_way.sum(1)
    _close(held, moved.equipment_received - moved.equipment_worn)
    _close(change.trained_crews, moved.crews_trained - moved.crews_lost)
    divisions = change.divisions.sum(1) + change.forming_divisions.sum(1)
    _close(divisions, moved.divisions_begun)
    for values in (path.equipment_held, path.equipment_under_way, path.trained_crews):
        assert (np.asarray(values) >= 0.0).all()
    for share in (path.readiness, path.soundness, moved.win_probability, moved.requirement_gap):
        assert ((np.asarray(share) >= 0.0) & (np.asarray(share) <= 1.0)).all()
    assert (moved.equipment_usable <= path.equipment_held * (1.0 + LEDGER)).all()


@settings(deadline=None, max_examples=25)
@given(delivered=st.floats(0.0, 500.0), more=st.floats(1.0, 500.0))
def test_more_tanks_with_crews_never_weaken(delivered, more):
    def power(rate):
        inputs = make_inputs(equipment_delivered=[rate, 0.0, 10.0], yields=0.9, crew_training=1e4)
        _, moved = months_of(make_state(), PARAMS, inputs, months=6)
        return np.asarray(moved.combat_power)[-1]

    assert (power(delivered + more) >= power(delivered) * (1.0 - LEDGER)).all()


@settings(deadline=None, max_examples=25)
@given(worse=st.floats(0.0, 1.0), better=st.floats(0.0, 1.0))
def test_better_yields_never_weaken(worse, better):
    low, high = sorted((worse, better))

    def power(yields):
        _, moved = months_of(make_state(), PARAMS, make_inputs(yields=yields), months=6)
        return np.asarray(moved.combat_power)[-1]

    assert (power(high) >= power(low) * (1.0 - LEDGER)).all()


@settings(deadline=None, max_examples=25)
@given(foreign=st.floats(0.1, 200.0), more=st.floats(0.1, 200.0))
def test_a_stronger_enemy_never_helps(foreign, more):
    def chance(forces):
        _, moved = months_of(make_state(), PARAMS, make_inputs(foreign_forces=forces))
        return np.asarray(moved.win_probability)[-1]

    assert (chance(foreign + more) <= chance(foreign) + LEDGER).all()


def test_steps_of_ten_days_give_the_same_strength():
    def strength(steps):
        path, moved = months_of(
            make_state(), PARAMS, make_inputs(division_target=80.0), months=24, steps=steps
        )
        return np.concatenate(
            [
                np.asarray(moved.combat_power)[-1].ravel(),
                np.asarray(path.equipment_held)[-1].sum(1).ravel(),
                np.asarray(path.divisions)[-1].ravel(),
            ]
        )

    np.testing.assert_allclose(strength(3), strength(1), rtol=STEP)
