"""Where editors looked for agreements and found none; append-only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.party import Party

MOST_WHERE = 500
MOST_NOTE = 2000


class Look(models.Model):
    """An editor's word that they looked for agreements of a party, or of two, and found none.

    "Checked, none found" is not "none", and not "not checked": this is what makes it sayable where
    no draft came up. Never updated or deleted, the database refuses: who was wrong takes their
    word back with another row, which names the first and says why in `note`.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    looked_on = models.DateField()
    where = models.CharField(max_length=MOST_WHERE, help_text="What was looked through")
    note = models.CharField(max_length=MOST_NOTE, blank=True)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(where=""), name="look_says_where"),
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | Q(party__lt=F("partner")),
                name="look_pair_in_order",
            ),
            models.CheckConstraint(
                condition=Q(takes_back__isnull=True) | ~Q(note=""),
                name="look_taken_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.partner_id or ''} {self.looked_on}"
