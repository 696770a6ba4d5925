"""Two transformations of a whole scenario: another size, another order of regions."""

import dataclasses
import re

import jax.numpy as jnp
import numpy as np

from sinews.core.fields import FieldInfo, info_of
from sinews.simulation.chunks import Inputs

EXTENSIVE = {
    *("kt", "t", "kp", "head", "unit", "kha", "ha", "thousand", "M rub", "MGR", "crew"),
    *("division", "dve", "kwm", "person"),
}
"""Units of what doubles with the country; prices, wages, dates, shares and norms do not."""


EXCEPTIONS = {
    # One sample is copied as well as two: a design is no quantity.
    **dict.fromkeys(("samples", "samples_under_way", "samples_sent", "samples_arrived"), 0),
    **dict.fromkeys(("licence_samples", "covert_samples"), 0),
    # Deliveries to shops are counted in months of 1930; the value of such a month is a price.
    "consumer_goods_delivered": 1,
    "goods_value": 0,
}


LOGARITHMS = ("estimate_of_us", "estimates_of_year")
"""Logarithms of what grows with the country: they gain the logarithm of its size."""


def grown(info: FieldInfo, value, sizes):
    """Return a value in a country `sizes` times as large, [..., run]."""
    sizes = np.asarray(sizes).reshape((1,) * (value.ndim - 1) + (-1,))
    return value + np.log(sizes) if info.name in LOGARITHMS else value * sizes ** power_of(info)


def power_of(info: FieldInfo) -> int:
    """Return the power of size with which a field grows."""
    return EXCEPTIONS.get(info.name, degree(info.unit))


def degree(unit: str) -> int:
    """Return the power of size with which a quantity of some unit grows: 1, 0 or -1."""
    if unit.startswith(("kg", "rub")):  # norms of a head, prices and wages
        return 0
    above, *below = re.sub(r"[()]", "", unit).split("/")
    return (above in EXTENSIVE) - sum(part in EXTENSIVE for part in below)


def remade(tree, change):
    """Return a tree of declared fields with each value put through `change(info, value)`."""
    found = {}
    for field in dataclasses.fields(tree):
        value = getattr(tree, field.name)
        info = info_of(field)
        if info is not None:
            found[field.name] = change(info, value)
        elif dataclasses.is_dataclass(value):
            found[field.name] = remade(value, change)
    return dataclasses.replace(tree, **found)


def enlarged(inputs: Inputs, sizes) -> Inputs:
    """Return inputs of a country `sizes` times as large, one size per run, [run]."""

    def change(info: FieldInfo, value):
        if info.is_link:
            return value
        return jnp.asarray(grown(info, value, np.asarray(sizes)))

    return Inputs(*(remade(part, change) for part in inputs))


def reordered(inputs, axis: str, order) -> object:
    """Return a tree with the members of one axis in another order.

    Args:
        inputs: a tree of declared fields; a leading month axis is let be.
        axis: name of the axis.
        order: position in the old order of each member in the new one.
    """
    place = np.argsort(order)

    def change(info: FieldInfo, value):
        if info.is_link:
            values = [int(place[at]) if info.target == axis and at >= 0 else at for at in value]
            return tuple(values[at] for at in order) if axis in info.axes else tuple(values)
        if axis not in info.axes:
            return value
        position = value.ndim - 1 - len(info.axes) + info.axes.index(axis)
        return jnp.take(value, np.asarray(order), axis=position)

    return remade(inputs, change)
