"""Put drafts off until a day; they come back by themselves, or sooner when somebody wants it."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext

from agreements import ledger
from agreements.curation import noting
from agreements.curation.claiming import claim, one_change
from agreements.models import Decision, Draft
from agreements.verdicts import CurationError

# What waits for a text that nobody knows the day of.
NO_DAY: Final = datetime(9999, 1, 1, tzinfo=UTC)
UNTIL_PUBLISHED: Final = "Until the text is published"


class Pause(StrEnum):
    """The usual times to put a draft off; `label` in words."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """Return what it is called."""
        return {"tomorrow": "Tomorrow", "next_week": "Next week", "published": UNTIL_PUBLISHED}[
            self
        ]

    def until(self, today: date) -> datetime:
        """Return when a draft put off today comes back: days begin at midnight UTC."""
        if self == Pause.PUBLISHED:
            return NO_DAY
        days = 1 if self == Pause.TOMORROW else 7 - today.weekday()
        return morning(today + timedelta(days=days))


def morning(day: date) -> datetime:
    """Return when a day begins."""
    return datetime.combine(day, time.min, UTC)


def defer(
    draft_id: int,
    editor: User,
    until: datetime,
    *,
    version: int,
    reason: str = "",
    seconds: float | None = None,
) -> Decision:
    """Put a draft off; at `until` it is back in the queue.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        CurationError: `until` is over.
    """
    if until <= timezone.now():
        raise CurationError(gettext("That day is here already: choose one that is still to come."))
    said = reason.strip() or (UNTIL_PUBLISHED if until == NO_DAY else "")
    return _put_off(draft_id, editor, until, version=version, reason=said, seconds=seconds)


def bring_back(draft_id: int, editor: User, *, version: int) -> Decision:
    """Let a draft that was put off wait in the queue from now on.

    Raises:
        AlreadyDecidedError: it has been decided.
        StaleDraftError: the draft changed since it was shown.
        CurationError: it isn't put off.
    """
    return _put_off(draft_id, editor, None, version=version, reason="Brought back")


def _put_off(
    draft_id: int,
    editor: User,
    until: datetime | None,
    *,
    version: int,
    reason: str,
    seconds: float | None = None,
) -> Decision:
    with one_change():
        draft = claim(draft_id, version, Draft.State.OPEN, by=editor)
        if until is None and draft.deferred_until is None:
            raise CurationError(gettext("This draft is not put off: it waits in the queue."))
        before = noting.before(draft)
        draft.deferred_until = until
        draft.save(update_fields=["deferred_until"])
        decision = Decision(
            verb=Decision.Verb.DEFER,
            editor=editor,
            draft=draft,
            reason=reason,
            before=before,
            after={"deferred_until": noting.moment(until)},
            seconds=seconds,
        )
        with ledger.entry(decision):
            return decision
