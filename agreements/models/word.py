"""The words that a search can find."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A word that stands, or once stood, in what is searched, with its stem; lower case.

    Written by `agreements.spelling` when a card is; never taken away, since the past is searched
    too.
    """

    LONGEST = 40

    word = models.CharField(max_length=LONGEST, primary_key=True)
    stem = models.CharField(max_length=LONGEST)

    class Meta:
        indexes = [
            models.Index(fields=["stem"], name="word_by_stem"),
            GinIndex(fields=["word"], name="word_likeness", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word
