"""Where articles come from: what is polled, what each look found, what each source lists."""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ingest.models.articles import Article
from ingest.models.leases import Leased, is_free

LEAST_INTERVAL: Final = 5
MOST_INTERVAL: Final = 10_080
# So many failures in a row, and an editor should look at it.
FAILURES_OF_A_BROKEN_SOURCE: Final = 5


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources, by what is to be done with them."""

    def due(self) -> "SourceQuerySet":
        """Return those that are on, whose time has come and that nobody is polling."""
        return self.filter(is_free(), is_on=True, next_at__lte=Now())


class Source(Leased):
    """A feed, a sitemap, a page, a folder or a mailbox file that is polled while it is on.

    `address` is an http(s) address, or a path below one of settings.INGEST_FOLDERS. An entry must
    have one of `keywords` in its title or summary; with none, all are taken. `moved_to` is where it
    says that it has moved for good, `moved_times` how often in a row it said so. `failures` are in
    a row. `next_at` is as that of a `Job`; `etag`, `last_modified` and
    `body_sha256` are of what was last seen. Its publisher and language are those of each of its
    articles that says none.
    """

    class Kind(models.TextChoices):
        """What is behind the address."""

        FEED = "feed", _("Feed")
        SITEMAP = "sitemap", _("Sitemap")
        PAGE = "page", _("Page")
        FOLDER = "folder", _("Folder")
        MAILBOX = "mailbox", _("Mailbox file")

    class Reliability(models.TextChoices):
        """Who speaks there."""

        OFFICIAL = "official", _("Official")
        AGENCY = "agency", _("News agency")
        PRESS = "press", _("Press")
        OTHER = "other", _("Other")

    class Health(models.TextChoices):
        """How it has been doing."""

        OFF = "off", _("Switched off")
        NEW = "new", _("Not polled yet")
        WELL = "well", _("Well")
        FAILING = "failing", _("Failing")
        BROKEN = "broken", _("Broken")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = models.CharField(max_length=2000, unique=True)
    publisher = models.CharField(max_length=200, blank=True)
    language = models.CharField(
        max_length=35, blank=True, help_text="A BCP 47 tag, as en or pt-BR; empty: each entry's own"
    )
    reliability = models.CharField(
        max_length=10, choices=Reliability.choices, default=Reliability.OTHER
    )
    keywords = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    interval = models.PositiveSmallIntegerField(
        default=60,
        validators=[MinValueValidator(LEAST_INTERVAL), MaxValueValidator(MOST_INTERVAL)],
        help_text="Minutes between two looks",
    )
    quota_day = models.PositiveIntegerField(
        default=1000, help_text="New articles that are taken from it on one day in UTC"
    )
    is_on = models.BooleanField(default=True)
    etag = models.CharField(max_length=1000, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    moved_to = models.CharField(max_length=2000, blank=True)
    moved_times = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    polled_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True, help_text="When it last had news")
    last_error_code = models.CharField(max_length=40, blank=True)
    last_error = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["next_at"], name="source_due", condition=models.Q(is_on=True))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def health(self) -> "Source.Health":
        """Return how it has been doing, in one word."""
        if not self.is_on:
            return self.Health.OFF
        if self.failures >= FAILURES_OF_A_BROKEN_SOURCE:
            return self.Health.BROKEN
        if self.failures:
            return self.Health.FAILING
        return self.Health.WELL if self.polled_at else self.Health.NEW


class Poll(models.Model):
    """One look at a source and what came of it.

    `seen` entries were listed; `taken` became new articles; `skipped` counts the others that were
    new, by reason. `warnings` are codes (feed.truncated, date.future, …).
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        NEW = "new", _("New articles")
        NOTHING = "nothing", _("Nothing new")
        UNCHANGED = "unchanged", _("Unchanged")
        QUOTA = "quota", _("More than its quota")
        FAILED = "failed", _("Failed")

    source = models.ForeignKey(Source, models.CASCADE, related_name="polls")
    began_at = models.DateTimeField()
    seconds = models.FloatField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    seen = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=dict, blank=True)
    code = models.CharField(max_length=40, blank=True)
    sentence = models.TextField(blank=True)
    warnings = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        indexes = [
            models.Index(fields=["source", "-began_at"], name="poll_newest"),
            models.Index(fields=["-began_at"], name="poll_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.began_at:%Y-%m-%d %H:%M}"


class Entry(models.Model):
    """One thing that a source lists, seen once however often it is listed.

    `identity` is the hash of its guid, else of its link. It has an article unless `skipped` says
    why not; several have the same where they carry the same text (`text_sha256`). A text that is
    changed under the same identity is a revision: it is counted, and makes no second article.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="entries")
    identity = models.CharField(max_length=64)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    title = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    published_raw = models.CharField(max_length=100, blank=True)
    skipped = models.CharField(max_length=40, blank=True)
    flags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    revision_sha256 = models.CharField(max_length=64, blank=True)
    revisions = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "identity"], name="entry_once_a_source")
        ]
        indexes = [
            models.Index(
                fields=["source", "text_sha256"],
                name="entry_same_text",
                condition=~models.Q(text_sha256=""),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.link or f"Entry {self.pk}"
