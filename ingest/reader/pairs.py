"""Bind an instrument to its two parties."""

import re
from dataclasses import dataclass

from ingest.reader.groups import Group
from ingest.reader.mention import InstrumentMention
from ingest.reader.prose import Prose
from ingest.reader.records import Span
from ingest.reader.vocabulary import pattern

PAIR = 2
"""Parties of an agreement; with three or more there is no record."""

# Characters between an instrument and the words that name its parties; tuned on half of the corpus.
REACH = 170
REACH_BACK = 90
REACH_ACTING = 220
REACH_GIVEN = 70

_THAT = re.compile(r"^\s(?:that|which)\s(?:the\s)?$")
_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Binding:
    """The pairs of parties that one mention of an instrument belongs to.

    `pairs` holds sorted codes, none where three or more parties share the instrument.
    `is_explicit`: the words themselves tie the parties to it; `is_list`: it is one of several;
    `places`: where the party stands that sets each pair of a list apart; `partner`: the one
    named after "with".
    """

    pairs: tuple[tuple[str, str], ...]
    span: Span
    confidence: float
    is_explicit: bool = True
    is_list: bool = False
    debtor: str = ""
    places: tuple[Span, ...] = ()
    partner: str = ""

    @property
    def is_blocked(self) -> bool:
        """Tell whether the instrument has more than two parties."""
        return not self.pairs


@dataclass(frozen=True, slots=True)
class Scope:
    """An instrument among the parties of its sentence.

    `owner` is the one party within its name ("Japan's …"), `verb` where its status word begins.
    """

    prose: Prose
    mention: InstrumentMention
    groups: tuple[Group, ...]
    owner: str
    verb: int

    def gap_after(self, group: Group) -> str | None:
        """Give the words between the instrument and a group after it; None if it is not after."""
        if group.span.start <= self.mention.head.end:
            return None
        return self.prose.low[self.mention.head.end : group.span.start]

    def gap_before(self, group: Group) -> str:
        """Give the words between a group and the instrument after it."""
        return self.prose.low[group.span.end : self.mention.span.start]


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
        return _one(mention.parties[0], mention.parties[1], mention.span, 0.95)
    span = mention.span
    inside = [group for group in groups if span.start <= group.span.start < span.end]
    own = _own(mention, inside)
    if own is not None:
        return own
    owner = next((group.codes[0] for group in inside if len(group.codes) == 1), "")
    limit = verb.start if verb and verb.start < mention.head.start else mention.span.start
    around = tuple(group for group in groups if group not in inside)
    scope = Scope(prose, mention, around, owner, limit)
    ways = (_between, _given, _signed_by_two)
    told = next((one for one in (way(scope) for way in ways) if one is not None), None)
    return told or _with(scope, host or hub) or _acting(scope, hub)


def speaks_of_both(words: str) -> bool:
    """Tell whether a sentence speaks of two parties that were named before."""
    return pattern("pairs.both").search(words) is not None


def _own(mention: InstrumentMention, inside: list[Group]) -> Binding | None:
    """Read "the US-Japan treaty", "US guarantees for Ukraine"."""
    codes = tuple(dict.fromkeys(code for group in inside for code in group.codes))
    if len(codes) > PAIR or any(group.is_many for group in inside):
        return _blocked(mention.span)
    if len(codes) < PAIR:
        return None
    gives = mention.family == "guarantee" and not inside[0].is_hyphened
    return _one(codes[0], codes[1], mention.span, 0.93, debtor=codes[0] if gives else "")


def _between(scope: Scope) -> Binding | None:
    for group in scope.groups:
        gap = scope.gap_after(group)
        if gap is None or group.link != "between" or _is_parted(gap, REACH):
            continue
        span = Span(scope.mention.span.start, group.span.end)
        if len(group.codes) == PAIR and not group.is_many:
            return _one(group.codes[0], group.codes[1], span, 0.95)
        return _blocked(span)
    return None


def _is_parted(gap: str, reach: int) -> bool:
    return len(gap) > reach or pattern("pairs.stop").search(gap) is not None


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
    return _one(giver, taker.codes[0], span, 0.85, debtor=giver)


def _signed_by_two(scope: Scope) -> Binding | None:
    """Read "the treaty that Australia and Papua New Guinea plan to sign"."""
    for group in scope.groups:
        gap = scope.gap_after(group)
        if gap is not None and _THAT.match(gap) and len(group.codes) == PAIR and not group.is_many:
            span = Span(scope.mention.span.start, group.span.end)
            return _one(group.codes[0], group.codes[1], span, 0.9)
    return None


def _is_giver(scope: Scope, group: Group) -> bool:
    return (
        _FROM.search(scope.prose.low, max(0, group.span.start - 12), group.span.start) is not None
    )


