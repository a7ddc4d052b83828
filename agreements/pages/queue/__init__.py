"""The editors' queue: which draft is where, who looks at it, who decided it."""

from agreements.pages.queue.asking import Asked, read_query
from agreements.pages.queue.deciding import (
    Aftermath,
    DecisionRow,
    aftermath,
    all_drafts,
    decision_row,
    last_decision,
    latest,
)
from agreements.pages.queue.lists import Standing, count_by_tab, is_whole, next_draft, standing

__all__ = [
    "Aftermath",
    "Asked",
    "DecisionRow",
    "Standing",
    "aftermath",
    "all_drafts",
    "count_by_tab",
    "decision_row",
    "is_whole",
    "last_decision",
    "latest",
    "next_draft",
    "read_query",
    "standing",
]
