"""Find those who did as the two of a sentence: "as did Sweden", "after Britain and Germany"."""

from ingest.reader.drafts import series
from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.drafting import Drafts
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.mentions.parties import ORGANISATIONS
from ingest.reader.records import Span
from ingest.reader.relations.binding import Binding, sorted_pair
from ingest.reader.relations.events import Event
from ingest.reader.relations.groups import Group
from ingest.reader.relations.page import Page
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import pattern

_WHICH = ("with which", "with whom")

NAMED_BEFORE, NAMED_AFTER = 110, 40
"""Characters around "with France" in which an instrument that the talks are on is named."""
WITH_WITHIN = 90
"""Characters after a name in which "with several of its neighbours" is looked for."""
AFTER_WITHIN = 40
"""Characters before a name in which "after" or "as did" is looked for."""
TALKS_WITHIN = 110
"""Characters before a name in which "talks on a similar pact with" begins."""
OF_WITH, OF_OTHERS = 60, 180
"""Characters before "with France", and before other names, in which "after those" begins."""
INCLUDING_WITHIN = 15
"""Characters before a name in which "including" begins."""
FOLLOWED_WITHIN = 30
"""Characters after a name in which "have followed" ends."""


def is_with_others(prose: Prose, mention: InstrumentMention) -> bool:
    """Read "similar pacts with several of its neighbours", which names nobody."""
    if not mention.is_similar:
        return False
    after = prose.low[mention.head.end : mention.head.end + WITH_WITHIN]
    return pattern("walk.with_others").match(after) is not None


def likewise(
    prose: Prose, mention: InstrumentMention, groups: tuple[Group, ...], binding: Binding
) -> Binding | None:
    """Find those who did alike: "such an accord with Ukraine, after Britain and Germany"."""
    if not binding.partner:
        return None
    for group in groups:
        before = prose.low[max(0, group.span.start - AFTER_WITHIN) : group.span.start]
        others = [code for code in group.codes if code != binding.partner]
        after = group.span.start > mention.head.end and not group.is_many and others
        if after and group.link == "" and pattern("pairs.likewise").search(before):
            all_pairs = tuple(sorted_pair(binding.partner, code) for code in others)
            return Binding(all_pairs, group.span, 0.8, is_list=True, partner=binding.partner)
    return None


def read_those(page: Page, drafts: Drafts) -> None:
    """Read "Japan's third such pact, after those with Australia and Britain"."""
    for number in range(len(page.prose.sentences) if drafts.all else 0):
        if not page.parties_of(number) or not page.may_have("alike.hint", number):
            continue
        for group in page.groups_of(number):
            _talks(page, drafts, number, group)
            words = _likening(page, number, group)
            model = _model(drafts, number) if words is not None and not group.is_many else None
            if words is not None and model is not None:
                host = _host(page, number, group, model) or drafts.hub()
                until = group.span.start
                those = pattern("alike.those_with").search(page.prose.low, words.start, until)
                host = host or ("" if those else drafts.power())
                _tie_each(drafts, model, host, (number, group, words))


def _talks(page: Page, drafts: Drafts, number: int, group: Group) -> None:
    """Read "Talks with France are under way" after others of the kind."""
    if group.link != "with" or group.is_many or _names_one(page, number, group):
        return
    floor, low = page.sentence(number).span.start, page.prose.low
    start = max(floor, group.span.start - TALKS_WITHIN)
    found = pattern("alike.talks_with").search(low[start : group.span.start])
    model = _model(drafts, number)
    if found is None or model is None:
        return
    after = pattern("alike.going_on").match(low[group.span.end : page.sentence(number).span.end])
    hub = drafts.hub()
    many = len({draft.pair for draft in drafts.all if hub in draft.pair}) > 1
    many = many or pattern("alike.also").search(page.sentence(number).low) is not None
    if hub in model.pair and many and (after or "way" in found.group() or "going" in found.group()):
        span = Span(start + found.start(), group.span.end)
        pairs = tuple(sorted_pair(hub, code) for code in group.codes if code not in model.pair)
        over = after is not None and pattern("alike.over").search(after.group()) is not None
        event = Event("negotiate", "done", "agreed" if over else "negotiating", span, None, 0, span)
        if pairs:
            drafts.tie(number, model.title, Binding(pairs, span, 0.7, is_list=True), (event,))


