"""Find what an instrument holds, and what the text says that it does not hold."""

import re
from dataclasses import dataclass

from ingest.reader import vocabulary
from ingest.reader.groups import Group
from ingest.reader.prose import Prose
from ingest.reader.records import Commitment, Held, Span, Strength
from ingest.reader.vocabulary import Promise, pattern

_ATTACKED = re.compile(r"\b(?:in the event of|if attacked|hostilities|in case of|attack)\b")
_DUTY = re.compile(r"\b(?:shall|must|oblig\w+|commits?|committed|bind\w*|will|requires?)\b")
_INTENT = re.compile(
    r"\b(?:would|aims?|plans?|could|intend\w*|seeks?|expected|may|should|hopes?)\b"
)
_PROMISING = re.compile(r"\b(?:pledging|promising|committing|vowing)\s")
_TROOPS = frozenset({"force_presence"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that tells of an instrument.

    `name` is the mention in it, None where it goes on without one; `others` are the names of
    other instruments in it.
    """

    sentence: Span
    name: Span | None
    is_bullet: bool
    others: tuple[Span, ...] = ()


def find(
    prose: Prose,
    passage: Passage,
    pair: tuple[str, str],
    groups: tuple[Group, ...],
    debtor: str,
) -> tuple[Commitment, ...]:
    """Find the commitments that one passage tells of an instrument between `pair`."""
    low = prose.low[passage.sentence.start : passage.sentence.end]
    name = _relative(passage)
    found: dict[tuple[str, Held], Commitment] = {}
    for hit in vocabulary.commitment_phrases().find(low):
        if (name is not None and name.covers(hit.span)) or _is_others(passage, hit.span):
            continue
        held = _held(low, name, hit.span, passage)
        if held is None or _is_product(low, hit.span):
            continue
        giver = _giver(low, hit.span, passage, groups, pair) or debtor
        for promise in hit.meanings:
            if not isinstance(promise, Promise) or (held == "made" and promise.only_excluded):
                continue
            one = _commitment(
                promise.type, held, low, passage.sentence.start, hit.span, (pair, giver)
            )
            found.setdefault((one.type, held), one)
            if held == "excluded" and one.type in _TROOPS and _ATTACKED.search(low):
                extra = _commitment(
                    "mutual_defence", held, low, passage.sentence.start, hit.span, (pair, giver)
                )
                found.setdefault((extra.type, held), extra)
    return tuple(found.values())


def _is_product(low: str, phrase: Span) -> bool:
    """Tell "production of weapons", which is industry, from weapons that are given."""
    return pattern("commitments.product").search(low[: phrase.start]) is not None


def _is_others(passage: Passage, phrase: Span) -> bool:
    start = passage.sentence.start
    place = Span(start + phrase.start, start + phrase.end)
    return any(other.covers(place) for other in passage.others)


def _relative(passage: Passage) -> Span | None:
    if passage.name is None:
        return None
    start = passage.sentence.start
    return Span(max(0, passage.name.start - start), passage.name.end - start)


def _held(low: str, name: Span | None, phrase: Span, passage: Passage) -> Held | None:
    before = low[: phrase.start]
    negation = pattern("commitments.not").search(before)
    if negation and not pattern("commitments.not_over").search(before, negation.start()):
        return "excluded" if _can_be_excluded(low, phrase) else None
    if _is_aside(before, name.end if name and name.end < phrase.start else 0):
        return None
    if name is None:
        return "made" if passage.is_bullet or pattern("commitments.holds").search(before) else None
    if name.end <= phrase.start:
        gap = low[name.end : phrase.start]
        return (
            "made"
            if pattern("commitments.holds").search(gap)
            or pattern("commitments.at_once").search(gap)
            else None
        )
    under = pattern("commitments.under").search(low[: name.start]) is not None
    return "made" if under and pattern("commitments.holds").search(low) else None


def _is_aside(before: str, start: int) -> bool:
    """Tell whether a phrase stands in a clause about other things; an insertion is over."""
    aside = pattern("commitments.aside").search(before, start)
    if aside is None:
        return False
    over = pattern("commitments.aside_over").search(before, aside.end())
    return over is None or _is_aside(before, over.end())


def _can_be_excluded(low: str, phrase: Span) -> bool:
    """Only what an agreement could have held is told as missing: duties to defend, and troops."""
    words = low[phrase.start : phrase.end]
    return (
        re.search(
            r"defen[cs]e|assistance|article|alliance|troop|soldier|boots|force|base|attack|aid|nuclear|nato|station",
            words,
        )
        is not None
    )


def _giver(
    low: str, phrase: Span, passage: Passage, groups: tuple[Group, ...], pair: tuple[str, str]
) -> str:
    gives = pattern("commitments.gives").search(low, 0, phrase.start)
    if not gives:
        return ""
    at = passage.sentence.start + gives.start()
    before = [group for group in groups if group.span.end <= at and group.codes]
    if not before:
        return ""
    actor = before[0] if _PROMISING.search(low, 0, gives.start() + 1) else before[-1]
    return actor.codes[0] if len(actor.codes) == 1 and actor.codes[0] in pair else ""


def _commitment(
    code: str,
    held: Held,
    low: str,
    offset: int,
    phrase: Span,
    parties: tuple[tuple[str, str], str],
) -> Commitment:
    pair, giver = parties
    taker = next((one for one in pair if one != giver), None) if giver else None
    return Commitment(
        type=code,
        held=held,
        debtor=giver or None,
        creditor=taker,
        strength=_strength(low[: phrase.start]),
        span=Span(offset + _quote_start(low, phrase, held), offset + phrase.end),
        confidence=0.7 if held == "made" else 0.75,
    )


def _strength(before: str) -> Strength:
    if _DUTY.search(before):
        return "duty"
    return "intent" if _INTENT.search(before) else "mentioned"


def _quote_start(low: str, phrase: Span, held: Held) -> int:
    """A promise is proved by its own words, an exclusion by the words from its negation on."""
    if held == "made":
        return phrase.start
    negation = pattern("commitments.not").search(low[: phrase.start])
    return negation.start() if negation else phrase.start
