"""Find the day of a signing that is told without one: that of the meeting at which it was."""

from bisect import bisect_right
from datetime import date, timedelta

from ingest.reader.drafts.draft import Draft
from ingest.reader.mentions import dates
from ingest.reader.mentions.dates import DateMention
from ingest.reader.relations import cues
from ingest.reader.relations.events import Event
from ingest.reader.relations.timing import REACH_SAID
from ingest.reader.text.prose import LEAD, Prose, Sentence
from ingest.reader.text.vocabulary import pattern

NEAR = 4
"""Sentences between an undated signing and the meeting at which it was."""


def of_signing(prose: Prose, draft: Draft, published: date | None) -> DateMention | None:
    """Give the day of the meeting that is told nearest to an undated signing, before or after.

    Where none is told, it is the day of the news.
    """
    signing = _undated(draft)
    if signing is None:
        return None
    start = signing.span.start
    here = max(0, bisect_right(prose.starts, start) - 1)
    near = range(max(0, here - NEAR), min(len(prose.sentences), here + NEAR + 1))
    for number in sorted(near, key=lambda n: abs(n - here)):
        day = _of_meeting(prose, prose.sentences[number]) if number != here else None
        if day is not None:
            return day
    if here >= LEAD or signing.mood != "done":
        return None
    return _of_news(prose, published, max((n for n, _ in draft.mentions if n < LEAD), default=0))


def _of_news(prose: Prose, published: date | None, lead: int) -> DateMention | None:
    """Give the day that a story names, where it is that of the report or before.

    Where both are named, it is the one told first, if the lead then goes on to the instrument:
    `lead` is the last of its sentences that names it.
    """
    if published is None:
        return None
    fresh = {(published - timedelta(days=ago)).isoformat() for ago in (0, 1)}
    found: dict[str, DateMention] = {}
    first = 0
    for number, sentence in enumerate(prose.sentences):
        for one in _days(prose, sentence):
            day = one.edtf(published, ahead=False) or ""
            if day in fresh:
                first = first if found else number
                found.setdefault(day, one)
    told = list(found.values())
    return told[0] if len(told) == 1 or (told and first <= lead) else None


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
    return found[0] if len(found) == 1 and _is_own(prose, sentence, found[0]) else None


def _days(prose: Prose, sentence: Sentence) -> list[DateMention]:
    """Give the days of the week that a sentence names for what it tells."""
    named = (one for one in dates.find(prose.plain, sentence.span) if one.is_weekday)
    return [one for one in named if _is_own(prose, sentence, one)]


def _is_own(prose: Prose, sentence: Sentence, day: DateMention) -> bool:
    """Tell a day on which something was from that of a report, of a plan, and of a signing."""
    before = prose.low[max(0, day.span.start - REACH_SAID) : day.span.start]
    said = pattern("events.said").search(before) or pattern("occasion.to_come").search(before)
    other = any(one.family == "sign" for one in cues.find(prose, sentence.span))
    return day.is_a_day and not said and not other
