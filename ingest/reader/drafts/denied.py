"""Read that an instrument is not of a kind: "it is no mutual defence treaty"."""

from ingest.reader.drafts.drafting import Drafts
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations.page import Page
from ingest.reader.text.vocabulary import pattern

WITHIN = 60
"""Characters before a name in which "is not" or "falls short of" denies it."""


def before(page: Page, number: int, mention: InstrumentMention) -> Span | None:
    """Find the words before a name by which "it is not a mutual defence pact" denies it."""
    start = max(page.sentence(number).span.start, mention.span.start - WITHIN)
    low = page.prose.low
    match = pattern("walk.not_one").search(low[start : mention.span.start])
    if match is None:
        return None
    start += match.start()
    while start and low[start - 1].isalpha():
        start -= 1
    return Span(start, mention.span.start)


def exclude(drafts: Drafts, mention: InstrumentMention, denial: Span) -> None:
    """Note what "a mutual defence treaty will not be signed" says of the one before."""
    if drafts.last is not None:
        span = Span(
            min(mention.span.start, denial.start),
            max(mention.span.end, denial.end),
        )
        for code in mention.holds:
            drafts.last.excludes.setdefault(code, span)
