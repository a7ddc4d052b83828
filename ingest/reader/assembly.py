"""Turn what was gathered of each instrument into records."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ingest.reader.drafts import alike, elliptic, ordinals, roster, series
from ingest.reader.drafts.draft import OLD, SPECIFIC, Draft
from ingest.reader.drafts.walk import Walk
from ingest.reader.mentions.mention import ALONE, InstrumentMention
from ingest.reader.records import Amount, Commitment, Direction, Record, Span, Value
from ingest.reader.relations.events import Event
from ingest.reader.text.vocabulary import pattern, words
from ingest.reader.values import commitments, confidence, details, occasion, status
from ingest.reader.values import passages as passages_
from ingest.reader.values.commitments import Passage
from ingest.reader.values.status import Standing

LEAST_SURE = 0.6
"""Confidence in the parties below which one mention alone makes no record."""
DENIED = frozenset({"mutual_defence", "nuclear"})
"""Types that "it is no mutual defence treaty" rules out; another name ruled out says nothing."""
OF_DEGREE = frozenset({"force_presence", "military_aid"})
"""Types of which a part may be ruled out and the rest held: no bases but visits, no lethal arms."""
STANDING_FOR = ALONE | {"ones", "those", "that", "second", "third", "fourth", "fifth"}
"""Words that stand for the name of another instrument."""
_OCCASIONS = ("joint_exercises", "military_training", "disaster_relief", "humanitarian_aid")
NO_PART = {"logistics": ("military_aid", *_OCCASIONS)}
"""Types that a kind of instrument never holds: an ACSA supplies ammunition, and for drills."""
MUTUAL_BY_NAME = frozenset({"mutual_defence", "non_aggression", "joint_exercises"})
"""Types that both owe alike where nothing but a name tells of them."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What an instrument holds."""

    passages: list[Passage]
    commitments: tuple[Commitment, ...]
    amounts: tuple[Amount, ...]


def records(walk: Walk, published: date | None) -> tuple[Record, ...]:
    """Make the records of an article, those first that it is most about."""
    roster.read(walk.page, walk.drafts)
    ordinals.read(walk)
    series.read(walk)
    alike.read_those(walk.page, walk.drafts)
    elliptic.read(walk.page, walk.drafts)
    made = []
    day, prose = "", walk.page.prose
    for draft in walk.drafts.all:
        standing = status.fold(draft, published, day, occasion.of_signing(prose, draft, published))
        day = standing.signed.value if standing and standing.signed else day
        if standing is not None and _is_told(draft) and _is_of_security(walk, draft):
            made.append((draft, standing))
    main = _main(walk, [draft for draft, _ in made])
    all_records = [_record(walk, draft, standing, main) for draft, standing in made]
    return tuple(sorted(all_records, key=_order))


def _order(record: Record) -> tuple[bool, int, bool, int]:
    """Put first what the text is most about, what is new before what has long been there.

    General partnerships come after the instruments of security.
    """
    rank = {"main": 0, "secondary": 1, "list": 2}
    is_old = record.status.value in OLD or record.signed is not None
    is_general = record.kind is not None and record.kind.value == "partnership"
    return is_general, rank[record.salience], is_old, record.title.span.start


def _is_of_security(walk: Walk, draft: Draft) -> bool:
    """Tell by what it holds whether "a deal" is of security, where no word says so."""
    general = draft.kind == "partnership" and draft.family == "plan"
    if draft.kind == "partnership" and _is_of_all_else(walk, draft):
        return False
    if not draft.kind and draft.family == "declaration" and _only_tells(walk, draft):
        return False
    if not draft.is_tentative and not general:
        return True
    held = {one.type for one in _content(walk, draft).commitments if one.held == "made"}
    plainly = held & words("assembly.of_security") or walk.page.has_promise(draft.first)
    return bool(plainly and held) or len(held & words("page.of_defence")) > 1


def _only_tells(walk: Walk, draft: Draft) -> bool:
    """Tell "a communique in which they said that the treaty has been agreed" from what it tells."""
    places = {number for number, _ in draft.mentions}
    told = [one for one in walk.drafts.all if one.pair == draft.pair and one.kind]
    return any(one.first in places and one.title.is_proper for one in told)


def _is_of_all_else(walk: Walk, draft: Draft) -> bool:
    """Tell whether a text says of a partnership that "it contains nothing on defence"."""
    low, told = walk.page.prose.low, passages_.find(walk, draft)
    denied = pattern("assembly.all_else")
    return any(denied.search(low, one.sentence.start, one.sentence.end) for one in told)


def _is_told(draft: Draft) -> bool:
    """Leave out what is only wished for by nobody in particular."""
    return draft.confidence >= LEAST_SURE or len(draft.mentions) > 1


