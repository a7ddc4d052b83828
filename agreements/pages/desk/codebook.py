"""What the words that an editor chooses among mean, in the codebook's own text."""

from collections.abc import Iterable, Mapping
from typing import Final

from agreements.models import Commitment, MilestoneKind, Strength, TermName

Meanings = list[tuple[str, str]]

MILESTONES: Final[Mapping[str, str]] = {
    MilestoneKind.PROPOSED: "offered or called for by one of the two; no talks yet",
    MilestoneKind.ANNOUNCED: "both say that they want it; no talks yet",
    MilestoneKind.NEGOTIATIONS_OPENED: "talks have begun, a text is being worked on",
    MilestoneKind.AGREED: "the text is done or its signing announced; not yet signed",
    MilestoneKind.SIGNED: "signed, exchanged or concluded by both",
    MilestoneKind.RATIFIED: "ratified or approved by one party: name it",
    MilestoneKind.ENTERED_INTO_FORCE: "in effect from this day on",
    MilestoneKind.AMENDED: "its text was changed; may happen again and again",
    MilestoneKind.EXTENDED: "its time was made longer",
    MilestoneKind.SUSPENDED: "put out of use for a while by one or both",
    MilestoneKind.RESUMED: "in use again after it was suspended",
    MilestoneKind.DENOUNCED: "one party gave notice that it ends",
    MilestoneKind.TERMINATED: "ended by one or both",
    MilestoneKind.EXPIRED: "ended because its time ran out",
    MilestoneKind.REJECTED: "refused by one of the two, or talks given up",
}
STRENGTHS: Final[Mapping[str, str]] = {
    Strength.MENTIONED: "the text names it and does not say how firmly",
    Strength.INTENT: "politically intended: will strive, intends, or a text that does not bind",
    Strength.DUTY: "owed: shall, must, undertakes, in a text that binds",
}
HOLDINGS: Final[Mapping[str, str]] = {
    Commitment.Holding.MADE: "the agreement holds it",
    Commitment.Holding.EXCLUDED: "the text says that the agreement does not hold it",
}
DIRECTIONS: Final[Mapping[str, str]] = {
    Commitment.Direction.ONE_WAY: "one owes it to the other: name both",
    Commitment.Direction.MUTUAL: "each owes it to the other",
    Commitment.Direction.NOT_STATED: "the text does not say who owes it",
}
TERMS: Final[Mapping[str, str]] = {
    TermName.TITLE: "the agreement's own name, as the text gives it",
    TermName.KIND: "its form, by its code: memorandum, security_agreement",
    TermName.DURATION_YEARS: "for how many years it is made: a number",
    TermName.LEGALLY_BINDING: "true or false, only where a text says so",
    TermName.RENEWAL: "how it goes on after its time",
    TermName.SUMMARY: "what it is about in a sentence or two",
    TermName.IDENTIFIER: "its number elsewhere, as scheme:value",
    TermName.AMOUNT: "money tied to it, as USD 60000000000",
    TermName.DOUBT: "what is doubtful about it",
}


def meanings(choices: Iterable[tuple[str, str]], meant: Mapping[str, str]) -> Meanings:
    """Return (label, meaning) of those of the choices that have a meaning."""
    return [(label, meant[value]) for value, label in choices if meant.get(value)]
