"""What the parties owe each other."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import CommitmentType
from agreements.models.party import Party
from agreements.models.statements import CLOSED_TOGETHER, OPEN_AND_PREFERRED, Statement


class Strength(models.TextChoices):
    """How firmly a commitment is made."""

    MENTIONED = "mentioned", _("Mentioned")
    INTENT = "intent", _("Political intent")
    DUTY = "duty", _("Binding duty")


class Commitment(Statement):
    """What one party owes the other, or what the agreement expressly does not hold.

    `one_way` names debtor and creditor; `mutual` is owed by both; `not_stated`: the source doesn't
    say who owes it.
    """

    class Holding(models.TextChoices):
        """Whether it is in the agreement."""

        MADE = "made", _("Made")
        EXCLUDED = "excluded", _("Expressly excluded")

    class Direction(models.TextChoices):
        """Who owes it."""

        ONE_WAY = "one_way", _("One owes the other")
        MUTUAL = "mutual", _("Both owe each other")
        NOT_STATED = "not_stated", _("Not stated")

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
                condition=OPEN_AND_PREFERRED,
                nulls_distinct=False,
                name="commitment_one_preferred",
            ),
            models.CheckConstraint(condition=CLOSED_TOGETHER, name="commitment_closed_together"),
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
