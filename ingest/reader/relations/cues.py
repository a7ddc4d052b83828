"""Find the words that tell an instrument's status."""

from dataclasses import dataclass

from ingest.reader.records import Span
from ingest.reader.relations import moods
from ingest.reader.relations.families import ENDING, MADE
from ingest.reader.relations.moods import Mood
from ingest.reader.text import marks, vocabulary
from ingest.reader.text.prose import Prose
from ingest.reader.text.vocabulary import StatusWord, pattern, search

REACH = 70
"""Characters before a status word in which its mood is looked for."""
REACH_TO_COME = 120
"""Characters after "the signing of" in which "was postponed" is looked for."""

_NEEDED = {"dated": "cues.a_date", "followed": "cues.in_time"}


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
    for found in prose.marks.found(marks.STATUS, sentence.start, sentence.end):
        word = found.meanings[0]
        compound = low.startswith("-", found.span.start - 1) and found.span.start
        if isinstance(word, StatusWord) and not compound and not _is_empty(word, low, found.span):
            before = low[max(0, found.span.start - REACH) : found.span.start]
            after = low[found.span.end : found.span.end + REACH_TO_COME]
            span = _without_notes(Span(found.span.start, found.span.end), low, sentence.start)
            family, mood = _family(word, before, after), moods.of(word, before, after)
            if family in MADE and mood == "wished" and pattern("moods.desired").search(before):
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
    if cue.family not in ENDING or cue.mood not in {"wished", "denied"}:
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
        around = (before, after[: moods.REACH_AFTER])
        passed = any(pattern("moods.legislature").search(one) for one in around)
        return "ratify" if passed else word.family
    if word.family in ENDING and (
        pattern("moods.undone").search(before) or pattern("moods.taken_back").match(after)
    ):
        return "restore"
    if word.family == "renew" and moods.is_denied(moods.own_clause(before)):
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
    return "reject" if moods.is_refused(before, after) else "sign"
