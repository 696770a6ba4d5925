"""Sharing goods: which are made first, and who gets what when there is not enough.

Goods are shared out in the order of processing: coal before steel before rolled metal before
tanks, so that what is made in a month can be used in it. Within a good, classes are served one
after another; within a class all get the same share (Manove 1971; Kornai 1980).
"""

from functools import cache

import jax.numpy as jnp

from sinews.core.axes import FIXED_AXES
from sinews.core.groups import Link, members_of, total_by
from sinews.core.numerics import Mode
from sinews.core.smooth import by_priority, take

SHARP = 150.0
"""Of smoothed minima: goods pass up to eight stages, and each takes its toll of all later ones."""

CLASSES = FIXED_AXES["priority_class"]
DEFENCE, BUILDING, EXPORTS, FINAL = (
    CLASSES.index(name) for name in ("defence", "building", "exports", "final")
)


@cache
def levels(activity_of_input: Link, good_of_input: Link, good_of_activity: Link) -> Link:
    """Return the level of processing of each activity: 0 where no input is made by another.

    Raises:
        ValueError: when goods need each other in a circle.
    """
    makers: dict[int, list[int]] = {}
    for activity, good in enumerate(good_of_activity):
        makers.setdefault(good, []).append(activity)
    found: dict[int, int] = {}

    def level(activity: int, path: tuple[int, ...]) -> int:
        if activity in path:
            raise ValueError("goods need each other in a circle")
        if activity not in found:
            used = (good_of_input[i] for i in members_of(activity_of_input, activity))
            before = [maker for good in used for maker in makers.get(good, ()) if good >= 0]
            found[activity] = 1 + max((level(b, (*path, activity)) for b in before), default=-1)
        return found[activity]

    return tuple(level(activity, ()) for activity in range(len(good_of_activity)))


def goods_by_level(activity_level: Link, good_of_activity: Link, goods: int) -> list[Link]:
    """Return the goods shared out after each level; the first entry holds those nobody makes."""
    last_made = [-1] * goods
    for activity, good in enumerate(good_of_activity):
        if good >= 0:
            last_made[good] = max(last_made[good], activity_level[activity])
    top = max(activity_level, default=0)
    return [members_of(tuple(last_made), level) for level in range(-1, top + 1)]


def military_part(stock, military, civil, share):
    """Return what military and what civil uses may draw when a share is set aside.

    What one side leaves goes to the other; together they never draw more than the stock.

    Args:
        stock: what there is per month, [good, run].
        military: military demand, [good, run].
        civil: civil demand, [good, run].
        share: share set aside for military uses, 1 where they simply come first, [good, run].
    """
    for_military = jnp.minimum(military, jnp.maximum(share * stock, stock - civil))
    left = jnp.maximum(stock - for_military, 0.0)
    return for_military, jnp.minimum(civil, left)


def class_fill(stock, demand, share, mode: Mode):
    """Return the share of its demand that each class gets of each good.

    Args:
        stock: what there is per month, [good, run].
        demand: demand by class in order of priority, [good, class, run].
        share: see `military_part`.
        mode: see `Numerics`.

    Returns:
        Fill by class, [good, class, run], 1 where nothing is asked.
    """
    civil_demand = jnp.moveaxis(demand[:, 1:], 1, 0)
    military, civil = military_part(stock, demand[:, DEFENCE], jnp.sum(civil_demand, axis=0), share)
    served_civil = by_priority(
        take(civil, jnp.sum(civil_demand, axis=0), mode, SHARP), civil_demand, mode, SHARP
    )
    served = jnp.concatenate(
        [
            take(military, demand[:, DEFENCE], mode, SHARP)[:, None],
            jnp.moveaxis(served_civil, 0, 1),
        ],
        axis=1,
    )
    return jnp.where(demand > 0.0, served / jnp.maximum(demand, 1e-100), 1.0)


def demand_by_class(claims, good: Link, rank: Link, goods: int, outside, outsiders: Link):
    """Add up claims on goods by class, uses outside industry included, [good, class, run].

    Args:
        claims: what each input asks for, [input, run].
        good: good of each input.
        rank: class of each input.
        goods: number of goods.
        outside: what others ask for, [outsider, good, run].
        outsiders: class of each of them.
    """
    cell = tuple(g * len(CLASSES) + r for g, r in zip(good, rank, strict=True))
    inside = total_by(claims, cell, goods * len(CLASSES)).reshape(goods, len(CLASSES), -1)
    by_class = [
        sum(
            (outside[at] for at, own in enumerate(outsiders) if own == r),
            jnp.zeros_like(outside[0]),
        )
        for r in range(len(CLASSES))
    ]
    return inside + jnp.stack(by_class, axis=1)


def with_excess(demand, available, norm):
    """Let other users have what nobody asks for beyond the stock norm, [good, class, run]."""
    left = jnp.maximum(available - jnp.sum(demand, axis=1) - norm, 0.0)
    return jnp.concatenate([demand[:, :FINAL], (demand[:, FINAL] + left)[:, None]], axis=1)


def places(link: Link, members: Link, targets: Link) -> Link:
    """Return where each member's target stands in a list of targets, -1 where it does not."""
    return tuple(targets.index(link[m]) if link[m] in targets else -1 for m in members)