def _main(walk: Walk, drafts: list[Draft]) -> Draft | None:
    """Choose the instrument that the article is about: told early and often."""
    told = [draft for draft in drafts if not draft.is_list]
    if not told:
        return None
    best = max(
        told, key=lambda draft: (min(len(draft.mentions), 4) - draft.first / 4, -draft.first)
    )
    return best if best.first < max(4, len(walk.page.prose.sentences) // 4) else None


def _record(walk: Walk, draft: Draft, standing: Standing, main: Draft | None) -> Record:
    content = _content(walk, draft)
    signing = _signing(draft)
    prose = walk.page.prose
    title = _title(walk, draft).span
    told = [*_names(draft), *content.passages] if draft.is_list else content.passages
    duration = details.duration(prose, told, _since(standing))
    binding = details.legally_binding(prose, told)
    return Record(
        parties=confidence.sure("parties", Value(draft.pair, draft.bound, draft.confidence)),
        title=Value(_words(walk, title), title, 0.8),
        kind=_kind(draft),
        status=confidence.sure("status", standing.status),
        signed=confidence.of_value("signed", standing.signed),
        expected_signing=confidence.of_value("expected_signing", standing.expected_signing),
        in_force=confidence.of_value("in_force", standing.in_force),
        ended=standing.ended,
        duration_years=confidence.of_value("duration_years", duration),
        legally_binding=confidence.of_value("legally_binding", binding),
        place=details.place(prose, signing, _sentence_of(walk, signing)),
        commitments=tuple(
            confidence.of_commitment(_as_bound(one, binding)) for one in content.commitments
        ),
        amounts=tuple(confidence.of_amount(one) for one in content.amounts),
        salience=_salience(draft, main),
    )


def _as_bound(one: Commitment, binding: Value[bool] | None) -> Commitment:
    """Take a duty for an intent where the text says that the instrument does not bind."""
    is_loose = binding is not None and not binding.value and one.strength == "duty"
    return replace(one, strength="intent") if is_loose else one


def _since(standing: Standing) -> int | None:
    """Give the year in which an instrument began to hold, else that of its signing."""
    begun = standing.in_force or standing.signed
    year = begun.value[:4] if begun else ""
    return int(year) if year.isdecimal() else None


def _kind(draft: Draft) -> Value[str] | None:
    told = (one.proof for _, one in draft.mentions if one.kind == draft.kind)
    return Value(draft.kind, next(told, draft.title.span), 0.7) if draft.kind else None


def _names(draft: Draft) -> list[Passage]:
    """Take the name alone for what a list tells of each: "such non-binding partnerships"."""
    names = [Span(one.span.start, one.head.end) for _, one in draft.mentions]
    return [Passage(name, name, is_bullet=False) for name in names]


def _words(walk: Walk, span: Span) -> str:
    return " ".join(walk.page.prose.text[span.start : span.end].split())


def _salience(draft: Draft, main: Draft | None) -> str:
    if draft.is_list:
        return "list"
    return "main" if draft is main else "secondary"


def _signing(draft: Draft) -> Event | None:
    return next((event for event in draft.events if event.family == "sign"), None)


def _sentence_of(walk: Walk, event: Event | None) -> Span | None:
    if event is None:
        return None
    return next(
        (one.span for one in walk.page.prose.sentences if one.span.covers(event.span)), None
    )


def _content(walk: Walk, draft: Draft) -> _Content:
    passages = list(passages_.find(walk, draft))
    named = (*_by_name(draft), *_by_likeness(walk, draft), *_by_denial(draft))
    found: dict[tuple[str, str], Commitment] = {(one.type, one.held): one for one in named}
    for passage in passages:
        groups = walk.page.groups_of(passages_.number_of(walk, passage))
        for one in commitments.find(walk.page.prose, passage, draft.pair, groups, draft.debtor):
            first = found.setdefault((one.type, one.held), one)
            if first.direction == "not_stated" and one.direction == "one_way":
                found[one.type, one.held] = one
    kept = tuple(
        one
        for one in found.values()
        if not _is_overruled(one, found) and one.type not in NO_PART.get(draft.kind, ())
    )
    return _Content(passages, kept, details.amounts(walk.page.prose, passages, draft.pair))


def _is_overruled(one: Commitment, found: dict[tuple[str, str], Commitment]) -> bool:
    """Tell what the text also says otherwise: no bases leaves visits, no duty no defence."""
    other = "excluded" if one.held == "made" else "made"
    wins = "made" if one.type in OF_DEGREE else "excluded"
    return (one.type, other) in found and one.held != wins


def _by_name(draft: Draft) -> Iterator[Commitment]:
    """A name says what the instrument holds: a cross-servicing agreement is logistics."""
    for code, span in draft.holds.items():
        direction: Direction = "mutual" if code in MUTUAL_BY_NAME else "not_stated"
        yield Commitment(code, "made", None, None, "mentioned", span, 0.65, direction)


def _by_likeness(walk: Walk, draft: Draft) -> Iterator[Commitment]:
    """Read "such agreements with Japan" after a logistics agreement: they hold what it holds."""
    title = draft.title
    alike_one = title.is_similar and not (title.many or draft.is_list)
    stands = title.determiner == "such" or alike_one or title.head_word in STANDING_FOR
    if draft.holds or not stands:
        return
    like = _told_before(walk, draft)
    if like is not None and like.kind in SPECIFIC:
        for code in like.holds:
            yield Commitment(code, "made", None, None, "mentioned", title.span, 0.6, "not_stated")


def _told_before(walk: Walk, draft: Draft) -> Draft | None:
    """Find the instrument that "one with Fiji" or "such agreements" is like."""
    before = [
        (number, mention.span.start, one)
        for one in walk.drafts.all
        for number, mention in one.mentions
        if one is not draft and mention.span.start < draft.title.span.start
    ]
    return max(before, key=lambda told: told[:2], default=(0, 0, None))[2]


def _title(walk: Walk, draft: Draft) -> InstrumentMention:
    """Name "one with Fiji" by the words that "one" stands for; two may stand for each other."""
    like: Draft | None = draft
    for _ in walk.drafts.all:
        if like is not None and like.title.head_word in STANDING_FOR:
            like = _told_before(walk, like)
    return draft.title if like is None else like.title


def _by_denial(draft: Draft) -> Iterator[Commitment]:
    """Take what "a mutual defence treaty will not be signed" names for not held."""
    for code, span in draft.excludes.items():
        if code in DENIED:
            yield Commitment(code, "excluded", None, None, "mentioned", span, 0.75)
