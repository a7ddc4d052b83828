"""What readers report as wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.agreement import Agreement

MOST_WORDS = 2000
MOST_PLACE = 1000
MOST_CONTACT = 200


class Report(models.Model):
    """A reader's word that something is wrong, of one agreement or of the site.

    It changes nothing by itself: an editor looks and, where it is right, corrects the record.
    `page` is what the reader was looking at, both clocks with it. `sender` tells for a day, without
    naming anybody, which reports came from one address (see `agreements.reporting`).
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    what = models.CharField(max_length=MOST_WORDS)
    where = models.CharField(max_length=MOST_PLACE, blank=True)
    contact = models.CharField(max_length=MOST_CONTACT, blank=True)
    page = models.CharField(max_length=500, blank=True)
    sender = models.CharField(max_length=64)
    sent_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["sender", "sent_at"], name="report_by_sender"),
            models.Index(fields=["-id"], condition=Q(done_at=None), name="report_open"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="report_says_something"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="report_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.what[:60]}"
