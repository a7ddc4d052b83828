"""Find the words that tell an instrument's status, and whether it is done, ahead or denied."""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.reader.records import Span
from ingest.reader.text import vocabulary
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import StatusWord, pattern, search

Mood = Literal["done", "ahead", "wished", "denied"]

REACH = 70
"""Characters before a status word in which its mood is looked for."""
REACH_AFTER = 60
"""Characters after it in which a parliament, or "into law", is looked for."""
REACH_TO_COME = 120
"""Characters after "the signing of" in which "was postponed" is looked for."""

_CLAUSE = re.compile(r"[;:]|,\s(?:but|and|which|who)\s")
_BIDDING = re.compile(r"(?:^|[-*•])\s*$")
_WILL = re.compile(r"\b(?:will|would)\b")
_NEEDED = {"dated": "cues.a_date", "followed": "cues.in_time"}
_FORMAL = frozenset({"sign", "ratify", "force"})
_ENDING = frozenset({"end", "suspend"})
_OVER = frozenset({"end", "suspend", "expire"})
_MADE = frozenset({"sign", "agree"})
_OPEN = frozenset({"negotiate", "propose"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A status word in its mood, not yet bound to an instrument."""

    family: str
    tense: str
    mood: Mood
    span: Span

    @property
    def status(self) -> str:
        """The status it gives to an instrument; empty where it gives none."""
        return vocabulary.moods()[self.family][self.mood]


def find(prose: Prose, sentence: Span) -> tuple[Cue, ...]:
    """Find the status words of a sentence and tell their mood."""
    low = prose.low[sentence.start : sentence.end]
    cues = []
    for found in vocabulary.status_words().find(low):
        word = found.meanings[0]
        compound = low.startswith("-", found.span.start - 1) and found.span.start
        if isinstance(word, StatusWord) and not compound and not _is_empty(word, low, found.span):
            before = low[max(0, found.span.start - REACH) : found.span.start]
            after = low[found.span.end : found.span.end + REACH_TO_COME]
            span = _without_notes(Span(found.span.start, found.span.end), low, sentence.start)
            family, mood = _family(word, before, after), _mood(word, before, after)
            if family in _MADE and mood == "wished" and pattern("moods.desired").search(before):
                family = "propose"
            cues.append(_as_standing(Cue(family, word.tense, mood, span)))
    return tuple(cues)


def _without_notes(span: Span, low: str, start: int) -> Span:
    """Leave "notes" out of "exchanged notes": they are the instrument itself."""
    word = low[span.start : span.end]
    end = span.start + word.index(" ") if word.endswith(" notes") else span.end
    return Span(start + span.start, start + end)


def _as_standing(cue: Cue) -> Cue:
    """Take an end that is only wished, feared or denied for a sign that the instrument works."""
    if cue.family not in _ENDING or cue.mood not in {"wished", "denied"}:
        return cue
    return Cue("working", cue.tense, "done", cue.span)


def _is_empty(word: StatusWord, low: str, span: Span) -> bool:
    """Tell words of status that tell nothing here: "wants to stress", "dated" without a date."""
    if word.family in _NO_STATUS and _NO_STATUS[word.family](word, low, span):
        return True
    if word.form in {"in effect", "in place"}:
        return _is_adverb(low, span)
    needed = {"ask": "cues.somebody_for"}.get(word.tense) or _NEEDED.get(word.form)
    if needed:
        return pattern(needed).match(low, span.end) is None
    if word.family != "propose":
        return False
    before = low[max(0, span.start - REACH) : span.start]
    turned_down = (
        word.tense in {"noun", "base"} and pattern("moods.turned_down").search(before) is not None
    )
    return turned_down or low.startswith(" to ", span.end)


def _is_of_trust(_word: StatusWord, low: str, span: Span) -> bool:
    """Tell "until trust is restored" and "itself a renewal of" from a pact that works again."""
    return bool(pattern("cues.restored").search(f"{low[: span.start]}<{low[span.end :]}"))


def _is_no_end(word: StatusWord, low: str, span: Span) -> bool:
    """Tell "the end of the year", "left the room" and "calls it void" from "left the treaty"."""
    if pattern("cues.of_time").match(low, span.end):
        return True
    if word.form == "null and void":
        return pattern("cues.claimed").search(low[: span.start][-REACH:]) is not None
    leaves = word.form.startswith(("leav", "left"))
    return leaves and pattern("cues.a_pact").match(low, span.end) is None


def _is_only_to_be(word: StatusWord, low: str, span: Span) -> bool:
    """Tell "would be the ninth partner with which Tokyo has" from "Tokyo has"."""
    before = low[max(0, span.start - REACH) : span.start] if word.tense == "s" else ""
    return search("cues.would_be", before) is not None


def _is_of_some(word: StatusWord, low: str, span: Span) -> bool:
    """Tell "two parties voted against the pact" from a parliament that did."""
    if not word.form.startswith("vote"):
        return False
    before = low[max(0, span.start - REACH) : span.start]
    return pattern("cues.whole_house").search(before) is None


_NO_STATUS = {
    "end": _is_no_end,
    "working": _is_only_to_be,
    "reject": _is_of_some,
    "restore": _is_of_trust,
    "renew": _is_of_trust,
}


def _is_adverb(low: str, span: Span) -> bool:
    """Tell "which in effect bars troops" and "in place of" from "is in effect"."""
    if low.startswith("in place", span.start):
        return low.startswith(" of ", span.end)
    before = pattern("cues.adverb_before").search(low[max(0, span.start - 10) : span.start])
    return before is not None and not low.startswith(" since", span.end)


def _family(word: StatusWord, before: str, after: str) -> str:
    """Take a parliament's approval, and a signing into law, for what it is: ratification."""
    if word.family == "approve":
        around = (before, after[:REACH_AFTER])
        passed = any(pattern("moods.legislature").search(one) for one in around)
        return "ratify" if passed else word.family
    if word.family in _ENDING and (
        pattern("moods.undone").search(before) or pattern("moods.taken_back").match(after)
    ):
        return "restore"
    if word.family == "renew" and _is_denied(_CLAUSE.split(before)[-1]):
        return "expire" if before.endswith(("been ", "was ", "were ")) else "end"
    if word.family == "agree" and any("signing ceremony" in one for one in (before, after)):
        return "sign"
    return _of_signing(before, after) if word.family == "sign" else word.family


def _of_signing(before: str, after: str) -> str:
    """Tell a signature under a law, and one refused or missed, from that of an instrument."""
    if pattern("moods.into_law").search(after):
        return "ratify"
    if pattern("moods.unable").search(before):
        return "negotiate"
    return "reject" if _is_refused(before, after) else "sign"


def _mood(word: StatusWord, before: str, after: str) -> Mood:
    clause = _CLAUSE.split(before)[-1]
    own = _mood_of_family(word, clause, before, after)
    if own is not None:
        return own
    if word.tense == "ing":
        return _mood_of_ing(word, clause, after)
    if word.tense == "noun":
        return _mood_of_noun(word, clause, after)
    if word.tense == "phrase" and word.family in _FORMAL:
        return _mood_of_phrase(word, clause, after)
    return _mood_of_verb(word, clause)


def _mood_of_family(word: StatusWord, clause: str, before: str, after: str) -> Mood | None:
    """Judge what only some words have: an end called off, a "not yet", one house of two."""
    if word.family in _ENDING and pattern("moods.nearly").search(before):
        return "denied"
    undone = word.family in _ENDING and pattern("moods.undone").search(before)
    if undone or (word.family == "sign" and _is_refused(before, after)):
        return "done"
    if word.family == "renew" and _is_denied(clause):
        return "wished" if pattern("moods.unsure").search(clause) else "done"
    if (
        _is_not_yet(word, clause)
        or _is_conditional(word, after)
        or _is_half(word, before + after[:REACH_AFTER])
    ):
        return "ahead"
    return "denied" if _is_denied(clause) else None


def _is_refused(before: str, after: str) -> bool:
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
    return word.family in _FORMAL and pattern("moods.yet").search(before) is not None


def _is_conditional(word: StatusWord, after: str) -> bool:
    """Read "enters into force once the Riksdag has approved it"."""
    if word.family != "force" or word.tense not in {"s", "base"}:
        return False
    return pattern("moods.only_once").match(after) is not None


def _is_denied(before: str) -> bool:
    signs = (pattern("moods.denied"), pattern("moods.dismissed"))
    return any(sign.search(before) for sign in signs)


def _mood_of_verb(word: StatusWord, before: str) -> Mood:
    if _goes_on(word, before) or _is_before_it(word, before):
        return "ahead"
    waits = pattern("moods.to_be").search(before) is not None
    if word.tense != "base" and not waits:
        came = word.family in _OVER and "until " in before
        return "wished" if not came and pattern("moods.if").search(before) else "done"
    if pattern("moods.first_to").search(before):
        return "done"
    if pattern("moods.wished").search(before) or _is_bidding(word, before):
        return "wished"
    signs = ("moods.to_base", "moods.ahead", "moods.and_base")
    return "ahead" if waits or any(pattern(sign).search(before) for sign in signs) else "done"


def _is_bidding(word: StatusWord, before: str) -> bool:
    """Read the point "ratify the agreement" of a list of what is recommended."""
    return word.family in _FORMAL and _BIDDING.search(before) is not None


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
    if found is None or word.family not in _FORMAL:
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
    if word.family in _OPEN or word.family == "sign":
        return "done"
    if word.family == "restore":
        return "done" if pattern("moods.noun_done").search(before) else "ahead"
    return "wished" if pattern("moods.wished").search(before) else "done"


def _mood_of_ing(word: StatusWord, before: str, after: str) -> Mood:
    if word.family in _OPEN:
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
