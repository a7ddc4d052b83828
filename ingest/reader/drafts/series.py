"""Read a story of one party's agreements with many: "Norway came next, then Japan signed"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.reader.drafts.draft import Draft
from ingest.reader.mentions.dates import DateMention
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations import scenes
from ingest.reader.relations.binding import Binding, sorted_pair
from ingest.reader.relations.events import Event
from ingest.reader.relations.groups import Group
from ingest.reader.relations.moods import Mood
from ingest.reader.relations.page import Page
from ingest.reader.relations.scenes import Scene
from ingest.reader.text.prose import BEGINNING
from ingest.reader.text.vocabulary import pattern

if TYPE_CHECKING:
    from ingest.reader.drafts.telling import Telling
    from ingest.reader.drafts.walk import Walk

GOES_ON = 4
"""Sentences after "Ukraine has 20 such agreements" further down in which their partners follow."""
BEFORE = 70
"""Characters before a name in which "followed by" is looked for."""
OPENING = 12
"""Characters of a sentence within which "On May 31" opens it."""
WITHIN = 80
"""Characters after a verb in which its date stands."""


@dataclass(frozen=True, slots=True)
class Series:
    """The agreements of one party with many; `model` names them first, in sentence `first`."""

    hub: str
    model: InstrumentMention
    first: int

    @property
    def is_lead(self) -> bool:
        """Tell whether the article begins with it, so that it is what the article is of."""
        return self.first < BEGINNING

    def reaches(self, number: int, *, is_told: bool) -> bool:
        """Tell whether a sentence may go on with it; `is_told`: an instrument is known."""
        after = number - self.first
        return after > 0 and (self.is_lead or (is_told and after <= GOES_ON))


@dataclass(frozen=True, slots=True)
class _Did:
    """What a group did, by words that name no instrument."""

    group: Group
    span: Span
    family: str
    mood: Mood
    status: str


_WAYS: tuple[tuple[str, str, Mood, str], ...] = (
    ("series.signed", "sign", "done", "signed"),
    ("series.to_sign", "sign", "ahead", "agreed"),
    ("series.in_talks", "negotiate", "done", "negotiating"),
)


def announced(page: Page) -> Series | None:
    """Find what says that one party has agreements with many: "Ukraine has 17 such agreements"."""
    for number, mentions in page.instruments.items():
        for mention in mentions:
            secure = mention.kind or (mention.determiner == "such" and page.is_titled_security)
            if not mention.many or mention.is_barred or not secure:
                continue
            groups = page.groups_of(number)
            codes = {code for group in groups for code in group.codes}
            if len(codes) == 1 and all(_is_plain(group) for group in groups):
                return Series(codes.pop(), mention, number)
    return None


def hub_announced(series: Series | None) -> str:
    """Name whose agreements an article says it is of."""
    return series.hub if series is not None and series.is_lead else ""


def _is_plain(group: Group) -> bool:
    """Tell a party, and those with whom it has the agreements, from groups that act."""
    return not group.is_many or (group.link != "" and not group.codes)


def hub_of(walk: "Walk") -> str:
    """Name whose agreements with many have been told so far, or nobody."""
    series = _of_drafts(walk)
    return series.hub if series is not None else ""


def read(walk: "Walk") -> None:
    """Read all sentences once more, when the whole text has shown which party is the hub.

    What was tied on the first pass is not tied again: a pair that has events is left alone.
    """
    series = _of_drafts(walk) or walk.series
    for number in range(len(walk.page.prose.sentences) if series else 0):
        if _goes_on(walk, series, number):
            series = _of_drafts(walk) or walk.series


def read_sentence(walk: "Walk", number: int) -> None:
    """Tie what the partners of a series did, told by their names and a verb alone."""
    if walk.page.parties_of(number):
        _goes_on(walk, _of_drafts(walk) or walk.series, number)


def _goes_on(walk: "Walk", series: Series | None, number: int) -> bool:
    """Tie what a sentence says that partners of a series did; tell whether it says any."""
    page = walk.page
    if series is None or not page.parties_of(number):
        return False
    if not series.reaches(number, is_told=bool(walk.drafts.all)):
        return False
    if not page.may_have("series.hint", number) or page.is_of_other_topic(number):
        return False
    done = tuple(_all_done(page, number))
    for did in done:
        _tie(walk, series, number, did)
    return bool(done)


def is_of(walk: "Walk", telling: "Telling") -> bool:
    """Tell whether "a 10-year agreement" of two is one of the series that an article tells."""
    binding, series = telling.explicit, walk.series
    if binding is None or series is None or not series.is_lead or len(binding.pairs) != 1:
        return False
    return telling.mention.is_bare and series.hub in binding.pairs[0]


def _of_drafts(walk: "Walk") -> Series | None:
    """Take the party that the instruments found share, where they are of two pairs or more."""
    if not _are_of_two_pairs(walk.drafts.all):
        return None
    hub = walk.drafts.hub()
    own = [draft for draft in walk.drafts.all if hub in draft.pair and not draft.is_tentative]
    if not _are_of_two_pairs(own):
        return None
    first = min(own, key=lambda draft: draft.first)
    return Series(hub, first.title, first.first)


def _are_of_two_pairs(drafts: list[Draft]) -> bool:
    return any(draft.pair != drafts[0].pair for draft in drafts)


def _all_done(page: Page, number: int) -> Iterator[_Did]:
    """Find the groups of a sentence that signed, are to sign, or are in talks."""
    low, sentence = page.prose.low, page.sentence(number).span
    if is_of_other(page, number):
        return
    told = False
    for group in page.groups_of(number):
        if group.is_many or not group.codes:
            continue
        behind = low[group.span.end : sentence.end]
        before = low[max(sentence.start, group.span.start - BEFORE) : group.span.start]
        did = _did(group, behind, before, goes_on=told)
        if did is not None:
            told = True
            yield did


def is_of_other(page: Page, number: int) -> bool:
    """Tell whether it is an alliance that those named joined, or sanctions that they took up."""
    earlier = number - 1 if pattern("series.likewise").search(page.sentence(number).low) else number
    near = range(max(0, earlier), number + 1)
    return any(pattern("series.other").search(page.sentence(one).low) for one in near)


def _did(group: Group, behind: str, before: str, *, goes_on: bool) -> _Did | None:
    end = group.span.end
    for name, family, mood, status in _WAYS if group.link == "" else ():
        found = pattern(name).match(behind)
        if found is not None:
            return _Did(group, Span(group.span.start, end + found.end()), family, mood, status)
    way = "series.with_one" if group.link == "with" else "series.came"
    found = pattern(way).search(before)
    if found is None and goes_on:
        found = pattern("series.then").search(before)
    if found is None:
        return None
    span = Span(group.span.start - len(before) + found.start(), end)
    return _Did(group, span, "sign", "done", "signed")


def _tie(walk: "Walk", series: Series, number: int, did: _Did) -> None:
    told = {draft.pair for draft in walk.drafts.all if draft.events}
    codes = [code for code in did.group.codes if code != series.hub]
    pairs = tuple(sorted_pair(series.hub, code) for code in codes)
    new = tuple(pair for pair in pairs if pair not in told)
    if not new:
        return
    here = scenes.of(walk.page.prose, walk.page.sentence(number).span, ())
    event = Event(
        did.family, did.mood, did.status, did.span, _date(here, did), 0, did.group.span, here.dates
    )  # fmt: skip
    places = did.group.places if len(new) == len(did.group.codes) else ()
    binding = Binding(new, did.span, 0.75, is_list=True, places=places)
    walk.drafts.tie(number, series.model, binding, (event,))


def _date(here: Scene, did: _Did) -> DateMention | None:
    """Take the date in or right after the words, else the one that opens the sentence."""
    limit = did.group.span.start
    within = (one for one in here.dates if did.span.start <= one.span.start < limit)
    after = (one for one in here.dates if 0 <= one.span.start - did.span.end < WITHIN)
    first = (one for one in here.dates if one.span.start - here.sentence.start < OPENING)
    found = next(within, None) or next(after, None)
    return found or next((one for one in first if one.span.end <= did.span.start), None)
