"""Explain: dependence read off traced functions, wiring read off the month, causes by hand."""

import dataclasses
import sys
import types

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.report.made import Maker

from sinews.core.arrays import PerRegion, Scalar
from sinews.core.errors import BadInput
from sinews.core.numerics import Moment, Numerics
from sinews.core.randomness import Chance
from sinews.report import explain
from sinews.report.asked import parse_asked
from sinews.report.dependence import dependences
from sinews.report.rooms import behind
from sinews.report.wiring import Origin, wiring_of
from sinews.scenario.numbers import Number


def test_dependence_is_that_of_each_output_alone():
    def function(tree):
        return {"sum": tree["a"] + tree["b"], "same": tree["c"], "constant": jnp.ones(2)}

    found = dependences(function, {name: jnp.ones(2) for name in "abc"})
    assert found == {"sum": {"a", "b"}, "same": {"c"}, "constant": set()}


def test_dependence_passes_through_compiled_parts_and_stays_whole_in_loops_and_branches():
    @jax.jit
    def swapped(x, y):
        return y * 2, x * 3

    def function(tree):
        first, second = swapped(tree["a"], tree["b"])
        looped = jax.lax.fori_loop(0, 3, lambda _, z: z + tree["c"], tree["a"])
        chosen = jax.lax.cond(tree["d"].sum() > 0, lambda x: x, lambda x: -x, tree["c"])
        return {"first": first, "second": second, "looped": looped, "chosen": chosen,
                "soft": jax.nn.softplus(tree["d"])}  # fmt: skip

    found = dependences(function, {name: jnp.ones(2) for name in "abcd"})
    assert found["first"] == {"b"}
    assert found["second"] == {"a"}
    assert found["looped"] == {"a", "c"}
    assert found["chosen"] == {"c", "d"}
    assert found["soft"] == {"d"}


class ToyState(eqx.Module):
    grain: PerRegion
    idle: Scalar


class ToyParams(eqx.Module):
    spoilage: PerRegion
    unused: Scalar


class ToyFlows(eqx.Module):
    spoiled: PerRegion
    issued: PerRegion


def toy_advance(
    state: ToyState,
    params: ToyParams,
    *,
    numerics: Numerics,
    moment: Moment,
    chance: Chance,
    haulage: PerRegion,
    hunger_last_month: Scalar,
) -> tuple[ToyState, ToyFlows]:
    spoiled = state.grain * params.spoilage * numerics.dt
    luck = chance.normal("luck", "region")
    issued = haulage * jnp.where(moment.is_month(6), 1.0, luck)
    return ToyState(state.grain - spoiled, state.idle + hunger_last_month), ToyFlows(
        spoiled, issued
    )


@pytest.fixture
def traced():
    room = types.SimpleNamespace(advance=toy_advance)
    one = jnp.ones((2, 1))
    state, params = ToyState(one, jnp.ones(1)), ToyParams(one, jnp.ones(1))
    return behind(room, state, params, {"region": ("ukraine", "volga")}, {})


def test_a_room_is_traced_with_its_inputs_by_name(traced):
    assert traced["spoiled"] == {"state.grain", "params.spoilage"}
    assert traced["grain"] == {"state.grain", "params.spoilage"}
    assert traced["idle"] == {"state.idle", "inputs.hunger_last_month"}
    assert {name.split(".")[1] for name in traced["issued"]} == {"haulage", "moment", "chance"}


SOURCE = """
def advance_month(world, params, *, orders, outside):
    last = world.last
    asked = filled(orders, params.usual)
    toy_next, moved = toy.advance(
        world.toy, params.toy, haulage=carried.haulage[places.x],
        hunger_last_month=last.hunger, threat=outside.threat, both=world.a.b + world.c.d,
        own=params.usual, early=asked.quota,
    )
    ordered = moved.directives
    food_next, fed = food.advance(
        world.food, params.food, quota=ordered.quota, stock=jnp.sum(toy_next.grain, axis=0),
        wanted_last_month=last.wanted, orders=orders,
    )
    wanted = fed.wanted.at[places.y].add(moved.wanted)
    return World(last=LastMonth(hunger=fed.hunger, wanted=wanted))
"""


