"""Chronicle: the dated events of one run in words, for a seat that may know them."""

from sinews.report.chronicle.lines import Chronicle, Line, chronicle
from sinews.report.chronicle.view import SEATS, Kept, View, project, typical_run

__all__ = ["SEATS", "Chronicle", "Kept", "Line", "View", "chronicle", "project", "typical_run"]
