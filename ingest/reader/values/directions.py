"""Tell who owes what an instrument holds: one party to the other, both alike, or it is not said."""

import re
from dataclasses import dataclass

from ingest.reader.records import Direction, Span
from ingest.reader.relations.groups import Group
from ingest.reader.text.vocabulary import pattern

REACH = 90
"""Characters before a phrase in which "each other" or "jointly" makes it mutual."""
REACH_AFTER = 45
"""The same after it."""

_SENT = re.compile(r"\b(?:troops|soldiers|personnel|forces|contingents?)\b")
_PROMISING = re.compile(r"\b(?:pledging|promising|committing|vowing)\s")


@dataclass(frozen=True, slots=True)
class Owed:
    """Who owes it; debtor and creditor are None unless it goes one way."""

    direction: Direction
    debtor: str | None = None
    creditor: str | None = None


def find(
    low: str, start: int, phrase: Span, groups: tuple[Group, ...], pair: tuple[str, str]
) -> Owed:
    """Tell by the words around a phrase who owes it.

    `low` is the sentence in lower case, `start` its offset, `phrase` lies within it.
    """
    taker = _taker(low, start, phrase, groups, pair)
    giver = _other(pair, taker) or _giver(low, start, phrase, groups, pair)
    if giver:
        return one_way(giver, pair)
    around = low[max(0, phrase.start - REACH) : phrase.end + REACH_AFTER]
    return Owed("mutual") if pattern("directions.mutual").search(around) else Owed("not_stated")


def hosting(
    low: str, start: int, phrase: Span, groups: tuple[Group, ...], pair: tuple[str, str]
) -> Owed:
    """Read "American troops on Danish soil": the one whose forces come is owed their stay."""
    owed = find(low, start, phrase, groups, pair)
    if pattern("directions.both_ways").search(low):
        return owed
    named = [
        one
        for one in groups
        if len(one.codes) == 1
        and one.codes[0] in pair
        and not pattern("directions.for_them").search(low, 0, one.span.start - start)
    ]
    guests = {one.codes[0] for one in named if _stands_with("guest", low, start, one)}
    hosts = {one.codes[0] for one in named if _stands_with("host", low, start, one)}
    guests |= {_other(pair, code) for code in hosts - guests}
    if len(guests) == 1:
        return one_way(_other(pair, guests.pop()), pair)
    sent = owed.creditor and _SENT.search(low, phrase.start, phrase.end)
    return one_way(owed.creditor, pair) if sent and owed.creditor else owed


def _stands_with(role: str, low: str, start: int, group: Group) -> bool:
    """Tell whether a party is named as the owner of forces that come, or of the land."""
    return pattern(f"directions.{role}").match(low, group.span.end - start) is not None


def one_way(giver: str, pair: tuple[str, str]) -> Owed:
    """Say that one party owes it to the other; not stated where `giver` is neither."""
    taker = _other(pair, giver)
    return Owed("one_way", giver, taker) if taker else Owed("not_stated")


def _other(pair: tuple[str, str], code: str) -> str:
    return next((one for one in pair if one != code), "") if code in pair else ""


def _giver(
    low: str, start: int, phrase: Span, groups: tuple[Group, ...], pair: tuple[str, str]
) -> str:
    """Read "Paris will provide weapons": the last actor before the verb."""
    gives = pattern("commitments.gives").search(low, 0, phrase.end)
    if not gives:
        return ""
    before = [group for group in groups if group.span.end <= start + gives.start() and group.codes]
    if not before:
        return ""
    actor = before[0] if _PROMISING.search(low, 0, gives.start() + 1) else before[-1]
    return actor.codes[0] if len(actor.codes) == 1 and actor.codes[0] in pair else ""


def _taker(
    low: str, start: int, phrase: Span, groups: tuple[Group, ...], pair: tuple[str, str]
) -> str:
    """Read "gives U.S. forces access to bases": who is given it stands right after the verb."""
    for given in pattern("directions.given").finditer(low, 0, phrase.end):
        for group in groups:
            beside = 0 <= group.span.start - (start + given.end()) <= len("the ")
            if beside and len(group.codes) == 1 and group.codes[0] in pair:
                return group.codes[0]
    return ""
