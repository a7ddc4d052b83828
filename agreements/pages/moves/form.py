"""What an editor sends to move a draft: to where, until when, with which note, which values."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from agreements import curation
from agreements.models import Decision, Draft
from agreements.pages.moves.targets import named_agreement

VERBS: Final = (
    ("duplicate", "Duplicate"),
    ("later", "Later"),
    ("send_back", "Send back"),
    ("split", "Split"),
)
_DRAFT: Final = re.compile(r"(?:D-)?([0-9]{1,15})")
_PLACE: Final = re.compile(r"[0-9]{1,6}")


def carry_out(
    draft: Draft, editor: User, sent: QueryDict, *, version: int, seconds: float | None
) -> Decision:
    """Do what the form says.

    Raises:
        CurationError: it can't be done, or the form doesn't say all of it.
    """
    move = _MOVES[sent.get("verdict", "")]
    return move(draft, editor, sent, version, seconds)


def _duplicate(
    draft: Draft, editor: User, sent: QueryDict, version: int, seconds: float | None
) -> Decision:
    of = sent.get("of", "").strip()
    number = _DRAFT.fullmatch(of)
    if not of:
        raise curation.CurationError(
            gettext("Choose what it is a duplicate of: an agreement, or another draft.")
        )
    if number:
        other = int(number[1])
        return curation.duplicate_of_draft(
            draft.pk, editor, other, version=version, seconds=seconds
        )
    agreement = named_agreement(of)
    return curation.duplicate_of_agreement(
        draft.pk, editor, agreement, version=version, seconds=seconds
    )


def _later(
    draft: Draft, editor: User, sent: QueryDict, version: int, seconds: float | None
) -> Decision:
    return curation.defer(
        draft.pk, editor, _until(sent), version=version, reason=_note(sent), seconds=seconds
    )


def _until(sent: QueryDict) -> datetime:
    said, today = sent.get("until", ""), timezone.now().date()
    if said in set(curation.Pause):
        return curation.Pause(said).until(today)
    if said != "day":
        raise curation.CurationError(gettext("Choose until when the draft is to be put off."))
    try:
        return curation.morning(date.fromisoformat(sent.get("day", "")))
    except ValueError as error:
        raise curation.CurationError(
            gettext("Write the day on which the draft is to come back like 2026-12-24.")
        ) from error


def _send_back(
    draft: Draft, editor: User, sent: QueryDict, version: int, seconds: float | None
) -> Decision:
    return curation.send_back(
        draft.pk, editor, version=version, reason=_note(sent, "back_note"), seconds=seconds
    )


def _split(
    draft: Draft, editor: User, sent: QueryDict, version: int, seconds: float | None
) -> Decision:
    places = [int(place) for place in sent.getlist("move") if _PLACE.fullmatch(place)]
    return curation.split(draft.pk, editor, places, version=version, seconds=seconds)


def _note(sent: QueryDict, name: str = "note") -> str:
    return sent.get(name, "").strip()[:2000]


_MOVES: Final[Mapping[str, Callable[[Draft, User, QueryDict, int, float | None], Decision]]] = {
    "duplicate": _duplicate,
    "later": _later,
    "send_back": _send_back,
    "split": _split,
}
