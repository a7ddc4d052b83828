"""What an editor may say of a draft, and why it can't be carried out."""

from collections.abc import Collection
from dataclasses import dataclass

from agreements.models import Agreement, Decision


class CurationError(Exception):
    """A decision that can't be carried out; the message tells the editor why and what to do."""


class AlreadyDecidedError(CurationError):
    """Somebody else was first; `decision` says who, when and what."""

    def __init__(self, decision: Decision | None) -> None:
        """Say who decided, when, and what."""
        self.decision = decision
        told = "This draft has been decided already."
        if decision is not None and decision.editor is not None:
            told = (
                f"{decision.editor.get_username()} has decided this draft already: "
                f"{decision.get_verb_display().lower()} at {decision.at:%H:%M UTC on %d %B %Y}."
            )
        super().__init__(told)


class StaleDraftError(CurationError):
    """The draft has changed since the editor opened it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an editor says of a draft: onto which agreement, and which statements to leave out.

    `agreement` None makes a new one; `left_out` counts places as `Revision` does; `version` is
    the draft's when the editor opened it, `seconds` how long it has been on the screen.
    """

    version: int
    agreement: Agreement | None = None
    left_out: Collection[int] = ()
    seconds: float | None = None
