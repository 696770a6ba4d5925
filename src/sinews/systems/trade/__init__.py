"""Trade: exports, import orders, gold and foreign debt."""

from sinews.systems.trade.state import TradeFlows, TradeParams, TradeState
from sinews.systems.trade.step import advance

__all__ = ["TradeFlows", "TradeParams", "TradeState", "advance"]
