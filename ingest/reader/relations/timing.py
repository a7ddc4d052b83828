"""Bind dates to status words: when it was that something was done."""

import re

from ingest.reader.mentions.dates import DateMention
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.relations.cues import Cue
from ingest.reader.relations.families import MADE
from ingest.reader.relations.scenes import Scene
from ingest.reader.text.vocabulary import pattern

# How many characters a date may stand from its status word; tuned on half of the corpus.
REACH_DATE = 150
REACH_SAID = 45
REACH_UNDONE = 60
BESIDE = 25

_DATE_BREAK = re.compile(
    r"[;:]|\bin recent (?:years|months|weeks|days)\b|,\swith\b|\bsince\b|\bbut\b|\bwhile\b"
)
_ASIDE = re.compile(
    r"\bwhich\b|"
    r"\bthat (?:will|would|could|can|includes?|allows?|provides?|gives?|commits?|covers?)\b"
)
_SINCE = re.compile(
    r"[^,;:.]{0,90}\bsince\s(?:(?:the|early|late|mid|about|around|at least)[\s-])?$"
)
_LASTS = re.compile(r"[^;:.]{0,140}\bsince\s(?:the\s)?(?:\d|[a-z]+\s\d)")
_INSERTED = re.compile(r"\s(?:in|on|at|by|between)\s[^.;:]{3,60}?[,)]")
_AFTER_IT = re.compile(r"\b(?:after|before)\s[^,;]*$")
_FROM_A_YEAR = re.compile(r"(?:from|.. to)\s(?:the\s)?\d{4}")
_POSSESSED = re.compile(r"'s?\s(?:(?!talks|round|negotiations)[\w-]+\s){0,3}")
_WITH_IN = re.compile(r"\swith\s(?:the\s)?[\w' -]{3,30}\s(?:in|of|from)\s(?:early\s|late\s)?")
_HAD_DONE = re.compile(r"\b(?:had|have|has)\s(?:[\w'-]+\s){1,7}$")
_WHO = re.compile(r",\s(?:who|whose|where)\b[^,]*$")
_VERB = re.compile(r"\s(?:\w+ly\s)?\w+(?:ed|hed|aid|an|ld|ent)\s")
_WAS = re.compile(r"\b(?:was|were|has been|have been|had been|is|are|be)\s(?:\w+ly\s)?$")
_HAS = frozenset({"has", "have", "has had", "have had"})
_DURING = ("during ", "after ", "following ", "at ")
_WHEN = re.compile(r",?\swhen\s[^.,;:]{0,60}$")
_AFTER_TALKS = re.compile(
    r",\s(?:after|following|at the end of|during|amid|in|at|as part of)\s[^,;]{0,40}$"
)
_AND_THEN = re.compile(r"\s*,?\s+and\s+(?:then\s+|also\s+|later\s+)?$")
_AND_IS_TO = re.compile(
    r",?\s(?:and|but)\s(?:(?:is|are|was|were|has|have|had|will|would|later|then|now|also)\s)+"
)
_CLAUSE_BREAK = re.compile(r"[,;:]")
_DATED = re.compile(
    r"^(?:,\s(?:on|for|covering)\s[^,.;:]{3,50},)?\s*(?:\([\w-]{2,10}\)\s*)?(?:on\s(?:[a-z-]+\s){1,5}?(?=in\s))?(?:with\s(?:the\s)?(?:[A-Z][\w-]*\s){1,3})?,?\s*(?:in|on)?\s*$"
)


def beside(here: Scene, mention: InstrumentMention, cue: Cue) -> DateMention | None:
    """Read "signed the LEMOA in 2016 and the COMCASA in 2018": each has its date right after it."""
    if cue.family not in MADE or cue.span.start > mention.head.start or _has_no_day(here, cue):
        return None
    after = (date for date in here.dates if date.span.start >= mention.span.end)
    plain = here.prose.plain
    return next(
        (date for date in after if _DATED.match(plain[mention.span.end : date.span.start])), None
    )


def in_front(here: Scene, mention: InstrumentMention) -> DateMention | None:
    """Read "last year's pact" and "April's treaty": when it was made."""
    for date in here.dates:
        gap = here.prose.low[date.span.end : mention.head.start]
        to_come = date.is_weekday or date.relative.startswith(("next", "this"))
        if not to_come and _POSSESSED.fullmatch(gap):
            return date
    return None


