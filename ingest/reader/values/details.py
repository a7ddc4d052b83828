"""Find what else is told of an instrument: how long, whether binding, where signed, what sums."""

import re

from ingest.reader.mentions import quantities
from ingest.reader.records import Amount, Span, Value
from ingest.reader.relations.events import Event
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import pattern
from ingest.reader.values import denial
from ingest.reader.values.commitments import Passage

REACH_PLACE = 120
"""Characters after a signing in which its place is looked for."""
_BESIDE = re.compile(r"^(?:\s\([^)]*\))?,\s(?:a|an|the)\s[\w\s,-]{0,30}$")
REACH_SUM = 180
"""Characters between an instrument and a sum that belongs to it."""


def duration(prose: Prose, passages: list[Passage], since: int | None) -> Value[int] | None:
    """Find for how many years the instrument holds, counted from the year in which it began."""
    for passage in passages:
        for one in quantities.find_durations(prose.plain, passage.sentence):
            near = prose.low[max(passage.sentence.start, one.span.start - 60) : one.span.end + 50]
            if (
                one.years
                and _is_own(passage, one.span)
                and pattern("details.own_length").search(near)
            ):
                return Value(one.years, one.span, 0.8 if passage.name else 0.65)
    for passage in passages:
        for one in quantities.find_periods(prose.plain, passage.sentence, since):
            if _is_own(passage, one.span):
                return Value(one.years, one.span, 0.65)
    return None


def _is_own(passage: Passage, span: Span) -> bool:
    """Tell whether a length of time stands nearer to the instrument than to another's name."""
    others = [_gap(name, span) for name in passage.others]
    own = _gap(passage.name, span) if passage.name else REACH_SUM
    return not others or min(others) > own


def _gap(name: Span, span: Span) -> int:
    """Count the characters between a name and what may belong to it; 0 where it is part of it."""
    return max(0, span.start - name.end, name.start - span.end)


def legally_binding(prose: Prose, passages: list[Passage]) -> Value[bool] | None:
    """Find whether the text calls the instrument binding."""
    for passage in passages:
        start, low = (
            passage.sentence.start,
            prose.low[passage.sentence.start : passage.sentence.end],
        )
        match = pattern("details.binding").search(low)
        if match is None:
            continue
        told = Span(match.start(), match.end())
        after = prose.low[passage.sentence.end : passage.sentence.end + denial.ANSWER]
        if match["no"] is None and denial.is_open(low, after, None, told):
            continue
        denied = told if match["no"] else denial.find(low, after, told)
        proof = denied or told
        span = Span(start + proof.start, start + proof.end)
        return Value(denied is None, span, 0.75)
    return None


def place(prose: Prose, signing: Event | None, sentence: Span | None) -> Value[str] | None:
    """Find where the signing was or will be: the first place named after it."""
    if signing is None or sentence is None:
        return None
    limit = min(sentence.end, signing.span.end + REACH_PLACE)
    for match in pattern("details.place").finditer(prose.plain, signing.span.end, limit):
        words, gap = match["place"], prose.low[signing.span.end : match.start()]
        if pattern("details.away").search(gap):
            return None
        if not pattern("details.months").match(words):
            start = match.start("place")
            return Value(words.removesuffix("."), Span(start, start + len(words)), 0.6)
    return None


def amounts(prose: Prose, passages: list[Passage]) -> tuple[Amount, ...]:
    """Find the sums that the instrument itself holds."""
    found: dict[tuple[object, str], Amount] = {}
    for passage in passages:
        for money in quantities.find_money(prose.plain, passage.sentence):
            if _belongs(prose, passage, money.span):
                what = _what(prose, money.span, passage.sentence)
                one = Amount(money.value, money.currency, what, money.span, 0.55)
                found.setdefault((money.value, money.currency), one)
    return tuple(found.values())


def _belongs(prose: Prose, passage: Passage, money: Span) -> bool:
    """Tell whether a sum is one that the instrument holds."""
    around = prose.low[passage.sentence.start : passage.sentence.end]
    before = prose.low[max(0, money.start - 30) : money.start]
    aside = pattern("details.aside").search(around) or pattern("details.converted").search(before)
    if aside or passage.is_bullet:
        return False
    if passage.name is None:
        return pattern("details.paid").search(around) is not None
    return passage.name.covers(money) or _is_tied(prose, passage.name, money)


def _is_tied(prose: Prose, name: Span, money: Span) -> bool:
    """Read "a deal worth A$5 million", and "the Nakamal Agreement, a A$500 million deal"."""
    low, high = sorted((name.end, money.start))
    gap = prose.low[low:high]
    if name.end <= money.start and _BESIDE.match(gap):
        return True
    return len(gap) < REACH_SUM and pattern("details.tied").search(gap) is not None


def _what(prose: Prose, money: Span, sentence: Span) -> str:
    after = prose.plain[money.end : min(sentence.end, money.end + 60)]
    return re.split(r"[,.;:]", after.strip())[0].strip()
