"""Who is sent what changes, and what became of each message."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ingest.models.leases import Leased


class Subscription(Leased):
    """An address that is sent the record's changes, in their order and one at a time.

    `position` is the number of the last change that was looked at for it. Its secrets are derived
    from `secret_salt` and the installation's own key, and stored nowhere; while it is rotating,
    the old one signs beside the new one. `attempts` failed one after the other; `next_at`
    is as that of a `Job`.
    """

    class OffReason(models.TextChoices):
        """Why nothing is sent any more."""

        GIVEN_UP = "given_up", _("The receiver failed for about 55 hours")
        GONE = "gone", _("The receiver answered 410: it wants no more")
        BY_HAND = "by_hand", _("Switched off by its owner")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    url = models.URLField(max_length=2000)
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    query = models.TextField(blank=True, help_text="Filters as lists take them; empty: all")
    off_reason = models.CharField(max_length=10, choices=OffReason.choices, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)
    secret_salt = models.CharField(max_length=32)
    old_secret_salt = models.CharField(max_length=32, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    position = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_at"], name="subscription_due", condition=models.Q(off_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """A change that a subscription is to be sent, is being sent, or was; without one a test.

    The message is the same each time it is sent: the change's card never changes, and `as_of` is
    the day that its status is of.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PENDING = "pending", _("Pending")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    change = models.BigIntegerField(
        null=True, blank=True, help_text="The change's number; null for a test"
    )
    kind = models.CharField(max_length=30)
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-change"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "change"], name="delivery_one_a_change"
            ),
        ]
        indexes = [
            models.Index(
                fields=["subscription", "change"],
                name="delivery_pending",
                condition=models.Q(state="pending"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.subscription_id} ({self.state})"

    @property
    def message_id(self) -> str:
        """What the message is called, however often it is sent."""
        return f"test_{self.pk}" if self.change is None else f"change_{self.change}"


class Attempt(models.Model):
    """One call of a receiver: what it answered (`status`, the first words), or what went wrong."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    seconds = models.FloatField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at:%Y-%m-%d %H:%M}"