def behind(here: Scene, mention: InstrumentMention) -> DateMention | None:
    """Read "the pact with China in April 2022", of which nothing else is told."""
    for date in here.dates:
        if date.year is not None and date.span.start > mention.head.end:
            gap = here.prose.low[mention.head.end : date.span.start]
            return date if _WITH_IN.fullmatch(gap) else None
    return None


def of_cue(here: Scene, cue: Cue) -> DateMention | None:
    """Find the date nearest to a status word; one after it is preferred."""

    def cost(date: DateMention) -> int:
        in_name = any(one.year and one.span.covers(date.span) for one in here.mentions)
        far = date.span.distance(cue.span) + (0 if date.span.start > cue.span.start else 15)
        return far + (REACH_DATE if in_name else 0)

    if _has_no_day(here, cue):
        return None
    fitting = [
        date
        for date in here.dates
        if _is_date_of(here, cue, date) and not _is_of_other_name(here, cue, date)
    ]
    return min(fitting, key=cost, default=None) or _only_date(here, cue)


def _is_of_other_name(here: Scene, cue: Cue, date: DateMention) -> bool:
    """Read "sign border pact, build on 1993 accord": the year is in the name of the accord."""
    named = next((one for one in here.mentions if one.year and one.span.covers(date.span)), None)
    if named is None:
        return False
    low, high = sorted((cue.span.start, named.span.start))
    return any(low <= one.head.start < high for one in here.mentions if one is not named)


def _has_no_day(here: Scene, cue: Cue) -> bool:
    """Tell "remains in force", an anniversary, and a signing that did not come, from a day."""
    before = here.prose.low[here.sentence.start : cue.span.end][-REACH_UNDONE:]
    counted = "comes " in before and " after" in before
    start, end = max(here.sentence.start, cue.span.end - REACH_UNDONE), cue.span.end
    if not counted and here.prose.marks.search("events.undated", start, end):
        return True
    return before.endswith(" announced") and _is_of_whole(here, cue)


def _is_of_whole(here: Scene, cue: Cue) -> bool:
    """Tell "they signed a pact, Lima announced on Tuesday", which dates nothing but the news."""
    named = any(one.head.end <= cue.span.start for one in here.mentions)
    return named and _WAS.search(here.prose.low[: cue.span.start][-REACH_SAID:]) is None


def _only_date(here: Scene, cue: Cue) -> DateMention | None:
    """Take the date of a long sentence that has no other, and tells nothing but a signing."""
    told = [one for one in here.cues if one.family != "working"]
    if len(here.dates) != 1 or told != [cue] or cue.family != "sign" or cue.mood != "done":
        return None
    date = here.dates[0]
    if _WHO.search(here.prose.low[cue.span.end : date.span.start]):
        return None
    whole = (date.day is not None or date.is_weekday) and not _is_of_main_verb(here, cue, date)
    on_it = pattern("events.on_date").search(here.prose.low[: date.span.start][-6:])
    linked = on_it is not None or date.span.start == here.sentence.start
    return date if whole and linked and not _is_of_saying(here, cue, date) else None


def _is_of_saying(here: Scene, cue: Cue, date: DateMention) -> bool:
    """Tell the day of "the ministry said on Tuesday" from that of the signing it told of."""
    if cue.family not in {"sign", "force", "end", "ratify"}:
        return False
    start = max(here.sentence.start, date.span.start - REACH_SAID)
    return pattern("events.said").search(here.prose.low[start : date.span.start]) is not None


def _is_of_verb_before(here: Scene, cue: Cue, date: DateMention) -> bool:
    """Read "held talks last month and signed": the month is that of the talks.

    "Will meet on June 13 and sign" is one occasion: its day is that of both.
    """
    if date.span.end > cue.span.start:
        return False
    gap = here.prose.low[date.span.end : cue.span.start]
    earlier = [one for one in here.cues if one.span.end <= date.span.start]
    if not earlier:
        return False
    own = len(gap) > BESIDE or gap.startswith(",")
    awaits = gap.startswith(",") and cue.mood == "ahead" and earlier[-1].mood == "done"
    if (awaits or _AND_IS_TO.match(gap)) and not _CLAUSE_BREAK.search(
        here.prose.low[earlier[-1].span.end : date.span.start]
    ):
        return True
    talks = here.prose.low[here.sentence.start : earlier[-1].span.start].endswith(_DURING)
    beside = date.span.start - earlier[-1].span.end <= len(" on the ") and own and not talks
    is_day = date.day is not None or date.is_weekday
    return beside or (not is_day and _AND_THEN.match(gap) is not None)


