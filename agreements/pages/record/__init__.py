"""One agreement as its page tells of it, read from what the API tells."""

from agreements.pages.record.sheet import Record, read_record
from agreements.pages.record.sources import Source, document_label, web_address
from agreements.pages.record.words import TypeWords, term_words

__all__ = [
    "Record",
    "Source",
    "TypeWords",
    "document_label",
    "read_record",
    "term_words",
    "web_address",
]
