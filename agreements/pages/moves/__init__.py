"""What else an editor may do with a draft than approve or reject it: forms, panels, notes."""

from agreements.pages.moves.changes import changes
from agreements.pages.moves.form import VERBS, carry_out
from agreements.pages.moves.panels import Moves, pair_of, read_moves, search_words
from agreements.pages.moves.targets import Target, find_targets, named_agreement

__all__ = [
    "VERBS",
    "Moves",
    "Target",
    "carry_out",
    "changes",
    "find_targets",
    "named_agreement",
    "pair_of",
    "read_moves",
    "search_words",
]
