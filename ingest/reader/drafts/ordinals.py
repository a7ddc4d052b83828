"""Read "Two agreements were signed. The first, on … The second, on …" as two instruments."""

from dataclasses import dataclass

from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.telling import Telling
from ingest.reader.drafts.walk import Walk
from ingest.reader.mentions import names
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations import events
from ingest.reader.relations.binding import Binding
from ingest.reader.relations.events import Event
from ingest.reader.text.vocabulary import pattern

WITHIN = 8
"""Sentences after "two agreements" in which they are told one by one."""
SUBJECT = 110
"""Characters after "the first" in which its subject is looked for."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The ordinal of one of several, and where the words of its subject end at the latest."""

    span: Span
    limit: int


def read(walk: Walk) -> None:
    """Tie what is told of the first, the second and so on to an instrument each."""
    seen: set[int] = set()
    for several in walk.announced:
        _drop_announcement(walk, several)
        binding = _binding(walk, several)
        parts = [one for one in _parts(walk, several.number) if one[0] not in seen]
        seen |= {number for number, _ in parts}
        enough = len(parts) > 1 or _is_told_alone(walk, parts) or _is_after_first(walk, parts)
        if binding is not None and enough:
            whole = _whole(walk, several, all_told=len(parts) > 1)
            of_all = _told_before(whole, parts)
            for number, part in parts:
                whole = _tie(walk, several, binding, (number, part), whole, of_all)


def _told_before(whole: Draft | None, parts: list[tuple[int, _Part]]) -> tuple[Event, ...]:
    """Give what was told of all of them before the first was told of alone."""
    start = min((part.span.start for _, part in parts), default=0)
    told = whole.events if whole else ()
    return tuple(one for one in told if one.status and one.span.end <= start)


def _drop_announcement(walk: Walk, several: Telling) -> None:
    """Leave out "three agreements: a 2009 memorandum, a 2015 statement and …" themselves."""
    whole, head = _whole(walk, several), several.mention.head
    if whole is None or len(whole.mentions) > 1:
        return
    named = [
        one
        for one in walk.drafts.all
        if one.pair == whole.pair and one.first == several.number and one is not whole
    ]
    starts = sorted(one.title.span.start for one in named if one.title.span.start > head.end)
    if len(starts) > 1 and ":" in walk.page.prose.low[head.end : starts[0]]:
        walk.drafts.forget(whole)


def _is_told_alone(walk: Walk, parts: list[tuple[int, _Part]]) -> bool:
    """Tell "the first, on military secrets, was signed in 2002", where the others have names."""
    return any(
        _mention(walk, part).kind and _own_events(walk, number, part) for number, part in parts
    )


def _is_after_first(walk: Walk, parts: list[tuple[int, _Part]]) -> bool:
    """Tell "the other gives", right after "one is a visiting forces agreement"."""
    if len(parts) != 1 or not _mention(walk, parts[0][1]).kind:
        return False
    number, before = parts[0][0], parts[0][0] - 1
    if any(at == number for draft in walk.drafts.all for at, _ in draft.mentions):
        return False
    opens = pattern("ordinals.one_of_two").match(walk.page.sentence(before).low)
    return opens is not None and walk.is_named(before)


def _own_events(walk: Walk, number: int, part: _Part) -> tuple[Event, ...]:
    """Give what its own sentence tells of one of several, where that is dated."""
    mention = _mention(walk, part)
    told = events.of_mention(walk.scene_of(number, (mention,)), mention)
    signed = tuple(one for one in told if one.status and one.family in {"sign", "agree", "force"})
    return signed if any(one.date for one in signed) else ()


def _binding(walk: Walk, several: Telling) -> Binding | None:
    """Give the parties of all of them."""
    pair = walk.page.main_pair
    if several.explicit and len(several.explicit.pairs) == 1:
        return several.explicit
    return Binding((pair,), several.mention.span, 0.75) if pair else None


def _parts(walk: Walk, start: int) -> list[tuple[int, _Part]]:
    """Find the sentences that begin with an ordinal and name no other instrument.

    One may go on with a second: "one is on defence, the other on trade".
    """
    found = []
    last = min(len(walk.page.prose.sentences), start + 1 + WITHIN)
    for number in range(start + 1, last):
        sentence = walk.page.sentence(number)
        match = pattern("ordinals.opens").match(sentence.low)
        if match and not walk.is_named(number):
            offset = sentence.span.start
            both = pattern("ordinals.both").match(sentence.low)
            limit = both.start("other") if both else min(len(sentence.low), match.end() + SUBJECT)
            found.append((number, _Part(Span(offset, offset + match.end()), offset + limit)))
            if both:
                other = Span(offset + both.start("other"), offset + both.end())
                found.append((number, _Part(other, other.end + SUBJECT)))
    return found


def _mention(walk: Walk, part: _Part) -> InstrumentMention:
    span, low = part.span, walk.page.prose.low
    year = pattern("ordinals.of_year").match(low[span.end : part.limit])
    told = [one for one in names.topics_of(low[span.end : part.limit]) if one.kind]
    kinds = [one for one in told if one.kind != "not" and not one.title_only]
    return InstrumentMention(
        span=span,
        head=span,
        family="agreement",
        many=False,
        determiner="another",
        kind=kinds[0].kind if kinds else "",
        holds=tuple(dict.fromkeys(code for one in kinds[:1] for code in one.commitments)),
        parties=(),
        year=int(year[1]) if year else None,
        is_proper=False,
        is_similar=False,
        is_bare=not kinds,
        is_barred=bool(told) and not kinds,
        is_fresh=False,
        head_word=low[span.start : span.end],
    )


def _tie(
    walk: Walk,
    several: Telling,
    binding: Binding,
    told_of: tuple[int, _Part],
    whole: Draft | None,
    of_all: tuple[Event, ...],
) -> Draft | None:
    """Tie what is told of one part; the first takes over the draft of the whole, which is left."""
    number, part = told_of
    mention = _mention(walk, part)
    if mention.is_barred or not (mention.kind or several.mention.kind):
        return None
    walk.parts[number] = (*walk.parts.get(number, ()), mention)
    if whole is not None:
        whole.add(number, mention, _own_events(walk, number, part))
        whole.title = mention
    else:
        told = _own_events(walk, number, part) or of_all or several.strong()
        walk.drafts.tie(number, mention, binding, told)
    return None


def _whole(walk: Walk, several: Telling, *, all_told: bool = False) -> Draft | None:
    """Find the draft that "two agreements" themselves made; the first of them takes it over.

    `all_told`: more than one of them is told of, so that it may have begun with a headline.
    """
    for one in walk.drafts.all:
        inside = any(mention is several.mention for _, mention in one.mentions)
        if one.title is several.mention or (all_told and one.title.many and inside):
            return one
    return None
