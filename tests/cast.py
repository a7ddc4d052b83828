"""The cast of the tests: editors, an outsider, and the texts, drafts and agreements they meet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Final

from django.contrib.auth.models import User

from agreements import curation, intake
from agreements.models import Agreement, CommitmentType, Decision, Document, Draft, Party
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)

READER: Final = "test-1"
PARTIES: Final = {
    "DE": ("DEU", "Germany", Party.Kind.STATE, "52.52", "13.40"),
    "GB": ("GBR", "United Kingdom", Party.Kind.STATE, "51.50", "-0.12"),
    "JP": ("JPN", "Japan", Party.Kind.STATE, "35.68", "139.69"),
    "PL": ("POL", "Poland", Party.Kind.STATE, "52.23", "21.01"),
    "UA": ("UKR", "Ukraine", Party.Kind.STATE, "50.45", "30.52"),
    "US": ("USA", "United States", Party.Kind.STATE, "38.90", "-77.04"),
}
COMMITMENT_TYPES: Final = (
    "mutual_defence",
    "consultation",
    "military_training",
    "troop_deployment",
)
_numbers = count(1)


def olena() -> User:
    """An editor."""
    return _editor("olena")


def tomasz() -> User:
    """Another editor."""
    return _editor("tomasz")


def outsider() -> User:
    """Somebody with an account that is switched off."""
    return User.objects.get_or_create(username="outsider", defaults={"is_active": False})[0]


def _editor(name: str) -> User:
    return User.objects.get_or_create(username=name, defaults={"is_staff": True})[0]


def parties() -> None:
    """Have the six states of the cast, and a few entries of the codebook."""
    for code, (iso3, name, kind, latitude, longitude) in PARTIES.items():
        Party.objects.get_or_create(
            code=code,
            defaults={
                "iso3": iso3, "name": name, "kind": kind, "region": "Earth", "capital": "A city",
                "latitude": latitude, "longitude": longitude,
            },
        )  # fmt: skip
    for position, code in enumerate(COMMITMENT_TYPES):
        CommitmentType.objects.get_or_create(
            code=code,
            defaults={
                "group": "military" if code.startswith(("military", "troop")) else "guarantee",
                "name": code.replace("_", " ").capitalize(),
                "definition": f"What {code} means.",
                "position": position,
            },
        )


def document(text: str, *, published: date | None = None, title: str = "A report") -> Document:
    """Return the archived text."""
    number, _ = intake.archive_document(
        intake.Text(text, title=title, publisher="The Sample Post", published=published)
    )
    return Document.objects.get(pk=number)


@dataclass
class Story:
    """A text that grows with each statement made of it, so that every value has its quote."""

    parties: tuple[str, str] = ("GB", "UA")
    published: date | None = date(2024, 6, 20)
    text: str = ""
    statements: list[ProposedStatement] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with words that no other story has."""
        self.text = self.text or f"Report {next(_numbers)} \N{REGIONAL INDICATOR SYMBOL LETTER U}."

    def quote(self, words: str) -> Quote:
        """Write a sentence and return the place of its words."""
        start = len(self.text) + 1
        self.text += f" {words}."
        return Quote(start, start + len(words), words)

    def milestone(
        self, kind: str, on: str = "", *, place: str = "", is_expected: bool = False
    ) -> "Story":
        """Tell of something that happened."""
        source = self.quote(f"It was {kind} on {on or 'some day'} in {place or 'some place'}")
        self.statements.append(
            ProposedMilestone(
                kind=kind, date=on, place=place, is_expected=is_expected, sources=(source,)
            )
        )
        return self

    def commitment(
        self,
        type: str = "military_training",  # noqa: A002  the field's name
        *,
        held: str = "made",
        debtor: str | None = None,
        creditor: str | None = None,
        strength: str = "duty",
    ) -> "Story":
        """Tell of a commitment; a debtor makes it one-way."""
        source = self.quote(f"{debtor or 'Each'} owes {creditor or 'the other'} {type} ({held})")
        self.statements.append(
            ProposedCommitment(
                type=type,
                held=held,
                direction="one_way" if debtor else "mutual",
                debtor=debtor,
                creditor=creditor,
                strength=strength,
                sources=(source,),
            )
        )
        return self

    def term(self, name: str, value: str) -> "Story":
        """Tell of a plain property."""
        self.statements.append(
            ProposedTerm(name=name, value=value, sources=(self.quote(f"{name} is {value}"),))
        )
        return self

    def proposal(self) -> Proposal:
        """Return what a perfect reader would make of it."""
        return Proposal(self.parties, tuple(self.statements), salience="main")

    def draft(self) -> Draft:
        """Archive the text and offer its draft."""
        return draft(document(self.text, published=self.published), self.proposal())


def draft(of: Document, proposal: Proposal, *, ordinal: int = 0, score: float = 0.8) -> Draft:
    """Offer a draft as the machine does."""
    number = intake.propose_draft(
        of.pk, proposal, reader_version=READER, ordinal=ordinal, score=score
    )
    return Draft.objects.get(pk=number)


def signed(
    on: str = "2024-06-13",
    *,
    title: str = "Treaty of Friendship",
    parties: tuple[str, str] = ("GB", "UA"),
) -> Story:
    """Tell of a treaty that was signed."""
    return Story(parties).term("title", title).milestone("signed", on, place="London")


def approve(
    told: Draft, *, onto: Agreement | None = None, left_out: Sequence[int] = ()
) -> Decision:
    """Let Olena approve a draft as it stands now."""
    now = Draft.objects.get(pk=told.pk)
    return curation.approve(now.pk, olena(), curation.Verdict(now.version, onto, left_out))


def agreement(story: Story | None = None) -> Agreement:
    """Return an agreement that Olena published, by default a signed treaty."""
    decision = approve((story or signed()).draft())
    assert decision.agreement is not None
    return decision.agreement
