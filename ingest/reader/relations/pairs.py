"""Bind an instrument to its two parties."""

import re

from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations import relative
from ingest.reader.relations.binding import (
    PAIR,
    Binding,
    Scope,
    blocked,
    one_pair,
    sorted_pair,
    spread,
)
from ingest.reader.relations.groups import Group
from ingest.reader.relations.partners import REACH, REACH_BACK, are_separate, is_parted, partner_of
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import pattern

REACH_ACTING = 220
REACH_GIVEN = 70

_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$")


def bind(
    prose: Prose,
    mention: InstrumentMention,
    groups: tuple[Group, ...],
    verb: Span | None,
    *,
    hub: str = "",
    host: str = "",
) -> Binding | None:
    """Bind a mention by the words of its own sentence; None where they do not tell.

    `hub` is the party that the article tells agreements of, where a sentence names only the other,
    `host` the one that signs with others ("a similar pact with Norway").
    """
    if len(mention.parties) == PAIR:
        return one_pair(mention.parties[0], mention.parties[1], mention.span, 0.95)
    span = mention.span
    inside = [group for group in groups if span.start <= group.span.start < span.end]
    own = _own(mention, inside)
    if own is not None:
        return own
    owner = next((group.codes[0] for group in inside if len(group.codes) == 1), "")
    limit = verb.start if verb and verb.start < mention.head.start else mention.span.start
    around = tuple(group for group in groups if group not in inside)
    scope = Scope(prose, mention, around, owner, limit)
    ways = (_between, _given, relative.signed_by_two, relative.with_whom, relative.offered)
    told = next((one for one in (way(scope) for way in ways) if one is not None), None)
    return told or _with(scope, host or hub) or _acting(scope, hub)


def are_all_with(groups: tuple[Group, ...]) -> bool:
    """Tell whether a sentence names only those "with" whom: "with Norway, Oslo will train"."""
    partners = {code for one in groups if one.link == "with" for code in one.codes}
    return all(one.link == "with" or set(one.codes) <= partners for one in groups)


def speaks_of_both(words: str) -> bool:
    """Tell whether a sentence speaks of two parties that were named before."""
    return pattern("pairs.both").search(words) is not None


def _own(mention: InstrumentMention, inside: list[Group]) -> Binding | None:
    """Read "the US-Japan treaty", "US guarantees for Ukraine"."""
    codes = tuple(dict.fromkeys(code for group in inside for code in group.codes))
    if len(codes) > PAIR or any(group.is_many for group in inside):
        return blocked(mention.span)
    if len(codes) < PAIR:
        return None
    gives = mention.family == "guarantee" and not inside[0].is_hyphened
    return one_pair(codes[0], codes[1], mention.span, 0.93, debtor=codes[0] if gives else "")


def _between(scope: Scope) -> Binding | None:
    for group in scope.groups:
        gap = scope.gap_after(group)
        if gap is None or group.link != "between" or is_parted(gap, REACH):
            continue
        if gap.startswith(" with "):
            return None
        span = Span(scope.mention.span.start, group.span.end)
        if len(group.codes) == PAIR and not group.is_many:
            return one_pair(group.codes[0], group.codes[1], span, 0.95)
        return None if ", one of" in gap else blocked(span)
    return None


def _given(scope: Scope) -> Binding | None:
    """Read "guarantees from the US to Ukraine"."""
    if scope.mention.family != "guarantee":
        return None
    near = [
        group
        for group in scope.groups
        if len(group.codes) == 1 and 0 <= group.span.start - scope.mention.head.end < REACH_GIVEN
    ]
    taker = next((group for group in near if group.link == "to"), None)
    giver = scope.owner or next((g.codes[0] for g in near if _is_giver(scope, g)), "")
    if taker is None or not giver or giver == taker.codes[0]:
        return None
    span = Span(scope.mention.span.start, taker.span.end)
    return one_pair(giver, taker.codes[0], span, 0.85, debtor=giver)


def _is_giver(scope: Scope, group: Group) -> bool:
    return (
        _FROM.search(scope.prose.low, max(0, group.span.start - 12), group.span.start) is not None
    )


def _with(scope: Scope, hub: str) -> Binding | None:
    """Read "signed a pact with Japan", "agreements with Latvia, Finland and the UK"."""
    partner = partner_of(scope)
    if partner is None:
        return None
    others = tuple(group for group in scope.groups if group.link != "with")
    others = tuple(one for one in others if not hub or not set(one.codes) <= set(partner.codes))
    subject = relative.signer(scope, others, partner) or _subject(scope, others)
    subject = subject or (None if hub else _any(others))
    if subject is not None and hub and set(subject.codes) <= set(partner.codes):
        subject = None
    hosts = _hosts(scope.owner or ("" if subject else hub), subject, partner)
    if not hosts:
        return None
    shown = subject.span if subject and not scope.owner else partner.span
    span = spread(scope.mention.span, partner.span, shown)
    pairs = tuple(
        dict.fromkeys(sorted_pair(host, code) for host in hosts for code in partner.codes)
    )
    places = partner.places if len(pairs) == len(partner.places) else ()
    if not pairs or (len(pairs) > 1 and not are_separate(scope, subject, partner, hosts)):
        return blocked(span)
    if len(pairs) > 1:
        return Binding(pairs, span, 0.85, is_list=True, places=places)
    return Binding(pairs, span, 0.92, partner=partner.codes[0])


def _hosts(owner: str, subject: Group | None, partner: Group) -> tuple[str, ...]:
    hosts = (owner,) if owner else (subject.codes if subject else ())
    return tuple(code for code in hosts if code not in partner.codes)


