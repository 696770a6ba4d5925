"""Laws of a month of labour, on the compiled month."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.labour.builders import (
    GROUPS,
    headcount,
    live,
    make_inputs,
    make_params,
    make_state,
    month,
)
from tests.tolerances import LEDGER, STEP

share = st.floats(0.0, 1.0)
people = st.floats(0.0, 5000.0)
modes = st.sampled_from(["exact", "mean", "soft"])
steps_a_month = st.sampled_from([1, 3])
PARAMS = make_params()


def _farms_from_flows(before, flows, dt):
    joining = jnp.stack(
        [flows.reentry, flows.exits_to_own_farm, flows.into_state_farms.sum(axis=1)], axis=1
    )
    zero = jnp.zeros_like(flows.reentry)
    internal = jnp.stack([flows.exits_to_own_farm, flows.reentry, zero], axis=1)
    left = (
        flows.towards_towns
        + flows.recruited
        + flows.called_up_farm
        + flows.seasonal_from_farms
        + flows.resettled
        + flows.into_state_farms
        + flows.natural_deaths_farm
        + flows.excess_deaths_farm
    )
    change = flows.births_farm + flows.returned + joining - internal - left
    return before.farm_people + dt * change


def _groups_from_flows(before, flows, dt):
    change = (
        flows.births_group
        + flows.joined
        - flows.left
        - flows.natural_deaths_group
        - flows.excess_deaths_group
    )
    return before.people + dt * change


@settings(deadline=None, max_examples=80)
@given(
    groups=st.lists(people, min_size=len(GROUPS), max_size=len(GROUPS)),
    farms=st.lists(people, min_size=6, max_size=6),
    posts=st.lists(people, min_size=3, max_size=3),
    nutrition=st.floats(0.0, 1.3),
    hazard=st.floats(0.0, 0.3),
    passports=share,
    campaign=st.floats(0.0, 6.0),
    recruitment=st.floats(0.0, 4000.0),
    wanted=st.floats(-300.0, 300.0),
    wage=st.floats(0.0, 3.0),
    mode=modes,
    steps=steps_a_month,
    number=st.integers(0, 70),
)
def test_people_are_conserved_and_never_negative(
    groups, farms, posts, nutrition, hazard, passports, campaign, recruitment, wanted, wage, mode,
    steps, number,
):  # fmt: skip
    before = make_state(
        runs=2, people=dict(zip(GROUPS, groups, strict=True)), farm_people=np.reshape(farms, (2, 3))
    )
    inputs = make_inputs(
        staffing=dict(zip(GROUPS[:3], posts, strict=True)),
        nutrition=nutrition,
        nutrition_farm=nutrition,
        hazard_farm=hazard,
        excess_death_hazard_last_month=hazard,
        passports=passports,
        campaign=campaign,
        recruitment=recruitment,
        call_up_ceiling=200.0,
        call_up_wanted_last_month=wanted,
        real_wage=wage,
    )
    after, flows = month(before, PARAMS, inputs, number, 0, mode, steps)
    dt = 1.0 / steps
    scale = LEDGER * max(headcount(before).max(), 1.0)
    np.testing.assert_allclose(after.people, _groups_from_flows(before, flows, dt), atol=scale)
    np.testing.assert_allclose(after.farm_people, _farms_from_flows(before, flows, dt), atol=scale)
    change = dt * (flows.births - flows.natural_deaths - flows.excess_deaths)
    np.testing.assert_allclose(headcount(after), headcount(before) + change, atol=scale)
    for leaf in jax.tree.leaves((after, flows)):
        assert np.isfinite(np.asarray(leaf)).all()
    assert after.people.min() >= 0.0
    assert after.farm_people.min() >= 0.0
    assert after.skilled_share.min() >= 0.0
    assert after.skilled_share.max() <= 1.0
    assert after.people.shape == before.people.shape


@settings(deadline=None, max_examples=40)
@given(less=st.floats(0.3, 1.2), more=st.floats(0.0, 0.3))
def test_more_food_means_more_work_and_fewer_leaving(less, more):
    _, poor = month(make_state(), PARAMS, make_inputs(nutrition=less, nutrition_farm=less))
    _, fed = month(
        make_state(), PARAMS, make_inputs(nutrition=less + more, nutrition_farm=less + more)
    )
    assert float(fed.work_per_head.min()) >= float(poor.work_per_head.min())
    assert float(fed.towards_towns.sum()) <= float(poor.towards_towns.sum())
    assert float(fed.exits_to_own_farm.sum()) <= float(poor.exits_to_own_farm.sum())


@pytest.mark.parametrize("what", ["hires", "departures_to_towns", "effective_labour"])
def test_a_year_is_the_same_at_steps_of_ten_days(what):
    totals = []
    for steps in (1, 3):
        _, flows = live(12, steps=steps)
        totals.append(sum(float(getattr(flow, what).sum()) for flow in flows) / steps)
    assert totals[0] == pytest.approx(totals[1], rel=STEP)


def test_twice_the_people_make_twice_the_moves():
    def doubled(tree):
        return jax.tree.map(lambda leaf: 2.0 * leaf, tree)

    once = make_state()
    twice = make_state()
    twice = type(twice)(
        farm_people=2.0 * once.farm_people,
        people=2.0 * once.people,
        skilled_share=once.skilled_share,
        dwelling_space=once.dwelling_space,
        excess_deaths_so_far=once.excess_deaths_so_far,
    )
    inputs = make_inputs()
    more = {
        **inputs,
        "staffing": doubled(inputs["staffing"]),
        "recruitment": doubled(inputs["recruitment"]),
        "call_up_ceiling": doubled(inputs["call_up_ceiling"]),
        "call_up_wanted_last_month": doubled(inputs["call_up_wanted_last_month"]),
    }
    params = make_params(resettlement_first=0.0)
    _, single = month(once, params, inputs)
    _, double = month(twice, params, more)
    for name in ("hires", "quits", "towards_towns", "recruited", "effective_labour", "births"):
        np.testing.assert_allclose(
            getattr(double, name), 2.0 * getattr(single, name), rtol=LEDGER, err_msg=name
        )


def test_regions_that_change_places_change_nothing_else():
    farms = np.asarray([[2000.0, 5000.0, 200.0], [1000.0, 4000.0, 100.0]])
    _, one = month(make_state(farm_people=farms), PARAMS, make_inputs())
    _, other = month(make_state(farm_people=farms[::-1].copy()), PARAMS, make_inputs())
    np.testing.assert_allclose(one.towards_towns, other.towards_towns[::-1], rtol=LEDGER)
    np.testing.assert_allclose(one.hires, other.hires, rtol=LEDGER)


def test_the_gradient_is_finite():
    def people_in_posts(nutrition):
        inputs = make_inputs(nutrition_farm=0.0, nutrition=0.0)
        inputs["nutrition_farm_last_month"] = jnp.broadcast_to(nutrition, (2, 1))
        inputs["nutrition_last_month"] = jnp.broadcast_to(nutrition, (len(GROUPS), 1))
        _, flows = month(make_state(), PARAMS, inputs, 0, 0, "soft", 1)
        return flows.effective_labour.sum() + flows.hires.sum()

    for nutrition in (0.0, 0.4, 0.9):
        assert np.isfinite(float(jax.grad(people_in_posts)(nutrition)))
