"""One declaration per attribute: what is read back from it."""

import math

import equinox as eqx
import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float

from sinews.core.arrays import PerRegionFarmKind, PerStageActivity, Scalar
from sinews.core.axes import AXES, FIXED_AXES, RUN, SCENARIO_AXES
from sinews.core.fields import axes_of, fields_of, link, quantity, walk


class Store(eqx.Module):
    """A toy state."""

    grain: PerRegionFarmKind = quantity("kt", "grain in store", "office", minimum=0.0)
    price: Scalar = quantity("rub/kg", "price", "published", absent=1.0, limit="money")
    keeper: tuple[int, ...] = link("region", "group", "who keeps the store")
    note: str = eqx.field(static=True, default="")


class Country(eqx.Module):
    """A toy world."""

    north: Store
    count: int = eqx.field(static=True, default=2)


def _store() -> Store:
    return Store(grain=jnp.ones((2, 3, 1)), price=jnp.ones(1), keeper=(1, -1))


@pytest.mark.parametrize(
    ("annotation", "axes"),
    [
        (Scalar, ()),
        (PerRegionFarmKind, ("region", "farm_kind")),
        (PerStageActivity, ("stage", "activity")),
        (Float[Array, "region run"], ("region",)),
        (Float[Array, " #run"], ()),
    ],
)
def test_axes_are_read_from_the_annotation(annotation, axes):
    assert axes_of(annotation) == axes


def test_declarations_come_in_order_and_only_of_quantities_and_links():
    grain, price, keeper = fields_of(Store)
    assert (grain.name, grain.axes, grain.unit) == ("grain", ("region", "farm_kind"), "kt")
    assert (grain.secrecy, grain.minimum, grain.maximum) == ("office", 0.0, math.inf)
    assert grain.absent is None
    assert not grain.is_link
    assert (price.axes, price.absent, price.limit) == ((), 1.0, "money")
    assert (keeper.axes, keeper.target, keeper.unit) == (("region",), "group", "member")
    assert keeper.is_link


def test_secret_unless_said():
    class Held(eqx.Module):
        gold: Scalar = quantity("t", "gold")

    (gold,) = fields_of(Held)
    assert gold.secrecy == "secret"
    assert gold.minimum == -math.inf


def test_walk_names_what_is_nested():
    country = Country(north=_store())
    found = {name: (info.unit, value) for name, info, value in walk(country)}
    assert list(found) == ["north.grain", "north.price", "north.keeper"]
    assert found["north.grain"][0] == "kt"
    assert found["north.keeper"][1] == (1, -1)
    assert next(name for name, _, _ in walk(_store(), "room")) == "room.grain"


def test_links_are_fixed_when_compiled():
    leaves = eqx.filter(_store(), eqx.is_array)
    assert leaves.keeper == (1, -1)

    @eqx.filter_jit
    def kept(store: Store):
        return store.grain[0] if store.keeper[0] == 1 else store.grain[1]

    assert kept(_store()).shape == (3, 1)


def test_the_run_is_no_axis_of_the_scenario_and_no_axis_is_named_twice():
    assert RUN not in AXES
    assert not set(SCENARIO_AXES) & set(FIXED_AXES)
    for members in FIXED_AXES.values():
        assert len(set(members)) == len(members)
