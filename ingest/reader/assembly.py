"""Turn what was gathered of each instrument into records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.reader import commitments, details, status
from ingest.reader.commitments import Passage
from ingest.reader.drafting import Draft
from ingest.reader.events import Event
from ingest.reader.records import Amount, Commitment, Record, Span, Value
from ingest.reader.status import Standing
from ingest.reader.vocabulary import pattern
from ingest.reader.walk import Walk

LEAST_SURE = 0.6
"""Confidence in the parties below which one mention alone makes no record."""
MOST_GOING_ON = 2
"""Sentences after one on an instrument that can go on about it."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What an instrument holds."""

    passages: list[Passage]
    commitments: tuple[Commitment, ...]
    amounts: tuple[Amount, ...]


def records(walk: Walk, published: date | None) -> tuple[Record, ...]:
    """Make the records of an article, those first that it is most about."""
    made = []
    for draft in walk.drafts.all:
        standing = status.fold(draft, published)
        if standing is not None and _is_told(draft):
            made.append((draft, standing))
    main = _main(walk, [draft for draft, _ in made])
    rank = {"main": 0, "secondary": 1, "list": 2}
    all_records = [_record(walk, draft, standing, main) for draft, standing in made]
    return tuple(sorted(all_records, key=lambda one: (rank[one.salience], one.parties.span.start)))


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
    return Record(
        parties=Value(draft.pair, draft.bound, draft.confidence),
        title=Value(_words(walk, draft.title.span), draft.title.span, 0.8),
        kind=Value(draft.kind, draft.title.span, 0.7) if draft.kind else None,
        status=standing.status,
        signed=standing.signed,
        expected_signing=standing.expected_signing,
        in_force=standing.in_force,
        ended=standing.ended,
        duration_years=details.duration(walk.page.prose, content.passages),
        legally_binding=details.legally_binding(walk.page.prose, content.passages),
        place=details.place(walk.page.prose, signing, _sentence_of(walk, signing)),
        commitments=content.commitments,
        amounts=content.amounts,
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
        yield Commitment(code, "made", None, None, "mentioned", span, 0.65)


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
            yield from _going_on(walk, number, seen)


def _going_on(walk: Walk, number: int, seen: set[int]) -> Iterator[Passage]:
    sentences = walk.page.prose.sentences
    listing = sentences[number].words.endswith((":", "?"))
    following = number + 1
    while following < len(sentences) and following not in walk.page.instruments:
        one = sentences[following]
        goes_on = (
            pattern("assembly.goes_on").match(one.low)
            and pattern("assembly.also").search(one.low)
            and following - number <= MOST_GOING_ON
        )
        answers = sentences[number].words.endswith("?") and following == number + 1
        if not (goes_on or answers or (listing and one.is_bullet)):
            return
        seen.add(following)
        yield Passage(one.span, None, is_bullet=answers or (listing and one.is_bullet))
        following += 1
