"""Find what an instrument holds, and what the text says that it does not hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.reader.mentions.parties import ORGANISATIONS
from ingest.reader.records import Commitment, Held, Span, Strength
from ingest.reader.relations.groups import Group
from ingest.reader.text import marks, promises, vocabulary
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import Found, Promise, pattern, search
from ingest.reader.values import denial, directions
from ingest.reader.values.directions import Owed

_ATTACKED = re.compile(
    r"\b(?:in the event of|if attacked|hostilities|in case of|attack|armed conflict)\b"
)
_DUTY = re.compile(r"\b(?:shall|must|oblig\w+|commits?|committed|bind\w*|will|requires?)\b")
_INTENT = re.compile(
    r"\b(?:would|aims?|plans?|could|intend\w*|seeks?|expected|may|should|hopes?)\b"
)
FARTHER = 20
"""Characters that a pattern begins before a phrase where it tells another thing."""
EXCLUDABLE = frozenset({"mutual_defence", "force_presence", "nuclear", "military_aid"})
"""What is told as missing is what an agreement could have held: duties to defend, troops, arms."""
FORBORNE = frozenset({"non_aggression", "neutrality"})
"""Types that are promised by what is not done: "neither will use its soil against the other"."""
_TROOPS = frozenset({"force_presence"})
_HELP = frozenset({"force_presence", "military_aid"})


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
    start = passage.sentence.start
    low = prose.low[start : passage.sentence.end]
    found: dict[tuple[str, Held], Commitment] = {}
    for hit in _hits(prose, start, passage.sentence.end):
        proof = _proof(prose, low, passage, hit.span)
        if proof is None or (
            proof != hit.span
            and _is_of_third(groups, pair, Span(start + proof.start, start + hit.span.end))
        ):
            continue
        for code, held in _types(low, hit, "made" if proof == hit.span else "excluded"):
            told = directions.hosting if code in _TROOPS else directions.find
            owed = told(low, start, hit.span, groups, pair)
            if owed.direction != "one_way" and debtor:
                owed = directions.one_way(debtor, pair)
            one = _commitment(code, held, low, start, proof, owed)
            found.setdefault((code, held), one)
    return tuple(found.values())


def _is_of_third(groups: tuple[Group, ...], pair: tuple[str, str], told: Span) -> bool:
    """Tell "no Indian soldiers" from what an agreement of two others holds."""
    return any(
        told.start - len(" ") <= group.span.end <= told.end
        for group in groups
        if group.codes and not set(group.codes) & ORGANISATIONS.union(pair)
    )


def _proof(prose: Prose, low: str, passage: Passage, phrase: Span) -> Span | None:
    """Give the words that prove a phrase of the instrument of a passage; None where it is not.

    A promise is proved by the phrase alone, an exclusion by the words of its denial too.
    """
    name = _relative(passage)
    if (name is not None and name.covers(phrase)) or _is_others(low, passage, phrase):
        return None
    if _is_titled(prose, passage.sentence.start, phrase) or _is_elsewhere(low, phrase):
        return None
    after = prose.low[passage.sentence.end : passage.sentence.end + denial.ANSWER]
    if denial.is_open(low, after, name, phrase):
        return None
    denied = denial.find(low, after, phrase)
    before = low[: phrase.start]
    if denied is None and (
        _is_aside(before, _end_before(name, phrase))
        or pattern("commitments.doubted").search(before)
    ):
        return None
    return denied or (phrase if name is None or _is_told_of(low, name, phrase) else None)


def _end_before(name: Span | None, phrase: Span) -> int:
    """Give where a name before a phrase ends, else the beginning."""
    return name.end if name and name.end < phrase.start else 0


def _types(low: str, hit: Found, held: Held) -> Iterator[tuple[str, Held]]:
    """Give the types that a phrase stands for; "no troops if attacked" is no defence either."""
    for promise in hit.meanings:
        if not isinstance(promise, Promise) or (held == "made" and promise.only_excluded):
            continue
        if _is_unlike(low, hit.span, promise.type):
            continue
        if held == "excluded" and promise.type in _HELP and _ATTACKED.search(low):
            yield "mutual_defence", held
            if promise.type not in _TROOPS:
                continue
        if held == "made" or promise.type in EXCLUDABLE:
            yield promise.type, held
        elif promise.type in FORBORNE and not low.startswith(("non", "neutral"), hit.span.start):
            yield promise.type, "made"


def _is_unlike(low: str, phrase: Span, code: str) -> bool:
    """Tell whether the words beside a phrase make it another thing than the type it stands for."""
    name = f"unlike.{code}"
    if not vocabulary.has_pattern(name):
        return False
    before, after = low[: phrase.start], "<" + low[phrase.end :]
    return bool(pattern(name).search(before) or pattern(name).search(after))


def _hits(prose: Prose, start: int, end: int) -> tuple[Found, ...]:
    """Find the phrases of the vocabulary, then what only its patterns tell."""
    phrases = prose.marks.found(marks.COMMITMENTS, start, end)
    return (*phrases, *_more_hits(prose.low[start:end], phrases))


def _more_hits(low: str, phrases: list[Found]) -> Iterator[Found]:
    told = [one for one in phrases if not _is_only_excluded(one)]
    for match in promises.find(low):
        if match.lastgroup:
            more = Found(
                Span(*match.span(match.lastgroup)), (Promise(match.lastgroup, only_excluded=False),)
            )
            if not any(_is_same(more.span, one.span) and _stands(low, one) for one in told):
                yield more


def _stands(low: str, hit: Found) -> bool:
    """Tell whether the words beside a phrase leave it any of its meanings."""
    meant = (one for one in hit.meanings if isinstance(one, Promise))
    told = any(not _is_unlike(low, hit.span, one.type) for one in meant)
    return told and not _is_elsewhere(low, hit.span)


def _is_same(more: Span, phrase: Span) -> bool:
    """Tell what says no more than a phrase from "joint development and production"."""
    touches = more.start < phrase.end and phrase.start < more.end
    reaches = more.start + FARTHER < phrase.start or phrase.end + len(" and ") < more.end
    return touches and not reaches


def _is_only_excluded(hit: Found) -> bool:
    return all(isinstance(one, Promise) and one.only_excluded for one in hit.meanings)


def _is_titled(prose: Prose, start: int, phrase: Span) -> bool:
    """Tell "for Mutual Defense Purposes" or "Desert Cyclone", parts of names, from what is told."""
    if phrase.start == 0:
        return False
    *words, last = prose.plain[start + phrase.start : start + phrase.end].split()
    if not last[0].isupper() or last.isupper():
        return False
    if words:
        return words[0][0].isupper()
    before = prose.plain[start : start + phrase.start].split()
    return before[1:] != [] and before[-1].isalpha() and before[-1][0].isupper()


def _is_elsewhere(low: str, phrase: Span) -> bool:
    """Tell "production of weapons" from weapons that are given, troops that leave from a base."""
    made = search("commitments.product", low[: phrase.start])
    return bool(made or pattern("commitments.leaving").match(low, phrase.end))


def _is_others(low: str, passage: Passage, phrase: Span) -> bool:
    """Tell whether a phrase is part of another instrument's name, or told of that one."""
    start = passage.sentence.start
    place = Span(start + phrase.start, start + phrase.end)
    if any(other.covers(place) for other in passage.others):
        return True
    subject = Span(start, start + 1) if pattern("commitments.subject").match(low) else None
    name = passage.name or subject
    if name is None:
        return any(other.end <= place.start for other in passage.others)
    return any(_takes(low, start, name, other, place) for other in passage.others)


