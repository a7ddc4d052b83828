"""The door for the machine: archive a text, ask what is known, offer a draft. Never publish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from agreements import codebook, sorting
from agreements.joining import changes_the_record, counterpart, retold, says_the_same
from agreements.matching import Match, find_head, find_matches
from agreements.models import Document, Draft, Party
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)

__all__ = [
    "Match",
    "Proposal",
    "ProposedCommitment",
    "ProposedMilestone",
    "ProposedStatement",
    "ProposedTerm",
    "Quote",
    "Reread",
    "Text",
    "archive_document",
    "cow_numbers",
    "document_with",
    "find_matches",
    "known_parties",
    "offer_again",
    "offer_copy",
    "pairs_told",
    "propose_draft",
    "texts",
]

# What `Document` has room for.
_LONGEST_ADDRESS: Final = 2000
_LONGEST_LANGUAGE: Final = 12
_BATCH: Final = 100
# In words of SQL: each article that is read asks it, and Django takes five statements for it.
_ARCHIVE: Final = """
    INSERT INTO agreements_document (text, sha256, url, canonical_url, publisher, title, published,
        language, archived_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (sha256) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be archived, with where it came from; empty where that is not known."""

    text: str
    url: str = ""
    canonical_url: str = ""
    publisher: str = ""
    title: str = ""
    published: date | None = None
    language: str = ""


def archive_document(text: Text) -> tuple[int, bool]:
    """Return the number of the document with these words, and whether it is new.

    Safe to run twice and at once: the same words are one document, with the first one's origin.
    """
    told = [
        text.text,
        Document.fingerprint(text.text),
        _if_short(text.url, _LONGEST_ADDRESS),
        _if_short(text.canonical_url, _LONGEST_ADDRESS),
        text.publisher[:200],
        text.title[:500],
        text.published,
        _if_short(text.language, _LONGEST_LANGUAGE),
        timezone.now(),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ARCHIVE, told)
        made = cursor.fetchone()
    if made is not None:
        return made[0], True
    return Document.objects.values_list("pk", flat=True).get(sha256=told[1]), False


def document_with(text: str) -> int | None:
    """Return the number of the document with these words, or None."""
    same = Document.objects.filter(sha256=Document.fingerprint(text))
    return same.values_list("pk", flat=True).first()


def known_parties() -> Mapping[str, str]:
    """Return {code: name} of every party of the record."""
    return dict(Party.objects.values_list("code", "name"))


def cow_numbers() -> Mapping[int, str]:
    """Return {number in the Correlates of War's list: party code} of every party that has one."""
    numbered = Party.objects.filter(cow_code__isnull=False)
    told = numbered.values_list("cow_code", "code")
    return {number: code for number, code in told if number is not None}


def propose_draft(
    document_id: int,
    proposal: Proposal,
    *,
    reader_version: str,
    ordinal: int,
    score: float,
    behind: int | None = None,
) -> int:
    """Offer what a reader made of a document; returns the draft's number.

    One that tells the same as a waiting draft of another text joins that one, unless `behind`
    names the draft that it waits for. Safe to run twice:
    one reading of one document makes each draft once.
    """
    document = Document.objects.defer("text").get(pk=document_id)
    published = document.published
    names = codebook.party_names()
    found = find_matches(proposal, published=published, party_names=names)
    match = next((each.agreement_id for each in found if each.is_likely), None)
    head = behind or find_head(
        proposal, document_id=document_id, published=published, match=match, party_names=names
    )
    as_now = sorting.sort_offered(proposal, document, match, score=score)
    draft, _ = Draft.objects.get_or_create(
        document_id=document_id,
        reader_version=reader_version,
        ordinal=ordinal,
        defaults={
            "proposed": proposal.to_json(),
            "match_id": match,
            "head_id": head,
            "score": score,
            "kind": as_now.kind,
            "urgency": as_now.urgency,
            "rules": sorting.RULES,
        },
    )
    return draft.pk


def pairs_told(document_id: int) -> list[tuple[str, str]]:
    """Return the parties of each draft that a reading of ours has made of a document."""
    told = _read_from(document_id).values_list("proposed__parties", flat=True)
    return [(first, second) for first, second in told]


def offer_copy(document_id: int, told_by: int) -> int:
    """Offer what was read in the document `told_by` in the words of a copy of it, too.

    Each draft waits behind the one that it repeats, with the statements whose words stand in both;
    approved together, they are further evidence. What was rejected is not offered again. Returns
    how many; safe to run twice.
    """
    drafts = _read_from(told_by).exclude(state=Draft.State.REJECTED).select_related("head")
    whole = dict(Document.objects.filter(pk__in=(document_id, told_by)).values_list("pk", "text"))
    made = 0
    for draft in drafts.order_by("pk"):
        said = retold(Proposal.from_json(draft.proposed), whole[told_by], whole[document_id])
        if said is None:
            continue
        head = draft.head
        propose_draft(
            document_id,
            said,
            reader_version=draft.reader_version,
            ordinal=draft.ordinal,
            score=draft.score,
            behind=head.pk if head and head.state in Draft.UNDECIDED else draft.pk,
        )
        made += 1
    return made


def _read_from(document_id: int) -> QuerySet[Draft]:
    ours = Draft.objects.filter(document=document_id, proposed_by=None, split_from=None)
    return ours.exclude(state=Draft.State.SUPERSEDED)


def texts() -> Iterator[tuple[int, Text]]:
    """Return every archived text with its number, the oldest first."""
    for document in Document.objects.order_by("pk").iterator(_BATCH):
        yield (
            document.pk,
            Text(
                text=document.text,
                url=document.url,
                publisher=document.publisher,
                title=document.title,
                published=document.published,
                language=document.language,
            ),
        )


class Reread(StrEnum):
    """What became of one proposal of a later reading, or of a draft that it no longer makes."""

    SAME = "same"
    NEW = "new"
    REPLACED = "replaced"
    BEHIND = "behind"
    UPDATE = "update"
    GONE = "gone"


@transaction.atomic
def offer_again(
    document_id: int, proposals: Sequence[tuple[Proposal, float]], *, reader_version: str
) -> list[Reread]:
    """Offer what a later reading made of a document, each proposal with its score.

    A waiting draft that no editor has touched is superseded; one that somebody has touched stays,
    and the new reading waits behind it. What was rejected is not offered again, and what was
    approved only where the new reading would change the record. A reading that has been offered
    already is not offered twice.
    """
    ours = Draft.objects.filter(document=document_id, proposed_by=None)  # by no program of others
    drafts = ours.select_for_update().order_by("pk")
    if any(draft.reader_version == reader_version for draft in drafts):
        return []
    left = [draft for draft in drafts if draft.state != Draft.State.SUPERSEDED]
    outcomes = []
    for ordinal, (proposal, score) in enumerate(proposals):
        old = counterpart(proposal, left)
        outcome, behind = _again(old, proposal)
        outcomes.append(outcome)
        if outcome != Reread.SAME:
            propose_draft(
                document_id,
                proposal,
                reader_version=reader_version,
                ordinal=ordinal,
                score=score,
                behind=behind,
            )
        if old is not None:
            left.remove(old)
    gone = [draft for draft in left if _is_untouched(draft)]
    Draft.objects.filter(pk__in=[d.pk for d in gone]).update(state=Draft.State.SUPERSEDED)
    return outcomes + [Reread.GONE] * len(gone)


def _again(old: Draft | None, proposal: Proposal) -> tuple[Reread, int | None]:
    """Return what to do with a proposal, given the draft of an earlier reading, and behind whom."""
    if old is None:
        return Reread.NEW, None
    if old.state == Draft.State.REJECTED or says_the_same(old, proposal):
        return Reread.SAME, None
    if old.state == Draft.State.APPROVED:
        return (Reread.UPDATE if changes_the_record(old, proposal) else Reread.SAME), None
    if not _is_untouched(old):
        return Reread.BEHIND, old.pk
    old.state = Draft.State.SUPERSEDED
    old.save(update_fields=["state"])
    return Reread.REPLACED, None


def _is_untouched(draft: Draft) -> bool:
    is_leased = draft.lease_until is not None and draft.lease_until > timezone.now()
    is_new = draft.state == Draft.State.OPEN and draft.revised is None and not is_leased
    return is_new and not draft.decisions.exists()  # put off, sent back, decided and undone


def _if_short(value: str, longest: int) -> str:
    """Return what a page says of itself, or nothing where it is too long to be true."""
    return value if len(value) <= longest else ""
