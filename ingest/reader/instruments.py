"""Find the words that name an instrument of security, or point back to one."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.reader import names, vocabulary
from ingest.reader.names import Name
from ingest.reader.prose import Prose, Sentence
from ingest.reader.records import Span
from ingest.reader.vocabulary import Found, Named, Noun, pattern

MOST_IN_A_SENTENCE = 12
"""A sentence with more instruments than this is a table or worse, and is not read."""

BEFORE = 45
"""Characters before a name in which "like" or "similar" are looked for."""

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_NUMBER = re.compile(r"^(?:[\d-]+(?:st|nd|rd|th|year)?\s+)*")
_OLDER = re.compile(r"\b(?:previous|previously|earlier|prior|older|original|former|preceding)\b")
_FRESH = re.compile(r"\b(?:new|recent|landmark|historic|latest|fresh|first)\b")
_DIFFERENT = re.compile(
    r"\b(?:similar|same kind of|comparable|identical|existing|own|another|separate)\b"
)
_AND = re.compile(r"\W*(?:and\s+)?(?:the\s+)?")
_OPENING = frozenset({"(", '("', "or"})
_POINTERS = frozenset({"the", "this", "these", "such"})


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """Words that name an instrument.

    `span` holds the whole name, `head` its noun alone. `kind` is empty where the words do not say
    that it is of security, `holds` are commitment types that the name tells, `parties` is filled
    for instruments known by name, `words` are those that tell it from others.
    `is_bare`: "the agreement", `is_barred`: not of security or only compared with, `is_fresh`:
    called new, `is_older`: called an earlier one.
    """

    span: Span
    head: Span
    family: str
    many: bool
    determiner: str
    kind: str
    holds: tuple[str, ...]
    parties: tuple[str, ...]
    year: int | None
    is_proper: bool
    is_similar: bool
    is_bare: bool
    is_barred: bool
    is_fresh: bool
    is_older: bool = False
    words: frozenset[str] = frozenset()


def find(prose: Prose) -> dict[int, tuple[InstrumentMention, ...]]:
    """Find the instruments of each sentence; {number of the sentence: mentions, left to right}."""
    found = vocabulary.nouns().find(prose.low)
    named = vocabulary.named_instruments().find(prose.plain)
    by_sentence, own_by_sentence = _sorted(prose, found), _sorted(prose, named)
    short: dict[str, InstrumentMention] = {}
    mentions: dict[int, tuple[InstrumentMention, ...]] = {}
    for number, sentence in enumerate(prose.sentences):
        here, own = by_sentence.get(number, []), own_by_sentence.get(number, [])
        if len(here) + len(own) > MOST_IN_A_SENTENCE:
            continue
        named_here = [
            *_named(own),
            *_nouns(prose, sentence, here),
            *_shortened(prose, sentence, short),
        ]
        all_here = tuple(_without_overlap(prose, named_here))
        short |= _short_names(prose, all_here)
        if all_here:
            mentions[number] = all_here
    return mentions


def _sorted(prose: Prose, found: list[Found]) -> dict[int, list[Found]]:
    starts = [sentence.span.start for sentence in prose.sentences]
    by_sentence: dict[int, list[Found]] = {}
    for hit in found:
        number = bisect_right(starts, hit.span.start) - 1
        if number >= 0 and prose.sentences[number].span.covers(hit.span):
            by_sentence.setdefault(number, []).append(hit)
    return by_sentence


def _short_names(
    prose: Prose, mentions: tuple[InstrumentMention, ...]
) -> dict[str, InstrumentMention]:
    """Learn from "the Visiting Forces Agreement (VFA)" what the letters stand for."""
    found = {}
    for mention in mentions:
        match = pattern("instruments.abbreviation").match(
            prose.plain[mention.head.end : mention.head.end + 30]
        )
        if match and mention.kind and not mention.is_barred:
            found[match[1]] = mention
    return found


def _shortened(
    prose: Prose, sentence: Sentence, short: dict[str, InstrumentMention]
) -> Iterator[InstrumentMention]:
    for letters, mention in list(short.items())[:MOST_IN_A_SENTENCE]:
        match = re.search(rf"(?<!\w){re.escape(letters)}(?!\w)", sentence.words)
        if match:
            start = sentence.span.start + match.start()
            span = Span(start, start + len(letters))
            yield replace(
                mention, span=span, head=span, determiner="the", many=False, is_similar=False
            )


def _named(found: list[Found]) -> Iterator[InstrumentMention]:
    for hit in found:
        for named in hit.meanings:
            if isinstance(named, Named):
                yield InstrumentMention(
                    span=hit.span,
                    head=hit.span,
                    family="treaty",
                    many=False,
                    determiner="the",
                    kind=named.kind,
                    holds=named.commitments,
                    parties=named.parties,
                    year=None,
                    is_proper=True,
                    is_similar=False,
                    is_bare=False,
                    is_barred=named.kind == "not",
                    is_fresh=False,
                )


def _nouns(prose: Prose, sentence: Sentence, found: list[Found]) -> Iterator[InstrumentMention]:
    for hit, following in zip(found, (*found[1:], None), strict=False):
        if following is not None and following.span.start - hit.span.end <= 1:
            continue
        noun = next(meaning for meaning in hit.meanings if isinstance(meaning, Noun))
        mention = _mention(prose, sentence, hit.span, noun)
        if mention is not None:
            yield mention


def _mention(prose: Prose, sentence: Sentence, head: Span, noun: Noun) -> InstrumentMention | None:
    name = names.around(prose, sentence.span, head)
    before = Span(max(sentence.span.start, name.start - BEFORE), head.end)
    topics = names.topics(prose, name)
    if noun.weak and prose.plain[head.start].islower() and not names.own_topics(prose, name):
        topics = []
    kind = next((topic.kind for topic in topics if topic.kind not in {"", "not"}), "")
    is_bare = not topics and not _own_words(prose, name)
    compared = pattern("instruments.compared").search(prose.low, before.start, name.start)
    if not _is_instrument(noun, kind, name.determiner, is_bare=is_bare):
        return None
    is_proper = _is_proper(prose, name, noun)
    return InstrumentMention(
        span=names.shown(prose, name, goes_on=is_proper or noun.family == "memorandum"),
        head=head,
        family=noun.family,
        many=noun.many,
        determiner=name.determiner,
        kind=kind,
        holds=tuple(dict.fromkeys(code for topic in topics for code in topic.commitments)),
        parties=(),
        year=_year(prose, sentence, name),
        is_proper=is_proper,
        is_similar=_is_in(_DIFFERENT, prose, max(sentence.span.start, name.start - 12), head),
        is_bare=is_bare,
        is_barred=compared is not None
        or name.determiner in {"no", "any"}
        or any(topic.kind == "not" for topic in topics),
        is_fresh=_is_in(_FRESH, prose, name.start, head),
        is_older=_is_in(_OLDER, prose, max(sentence.span.start, name.start - 12), head),
        words=names.telling_words(_before_head(prose, name)) if is_proper else frozenset(),
    )


def _is_proper(prose: Prose, name: Name, noun: Noun) -> bool:
    """Tell "the 1951 Mutual Defense Treaty" from "a defence treaty"."""
    words = _NUMBER.sub("", prose.plain[name.start : name.head.end])
    if not words or not prose.plain[name.head.start].isupper() or not words[0].isupper():
        return False
    return name.start < name.head.start or " " in noun.form


def _is_instrument(noun: Noun, kind: str, determiner: str, *, is_bare: bool) -> bool:
    """Tell an instrument from a mere relation ("their strategic partnership") or a weak word."""
    if noun.family == "partnership" and kind in {"", "partnership"}:
        return is_bare and determiner in _POINTERS
    return not noun.weak or kind != "" or (is_bare and determiner in _POINTERS)


def _before_head(prose: Prose, name: Name) -> str:
    return prose.plain[name.start : name.head.start]


def _own_words(prose: Prose, name: Name) -> str:
    return pattern("instruments.plain").sub("", _before_head(prose, name).lower()).strip()


def _is_in(words: re.Pattern[str], prose: Prose, start: int, head: Span) -> bool:
    return words.search(prose.low, start, head.start) is not None


def _year(prose: Prose, sentence: Sentence, name: Name) -> int | None:
    start = max(sentence.span.start, name.start - 5)
    year = _YEAR.search(prose.low, start, name.head.start)
    return int(year.group()) if year else None


def _without_overlap(
    prose: Prose, mentions: list[InstrumentMention]
) -> Iterator[InstrumentMention]:
    """Keep the first of what overlaps, and no letters in brackets after the name they stand for."""
    end = -1
    for mention in sorted(mentions, key=lambda one: (one.head.start, -one.head.end)):
        gap = prose.plain[max(end, 0) : mention.head.start].strip()
        if mention.head.start >= end and gap not in _OPENING:
            start = max(mention.span.start, end)
            link = _AND.match(prose.low, start, mention.head.end)
            start = min(link.end() if link else start, mention.head.start)
            yield replace(mention, span=Span(start, mention.span.end))
            end = mention.head.end
