"""Fold what an article tells of an instrument into its status and dates."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

from ingest.reader.drafts.draft import PENDING, Draft
from ingest.reader.mentions.dates import DateMention, of_this_year
from ingest.reader.records import Span, Value
from ingest.reader.relations.events import Event
from ingest.reader.relations.families import EFFECT, MADE, OVER
from ingest.reader.values import overtaken
from ingest.reader.values.overtaken import WEAK

RANK = {
    status: rank
    for rank, status in enumerate(
        [
            "proposed",
            "negotiating",
            "agreed",
            "signed",
            "ratified",
            "in_force",
            "rejected",
            "suspended",
            "expired",
            "terminated",
        ]
    )
}
TELLING = frozenset({"sign", "agree", "negotiate", "propose", "approve"})
SIGNED_ALONE = frozenset(
    {"agreement", "treaty", "memorandum", "protocol", "declaration", "charter", "text"}
)
"""Words for what is signed where nothing else is told: a framework or a plan may be only meant."""
ENDED = frozenset({"terminated", "expired"})
SIGNED_OR_MORE = frozenset({"signed", "ratified", "in_force", "suspended", "expired", "terminated"})


@dataclass(frozen=True, slots=True)
class Standing:
    """An instrument's status and dates; each with the words that prove it."""

    status: Value[str]
    signed: Value[str] | None
    expected_signing: Value[str] | None
    in_force: Value[str] | None
    ended: Value[str] | None


def fold(
    draft: Draft, published: date | None, day: str, met: DateMention | None
) -> Standing | None:
    """Fold the events of a draft; None where nothing tells that there is an instrument at all.

    `day` is that of the signing told before, as EDTF: what "the same day" means; `met` that of the
    meeting at which an undated signing was or will be.
    """
    status = _status(draft, published)
    if status is None:
        return None
    return Standing(
        status=status,
        signed=_signed(draft, status.value, published, day)
        or _met(draft, status.value, met, published),
        expected_signing=_expected(draft, status.value, published)
        or _met(draft, status.value, met, published, ahead=True),
        in_force=_dated(draft, "force", status.value, {"in_force"}, published),
        ended=_dated(draft, "end", status.value, ENDED, published),
    )


def _status(draft: Draft, published: date | None) -> Value[str] | None:
    strong = _telling(draft.events)
    events = strong or draft.events
    if not events:
        return _silent(draft)
    best = max(events, key=_telling_most)
    best = _unless_overtaken(best, strong)
    concluded = draft.is_list and (best.family, best.mood, best.status) == (
        "agree",
        "done",
        "agreed",
    )
    lasts = best.family == "working" and best.is_since
    if concluded or (
        (draft.is_list or draft.title.is_similar) and best.family in WEAK and not lasts
    ):
        # Those that a party "has", or "has concluded", with several have long been signed.
        return Value("signed", _quote(best), 0.6)
    later = overtaken.by_what_followed(draft, best, published)
    if later:
        return Value(later, _quote(best), 0.6)
    if best.status in PENDING:
        return _pending(draft, best, events, published)
    return Value(best.status, _quote(best), _confidence(best, events))


def _telling_most(event: Event) -> tuple[bool, int, bool, int]:
    """Rank by status; "signed" proves a signing better than "must still be ratified"."""
    is_direct = event.mood == "done"
    return event.family == "draft", RANK[event.status], is_direct, -event.distance


def _pending(draft: Draft, best: Event, events: list[Event], published: date | None) -> Value[str]:
    """Judge what is not said to be signed: what is years old will have been."""
    if overtaken.is_of_old(draft, best, published):
        return Value("in_force", draft.title.span, 0.5)
    waits = any(one.family == "sign" and one.mood == "ahead" for one in events)
    if not waits and overtaken.is_long_done(best, published):
        works = any(one.family == "working" and one.status for one in draft.events)
        return Value("in_force" if works else "signed", _quote(best), 0.6)
    best = next((one for one in events if overtaken.is_still_open(one, best)), best)
    return Value(best.status, _quote(best), _confidence(best, events))


def _telling(events: list[Event]) -> list[Event]:
    """Leave out what only hints at a status, and what later words take back."""
    strong = [event for event in events if event.family not in WEAK]
    if any(event.family == "restore" and event.mood == "done" for event in strong):
        strong = [event for event in strong if event.family not in OVER]
    told = [event for event in strong if event.family in TELLING]
    waiting = told and not any(event.status in SIGNED_OR_MORE for event in told)
    if waiting:
        # "must be ratified" says signed only where nothing says that the signing is to come.
        strong = [e for e in strong if e.family not in EFFECT or e.mood == "done"]
    return strong


def _unless_overtaken(best: Event, events: list[Event]) -> Event:
    """A rejection counts only where nothing was signed."""
    if best.status != "rejected":
        return best
    signed = [event for event in events if event.status in SIGNED_OR_MORE]
    return max(signed, key=lambda event: RANK[event.status]) if signed else best


def _silent(draft: Draft) -> Value[str] | None:
    """Judge an instrument of which no status is told: an old one works, a new one is signed."""
    title = draft.title
    indefinite = title.determiner in {"a", "an", "no", "any"} and not title.is_proper
    if title.is_similar and draft.is_list:
        return Value("signed", title.span, 0.4)
    if any(one.is_current for _, one in draft.mentions):
        return Value("in_force", title.span, 0.5)
    pointed = any(one.determiner in {"the", "this"} for _, one in draft.mentions)
    pointed = pointed and draft.family in SIGNED_ALONE
    if draft.is_list or (indefinite and not draft.year and not pointed):
        return None
    if draft.year or draft.is_named or _is_standing(draft):
        return Value("in_force", title.span, 0.5)
    return Value("signed", title.span, 0.4) if title.is_proper or pointed else None


