"""What others say beside a draft: the record, other texts of the same story, a later reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from agreements.comparing import as_statement, is_rival
from agreements.edtf import EdtfError
from agreements.folding import holdings
from agreements.holding import Holding
from agreements.joining import as_if_held, effects
from agreements.merging import Effect
from agreements.models import Agreement, Draft, Rank, Statement
from agreements.pages.desk.told import Told, Value, as_proposed, first_words, value
from agreements.proposal import Proposal, ProposedStatement
from agreements.ruling import contested, places_to_rule_on, told_otherwise

_NEVER: Final = date.max


@dataclass(frozen=True, slots=True)
class OtherText:
    """A text that tells the same story: on how many values it agrees, and where it differs."""

    draft: Draft
    agrees: int
    differs: list[ProposedStatement]


@dataclass(frozen=True, slots=True)
class Beside:
    """What others say, by the places of the draft's values.

    `effects` is what each value would do to the record, empty for a new agreement; `on_record` what
    the record says of the same thing, `elsewhere` what other texts say otherwise, `later` what a
    later reading of the same text says otherwise.
    """

    effects: Sequence[str] = ()
    on_record: Mapping[int, Told] = field(default_factory=dict)
    elsewhere: Mapping[int, list[Told]] = field(default_factory=dict)
    later: Mapping[int, Value] = field(default_factory=dict)
    others: Sequence[OtherText] = ()
    unseen: int = 0

    @property
    def contested(self) -> set[int]:
        """The places that contradict the record."""
        return contested(self.effects)

    def must_rule(self, proposal: Proposal) -> frozenset[int]:
        """Return the places that an editor must rule on."""
        return places_to_rule_on(proposal, self.effects, self.elsewhere)


def look_beside(
    draft: Draft, proposal: Proposal, key: str, names: Mapping[str, str], *, seen: int | None = None
) -> Beside:
    """Look what others say of a draft's values: eight queries at most, one for a new agreement.

    `key` is the agreement that it may be about, `seen` how many other texts the editor knows of.
    """
    now = timezone.now()
    behind = _waiting(draft.pk).select_related("document").defer("document__text")
    waiting = list(behind.order_by("pk"))
    known = waiting[:seen]
    held = _held(key, proposal)
    try:
        rows = [as_statement(statement, _NEVER) for statement in proposal.statements]
        foreseen = _foreseen(held, proposal, draft, now)
    except EdtfError:  # a date is none: the editor is told so at the value
        return Beside(unseen=len(waiting) - len(known))
    others = [told for other in known if (told := _other(draft, proposal, other, now))]
    sound = [told.draft for told in others]
    news = [other for other in sound if other.document_id != draft.document_id]
    reread = [other for other in sound if other.document_id == draft.document_id]
    return Beside(
        effects=foreseen,
        on_record=_on_record(held, key, proposal, rows, names),
        elsewhere=_elsewhere(news, proposal, names, now),
        later=_later(reread, proposal, rows, names),
        others=others,
        unseen=len(waiting) - len(known),
    )


def arrived(draft_id: int, seen: int) -> int:
    """Return how many texts have come since the editor knew of so many; one query."""
    return max(0, _waiting(draft_id).count() - seen)


def _waiting(draft_id: int) -> QuerySet[Draft]:
    return Draft.objects.filter(head=draft_id, state=Draft.State.OPEN)


def later_statement(draft: Draft, proposal: Proposal, place: int) -> ProposedStatement | None:
    """Return what a later reading of the same text says at a place of a draft; None for nothing."""
    waiting = Draft.objects.filter(
        head=draft, document=draft.document_id, state=Draft.State.OPEN
    ).order_by("-pk")
    wanted = as_statement(proposal.statements[place], _NEVER)
    for other in waiting:
        for statement in Proposal.from_json(other.proposed).statements:
            if _is_of(wanted, statement):
                return statement
    return None


def _held(key: str, proposal: Proposal) -> Holding | None:
    """Return what is held of an agreement of the same parties; None of others, or of none."""
    number = Agreement.number(key)
    held = holdings([number]) if number else []
    return next((h for h in held if h.agreement.is_between(*proposal.parties)), None)


def _foreseen(
    held: Holding | None, proposal: Proposal, draft: Draft, now: datetime
) -> Sequence[str]:
    if held is None:
        return ()
    return [str(effect) for effect in effects(held, proposal, draft.document, now.date())]


def _on_record(
    held: Holding | None,
    key: str,
    proposal: Proposal,
    rows: Sequence[Statement],
    names: Mapping[str, str],
) -> dict[int, Told]:
    if held is None:
        return {}
    preferred = [
        row
        for row in (*held.milestones, *held.commitments, *held.terms)
        if row.rank == Rank.PREFERRED
    ]
    found = {}
    for place, row in enumerate(rows):
        rival = _rival(row, preferred)
        if rival is not None:
            said = value(as_proposed(rival), names, beside=proposal.statements[place])
            quote = next((str(evidence) for evidence in rival.shown), "")
            found[place] = Told(key, reverse("agreement", args=[key]), said, quote)
    return found


def _rival(row: Statement, held: Iterable[Statement]) -> Statement | None:
    """Return what is held of the same thing, what is of the very same slot first."""
    rivals = [known for known in held if is_rival(known, row)]
    return min(rivals, key=lambda known: known.slot() != row.slot(), default=None)


def _elsewhere(
    others: Iterable[Draft], proposal: Proposal, names: Mapping[str, str], now: datetime
) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    for other in others:
        for place, statement in told_otherwise(proposal, other, now.date()):
            said = value(statement, names, beside=proposal.statements[place])
            who = other.document.publisher or str(other.document)
            url = reverse("draft", args=[other.pk])
            found.setdefault(place, []).append(Told(who, url, said, first_words(statement)))
    return found


def _later(
    others: Sequence[Draft],
    proposal: Proposal,
    rows: Sequence[Statement],
    names: Mapping[str, str],
) -> dict[int, Value]:
    if not others:
        return {}
    statements = Proposal.from_json(others[-1].proposed).statements
    found = {}
    for place, row in enumerate(rows):
        now = next((s for s in statements if _is_of(row, s)), None)
        if now is not None:
            own, said = proposal.statements[place], value(now, names)
            if said != value(own, names):
                found[place] = said
    return found


def _is_of(row: Statement, statement: ProposedStatement) -> bool:
    try:
        return is_rival(row, as_statement(statement, _NEVER))
    except EdtfError:
        return False


def _other(draft: Draft, proposal: Proposal, other: Draft, now: datetime) -> OtherText | None:
    told = Proposal.from_json(other.proposed)
    held = as_if_held(proposal, draft.document, now.date())
    try:
        found = effects(held, told, other.document, now.date())
    except EdtfError:
        return None
    differs = [
        statement
        for statement, effect in zip(told.statements, found, strict=True)
        if effect == Effect.CONTESTS
    ]
    return OtherText(other, found.count(Effect.SUPPORTS), differs)
