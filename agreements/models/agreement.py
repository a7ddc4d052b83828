"""One instrument between exactly two parties: identity only; what it holds are statements."""

import re
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models.party import Framework, Party

# One spelling only: no leading zeros, no digits of other scripts, and no more than a bigint holds.
_KEY: Final = re.compile(r"A-[1-9][0-9]{0,17}")


class CommitmentType(models.Model):
    """An entry of the codebook: what a commitment can be about.

    One text for reader, editor, page and API. `atop` and `dcad` name the nearest variable of the
    Alliance Treaty Obligations and Provisions project and of the Defense Cooperation Agreement
    Dataset, empty where there is none.
    """

    code = models.SlugField(primary_key=True)
    group = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    definition = models.TextField()
    atop = models.CharField(max_length=40, blank=True)
    dcad = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class AgreementKind(models.TextChoices):
    """The form of an instrument."""

    MUTUAL_DEFENCE_TREATY = "mutual_defence_treaty", _("Mutual defence treaty")
    SECURITY_AGREEMENT = "security_agreement", _("Security agreement")
    SECURITY_GUARANTEES = "security_guarantees", _("Security guarantees")
    DEFENCE_COOPERATION = "defence_cooperation", _("Defence cooperation")
    PARTNERSHIP = "partnership", _("Partnership")
    STATUS_OF_FORCES = "status_of_forces", _("Status of forces")
    RECIPROCAL_ACCESS = "reciprocal_access", _("Reciprocal access")
    LOGISTICS = "logistics", _("Logistics")
    INFORMATION_SECURITY = "information_security", _("Information security")
    DECLARATION = "declaration", _("Declaration")
    MEMORANDUM = "memorandum", _("Memorandum")

    @property
    def noun(self) -> str:
        """Return what such an instrument is called where it has no name of its own."""
        return str(self.label) if self in _NOUNS else gettext("%s agreement") % self.label


# Forms whose label is a noun by itself; "Logistics" is none.
_NOUNS: Final = frozenset(
    {
        AgreementKind.MUTUAL_DEFENCE_TREATY,
        AgreementKind.SECURITY_AGREEMENT,
        AgreementKind.SECURITY_GUARANTEES,
        AgreementKind.PARTNERSHIP,
        AgreementKind.DECLARATION,
        AgreementKind.MEMORANDUM,
    }
)


class Status(models.TextChoices):
    """Where an agreement stands on a day; computed from milestones, never typed in."""

    PROPOSED = "proposed", _("Proposed")
    NEGOTIATING = "negotiating", _("Under negotiation")
    AGREED = "agreed", _("Agreed")
    SIGNED = "signed", _("Signed")
    RATIFIED = "ratified", _("Ratified")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    EXPIRED = "expired", _("Expired")
    REJECTED = "rejected", _("Rejected")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements by their names and parties."""

    def with_key(self, key: str) -> "AgreementQuerySet":
        """Narrow to the agreement called `key` (A-1031); to none where `key` is no such name."""
        number = Agreement.number(key)
        return self.none() if number is None else self.filter(pk=number)

    def between(self, one: str, other: str) -> "AgreementQuerySet":
        """Narrow to what these two parties have between them, in either order."""
        first, second = sorted((one, other))
        return self.filter(first_party=first, second_party=second)


class Agreement(models.Model):
    """One instrument between exactly two parties, whatever its form: identity only.

    The parties stand in one order (`first_party` < `second_party` by code), so a pair has one form.
    """

    first_party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    second_party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    framework = models.ForeignKey(
        Framework, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    # The agreement that this one was found to be the same as; its key goes on leading there.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["first_party", "second_party"], name="agreement_pair")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_party__lt=F("second_party")),
                name="agreement_two_parties_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="agreement_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The public name: A- and the number, which begins at 1001."""
        return f"A-{self.pk}"

    @property
    def parties(self) -> tuple[str, str]:
        """The codes of the two, in their order."""
        return self.first_party_id, self.second_party_id

    def is_between(self, one: str, other: str) -> bool:
        """Tell whether it is between these two, in either order."""
        return self.parties == tuple(sorted((one, other)))

    @staticmethod
    def number(key: str) -> int | None:
        """Return the number that is meant by a key; None where it is no such name."""
        return int(key[2:]) if _KEY.fullmatch(key) else None
