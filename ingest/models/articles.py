"""A page on its way in."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Article(models.Model):
    """A page on its way in: where it came from, what was sent with it, what has become of it.

    `source_key` tells one article from another (the hash of the canonical address, or of the bytes
    pasted or sent), so that the same one twice is one row. `body` holds what was pasted, sent or
    fetched; empty for an address that is still to be fetched. `final_url` is where fetching ended.
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
    language = models.CharField(max_length=35, blank=True, help_text="As it was told: a BCP 47 tag")
    source = models.ForeignKey(
        "ingest.Source", models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    body = models.BinaryField(default=b"")
    content_type = models.CharField(max_length=100, blank=True)
    charset = models.CharField(max_length=40, blank=True)
    final_url = models.URLField(max_length=2000, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Why it was refused: a stable code for programs, a sentence for editors.
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal = models.TextField(blank=True)
    # Codes of what an editor should know of a text that looks like another one than it is.
    warnings = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    document = models.ForeignKey(
        "agreements.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The earliest of the articles that tell the same story; empty for that one itself.
    story = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    # The copy whose reading stands for this one; empty where it was read itself.
    told_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    drafts_made = models.PositiveSmallIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Who has handed it in by a program: their keys may ask what became of it.
    senders = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="articles_sent")

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["-received_at"], name="article_newest"),
            models.Index(
                fields=["-finished_at"],
                include=["state", "drafts_made"],
                name="article_finished",
                condition=models.Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or self.file_name or f"Article {self.pk}"
