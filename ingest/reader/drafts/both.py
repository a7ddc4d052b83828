"""Bind an instrument to "the two", who were named before."""

from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.relations.binding import Binding
from ingest.reader.relations.page import Page
from ingest.reader.text.vocabulary import search

WITHIN = 90
"""Characters beside a name in which "the two countries" is looked for."""


def between(page: Page, number: int, mention: InstrumentMention) -> Binding | None:
    """Bind "an agreement between the two governments"."""
    end = mention.head.end
    if not page.prose.marks.search("both.between", end, end + WITHIN):
        return None
    return _binding(page, number, mention, 0.8)


def acting(
    page: Page, number: int, mention: InstrumentMention, binding: Binding | None
) -> Binding | None:
    """Bind "the two have had an agreement", where nothing nearer binds it."""
    if binding is not None and (binding.is_explicit or binding.is_blocked):
        return binding
    start = max(page.sentence(number).span.start, mention.span.start - WITHIN)
    before = page.prose.low[start : mention.span.start]
    if search("both.acting", before) is None:
        return binding
    return _binding(page, number, mention, 0.75) or binding


def _binding(
    page: Page, number: int, mention: InstrumentMention, confidence: float
) -> Binding | None:
    two = page.two_meant(number, mention.span.start)
    return Binding((two,), mention.span, confidence) if two else None
