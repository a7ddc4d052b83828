"""Decide drafts from afar: the same rules as at the desk, and on a version that was looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from django.contrib.auth.models import User

from agreements import curation, ledger
from agreements.curation.claiming import one_change
from agreements.models import Agreement, Decision, Draft
from agreements.models.agreement import AgreementQuerySet
from agreements.proposal import Proposal
from agreements.revision import Revision
from agreements.ruling import must_rule
from agreements.verdicts import CurationError

# Why drafts are turned down, as editors choose it too.
REASONS: Final = {
    "not_an_agreement": "Not an agreement",
    "not_two_parties": "Not between two parties",
    "held_already": "Reports what the record holds already",
    "read_wrongly": "Read wrongly",
    "source_not_reliable": "Source not reliable",
}


class ChangedError(CurationError):
    """The draft, or what is held of its parties, is no longer what was looked at."""


class UnknownDraftError(CurationError):
    """There is no such draft, or no such agreement; the message says which."""


class UnruledError(CurationError):
    """Values contradict others and nobody has said which is to stand; `places` are theirs."""

    def __init__(self, places: Collection[int]) -> None:
        """Say what to do."""
        self.places = sorted(places)
        told = ", ".join(map(str, self.places))
        super().__init__(
            f"Others contradict the values at {told}: name each in speaking, to have it "
            "preferred, in keeping, to have it stand beside, or in left_out."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to become of a draft; which fields count goes by the verb.

    `agreement` and `draft` are what it goes onto, or is a duplicate of; "" is a new agreement. Of
    values in conflict `left_out`, `speaking` and `keeping` name the places; `left_out` None is what
    the editor's layer leaves out.
    """

    verb: str
    agreement: str = ""
    draft: int | None = None
    left_out: frozenset[int] | None = None
    speaking: frozenset[int] = frozenset()
    keeping: frozenset[int] = frozenset()
    reason: str = ""
    until: datetime | None = None


def tag_of(draft: Draft) -> str:
    """Return what changes with a draft and with what is held of its parties; one query."""
    proposed = Proposal.from_json(draft.proposed)
    parties = Revision.from_json(draft.revised).parties or proposed.parties
    numbers = sorted(curation.record_numbers(parties).items())
    about = (draft.state, draft.kind, draft.urgency, draft.match_id, draft.head_id)
    told = f"{about} {draft.deferred_until} {numbers}"
    return f"{draft.version}-{blake2b(told.encode(), digest_size=6).hexdigest()}"


def decide(number: int, editor: User, key: int, seen: Collection[str], wanted: Wanted) -> Decision:
    """Carry out what is wanted of a draft that still has one of the tags that were `seen`.

    The decision is the editor's and marked with the API key. At most one decision is made on what
    one tag was of.

    Raises:
        UnknownDraftError: there is no such draft or agreement.
        ChangedError: it has changed since, or somebody was first.
        UnruledError: values contradict others and nobody has ruled on them.
        CurationError: as `curation` does.
    """
    _check_tag(number, seen)  # most who come too late need not wait for a turn
    with ledger.by_key(key), one_change():
        draft = _check_tag(number, seen)
        return _carry_out(draft, editor, wanted)


def _check_tag(number: int, seen: Collection[str]) -> Draft:
    draft = Draft.objects.select_related("document").filter(pk=number).first()
    if draft is None:
        raise UnknownDraftError(f"There is no draft {number}.")
    if tag_of(draft) not in seen:
        raise ChangedError(f"Draft {number} has changed since: look at it again.")
    return draft


def _carry_out(draft: Draft, editor: User, wanted: Wanted) -> Decision:
    version = draft.version
    if wanted.verb == Decision.Verb.APPROVE:
        return _approve(draft, editor, wanted)
    if wanted.verb == Decision.Verb.REJECT:
        return curation.reject(draft.pk, editor, version=version, reason=wanted.reason)
    if wanted.verb == Decision.Verb.SEND_BACK:
        return curation.send_back(draft.pk, editor, version=version, reason=wanted.reason)
    if wanted.verb == Decision.Verb.DEFER and wanted.until is not None:
        return curation.defer(draft.pk, editor, wanted.until, version=version, reason=wanted.reason)
    return _duplicate(draft, editor, wanted)


def _duplicate(draft: Draft, editor: User, wanted: Wanted) -> Decision:
    if wanted.draft is not None:
        return curation.duplicate_of_draft(draft.pk, editor, wanted.draft, version=draft.version)
    agreement = _agreement(wanted.agreement)
    if agreement is None:
        raise UnknownDraftError("Name the draft or the agreement that it is a duplicate of.")
    return curation.duplicate_of_agreement(draft.pk, editor, agreement, version=draft.version)


def _approve(draft: Draft, editor: User, wanted: Wanted) -> Decision:
    agreement = _agreement(wanted.agreement)
    revision = Revision.from_json(draft.revised)
    left_out = revision.left_out if wanted.left_out is None else wanted.left_out
    whole = revision.all_of(Proposal.from_json(draft.proposed))
    places = range(len(whole.statements))
    if beyond := (left_out | wanted.speaking | wanted.keeping) - set(places):
        raise CurationError(f"There is no value at {min(beyond)}: places go to {places.stop - 1}.")
    ruled = left_out | wanted.speaking | wanted.keeping
    if draft.state in Draft.UNDECIDED and (open_ := must_rule(draft, whole, agreement) - ruled):
        raise UnruledError(open_)
    verdict = curation.Verdict(
        draft.version, agreement, sorted(left_out), speaking=sorted(wanted.speaking - left_out)
    )
    return curation.approve(draft.pk, editor, verdict)


def _agreement(key: str) -> Agreement | None:
    if not key:
        return None
    found = AgreementQuerySet(Agreement).with_key(key).first()
    if found is None:
        raise UnknownDraftError(f"There is no agreement {key[:20]}.")
    return found
