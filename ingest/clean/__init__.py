"""Bytes of an article in, its main text out, the same every time."""

from ingest.clean.errors import Unreadable
from ingest.clean.files import MAX_FILE_BYTES, check_upload
from ingest.clean.language import language_of
from ingest.clean.letters import label
from ingest.clean.links import Headline, headlines, offered_feeds
from ingest.clean.maintext import MAX_TEXT_BYTES, MainText, check, clean, clean_paste

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_TEXT_BYTES",
    "Headline",
    "MainText",
    "Unreadable",
    "check",
    "check_upload",
    "clean",
    "clean_paste",
    "headlines",
    "label",
    "language_of",
    "offered_feeds",
]
