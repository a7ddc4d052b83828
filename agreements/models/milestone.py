"""What happens to an agreement."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.party import Party
from agreements.models.statements import CLOSED_TOGETHER, OPEN_AND_PREFERRED, Statement


class MilestoneKind(models.TextChoices):
    """What can happen to an agreement."""

    PROPOSED = "proposed", _("Proposed")
    ANNOUNCED = "announced", _("Announced")
    NEGOTIATIONS_OPENED = "negotiations_opened", _("Negotiations opened")
    AGREED = "agreed", _("Agreed")
    SIGNED = "signed", _("Signed")
    RATIFIED = "ratified", _("Ratified")
    ENTERED_INTO_FORCE = "entered_into_force", _("Entered into force")
    AMENDED = "amended", _("Amended")
    EXTENDED = "extended", _("Extended")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Resumed")
    DENOUNCED = "denounced", _("Denounced")
    TERMINATED = "terminated", _("Terminated")
    EXPIRED = "expired", _("Expired")
    REJECTED = "rejected", _("Rejected")


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
                condition=OPEN_AND_PREFERRED & ~Q(kind__in=REPEATABLE),
                nulls_distinct=False,
                name="milestone_one_preferred",
            ),
            models.CheckConstraint(condition=CLOSED_TOGETHER, name="milestone_closed_together"),
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
