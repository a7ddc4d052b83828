"""Bytes of an article in, its main text out, the same every time."""

from ingest.clean.errors import Unreadable
from ingest.clean.maintext import MAX_TEXT_BYTES, MainText, clean, clean_paste

__all__ = ["MAX_TEXT_BYTES", "MainText", "Unreadable", "clean", "clean_paste"]
