"""Find the sentences of an article that tell what one instrument holds."""

from collections.abc import Iterator

from ingest.reader.commitments import Passage
from ingest.reader.drafting import Draft
from ingest.reader.records import Span
from ingest.reader.vocabulary import pattern
from ingest.reader.walk import Walk

MOST_GOING_ON = 3
"""Sentences after one on an instrument that can go on about it."""
MOST_MISSED = 1
"""Sentences between them that may speak of something else."""
TITLE = 1
"""Number of the last sentence that can be a release's title or its first line."""
REACH_ACTOR = 60
"""Characters of a sentence in which its subject is looked for."""


def find(walk: Walk, draft: Draft) -> Iterator[Passage]:
    """Give the sentences that name an instrument, and those that go on about it."""
    seen: set[int] = set()
    for number, mention in draft.mentions:
        if number not in seen:
            seen.add(number)
            others = walk.others_in(number, draft)
            sentence = walk.page.prose.sentences[number].span
            name = Span(mention.span.start, mention.head.end)
            yield Passage(sentence, name, is_bullet=False, others=others)
            yield from _going_on(walk, draft, number, seen)
    if walk.page.home and draft.first <= TITLE:
        yield from _listed(walk, seen)


def number_of(walk: Walk, passage: Passage) -> int:
    """Give the number of the sentence of a passage."""
    spans = walk.page.prose.sentences
    return next(n for n, one in enumerate(spans) if one.span == passage.sentence)


def _going_on(walk: Walk, draft: Draft, number: int, seen: set[int]) -> Iterator[Passage]:
    sentences = walk.page.prose.sentences
    listing = sentences[number].words.endswith((":", "?"))
    missed = 0
    for following in range(number + 1, len(sentences)):
        one = sentences[following]
        told = _is_told_on(walk, draft, number, following)
        missed += not told
        if missed > MOST_MISSED:
            return
        if following in walk.page.instruments:
            others = walk.others_in(following, draft)
            own = len(others) < len(walk.page.instruments[following])
            if told and following == number + 1 and not own and following not in seen:
                seen.add(following)
                yield Passage(one.span, None, is_bullet=False, others=others)
            return
        if told and following not in seen:
            seen.add(following)
            yield Passage(one.span, None, is_bullet=listing or one.is_bullet)


def _listed(walk: Walk, seen: set[int]) -> Iterator[Passage]:
    """Give the points of a release that is itself the text: "will include the following:"."""
    listing = False
    for number, one in enumerate(walk.page.prose.sentences):
        if not one.is_bullet:
            listing = one.words.endswith(":") and bool(pattern("assembly.list_of").search(one.low))
        elif listing and number not in seen and number not in walk.page.instruments:
            seen.add(number)
            yield Passage(one.span, None, is_bullet=True)


def _is_told_on(walk: Walk, draft: Draft, number: int, following: int) -> bool:
    """Tell whether a sentence goes on about the instrument of an earlier one."""
    sentences = walk.page.prose.sentences
    first, one = sentences[number], sentences[following]
    if one.is_bullet and (first.words.endswith(":") or _is_listed(walk, number, following)):
        return True
    before = sentences[following - 1].low
    if before.endswith("?") and (
        following == number + 1 or pattern("assembly.asked").match(before)
    ):
        return True
    near = following - number <= MOST_GOING_ON
    return near and not _is_of_others(walk, draft, following) and _goes_on(one.low)


def _is_listed(walk: Walk, number: int, following: int) -> bool:
    """Tell whether a point hangs on a sentence that opens a list of what is agreed."""
    sentences = walk.page.prose.sentences
    while following > number and sentences[following].is_bullet:
        following -= 1
    head = sentences[following]
    if head.is_bullet:
        return False
    opens = not head.low.endswith((".", "!")) and pattern("assembly.list_of").search(head.low)
    return bool(opens or pattern("assembly.asked").match(head.low))


def _is_of_others(walk: Walk, draft: Draft, number: int) -> bool:
    """Tell whether a sentence has a third party act, or is from another paper."""
    one = walk.page.prose.sentences[number]
    if pattern("assembly.other_source").match(one.low):
        return True
    acting = (group for group in walk.page.groups_of(number) if group.codes and not group.link)
    first = next(acting, None)
    if first is None or first.span.start - one.span.start > REACH_ACTOR:
        return False
    return not set(first.codes) <= set(draft.pair)


def _goes_on(low: str) -> bool:
    """Tell whether a sentence says more of an instrument: "It also", "Paris pledges"."""
    more = pattern("assembly.goes_on").match(low) and pattern("assembly.also").search(low)
    return bool(
        more
        or pattern("assembly.party_goes_on").match(low)
        or pattern("assembly.refers").search(low)
        or pattern("assembly.told_after").search(low)
    )
