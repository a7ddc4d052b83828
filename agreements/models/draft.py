"""What the reader proposes, waiting for an editor."""

import json
from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.decision import Opinion


class _IsUndecided(models.Func):
    """Tell of a draft's number whether that one can still be decided on.

    In words of SQL, as the one below: every page of the desk asks for it in some queries, and to
    put together a query of Django's for it takes longer than to carry it out.
    """

    template = (
        "EXISTS(SELECT FROM agreements_draft ahead WHERE ahead.id = %(expressions)s"
        " AND ahead.state IN ('open', 'second'))"
    )
    output_field = models.BooleanField()


class _HasDecided(models.Func):
    """Tell of a draft's number, and an editor's, whether they have decided anything on it."""

    template = "EXISTS(SELECT FROM agreements_decision made WHERE made.draft_id = %(expressions)s)"
    arg_joiner = " AND made.editor_id = "
    output_field = models.BooleanField()


class _IsUnheard(models.Func):
    """Tell of a draft's number whether there is an editor who has had no say on it yet."""

    template = (
        "EXISTS(SELECT FROM auth_user other WHERE other.is_active AND NOT EXISTS("
        "SELECT FROM agreements_opinion said WHERE said.draft_id = %(expressions)s"
        " AND said.editor_id = other.id AND said.purpose = 'first' AND said.settled_at IS NULL))"
    )
    output_field = models.BooleanField()


def _is_waiting() -> models.Q:
    free = models.Q(head=None) | ~models.Q(_IsUndecided("head"))
    due = models.Q(deferred_until=None) | models.Q(deferred_until__lte=Now())
    return models.Q(free, due, state__in=Draft.UNDECIDED)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts by where they stand."""

    def free_for(self, editor: User) -> "DraftQuerySet":
        """Narrow to those that nobody else has on lease."""
        is_over = models.Q(lease_until=None) | models.Q(lease_until__lte=Now())
        return self.filter(is_over | models.Q(lease_by=None) | models.Q(lease_by=editor))

    def waiting(self) -> "DraftQuerySet":
        """Narrow to those to decide on now: undecided, not put off, and behind no other such."""
        return self.filter(_is_waiting())

    def waiting_for(self, editor: User, said: Collection[int] | None = None) -> "DraftQuerySet":
        """Narrow to those that wait for this editor, some of them decided by others already.

        `said` is what `said_by` tells of the editor; asked for at once where it is not given.
        """
        is_again = models.Q(~models.Q(_HasDecided("pk", models.Value(editor.pk))), dealt_again=True)
        # As the index of the queue has it, or the index would not be used.
        listed = models.Q(state__in=Draft.UNDECIDED) | models.Q(dealt_again=True)
        return self.filter(listed, _is_waiting() | is_again).asking(editor, said)

    def asking(self, editor: User, said: Collection[int] | None = None) -> "DraftQuerySet":
        """Leave out those on which this editor has had a say, while somebody else can have one."""
        left_out = self.said_by(editor) if said is None else said
        return self.exclude(pk__in=left_out) if left_out else self

    @staticmethod
    def said_by(editor: User) -> list[int]:
        """Return the numbers of those that `asking` leaves out; one query."""
        counting = Opinion.objects.filter(purpose=Opinion.Purpose.FIRST, settled_at=None)
        told = counting.filter(editor=editor, draft__state=Draft.State.SECOND)
        found = told.filter(models.Q(_IsUnheard("draft"))).order_by("draft")
        return list(found.values_list("draft", flat=True))


class Draft(models.Model):
    """Statements that a reader proposes, for a new agreement or for one that exists.

    `proposed` is the machine's word (shape: `agreements.proposal.Proposal`) and never changes;
    `revised` is the editor's layer over it (shape: `agreements.revision.Revision`). `version`
    counts every change, so that two editors on one draft notice each other. `head` is the waiting
    draft of another text that tells the same: until that one is decided, this one waits behind it.
    """

    class State(models.TextChoices):
        """Where it stands in the queue."""

        OPEN = "open", _("Open")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        SECOND = "second", _("Waits for a second editor")
        SUPERSEDED = "superseded", _("Superseded by a later reading")

    class Kind(models.TextChoices):
        """What it would do to the record, as foreseen when it came."""

        NEW = "new", _("New")
        UPDATE = "update", _("Update")
        CONFLICT = "conflict", _("Contradicts the record")

    # Where a draft can still be decided on.
    UNDECIDED: ClassVar[tuple[State, ...]] = (State.OPEN, State.SECOND)

    document = models.ForeignKey("Document", models.PROTECT, related_name="drafts")
    reader_version = models.CharField(max_length=40)
    ordinal = models.PositiveSmallIntegerField(
        help_text="Its place among the drafts of the same reading, from 0"
    )
    proposed = models.JSONField()
    # Whose program proposes it, where that is no reading of ours.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revised = models.JSONField(null=True, blank=True)
    # Its parties as text, for looking up the drafts of one pair.
    pair = models.GeneratedField(
        expression=Cast(KeyTransform("parties", "proposed"), models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )
    head = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    match = models.ForeignKey(
        "Agreement", models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    score = models.FloatField(
        help_text="The reader's confidence in the least certain of the main values, 0 to 1"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NEW)
    urgency = models.PositiveSmallIntegerField(
        default=4, help_text="Its turn in the queue: 1 comes first, 4 last"
    )
    rules = models.PositiveSmallIntegerField(
        default=0, help_text="The version of the rules that `kind` and `urgency` were set by"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(
        default=timezone.now, help_text="Since when it waits; what is sent back waits anew"
    )
    # Decided, and yet dealt to another editor, whose opinion publishes nothing.
    dealt_again = models.BooleanField(default=False)
    deferred_until = models.DateTimeField(null=True, blank=True)
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The draft that this one was split off from; both keep what the reader proposed.
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_off"
    )
    lease_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lease_since = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "reader_version", "ordinal"], name="draft_once_a_reading"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["open", "second", "approved", "rejected", "superseded"]
                ),
                name="draft_state_is_known",
            ),
        ]
        indexes = [
            models.Index(
                # What `waiting` asks about lies in the index, so that counting reads nothing else.
                fields=["urgency", "queued_at", "id"],
                include=["state", "head", "deferred_until", "created_at", "dealt_again"],
                name="draft_queue",
                condition=models.Q(state__in=["open", "second"]) | models.Q(dealt_again=True),
            ),
            models.Index(
                fields=["pair"],
                name="draft_pair",
                condition=models.Q(state__in=["open", "second"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"

    @property
    def match_key(self) -> str:
        """The key of the agreement that it is, or may be, about; "" for none; asks for nothing."""
        return f"A-{self.match_id}" if self.match_id else ""

    @staticmethod
    def pair_of(parties: tuple[str, str]) -> str:
        """Return two parties as `pair` has them."""
        return json.dumps(list(parties))
