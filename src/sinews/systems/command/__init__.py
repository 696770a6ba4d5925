"""Command: threat becomes orders, hunger becomes retreat."""

from sinews.systems.command.directives import all_filled
from sinews.systems.command.levers import Levers
from sinews.systems.command.state import CommandFlows, CommandParams, CommandState
from sinews.systems.command.step import advance

__all__ = ["CommandFlows", "CommandParams", "CommandState", "Levers", "advance", "all_filled"]
