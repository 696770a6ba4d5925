"""Trade: equations of exports, import orders and gold."""

import jax.numpy as jnp

from sinews.core.arrays import (
    PerExportItem,
    PerGood,
    PerImportItem,
    PerImportItemGood,
    PerStageImportItem,
    Scalar,
)
from sinews.core.numerics import Mode
from sinews.core.smooth import pipe, take

TINY = 1e-12
HORIZON_MONTHS = 7


def export_volume(
    is_grain: PerExportItem, grain: Scalar, others: PerExportItem, supplied: PerExportItem
) -> PerExportItem:
    """Return what is shipped: grain from the store, other goods as far as industry supplied.

    Args:
        is_grain: 1 for grain, [export_item, run].
        grain: grain exported, [run], kt/month.
        others: exports ordered, [export_item, run], MGR/month at opening prices.
        supplied: share of that order supplied, [export_item, run].
    """
    return is_grain * grain[None] + (1.0 - is_grain) * others * supplied


def export_receipts(
    volume: PerExportItem,
    usual: PerExportItem,
    price: PerExportItem,
    unit_price: PerExportItem,
    reference: PerExportItem,
    elasticity: PerExportItem,
) -> PerExportItem:
    """Return what exports earn: a larger supply lowers its own price.

    `receipts = volume · unit_price · price · (usual / reference)^(-1/elasticity)`, the inverse
    of a demand of constant elasticity. The volume that presses on the price is the remembered
    one, since buyers hold stocks; within a year grain is shipped very unevenly.
    """
    pressure = jnp.maximum(usual, TINY) / jnp.maximum(reference, TINY)
    own_effect = jnp.clip(pressure ** (-1.0 / elasticity), 0.5, 2.0)
    return volume * unit_price * price * own_effect


def forward_cover(
    cash: Scalar, income: Scalar, bills: Scalar, outlay: Scalar, cash_part: Scalar
) -> Scalar:
    """Return the cash expected seven months on, when today's orders for machines land.

    Args:
        cash: at hand, [run], MGR.
        income: receipts reckoned per month, [run], MGR/month.
        bills: bills due within seven months, [run], MGR.
        outlay: interest and other payments, [run], MGR/month.
        cash_part: cash still to be paid on orders under way, [run], MGR.
    """
    return cash + HORIZON_MONTHS * (income - outlay) - bills - cash_part


def order_cut(cover: Scalar, margin: Scalar, width: Scalar, least: Scalar) -> Scalar:
    """Return the share of the import programme that is placed, between `least` and 1."""
    return jnp.clip((cover - margin) / width, least, 1.0)


def place(programme: PerImportItem, cut: Scalar, refused: PerImportItem) -> PerImportItem:
    """Return import orders placed, after the cut and after refusal by sellers."""
    return programme * cut[None] * (1.0 - refused)


def land(
    under_way: PerStageImportItem, placed: PerImportItem, lead_months: PerImportItem, dt: float
) -> tuple[PerStageImportItem, PerImportItem]:
    """Pass orders through their delay; return orders under way and what landed per month."""
    return pipe(under_way, placed, lead_months, dt)


def landed_goods(
    landed: PerImportItem,
    sites_share: PerImportItem,
    goods_per_value: PerImportItemGood,
    price: PerImportItem,
) -> PerGood:
    """Return goods on the quay: value not sent to sites, at the price of the month."""
    volume = landed * (1.0 - sites_share) / jnp.maximum(price, TINY)
    volume = jnp.where(price > TINY, volume, 0.0)
    return jnp.sum(volume[:, None] * goods_per_value, axis=0)


def seize(under_way: PerStageImportItem, share: Scalar, dt: float):
    """Take a share of cargoes; return orders left and what was seized by item, per month."""
    lost = under_way * share[None, None]
    return jnp.maximum(under_way - lost, 0.0), jnp.sum(lost, axis=0) / dt


def grain_bought(paid: Scalar, price: Scalar) -> Scalar:
    """Return grain for a sum of money, kt/month; none where it has no price."""
    return jnp.where(price > TINY, paid / jnp.maximum(price, TINY), 0.0)


def invisibles(trade: Scalar, share: Scalar, aid: Scalar, months: Scalar, month) -> Scalar:
    """Return freight, insurance and missions by the trade both ways, and aid that runs out.

    Args:
        trade: exports and imports, [run], MGR/month.
        share: of trade, [run].
        aid: technical aid at the opening, [run], MGR/month.
        months: time in which its contracts run out, [run].
        month: months since the start.
    """
    return share * trade + aid * jnp.exp(-jnp.asarray(month, aid.dtype) / months)


def gold_mined(opening: Scalar, growth: Scalar, month) -> Scalar:
    """Return gold mined and bought per month, growing by a share of the opening rate."""
    months = jnp.asarray(month, opening.dtype)
    return jnp.maximum(opening * (1.0 + growth * months), 0.0)


def gold_in_need(gold: Scalar, shortage: Scalar, price: Scalar, most: Scalar, mode: Mode):
    """Return gold sold beyond the order to cover a shortage.

    Args:
        gold: gold left after ordered sales, [run], t/month.
        shortage: money short, [run], MGR/month.
        price: of gold, [run], MGR/t.
        most: that can be sold, [run], t/month.
        mode: see `Numerics`.
    """
    asked = jnp.where(price > TINY, shortage / jnp.maximum(price, TINY), 0.0)
    return take(gold, jnp.minimum(asked, most), mode)
