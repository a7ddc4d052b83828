"""Find the words that stand for a party, and what part they play in their sentence."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.reader import vocabulary
from ingest.reader.prose import Prose
from ingest.reader.records import Span
from ingest.reader.vocabulary import Entry, pattern

Role = Literal["party", "place", "third", "colour"]
"""party: may sign; place: where it happens; third: foe, broker, comparison; colour: adjective."""

MOST_MENTIONS = 4_000
"""More mentions than any article has; a page with more is a table, and is not read on."""

_FORMER_BEFORE = re.compile(r"\b(?:[Ff]ormer|ex-|then-?|late)\s*(?:[\w.'-]+\s+){0,3}$")
_NAME_BESIDE = re.compile(r"^\s[A-Z][a-z]+")
_NAME_BEFORE = re.compile(r"(?:^|[a-z,]\s)[A-Z][a-z]+\s$")


@dataclass(frozen=True, slots=True)
class PartyMention:
    """Words that stand for a party; `code` is empty for a group of states."""

    span: Span
    code: str
    type: str
    role: Role


def find(prose: Prose, published: date | None) -> tuple[PartyMention, ...]:
    """Find all mentions of parties and groups, left to right."""
    mentions, backed = [], _Backing(prose.plain)
    for found in vocabulary.gazetteer().find(prose.plain)[:MOST_MENTIONS]:
        entries = [
            meaning
            for meaning in found.meanings
            if isinstance(meaning, Entry)
            and meaning.type != "mask"
            and _in_time(meaning, published)
        ]
        entry = _fitting(entries, prose, found.span, backed)
        if entry is not None:
            role = _role(entry, prose, found.span)
            mentions.append(PartyMention(found.span, entry.code, entry.type, role))
    return tuple(mentions)


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
    fitting = [entry for entry in entries if _in_context(entry, prose, span, backed)]
    return fitting[0] if len({entry.code for entry in fitting}) == 1 else None


def _in_time(entry: Entry, published: date | None) -> bool:
    if published is None or entry.type != "leader":
        return True
    day = published.isoformat()
    return (entry.begins or "") <= day <= (entry.ends or "9999")


def _in_context(entry: Entry, prose: Prose, span: Span, backed: _Backing) -> bool:
    if entry.type == "leader":
        return not _FORMER_BEFORE.search(prose.plain, max(0, span.start - 50), span.start)
    if not entry.needs or backed.of(entry):
        return True
    if entry.type == "capital":
        return False
    beside = _NAME_BESIDE.match(prose.plain[span.end : span.end + 20])
    before = _NAME_BEFORE.search(prose.plain[max(0, span.start - 25) : span.start])
    return not beside and not before


def _role(entry: Entry, prose: Prose, span: Span) -> Role:
    before = prose.low[max(0, span.start - 60) : span.start]
    after = prose.low[span.end : span.end + 60]
    if entry.type in {"group", "prefix"}:
        return "party"
    if pattern("parties.third_before").search(before) or pattern("parties.third_after").match(
        after
    ):
        return "third"
    if _is_place(entry, prose, span):
        return "place"
    if entry.type == "demonym" and not after.startswith(("-", "/")):
        return (
            "party"
            if pattern("parties.office_after").match(after) or before.endswith("-")
            else "colour"
        )
    return "party"


def _is_place(entry: Entry, prose: Prose, span: Span) -> bool:
    if entry.type in {"leader", "demonym"}:
        return False
    before = prose.plain[max(0, span.start - 45) : span.start]
    after = prose.plain[span.end : span.end + 60]
    if pattern("parties.place_before").search(before.lower()) and not after.startswith("'s"):
        return True
    starts = not before.strip() or before.endswith("\n") or before.rstrip().endswith((".", '"'))
    return (
        entry.type == "capital"
        and starts
        and pattern("parties.dateline_after").match(after) is not None
    )


def within(mentions: tuple[PartyMention, ...], span: Span) -> tuple[PartyMention, ...]:
    """Give the mentions that lie within a span."""
    low = bisect_left(mentions, span.start, key=lambda one: one.span.start)
    high = bisect_left(mentions, span.end, key=lambda one: one.span.start)
    return mentions[low:high]
