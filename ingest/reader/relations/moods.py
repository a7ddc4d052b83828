"""Tell whether what a status word says is done, ahead, wished or denied."""

import re
from typing import Literal

from ingest.reader.relations.families import ENDING, FORMAL, OPEN, OVER
from ingest.reader.text.vocabulary import StatusWord, pattern

Mood = Literal["done", "ahead", "wished", "denied"]

REACH_AFTER = 60
"""Characters after a status word in which a parliament is looked for."""

_CLAUSE = re.compile(r"[;:]|,\s(?:but|and|which|who)\s")
_BIDDING = re.compile(r"(?:^|[-*•])\s*$")
_WILL = re.compile(r"\b(?:will|would)\b")


def own_clause(before: str) -> str:
    """Give the words before a status word that are of its own clause."""
    return _CLAUSE.split(before)[-1]


def of(word: StatusWord, before: str, after: str) -> Mood:
    """Tell in what mood the words before and after a status word put it."""
    clause = own_clause(before)
    own = _mood_of_family(word, clause, before, after)
    if own is not None:
        return own
    if word.tense == "ing":
        return _mood_of_ing(word, clause, after)
    if word.tense == "noun":
        return _mood_of_noun(word, clause, after)
    if word.tense == "phrase" and word.family in FORMAL:
        return _mood_of_phrase(word, clause, after)
    return _mood_of_verb(word, clause)


def _mood_of_family(word: StatusWord, clause: str, before: str, after: str) -> Mood | None:
    """Judge what only some words have: an end called off, a "not yet", one house of two."""
    if word.family in ENDING and pattern("moods.nearly").search(before):
        return "denied"
    undone = word.family in ENDING and pattern("moods.undone").search(before)
    if undone or (word.family == "sign" and is_refused(before, after)):
        return "done"
    if word.family == "renew" and is_denied(clause):
        return "wished" if pattern("moods.unsure").search(clause) else "done"
    if (
        _is_not_yet(word, clause)
        or _is_conditional(word, after)
        or _is_half(word, before + after[:REACH_AFTER])
    ):
        return "ahead"
    return "denied" if is_denied(clause) else None


def is_refused(before: str, after: str) -> bool:
    """Read "will not sign it", but not "will not sign it before the vote"; "could not sign it"."""
    refused = pattern("moods.refused").search(before) and not pattern("moods.not_yet").search(after)
    return bool(refused or pattern("moods.unable").search(before))


def _is_half(word: StatusWord, around: str) -> bool:
    """Tell the approval of one house of a parliament from that of the whole."""
    return word.family == "approve" and pattern("moods.one_chamber").search(around) is not None


def _is_not_yet(word: StatusWord, before: str) -> bool:
    if word.family == "approve":
        once = word.tense != "past" and pattern("moods.once_they").search(before)
        return bool(once or pattern("moods.ahead").search(before))
    return word.family in FORMAL and pattern("moods.yet").search(before) is not None


def _is_conditional(word: StatusWord, after: str) -> bool:
    """Read "enters into force once the Riksdag has approved it"."""
    if word.family != "force" or word.tense not in {"s", "base"}:
        return False
    return pattern("moods.only_once").match(after) is not None


def is_denied(before: str) -> bool:
    """Read "no pact was signed" and "dismissed reports that"."""
    signs = (pattern("moods.denied"), pattern("moods.dismissed"))
    return any(sign.search(before) for sign in signs)


def _mood_of_verb(word: StatusWord, before: str) -> Mood:
    if _goes_on(word, before) or _is_before_it(word, before):
        return "ahead"
    waits = pattern("moods.to_be").search(before) is not None
    if word.tense != "base" and not waits:
        came = word.family in OVER and "until " in before
        return "wished" if not came and pattern("moods.if").search(before) else "done"
    if pattern("moods.first_to").search(before):
        return "done"
    if pattern("moods.wished").search(before) or _is_bidding(word, before):
        return "wished"
    signs = ("moods.to_base", "moods.ahead", "moods.and_base")
    return "ahead" if waits or any(pattern(sign).search(before) for sign in signs) else "done"


def _is_bidding(word: StatusWord, before: str) -> bool:
    """Read the point "ratify the agreement" of a list of what is recommended."""
    return word.family in FORMAL and _BIDDING.search(before) is not None


def _mood_of_phrase(word: StatusWord, before: str, after: str) -> Mood:
    """Judge "slated for signing", "brought the pact into force", and a bill ratifying one."""
    if word.family == "sign":
        unready = word.form.startswith("ready") and pattern("moods.to_be").search(before)
        return "wished" if unready else "ahead"
    if word.form.startswith("into "):
        return "done" if pattern("moods.brought").search(before) else "ahead"
    if word.form.startswith(("bill ", "resolution ")):
        passed = pattern("moods.passed").search(before + after)
        return "done" if passed else "ahead"
    return _mood_of_verb(word, before)


def _is_before_it(word: StatusWord, before: str) -> bool:
    """Read "before it takes effect" and "until it is signed", but not "until it was signed"."""
    found = pattern("moods.before_it").search(before)
    if found is None or word.family not in FORMAL:
        return False
    return word.tense == "s" or (word.tense == "past" and found[0].endswith(("is ", "are ")))


def _goes_on(word: StatusWord, before: str) -> bool:
    """Read "will remain in force", and "expires in 2028", of what works until then."""
    kept = word.tense == "phrase" and pattern("moods.to_remain").search(before)
    return bool(kept) or (word.family == "expire" and word.tense == "s")


def _mood_of_noun(word: StatusWord, before: str, after: str) -> Mood:
    if word.family in {"ratify", "force"} or word.form == "approval by":
        by_whom = before.endswith(" the ") and after.startswith(" by ")
        return "done" if by_whom or pattern("moods.noun_done").search(before) else "ahead"
    if word.family in OPEN or word.family == "sign":
        return "done"
    if word.family == "restore":
        return "done" if pattern("moods.noun_done").search(before) else "ahead"
    return "wished" if pattern("moods.wished").search(before) else "done"


def _mood_of_ing(word: StatusWord, before: str, after: str) -> Mood:
    if word.family in OPEN:
        return "done"
    if pattern("moods.talks").search(before) or pattern("moods.wished").search(before):
        return "wished"
    if word.family == "agree" and not after.startswith(" of"):
        return "ahead"
    to_come = word.family == "sign" and (
        pattern("moods.allowed").search(before) or pattern("moods.to_come").match(after)
    )
    ahead = to_come or pattern("moods.ahead").search(before) or _WILL.search(before)
    return "ahead" if ahead else "done"
