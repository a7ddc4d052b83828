"""Tell where the name of an instrument begins and ends, and what its words say of it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.reader.mentions import states
from ingest.reader.records import Span
from ingest.reader.text import vocabulary
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import Topic, pattern, words

MOST_WORDS = 10
"""Words that a name can have before its noun."""
MOST_BEHIND = 140
"""Characters after the noun in which the words of its subject are looked for."""
DEFINITE = frozenset({"the", "this", "that", "these", "its", "such", "their"})

_WORD = re.compile(r"[^\s,;:()\"]+")
_BETWEEN = re.compile(
    r"\s+(?:between\s(?:(?!\b(?:has|have|had|was|were|is|are|will|which)\b)[^.;:]){10,200}?|"
    r"with\s[^.;:,]{3,50}?)\s(?:on|for|concerning|regarding)\s"
    r"(?!(?:mon|tues|wednes|thurs|fri|satur|sun)day|\w+\s\d|\d)"
)
_BETWEEN_TWO = re.compile(
    r"\s+between\s[\w ]{2,60}?\sand\s[\w ]{2,60}?\s(?:on|for|[Cc]oncerning|[Rr]egarding)\s"
)
_NAME_GOES_ON = re.compile(
    r"\s+(?:\([a-z][\w-]{1,9}\)\s+)?(?:on|of|for|in|concerning|regarding|relating to|governing)\s",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\s(?:in|at)\s(?=[A-Z]|\d{4})|\son\s(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d)"
)
_SHORT = re.compile(r"^\s*\([\w&-]{1,12}\)\s*$")
_OF_YEAR = re.compile(r"^.*?\sof (?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{1,2}, )?(?:1[89]|20)\d\d\b")
_LINKS = frozenset({"and", "&", "or", "of"})
_OFFICES = frozenset({"ministry", "secretary", "department"})
_SUPPORTED = ("logistics ", "logistic ", "logistical ", "mutual ", "host nation ", "military ")
_EXCHANGED = ("training and ", "logistics ", "logistic ", "information ", "intelligence ", "data ")
_GENERAL = frozenset({"security", "defence", "defense", "military", "bilateral security"})


@dataclass(frozen=True, slots=True)
class Name:
    """The name around a noun: `start` of its first word, `end` of what it is about."""

    start: int
    head: Span
    end: int
    determiner: str


def around(prose: Prose, sentence: Span, head: Span) -> Name:
    """Find the name that a noun is the head of."""
    start, determiner = _start(prose, sentence.start, head.start)
    return Name(start, head, _end(prose.low, head.end, sentence.end), determiner)


def shown(prose: Prose, name: Name, *, goes_on: bool) -> Span:
    """Cut a title after its noun unless the words that follow are part of the name."""
    tail = _PLACE.split(prose.plain[name.head.end : name.end])[0]
    dated = _OF_YEAR.match(tail)
    tail = dated.group() if dated else tail
    preposition = _NAME_GOES_ON.match(tail) or _BETWEEN_TWO.match(tail)
    if not goes_on or not preposition or not _is_subject(tail[preposition.end() :]):
        return Span(name.start, name.head.end)
    return Span(name.start, name.head.end + len(tail.rstrip()))


def _is_subject(words: str) -> bool:
    """Tell "on Security Cooperation" from "for the first time"."""
    return words[:1].isupper() or bool(_found(words.lower()))


def topics(prose: Prose, name: Name) -> list[Topic]:
    """Tell what the words of a name, and those of its subject, say; the most telling first."""
    behind = _subject(prose, name)
    inner = own_topics(prose, name)
    outer = [
        topic for topic in _found(behind)[:4] if not topic.title_only or topic.kind == "partnership"
    ]
    if any(topic.kind not in {"", "not"} and not topic.title_only for topic in inner):
        inner = [topic for topic in inner if topic.kind != "not" or topic.always]
        outer = [topic for topic in outer if topic.kind != "not" or topic.always]
    if any(topic.kind not in {"", "not"} for topic in outer):
        outer = [topic for topic in outer if topic.kind != "not" or topic.always]
    return sorted(inner, key=_telling) + sorted(outer, key=_telling)


def told(prose: Prose, name: Name) -> Span:
    """Give the words that tell what an instrument is of: its name, and its subject as far as that.

    "An agreement on military training with Fiji" tells it up to "training".
    """
    telling = (
        hit.span.end
        for hit in vocabulary.topics().find(_subject(prose, name))[:4]
        for topic in hit.meanings
        if isinstance(topic, Topic) and (topic.commitments or topic.kind not in {"", "not"})
    )
    return Span(name.start, name.head.end + max(telling, default=0))


def _subject(prose: Prose, name: Name) -> str:
    behind = prose.low[name.head.end : name.end]
    about = pattern("names.about").match(behind) or _BETWEEN.match(prose.low, name.head.end)
    return "" if name.determiner in DEFINITE and about is None else behind


def own_topics(prose: Prose, name: Name) -> list[Topic]:
    """Tell what the words up to the noun say."""
    return list(_found(prose.low[name.start : name.head.end]))


def topics_of(text: str) -> list[Topic]:
    """Tell what a subject in lower case says, the most telling first."""
    return sorted(_found(text), key=_telling)


@lru_cache(maxsize=512)
def _found(text: str) -> tuple[Topic, ...]:
    """Find the topics of a name's words; kept, as "the agreement" is asked for again and again."""
    return tuple(
        topic
        for hit in vocabulary.topics().find(text)
        for topic in hit.meanings
        if isinstance(topic, Topic)
    )


