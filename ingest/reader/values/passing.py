"""Tell of which of several instruments a sentence speaks, where one is only named in passing."""

from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.walk import Walk
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.text.vocabulary import pattern, search


def goes_over(walk: Walk, number: int, mention: InstrumentMention | None) -> bool:
    """Tell "it builds on the treaty of 1991", after which "it" is still what builds on that."""
    if mention is None or not mention.is_passing:
        return False
    here = walk.page.instruments[number]
    earlier = any(one.head.start < mention.span.start for one in here)
    return earlier or _is_still_of(walk, number)


def _is_still_of(walk: Walk, number: int) -> bool:
    """Tell whether the subject of a sentence is "it" or "the treaty"."""
    return pattern("assembly.of_before").match(walk.page.sentence(number).low) is not None


def turns_to_others(walk: Walk, number: int, draft: Draft) -> bool:
    """Tell whether a sentence names others but "it follows the Lancaster House treaties"."""
    here = walk.page.instruments.get(number, ())
    passing = {one.span for one in here if one.is_passing and _is_still_of(walk, number)}
    return any(name not in passing for name in others(walk, number, draft))


def is_of_the_one_before(walk: Walk, draft: Draft, number: int) -> bool:
    """Tell "Under it each promised" after a sentence that names another instrument alone."""
    here, before = walk.page.sentence(number), walk.page.sentence(number - 1)
    if here.block != before.block or not pattern("assembly.of_it").match(here.low):
        return False
    told = [
        (one, mention)
        for one in walk.drafts.all
        for at, mention in one.mentions
        if at == number - 1 and not (mention.is_passing and _is_still_of(walk, at))
    ]
    in_passing = any(mention.is_similar for _, mention in told)
    return bool(told) and not in_passing and all(one is not draft for one, _ in told)


def others(walk: Walk, number: int, draft: Draft) -> tuple[Span, ...]:
    """Give the names of other instruments in a sentence; "it is not a treaty" names none."""
    low = walk.page.prose.low
    start = walk.page.sentence(number).span.start
    return tuple(
        name
        for name in walk.others_in(number, draft)
        if not pattern("assembly.no_name").search(low, max(start, name.start - 60), name.start)
    )


def aside(walk: Walk, number: int, name: Span) -> Span | None:
    """Find the clause of "Egypt, which has a treaty with Sudan, trains its army": no more is of it.

    Nothing after the clause is told of the instrument.
    """
    one = walk.page.sentence(number)
    before = one.low[: name.start - one.span.start]
    opens = search("assembly.which_has", before)
    end = one.low.find(",", name.end - one.span.start)
    if (
        opens is None
        or end < 0
        or one.low.startswith((", which", ", under", ", and", ", includ", ", with"), end)
    ):
        return None
    return Span(one.span.start + opens.start(), one.span.start + end)
