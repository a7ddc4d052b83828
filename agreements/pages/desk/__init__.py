"""A draft as its page shows it, and as the editor changes it."""

from agreements.pages.desk.beside import arrived
from agreements.pages.desk.choices import Choices, asked, sent
from agreements.pages.desk.editing import (
    Editing,
    EditingError,
    is_unsaved,
    open_editor,
    put_back,
    said,
    save,
    save_as_was,
    take_later,
    typed_editor,
)
from agreements.pages.desk.layers import Layers, layers
from agreements.pages.desk.view import DraftView, read_draft, undecided
from agreements.pages.desk.words import pair_words, short_labels

__all__ = [
    "Choices",
    "DraftView",
    "Editing",
    "EditingError",
    "Layers",
    "arrived",
    "asked",
    "is_unsaved",
    "layers",
    "open_editor",
    "pair_words",
    "put_back",
    "read_draft",
    "said",
    "save",
    "save_as_was",
    "sent",
    "short_labels",
    "take_later",
    "typed_editor",
    "undecided",
]
