"""Take apart what names several instruments by their subjects."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.reader.mentions import names
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.text.prose import Prose, Sentence
from ingest.reader.text.vocabulary import Topic, pattern

MOST_LISTED = 260
"""Characters after "memoranda" in which their subjects are listed."""


def one_by_one(
    prose: Prose, sentence: Sentence, mention: InstrumentMention
) -> Iterator[InstrumentMention]:
    """Read "the MOUs on Exchanges of Personnel, and Sharing of Intelligence" as two.

    So also "two memoranda, one on training and one on cooperation between their coast guards".
    """
    tail = prose.plain[mention.head.end : min(sentence.span.end, mention.head.end + MOST_LISTED)]
    listed = pattern("instruments.listed").match(tail) if mention.many else None
    if listed is not None:
        parts = pattern("instruments.part").finditer(tail, listed.start("parts"), listed.end())
        for part in parts:
            yield _titled(prose, mention, _place(mention, part.span()))
        return
    each = pattern("instruments.one_each").match(tail) if mention.many else None
    if each is None:
        yield mention
        return
    yield _one(prose, mention, _place(mention, each.span("first")), "a")
    yield _one(prose, mention, _place(mention, each.span("second")), "another")


def _place(mention: InstrumentMention, part: tuple[int, int]) -> Span:
    return Span(mention.head.end + part[0], mention.head.end + part[1])


def _titled(prose: Prose, mention: InstrumentMention, place: Span) -> InstrumentMention:
    found = names.topics_of(prose.low[place.start : place.end])
    kind = _kind(found)
    return replace(
        _part(mention, place, found),
        kind=kind,
        is_barred=not kind or mention.is_barred,
        is_proper=True,
        words=names.telling_words(prose.plain[place.start : place.end]),
    )


def _one(
    prose: Prose, mention: InstrumentMention, place: Span, determiner: str
) -> InstrumentMention:
    found = names.topics_of(prose.low[place.start : place.end])
    other = any(topic.kind == "not" for topic in found)
    return replace(
        _part(mention, place, found),
        kind=_kind(found) or mention.kind,
        is_barred=mention.is_barred or (other and not _kind(found)),
        determiner=determiner,
    )


def _kind(found: list[Topic]) -> str:
    return next((topic.kind for topic in found if topic.kind not in {"", "not"}), "")


def _part(mention: InstrumentMention, place: Span, found: list[Topic]) -> InstrumentMention:
    holds = tuple(dict.fromkeys(code for topic in found for code in topic.commitments))
    own = replace(mention, span=place, head=place, told=None)
    return replace(own, many=False, is_bare=False, holds=holds)
