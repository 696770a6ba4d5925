"""Rules: everything a chronicle can tell of a run, by subject."""

from collections.abc import Mapping, Sequence

from sinews.report.chronicle import abroad, borders, bread, money, orders, threat, works
from sinews.report.chronicle.makers import Rule

RULES: Mapping[str, Sequence[Rule]] = {
    "threat": threat.RULES,
    "abroad": abroad.RULES,
    "borders": borders.RULES,
    "orders": orders.RULES,
    "works": works.RULES,
    "bread": bread.RULES,
    "money": money.RULES,
}
