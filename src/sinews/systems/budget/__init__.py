"""Budget: domestic money, the market price of bread and what defence costs."""

from sinews.systems.budget.state import BudgetFlows, BudgetParams, BudgetState
from sinews.systems.budget.step import advance

__all__ = ["BudgetFlows", "BudgetParams", "BudgetState", "advance"]
