"""Bind an instrument by a clause said of it, or of a party: "the pact that Japan has made with"."""

import re
from itertools import pairwise

from ingest.reader.records import Span
from ingest.reader.relations.binding import PAIR, Binding, Scope, one_pair, sorted_pair
from ingest.reader.relations.groups import Group
from ingest.reader.relations.partners import REACH_BACK
from ingest.reader.text.vocabulary import pattern

OFFERED_WITHIN = 30
"""Characters between "offered Albania" and the name of what was offered."""

_THAT = re.compile(r"^\s(?:that|which)\s(?:the\s)?$")


def signed_by_two(scope: Scope) -> Binding | None:
    """Read "the treaty that Australia and Papua New Guinea plan to sign"."""
    for group in scope.groups:
        gap = scope.gap_after(group)
        if gap is not None and _THAT.match(gap) and len(group.codes) == PAIR and not group.is_many:
            span = Span(scope.mention.span.start, group.span.end)
            return one_pair(group.codes[0], group.codes[1], span, 0.9)
    return None


def with_whom(scope: Scope) -> Binding | None:
    """Read "the eleventh partner with which Japan has such a pact", "Peru, with which it has"."""
    for group in scope.groups[1:]:
        gap, first = scope.gap_before(group), scope.groups[0]
        one = len(first.codes) == len(group.codes) == 1 and first.codes != group.codes
        if one and len(gap) < REACH_BACK and pattern("pairs.with_which_it").match(gap):
            span = Span(group.span.start, scope.mention.span.end)
            pair = sorted_pair(first.codes[0], group.codes[0])
            return Binding((pair,), span, 0.85, partner=group.codes[0])
    for first, second in pairwise(scope.groups):
        gap = scope.prose.low[first.span.end : second.span.start]
        two = len(first.codes) == len(second.codes) == 1 and first.codes != second.codes
        near = 0 <= scope.mention.span.start - second.span.end < REACH_BACK
        if two and near and pattern("pairs.with_whom").search(gap):
            pair = sorted_pair(first.codes[0], second.codes[0])
            span = Span(first.span.start, scope.mention.span.end)
            return Binding((pair,), span, 0.9, partner=second.codes[0])
    return None


def offered(scope: Scope) -> Binding | None:
    """Read "Kosovo's government also offered Albania a treaty"."""
    for first, second in pairwise(scope.groups):
        two = len(first.codes) == len(second.codes) == 1 and first.codes != second.codes
        near = 0 <= scope.mention.span.start - second.span.end < OFFERED_WITHIN
        gap = scope.prose.low[first.span.end : second.span.start] if two and near else ""
        if gap and len(gap) < REACH_BACK and pattern("pairs.offers").search(gap):
            span = Span(first.span.start, scope.mention.span.end)
            return one_pair(first.codes[0], second.codes[0], span, 0.85)
    return None


def signer(scope: Scope, groups: tuple[Group, ...], partner: Group) -> Group | None:
    """Read "Portugal fears a pact that its former colony Sao Tome has signed with Russia"."""
    for group in groups:
        gap = scope.gap_after(group)
        if gap is None or group.span.start > partner.span.start or not group.codes:
            continue
        signs = scope.prose.low[group.span.end : partner.span.start]
        if pattern("pairs.that_one").match(gap) and pattern("pairs.has_signed").match(signs):
            return group
    return None
