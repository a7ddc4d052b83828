"""What is on its way in, and the work to be done on it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Article(models.Model):
    """A page on its way in: where it came from, what was sent with it, what has become of it.

    `source_key` tells one article from another (the hash of the canonical address, or of the bytes
    pasted or sent), so that the same one twice is one row. `body` holds what was pasted or sent;
    empty for an address that is still to be fetched.
    """

    class Origin(models.TextChoices):
        """How it came in."""

        PASTE = "paste", _("Pasted")
        FILE = "file", _("File")
        URL = "url", _("Address")

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        REFUSED = "refused", _("Refused")

    origin = models.CharField(max_length=10, choices=Origin.choices)
    source_key = models.CharField(max_length=64, unique=True)
    url = models.URLField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    published = models.DateField(null=True, blank=True)
    body = models.BinaryField(default=b"")
    content_type = models.CharField(max_length=100, blank=True)
    charset = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Why it was refused: a stable code for programs, a sentence for editors.
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal = models.TextField(blank=True)
    document = models.ForeignKey(
        "agreements.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafts_made = models.PositiveSmallIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Who has handed it in by a program: their keys may ask what became of it.
    senders = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="articles_sent")

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["-received_at"], name="article_newest")]

    def __str__(self) -> str:
        return self.title or self.url or self.file_name or f"Article {self.pk}"


class Job(models.Model):
    """One piece of work that exists until it is done; the broker only rings for it.

    A worker claims it for the time of a lease and finishes it with the lease's token, so that one
    who was thought dead and comes back changes nothing. `next_at` is when it may be tried (again),
    `rung_at` when the broker was last asked to tell somebody.
    """

    class State(models.TextChoices):
        """Where the work stands."""

        PENDING = "pending", _("Pending")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        DEAD = "dead", _("Given up")

    article = models.OneToOneField(Article, models.CASCADE, related_name="job")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, default=None)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                name="job_due",
                condition=models.Q(state__in=["pending", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"Job {self.pk} ({self.state})"


class TokensSpent(models.Model):
    """What a language model was used for on one day in UTC: what was spent, and is set aside."""

    day = models.DateField(primary_key=True)
    tokens = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tokens spent"

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens}"


class Subscription(models.Model):
    """An address that is sent the record's changes, in their order and one at a time.

    `position` is the number of the last change that was looked at for it. Its secrets are derived
    from `secret_salt` and the installation's own key, and stored nowhere; while it is rotating,
    the old one signs beside the new one. `attempts` failed one after the other; `next_at`,
    `rung_at` and the lease are as those of a `Job`.
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
    rung_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, default=None)
    lease_until = models.DateTimeField(null=True, blank=True)
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
    """A change that a subscription is to be sent, is being sent, or was.

    The message is the same each time it is sent: the change's card never changes, and `as_of` is
    the day that its status is of.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PENDING = "pending", _("Pending")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    change = models.BigIntegerField(help_text="The change's number")
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
        return f"Change {self.change} to {self.subscription_id} ({self.state})"


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
