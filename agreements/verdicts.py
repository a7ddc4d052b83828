"""What an editor may say of a draft, and why it can't be carried out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext

from agreements.models import Agreement, Decision, Draft


class CurationError(Exception):
    """A decision that can't be carried out; the message tells the editor why and what to do."""


class AlreadyDecidedError(CurationError):
    """Somebody else was first; `decision` says who, when and what."""

    def __init__(self, decision: Decision | None) -> None:
        """Say who decided, when, and what."""
        self.decision = decision
        told = gettext("This draft has been decided already.")
        if decision is not None and decision.editor is not None:
            told = gettext("%(editor)s has decided this draft already: %(names)s at %(at)s.") % {
                "editor": decision.editor.get_username(),
                "names": decision.get_verb_display().lower(),
                "at": f"{decision.at:%H:%M UTC on %d %B %Y}",
            }
        super().__init__(told)


class LeaseLostError(CurationError):
    """Somebody else has the draft open; who decides on it takes it over first."""

    def __init__(self, holder: User, since: datetime) -> None:
        """Say who has it, and since when."""
        self.holder, self.since = holder, since
        super().__init__(
            f"{holder.get_username()} is reviewing this draft, since {since:%H:%M} UTC. Take it "
            "over to decide on it yourself: what you typed is kept."
        )

    @property
    def taken_over(self) -> str:
        """Say it to somebody who had the draft before."""
        return gettext(
            "%(holder)s took this draft over at %(since)s UTC. What you typed is "
            "kept: take it back to decide on it yourself, or leave it to them."
        ) % {"holder": self.holder.get_username(), "since": f"{self.since:%H:%M}"}


class SupersededError(CurationError):
    """A later reading of the text took the draft's place; `successor` is its draft, if any."""

    def __init__(self, successor: Draft | None) -> None:
        """Say where to go on."""
        self.successor = successor
        super().__init__(
            "The text has been read again since, and draft "
            f"{successor.pk} took the place of this one: decide on that one."
            if successor
            else "The text has been read again since, and this is no longer found in it: "
            "there is nothing to decide here."
        )


class StaleDraftError(CurationError):
    """The draft has changed since the editor opened it."""


class StaleRecordError(CurationError):
    """The agreement has changed since the editor opened the draft; `agreement` None: a new one.

    `opened` is the number of what the editor had looked at.
    """

    def __init__(self, agreement: Agreement | None, opened: int) -> None:
        """Say what changed."""
        self.agreement, self.opened = agreement, opened
        super().__init__(
            f"{agreement.key} has changed since you opened this draft: look at what it says now."
            if agreement
            else "Another agreement of these two parties has been published since you opened this "
            "draft: see whether it is the same."
        )


class BuiltUponError(CurationError):
    """An undo would trample what was done since; `later` is the decision to undo first."""

    def __init__(self, later: Decision | None) -> None:
        """Say which decision that is, whose, and when it was made."""
        self.later = later
        told = "A later decision"
        if later is not None:
            by = f" by {later.editor.get_username()}" if later.editor else ""
            when = f" at {later.at:%H:%M UTC on %d %B %Y}"
            told += f"{_about(later)} ({later.get_verb_display()}{by}{when})"
        super().__init__(f"{told} builds on this one: undo it first.")


def _about(decision: Decision) -> str:
    about = decision.draft.document if decision.draft else decision.agreement
    return (
        f" on \N{LEFT DOUBLE QUOTATION MARK}{about}\N{RIGHT DOUBLE QUOTATION MARK}" if about else ""
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an editor says of a draft: onto which agreement, and which statements to leave out.

    `agreement` None makes a new one; `left_out` counts places as `Revision` does, and so does
    `speaking`: what contradicts the record and is to be preferred to it. `version` is
    the draft's when the editor opened it, `record` the number of what was held then (see
    `curation.record_numbers`; None: nobody looked), `seconds` how long it has been on the screen.
    """

    version: int
    agreement: Agreement | None = None
    left_out: Collection[int] = ()
    seconds: float | None = None
    record: int | None = None
    speaking: Collection[int] = ()
