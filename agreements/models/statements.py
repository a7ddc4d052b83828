"""What we hold to be true of an agreement, since when, and why."""

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.agreement import Agreement, CommitmentType
from agreements.models.decision import Decision
from agreements.models.document import Document
from agreements.models.party import Party

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from django_stubs_ext.db.models.manager import RelatedManager


class Rank(models.TextChoices):
    """Which of several statements about one thing speaks for the agreement."""

    PREFERRED = "preferred", "Preferred"
    CONTESTED = "contested", "Contested"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Held(models.Model):
    """Something we hold from one decision until another closes it.

    Rows are never updated, save to close them, and never deleted: the database refuses. What we
    held at a moment K is `known_from <= K` and (`known_to` is null or `K < known_to`).
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")
    # The first row of those that an undo has held again since; this one is a copy of it.
    restores = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="restored_by"
    )

    restores_id: int | None
    if TYPE_CHECKING:
        restored_by: RelatedManager["Self"]

    class Meta:
        abstract = True

    def held_at(self, moment: "datetime") -> bool:
        """Tell whether we held this at `moment`."""
        return self.known_from <= moment and (self.known_to is None or moment < self.known_to)


class Statement(Held):
    """One thing that we hold to be true of an agreement; needs evidence, the database insists."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="%(class)ss")
    rank = models.CharField(max_length=10, choices=Rank.choices, default=Rank.PREFERRED)
    wording = models.TextField(
        blank=True, help_text="The original words, where they differ from the value"
    )

    if TYPE_CHECKING:
        evidence: RelatedManager["Evidence"]
        # Set on the rows of a `folding.Holding`: the evidence that holds with them.
        shown: list["Evidence"]

    class Meta:
        abstract = True

    # The fields that make two statements be about the same thing.
    SLOT: ClassVar[tuple[str, ...]] = ()

    def slot(self) -> tuple[Any, ...]:
        """Return what the statement is about."""
        return tuple(getattr(self, name) for name in self.SLOT)


def _open(**more: object) -> Q:
    """What a statement must be for `only one` to apply: open and preferred."""
    return Q(known_to__isnull=True, rank=Rank.PREFERRED, **more)


_CLOSED_TOGETHER: Final = Q(known_to__isnull=True, closed_by__isnull=True) | Q(
    known_to__isnull=False, closed_by__isnull=False, known_to__gte=F("known_from")
)


class MilestoneKind(models.TextChoices):
    """What can happen to an agreement."""

    PROPOSED = "proposed", "Proposed"
    ANNOUNCED = "announced", "Announced"
    NEGOTIATIONS_OPENED = "negotiations_opened", "Negotiations opened"
    AGREED = "agreed", "Agreed"
    SIGNED = "signed", "Signed"
    RATIFIED = "ratified", "Ratified"
    ENTERED_INTO_FORCE = "entered_into_force", "Entered into force"
    AMENDED = "amended", "Amended"
    EXTENDED = "extended", "Extended"
    SUSPENDED = "suspended", "Suspended"
    RESUMED = "resumed", "Resumed"
    DENOUNCED = "denounced", "Denounced"
    TERMINATED = "terminated", "Terminated"
    EXPIRED = "expired", "Expired"
    REJECTED = "rejected", "Rejected"


# What can happen to one agreement again and again; all else happens once, ratification to a party.
REPEATABLE: Final = (
    MilestoneKind.AMENDED,
    MilestoneKind.EXTENDED,
    MilestoneKind.SUSPENDED,
    MilestoneKind.RESUMED,
)


