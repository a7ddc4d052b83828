"""Bind status words to instruments, and dates to both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.reader.mentions.dates import DateMention
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations import timing
from ingest.reader.relations.cues import Cue
from ingest.reader.relations.families import ENDING, FORMAL, OVER
from ingest.reader.relations.moods import Mood
from ingest.reader.relations.scenes import Scene
from ingest.reader.text.vocabulary import pattern

# How many characters a status word may stand from what it belongs to; tuned on half of the corpus.
# A word like "under" or "has", and a noun, must stand nearer.
REACH_LEFT = 130
REACH_LIST = 600
REACH_RIGHT = 130
REACH_NOUN = 60
REACH_WORKING = 40
BESIDE = 25

_PRONOUN = re.compile(r"(?:it|this|which)\s")
_WORKING_BREAK = re.compile(
    r"[,;:]|\b(?:said|and|but|while|that|which)\b"
    r"|(?<!commitments)(?<!commitment)(?<!obligations)(?<!adherence)(?<!support)\sto\b"
)
_TO_DO = re.compile(r"\s+(?:on \w+\s+)?to\s+(?!an?\b|the\b|this\b|its\b|new\b)[a-z]+\s")
_AUXILIARY = frozenset({"has", "have"})
_PARTICIPLE_IN = re.compile(
    r"\b(?:\w+ed|begun|been|made|put|held|sent|kept|seen|led|set|spoken|taken|given|written|drawn|"
    r"broken|chosen|known|shown|gone|done|come|met|sought|brought|bought|fought|told|found|lost|paid)\b"
)
_AND_WAS = re.compile(r"\band\s(?:was|is|has been|will be)\s$")
_PARTICIPLE_AFTER = (",", "(", "which was", "that was", "which were", "that were", "had been")
_OTHERS = (" one ", " another ", " of which ", " of them ")
_IS_DONE = re.compile(r"\s(?:was|were|is|has been|had been|will be)\s(?:later\s|then\s|also\s)?")
_AND_A = re.compile(r"\sand\s(?:(?:an?|the|its|their)\s)?(?:[\w-]+\s){0,5}$")
_PARTICIPLE = re.compile(r"\s+(?:back\s)?(?:in|on|by|at|between|last|during|earlier|this)\s")
_SHARED = re.compile(r"[\w\s()'-]*?(?:,(?!\swith\b)|\band\b)")
_AND_THEY = re.compile(r"\band (?:they|both|we) (?:also )?$")
_IT = re.compile(r" (?:it|them)\b(?! (?:self|all|into law))")
_OBJECT = re.compile(r" (?:an?|the|its|their|several|two) ")
_OTHER_DOES = re.compile(r",\s(?!which|that|having)[^,]*\b(?:has|have|had)\s$")
_NEAR_ONLY = frozenset({"working", "renew"})
_PASSIVE_ONLY = frozenset(
    {
        "sign",
        "agree",
        "approve",
        "suspend",
        "end",
        "reject",
        "propose",
        "renew",
        "ratify",
        "restore",
    }
)
_END = ("end", "quit", "left", "call", "put", "dropped", "halted", "dump", "abandon")
_TOLD_AFTER = ENDING | {"sign"}
_ONE_CLAUSE = ENDING | {"negotiate"}
"""Families of which a word after "the pact with Fiji, and" is said of something else."""
_TOLD_OF_OLD = frozenset({"sign", "working"})
_LISTING = re.compile(r",|\band\s(?:\w+ly\s|also\s)?(?:has|have|had|is|was|will|would)\b")
_OF_IT = ENDING | {"sign", "ratify"}
_OF_IT_ANYWHERE = FORMAL | {"expire"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing told of an instrument.

    `status` is what it makes of the instrument, empty if it was denied; `date` tells when, `dates`
    are all of its sentence, `about` are the words for the instrument; `is_since`: "has had since".
    """

    family: str
    mood: Mood
    status: str
    span: Span
    date: DateMention | None
    distance: int
    about: Span
    dates: tuple[DateMention, ...] = ()
    is_since: bool = False


def of_mention(here: Scene, mention: InstrumentMention) -> tuple[Event, ...]:
    """Give the events that a sentence tells of one of its instruments."""
    left = _left(here, mention)
    right = [one for one in here.cues if _is_right(here, mention, one)]
    right = [one for one in right if not _is_how_made(right, one)]
    own = any(_IS_DONE.fullmatch(here.prose.low, mention.head.end, one.span.start) for one in right)
    left = None if own and left is not None and left.family == right[0].family else left
    bound = [*([left] if left else []), *(one for one in right if not _is_of_talks(left, one))]
    told = [
        _event(here, cue, mention, timing.beside(here, mention, cue))
        for cue in bound
        if cue.status or cue.mood == "denied"
    ]
    date = timing.in_front(here, mention) or (None if told else timing.behind(here, mention))
    if date is not None:
        told.append(_event(here, Cue("sign", "noun", "done", date.span), mention, date))
    return (*told, *_of_older(here, mention, told))


