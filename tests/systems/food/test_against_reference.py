"""Food against the plain loop, one run at a time."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest
from tests.reference_loop import food as loop
from tests.reference_loop.compare import assert_agrees, drawn, moved_inputs
from tests.reference_loop.plain import one_run
from tests.systems.food.builders import make_inputs, make_params, make_state

from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import run_keys, step_chance
from sinews.systems.food import advance

RUNS = 3
DRAWS = range(8)


@eqx.filter_jit
def _advance(state, params, inputs, month, steps, step):
    numerics = Numerics("exact", steps)
    chance = step_chance(run_keys(3, jnp.arange(RUNS)), {}, month * steps + step, "exact")
    moment = Moment(month, month % 12, step, steps)
    after, flows = advance(state, params, numerics=numerics, moment=moment, chance=chance, **inputs)
    return after, flows, chance.noise(params.harvest_noise, "harvest")


def _drawn_world(seed):
    chance = np.random.default_rng(seed)
    state = drawn(make_state(), chance, RUNS)
    params = drawn(make_params(harvest_noise=0.1), chance, RUNS)
    changes = {
        "procurement_quota": chance.choice([0.0, 0.0, 1500.0]),
        "exports_above_lists": chance.choice([0.0, 1.0]),
        "protected_rations": chance.choice([0.0, 0.6]),
        "reserve_release": chance.choice([0.0, 15.0]),
        "reserve_fill": chance.choice([0.0, 10.0]),
        "market_legal": chance.choice([0.0, 1.0]),
        "grain_haulage": chance.choice([80.0, 400.0]),
        "weather_anomaly": chance.standard_normal(2),
        "landed_grain_last_month": chance.choice([0.0, 5.0]),
    }
    return state, params, moved_inputs(make_inputs(**changes), chance, RUNS)


def _check(seed, first, months, steps=1):
    state, params, inputs = _drawn_world(seed)
    plain = [one_run(state, run) for run in range(RUNS)]
    for month in range(first, first + months):
        for step in range(steps):
            state, flows, truth = _advance(state, params, inputs, jnp.asarray(month), steps, step)
            for run in range(RUNS):
                plain[run], told = loop.advance(
                    plain[run],
                    one_run(params, run),
                    one_run(inputs, run),
                    float(truth[run]),
                    month,
                    step,
                    steps,
                )
                place = f"draw {seed}, month {month}, run {run}:"
                assert_agrees(state, plain[run], run, place)
                assert_agrees(flows, told, run, place)


@pytest.mark.parametrize("seed", DRAWS)
@pytest.mark.parametrize("month", [0, 6, 8])
def test_month(seed, month):
    _check(seed, month, 1)


@pytest.mark.parametrize("seed", DRAWS)
def test_year(seed):
    _check(seed, 0, 12)


def test_year_in_steps_of_ten_days():
    _check(1, 0, 12, steps=3)
