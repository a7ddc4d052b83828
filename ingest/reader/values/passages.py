"""Find the sentences of an article that tell what one instrument holds."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from ingest.reader.drafts.draft import SPOKEN_OF, Draft
from ingest.reader.drafts.walk import Walk
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.text.vocabulary import pattern
from ingest.reader.values import passing
from ingest.reader.values.commitments import Passage

MOST_MISSED = 1
"""Sentences between them that may speak of something else."""
POINTERS = frozenset({"the", "this", "that"})
"""Words before "document" or "partnership" by which it is the one just spoken of."""
FARTHER = POINTERS - {"that"}
"""Those of them that can go back to what the text is about, beyond what was spoken of last."""
TITLE = 1
"""Number of the last sentence that can be a release's title or its first line."""
REACH_EACH = 40
"""Sentences before "none of them" in which those may be named."""
COUNTS = {"both": 2, "neither": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
NUMBERS_OF = re.compile(rf"\b(?:{'|'.join(COUNTS)})\b")
REACH_ACTOR = 60
"""Characters of a sentence in which its subject is looked for."""


def find(walk: Walk, draft: Draft) -> Iterator[Passage]:
    """Give the sentences that name an instrument, and those that go on about it."""
    seen: set[int] = set()
    own = _own(walk, draft)
    main = _is_main(walk, draft)
    each = walk.page.of_each if len(walk.drafts.all) > 1 else {}
    in_passing = all(one.stands_for_another for _, one in draft.mentions)
    head, missed, alone = -1, MOST_MISSED + 1, True
    for number in range(draft.first, len(walk.page.prose.sentences)):
        if (in_passing or missed > MOST_MISSED) and not (main or number in own or number in each):
            continue
        pointers = POINTERS if missed <= MOST_MISSED else FARTHER if main else frozenset()
        passage = _naming(walk, draft, number, own.get(number), pointers)
        head = number if passage else head
        if (
            passage is None
            and not in_passing
            and (missed <= MOST_MISSED or (main and _is_formula(walk, number, alone=alone)))
            and not passing.is_of_the_one_before(walk, draft, number)
        ):
            passage = _going_on(walk, draft, head, number)
        if passage is None and _is_of_each(walk, draft, number):
            passage = Passage(walk.page.sentence(number).span, None, is_bullet=False)
        if passage is not None:
            seen.add(number)
            yield passage
        if passage is None and missed > MOST_MISSED and not (main and alone):
            continue
        ends = number != head and (number in own or passing.turns_to_others(walk, number, draft))
        ends = ends or (number == head and passing.goes_over(walk, number, own.get(number)))
        alone = number == head or (alone and not ends)
        still = passage or (not ends and passing.others(walk, number, draft))
        missed = MOST_MISSED + 1 if ends else 0 if still else missed + 1
    if walk.page.home and draft.first <= TITLE:
        yield from _listed(walk, seen)


def _own(walk: Walk, draft: Draft) -> dict[int, InstrumentMention]:
    """Give the mention in each sentence; of one of a list only those that are of it alone."""
    if not draft.is_list:
        return dict(reversed(draft.mentions))
    others = (one for one in walk.drafts.all if one is not draft)
    shared = {id(mention) for one in others for _, mention in one.mentions}
    return {
        number: mention
        for number, mention in reversed(draft.mentions)
        if not mention.many and id(mention) not in shared
    }


def _is_formula(walk: Walk, number: int, *, alone: bool) -> bool:
    """Tell what is only ever said of an instrument: "will consult if either is attacked".

    "Under its terms", "Ankara will train" are said of it where it is `alone`: no other has been
    named since.
    """
    one = walk.page.sentence(number)
    told = alone and (
        walk.page.has("assembly.points", number) or pattern("assembly.promises").match(one.low)
    )
    return bool(told or walk.page.has("assembly.formula", number))


def _is_of_each(walk: Walk, draft: Draft, number: int) -> bool:
    """Tell what is said of each of several: "none of them obliges anyone to", "both pacts"."""
    if len(walk.drafts.all) == 1:
        return False
    said = walk.page.of_each.get(number)
    if said is None:
        return False
    last = {
        id(one): max((at for at, _ in one.mentions if at <= number), default=-1)
        for one in walk.drafts.all
    }
    if last[id(draft)] < 0 or (
        draft.events and all(one.status in SPOKEN_OF for one in draft.events)
    ):
        return False
    counted = NUMBERS_OF.search(said)
    later = sum(at > last[id(draft)] for at in last.values())
    return later < COUNTS[counted.group()] if counted else number - last[id(draft)] <= REACH_EACH


def _is_main(walk: Walk, draft: Draft) -> bool:
    """Tell whether a text speaks of an instrument most, so that "the agreement" means it."""
    return walk.topic is draft


def number_of(walk: Walk, passage: Passage) -> int:
    """Give the number of the sentence of a passage."""
    return bisect_right(walk.page.prose.starts, passage.sentence.start) - 1


def _naming(
    walk: Walk,
    draft: Draft,
    number: int,
    mention: InstrumentMention | None,
    pointers: frozenset[str],
) -> Passage | None:
    """Give a sentence that names the instrument, or points back to it by one of the `pointers`."""
    one = walk.page.sentence(number)
    if mention is None:
        pointed = _pointed(walk, number, pointers) if pointers else None
        return Passage(one.span, pointed, is_bullet=False) if pointed else None
    if _is_other_paper(draft, mention):
        return None
    name = Span(mention.span.start, mention.head.end)
    if mention.is_aside:
        return Passage(name, name, is_bullet=False)
    aside = passing.aside(walk, number, name)
    if aside is not None:
        return Passage(aside, name, is_bullet=False)
    return Passage(one.span, name, is_bullet=False, others=passing.others(walk, number, draft))


def _going_on(walk: Walk, draft: Draft, head: int, number: int) -> Passage | None:
    """Give a sentence that goes on about the instrument that the sentence `head` names."""
    others = passing.others(walk, number, draft)
    if others and number > head + 1:
        return None
    told = _is_told_on(walk, draft, head, number)
    if not told and not (number == head + 1 and _acts_next(walk, draft, number)):
        return None
    if _opens_with_another(walk, draft, number):
        return None
    one = walk.page.sentence(number)
    listing = walk.page.sentence(head).words.endswith((":", "?"))
    return Passage(one.span, None, listing or one.is_bullet, others)


def _opens_with_another(walk: Walk, draft: Draft, number: int) -> bool:
    """Tell "The other provides", which is told of another instrument of the same pair."""
    start = walk.page.sentence(number).span.start
    opening = (
        one
        for one in walk.drafts.all
        for at, mention in one.mentions
        if at == number and mention.head.start == start
    )
    return any(one is not draft for one in opening)


def _is_other_paper(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell the joint statement of a visit from the memorandum that was signed on it."""
    title = draft.title
    is_named_so = title.head_word.lower().endswith("declaration") or title.family == "declaration"
    return mention.family == "declaration" and not is_named_so and mention.is_bare


def _pointed(walk: Walk, number: int, pointers: frozenset[str]) -> Span | None:
    """Find "the document" that nobody else claims, where it is all that a sentence names."""
    here = [one for one in walk.page.instruments.get(number, ()) if one.determiner != "no"]
    if len(here) != 1 or here[0].determiner not in pointers:
        return None
    one = here[0]
    if (one.kind or one.is_barred) and not one.is_bare:
        return None
    tied = any(mention is one for draft in walk.drafts.all for _, mention in draft.mentions)
    other = tied or one.is_proper or one.many or one.is_similar
    return None if other else Span(one.span.start, one.head.end)


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
    if walk.page.home and one.low.startswith(("we ", "our ")) and not _is_main(walk, draft):
        return False
    if one.low.startswith("they ") and pattern("assembly.people").match(before):
        return False
    return not _is_of_others(walk, draft, following) and _goes_on(walk, following)


def _acts_next(walk: Walk, draft: Draft, number: int) -> bool:
    """Tell "Ottawa will double its force", what a party is to do, right after the name."""
    one = walk.page.sentence(number)
    told = pattern("assembly.acts_next").match(one.low)
    if told is None or pattern("assembly.readout").match(one.low):
        return False
    limit = one.span.start + told.end()
    acting = {who.code for who in walk.page.parties_of(number) if who.span.end <= limit}
    if not acting:
        return pattern("assembly.their_forces").match(one.low) is not None
    return acting <= set(draft.pair)


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


def _goes_on(walk: Walk, number: int) -> bool:
    """Tell whether a sentence says more of an instrument: "It also", "Paris pledges".

    What leaders affirm or welcome in a readout is of their talks.
    """
    one = walk.page.sentence(number)
    if pattern("assembly.readout").match(one.low):
        return False
    more = pattern("assembly.goes_on").match(one.low) and pattern("assembly.also").search(one.low)
    return bool(
        more
        or pattern("assembly.party_goes_on").match(one.low)
        or walk.page.has("assembly.refers", number)
        or walk.page.has("assembly.formula", number)
        or walk.page.has("assembly.told_after", number)
        or pattern("assembly.promises").match(one.low)
    )
