"""Find the words that stand for a party, and what part they play in their sentence."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from ingest.reader.mentions import states
from ingest.reader.records import Span
from ingest.reader.text.prose import Prose, parse
from ingest.reader.text.vocabulary import Entry, Found, pattern

Role = Literal["party", "place", "third", "colour"]
"""party: may sign; place: where it happens; third: foe, broker, comparison; colour: adjective."""

ORGANISATIONS = frozenset({"EU", "NATO", "UN"})
"""Codes of those that have members."""
REACH = 60
"""Characters beside a name in which words tell its part: "against", "'s army"."""
REACH_SIGNING = 90
"""Characters before "NATO" in which "signed an agreement with" begins."""
MOST_MENTIONS = 4_000
"""More mentions than any article has; a page with more is a table, and is not read on."""

SIGNING = {"NATO": "NATO", "United Nations": "UN", "UN": "UN"}
"""Groups that can be a party themselves, where the words say that it is they who sign."""
STILL_TOLD = 2
"""Years after a term of office in which a full name still stands for what was signed in it."""

_THEN_BEFORE = re.compile(r"\b[Tt]hen[ -](?:[\w.'-]+\s+){0,3}$")
_FORMER_BEFORE = re.compile(r"\b(?:[Ff]ormer|ex-|late)\s*(?:[\w.'-]+\s+){0,3}$")
_LISTED_COLOUR = re.compile(r"^(?:,| and|,? &) [a-z]+(?:ese|ian|an|ish|i|ch|sh|ic|[bd]ourg)(?= )")
_NAME_BESIDE = re.compile(r"^\s[A-Z][a-z]+")
_NAME_BEFORE = re.compile(r"(?:^|[a-z,]\s)(?![A-Z][a-z]*day\b|In\b|On\b)[A-Z][a-z]+\s$")


@dataclass(frozen=True, slots=True)
class PartyMention:
    """Words that stand for a party; `code` is empty for a group of states."""

    span: Span
    code: str
    type: str
    role: Role


def find(prose: Prose, published: date | None) -> tuple[PartyMention, ...]:
    """Find all mentions of parties and groups, left to right."""
    mentions: list[PartyMention] = []
    backed = _Backing(prose.plain)
    datelines = _datelines(prose)
    for found in states.gazetteer().find(prose.plain)[:MOST_MENTIONS]:
        entries = [
            meaning
            for meaning in found.meanings
            if isinstance(meaning, Entry)
            and meaning.type != "mask"
            and (_in_time(meaning, published) or _is_of_then(prose, found.span))
        ]
        entry = _fitting(entries, prose, found.span, backed)
        if entry is not None and entry.form in SIGNING and _signs_itself(prose, found.span):
            entry = replace(entry, code=SIGNING[entry.form], type="name")
        if entry is not None and entry.type == "description":
            named = prose.low.startswith(" of ", found.span.end)
            entry = None if named else _described(entry, mentions)
        if entry is not None:
            in_dateline = bool(datelines) and any(line.covers(found.span) for line in datelines)
            role = "place" if in_dateline else _role(entry, prose, found.span)
            if mentions and mentions[-1].role == "place" and _is_and(prose, mentions[-1], found):
                role = "place"
            mentions.append(PartyMention(found.span, entry.code, entry.type, role))
    return tuple(mentions)


def _signs_itself(prose: Prose, span: Span) -> bool:
    """Tell "signed an agreement with NATO" from what NATO's members do."""
    before = prose.low[max(0, span.start - REACH_SIGNING) : span.start]
    after = prose.low[span.end : span.end + REACH]
    return (
        pattern("parties.signs_with").search(before) is not None
        and pattern("parties.no_more").match(after) is not None
    ) or pattern("parties.signs_too").match(after) is not None


def _described(entry: Entry, before: list[PartyMention]) -> Entry | None:
    """Read "the Gulf state": the last of the Gulf's states that was named before."""
    code = next((one.code for one in reversed(before) if one.code in entry.needs), "")
    return replace(entry, code=code, needs=()) if code else None


@lru_cache(maxsize=64)
def in_line(words: str, published: date | None) -> tuple[PartyMention, ...]:
    """Find the parties of a headline or of a publisher's name; kept, as it is asked for again."""
    return find(parse(words), published)


def _is_and(prose: Prose, place: PartyMention, found: Found) -> bool:
    """Read "due in Algeria and Morocco": what is joined to a place is one."""
    after = prose.low[found.span.end : found.span.end + 3]
    gap = prose.low[place.span.end : found.span.start]
    return gap in {" and ", " or "} and not after.startswith(("'s", " ("))


def _datelines(prose: Prose) -> tuple[Span, ...]:
    """Find the datelines of the paragraphs: "FASANO, Italy (AP) - "."""
    found, block = [], -1
    for sentence in prose.sentences:
        if sentence.block != block:
            block = sentence.block
            line = pattern("parties.dateline").match(prose.plain, sentence.span.start)
            if line:
                found.append(Span(line.start(), line.end()))
            elif pattern("parties.dateline_alone").match(
                prose.plain[sentence.span.start : sentence.span.end]
            ):
                found.append(sentence.span)
    return tuple(found)


