"""A draft as its page shows it, and as the editor changes it."""

from agreements.pages.desk.alike import of_pair
from agreements.pages.desk.beside import arrived
from agreements.pages.desk.choices import Choices, asked, sent
from agreements.pages.desk.editing import (
    EditingError,
    Typed,
    is_unsaved,
    open_editor,
    said,
    typed_editor,
)
from agreements.pages.desk.editors import ALL, Editing
from agreements.pages.desk.layers import Layers, layers
from agreements.pages.desk.saving import put_back, save, take_later
from agreements.pages.desk.view import DraftView, read_draft, undecided
from agreements.pages.desk.words import pair_words, short_labels

__all__ = [
    "ALL",
    "Choices",
    "DraftView",
    "Editing",
    "EditingError",
    "Layers",
    "Typed",
    "arrived",
    "asked",
    "is_unsaved",
    "layers",
    "of_pair",
    "open_editor",
    "pair_words",
    "put_back",
    "read_draft",
    "said",
    "save",
    "sent",
    "short_labels",
    "take_later",
    "typed_editor",
    "undecided",
]