def _with(scope: Scope, hub: str) -> Binding | None:
    """Read "signed a pact with Japan", "agreements with Latvia, Finland and the UK"."""
    partner = _partner(scope)
    if partner is None:
        return None
    others = tuple(group for group in scope.groups if group.link != "with")
    subject = _subject(scope, others)
    hosts = _hosts(scope.owner or ("" if subject else hub), subject, partner)
    if not hosts:
        return None
    shown = subject.span if subject and not scope.owner else partner.span
    span = _spread(scope.mention.span, partner.span, shown)
    pairs = tuple(
        dict.fromkeys(sorted_pair(host, code) for host in hosts for code in partner.codes)
    )
    places = partner.places if len(pairs) == len(partner.places) else ()
    if not pairs or (len(pairs) > 1 and not _are_separate(scope, subject, partner, hosts)):
        return _blocked(span)
    if len(pairs) > 1:
        return Binding(pairs, span, 0.85, is_list=True, places=places)
    return Binding(pairs, span, 0.92, partner=partner.codes[0])


def _hosts(owner: str, subject: Group | None, partner: Group) -> tuple[str, ...]:
    hosts = (owner,) if owner else (subject.codes if subject else ())
    return tuple(code for code in hosts if code not in partner.codes)


def _are_separate(
    scope: Scope, subject: Group | None, partner: Group, hosts: tuple[str, ...]
) -> bool:
    """Tell several agreements of two from one agreement of many."""
    sample = partner.is_sample or (subject is not None and subject.is_sample)
    many = scope.mention.many or scope.mention.is_similar or sample
    return many and min(len(hosts), len(partner.codes)) == 1


def _partner(scope: Scope) -> Group | None:
    """Find the group after "with" that is nearest to the instrument; one after it is preferred."""
    costs: list[tuple[int, int, Group]] = []
    for order, group in enumerate(scope.groups):
        after = scope.gap_after(group)
        gap = scope.gap_before(group) if after is None else after
        if group.link == "with" and not _is_parted(gap, REACH_BACK if after is None else REACH):
            costs.append((len(gap) + (30 if after is None else 0), order, group))
    return min(costs)[2] if costs else None


def _subject(scope: Scope, groups: tuple[Group, ...]) -> Group | None:
    """Find who acts: after "by", else the last one before the verb, else the first of all."""
    for group in groups:
        gap = scope.gap_after(group)
        done_by = gap is not None and len(gap) < REACH_BACK and pattern("pairs.done_by").search(gap)
        if group.link == "by" and done_by and not group.is_many:
            return group
    before = [group for group in groups if group.span.end <= scope.verb + 1 and group.codes]
    free = [group for group in before if group.link == ""]
    if before:
        return (free or before)[-1]
    return next((group for group in groups if group.codes), None)


def _acting(scope: Scope, hub: str) -> Binding | None:
    """Read "Japan and Australia signed", "offers Ukraine a deal", or two names in a sentence."""
    here = scope.mention.span
    near = tuple(
        group
        for group in scope.groups
        if group.codes and here.distance(group.span) < REACH_ACTING and not _are_partners(group)
    )
    subject = _subject(scope, near)
    if subject is None:
        return None
    span = _spread(here, subject.span, here)
    owners = (scope.owner,) if scope.owner else _by_pronoun(scope, subject)
    codes = tuple(dict.fromkeys((*subject.codes, *owners)))
    if len(codes) > PAIR or subject.is_many:
        return _blocked(span)
    if len(codes) == PAIR:
        return _one(codes[0], codes[1], span, 0.8 if owners else 0.9)
    if scope.mention.is_similar and hub:
        return _with_hub(scope, subject, hub)
    return _two_names(scope, near, codes[0]) or _with_hub(scope, subject, hub)


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
    span = _spread(subject.span, subject.span, scope.mention.span)
    return Binding((sorted_pair(code, hub),), span, 0.75)


def _two_names(scope: Scope, near: tuple[Group, ...], actor: str) -> Binding | None:
    codes = tuple(dict.fromkeys(code for group in near for code in group.codes))
    if len(codes) != PAIR or actor not in codes or any(group.is_many for group in near):
        return None
    if all(group.link == "with" for group in near):
        return None
    widest = _spread(near[0].span, near[-1].span, scope.mention.span)
    return Binding((sorted_pair(codes[0], codes[1]),), widest, 0.7, is_explicit=False)


def _one(first: str, second: str, span: Span, confidence: float, *, debtor: str = "") -> Binding:
    return Binding((sorted_pair(first, second),), span, confidence, debtor=debtor)


def _blocked(span: Span) -> Binding:
    return Binding((), span, 0.0)


def sorted_pair(first: str, second: str) -> tuple[str, str]:
    """Put two codes into the order of a record."""
    return (first, second) if first < second else (second, first)


def _spread(first: Span, second: Span, third: Span) -> Span:
    spans = (first, second, third)
    return Span(min(span.start for span in spans), max(span.end for span in spans))
