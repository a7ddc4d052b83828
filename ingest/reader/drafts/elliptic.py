"""Read "Denmark's is to be signed this week": one more, named only by whose it is."""

from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.drafting import Drafts
from ingest.reader.mentions.parties import PartyMention, is_elliptic
from ingest.reader.records import Span
from ingest.reader.relations import scenes
from ingest.reader.relations.binding import Binding, sorted_pair
from ingest.reader.relations.cues import Cue
from ingest.reader.relations.events import Event
from ingest.reader.relations.families import DECIDED
from ingest.reader.relations.page import Page
from ingest.reader.relations.scenes import Scene

WITHIN = 80
"""Characters after "Denmark's is" in which its status word, and then its date, stand."""


def read(page: Page, drafts: Drafts) -> None:
    """Tie what is told of "Denmark's" to the instrument of that party and the hub of the others."""
    hub = drafts.hub()
    for number in range(len(page.prose.sentences) if hub else 0):
        for party in page.parties_of(number):
            is_bare = party.code and is_elliptic(page.prose.plain, party)
            model = _model(drafts, hub, number) if is_bare else None
            if model is None:
                continue
            own = [draft for draft in drafts.all if party.code in draft.pair]
            if not own:
                _tie(page, drafts, (number, party, model), hub)
            elif len(own) == 1 and own[0].is_list and hub in own[0].pair:
                own[0].events.extend(_told(page, number, party))


def _model(drafts: Drafts, hub: str, number: int) -> Draft | None:
    """Find the instrument of the hub that was told last before a sentence, or in it."""
    told = [one for one in drafts.all if hub in one.pair and one.mentions[0][0] <= number]
    return max(told, key=lambda one: one.mentions[0][0]) if told else None


def _tie(page: Page, drafts: Drafts, where: tuple[int, PartyMention, Draft], hub: str) -> None:
    number, party, model = where
    told = _told(page, number, party)
    if told:
        binding = Binding((sorted_pair(hub, party.code),), party.span, 0.75, is_list=True)
        drafts.tie(number, model.title, binding, told)


def _told(page: Page, number: int, party: PartyMention) -> tuple[Event, ...]:
    """Give what a sentence tells of "Denmark's"."""
    here = scenes.of(page.prose, page.sentence(number).span, ())
    cue = next((one for one in here.cues if _is_of(one, party)), None)
    return (_event(here, cue, party.span),) if cue is not None else ()


def _is_of(cue: Cue, party: PartyMention) -> bool:
    near = 0 < cue.span.start - party.span.end < WITHIN
    return near and cue.family in DECIDED and cue.status != ""


def _event(here: Scene, cue: Cue, about: Span) -> Event:
    day = next((one for one in here.dates if 0 <= one.span.start - cue.span.end < WITHIN), None)
    return Event(cue.family, cue.mood, cue.status, cue.span, day, 0, about)
