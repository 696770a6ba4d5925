"""Industry against the plain loop, one run at a time."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from tests.reference_loop import industry as loop
from tests.reference_loop.compare import assert_agrees, drawn, moved_inputs
from tests.reference_loop.plain import one_run
from tests.systems.industry.builders import MEMBERS, RUNS, make_inputs, make_params, make_state

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import name_code, run_keys, step_chance
from sinews.systems.industry import advance

DRAWS = range(8)
BEHAVIOUR = {
    "capacity_noise": 0.1,
    "wear": 0.01,
    "labour_last": (0.3, 1.0, 0.5),
    "yield_start": 50.0,
    "yield_scale": 40.0,
    "required_quality": np.array([[0.0, 0.0], [0.4, 0.6], [0.0, 0.3]]),
    "passage_months": (1e-3, 2.0, 1e-3),
    "parts_pull": 0.05,
    "shared_with_military": (0.0, 0.99, 0.0, 0.99, 0.0, 0.0),
    "stock_norm": (100.0, 15.0, 5.0, 5.0, 10.0, 0.0),
    "stock_ceiling": (1e30, 1e30, 1e30, 1e30, 1e30, 80.0),
    "rail_wear": 0.004,
    "freight": (1.0, 0.2, 0.0),
}


@eqx.filter_jit
def _advance(state, params, inputs, month, steps):
    codes = {
        axis: jnp.asarray([name_code(name) for name in names], dtype=jnp.uint32)
        for axis, names in MEMBERS.items()
    }
    chance = step_chance(run_keys(3, jnp.arange(RUNS)), codes, month, "exact")
    moment = Moment(month, month % 12, 0, steps)
    after, flows = advance(
        state, params, numerics=Numerics("exact", steps), moment=moment, chance=chance, **inputs
    )
    return after, flows, chance.noise(params.capacity_noise[None], "capacity", "activity")


def _drawn_world(seed):
    chance = np.random.default_rng(seed)
    state = drawn(make_state(converting=0.5, work_in_progress=2.0), chance, RUNS)
    params = drawn(make_params(**BEHAVIOUR), chance, RUNS)
    changes = {
        "effort": (1.1, 1.2, 0.9),
        "disorder": (0.05, 0.1, 0.0),
        "conversion": chance.choice([0.0, 0.03], 3),
        "pull": (0.0, chance.choice([0.0, 2.0]), 0.0),
        "imported_part_share": (chance.choice([0.0, 0.5]), 0.0),
        "other_exports": (chance.choice([0.0, 5.0]), 0.5),
        "coordination": (0.95, 0.9, 1.0),
        "misdelivery": (0.0, 0.1, 0.05),
        "readiness": chance.choice([0.25, 0.3, 0.9]),
        "landed_goods_last_month": (0.0, 3.0, 2.0, 0.5, 0.0, 0.0),
        "capacity_handed_over_last_month": (1.0, 0.0, 0.0),
        "damage_last_month": (0.0, 0.2, 0.0),
        "effective_labour": chance.choice([30.0, 60.0, 200.0], 2),
    }
    return state, params, moved_inputs(make_inputs(**changes), chance, RUNS)


def _check(seed, months, steps=1):
    state, params, inputs = _drawn_world(seed)
    plain = [one_run(state, run) for run in range(RUNS)]
    for month in range(months):
        for _ in range(steps):
            state, flows, noise = _advance(state, params, inputs, jnp.asarray(month), steps)
            for run in range(RUNS):
                plain[run], told = loop.advance(
                    plain[run],
                    one_run(params, run),
                    one_run(inputs, run),
                    np.asarray(noise[:, run]),
                    month,
                    steps,
                )
                place = f"draw {seed}, month {month}, run {run}:"
                assert_agrees(state, plain[run], run, place)
                assert_agrees(flows, told, run, place)


@pytest.mark.parametrize("seed", DRAWS)
def test_month(seed):
    _check(seed, 1)


@pytest.mark.parametrize("seed", DRAWS)
def test_year(seed):
    _check(seed, 12)


def test_year_in_steps_of_ten_days():
    _check(1, 12, steps=3)
