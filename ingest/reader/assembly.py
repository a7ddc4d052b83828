"""Turn what was gathered of each instrument into records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.reader import commitments, confidence, details, status
from ingest.reader.commitments import Passage
from ingest.reader.draft import OLD, Draft
from ingest.reader.events import Event
from ingest.reader.prose import Sentence
from ingest.reader.records import Amount, Commitment, Direction, Record, Span, Value
from ingest.reader.status import Standing
from ingest.reader.vocabulary import pattern
from ingest.reader.walk import Walk

LEAST_SURE = 0.6
"""Confidence in the parties below which one mention alone makes no record."""
MOST_GOING_ON = 3
"""Sentences after one on an instrument that can go on about it."""
MUTUAL_BY_NAME = frozenset({"mutual_defence", "non_aggression", "joint_exercises"})
"""Types that both owe alike where nothing but a name tells of them."""
TITLE = 1
"""Number of the last sentence that can be a release's title or its first line."""
MOST_MISSED = 1
"""Sentences between them that may speak of something else."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What an instrument holds."""

    passages: list[Passage]
    commitments: tuple[Commitment, ...]
    amounts: tuple[Amount, ...]


def records(walk: Walk, published: date | None) -> tuple[Record, ...]:
    """Make the records of an article, those first that it is most about."""
    made = []
    day = ""
    for draft in walk.drafts.all:
        standing = status.fold(draft, published, day)
        day = standing.signed.value if standing and standing.signed else day
        if standing is not None and _is_told(draft):
            made.append((draft, standing))
    main = _main(walk, [draft for draft, _ in made])
    all_records = [_record(walk, draft, standing, main) for draft, standing in made]
    return tuple(sorted(all_records, key=_order))


def _order(record: Record) -> tuple[int, bool, int]:
    """Put first what the text is most about, what is new before what has long been there."""
    rank = {"main": 0, "secondary": 1, "list": 2}
    is_old = record.status.value in OLD or record.signed is not None
    return rank[record.salience], is_old, record.title.span.start


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
    duration = details.duration(prose, content.passages)
    binding = details.legally_binding(prose, content.passages)
    return Record(
        parties=confidence.sure("parties", Value(draft.pair, draft.bound, draft.confidence)),
        title=Value(_words(walk, draft.title.span), draft.title.span, 0.8),
        kind=Value(draft.kind, draft.title.span, 0.7) if draft.kind else None,
        status=confidence.sure("status", standing.status),
        signed=confidence.of_value("signed", standing.signed),
        expected_signing=confidence.of_value("expected_signing", standing.expected_signing),
        in_force=confidence.of_value("in_force", standing.in_force),
        ended=standing.ended,
        duration_years=confidence.of_value("duration_years", duration),
        legally_binding=confidence.of_value("legally_binding", binding),
        place=details.place(prose, signing, _sentence_of(walk, signing)),
        commitments=tuple(confidence.of_commitment(one) for one in content.commitments),
        amounts=tuple(confidence.of_amount(one) for one in content.amounts),
        salience=_salience(draft, main),
    )


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
    if draft.is_list:
        return _Content([], tuple(_by_name(draft)), ())
    passages = list(_passages(walk, draft))
    named = (*_by_name(draft), *_by_denial(draft))
    found: dict[tuple[str, str], Commitment] = {(one.type, one.held): one for one in named}
    for passage in passages:
        groups = walk.page.groups_of(_number(walk, passage))
        for one in commitments.find(walk.page.prose, passage, draft.pair, groups, draft.debtor):
            found.setdefault((one.type, one.held), one)
    kept = tuple(
        one
        for (code, held), one in found.items()
        if held == "excluded" or (code, "excluded") not in found
    )
    return _Content(passages, kept, details.amounts(walk.page.prose, passages))


def _by_name(draft: Draft) -> Iterator[Commitment]:
    """A name says what the instrument holds: a cross-servicing agreement is logistics."""
    for code, span in draft.holds.items():
        direction: Direction = "mutual" if code in MUTUAL_BY_NAME else "not_stated"
        yield Commitment(code, "made", None, None, "mentioned", span, 0.65, direction)


def _by_denial(draft: Draft) -> Iterator[Commitment]:
    """Take what "a mutual defence treaty will not be signed" names for not held."""
    for code, span in draft.excludes.items():
        yield Commitment(code, "excluded", None, None, "mentioned", span, 0.75)


def _number(walk: Walk, passage: Passage) -> int:
    spans = walk.page.prose.sentences
    return next(n for n, one in enumerate(spans) if one.span == passage.sentence)


def _passages(walk: Walk, draft: Draft) -> Iterator[Passage]:
    """Give the sentences that name an instrument, and those that go on about it."""
    seen: set[int] = set()
    for number, mention in draft.mentions:
        if number not in seen:
            seen.add(number)
            others = walk.others_in(number, draft)
            sentence = walk.page.prose.sentences[number].span
            name = Span(mention.span.start, mention.head.end)
            yield Passage(sentence, name, is_bullet=False, others=others)
            yield from _going_on(walk, draft, number, seen)
    if walk.page.home and draft.first <= TITLE:
        yield from _listed(walk, seen)


def _goes_on(low: str) -> bool:
    """Tell whether a sentence says more of an instrument: "It also", "Paris pledges"."""
    more = pattern("assembly.goes_on").match(low) and pattern("assembly.also").search(low)
    return bool(more or pattern("assembly.party_goes_on").match(low))


def _going_on(walk: Walk, draft: Draft, number: int, seen: set[int]) -> Iterator[Passage]:
    sentences = walk.page.prose.sentences
    listing = sentences[number].words.endswith((":", "?"))
    missed = 0
    for following in range(number + 1, len(sentences)):
        one = sentences[following]
        told = _is_told_on(sentences[number], one, following - number)
        missed += not told
        if missed > MOST_MISSED:
            return
        if following in walk.page.instruments:
            others = walk.others_in(following, draft)
            own = len(others) < len(walk.page.instruments[following])
            if told and following == number + 1 and not own and following not in seen:
                seen.add(following)
                yield Passage(one.span, None, is_bullet=False, others=others)
            return
        if told and following not in seen:
            seen.add(following)
            yield Passage(one.span, None, is_bullet=listing)


def _listed(walk: Walk, seen: set[int]) -> Iterator[Passage]:
    """Give the points of a release that is itself the text: "will include the following:"."""
    listing = False
    for number, one in enumerate(walk.page.prose.sentences):
        if not one.is_bullet:
            listing = one.words.endswith(":") and bool(pattern("assembly.list_of").search(one.low))
        elif listing and number not in seen and number not in walk.page.instruments:
            seen.add(number)
            yield Passage(one.span, None, is_bullet=True)


def _is_told_on(first: Sentence, one: Sentence, steps: int) -> bool:
    """Tell whether a sentence, that many steps after one on an instrument, goes on about it."""
    if first.words.endswith(":") and one.is_bullet:
        return True
    if first.words.endswith("?") and steps == 1:
        return True
    return steps <= MOST_GOING_ON and _goes_on(one.low)
