"""The record's changes in order, numbered: what programs follow."""

from django.db import models

from agreements.models.agreement import Agreement
from agreements.models.card import Card
from agreements.models.decision import Decision


class RecordChange(models.Model):
    """What one decision did to one agreement: `card` is what is held since; null is nothing.

    Written by `agreements.changelog` in the transaction that changes the agreement. Numbers begin
    at 1 and have no gaps: who has 7 and 9 has missed one. By number, changes stand in the order of
    their decisions, and of one decision in the order of the agreements' numbers. Never updated or
    deleted: the database refuses.
    """

    number = models.BigIntegerField(primary_key=True)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="changes")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="changes")
    card = models.OneToOneField(Card, models.PROTECT, null=True, blank=True, related_name="change")

    # Not stored: `changelog.page` adds the status of the day that was asked about, and
    # `following.with_past` what was held before.
    status: str | None
    was_known: bool
    previous: int | None

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "agreement"], name="record_change_one_an_agreement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.agreement_id}"
