"""A draft as its page shows it: the text with marks, the values with their quotes, the choices."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from agreements import intake, summaries
from agreements.edtf import EdtfError
from agreements.folding import holdings
from agreements.joining import as_if_held, effects
from agreements.merging import Effect
from agreements.models import Draft
from agreements.pages.desk.words import GROUPS, group, label, pair_words, value_words
from agreements.pages.marking import MarkedText, mark_text
from agreements.pages.record import term_words, web_address
from agreements.proposal import (
    Proposal,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """One quote: the number of its mark in the text, and whether the mark leads back to here."""

    number: int | None
    words: str
    is_target: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One proposed value: `place` is its place in the proposal, `held` what the record says now.

    `edtf` and `held_date` are EDTF.
    """

    place: int
    label: str
    value: str
    edtf: str
    confidence: float | None
    quotes: list[Proof]
    held: str
    held_date: str
    effect: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agreement that the draft may be about."""

    key: str
    title: str
    signed: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OtherText:
    """A text that tells the same story: on how many values it agrees, and where it differs."""

    draft: Draft
    agrees: int
    differs: list[str]


@dataclass(frozen=True, slots=True)
class DraftView:
    """All that the page shows of one draft."""

    draft: Draft
    parties: str
    parties_confidence: float | None
    parties_mark: int | None
    text: SafeString
    source_url: str
    groups: list[tuple[str, list[Field]]]
    others: list[OtherText]
    candidates: list[Candidate]
    is_new_chosen: bool


def read_draft(
    draft: Draft, *, left_out: Iterable[int] = (), chosen: str | None = None
) -> DraftView:
    """Read a draft for its page: seven queries, and six more where it may be about an agreement.

    `left_out` are the places unticked, `chosen` the agreement picked ("" for a new one, None for
    what the reader matched).
    """
    proposal = Proposal.from_json(draft.proposed)
    names = summaries.party_names()
    types = summaries.commitment_names()
    candidates = _candidates(proposal, draft, chosen)
    held = _held_values(next((c.key for c in candidates if c.is_chosen), ""))
    marked = mark_text(draft.document.text, _quotes(proposal))
    foreseen = _effects(proposal, draft, next((c.key for c in candidates if c.is_chosen), ""))
    reading = _Reading(names, types, held, foreseen, marked, frozenset(left_out))
    return DraftView(
        draft=draft,
        parties=pair_words(proposal, names),
        parties_confidence=proposal.parties_confidence,
        parties_mark=marked.number(proposal.parties_quote),
        text=marked.html,
        source_url=web_address(draft.document.url),
        groups=reading.groups(proposal),
        others=_others(proposal, draft, types),
        candidates=candidates,
        is_new_chosen=not any(candidate.is_chosen for candidate in candidates),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    names: Mapping[str, str]
    types: Mapping[str, str]
    held: Mapping[tuple[str, str], str]
    effects: Sequence[str]
    marked: MarkedText
    left_out: frozenset[int]

    def groups(self, proposal: Proposal) -> list[tuple[str, list[Field]]]:
        found: dict[str, list[Field]] = {name: [] for name in GROUPS}
        led_to = {self.marked.number(proposal.parties_quote)}
        for place, statement in enumerate(proposal.statements):
            found[group(statement)].append(self._field(place, statement, led_to))
        return [(name, fields) for name, fields in found.items() if fields]

    def _field(self, place: int, statement: ProposedStatement, led_to: set[int | None]) -> Field:
        is_milestone = isinstance(statement, ProposedMilestone)
        held = self.held.get(_slot(statement), "")
        return Field(
            place=place,
            label=label(statement, self.types),
            value=value_words(statement, self.names),
            edtf=statement.date if isinstance(statement, ProposedMilestone) else "",
            confidence=statement.confidence,
            quotes=list(self._proofs(statement, led_to)),
            held="" if is_milestone else held,
            held_date=held if is_milestone else "",
            effect=self.effects[place] if self.effects else "",
            is_kept=place not in self.left_out,
        )

    def _proofs(self, statement: ProposedStatement, led_to: set[int | None]) -> Iterable[Proof]:
        for source in statement.sources:
            if isinstance(source, Quote):
                number = self.marked.number(source)
                yield Proof(number, source.words, number not in led_to)
                led_to.add(number)


def _quotes(proposal: Proposal) -> list[Quote]:
    quotes = [q for s in proposal.statements for q in s.sources if isinstance(q, Quote)]
    return [*quotes, proposal.parties_quote] if proposal.parties_quote else quotes


def _candidates(proposal: Proposal, draft: Draft, chosen: str | None) -> list[Candidate]:
    matches = intake.find_matches(proposal, published=draft.document.published)
    if chosen is None:
        chosen = next((match.key for match in matches if match.is_likely), "")
    return [
        Candidate(match.key, match.title, match.signed, match.key == chosen) for match in matches
    ]


def _effects(proposal: Proposal, draft: Draft, key: str) -> list[str]:
    """Return what each value would do to the agreement it may be about; empty for a new one."""
    if not key:
        return []
    (held,) = holdings([int(key.removeprefix("A-"))])
    try:
        return [str(e) for e in effects(held, proposal, draft.document, timezone.now().date())]
    except EdtfError:
        return []


def _others(proposal: Proposal, draft: Draft, types: Mapping[str, str]) -> list[OtherText]:
    today = timezone.now().date()
    waiting = Draft.objects.filter(head=draft, state=Draft.State.OPEN).select_related("document")
    others = []
    for other in waiting.order_by("pk"):
        told = Proposal.from_json(other.proposed)
        try:
            held = as_if_held(proposal, draft.document, today)
            found = effects(held, told, other.document, today)
        except EdtfError:
            continue
        differs = [
            label(statement, types)
            for statement, effect in zip(told.statements, found, strict=True)
            if effect == Effect.CONTESTS
        ]
        others.append(OtherText(other, found.count(Effect.SUPPORTS), differs))
    return others


def _held_values(key: str) -> dict[tuple[str, str], str]:
    """Return {what: value} of what the record holds now, for telling the editor what changes."""
    card = summaries.card(key) if key else None
    if card is None:
        return {}
    told = json.loads(card.item_json)
    kept = [*_preferred(told["milestones"]), *_preferred(told["terms"])]
    return {_held_slot(entry): _held_words(entry) for entry in kept}


def _held_slot(entry: Mapping[str, Any]) -> tuple[str, str]:
    if "kind" in entry:
        return ("expected" if entry["is_expected"] else "milestone", entry["kind"])
    return ("term", entry["name"])


def _held_words(entry: Mapping[str, Any]) -> str:
    return (entry["date"] or "") if "kind" in entry else term_words(entry)


def _preferred(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [entry for entry in entries if entry["rank"] == "preferred"]


def _slot(statement: ProposedStatement) -> tuple[str, str]:
    if isinstance(statement, ProposedMilestone):
        return ("expected" if statement.is_expected else "milestone", statement.kind)
    return ("term", statement.name) if isinstance(statement, ProposedTerm) else ("", "")
