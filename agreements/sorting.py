"""Sort drafts: what each would do to the record, and how soon it is worth deciding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from agreements.edtf import EdtfError
from agreements.folding import holdings, status_spans
from agreements.holding import Holding
from agreements.joining import effects, told_on
from agreements.matching import PairMatcher
from agreements.merging import Effect, merge
from agreements.models import Document, Draft, Milestone, Status, TermName
from agreements.models.draft import DraftQuerySet
from agreements.proposal import Proposal
from agreements.revision import Revision

# From here on a new agreement is read surely enough to be decided before all others.
HIGH_CONFIDENCE: Final = 0.85
LOW_CONFIDENCE: Final = 0.6
# Counts the changes of the table in `docs/review.md`: what an older one sorted is sorted anew.
RULES: Final = 1
_BATCH: Final = 200
_SORTED: Final = ("match", "kind", "urgency", "rules")


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a draft would do to the record (`Draft.kind`) and its turn (`Draft.urgency`)."""

    kind: str
    urgency: int


def sort(
    proposal: Proposal, document: Document, held: Holding | None, *, score: float, today: date
) -> Sorting:
    """Sort a proposal by what is held of the agreement it may be about; no query.

    `held` is None, or empty, for a new agreement. `docs/review.md` has the table.
    """
    if held is None or held.is_empty:
        return Sorting(Draft.Kind.NEW, 1 if score >= HIGH_CONFIDENCE else 4)
    try:
        contests = _contests(held, proposal, document, today)
        after = _standing_after(held, proposal, document, today)
    except EdtfError:
        return Sorting(Draft.Kind.UPDATE, 4)
    turns = after != _standing(held.milestones, today)
    kind = Draft.Kind.CONFLICT if contests else Draft.Kind.UPDATE
    return Sorting(kind, 2 if turns else 3 if contests else 4)


def sort_offered(
    proposal: Proposal, document: Document, match: int | None, *, score: float
) -> Sorting:
    """Sort what a reader offers, given the agreement it is likely about; ten queries at most."""
    held = holdings([match]) if match else []
    return sort(
        proposal, document, held[0] if held else None, score=score, today=timezone.now().date()
    )


def sort_pair(one: str, other: str) -> int:
    """Sort the open drafts between two parties again, after what is held of them has changed.

    A draft that was about a new agreement may now be about one just published, and one whose
    agreement was taken back or merged into another about that, or about none. Returns how many
    drafts changed; a bounded number of queries, however many drafts.
    """
    pairs = [Draft.pair_of((one, other)), Draft.pair_of((other, one))]
    drafts = list(_open().filter(pair__in=pairs))
    if not drafts:
        return 0
    matcher = PairMatcher((one, other))
    before = {draft.pk: _sorted_as(draft) for draft in drafts}
    for draft in drafts:
        _match_again(draft, matcher)
    _sort_again(drafts)
    return _store([draft for draft in drafts if _sorted_as(draft) != before[draft.pk]])


def sort_again(draft: Draft) -> None:
    """Sort one draft again, after an editor has changed what it would publish."""
    before = _sorted_as(draft)
    _sort_again([draft])
    if _sorted_as(draft) != before:
        _store([draft])


def sort_older() -> int:
    """Sort the open drafts that older rules sorted, or none; returns how many those were."""
    count = 0
    while drafts := list(_open().filter(rules__lt=RULES)[:_BATCH]):
        _sort_again(drafts)
        count += _store(drafts)
    return count


def _open() -> DraftQuerySet:
    found = DraftQuerySet(Draft).filter(state__in=Draft.UNDECIDED)
    return found.select_related("document").defer("document__text").order_by("pk")


def _sorted_as(draft: Draft) -> tuple[int | None, str, int, int]:
    return draft.match_id, draft.kind, draft.urgency, draft.rules


def _revised(draft: Draft) -> Proposal:
    """Return the proposal as the last editor has left it."""
    return Revision.from_json(draft.revised).over(Proposal.from_json(draft.proposed))


def _match_again(draft: Draft, matcher: PairMatcher) -> None:
    """Keep the agreement that a draft may be about while there is one, else look for another."""
    if draft.match_id in matcher.agreements:
        return
    found = matcher.matches(_revised(draft), published=draft.document.published)
    draft.match_id = next((match.agreement_id for match in found if match.is_likely), None)


def _sort_again(drafts: Iterable[Draft]) -> None:
    drafts = list(drafts)
    held = _held(draft.match_id for draft in drafts)
    today = timezone.now().date()
    for draft in drafts:
        holding = held.get(draft.match_id or 0)
        found = sort(_revised(draft), draft.document, holding, score=draft.score, today=today)
        draft.kind, draft.urgency, draft.rules = found.kind, found.urgency, RULES


def _held(matches: Iterable[int | None]) -> Mapping[int, Holding]:
    wanted = sorted({match for match in matches if match})
    return {held.agreement.pk: held for held in holdings(wanted)} if wanted else {}


def _store(drafts: list[Draft]) -> int:
    with transaction.atomic():
        # In one order for everybody, so that no two wait for each other.
        wanted = DraftQuerySet(Draft).filter(pk__in=[draft.pk for draft in drafts])
        list(wanted.select_for_update().order_by("pk").values_list("pk"))
        DraftQuerySet(Draft).bulk_update(drafts, _SORTED)
    return len(drafts)


def _contests(held: Holding, proposal: Proposal, document: Document, today: date) -> bool:
    """Tell whether anything but a title contradicts: news gives one agreement many names."""
    found = effects(held, proposal, document, today)
    return any(
        effect == Effect.CONTESTS and getattr(statement, "name", "") != TermName.TITLE
        for statement, effect in zip(proposal.statements, found, strict=True)
    )


def _standing_after(
    held: Holding, proposal: Proposal, document: Document, today: date
) -> Status | None:
    plan = merge(
        held,
        proposal.statements,
        document_id=document.pk,
        told_on=told_on(document, today),
    )
    opened = [opening.statement for opening in plan.openings]
    kept = [m for m in held.milestones if not any(m is closed for closed in plan.closings)]
    return _standing([*kept, *(m for m in opened if isinstance(m, Milestone))], today)


def _standing(milestones: Iterable[Milestone], today: date) -> Status | None:
    """Return how an agreement with these milestones stands today."""
    spans = [span for span in status_spans(milestones) if span.first_day <= today]
    return spans[-1].status if spans else None
