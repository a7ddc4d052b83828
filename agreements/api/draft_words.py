"""From what is sent to a proposal, and from a draft to what is told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from django.urls import reverse
from rest_framework.exceptions import ErrorDetail, ValidationError

from agreements import intake, telling
from agreements.checking import Fault
from agreements.models import Draft
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
    Source,
)
from agreements.revision import Revision
from agreements.ruling import must_rule

_LISTS: Final[tuple[tuple[str, type[ProposedStatement]], ...]] = (
    ("terms", ProposedTerm),
    ("milestones", ProposedMilestone),
    ("commitments", ProposedCommitment),
)


def read_document(sent: Mapping[str, Any]) -> int | intake.Text:
    """Return the number of an archived document, or the text that was sent along."""
    if ("id" in sent) == ("text" in sent):
        raise ValidationError({"document": {"text": "Send a text, or the id of an archived one."}})
    if "id" in sent:
        return int(sent["id"])
    names = ("text", "url", "title", "publisher", "published", "language")
    return intake.Text(**{name: sent[name] for name in names if sent[name] is not None})


def read_proposal(sent: Mapping[str, Any]) -> Proposal:
    """Return what is proposed; terms come first, then milestones and commitments."""
    one, other = sorted(sent["parties"])
    quote = sent["parties_quote"]
    return Proposal(
        parties=(one, other),
        statements=tuple(
            kind(**_fields(value), sources=tuple(_quote(each) for each in value["evidence"]))
            for name, kind in _LISTS
            for value in sent[name]
        ),
        parties_quote=_quote(quote) if quote else None,
    )


def pointed(faults: Iterable[Fault], sent: Mapping[str, Any]) -> ValidationError:
    """Return what is wrong with a proposal, each fault at the field that was sent."""
    places = [(name, index) for name, _ in _LISTS for index in range(len(sent[name]))]
    told: dict[str, Any] = {}
    for fault in faults:
        words = [ErrorDetail(fault.words, "invalid")]
        if fault.place is None:
            told.setdefault(fault.field, words)
            continue
        name, index = places[fault.place]
        values = told.setdefault(name, [{} for _ in sent[name]])
        values[index].setdefault(fault.field, words)
    return ValidationError(told)


def row(draft: Draft) -> dict[str, Any]:
    """Return a draft as a list tells of it; it must have its document."""
    parties = Revision.from_json(draft.revised).parties or draft.proposed["parties"]
    return {
        "id": draft.pk,
        "href": reverse("api-draft", args=[draft.pk]),
        "state": draft.state,
        "version": draft.version,
        "kind": draft.kind,
        "urgency": draft.urgency,
        "score": draft.score,
        "parties": sorted(parties),
        "agreement": draft.match_key or None,
        "document": telling.archived(draft.document),
        "reader": draft.reader_version,
        "behind": draft.head_id,
        "deferred_until": draft.deferred_until,
        "created_at": draft.created_at,
    }


def whole(draft: Draft) -> dict[str, Any]:
    """Return a draft with all its values, and which of them others contradict."""
    revision = Revision.from_json(draft.revised)
    proposal = revision.all_of(Proposal.from_json(draft.proposed))
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name, _ in _LISTS}
    names = {kind: name for name, kind in _LISTS}
    for number, statement in enumerate(proposal.statements):
        lists[names[type(statement)]].append({"number": number} | _told(statement))
    quote = proposal.parties_quote
    is_open = draft.state in Draft.UNDECIDED
    contradicted = must_rule(draft, proposal, draft.match) if is_open else ()
    return (
        row(draft)
        | {"parties_quote": _words(quote) if quote else None}
        | lists
        | {"left_out": sorted(revision.left_out), "contradicted": sorted(contradicted)}
    )


def _fields(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was sent of a statement; what was not, it knows by itself."""
    is_sent = value.items()
    return {name: each for name, each in is_sent if name != "evidence" and each is not None}


def _quote(sent: Mapping[str, Any]) -> Quote:
    return Quote(sent["start"], sent["end"], sent["quote"])


def _words(quote: Quote) -> dict[str, Any]:
    return {"quote": quote.words, "start": quote.start, "end": quote.end}


def _told(statement: ProposedStatement) -> dict[str, Any]:
    names = [field.name for field in fields(statement)]
    # Absent is null, of texts too.
    told = {name: getattr(statement, name) for name in names if name != "sources"}
    told = {name: None if value == "" else value for name, value in told.items()}
    if told.get("amount") is not None:
        told["amount"] = f"{told['amount']:f}"
    return told | {"evidence": list(_evidence(statement.sources))}


def _evidence(sources: Iterable[Source]) -> Iterable[dict[str, Any]]:
    for source in sources:
        if isinstance(source, Quote):
            yield _words(source)