@pytest.fixture
def wires(tmp_path, monkeypatch):
    (tmp_path / "toy_month.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    import toy_month

    yield wiring_of(toy_month.advance_month)
    sys.modules.pop("toy_month")


def test_the_origin_of_each_input_is_read_off_the_month(wires):
    toy, food = wires["toy"], wires["food"]
    assert toy["hunger_last_month"] == Origin(("food.hunger",), True)
    assert toy["threat"] == Origin(("outside.threat",), False)
    assert toy["both"] == Origin(("a.b", "c.d"), True)
    assert toy["own"].names == ()
    assert toy["early"] == Origin(("orders.quota",), False)
    assert food["quota"] == Origin(("toy.directives.quota",), False)
    assert food["stock"] == Origin(("toy.grain",), False)
    assert food["wanted_last_month"] == Origin(("food.wanted", "toy.wanted"), True)
    assert food["orders"] == Origin(("orders",), False)


@pytest.fixture
def run():
    make = Maker(months=4, runs=16)
    make.add("toy.grain", make.members("region", (10, 10), (5, 5)), "kt", "state", "region")
    carried = make.members("region", (1, 4), (2, 8))
    make.add("industry.haulage", carried, "kt/month", axis="region", meaning="what was carried")
    make.add("toy.issued", carried * 0.5, "kt/month", axis="region", meaning="grain issued")
    make.add("food.hunger", make.path(0.1, 0.2), "1")
    make.add("toy.short", np.ones((4, 16)), "kt/month", limit="carts", meaning="not issued")
    return make.data


WIRES = {
    "haulage": Origin(("industry.haulage",), False),
    "hunger_last_month": Origin(("food.hunger",), True),
}
NUMBERS = [
    Number("toy", "spoilage", (region,), 0.02, "1/month", 0.01, 0.05, "beta", "ACC", "p. 1", "A",
           "", "toy.csv", line)
    for line, region in enumerate(("ukraine", "volga"), start=2)
]  # fmt: skip


def test_causes_carry_figures_months_members_and_sources(run):
    asked = parse_asked(run, "toy.issued[volga]", "1931-03")
    names = {"state.grain", "params.spoilage", "inputs.haulage", "inputs.hunger_last_month",
             "inputs.chance.keys", "inputs.moment.month"}  # fmt: skip
    found = {
        one.name: one
        for one in explain.causes(run, asked, names, WIRES, NUMBERS, {"toy.spoilage": "share lost"})
    }
    carried = found["industry.haulage[volga]"]
    assert carried.kind == "input"
    assert carried.month == "1931-03"
    assert carried.tracks == pytest.approx(1.0)
    assert carried.middle == pytest.approx(2 * explain.value_of(run, asked).middle)
    assert found["food.hunger"].month == "1931-02"
    assert found["toy.grain[volga]"].month == "1931-02"
    assert found["toy.spoilage[volga]"].source == "ACC p. 1 (A)"
    assert found["toy.spoilage[volga]"].meaning == "share lost"
    assert "toy.spoilage[ukraine]" not in found
    assert found["toy.short"].kind == "limit"
    assert found["toy.short"].meaning.startswith("carts")
    assert found["toy.short"].tracks is None
    assert {"chance", "calendar"} <= set(found)


def test_members_are_joined_where_none_is_asked(run):
    asked = parse_asked(run, "toy.issued", None)
    value = explain.value_of(run, asked)
    assert value.over == "sum over 2 region"
    assert value.month == "1931-04"
    many = [dataclasses.replace(NUMBERS[0], labels=(str(at),)) for at in range(9)]
    for numbers, count in ((NUMBERS, 2), (many, 1), ([], 1)):
        found = explain.causes(run, asked, {"params.spoilage"}, WIRES, numbers, {})
        assert sum(cause.kind == "parameter" for cause in found) == count


def test_the_first_month_stands_on_the_opening(run):
    asked = parse_asked(run, "toy.issued[ukraine]", "1931-01")
    found = explain.causes(run, asked, {"state.grain"}, WIRES, [], {})
    assert [one.month for one in found if one.kind == "before"] == ["the opening"]


@pytest.mark.parametrize(
    ("variable", "at", "words"),
    [
        ("toy.isued", None, 'nearest: "toy.issued"'),
        ("toy.issued[volgaa]", None, 'nearest: "volga"'),
        ("toy.issued", "1932-06", "1931-01 to 1931-04"),
        ("toy.issued", "June", "write 1932-06"),
        ("toy issued!", None, "nothing this run holds"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(run, variable, at, words):
    with pytest.raises(BadInput, match=words.replace("(", r"\(")):
        parse_asked(run, variable, at)


def test_rank_correlation_shares_ranks():
    assert explain.rank_correlation(np.array([1.0, 2, 2, 3]), np.array([1.0, 5, 5, 9])) == 1.0
    assert explain.rank_correlation(np.arange(4.0), -(np.arange(4.0) ** 3)) == pytest.approx(-1.0)
    assert explain.rank_correlation(np.ones(4), np.arange(4.0)) is None