def _of_older(here: Scene, mention: InstrumentMention, told: list[Event]) -> Iterator[Event]:
    """Read "replaces the 1974 pact", which has ended, and "updates it", which works till then."""
    before = here.prose.low[here.sentence.start : mention.span.start][-REACH_WORKING:]
    if pattern("events.to_replace").search(before):
        yield Event("working", "done", "in_force", mention.span, None, 0, mention.span)
    elif pattern("events.replaced").search(before) and _TOLD_OF_OLD.issuperset(
        one.family for one in told
    ):
        yield Event("end", "done", "terminated", mention.span, None, 0, mention.span)


def _is_of_talks(left: Cue | None, cue: Cue) -> bool:
    """Read "talks on a pact ended": it is the talks that did."""
    talks = left is not None and left.family == "negotiate" and left.tense == "noun"
    return talks and cue.family in OVER


def _is_how_made(told: list[Cue], cue: Cue) -> bool:
    """Read "was concluded in an eighth round of talks": those talks are over."""
    return (
        cue.family == "negotiate"
        and cue.tense == "noun"
        and any(
            one.family == "agree" and one.mood == "done" and one.span.end < cue.span.start
            for one in told
        )
    )


def of_pronoun(here: Scene) -> tuple[Event, ...]:
    """Give what a sentence tells of an "it" that stands for an instrument named before."""
    told = []
    begins = _PRONOUN.match(here.prose.low, here.sentence.start) is not None
    first = here.mentions[0].span.start if here.mentions else here.sentence.end
    for cue in here.cues:
        gap = here.prose.low[here.sentence.start : cue.span.start]
        passive = cue.family in {*_OF_IT, "working"} and pattern("events.passive").search(gap)
        near = len(gap) < REACH_WORKING or _AND_WAS.search(gap)
        own = begins and near and (passive or cue.family in {"force", "expire"})
        if cue.status and cue.span.start < first and (own or _is_of_it(here, cue)):
            told.append(_event(here, cue, None, None))
    return tuple(told)


def _is_of_it(here: Scene, cue: Cue) -> bool:
    """Read "; it was signed in January", of what was spoken of before."""
    if cue.family in ENDING and not _word(here, cue).startswith(_END):
        return cue.tense == "past" and _IT.match(here.prose.low, cue.span.end) is not None
    if cue.family not in _OF_IT_ANYWHERE or cue.tense in {"noun", "ing"}:
        return False
    if cue.family != "force" and _IT.match(here.prose.low, cue.span.end):
        return True
    before = here.prose.low[here.sentence.start : cue.span.start][-REACH_WORKING:]
    subject = "events.it_was" if cue.family in _PASSIVE_ONLY else "events.it"
    return pattern(subject).search(before) is not None


def of_signing(here: Scene) -> tuple[Event, ...]:
    """Give what "The signing took place on Monday" and "witnessed the signing" tell."""
    low, start = here.prose.low, here.sentence.start
    told = low[start : here.sentence.end]
    if "sign" not in told:
        return ()
    ahead = pattern("walk.for_signing").search(told)
    found = ahead or pattern("walk.the_signing").search(told)
    if found is None:
        return ()
    word = Span(start + found.start(), start + found.end())
    gap = low[word.end : word.end + REACH_NOUN]
    mood: Mood = "ahead" if ahead or pattern("moods.signing_ahead").search(gap) else "done"
    return (_event(here, Cue("sign", "noun", mood, word), None, None),)


def _event(
    here: Scene, cue: Cue, mention: InstrumentMention | None, date: DateMention | None
) -> Event:
    when = date or timing.of_cue(here, cue)
    head = mention.head if mention else cue.span
    about = mention.span if mention else cue.span
    far = cue.span.distance(head)
    since = cue.family == "working" and timing.is_since(here, cue)
    return Event(cue.family, cue.mood, cue.status, cue.span, when, far, about, here.dates, since)


