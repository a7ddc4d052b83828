"""Find the instruments that are only pointed at: "Norway's has been in force since 2022"."""

from collections.abc import Iterator

from ingest.reader.mention import InstrumentMention
from ingest.reader.prose import Prose, Sentence
from ingest.reader.records import Span
from ingest.reader.vocabulary import pattern


def find(prose: Prose, sentence: Sentence) -> Iterator[InstrumentMention]:
    """Give a mention for each party that owns one without a noun; the owner lies within it."""
    for match in pattern("elliptic.owned").finditer(sentence.words):
        start = sentence.span.start + match.start()
        end = sentence.span.start + match.end()
        yield InstrumentMention(
            span=Span(start, end),
            head=Span(end - len("'s"), end),
            family="agreement",
            many=False,
            determiner="",
            kind="",
            holds=(),
            parties=(),
            year=None,
            is_proper=False,
            is_similar=False,
            is_bare=False,
            is_barred=False,
            is_fresh=False,
            head_word="'s",
        )
