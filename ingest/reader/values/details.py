"""Find what else is told of an instrument: how long, whether binding, where signed, what sums."""

import re
from decimal import Decimal

from ingest.reader.mentions import quantities
from ingest.reader.mentions.quantities import Money
from ingest.reader.records import Amount, Span, Value
from ingest.reader.relations.events import Event
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import pattern
from ingest.reader.values import denial
from ingest.reader.values.commitments import Passage

REACH_PLACE = 120
"""Characters after a signing in which its place is looked for."""
_BESIDE = re.compile(r"^(?:\s\([^)]*\))?,\s(?:a|an|the)\s[\w\s,-]{0,30}$")
_BEFORE = re.compile(r"^,?(?:[ -](?!for\b|to\b|in\b|under\b|of\b|after\b)[\w'-]+,?){0,4} $|^ $")
_COMPARED = re.compile(
    r"\b(?:up|down|rise|rose|risen|raised|increase\w*|higher|lower)\b[^;]{0,30}\bfrom (?:the )?$|"
    r"\b(?:compared (?:with|to)|instead of) (?:the |about )?$"
)
"""What a sum is likened to: "up 8 per cent from the 1.4 trillion won paid this year"."""
DOLLARS = {"AU": "AUD", "CA": "CAD", "NZ": "NZD", "SG": "SGD", "US": "USD", "TW": "TWD"}
"""Parties whose money is a dollar."""
_AGAIN = re.compile(r"^\s*[(\[][^)\]]*[)\]]")
REACH_WHAT = 60
"""Characters after a sum that can say what it is for."""
_UNDER = ("under the ", "under this ", "under that ", "under a ", "under an ", '"under the ')
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
    own = _gap(passage.name, span) if passage.name else span.start - passage.sentence.start
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
        match = prose.marks.search("details.binding", start, passage.sentence.end)
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


def amounts(prose: Prose, passages: list[Passage], pair: tuple[str, str]) -> tuple[Amount, ...]:
    """Find the sums that the instrument between `pair` holds."""
    found: dict[tuple[Decimal, str], Amount] = {}
    again: set[tuple[Decimal, str]] = set()
    for passage in passages:
        for money in quantities.find_money(prose.plain, passage.sentence):
            sum_ = (money.value, _currency(prose, money, pair))
            if _is_converted(prose, money.span):
                again.add(sum_)
            elif _is_own(passage, money.span) and _belongs(prose, passage, money.span):
                what = _what(prose, money.span, passage.sentence)
                found.setdefault(sum_, Amount(*sum_, what, money.span, 0.55))
    plain = {value for value, code in found if code != "USD"}
    again |= {sum_ for sum_ in found if sum_[1] == "USD" and sum_[0] in plain}
    return tuple(one for sum_, one in found.items() if sum_ not in again)


def _is_converted(prose: Prose, money: Span) -> bool:
    """Tell the second sum of "1 billion euros ($1.08 billion)", the same in other money."""
    before = prose.low[max(0, money.start - 30) : money.start]
    return pattern("details.converted").search(before) is not None


def _currency(prose: Prose, money: Money, pair: tuple[str, str]) -> str:
    """Take a bare $ for the dollar of the one party that has its own, where no other is told."""
    own = {DOLLARS[code] for code in pair if code in DOLLARS}
    plainly = prose.plain.startswith("$", money.span.start) and len(own) == 1
    if not plainly or pattern("details.other_dollar").search(prose.plain):
        return money.currency
    return own.pop()


def _belongs(prose: Prose, passage: Passage, money: Span) -> bool:
    """Tell whether a sum is one that the instrument holds."""
    start, end = passage.sentence.start, passage.sentence.end
    clause = prose.low.find(", ", money.end, end)
    around = prose.low[start : clause if clause > 0 else end]
    if passage.is_bullet or pattern("details.aside").search(around):
        return False
    if pattern("details.other_purse").match(prose.low[money.end : end]):
        return False
    if _COMPARED.search(prose.low, start, money.start):
        return False
    if passage.name is None:
        return pattern("details.paid").search(around) is not None
    return not passage.name.distance(money) or _is_tied(prose, start, passage.name, money)


def _is_tied(prose: Prose, start: int, name: Span, money: Span) -> bool:
    """Read "a deal worth A$5 million", "a A$5 million deal", "the pact, a A$5 million deal"."""
    if money.end <= name.start and _BEFORE.match(prose.low[money.end : name.start]):
        return True
    low, high = sorted((name.end, money.start))
    gap = prose.low[low:high]
    if name.end <= money.start and _BESIDE.match(gap):
        return True
    if name.end <= money.start and pattern("details.another_does").search(gap):
        return False
    opens = prose.low.startswith(_UNDER, start)
    return (opens or len(gap) < REACH_SUM) and pattern("details.tied").search(gap) is not None


def _what(prose: Prose, money: Span, sentence: Span) -> str:
    """Give the words that say what a sum is for, past the same sum in other money."""
    after = _AGAIN.sub("", prose.plain[money.end : sentence.end])
    words = re.split(r"[,.;:()]|\s(?:and|which|that)\s", after)[0][:REACH_WHAT]
    return (words if len(words) < REACH_WHAT else words.rpartition(" ")[0]).strip()
