"""Tell what a text says that an instrument does not hold, and in which words it says so."""

import re
from functools import lru_cache

from ingest.reader.records import Span
from ingest.reader.text.vocabulary import pattern

_AUXILIARY = re.compile(r"\b(?:does|do|did|will|would|could|should|shall|may|must|can)\s$")
_ALONE = re.compile(r"(?:\s\w+)?\s(?:alone|only)\b")
ANSWER = 60
"""Characters after a question in which its answer is looked for."""


def find(low: str, after: str, phrase: Span) -> Span | None:
    """Give the words by which a phrase of a sentence is denied, with the phrase; None if not.

    `after` is how the text goes on after the sentence.
    """
    negation = _negation(low, phrase)
    if negation is not None and pattern("commitments.not_twice").match(low, phrase.end):
        return None
    if negation is not None:
        while negation and low[negation - 1].isalpha():
            negation -= 1
        return Span(negation, phrase.end)
    left_out = pattern("commitments.not_part").match(low, phrase.end)
    if left_out:
        return Span(phrase.start, left_out.end())
    return _answered(low, after, phrase)


def is_open(low: str, after: str, name: Span | None, phrase: Span) -> bool:
    """Tell what is not known, or is denied of another than the instrument of that `name`.

    "Would not say how many troops"; "no duty to fight, as in the Tokyo pact"; a mere question.
    """
    if low.endswith("?"):
        answers = ("commitments.answered_yes", "commitments.answered_no")
        return not any(pattern(one).match(after) for one in answers)
    before = low[: phrase.start]
    first = _first(before)
    if first < 0:
        return False
    if pattern("commitments.unsaid").search(before, first):
        return True
    if name is None or name.start < phrase.end or _negation(low, phrase) is None:
        return False
    return pattern("commitments.likened").search(low, phrase.end, name.start) is not None


@lru_cache(maxsize=16)
def _first(before: str) -> int:
    """Give where the first denial begins, -1 if there is none; kept, as it is asked for again."""
    found = pattern("commitments.not").search(before)
    return found.start() if found else -1


def _negation(low: str, phrase: Span) -> int | None:
    """Give where the last denial begins that reaches a phrase: "neither a clause nor a base"."""
    if _ALONE.match(low, phrase.end):
        return None
    before, spent, last = low[: phrase.start], 0, None
    start = _first(before)
    while start >= 0:
        over = pattern("commitments.not_over").search(before, start)
        spent = max(spent, over.end()) if over else spent
        last = start if start >= spent else last
        negation = pattern("commitments.not").search(before, start + 1)
        start = negation.start() if negation else -1
    if last is None:
        return None
    auxiliary = _AUXILIARY.search(low, 0, last)
    return auxiliary.start() if auxiliary else last


def _answered(low: str, after: str, phrase: Span) -> Span | None:
    """Read "Is it an alliance? No.", and "asked whether it is an alliance, he said no"."""
    if low.endswith("?"):
        said = pattern("commitments.answered_no").match(after)
        return Span(phrase.start, len(low) + said.end()) if said else None
    if not low.startswith(("asked", '"asked', "on whether", "whether")):
        return None
    said = pattern("commitments.asked_no").match(low, phrase.end)
    return Span(phrase.start, said.end()) if said else None
