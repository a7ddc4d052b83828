"""Find the words that stand for an instrument: "signed one in 2015", "another with Chad"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.reader.mentions import barred, names, traits
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.mentions.names import Name
from ingest.reader.records import Span
from ingest.reader.text.prose import Prose, Sentence
from ingest.reader.text.vocabulary import pattern

BEFORE = 40
"""Characters before the words in which a verb or a denial is looked for."""
AFTER = 30


def find(
    prose: Prose, sentence: Sentence, here: list[InstrumentMention], model: InstrumentMention | None
) -> Iterator[InstrumentMention]:
    """Find what stands for an instrument named before; `model` is the last before the sentence."""
    if (model is None and not here) or not _may_be(prose, sentence):
        return
    for match in pattern("substitutes.words").finditer(sentence.low):
        start = sentence.span.start
        name = _name(match, start)
        like = next((one for one in reversed(here) if one.head.end <= name.start), model)
        taken = any(one.span.covers(name.head) or one.head.start == name.head.start for one in here)
        if like is None or like.is_barred or taken or not _is_object(prose, sentence, name):
            continue
        mention = _mention(prose, sentence, name, like)
        if _is_known(like) or mention.kind:
            yield mention


def _may_be(prose: Prose, sentence: Sentence) -> bool:
    span = sentence.span
    return prose.marks.may_have("substitutes.words", span.start, span.end)


def _is_known(like: InstrumentMention) -> bool:
    """Tell whether words are of an instrument of security, or point to one."""
    return like.kind != "" or like.is_similar or like.determiner in names.DEFINITE


def _name(match: re.Match[str], offset: int) -> Name:
    """Give the head, which is the last word, and the words before it."""
    words = match.group()
    head = Span(offset + match.end() - len(words.split()[-1]), offset + match.end())
    return Name(offset + match.start(), head, head.end, words.split()[0] if " " in words else "")


def _is_object(prose: Prose, sentence: Sentence, name: Name) -> bool:
    """Tell "signed one in May" from "one of them", and from what is denied."""
    low = prose.low
    before, after = low[max(0, name.start - BEFORE) : name.start], low[name.end : name.end + AFTER]
    if pattern("substitutes.denied").search(before) or pattern("substitutes.no_instrument").match(
        after
    ):
        return False
    if name.start < name.head.start:
        return True
    done = pattern("substitutes.done").search(before) is not None
    opens = name.start == sentence.span.start
    return done or (not opens and pattern("substitutes.said_of").match(after) is not None)


def _mention(
    prose: Prose, sentence: Sentence, name: Name, like: InstrumentMention
) -> InstrumentMention:
    told = traits.of(prose, sentence.span, name)
    name = replace(name, end=names.around(prose, sentence.span, name.head).end)
    topics = names.topics(prose, replace(name, determiner="a"))
    word = prose.low[name.head.start : name.head.end]
    words = prose.low[name.start : name.head.end]
    kind = next((one.kind for one in topics if one.kind not in {"", "not"}), "")
    more = pattern("substitutes.one_more").search(words) is not None
    before = prose.low[max(0, name.start - BEFORE) : name.start]
    replaced = pattern("substitutes.replaced").search(before) is not None
    older = told.is_older or replaced or pattern("substitutes.older").search(words) is not None
    return InstrumentMention(
        span=Span(name.start, name.head.end),
        head=name.head,
        family=like.family if like.family != "partnership" else "agreement",
        many=word == "theirs",
        determiner="another" if more and not older else "a",
        kind=kind,
        holds=tuple(dict.fromkeys(code for one in topics for code in one.commitments)),
        parties=(),
        year=told.year,
        is_proper=False,
        is_similar=True,
        is_bare=not topics,
        is_barred=barred.is_barred(prose, sentence.span, name, topics),
        is_fresh=told.is_fresh,
        is_older=older,
        head_word=word,
    )
