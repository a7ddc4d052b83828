"""Bytes of a feed, a sitemap or a mailbox in, what it lists out."""

from ingest.feeds.errors import Unusable
from ingest.feeds.gathering import Gatherer, Told
from ingest.feeds.opml import BadOutline, Outline, OutlineList, read_opml, write_opml
from ingest.feeds.reading import parse
from ingest.feeds.shapes import Content, Entry, Feed, Format, OwnText, Part

__all__ = [
    "BadOutline",
    "Content",
    "Entry",
    "Feed",
    "Format",
    "Gatherer",
    "Outline",
    "OutlineList",
    "OwnText",
    "Part",
    "Told",
    "Unusable",
    "parse",
    "read_opml",
    "write_opml",
]
