"""Food: fields, farms, public grain, bread cards and bodies."""

from sinews.systems.food.state import FoodFlows, FoodParams, FoodState
from sinews.systems.food.step import advance

__all__ = ["FoodFlows", "FoodParams", "FoodState", "advance"]