class Milestone(Statement):
    """Something that happened to an agreement on a date, or is expected to.

    `date` is EDTF as written, empty where the source doesn't state it; `earliest` and `latest` are
    the days it can mean, null where the year is unknown. `happened_by` is the day on which it had
    certainly happened: `latest`, or the day on which the source told of it where that is earlier,
    but never before `earliest`; null if expected.
    """

    kind = models.CharField(max_length=20, choices=MilestoneKind.choices)
    date = models.CharField(max_length=12, blank=True)
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    happened_by = models.DateField(null=True, blank=True)
    is_expected = models.BooleanField(default=False)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)

    SLOT = ("kind", "party_id", "is_expected")

    class Meta:
        indexes = [models.Index(fields=["agreement", "known_from"], name="milestone_of_agreement")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "party", "is_expected"],
                condition=_open() & ~Q(kind__in=REPEATABLE),
                nulls_distinct=False,
                name="milestone_one_preferred",
            ),
            models.CheckConstraint(condition=_CLOSED_TOGETHER, name="milestone_closed_together"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True, latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="milestone_earliest_before_latest",
            ),
            models.CheckConstraint(
                condition=Q(is_expected=True, happened_by__isnull=True)
                | Q(is_expected=False, happened_by__isnull=False),
                name="milestone_happened_or_expected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date}".strip()


class Strength(models.TextChoices):
    """How firmly a commitment is made."""

    MENTIONED = "mentioned", "Mentioned"
    INTENT = "intent", "Political intent"
    DUTY = "duty", "Binding duty"


class Commitment(Statement):
    """What one party owes the other, or what the agreement expressly does not hold.

    `one_way` names debtor and creditor; `mutual` is owed by both; `not_stated`: the source doesn't
    say who owes it.
    """

    class Holding(models.TextChoices):
        """Whether it is in the agreement."""

        MADE = "made", "Made"
        EXCLUDED = "excluded", "Expressly excluded"

    class Direction(models.TextChoices):
        """Who owes it."""

        ONE_WAY = "one_way", "One owes the other"
        MUTUAL = "mutual", "Both owe each other"
        NOT_STATED = "not_stated", "Not stated"

    type = models.ForeignKey(CommitmentType, models.PROTECT, related_name="+")
    held = models.CharField(max_length=10, choices=Holding.choices, default=Holding.MADE)
    direction = models.CharField(
        max_length=10, choices=Direction.choices, default=Direction.NOT_STATED
    )
    debtor = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    creditor = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    strength = models.CharField(max_length=10, choices=Strength.choices, default=Strength.MENTIONED)
    condition = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    period = models.CharField(max_length=100, blank=True)

    SLOT = ("type_id", "direction", "debtor_id", "creditor_id")

    class Meta:
        indexes = [models.Index(fields=["agreement", "known_from"], name="commitment_of_agreement")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "type", "direction", "debtor", "creditor"],
                condition=_open(),
                nulls_distinct=False,
                name="commitment_one_preferred",
            ),
            models.CheckConstraint(condition=_CLOSED_TOGETHER, name="commitment_closed_together"),
            models.CheckConstraint(
                condition=(
                    Q(direction="one_way", debtor__isnull=False, creditor__isnull=False)
                    & ~Q(debtor=F("creditor"))
                )
                | (Q(debtor__isnull=True, creditor__isnull=True) & ~Q(direction="one_way")),
                name="commitment_two_sides",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | (Q(amount__gte=0) & ~Q(currency="")),
                name="commitment_amount_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id} {self.held}"


class TermName(models.TextChoices):
    """The plain properties of an agreement."""

    TITLE = "title", "Title"
    KIND = "kind", "Form"
    DURATION_YEARS = "duration_years", "Duration in years"
    LEGALLY_BINDING = "legally_binding", "Legally binding"
    RENEWAL = "renewal", "Renewal"
    SUMMARY = "summary", "Summary"
    IDENTIFIER = "identifier", "Identifier"
    AMOUNT = "amount", "Amount"
    DOUBT = "doubt", "Doubt"


# Terms of which an agreement may have several side by side.
SEVERAL: Final = (TermName.IDENTIFIER, TermName.AMOUNT, TermName.DOUBT)


class Term(Statement):
    """A plain property of an agreement.

    Values as text: `legally_binding` true or false, `duration_years` a number, `amount` as
    `USD 60000000000`, `identifier` as `scheme:value`.
    """

    name = models.CharField(max_length=20, choices=TermName.choices)
    value = models.TextField()

    SLOT = ("name",)

    class Meta:
        indexes = [models.Index(fields=["agreement", "known_from"], name="term_of_agreement")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"],
                condition=_open() & ~Q(name__in=SEVERAL),
                name="term_one_preferred",
            ),
            models.CheckConstraint(condition=_CLOSED_TOGETHER, name="term_closed_together"),
            models.CheckConstraint(condition=~Q(value=""), name="term_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Link(Statement):
    """An agreement's relation to another one."""

    class Kind(models.TextChoices):
        """What it is to the other."""

        AMENDS = "amends", "Amends"
        SUPERSEDES = "supersedes", "Supersedes"
        RENEWS = "renews", "Renews"
        IMPLEMENTS = "implements", "Implements"
        ANNEX_OF = "annex_of", "Annex of"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    target = models.ForeignKey(Agreement, models.PROTECT, related_name="linked_from")

    SLOT = ("kind", "target_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "target"], condition=_open(), name="link_one_preferred"
            ),
            models.CheckConstraint(condition=_CLOSED_TOGETHER, name="link_closed_together"),
            models.CheckConstraint(condition=~Q(agreement=F("target")), name="link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"


class Evidence(Held):
    """Why we hold one statement: a place in a document, a citation, or a named editor's judgement.

    A place is `start` and `end`, counted in characters of the document's text, and `quote`, the
    exact words there: the database compares them. A citation names a work outside the archive;
    `is_opened` tells whether somebody opened it to check.
    """

    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="evidence")
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="evidence")

    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    citation = models.TextField(blank=True)
    citation_url = models.URLField(max_length=2000, blank=True)
    is_opened = models.BooleanField(null=True, blank=True)
    judgement = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        milestone__isnull=False,
                        commitment__isnull=True,
                        term__isnull=True,
                        link__isnull=True,
                    )
                    | Q(
                        milestone__isnull=True,
                        commitment__isnull=False,
                        term__isnull=True,
                        link__isnull=True,
                    )
                    | Q(
                        milestone__isnull=True,
                        commitment__isnull=True,
                        term__isnull=False,
                        link__isnull=True,
                    )
                    | Q(
                        milestone__isnull=True,
                        commitment__isnull=True,
                        term__isnull=True,
                        link__isnull=False,
                    )
                ),
                name="evidence_for_one_statement",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        document__isnull=False,
                        start__isnull=False,
                        end__gt=F("start"),
                        citation="",
                        judgement="",
                    )
                    & ~Q(quote="")
                    | Q(
                        document__isnull=True,
                        start__isnull=True,
                        end__isnull=True,
                        quote="",
                        judgement="",
                    )
                    & ~Q(citation="")
                    | Q(
                        document__isnull=True,
                        start__isnull=True,
                        end__isnull=True,
                        quote="",
                        citation="",
                        author__isnull=False,
                    )
                    & ~Q(judgement="")
                ),
                name="evidence_is_a_quote_a_citation_or_a_judgement",
            ),
            models.CheckConstraint(condition=_CLOSED_TOGETHER, name="evidence_closed_together"),
        ]

    def __str__(self) -> str:
        return self.quote or self.citation or self.judgement

    @property
    def statement(self) -> "Milestone | Commitment | Term | Link":
        """The one statement that it is evidence for; queries where that wasn't selected."""
        found = self.milestone or self.commitment or self.term or self.link
        if found is None:  # the database refuses this
            raise ValueError(self.pk)
        return found
