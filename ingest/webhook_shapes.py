"""The shapes of webhooks: what is sent to make or change one, and what is told of it."""

from typing import Any, Final

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements import outlet
from agreements.strictness import StrictSerializer
from ingest import unsent
from ingest.models import Attempt, Delivery, Subscription
from ingest.text_out import TextOut

_TOLD_ONCE: Final = (
    "The secret was told in the first answer to this request, and is told once. If that answer is "
    "lost, make a new secret: POST to /rotate."
)


class SubscriptionIn(StrictSerializer[Any]):
    """What is to be sent where."""

    url = serializers.CharField(max_length=2000, help_text="An https address, on port 443")
    kinds = serializers.ListField(
        child=serializers.ChoiceField(outlet.KINDS),
        required=False,
        max_length=len(outlet.KINDS),
        help_text="Which kinds of changes; without any, all",
    )
    query = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=2000,
        help_text="Filters as lists take them: party=UA&commitment=military_training",
    )


class SubscriptionChangeIn(SubscriptionIn):
    """What is to be otherwise from now on; what is not named stays."""

    url = serializers.CharField(max_length=2000, required=False)
    is_on = serializers.BooleanField(required=False, help_text="False: send nothing until true")


class ReplayIn(StrictSerializer[Any]):
    """What is to be sent again: one change, or all since a moment."""

    change = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    since = serializers.DateTimeField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take one of the two."""
        if len(attrs) != 1:
            raise serializers.ValidationError({"since": "Give either change or since."})
        return attrs


class SubscriptionOut(serializers.ModelSerializer[Subscription]):
    """A subscription as it stands."""

    href = serializers.SerializerMethodField()
    is_on = serializers.SerializerMethodField()
    off_reason = serializers.SerializerMethodField()
    secret = serializers.SerializerMethodField(
        help_text="whsec_…: told when it is made or rotated, and never again"
    )
    secret_notice = serializers.SerializerMethodField(
        help_text="Why a repeat of such a request has no secret; null in all other answers"
    )

    class Meta:
        model = Subscription
        fields = (
            *("id", "href", "url", "kinds", "query", "is_on", "off_reason", "off_at"),
            *("position", "attempts", "next_at", "old_secret_until", "made_at", "secret"),
            "secret_notice",
        )

    def get_href(self, subscription: Subscription) -> str:
        """Return where it is."""
        return reverse("api-webhook", args=[subscription.pk])

    def get_is_on(self, subscription: Subscription) -> bool:
        """Tell whether anything is sent."""
        return subscription.off_at is None

    @extend_schema_field(serializers.ChoiceField(Subscription.OffReason.choices, allow_null=True))
    def get_off_reason(self, subscription: Subscription) -> str | None:
        """Say why nothing is sent; null where it is."""
        return subscription.off_reason or None

    def get_secret(self, _subscription: Subscription) -> str | None:
        """Return the secret where it has just been made."""
        secret: str | None = self.context.get("secret")
        return secret

    def get_secret_notice(self, _subscription: Subscription) -> str | None:
        """Say where a secret has been told before."""
        return _TOLD_ONCE if self.context.get("is_repeat") else None


class AttemptOut(serializers.ModelSerializer[Attempt]):
    """One call: what was answered, or what went wrong."""

    error = TextOut(help_text="What went wrong, in a word; null where there was an answer")
    detail = serializers.SerializerMethodField(
        help_text="What went wrong and what to do, in words; null where there was an answer"
    )
    answer = TextOut(help_text="The first 500 bytes of the answer")

    class Meta:
        model = Attempt
        fields = ("at", "seconds", "status", "error", "detail", "answer")

    def get_detail(self, attempt: Attempt) -> str | None:
        """Return the error in words."""
        return unsent.sentence(attempt.error) or None


class DeliveryOut(serializers.ModelSerializer[Delivery]):
    """A change, or a test, and how its message fared, the last call first."""

    id = serializers.CharField(source="message_id", help_text="The message's webhook-id")
    attempts = AttemptOut(many=True)

    class Meta:
        model = Delivery
        fields = ("id", "change", "kind", "as_of", "state", "made_at", "finished_at", "attempts")


class SubscriptionPage(serializers.Serializer[Any]):
    """All your subscriptions, framed as lists are."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = SubscriptionOut(many=True)


class DeliveryPage(serializers.Serializer[Any]):
    """The last hundred messages, framed as lists are."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DeliveryOut(many=True)