def _takes(low: str, start: int, name: Span, other: Span, phrase: Span) -> bool:
    """Tell whether a phrase after two names is told of the other: of the later, unless it goes on.

    "The pact elevates the Lombok Treaty and will allow exercises": allow is said of the pact.
    """
    first, second = sorted((name, other), key=lambda one: one.start)
    if phrase.start < second.end:
        return False
    gap = low[second.end - start : phrase.start - start]
    over = pattern("commitments.aside_over").search(gap)
    relative = second is other and pattern("commitments.of_other").match(gap)
    returns = not relative and pattern("commitments.and_on").search(gap)
    goes_on = returns or (over and "which" not in over.group())
    return (first if goes_on else second) is other


def _relative(passage: Passage) -> Span | None:
    if passage.name is None:
        return None
    start = passage.sentence.start
    return Span(max(0, passage.name.start - start), passage.name.end - start)


def _is_told_of(low: str, name: Span, phrase: Span) -> bool:
    """Tell whether a phrase is what the instrument of that name holds."""
    if pattern("commitments.under").search(low[: name.start]):
        return True
    if name.end > phrase.start:
        return pattern("commitments.has_it").match(low, name.end) is not None
    gap = low[name.end : phrase.start]
    own = pattern("commitments.relative").match(gap)
    if "," in gap and not own and pattern("commitments.dated_by").search(low, 0, name.start):
        return False
    besides = pattern("commitments.went_on").match(low, name.end) if " and " in gap else None
    if besides is not None and besides.end() <= phrase.end:
        return False
    holds = pattern("commitments.holds").search(gap) or pattern("commitments.at_once").search(gap)
    return holds is not None


def _is_aside(before: str, start: int) -> bool:
    """Tell whether a phrase stands in a clause about other things; an insertion is over."""
    aside = pattern("commitments.aside").search(before, start)
    if aside is None:
        return False
    over = pattern("commitments.aside_over").search(before, aside.end())
    return over is None or _is_aside(before, over.end())


def _commitment(
    code: str, held: Held, low: str, offset: int, proof: Span, owed: Owed
) -> Commitment:
    return Commitment(
        type=code,
        held=held,
        debtor=owed.debtor,
        creditor=owed.creditor,
        strength=_strength(low[: proof.start]),
        span=Span(offset + proof.start, offset + proof.end),
        confidence=0.7 if held == "made" else 0.75,
        direction=owed.direction,
    )


def _strength(before: str) -> Strength:
    if _DUTY.search(before):
        return "duty"
    return "intent" if _INTENT.search(before) else "mentioned"
