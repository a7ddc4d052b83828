"""Name the second party where a sentence leaves it out: "Fiji is open to a treaty too"."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.reader.drafts import hubs, series
from ingest.reader.drafts.telling import Telling
from ingest.reader.relations.binding import Binding, sorted_pair
from ingest.reader.relations.groups import Group
from ingest.reader.text.vocabulary import pattern

if TYPE_CHECKING:
    from ingest.reader.drafts.walk import Walk

NEAR = 3
"""Sentences after one of a party's agreements in which one more of them is told."""
STAY = 30
"""Characters from a place to ", where he signed"."""
BEHIND = 90
"""Characters after a name in which a partner, or a guest's host, is looked for."""


def completed(walk: "Walk", telling: Telling) -> Telling:
    """Bind what one party alone is said to sign to the party that signs with many."""
    mention = telling.mention
    if telling.explicit is not None or mention.many or mention.is_barred:
        return telling
    abroad = _abroad(walk, telling)
    if abroad is not None:
        likened = replace(mention, is_similar=mention.is_similar or not mention.kind)
        return replace(telling, binding=abroad, mention=likened)
    bound = telling.binding
    told = bound is not None and (bound.is_blocked or not _is_too(walk, telling))
    if told or mention.determiner not in {"", "a", "an", "its", "another", "similar"}:
        return telling
    actor = _actor(walk, telling)
    other = (_host(walk, telling, actor) or _hub(walk, telling, actor)) if actor else ""
    if actor is None or not other:
        return telling
    span = actor.span if actor.span.start < mention.span.start else mention.span
    binding = Binding((sorted_pair(actor.codes[0], other),), span, 0.75, partner=other)
    likened = replace(mention, is_similar=mention.is_similar or not mention.kind)
    return replace(telling, binding=binding, mention=likened)


def _actor(walk: "Walk", telling: Telling) -> Group | None:
    """Find the only party that stands before the instrument of a sentence."""
    start = telling.mention.span.start
    groups = [one for one in walk.page.groups_of(telling.number) if one.span.end <= start]
    if len({code for one in groups for code in one.codes}) != 1 or not telling.events:
        return None
    first = groups[0]
    return first if first.link == "" and not any(one.is_many for one in groups) else None


def _host(walk: "Walk", telling: Telling, actor: Group) -> str:
    """Read "Esper signed a similar deal in Tunis with Defence Minister Bartagi": whose he is."""
    places = walk.page.places_of(telling.number) - set(actor.codes)
    low, end = walk.page.prose.low, telling.mention.head.end
    with_host = pattern("partners.with_host").search(low[end : end + BEHIND])
    return places.pop() if len(places) == 1 and with_host and telling.strong() else ""


def _abroad(walk: "Walk", telling: Telling) -> Binding | None:
    """Read "Zelensky flew on to Bucharest, where he signed a similar agreement": with whom."""
    mention, number = telling.mention, telling.number
    alike_one = mention.kind or mention.is_similar or mention.determiner in {"such", "another"}
    start = walk.page.sentence(number).span.start
    before = walk.page.prose.low[start : mention.span.start]
    if ", where " not in before or not alike_one or not telling.events:
        return None
    where = pattern("partners.where_he").search(before)
    end = start + where.start() if where else start
    places = [one for one in walk.page.parties_of(number) if end - STAY < one.span.end <= end]
    if not places or not places[-1].code:
        return None
    place = places[-1]
    groups = [one for one in walk.page.groups_of(number) if one.span.end < place.span.start]
    acting = [one for one in groups if one.link == "" and not _is_left(walk, one)]
    unnamed = (walk.hub_of(number),) if hubs.lacks_one(walk.page, number) else ()
    codes = acting[-1].codes if acting else unnamed
    if len(codes) != 1 or codes[0] in {"", place.code}:
        return None
    return Binding((sorted_pair(codes[0], place.code),), place.span, 0.75, partner=place.code)


def _is_left(walk: "Walk", group: Group) -> bool:
    """Tell the place of "from Tokyo, he went on to Seoul"."""
    return walk.page.prose.low.endswith(("from ", "leaving "), 0, group.span.start)


def _hub(walk: "Walk", telling: Telling, actor: Group) -> str:
    """Name who has agreements with many, in a story that goes on with one more of them."""
    hub, mention = series.hub_of(walk), telling.mention
    too = mention.is_bare and _is_too(walk, telling)
    apt = too or (mention.kind and (telling.strong() or mention.year))
    if not hub or hub in actor.codes or not apt:
        return ""
    last = max(one.mentions[-1][0] for one in walk.drafts.all if hub in one.pair)
    other = walk.page.prose.low.startswith((" with ", " between "), mention.head.end)
    return hub if telling.number - last <= NEAR and not other else ""


def _is_too(walk: "Walk", telling: Telling) -> bool:
    """Tell whether a sentence says that somebody does as those before: "signed a treaty too"."""
    return pattern("partners.too").search(walk.page.sentence(telling.number).low) is not None
