"""What reading has cost."""

from django.db import models


class TokensSpent(models.Model):
    """What a language model was used for on one day in UTC: what was spent, and is set aside."""

    day = models.DateField(primary_key=True)
    tokens = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tokens spent"

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens}"
