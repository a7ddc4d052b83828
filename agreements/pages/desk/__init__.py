"""A draft as its page shows it, and as the editor changes it."""

from agreements.pages.desk.view import DraftView, read_draft
from agreements.pages.desk.words import pair_words, short_labels

__all__ = ["DraftView", "pair_words", "read_draft", "short_labels"]
