"""Prove that drafts and agreements stand where their decisions have put them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Window
from django.db.models.functions import RowNumber

from agreements.ledger import STATEMENT_MODELS
from agreements.models import Agreement, Card, Decision, Draft, RecordChange

_BATCH: Final = 200
_STATES: Final[Mapping[str, str]] = {
    Decision.Verb.APPROVE: Draft.State.APPROVED,
    Decision.Verb.REJECT: Draft.State.REJECTED,
    Decision.Verb.SECOND: Draft.State.SECOND,
}
_UNDECIDED: Final = (Draft.State.OPEN, Draft.State.SECOND)


@dataclass(slots=True)
class _Told:
    """What the decisions on a draft, undone ones left aside, say of it."""

    state: str = Draft.State.OPEN
    verbs: list[str] = field(default_factory=list)
    deferred_until: str | None = None
    joined: bool = False
    parts: list[int] = field(default_factory=list)

    def add(self, decision: Decision) -> None:
        after: dict[str, Any] = decision.after or {}
        state = _state_after(decision)
        if state is not None:
            self.state = state if self.state in _UNDECIDED else "decided twice"
            self.verbs += [decision.verb] if state not in _UNDECIDED else []
        elif decision.verb == Decision.Verb.DEFER:
            self.deferred_until = after.get("deferred_until")
        elif decision.verb == Decision.Verb.SPLIT:
            self.parts.append(after["split_off"])
        self.joined = self.joined or "head" in after


def drafts(checked: Counter[str]) -> Iterator[str]:
    """Compare every draft with the decisions on it."""
    standing = Decision.objects.filter(undone_by=None).exclude(verb=Decision.Verb.UNDO)
    decided = Prefetch("decisions", standing.order_by("at"))
    every = Draft.objects.defer("proposed").order_by("pk").prefetch_related(decided)
    parts: dict[int, int] = {}
    found = dict(Draft.objects.exclude(split_from=None).values_list("pk", "split_from"))
    gone = set(Draft.objects.filter(state=Draft.State.SUPERSEDED).values_list("pk", flat=True))
    for draft in every.iterator(_BATCH):
        checked["drafts"] += 1
        told = _Told()
        for decision in draft.decisions.all():
            told.add(decision)
        parts |= dict.fromkeys(told.parts, draft.pk)
        yield from (f"draft {draft.pk}: {difference}" for difference in _differences(draft, told))
    known = {pk: origin for pk, origin in found.items() if pk not in gone}
    for pk in sorted(known.keys() | parts.keys()):
        if known.get(pk) != parts.get(pk):
            yield f"draft {pk}: no decision that stands has split it off as it is"


def _state_after(decision: Decision) -> str | None:
    """Return where a decision puts its draft; None where it stays open."""
    if decision.verb == Decision.Verb.DUPLICATE and "agreement" in (decision.after or {}):
        return Draft.State.APPROVED
    return _STATES.get(decision.verb)


def _differences(draft: Draft, told: _Told) -> Iterator[str]:
    state = Draft.State.OPEN if draft.state == Draft.State.SUPERSEDED else draft.state
    if state != told.state:
        yield f"is {draft.state}, but its decisions say {told.verbs or 'none'}"
    until = draft.deferred_until.isoformat() if draft.deferred_until else None
    if until != told.deferred_until:
        yield f"is put off until {until}, but its decisions say {told.deferred_until}"
    if told.joined and draft.head_id is None:
        yield "waits behind none, but was taken for a duplicate of another"


def merged(checked: Counter[str]) -> Iterator[str]:
    """Compare every merged agreement with the decision that merged it; nothing is held of it."""
    standing = Decision.objects.filter(verb=Decision.Verb.MERGE, undone_by=None)
    told = {d.agreement_id: (d.after or {}).get("into") for d in standing if d.agreement_id}
    now = Agreement.objects.exclude(merged_into=None).select_related("merged_into")
    into = {a.pk: a.merged_into.key for a in now if a.merged_into is not None}
    checked["merged agreements"] += len(into)
    for pk in sorted(into.keys() | told.keys()):
        if into.get(pk) != told.get(pk):
            yield f"A-{pk}: is merged into {into.get(pk)}, but its decisions say {told.get(pk)}"
    cards = Card.objects.filter(agreement=OuterRef("pk"), known_to=None)
    held = [
        Exists(model.objects.filter(agreement=OuterRef("pk"), known_to=None))
        for model in STATEMENT_MODELS
    ]
    for anything in (*held, Exists(cards)):
        for agreement in now.filter(anything).order_by("pk"):
            yield f"{agreement.key}: is merged into another, but something of it is held still"


def changes(checked: Counter[str]) -> Iterator[str]:
    """Compare the numbered changes with the cards: each begun or ended by one, in order."""
    made = RecordChange.objects.order_by("number")
    checked["changes"] += made.count()
    gaps = made.annotate(place=Window(RowNumber(), order_by="number")).exclude(place=F("number"))
    for gap in gaps[:1]:
        yield f"change {gap.number}: is not the next after the one before it"
    own = Q(card__agreement=F("agreement"), card__known_from=F("decision__at"))
    for change in made.filter(card__isnull=False).exclude(own):
        yield f"change {change.number}: does not begin what is held since"
    ended = Card.objects.filter(agreement=OuterRef("agreement"), known_to=OuterRef("decision__at"))
    begun = Card.objects.filter(
        agreement=OuterRef("agreement"), known_from=OuterRef("decision__at")
    )
    for change in made.filter(~Exists(ended) | Exists(begun), card=None):
        yield f"change {change.number}: withdraws what was held on"
    for card in Card.objects.filter(change=None).order_by("pk"):
        yield f"A-{card.agreement_id}: no change has begun what is held since {card.known_from}"
    yield from _unnoticed()


def _unnoticed() -> Iterator[str]:
    """Name agreements that were held no more from some moment on without a change that says so."""
    same = {"agreement": OuterRef("agreement")}
    next_card = Card.objects.filter(**same, known_from=OuterRef("known_to"))
    noted = RecordChange.objects.filter(**same, decision__at=OuterRef("known_to"))
    ended = Card.objects.filter(~Exists(next_card), ~Exists(noted), known_to__isnull=False)
    for card in ended.order_by("pk"):
        yield f"A-{card.agreement_id}: no change has ended what was held until {card.known_to}"
