"""Find the day of a signing that is told without one: that of the meeting at which it was."""

from bisect import bisect_right

from ingest.reader.drafts.draft import Draft
from ingest.reader.mentions import dates
from ingest.reader.mentions.dates import DateMention
from ingest.reader.relations import cues
from ingest.reader.relations.events import Event
from ingest.reader.relations.timing import REACH_SAID
from ingest.reader.text.prose import Prose, Sentence
from ingest.reader.text.vocabulary import pattern

NEAR = 4
"""Sentences between an undated signing and the meeting at which it was."""


def of_signing(prose: Prose, draft: Draft) -> DateMention | None:
    """Give the day of the meeting that is told nearest to an undated signing, before or after."""
    signing = _undated(draft)
    if signing is None:
        return None
    start = signing.span.start
    here = max(0, bisect_right(prose.sentences, start, key=lambda one: one.span.start) - 1)
    near = range(max(0, here - NEAR), min(len(prose.sentences), here + NEAR + 1))
    for number in sorted(near, key=lambda n: abs(n - here)):
        day = _of_meeting(prose, prose.sentences[number]) if number != here else None
        if day is not None:
            return day
    return None


def _undated(draft: Draft) -> Event | None:
    signings = [one for one in draft.events if one.family == "sign"]
    if not signings or draft.year or draft.is_list or any(one.date for one in signings):
        return None
    return signings[0]


def _of_meeting(prose: Prose, sentence: Sentence) -> DateMention | None:
    """Give the one date of a sentence that tells of a meeting, and of no signing."""
    if not pattern("occasion.meeting").search(sentence.low):
        return None
    found = [one for one in dates.find(prose.plain, sentence.span) if not one.is_counted]
    if len(found) != 1 or not found[0].is_a_day:
        return None
    start = found[0].span.start
    before = prose.low[max(0, start - REACH_SAID) : start]
    said = pattern("events.said").search(before) or pattern("occasion.to_come").search(before)
    other = any(one.family == "sign" for one in cues.find(prose, sentence.span))
    return None if said or other else found[0]
