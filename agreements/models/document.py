"""Archived texts: what evidence points into."""

import hashlib
from typing import Final

from django.db import models

# How many words stand for a text that has no title.
_FIRST_WORDS: Final = 8


class Document(models.Model):
    """An archived text with where it came from.

    It never changes (the database refuses); a changed page is a new document. `text` is what
    evidence counts its characters in; `sha256` is over the text alone, so that the same words from
    two addresses are one document, the first.
    """

    url = models.URLField(max_length=2000, blank=True)
    canonical_url = models.URLField(max_length=2000, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    published = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    archived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["canonical_url"], name="document_canonical_url")]

    def __str__(self) -> str:
        return self.title or " ".join(self.text.split()[:_FIRST_WORDS]) + " …"

    @staticmethod
    def fingerprint(text: str) -> str:
        """Return the hash that tells texts apart, in hexadecimal."""
        return hashlib.sha256(text.encode()).hexdigest()