def _subject(scope: Scope, groups: tuple[Group, ...]) -> Group | None:
    """Find who acts: after "by", else the last one before the verb, else the first of all."""
    for group in groups:
        gap = scope.gap_after(group)
        done_by = gap is not None and len(gap) < REACH_BACK and pattern("pairs.done_by").search(gap)
        if group.link == "by" and done_by and not group.is_many:
            return group
    before = [group for group in groups if group.span.end <= scope.verb + 1 and group.codes]
    last = scope.prose.low[before[-1].span.end : scope.verb] if before else ""
    if pattern("pairs.who_signed").match(last):
        return before[-1]
    for group in before[:-1]:
        aside = scope.prose.low[group.span.end : scope.verb]
        if group.link == "" and pattern("pairs.who_aside").match(aside):
            return group
    free = [one for one in before if one.link == "" and not _is_left(scope, one)]
    if before:
        return (free or before)[-1]
    return next((group for group in groups if group.codes and not _is_past(scope, group)), None)


def _is_left(scope: Scope, group: Group) -> bool:
    """Tell where one comes from: "Modi goes from Paris to Athens, where he will sign"."""
    low, place = scope.prose.low, group.span
    return low.startswith(" to ", place.end) and low.endswith(" from ", 0, place.start)


def _any(groups: tuple[Group, ...]) -> Group | None:
    return next((group for group in groups if group.codes), None)


def _is_past(scope: Scope, group: Group) -> bool:
    """Tell whether a group stands in a later clause: "a deal with Peru, while Chile waits"."""
    gap = scope.gap_after(group)
    return gap is not None and pattern("pairs.clause").search(gap) is not None


def _acting(scope: Scope, hub: str) -> Binding | None:
    """Read "Japan and Australia signed", "offers Ukraine a deal", or two names in a sentence."""
    here = scope.mention.span
    near = tuple(
        group
        for group in scope.groups
        if group.codes and here.distance(group.span) < REACH_ACTING and not _are_partners(group)
    )
    subject = _subject(scope, near) or _any(near)
    if subject is None:
        return None
    span = spread(here, subject.span, here)
    owners = (scope.owner,) if scope.owner else _by_pronoun(scope, subject)
    codes = tuple(dict.fromkeys((*subject.codes, *owners)))
    if _are_all_with_hub(scope, subject, hub):
        each = tuple(sorted_pair(code, hub) for code in subject.codes)
        return Binding(each, span, 0.8, is_list=True, places=subject.places)
    sampled = subject.is_sample and len(subject.codes) > 1
    if len(codes) > PAIR or subject.is_many or sampled:
        return blocked(span)
    if len(codes) == PAIR:
        return one_pair(codes[0], codes[1], span, 0.8 if owners else 0.9)
    return _of_one(scope, near, subject, hub)


def _are_all_with_hub(scope: Scope, subject: Group, hub: str) -> bool:
    """Read "Ecuador and Peru have signed similar deals", in an article on those with the US."""
    likened = scope.mention.is_similar and scope.mention.many and not scope.owner
    several = len(subject.codes) > 1 and not subject.is_many
    return likened and several and hub != "" and hub not in subject.codes


def _of_one(scope: Scope, near: tuple[Group, ...], subject: Group, hub: str) -> Binding | None:
    """Bind where only one party acts: by the others named, or by whom the article is of."""
    similar = scope.mention.is_similar
    each = _to_each(scope, near, subject) if similar and scope.mention.many else None
    if each is not None or (similar and hub):
        return each or _with_hub(scope, subject, hub)
    return _two_names(scope, near, subject.codes[0]) or _with_hub(scope, subject, hub)


def _to_each(scope: Scope, near: tuple[Group, ...], subject: Group) -> Binding | None:
    """Read "Turkey trains the armies of Libya, Somalia and Azerbaijan under similar accords"."""
    others = [group for group in near if group.codes != subject.codes]
    if len(subject.codes) != 1 or len(others) != 1 or others[0].is_many:
        return None
    host, each = subject.codes[0], others[0]
    if host in each.codes:
        return None
    span = spread(scope.mention.span, subject.span, each.span)
    pairs = tuple(sorted_pair(host, code) for code in each.codes)
    return Binding(pairs, span, 0.8, is_list=True, places=each.places)


def _are_partners(group: Group) -> bool:
    """Tell whether a group names those with whom somebody else signs."""
    return group.link == "with" and len(group.codes) > 1


def _by_pronoun(scope: Scope, subject: Group) -> tuple[str, ...]:
    """Read "Zelensky was in Berlin, where he and Scholz signed": he is who came first."""
    before = scope.prose.low[max(0, subject.span.start - 60) : subject.span.start]
    first = next((group for group in scope.groups if len(group.codes) == 1), None)
    return first.codes if first and pattern("pairs.he_and").search(before) else ()


def _with_hub(scope: Scope, subject: Group, hub: str) -> Binding | None:
    """Read "Sweden signed a similar agreement", where the article is of those with the US."""
    code = subject.codes[0]
    if not hub or code == hub or subject.span.start > scope.mention.span.start:
        return None
    span = spread(subject.span, subject.span, scope.mention.span)
    return Binding((sorted_pair(code, hub),), span, 0.75)


def _two_names(scope: Scope, near: tuple[Group, ...], actor: str) -> Binding | None:
    codes = tuple(dict.fromkeys(code for group in near for code in group.codes))
    if len(codes) != PAIR or actor not in codes or any(group.is_many for group in near):
        return None
    if all(group.link == "with" for group in near):
        return None
    widest = spread(near[0].span, near[-1].span, scope.mention.span)
    return Binding((sorted_pair(codes[0], codes[1]),), widest, 0.7, is_explicit=False)
