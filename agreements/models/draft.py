"""What the reader proposes, waiting for an editor."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """Statements that a reader proposes, for a new agreement or for one that exists.

    `proposed` is the machine's word (shape: `agreements.proposal.Proposal`) and never changes;
    `revised` is the editor's layer over it. `version` counts every change, so that two editors on
    one draft notice each other.
    """

    class State(models.TextChoices):
        """Where it stands in the queue."""

        OPEN = "open", "Open"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    document = models.ForeignKey("Document", models.PROTECT, related_name="drafts")
    reader_version = models.CharField(max_length=40)
    ordinal = models.PositiveSmallIntegerField(
        help_text="Its place among the drafts of the same reading, from 0"
    )
    proposed = models.JSONField()
    revised = models.JSONField(null=True, blank=True)
    match = models.ForeignKey(
        "Agreement", models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    score = models.FloatField(
        help_text="The reader's confidence in the least certain of the main values, 0 to 1"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    lease_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "reader_version", "ordinal"], name="draft_once_a_reading"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "approved", "rejected"]),
                name="draft_state_is_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="draft_queue")]

    def __str__(self) -> str:
        return f"Draft {self.pk}"
