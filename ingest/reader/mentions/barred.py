"""Tell the names that are none of an instrument of security, whatever the article is about."""

import re

from ingest.reader.mentions.names import Name
from ingest.reader.records import Span
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import Topic, pattern, words

_NO_NOUN_AFTER = {
    "accord": "instruments.exercise",
    "deal": "instruments.good_deal",
    "framework": "instruments.mere_framework",
}
_REPORTED = re.compile(r"\b(?:reports?|rumou?rs?|claims?|suggestions?|allegations?|speculation)\b")

SAID = 160
"""Characters before a name in which "it is not true that" is looked for."""
BEFORE = 45
"""Characters before a name in which "no such" is looked for."""


def is_no_noun(prose: Prose, head: Span) -> bool:
    """Tell "accords legal status", "a good deal", "national accord", "its own" from names."""
    word = prose.low[head.start : head.end]
    before = prose.low[max(0, head.start - BEFORE) : head.start]
    if word in {"accords", "deals"}:
        after = pattern("instruments.verb_after").match(prose.low, head.end)
        return bool(after and pattern("instruments.verb_before").search(before))
    is_name = prose.plain[head.start].isupper() and not prose.plain[head.end - 1].isupper()
    if word.startswith("partnership") and not is_name:
        return pattern("instruments.mere_partnership").search(before) is not None
    if word in _NO_NOUN_AFTER:
        return pattern(_NO_NOUN_AFTER[word]).search(before) is not None
    if not word.endswith(" own"):
        return False
    return before.endswith((" of ", " on ")) or not pattern("instruments.own_ends").match(
        prose.low, head.end
    )


def is_barred(prose: Prose, sentence: Span, name: Name, topics: list[Topic]) -> bool:
    """Tell whether a name is denied, of another subject, a purchase, or of more than two."""
    start = max(sentence.start, name.start - BEFORE)
    none_such = pattern("instruments.none_such").search(prose.low, start, name.start)
    if name.determiner in {"no", "any"} or none_such:
        return True
    if pattern("instruments.superlative").search(prose.low, name.start, name.head.start):
        return True
    behind = prose.low[name.head.end : sentence.end]
    if _is_unreal(prose, max(sentence.start, name.start - SAID), name.start, behind):
        return True
    if any(topic.kind == "not" for topic in topics) or _is_purchase(
        prose, name.head.end, sentence.end, topics
    ):
        return True
    return pattern("instruments.of_more").match(behind) is not None


def _is_unreal(prose: Prose, start: int, end: int, behind: str) -> bool:
    """Tell "if they ever signed a pact" and "reports of a pact were dismissed"."""
    if prose.marks.search("instruments.unreal", start, end):
        return True
    return _REPORTED.search(prose.low[start:end]) is not None and bool(
        pattern("instruments.untrue").match(behind)
    )


def _is_purchase(prose: Prose, start: int, end: int, topics: list[Topic]) -> bool:
    """Tell "a deal to buy frigates" and "a drone deal worth $37 million"."""
    priced = any(topic.form in words("instruments.arms") for topic in topics)
    return prose.marks.search("instruments.purchase", start, end) is not None or (
        priced and pattern("instruments.priced").match(prose.low[start:end]) is not None
    )
