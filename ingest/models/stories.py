"""What copies of a story are found by."""

from django.db import models


class MinHash(models.Model):
    """One of the smallest hashes of the text of an article that was read (see `stories.sketch`)."""

    pk = models.CompositePrimaryKey("value", "article_id")
    value = models.BigIntegerField()
    article = models.ForeignKey("ingest.Article", models.CASCADE, related_name="min_hashes")

    class Meta:
        verbose_name_plural = "min hashes"

    def __str__(self) -> str:
        return f"{self.value} of article {self.article_id}"
