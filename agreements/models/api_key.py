"""The keys that programs show to the API."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key may be used for; none includes another."""

    READ = "read", _("Read, with the larger limit")
    PROPOSE = "propose", _("Propose articles and drafts")
    REVIEW = "review", _("Decide drafts")
    ADMIN = "admin", _("Administer the API, such as its webhooks")


class ApiKey(models.Model):
    """A key of an editor's, in whose name it acts.

    Of its secret only a keyed hash is held: `handle` is the part by which it is found and called.
    A key is revoked, never deleted: decisions name the key that they were made by.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80, help_text="What it is for, in its owner's words")
    handle = models.CharField(max_length=10, unique=True)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope.choices))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values, scopes__len__gte=1),
                name="api_key_scopes_are_known",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="api_key_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"atlas_{self.handle}_…"

    def is_usable(self, at: datetime | None = None) -> bool:
        """Tell whether it can be used at a moment, now where none is given."""
        moment = at or timezone.now()
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)

    @property
    def scope_labels(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]


class KeptAnswer(models.Model):
    """What a request with an idempotency key was answered, so that its repetition is too.

    `request` tells without repeating it what was asked: a hash of address and body.
    """

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    idempotency_key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "idempotency_key"], name="kept_answer_one_a_key"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.status} for {self.idempotency_key}"