def _left(here: Scene, mention: InstrumentMention) -> Cue | None:
    """Find the nearest status word before an instrument that is not parted from it.

    One within its name ("a draft agreement") counts only where there is no other.
    """
    within = None
    for cue in reversed([cue for cue in here.cues if cue.span.end <= mention.head.start]):
        gap = here.prose.low[cue.span.end : max(cue.span.end, mention.span.start)]
        if cue.span.start >= mention.span.start:
            within = None if mention.is_proper and cue.tense != "s" else cue
            continue
        between = any(cue.span.end <= one.head.start < mention.span.start for one in here.mentions)
        reach = REACH_LIST if between else REACH_LEFT
        if len(gap) > reach or pattern("events.break").search(gap):
            return within
        paper = cue.family == "sign" and pattern("events.other_paper").search(gap)
        if paper or pattern("events.connective").search(gap):
            return within
        no_object = _is_of_earlier(here, cue) or _is_of_it(here, cue) or _comes(here, cue)
        if no_object or (cue.family == "agree" and _TO_DO.match(gap)):
            continue
        near = len(gap) <= REACH_WORKING and not _WORKING_BREAK.search(gap)
        near = near and not (_word(here, cue) in _AUXILIARY and _PARTICIPLE_IN.search(gap))
        if cue.family in _NEAR_ONLY and not near:
            continue
        return within if _is_taken(here, cue.span.end, mention.head.start) else cue
    return within


def _comes(here: Scene, cue: Cue) -> bool:
    """Tell a verb without object, "took effect", from "brought into effect"."""
    word = _word(here, cue)
    passive = cue.family == "end" and word.startswith(("replaced ", "superseded "))
    if passive or word in {"dated", "followed"} or word.startswith("into "):
        return True
    earlier = any(one.head.end <= cue.span.start for one in here.mentions)
    return earlier and pattern("events.no_object").match(word) is not None


def _word(here: Scene, cue: Cue) -> str:
    return here.prose.low[cue.span.start : cue.span.end]


def _is_of_earlier(here: Scene, cue: Cue) -> bool:
    """Read "a pact with Chad, signed in 1998, and one with Fiji": signed belongs to the pact."""
    low = here.prose.low
    before = low[here.sentence.start : cue.span.start].rstrip().endswith(_PARTICIPLE_AFTER)
    after = _PARTICIPLE.match(low, cue.span.end, here.sentence.end)
    earlier = any(one.head.end <= cue.span.start for one in here.mentions)
    return cue.tense == "past" and before and after is not None and earlier


def _is_taken(here: Scene, start: int, end: int) -> bool:
    """Tell whether an instrument between takes the word; "a treaty and a protocol" share it."""
    between = [one for one in here.mentions if start <= one.head.start and one.head.end < end]
    return any(not _SHARED.match(here.prose.low[one.head.end : end]) for one in between)


def _is_right(here: Scene, mention: InstrumentMention, cue: Cue) -> bool:
    """Tell whether a status word after an instrument is said of it."""
    in_name = mention.is_proper and mention.span.covers(cue.span)
    if in_name or cue.span.start < mention.head.end:
        return False
    gap = here.prose.low[mention.head.end : cue.span.start]
    after = _PARTICIPLE.match(here.prose.low, cue.span.end, here.sentence.end)
    named = max(0, mention.span.end - mention.head.end)
    reach = REACH_LIST if cue.family == "sign" and after else REACH_RIGHT
    between = any(
        mention.head.end < one.head.start < cue.span.start
        and not _AND_A.match(here.prose.low[mention.head.end : one.head.start])
        for one in here.mentions
    )
    if len(gap) - named > reach or between:
        return False
    return _is_of_it(here, cue) or _is_of_name(here, cue, gap, after)


def _is_of_name(here: Scene, cue: Cue, gap: str, after: re.Match[str] | None) -> bool:
    """Tell whether a status word goes with the name that stands before it."""
    if cue.family == "working":
        other = pattern("events.connective").search(gap) or gap.endswith(_OTHERS)
        return cue.tense == "s" and not other
    if _AND_THEY.search(gap) and _OBJECT.match(here.prose.low, cue.span.end):
        return False
    return pattern("events.break").search(gap) is None and _is_said_of_it(here, cue, gap, after)


def _is_said_of_it(here: Scene, cue: Cue, gap: str, after: re.Match[str] | None) -> bool:
    """Tell whether a word after a name is said of it; `after`: "signed in", "signed by"."""
    if cue.tense == "noun":
        return cue.family == "force" or len(gap) < REACH_NOUN
    if cue.family not in _PASSIVE_ONLY or (cue.tense == "phrase" and cue.family in _TOLD_AFTER):
        return cue.tense == "past" or cue.family not in _ONE_CLAUSE or _LISTING.search(gap) is None
    signed = cue.family == "sign" and cue.tense == "past" and after is not None
    if signed or pattern("events.no_object").match(_word(here, cue)):
        return True
    if cue.tense == "base" and pattern("events.to_come").search(gap):
        return True
    other = cue.family != "sign" and _OTHER_DOES.match(gap) is not None
    beside = not other and (len(gap.strip(" ,")) < BESIDE or gap.rstrip().endswith(","))
    signs = ("events.passive", "events.and_later")
    told = beside or ", which" in gap or any(pattern(one).search(gap) for one in signs)
    told = told or (cue.family == "sign" and pattern("events.that_one").search(gap) is not None)
    return cue.tense == "past" and told
