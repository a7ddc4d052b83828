"""Tell an instrument from a plain word: "signed a plan on defence" from "a plan"."""

import re

from ingest.reader.mentions import names
from ingest.reader.mentions.names import Name
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import Noun, pattern

BEFORE = 45
"""Characters before a name in which "signed" is looked for."""
AFTER = 90
"""The same after its noun."""

_WITH_SUBJECT = frozenset(
    {"plan", "declaration", "agreement", "framework", "treaty", "memorandum", "charter"}
)
_SIGNED = _WITH_SUBJECT | {"protocol", "text", "partnership"}
_SUBJECT = re.compile(
    r"(?:\s(?:with|between)\s[^.;:,]{3,90}?)?\s"
    r"(?:on|for|of|in the field of|in the area of|regarding|concerning)\s"
)


def is_too_weak(prose: Prose, noun: Noun, name: Name, *, is_signed: bool) -> bool:
    """Tell whether a weak noun lacks a word of security beside it, or a plan its subject."""
    if not noun.weak or prose.plain[name.head.start].isupper():
        return False
    able = noun.family in (_SIGNED if is_signed else _WITH_SUBJECT)
    has_subject = able and _SUBJECT.match(prose.low, name.head.end)
    return not has_subject and not names.own_topics(prose, name)


def is_instrument(noun: Noun, kind: str, *, is_pointed: bool) -> bool:
    """Tell an instrument from a mere relation ("their strategic partnership") or a weak word."""
    if noun.family == "partnership" and kind in {"", "partnership"}:
        return is_pointed
    return not noun.weak or kind != "" or is_pointed


def is_signed(prose: Prose, name: Name, noun: Noun) -> bool:
    """Tell "signed a roadmap", which is an instrument, from a mere roadmap."""
    if noun.family not in _SIGNED or noun.many:
        return False
    if pattern("instruments.one_more").search(prose.low[name.start : name.head.end]):
        return True
    before = prose.low[max(0, name.start - BEFORE) : name.start]
    after = prose.low[name.head.end : name.head.end + AFTER]
    weak = noun.weak and noun.family != "partnership"
    told = weak and pattern("instruments.signed_after").match(after)
    return bool(told) or pattern("instruments.signed").search(before) is not None
