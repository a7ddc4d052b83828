"""What is asked of a decision, and what the API says where it can't be carried out."""

import re
from collections.abc import Mapping
from typing import Any, Final

from rest_framework.exceptions import APIException
from rest_framework.request import Request

from agreements.curation import AlreadyDecidedError, LeaseLostError, SupersededError, morning
from agreements.deciding import REASONS, ChangedError, UnknownDraftError, UnruledError, Wanted
from agreements.models import Decision
from agreements.verdicts import CurationError, StaleDraftError, StaleRecordError

_TAG: Final = re.compile(r'"([!#-~]{1,100})"')
# The first that fits.
_CODES: Final[tuple[tuple[type[CurationError], int, str], ...]] = (
    (UnknownDraftError, 404, "record.unknown"),
    (ChangedError, 412, "precondition.failed"),
    (StaleDraftError, 412, "precondition.failed"),
    (StaleRecordError, 412, "precondition.failed"),
    (LeaseLostError, 409, "draft.leased"),
    (AlreadyDecidedError, 409, "draft.decided"),
    (SupersededError, 409, "draft.decided"),
    (UnruledError, 409, "draft.unruled"),
    (CurationError, 409, "draft.refused"),
)


class RefusedError(APIException):
    """A decision that was not carried out; `members` go into the problem."""

    def __init__(self, status: int, code: str, detail: str, **members: object) -> None:
        """Say why, and what to do."""
        super().__init__(detail, code)
        self.status_code = status
        self.members = members


def if_match(request: Request) -> frozenset[str]:
    """Return the tags of which the draft must have one; weak ones match nothing.

    Raises:
        RefusedError: none is named.
    """
    written = request.headers.get("If-Match", "").strip()
    if written in ("", "*"):
        told = "Send If-Match with the ETag of the draft as you saw it."
        raise RefusedError(428, "precondition.required", told)
    parts = (part.strip() for part in written.split(","))
    return frozenset(found[1] for part in parts if (found := _TAG.fullmatch(part)))


def decision_asked(sent: Mapping[str, Any]) -> Wanted:
    """Return what is wanted; the fields have been checked."""
    details = sent.get("details", "").strip()
    reason = details
    if sent["verb"] == Decision.Verb.REJECT:
        reason = ": ".join(part for part in (REASONS[sent["reason"]], details) if part)
    until, left_out = sent.get("until"), sent.get("left_out")
    return Wanted(
        verb=sent["verb"],
        agreement=sent.get("agreement") or "",
        draft=sent.get("draft"),
        left_out=None if left_out is None else frozenset(left_out),
        speaking=frozenset(sent.get("speaking", ())),
        keeping=frozenset(sent.get("keeping", ())),
        reason=reason,
        until=morning(until) if until else None,
    )


def as_problem(error: CurationError) -> RefusedError:
    """Return the refusal that tells why a decision was not carried out."""
    status, code = next((s, c) for kind, s, c in _CODES if isinstance(error, kind))
    places = {"numbers": error.places} if isinstance(error, UnruledError) else {}
    return RefusedError(status, code, str(error), **places)