def _is_standing(draft: Draft) -> bool:
    """Tell whether the text speaks of "the Mutual Security Treaty" as of something known."""
    return any(
        one.is_proper and one.determiner == "the" and not one.is_fresh for _, one in draft.mentions
    )


def _quote(event: Event) -> Span:
    """Cover the status word and the words for the instrument beside it."""
    return Span(min(event.span.start, event.about.start), max(event.span.end, event.about.end))


def _confidence(best: Event, events: list[Event]) -> float:
    agreeing = sum(event.status == best.status for event in events)
    base = 0.55 if best.family in WEAK else 0.75
    return min(0.95, base + 0.1 * (agreeing - 1) + 0.1 * agreeing / len(events))


def _signed(draft: Draft, status: str, published: date | None, day: str) -> Value[str] | None:
    if status not in SIGNED_OR_MORE:
        return None
    named = _in_name(draft, published)
    told = list(_told_days(draft, published, day))
    if named is not None and (not told or any(one.dated for _, one in draft.mentions)):
        told = [one for one in told if one.value.startswith(named.value)] or [named]
    told = told or list(_agreed_days(draft, status, published))
    if not told:
        return None
    # "Signed in 1961" and "signed on July 11, 1961" are one: the fuller tells more.
    fuller = [one for one in told if one.value.startswith(told[0].value)]
    return max(fuller, key=lambda one: len(one.value))


def _told_days(draft: Draft, published: date | None, day: str) -> Iterator[Value[str]]:
    for event in sorted(draft.events, key=_is_of_report):
        # "Has had a pact since 2013": told by a word of working, only "since" gives it a date.
        lasting = event.family == "working" and not draft.is_list
        told = event.family == "sign" or lasting or overtaken.is_renewed_on(event)
        told = told or overtaken.is_long_done(event, published)
        if told and event.mood == "done" and event.date:
            if draft.is_list and event.date.relative.endswith("year"):
                continue
            same = event.date.relative.endswith("the same day")
            edtf = day if same else event.date.edtf(published, ahead=False)
            if edtf:
                yield Value(edtf, _with_date(event), 0.85)


def _is_of_report(event: Event) -> bool:
    """Put the day of the report, and that of a renewal, behind the days of signing."""
    return event.family == "renew" or (event.date is not None and event.date.is_dateline)


def _agreed_days(draft: Draft, status: str, published: date | None) -> Iterator[Value[str]]:
    """Take the day on which what is now signed or more was "clinched", or widened."""
    families = {"agree"} if status in ENDED else {"agree", "renew"}
    for event in sorted(draft.events, key=lambda one: one.family == "renew"):
        if event.family in families and event.mood == "done" and event.date:
            edtf = event.date.edtf(published, ahead=False)
            if edtf:
                yield Value(edtf, _with_date(event), 0.6)


def _in_name(draft: Draft, published: date | None) -> Value[str] | None:
    """Read the date that is part of a name: "the treaty of 8 September 1951", "the 2010 pact".

    "The Sept. 19 agreement" tells a day only where the year of the agreement is told too.
    """
    dated = next((one for _, one in draft.mentions if one.dated), None)
    if dated is not None and (draft.year or not dated.dated.startswith("-")):
        first = dated.dated.startswith("-")
        day = f"{draft.year:04}{dated.dated}" if first else dated.dated
        start = dated.span.start if first else dated.head.start
        return Value(of_this_year(day, published), Span(start, dated.head.end + 1), 0.8)
    if draft.year:
        year = next(one for _, one in draft.mentions if one.year == draft.year)
        return Value(f"{draft.year:04}", year.span, 0.7)
    return None


def _met(
    draft: Draft,
    status: str,
    day: DateMention | None,
    published: date | None,
    *,
    ahead: bool = False,
) -> Value[str] | None:
    """Take the day of the meeting for that of the signing, done or still to come."""
    signing = next((one for one in draft.events if one.family == "sign"), None)
    if day is None or signing is None or status != ("agreed" if ahead else "signed"):
        return None
    if (signing.mood == "ahead") != ahead:
        return None
    edtf = day.edtf(published, ahead=ahead)
    return Value(edtf, day.span, 0.6) if edtf else None


def _expected(draft: Draft, status: str, published: date | None) -> Value[str] | None:
    if status in SIGNED_OR_MORE:
        return None
    ahead = [one for one in draft.events if one.mood != "done" and one.date]
    for event in sorted(ahead, key=lambda one: one.family != "sign"):
        if event.family in MADE and event.date and not event.date.is_past:
            edtf = event.date.edtf(published, ahead=True)
            if edtf:
                return Value(edtf, _with_date(event), 0.8)
    return None


def _dated(
    draft: Draft, family: str, status: str, wanted: Set[str], published: date | None
) -> Value[str] | None:
    if status not in wanted:
        return None
    for event in draft.events:
        if event.family == family and event.mood == "done" and event.date:
            edtf = event.date.edtf(published, ahead=False)
            if edtf:
                return Value(edtf, _with_date(event), 0.8)
    return None


def _with_date(event: Event) -> Span:
    if event.date is None:
        return event.span
    spans = (event.span, event.date.span)
    return Span(min(span.start for span in spans), max(span.end for span in spans))
