"""Read a list of partners, one a line: "Botswana: August 2018. Training of troops."."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.reader.drafts.drafting import Drafts
from ingest.reader.mentions import dates
from ingest.reader.mentions.dates import DateMention
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.mentions.parties import PartyMention
from ingest.reader.records import Span
from ingest.reader.relations.binding import Binding, sorted_pair
from ingest.reader.relations.events import Event
from ingest.reader.relations.page import Page
from ingest.reader.text.vocabulary import pattern

LEAST = 3
"""Lines that make a list."""
APART = 4
"""Sentences that one line may take, what it says of its instrument included."""
BEFORE_NAME = 5
"""Characters of bullets and numbers before a name."""
DATE_WITHIN = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a list; `date` is the first of it."""

    number: int
    party: PartyMention
    date: DateMention | None


def read(page: Page, drafts: Drafts) -> None:
    """Tie the instruments of each list that a sentence on several of one party brings in.

    A list without dates must follow a colon, so that a page's tags are none.
    """
    for lines in _lists(page):
        first = lines[0].number
        colon = first > 0 and page.sentence(first - 1).words.rstrip().endswith(":")
        brought = _brought_in(page, first) if colon or all(one.date for one in lines) else None
        if brought is not None:
            host, mention = brought
            for line in lines:
                if line.party.code != host:
                    _tie(drafts, host, mention, line)


def _tie(drafts: Drafts, host: str, mention: InstrumentMention, line: _Line) -> None:
    name = line.party.span
    told = Span(name.start, line.date.span.end) if line.date else name
    when = (line.date,) if line.date else ()
    event = Event("sign", "done", "signed", told, line.date, 0, name, when)
    binding = Binding((sorted_pair(host, line.party.code),), name, 0.85, is_list=True)
    drafts.tie(line.number, mention, binding, (event,))


def _lists(page: Page) -> Iterator[list[_Line]]:
    lines: list[_Line] = []
    for line in _lines(page):
        if lines and line.number - lines[-1].number > APART:
            if len(lines) >= LEAST:
                yield lines
            lines = []
        lines.append(line)
    if len(lines) >= LEAST:
        yield lines


def _lines(page: Page) -> Iterator[_Line]:
    """Find the lines that begin with the name of a state, and a date or nothing after it."""
    for number, sentence in enumerate(page.prose.sentences):
        party = next(iter(page.parties_of(number)), None)
        if party is None or party.type != "name":
            continue
        if party.span.start - sentence.span.start > BEFORE_NAME:
            continue
        rest = page.prose.plain[party.span.end : sentence.span.end]
        if pattern("roster.after_name").match(rest):
            yield _Line(number, party, _date(page, party.span.end, sentence.span.end))


def _date(page: Page, start: int, end: int) -> DateMention | None:
    if start == end:
        return None
    near = Span(start, min(end, start + DATE_WITHIN))
    return next(iter(dates.find(page.prose.plain, near)), None)


def _brought_in(page: Page, first: int) -> tuple[str, InstrumentMention] | None:
    """Find whose instruments a list is of: the last sentence before it on several of one party."""
    for number in range(first - 1, -1, -1):
        for mention in page.instruments.get(number, ()):
            if mention.many and mention.kind and not mention.is_barred:
                codes = {code for group in page.groups_of(number) for code in group.codes}
                host = codes.pop() if len(codes) == 1 else page.protagonist
                return (host, mention) if host else None
    return None
