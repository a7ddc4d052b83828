"""Who did what to the record, when and why: append-only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """What somebody did to a draft or an agreement.

    `editor` is empty for what a command did on behalf of the house (loading reference data). Never
    updated or deleted: the database refuses. An undo is one more decision that names the first.
    """

    class Verb(models.TextChoices):
        """What was done."""

        LOAD = "load", _("Loaded reference data")
        APPROVE = "approve", _("Approved")
        REJECT = "reject", _("Rejected")
        UNDO = "undo", _("Undid")
        DUPLICATE = "duplicate", _("Marked as a duplicate")
        DEFER = "defer", _("Put off")
        SEND_BACK = "send_back", _("Sent back")
        SPLIT = "split", _("Split")
        MERGE = "merge", _("Merged")
        SECOND = "second", _("Passed on to another editor")

    verb = models.CharField(max_length=10, choices=Verb.choices)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    draft = models.ForeignKey(
        "Draft", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    agreement = models.ForeignKey(
        "Agreement", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    # Where a program decided in the editor's name: by which key.
    key = models.ForeignKey(
        "ApiKey", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    at = models.DateTimeField()
    seconds = models.FloatField(
        null=True, blank=True, help_text="How long the draft was on the editor's screen"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["editor", "-at"], name="decision_by_editor"),
            models.Index(fields=["-at", "-id"], name="decision_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb="load") | models.Q(editor__isnull=False),
                name="decision_has_an_editor",
            ),
            models.CheckConstraint(
                condition=~models.Q(verb__in=["reject", "send_back"]) | ~models.Q(reason=""),
                name="decision_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(verb="undo", undoes__isnull=False)
                | (~models.Q(verb="undo") & models.Q(undoes__isnull=True)),
                name="decision_undo_names_what_it_undoes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} at {self.at:%Y-%m-%d %H:%M}"


class Opinion(models.Model):
    """What one editor says of a draft, kept from the others until they have said theirs.

    `verdict` has the shape of `agreements.said.Said`; it is empty, and so is `editor`, while a
    draft that was dealt again waits for somebody to look at it. Of a draft that needs two editors,
    `first` is a verdict that somebody else is asked to confirm, `second` one that differs and whose
    editor has not said yet what is to become of it. What is settled counts no more.
    """

    class Purpose(models.TextChoices):
        """Why it was asked for."""

        FIRST = "first", _("The first of four eyes")
        SECOND = "second", _("The second of four eyes")
        AGAIN = "again", _("Dealt again, to see how far editors agree")

    draft = models.ForeignKey("Draft", models.PROTECT, related_name="opinions")
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    verdict = models.JSONField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    dealt_at = models.DateTimeField(auto_now_add=True)
    said_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dealt_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    editor__isnull=True, verdict__isnull=True, said_at__isnull=True, purpose="again"
                )
                | models.Q(editor__isnull=False, verdict__isnull=False, said_at__isnull=False),
                name="opinion_is_said_whole",
            ),
            models.UniqueConstraint(
                fields=["draft", "editor"],
                condition=models.Q(purpose__in=["first", "second"], settled_at__isnull=True),
                name="opinion_one_an_editor",
            ),
            models.UniqueConstraint(
                fields=["draft"],
                condition=models.Q(purpose="again"),
                name="opinion_dealt_again_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.draft_id}"


class Receipt(models.Model):
    """What a request with an idempotency key was answered with, so that its repetition is too.

    `following` is the draft that the editor was sent on to; empty where the queue had ended.
    """

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="receipts")
    following = models.ForeignKey("Draft", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["editor", "key"], name="receipt_one_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} for {self.key}"


class RecordVersion(models.Model):
    """The one row that every change of the record counts up: what ETags are made of.

    Changing it first also makes writers take turns.
    """

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="record_version_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.number)