def _names_one(page: Page, number: int, group: Group) -> bool:
    """Tell whether an instrument is named beside a group: "talks with Peru on a similar deal"."""
    near = (one.head.start - group.span.end for one in page.instruments.get(number, ()))
    return any(-NAMED_BEFORE < gap < NAMED_AFTER for gap in near)


def _likening(page: Page, number: int, group: Group) -> Span | None:
    """Find the words that say of a group that it has the like, or is signed with alike."""
    floor, low = page.sentence(number).span.start, page.prose.low
    start = max(floor, group.span.start - (OF_WITH if group.link == "with" else OF_OTHERS))
    before = low[start : group.span.start]
    of_with, of_others = ("those_with", "as_those"), ("to_do_so", "joins", "others_are")
    for way in of_with if group.link == "with" else of_others:
        found = pattern(f"alike.{way}").search(before)
        if found is not None and not _is_of_others(page, number, group, way):
            return Span(start + found.start(), group.span.end)
    after = pattern("alike.followed").match(low[group.span.end : group.span.end + FOLLOWED_WITHIN])
    did_so = after is not None and group.link != "with"
    return group.span if did_so and not series.is_of_other(page, number) else None


def _is_of_others(page: Page, number: int, group: Group, way: str) -> bool:
    """Tell "joins the EU", and "other countries, including India" that sign nothing."""
    if way == "others_are":
        start = max(0, group.span.start - INCLUDING_WITHIN)
        told = "including" in page.prose.low[start : group.span.start]
        return told and pattern("alike.of_pacts").search(page.sentence(number).low) is None
    return way == "joins" and ORGANISATIONS.issuperset(group.codes)


def _model(drafts: Drafts, number: int) -> Draft | None:
    """Find the instrument spoken of last before a sentence, or in it."""
    told = [
        (one, draft.first, draft)
        for draft in drafts.all
        for one, _ in draft.mentions
        if one <= number and not draft.is_list
    ]
    return max(told, key=lambda entry: entry[:2])[2] if told else None


def _host(page: Page, number: int, group: Group, model: Draft) -> str:
    """Name the one of the two who has the others as well.

    It is the one after "with which", or the one named beside the others; of those who join others
    it is the other one.
    """
    low, floor = page.prose.low, page.sentence(number).span.start
    named = [code for one in page.groups_of(number) for code in one.codes if one is not group]
    own = [code for code in named if code in model.pair and code not in group.codes]
    for one in page.groups_of(number):
        before = low[floor : one.span.start]
        if one.codes and one.codes[0] in model.pair and before.rstrip(" the").endswith(_WHICH):
            return one.codes[0]
    if len(set(own)) != 1 or group.link == "with":
        return own[0] if len(set(own)) == 1 else ""
    return next(code for code in model.pair if code != own[0]) if _joins(page, number) else own[0]


def _joins(page: Page, number: int) -> bool:
    """Tell whether a sentence has one of the two join others: "the tenth country to sign"."""
    return pattern("alike.joining").search(page.sentence(number).low) is not None


def _tie_each(drafts: Drafts, model: Draft, host: str, where: tuple[int, Group, Span]) -> None:
    number, group, span = where
    pairs = [sorted_pair(host, code) for code in group.codes if host and code not in model.pair]
    event = Event("sign", "done", "signed", span, None, 0, span)
    here = [draft for draft in drafts.all for one, _ in draft.mentions if one == number]
    for draft in here:
        if draft.pair in pairs and not draft.events and not draft.title.many:
            draft.events.append(event)
    new = tuple(pair for pair in pairs if all(draft.pair != pair for draft in here))
    if new:
        drafts.tie(number, model.title, Binding(new, span, 0.75, is_list=True), (event,))
