"""Find the words that name an instrument of security, or point back to one."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from ingest.reader.mentions import barred, known, names, plain, several, substitutes, traits
from ingest.reader.mentions.known import Named
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.mentions.names import Name
from ingest.reader.records import Span
from ingest.reader.text.marks import NAMED
from ingest.reader.text.prose import Prose, Sentence
from ingest.reader.text.vocabulary import Found, Noun, pattern

MOST_SENTENCES = 300
"""Sentences of a text that name an instrument; further ones are of a trap, not of an article."""
MOST_IN_A_SENTENCE = 12
"""A sentence with more instruments than this is a table or worse, and is not read."""

OPENING = 110
"""Characters of "The other, signed a week before in Quito, is the", which opens a sentence."""
BEFORE = 45
"""Characters before a name in which "like" or "similar" are looked for."""

_AND = re.compile(r"\W*(?:and\s+)?(?:the\s+)?")
_UNDER = re.compile(r"\s(?:\w+\s){0,3}?(?:under|of|in)\s[^.;]{0,40}$")
_FOR_ANOTHER = frozenset({"those", "ones"})
_ON_ITS = re.compile(
    r"(?:\s(?:between|with)\s[^.;:,]{3,90})?\s(?:on|for)\s(?:an?\s|the\s|their\s)?"
)
_TEXT_OF = re.compile(r"\sof\s(?:an?|the|their|its|this|that)\s$")
_OPENING = frozenset({"(", '("', "or"})
_POINTERS = frozenset({"the", "this", "these", "such"})


def find(prose: Prose) -> dict[int, tuple[InstrumentMention, ...]]:
    """Find the instruments of each sentence; {number of the sentence: mentions, left to right}."""
    found = prose.marks.nouns
    some_named = prose.marks.may_have(NAMED, 0, len(prose.low))
    named = known.named_instruments().find(prose.plain) if some_named else []
    by_sentence, own_by_sentence = _sorted(prose, found), _sorted(prose, named)
    short: dict[str, InstrumentMention] = {}
    mentions: dict[int, tuple[InstrumentMention, ...]] = {}
    for number, sentence in enumerate(prose.sentences):
        if len(mentions) == MOST_SENTENCES:
            break
        here, own = by_sentence.get(number, []), own_by_sentence.get(number, [])
        model = next(
            (mentions[one][-1] for one in (number - 1, number - 2) if one in mentions), None
        )
        nothing = not (here or own or short or model)
        if nothing or len(here) + len(own) > MOST_IN_A_SENTENCE:
            continue
        named_here = [
            *_named(prose, sentence, own),
            *_nouns(prose, sentence, here),
            *_shortened(prose, sentence, short),
        ]
        clear = _without_heading(prose, list(_without_overlap(prose, named_here)))
        more = substitutes.find(prose, sentence, clear, model)
        all_here = tuple(sorted((*clear, *more), key=lambda one: one.head.start))
        short |= _short_names(prose, all_here)
        if all_here:
            mentions[number] = all_here
    return mentions


def _without_heading(prose: Prose, here: list[InstrumentMention]) -> list[InstrumentMention]:
    """Leave out "Mutual Defense Treaty:" at the head of a point that goes on to name it."""
    if not here or not prose.low.startswith(":", here[0].head.end):
        return here
    first, *others = here
    again = any(
        (one.head_word, one.kind) == (first.head_word, first.kind) and not one.is_similar
        for one in others
    )
    return others if again else here


def _sorted(prose: Prose, found: list[Found]) -> dict[int, list[Found]]:
    by_sentence: dict[int, list[Found]] = {}
    for hit in found:
        number = bisect_right(prose.starts, hit.span.start) - 1
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
        told = letters in sentence.words
        match = re.search(rf"(?<!\w){re.escape(letters)}(?!\w)", sentence.words) if told else None
        if match:
            start = sentence.span.start + match.start()
            span = Span(start, start + len(letters))
            yield replace(
                mention, span=span, head=span, determiner="the", many=False, is_similar=False
            )


def _named(prose: Prose, sentence: Sentence, found: list[Found]) -> Iterator[InstrumentMention]:
    for hit in found:
        for named in hit.meanings:
            if isinstance(named, Named):
                name = Name(hit.span.start, hit.span, hit.span.end, "the")
                told = traits.of(prose, sentence.span, name)
                yield InstrumentMention(
                    span=hit.span,
                    head=hit.span,
                    family=known.family_of(named.form),
                    many=False,
                    determiner="the",
                    kind=named.kind,
                    holds=named.commitments,
                    parties=named.parties,
                    year=told.year,
                    dated=told.dated,
                    is_proper=True,
                    is_similar=False,
                    is_bare=False,
                    is_barred=named.kind == "not",
                    is_fresh=False,
                    head_word=named.form,
                    known_since=named.signed,
                    is_passing=told.is_passing,
                )


def _nouns(prose: Prose, sentence: Sentence, found: list[Found]) -> Iterator[InstrumentMention]:
    for hit, following in zip(found, (*found[1:], None), strict=False):
        if following is not None and _is_one_name(prose, hit.span, following.span):
            continue
        noun = next(meaning for meaning in hit.meanings if isinstance(meaning, Noun))
        mention = _mention(prose, sentence, hit.span, noun)
        if mention is not None:
            yield from several.one_by_one(prose, sentence, mention)


def _is_one_name(prose: Prose, first: Span, second: Span) -> bool:
    """Tell whether two nouns make one name: "defence pact agreement", "(RELOS) agreement"."""
    if second.start - first.end > 1 and prose.plain[first.end : second.start] != ") ":
        return False
    return not barred.is_no_noun(prose, second)


def _mention(prose: Prose, sentence: Sentence, head: Span, noun: Noun) -> InstrumentMention | None:
    if noun.form.startswith(("one ", "ones ", "those ")):
        head = Span(head.start, head.start + len(noun.form.split(" ")[0]))
    if traits.is_part_of_name(prose, head) or barred.is_no_noun(prose, head):
        return None
    name = names.around(prose, sentence.span, head)
    signed = plain.is_signed(prose, name, noun)
    if noun.only_signed and not signed:
        return None
    before = Span(max(sentence.span.start, name.start - BEFORE), head.end)
    topics = names.topics(prose, name)
    if plain.is_too_weak(prose, noun, name, is_signed=signed):
        topics = []
    kind = next((topic.kind for topic in topics if topic.kind not in {"", "not"}), "")
    is_bare = not topics and not _own_words(prose, name)
    if not plain.is_instrument(noun, kind, is_pointed=is_bare or signed):
        return None
    compared = prose.marks.search_within("instruments.compared", before.start, name.start)
    told = traits.of(prose, sentence.span, name)
    pointed = is_bare and (name.determiner in _POINTERS or told.is_similar or told.is_older)
    dated = noun.family == "partnership" and told.year is not None
    if not plain.is_instrument(noun, kind, is_pointed=pointed or signed or dated):
        return None
    is_proper = traits.is_proper(prose, name, noun)
    return InstrumentMention(
        span=names.shown(prose, name, goes_on=is_proper or noun.family == "memorandum"),
        head=head,
        family=noun.family,
        many=noun.many,
        determiner=_determiner(prose, sentence.span, name),
        kind=kind,
        holds=tuple(dict.fromkeys(code for topic in topics for code in topic.commitments)),
        parties=(),
        year=told.year,
        is_proper=is_proper,
        is_similar=told.is_similar,
        is_bare=is_bare,
        is_barred=compared is not None or barred.is_barred(prose, sentence.span, name, topics),
        is_fresh=told.is_fresh,
        head_word=prose.low[head.start : head.end],
        is_also=told.is_also,
        is_compared=compared is not None,
        dated=told.dated,
        is_older=told.is_older,
        is_current=told.is_current,
        is_passing=told.is_passing,
        words=_telling(prose, name, noun) if is_proper else frozenset(),
        told=names.told(prose, name) if topics else None,
    )


def _determiner(prose: Prose, sentence: Span, name: Name) -> str:
    """Give the word before a name; "a second agreement" and "a third text, the …" are another."""
    opening = prose.low[sentence.start : name.start]
    if len(opening) < OPENING:
        if pattern("instruments.opens_another").fullmatch(opening):
            return "another"
        if pattern("instruments.opens_first").fullmatch(opening):
            return "the"
    one_more = pattern("instruments.one_more").search(prose.low[name.start : name.head.end])
    return "another" if one_more and name.determiner in {"a", "an", ""} else name.determiner


def _telling(prose: Prose, name: Name, noun: Noun) -> frozenset[str]:
    """Take also the words of the subject, where the name has no others: "Agreement on Space"."""
    told = _before_head(prose, name)
    if noun.family == "memorandum" or name.start == name.head.start:
        shown = names.shown(prose, name, goes_on=True)
        told += prose.plain[name.head.end : shown.end]
    return names.telling_words(told)


def _before_head(prose: Prose, name: Name) -> str:
    return prose.plain[name.start : name.head.start]


def _own_words(prose: Prose, name: Name) -> str:
    return pattern("instruments.plain").sub("", _before_head(prose, name).lower()).strip()


def _is_within_another(
    prose: Prose, mention: InstrumentMention, mentions: list[InstrumentMention]
) -> bool:
    """Tell "commitments under the treaty", "the text of a treaty": only the treaty is one."""
    link = {"guarantee": _UNDER, "text": _TEXT_OF}.get(mention.family)
    return link is not None and any(
        one.family != mention.family and link.match(prose.low[mention.head.end : one.span.start])
        for one in mentions
        if one.span.start > mention.head.end
    )


def _without_overlap(
    prose: Prose, mentions: list[InstrumentMention]
) -> Iterator[InstrumentMention]:
    """Keep the first of what overlaps, and no letters in brackets after the name they stand for."""
    end = first = -1
    mentions = [one for one in mentions if not _is_within_another(prose, one, mentions)]
    for mention in sorted(mentions, key=lambda one: (one.head.start, -one.head.end)):
        gap = prose.plain[max(end, 0) : mention.head.start].strip()
        between = prose.low[max(end, 0) : mention.span.start]
        meant = first >= 0 and (
            pattern("instruments.purpose").match(between)
            or (
                mention.family == "partnership"
                and not mention.is_proper
                and _ON_ITS.fullmatch(between)
            )
        )
        opens = prose.plain[mention.head.start].isupper()
        of_it = first >= 0 and mention.is_bare and traits.is_to_it(prose, end, mention.span.start)
        for_none = first < 0 and mention.head_word in _FOR_ANOTHER and not opens
        if mention.head.start >= end and gap not in _OPENING and not (meant or for_none or of_it):
            start = max(mention.span.start, end)
            link = _AND.match(prose.low, start, mention.head.end)
            start = min(link.end() if link else start, mention.head.start)
            is_its_name = first >= 0 and pattern("instruments.named_so").match(between)
            beside = first >= 0 and traits.are_beside(prose, end, mention.span.start)
            if start != mention.span.start or is_its_name or beside != mention.is_beside:
                yield replace(
                    mention,
                    span=Span(start, mention.span.end),
                    determiner="the" if is_its_name else mention.determiner,
                    is_beside=beside,
                )
            else:
                yield mention
            end = first = mention.head.end
