"""Find with whom an instrument is signed."""

from dataclasses import replace
from itertools import pairwise

from ingest.reader.records import Span
from ingest.reader.relations.binding import PAIR, Scope
from ingest.reader.relations.groups import Group
from ingest.reader.text.vocabulary import pattern

# Characters between an instrument and the words that name its parties; tuned on half of the corpus.
REACH = 170
REACH_BACK = 90


WITHIN_MANY = 40
"""Characters between "NATO states" and "among them Bulgaria"."""


def partner_of(scope: Scope) -> Group | None:
    """Find the group after "with" that is nearest to the instrument; one after it is preferred."""
    costs: list[tuple[int, int, Group]] = []
    samples = [one.span.start for one in scope.groups if one.is_sample and one.codes]
    for order, group in enumerate(scope.groups):
        after = scope.gap_after(group)
        gap = scope.gap_before(group) if after is None else after
        if group.is_many and any(0 < one - group.span.end < WITHIN_MANY for one in samples):
            continue
        if after is None and not group.codes and _two_act(scope, group):
            continue
        if group.link == "with" and not is_parted(
            gap if after is None else _before_with(gap), REACH_BACK if after is None else REACH
        ):
            costs.append((len(gap) + (30 if after is None else 0), order, group))
    if not costs:
        return None
    _, order, best = min(costs)
    return _and_more(scope, best, scope.groups[order + 1 :]) if scope.mention.many else best


def _two_act(scope: Scope, many: Group) -> bool:
    """Read "besides deals with its allies, Iran and Oman signed": two act after the allies."""
    behind = [group for group in scope.groups if group.span.start > many.span.end]
    return any(len(group.codes) == PAIR and group.link == "" for group in behind)


def _before_with(gap: str) -> str:
    """Cut "with seven countries: " from the end of what stands before a partner."""
    found = pattern("groups.with").search(gap)
    return gap[: found.start()] if found else gap


def _and_more(scope: Scope, partner: Group, following: tuple[Group, ...]) -> Group:
    """Read "agreements with Denmark on training and with Norway on patrols"."""
    for group in following:
        gap = scope.prose.low[partner.span.end : group.span.start]
        if group.is_many or not pattern("pairs.also_with").match(gap):
            break
        new = tuple(zip(group.codes, group.places, strict=True))
        partner = replace(
            partner,
            span=Span(partner.span.start, group.span.end),
            codes=(*partner.codes, *(code for code, _ in new)),
            places=(*partner.places, *(place for _, place in new)),
        )
    return partner


def is_parted(gap: str, reach: int) -> bool:
    """Tell whether the words between an instrument and a party keep them apart."""
    return len(gap) > reach or pattern("pairs.stop").search(gap) is not None


def are_separate(
    scope: Scope, subject: Group | None, partner: Group, hosts: tuple[str, ...]
) -> bool:
    """Tell several agreements of two from one agreement of many."""
    sample = partner.is_sample or (subject is not None and subject.is_sample)
    many = scope.mention.many or scope.mention.is_similar or sample or _has_each(scope, partner)
    return many and min(len(hosts), len(partner.codes)) == 1


def _has_each(scope: Scope, partner: Group) -> bool:
    """Read "a pact with Moldova on 21 May and with Norway on 28 May", "have each signed one"."""
    low = scope.prose.low
    if pattern("pairs.each").search(
        low[max(0, scope.mention.span.start - 40) : scope.mention.span.start]
    ):
        return True
    gaps = [low[one.end : other.start] for one, other in pairwise(partner.places)]
    return bool(gaps) and all(" with " in gap for gap in gaps)