class _Backing:
    """Which ambiguous names other words of the text speak for; each looked up once."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self._known: dict[tuple[str, ...], bool] = {}

    def of(self, entry: Entry) -> bool:
        if entry.needs not in self._known:
            self._known[entry.needs] = any(word in self._plain for word in entry.needs)
        return self._known[entry.needs]


def _fitting(entries: list[Entry], prose: Prose, span: Span, backed: _Backing) -> Entry | None:
    """Choose the only state that a form can stand for here; None where two could."""
    if not entries or _is_compound(prose.low, span):
        return None
    fitting = [entry for entry in entries if _in_context(entry, prose, span, backed)]
    return fitting[0] if len({entry.code for entry in fitting}) == 1 else None


def _is_compound(low: str, span: Span) -> bool:
    """Tell whether the word is half of another: "Seoul-based", "anti-Russian"."""
    after = low[span.end : span.end + 1] == "-" and pattern("parties.compound_after").match(
        low, span.end
    )
    before = low[span.start - 1 : span.start] == "-" and pattern("parties.compound_before").search(
        low, max(0, span.start - 8), span.start
    )
    return bool(after or before)


def _is_of_then(prose: Prose, span: Span) -> bool:
    """Tell whether "then Prime Minister Abbott" stands for his country, whenever that was."""
    return _THEN_BEFORE.search(prose.plain, max(0, span.start - 40), span.start) is not None


def _in_time(entry: Entry, published: date | None) -> bool:
    if published is None or entry.type != "leader":
        return True
    day = published.isoformat()
    since = published.replace(year=published.year - STILL_TOLD, day=1).isoformat()
    last = since if " " in entry.form else day
    return (entry.begins or "") <= day and last <= (entry.ends or "9999")


def _in_context(entry: Entry, prose: Prose, span: Span, backed: _Backing) -> bool:
    if entry.type == "leader":
        return not _FORMER_BEFORE.search(prose.plain, max(0, span.start - 50), span.start)
    if not entry.needs or entry.type == "description" or backed.of(entry):
        return True
    if entry.type in {"capital", "seat"}:
        return False
    beside = _NAME_BESIDE.match(prose.plain[span.end : span.end + 20])
    before = _NAME_BEFORE.search(prose.plain[max(0, span.start - 25) : span.start])
    return not beside and not before


def _role(entry: Entry, prose: Prose, span: Span) -> Role:
    if entry.type == "prefix":
        return "party"
    if _is_third(entry, prose, span):
        return "third"
    if _is_place(entry, prose, span):
        return "place"
    return "colour" if entry.type == "demonym" and _is_colour(prose.low, span) else "party"


def _is_third(entry: Entry, prose: Prose, span: Span) -> bool:
    """Tell whether a party is a foe, a broker, or only what another belongs to."""
    after = prose.low[span.end : span.end + REACH]
    has_members = entry.type == "group" or entry.code in ORGANISATIONS
    if has_members and pattern("parties.membership_after").match(
        prose.plain[span.end : span.end + REACH]
    ):
        return True
    return bool(
        prose.marks.search("parties.third_before", max(0, span.start - REACH), span.start)
        or pattern("parties.third_after").match(after)
    )


def _is_colour(low: str, span: Span) -> bool:
    """Tell whether "Dutch" belongs to a thing, and not to an office or an instrument."""
    after = low[span.end : span.end + REACH]
    if after.startswith(("-", "/")) or low[span.start - 1 : span.start] == "-":
        return False
    listed = _LISTED_COLOUR.match(after)
    return pattern("parties.office_after").match(after[listed.end() :] if listed else after) is None


def _is_place(entry: Entry, prose: Prose, span: Span) -> bool:
    if entry.type in {"leader", "demonym", "group"}:
        return False
    before = prose.plain[max(0, span.start - 45) : span.start]
    after = prose.plain[span.end : span.end + REACH]
    possessed = after.startswith(("'s", "-", "/"))
    if pattern("parties.place_before").search(before.lower()) and not possessed:
        return True
    if entry.type == "capital" and pattern("parties.title_after").match(
        prose.text, span.end, span.end + REACH
    ):
        return True
    line = prose.text[max(0, span.start - 3) : span.start].rstrip(" \t")
    starts = not before.strip() or line.endswith("\n") or before.rstrip().endswith((".", '"'))
    return (
        entry.type == "capital"
        and starts
        and pattern("parties.dateline_after").match(after) is not None
    )


def is_elliptic(plain: str, one: PartyMention) -> bool:
    """Tell whether "Denmark's is" leaves out the noun that it is said of."""
    after = plain[one.span.end : one.span.end + 12]
    return after.startswith("'") and pattern("parties.elliptic").match(after) is not None


def by_sentence(
    prose: Prose, mentions: tuple[PartyMention, ...]
) -> dict[int, tuple[PartyMention, ...]]:
    """Sort the mentions by sentence; those in page furniture are left out: "Read also: Poland"."""
    found: dict[int, list[PartyMention]] = {}
    for one in mentions:
        number = bisect_right(prose.starts, one.span.start) - 1
        if number >= 0 and prose.sentences[number].span.covers(one.span):
            found.setdefault(number, []).append(one)
    return {number: tuple(here) for number, here in found.items()}


def within(mentions: tuple[PartyMention, ...], span: Span) -> tuple[PartyMention, ...]:
    """Give the mentions that lie within a span."""
    low = bisect_left(mentions, span.start, key=lambda one: one.span.start)
    high = bisect_left(mentions, span.end, key=lambda one: one.span.start)
    return mentions[low:high]
