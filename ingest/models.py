"""What is on its way in, and the work to be done on it."""

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
