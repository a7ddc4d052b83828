"""The plain properties of an agreement, and its relations to others."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.statements import CLOSED_TOGETHER, OPEN_AND_PREFERRED, Statement


class TermName(models.TextChoices):
    """The plain properties of an agreement."""

    TITLE = "title", _("Title")
    KIND = "kind", _("Form")
    DURATION_YEARS = "duration_years", _("Duration in years")
    LEGALLY_BINDING = "legally_binding", _("Legally binding")
    RENEWAL = "renewal", _("Renewal")
    SUMMARY = "summary", _("Summary")
    IDENTIFIER = "identifier", _("Identifier")
    AMOUNT = "amount", _("Amount")
    DOUBT = "doubt", _("Doubt")


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
                condition=OPEN_AND_PREFERRED & ~Q(name__in=SEVERAL),
                name="term_one_preferred",
            ),
            models.CheckConstraint(condition=CLOSED_TOGETHER, name="term_closed_together"),
            models.CheckConstraint(condition=~Q(value=""), name="term_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Link(Statement):
    """An agreement's relation to another one."""

    class Kind(models.TextChoices):
        """What it is to the other."""

        AMENDS = "amends", _("Amends")
        SUPERSEDES = "supersedes", _("Supersedes")
        RENEWS = "renews", _("Renews")
        IMPLEMENTS = "implements", _("Implements")
        ANNEX_OF = "annex_of", _("Annex of")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    target = models.ForeignKey(Agreement, models.PROTECT, related_name="linked_from")

    SLOT = ("kind", "target_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "target"],
                condition=OPEN_AND_PREFERRED,
                name="link_one_preferred",
            ),
            models.CheckConstraint(condition=CLOSED_TOGETHER, name="link_closed_together"),
            models.CheckConstraint(condition=~Q(agreement=F("target")), name="link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
