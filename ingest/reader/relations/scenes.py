"""A sentence set out: its status words, dates and instruments."""

import re
from dataclasses import dataclass, replace

from ingest.reader.mentions import dates
from ingest.reader.mentions.dates import DateMention
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations import cues
from ingest.reader.relations.cues import Cue
from ingest.reader.text.prose import Prose

REACH_TOWN = 45
"""Characters of a sentence in which the town of a dateline stands."""
REACH_DASH = 40
_DASH = re.compile(
    r"\.?,?\s*(?:\([^)]{2,30}\)|/[^/]{2,30}/)?\s*(?:-{1,2}\s|:\s)|"
    r"\.?,?\s*(?:\([A-Z][\w. -]{1,28}\)|/[^/]{2,30}/)\.?,?\s(?=[A-Z])"
)
REACH_SAME = 300
"""Characters before a sentence in which the day is looked for that "the same day" means."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its status words, dates and instruments."""

    prose: Prose
    sentence: Span
    cues: tuple[Cue, ...]
    dates: tuple[DateMention, ...]
    mentions: tuple[InstrumentMention, ...]


def of(prose: Prose, sentence: Span, mentions: tuple[InstrumentMention, ...]) -> Scene:
    """Find the status words and dates of a sentence."""
    found = cues.find(prose, sentence)
    return Scene(prose, sentence, found, _dates(prose, sentence), mentions)


def _dates(prose: Prose, sentence: Span) -> tuple[DateMention, ...]:
    """Find the dates of a sentence; "the same day" is the one named before it."""
    here = _without_dateline(prose, sentence, dates.find(prose.plain, sentence))
    if not any(one.is_same_day or one.is_same_year or one.is_counted for one in here):
        return here
    told = dates.find(prose.plain, Span(max(0, sentence.start - REACH_SAME), sentence.end))
    meant = (_meant(told, one) for one in here)
    return tuple(one for one in meant if one is not None)


def _without_dateline(
    prose: Prose, sentence: Span, here: tuple[DateMention, ...]
) -> tuple[DateMention, ...]:
    """Leave out the date of "Doha, 12 June (Agency) - …", but take it for what "today" means."""
    if not here or here[0].day is None:
        return here
    line, after = here[0], prose.plain[here[0].span.end : here[0].span.end + REACH_DASH]
    if line.span.start - sentence.start > REACH_TOWN or _DASH.match(after) is None:
        return here
    if len(here) == 1:
        return (replace(line, is_dateline=True),)
    return tuple(
        replace(line, span=one.span) if one.relative == "today" else one for one in here[1:]
    )


def _meant(told: tuple[DateMention, ...], one: DateMention) -> DateMention | None:
    before = [day for day in told if day.span.end <= one.span.start]
    if one.is_counted:
        known = [day for day in before if day.year is not None or day.is_a_day]
        return one.counted_from(known[-1]) if known else None
    if one.is_same_day:
        days = [day for day in before if day.is_a_day]
        today = replace(one, relative="today") if one.relative == dates.IN_THE_DAY else one
        return replace(days[-1], span=one.span) if days else today
    years = [day.year for day in before if day.year is not None]
    return replace(one, year=years[-1], relative="") if one.is_same_year and years else one