def _telling(topic: Topic) -> tuple[bool, int]:
    return (topic.form in _GENERAL, -len(topic.form))


def telling_words(name: str) -> frozenset[str]:
    """Keep the words that tell one instrument from another: no countries, no "bilateral"."""
    parties = [hit.span for hit in states.gazetteer().find(name)]
    return frozenset(
        word.group().lower()
        for word in _WORD.finditer(name)
        if word.group().lower() not in words("names.any_name")
        and not any(span.start < word.end() and word.start() < span.end for span in parties)
    )


def _start(prose: Prose, floor: int, head: int) -> tuple[int, str]:
    """Walk left from the noun to where its name begins; also give the determiner before it."""
    low, start = prose.low, head
    before = [
        word
        for word in _WORD.finditer(low, max(floor, head - 120), head)
        if not (low[word.start() - 1] == "(" and low[word.end() : word.end() + 1] == ")")
    ]
    for steps, word in enumerate(reversed(before)):
        if steps == MOST_WORDS or word.group() == "-" or not _is_next(prose, word, start):
            break
        if word.group() in words("names.determiners"):
            return start, word.group()
        titled = word.start() > floor and prose.plain[word.start()].isupper()
        is_edge = word.group() in words("names.edge") and not titled
        if is_edge and not _is_inside(prose, before, word) and not _is_adjective(low, word):
            break
        start = word.start()
    if low.endswith("status of ", floor, start):
        start -= len("status of ")
        article = low[max(floor, start - 5) : start].split(" ")[-2:][0]
        return start, article if article in words("names.determiners") else ""
    return start, ""


def _is_adjective(low: str, word: re.Match[str]) -> bool:
    """Read "a proposed defence treaty" as a treaty that was proposed."""
    told = word.group().endswith("ed")
    return told and re.search(r"\b(?:the|a|an|this)\s$", low[: word.start()][-6:]) is not None


def _is_next(prose: Prose, word: re.Match[str], start: int) -> bool:
    """Tell whether a name can go on to a word; a comma only parts words with capitals."""
    gap = _SHORT.sub("", prose.low[word.end() : start]).strip(' "')
    capitals = prose.plain[word.start()].isupper() and prose.plain[start].isupper()
    listed = gap == "," and prose.low.startswith(("and ", "& "), start)
    return gap == "" or (gap == "," and capitals) or listed


def _is_inside(prose: Prose, before: list[re.Match[str]], word: re.Match[str]) -> bool:
    if word.group() in _LINKS:
        return _joins(prose, before, word)
    if word.group() == "support":
        return prose.low.endswith(_SUPPORTED, 0, word.start())
    if word.group() != "exchange":
        return False
    return prose.plain[word.start()].isupper() or prose.low.endswith(_EXCHANGED, 0, word.start())


def _joins(prose: Prose, before: list[re.Match[str]], link: re.Match[str]) -> bool:
    """Tell whether "and" joins two words of one name, as in "security and defence pact"."""
    left = [word for word in before if word.end() < link.start()]
    if not left or prose.low[left[-1].end() : link.start()].strip(" ,"):
        return False
    capitals = prose.plain[left[-1].start()] + prose.plain[link.end() + 1]
    if prose.low[link.start() - 2] == "," and not capitals.isupper():
        return False
    if link.group() == "of":
        return capitals.isupper() and left[-1].group() not in _OFFICES
    word = left[-1].group()
    return (
        capitals.isupper() or word in words("names.joined") or bool(vocabulary.topics().find(word))
    )


def _end(low: str, head: int, ceiling: int) -> int:
    after = pattern("names.after").match(low, head, ceiling) or _BETWEEN.match(low, head, ceiling)
    if not after:
        return head
    limit = min(ceiling, after.end() + MOST_BEHIND)
    stop = pattern("names.after_end").search(low, after.end(), limit)
    return stop.start() if stop else limit