def _is_of_main_verb(here: Scene, cue: Cue, date: DateMention) -> bool:
    """Read "on Sunday debated a pact signed with Fiji": Sunday is that of the debate."""
    between = [one for one in here.mentions if date.span.end <= one.span.start]
    between = [one for one in between if one.head.end <= cue.span.start]
    if here.prose.low.startswith(("in force", "in effect"), cue.span.start):
        return True
    if not between or cue.tense != "past":
        return False
    verb = here.prose.low[date.span.end : between[-1].span.start]
    after = here.prose.low[between[-1].head.end : cue.span.start]
    return _VERB.match(verb) is not None and _WAS.search(after) is None


def _is_lasting(here: Scene, cue: Cue) -> bool:
    word = here.prose.low[cue.span.start : cue.span.end]
    lasting = word in _HAS or word in {"under", "bound by"}
    return cue.family == "force" or (cue.family == "working" and lasting)


def is_since(here: Scene, cue: Cue) -> bool:
    """Read "has had pacts with both since the 1990s", and "trains their armies under pacts"."""
    if here.prose.low.startswith("under ", cue.span.start):
        return True
    gap = here.prose.low[cue.span.end : min(here.sentence.end, cue.span.end + REACH_DATE)]
    return _is_lasting(here, cue) and _LASTS.match(gap) is not None


def _counts_from(here: Scene, cue: Cue, date: DateMention) -> bool:
    """Read "which dates back to 1951": the date stands right after it."""
    word = here.prose.low[cue.span.start : cue.span.end]
    beside = 0 < date.span.start - cue.span.end <= len(" the ")
    return beside and word.endswith((" from", " to")) and cue.family == "working"


def _is_rival(here: Scene, one: Cue, cue: Cue) -> bool:
    """Tell whether a date beyond a status word is its own.

    It is not beyond ", signed in May 2020,", nor beyond ", after talks in Doha,", nor beyond what
    is part of a name: "an amended pact".
    """
    low = here.prose.low
    aside = low[: one.span.start].endswith((", ", " (")) and _INSERTED.match(low, one.span.end)
    dates = one.family == "working" and _FROM_A_YEAR.match(low, one.span.end - len(" from"))
    own = one.family not in {"working", "propose"} or dates
    named = any(mention.span.covers(one.span) for mention in here.mentions)
    talks = one.family == "negotiate" and one.tense == "noun"
    aside = aside or (talks and _AFTER_TALKS.search(low[: one.span.start][-60:]))
    return bool(own) and one != cue and not aside and not named


def _is_counted_to(here: Scene, date: DateMention, *, is_before: bool) -> bool | None:
    """Read "a town it had retaken a year earlier", and "it comes a year after they signed".

    None for all other dates.
    """
    told = here.prose.low[: date.span.end][-10:]
    if told.endswith(" after"):
        return is_before
    before = here.prose.low[: date.span.start][-90:]
    had = is_before and told.endswith(" earlier") and _HAD_DONE.search(before)
    return False if had else None


def _is_date_of(here: Scene, cue: Cue, date: DateMention) -> bool:
    low = min(date.span.end, cue.span.end)
    high = max(date.span.start, cue.span.start)
    gap, is_before = here.prose.low[low:high], date.span.end <= cue.span.start
    rival = any(low <= one.span.start < high and _is_rival(here, one, cue) for one in here.cues)
    if high - low > REACH_DATE or rival or (is_before and _is_of_main_verb(here, cue, date)):
        return False
    counted = _is_counted_to(here, date, is_before=is_before)
    if counted is not None:
        return counted
    lasts = _is_lasting(here, cue) and _SINCE.match(gap) is not None
    lasts = lasts or _counts_from(here, cue, date)
    if lasts or (is_before and _WHEN.match(gap)) or cue.family == "working":
        return lasts or cue.family != "working"
    who = here.prose.low[: date.span.start][-80:] if gap.startswith(",") else ""
    whose = _WHO.search(who if is_before else gap)
    other = whose or pattern("events.not_when").search(here.prose.low[: date.span.start][-30:])
    if other or _is_of_saying(here, cue, date) or _is_of_verb_before(here, cue, date):
        return False
    aside = date.span.start > cue.span.end and not date.is_weekday and _ASIDE.search(gap)
    earlier = is_before and _AFTER_IT.search(gap) is not None
    return _DATE_BREAK.search(gap) is None and not aside and not earlier
