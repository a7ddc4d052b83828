"""Tell by the words in and around a name which instrument it is: its year, new or old, one more."""

import re
from dataclasses import dataclass

from ingest.reader.mentions import dates
from ingest.reader.mentions.days import UNKNOWN_YEAR
from ingest.reader.mentions.names import Name
from ingest.reader.records import Span
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import Noun, search, words

REACH_DATED = 40
"""Characters after a noun in which a date can be part of the name."""
REACH_DATED_NAME = 260
"""The same for a long official name, where only a whole date counts."""
REACH_ALSO = 45
"""Characters before a name in which "also" makes it one more."""
REACH_JUST_BEFORE = 40
"""Characters before a name in which "the same kind of" or "modelled closely on the" stands."""
REACH_BEFORE = 12
"""Characters before a name in which "similar" or "previous" is looked for."""

LEAST_LETTERS = 3
"""Capitals that stand for the name of one instrument: "the DCA"."""

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_NUMBER = re.compile(r"^(?:[\d-]+(?:st|nd|rd|th|year)?\s+)*")
_OLDER = re.compile(
    r"\b(?:previous|previously|earlier|prior|old|older|original|former|preceding|current|existing|"
    r"last(?= such))\b"
)
_CURRENT = re.compile(r"\b(?:current|existing|long-standing|longstanding|standing)\b")
_AFTER_IT = re.compile(
    r"\b(?:builds? (?:up)?on|building (?:up)?on|built (?:up)?on|replac(?:es?|ed|ing)|"
    r"supersed(?:es?|ed|ing)|upgrad(?:es?|ed|ing)|updat(?:es?|ed|ing)|supplant(?:s|ed|ing)?|succeeds|follows|"
    r"follows on from|complements|(?:update|revision) (?:of|to)|successor to|"
    r"modell?ed (?:closely )?on|based on|expands on|revives?)\s"
    r"(?:the|an?|its|their)\s$"
)
_YEARS_AFTER = re.compile(
    r"\b(?:years?|decades?) (?:after|since) [^,;:]{3,60}?"
    r"(?:, (?:then|former|the then) [^,;:]{3,40},)? "
    r"(?:signed|concluded|agreed|struck|sealed|inked|reached) (?:an?|the|their|its) $"
)
"""Words that set a pact years before the one that an article is about."""
_TO_IT = re.compile(
    r"\s(?:to|implementing|amending|supplementing|extending|annexed to)\s"
    r"(?:(?:the|this|that|their|its)\s)?$"
)
_ALSO = re.compile(r"\b(?:also|additionally|separately|in addition|besides|furthermore)\b")
_ALSO_BEHIND = re.compile(
    r"[^.;,]{0,60}?\b(?:(?:was|were|is|has been|had been) also\b|"
    r"(?:at the same time|simultaneously|in parallel|alongside it|as well)\s*[.,])"
)
_BESIDE = re.compile(
    r"\b(?:elevat\w+|builds? (?:up)?on|building (?:up)?on|upgrad\w+|replac\w+|supersed\w+|updat\w+|"
    r"complement\w*|expands? (?:up)?on|based on|along with|together with|plus|"
    r"alongside|in addition to|as well as|beside|follows|follow|implements?|"
    r"supplement\w*|extends?|extending|amend\w*|under|pursuant to|and (?:a|an|the|its|another))\b"
)
_OF_DAY = re.compile(
    r"\sof\s(?=[A-Z][a-z]+ \d{1,2}, [12]\d{3}|\d{1,2} [A-Z][a-z]+ [12]\d{3}|"
    r"[A-Z][a-z]{2,8} [12]\d{3}\b)"
)
_DAY_FIRST = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2} [a-z]")
_DAY_NEXT = re.compile(r"\d|[A-Z][a-z]+\.? \d")
_OF_DATE = re.compile(
    r"(?:\s(?:of|between) (?:the )?(?:two|both) (?:countries|states|nations|sides|governments))?"
    r"\s(?:\(|of\s|from\s|signed on\s|dated\s)"
)
_ON_OF_YEAR = re.compile(
    r"\s(?:on|for)\s(?:(?!that\b|which\b)[a-z-]+\s){1,6}of\s(1[89]\d\d|20\d\d)\b"
)
_WITH_OF_YEAR = re.compile(
    r"\s(?:with|between)\s(?!the class\b)[a-z'-]+(?:\s(?!that\b|which\b)[a-z'-]+){0,3}"
    r"\s(?:of|from)\s(1[89]\d\d|20\d\d)\b"
)
_OF_YEAR = re.compile(r"\sof\s(1[89]\d\d|20\d\d)\b")
_IN_YEAR = re.compile(r"\sin\s(1[89]\d\d|20\d\d)\b")
_ON_IN_YEAR = re.compile(r"\son\s(?:[a-z-]+\s){1,3}?in\s(1[89]\d\d|20\d\d)\b")
_TITLED = re.compile(
    r"\s(?:on|of|for|[Cc]oncerning|[Rr]egarding|[Rr]elating to|between)\s(?:the\s)?[A-Z]"
)
_DATING = re.compile(
    r"(?!\s(?:replac|updat|supersed|succeed))[\w\s]{0,70}?,?\s(?:which\s|that\s)?"
    r"(?:dating|dates|dated|going|goes|go)\s(?:back\s)?(?:to|from)\s(?:(?:early|late|mid)[ -])?"
    r"(1[89]\d\d|20\d\d)\b"
)
_CAPITAL_AFTER = re.compile(r" ([A-Z][a-z]+)")
_NONE_SUCH = re.compile(r"\b(?:no|any|without|nor)\s+such\s$")
_FRESH = re.compile(r"\b(?:new|recent|landmark|historic|latest|fresh|first)\b")
_SAME_KIND = re.compile(r"\bsame (?:kind|sort|type) of\s$")
_DIFFERENT = re.compile(r"\b(?:similar|comparable|identical|own|another|separate|such an?)\b")


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells one instrument from another.

    `dated` is the day that is part of its name, as EDTF; `is_also`: "also signed a".
    """

    year: int | None
    dated: str
    is_similar: bool
    is_fresh: bool
    is_older: bool
    is_current: bool
    is_also: bool
    is_passing: bool


def of(prose: Prose, sentence: Span, name: Name) -> Traits:
    """Read what a name says; `sentence` is where to stop looking."""
    dated = _dated(prose, sentence, name)
    before = max(sentence.start, name.start - REACH_BEFORE)
    just_before = max(sentence.start, name.start - REACH_JUST_BEFORE)
    head = name.head.start
    return Traits(
        year=_year(prose, sentence, name) or (int(dated[:4]) if dated[:4].isdecimal() else None),
        dated=dated,
        is_similar=_DIFFERENT.search(prose.low, before, head) is not None
        or _SAME_KIND.search(prose.low, just_before, name.start) is not None
        or (name.determiner == "such" and not _NONE_SUCH.search(prose.low, before, name.start))
        or prose.low.startswith(
            ("one with", "those with", "ones with", "its own", "their own"), head
        ),
        is_fresh=_FRESH.search(prose.low, name.start, head) is not None,
        is_older=_OLDER.search(prose.low, before, head) is not None
        or _AFTER_IT.search(prose.low, just_before, name.start) is not None
        or _is_years_before(prose.low[sentence.start : name.start]),
        is_current=_CURRENT.search(prose.low, before, head) is not None,
        is_also=name.determiner in {"a", "an"} and _is_also(prose, sentence, name),
        is_passing=prose.marks.search_within("traits.in_passing", just_before, name.start)
        is not None,
    )


def _is_years_before(opening: str) -> bool:
    """Read "it comes a year after Rishi Sunak signed a"."""
    told = " after " in opening or " since " in opening
    return told and _YEARS_AFTER.search(opening) is not None


def _is_also(prose: Prose, sentence: Span, name: Name) -> bool:
    """Read "they also signed a pact" and "a pact was signed at the same time"."""
    start = max(sentence.start, name.start - REACH_ALSO)
    behind = prose.low[name.head.end : sentence.end]
    before = _ALSO.search(prose.low, start, name.head.start)
    if before is not None or _ALSO_BEHIND.match(behind) is not None:
        return True
    return search("traits.others", prose.low[sentence.start : name.start]) is not None


def are_beside(prose: Prose, first_end: int, second_start: int) -> bool:
    """Tell whether two names of a sentence are of two instruments: "elevates", "and the"."""
    return _BESIDE.search(prose.low, first_end, second_start) is not None


def is_to_it(prose: Prose, first_end: int, second_start: int) -> bool:
    """Read "an amendment to the agreement", "a protocol implementing the pact" as one name."""
    return _TO_IT.match(prose.low[first_end:second_start]) is not None


def is_part_of_name(prose: Prose, head: Span) -> bool:
    """Tell "the Deal Team" and "a treaty-level text" from a deal and a treaty."""
    if prose.plain.startswith("-", head.end) and prose.plain[head.end + 1 : head.end + 2].isalpha():
        return True
    if not prose.plain[head.start].isupper():
        return False
    following = _CAPITAL_AFTER.match(prose.plain, head.end)
    return following is not None and following[1] not in words("traits.may_follow")


def is_proper(prose: Prose, name: Name, noun: Noun) -> bool:
    """Tell "the 1951 Mutual Defense Treaty" from "a defence treaty"."""
    shown = _NUMBER.sub("", prose.plain[name.start : name.head.end])
    if not shown or not prose.plain[name.head.start].isupper() or not shown[0].isupper():
        return False
    if name.start < name.head.start or " " in noun.form:
        return True
    letters = prose.plain[name.head.start : name.head.end]
    if letters.isupper() and len(letters) >= LEAST_LETTERS and name.determiner not in {"a", "an"}:
        return True
    return _TITLED.match(prose.plain, name.head.end) is not None


def _year(prose: Prose, sentence: Span, name: Name) -> int | None:
    start = max(sentence.start, name.start - 5)
    year = _YEAR.search(prose.low, start, name.head.start)
    if year is None and prose.plain[name.head.start].isupper():
        limit = min(sentence.end, name.end + REACH_BEFORE)
        other = _BESIDE.search(prose.low, name.head.end, limit)
        year = _OF_YEAR.search(prose.low, name.head.end, other.start() if other else limit)
    year = year or _ON_OF_YEAR.match(prose.low, name.head.end, sentence.end)
    if year is None and name.determiner in {"the", "a", "an"}:
        year = _WITH_OF_YEAR.match(prose.low, name.head.end, sentence.end)
    year = year or _DATING.match(prose.low, name.head.end, sentence.end)
    letters = prose.plain[name.head.start : name.head.end].isupper()
    if year is None and letters:
        year = _ON_IN_YEAR.match(prose.low, name.head.end, sentence.end)
    if year is None and (letters or name.determiner in {"a", "an"}):
        year = _IN_YEAR.match(prose.low, name.head.end, sentence.end)
    return int(year[1]) if year else None


def _dated(prose: Prose, sentence: Span, name: Name) -> str:
    """Read the date in "the Treaty of 8 September 1951" and "the treaty (1951)".

    Of "the Sept. 19 agreement" it is "-09-19".
    """
    head = name.head
    if _DAY_FIRST.match(prose.plain, name.start):
        first = dates.find(prose.plain, Span(name.start, head.start))
        return (first[0].edtf(None, ahead=False) or "").removeprefix(UNKNOWN_YEAR) if first else ""
    limit = min(sentence.end, head.end + REACH_DATED)
    link = _OF_DATE.match(prose.low, head.end, limit)
    if link is None or not _DAY_NEXT.match(prose.plain, link.end()):
        is_title = prose.plain[head.start].isupper()
        reach = REACH_DATED_NAME if is_title else 2 * REACH_DATED
        limit = min(sentence.end, head.end + reach)
        link = _OF_DAY.search(prose.plain, head.end, limit)
    if link is None or link.end() >= limit:
        return ""
    found = dates.find(prose.plain, Span(link.start(), limit))
    if not found or found[0].relative or found[0].span.start > link.end() + 1:
        return ""
    if found[0].year is None and found[0].day is None:
        return ""
    return found[0].edtf(None, ahead=False) or ""
