"""A sentence set out: its status words, dates and instruments."""

from dataclasses import dataclass

from ingest.reader import cues, dates
from ingest.reader.cues import Cue
from ingest.reader.dates import DateMention
from ingest.reader.mention import InstrumentMention
from ingest.reader.prose import Prose
from ingest.reader.records import Span


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
    return Scene(prose, sentence, found, dates.find(prose.plain, sentence), mentions)
