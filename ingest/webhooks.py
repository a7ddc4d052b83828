"""Webhooks for programs: subscriptions to what changes, their secrets, log and replay."""

from typing import Any, ClassVar, Final

from django.contrib.auth.models import User
from django.urls import path, reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import outlet
from agreements.deprecation import DeprecationView
from agreements.strictness import StrictSerializer
from ingest import subscribing
from ingest.models import Attempt, Delivery, Subscription
from ingest.subscribing import NotTakenError

_ADMIN: Final = "admin"
_LOGGED: Final = 100


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
    secret = serializers.SerializerMethodField(
        help_text="whsec_…: told when it is made or rotated, and never again"
    )

    class Meta:
        model = Subscription
        fields = (
            *("id", "href", "url", "kinds", "query", "is_on", "off_reason", "off_at"),
            *("position", "attempts", "next_at", "old_secret_until", "made_at", "secret"),
        )

    def get_href(self, subscription: Subscription) -> str:
        """Return where it is."""
        return reverse("api-webhook", args=[subscription.pk])

    def get_is_on(self, subscription: Subscription) -> bool:
        """Tell whether anything is sent."""
        return subscription.off_at is None

    def get_secret(self, _subscription: Subscription) -> str | None:
        """Return the secret where it has just been made."""
        secret: str | None = self.context.get("secret")
        return secret


class AttemptOut(serializers.ModelSerializer[Attempt]):
    """One call: what was answered, or what went wrong."""

    class Meta:
        model = Attempt
        fields = ("at", "seconds", "status", "error", "answer")


class DeliveryOut(serializers.ModelSerializer[Delivery]):
    """A change and how its message fared, the last call first."""

    attempts = AttemptOut(many=True)

    class Meta:
        model = Delivery
        fields = ("change", "kind", "as_of", "state", "made_at", "finished_at", "attempts")


class SubscriptionsView(DeprecationView):
    """The caller's own subscriptions."""

    scopes: ClassVar[dict[str, str]] = {"GET": _ADMIN, "POST": _ADMIN}

    @extend_schema(operation_id="listWebhooks", responses=SubscriptionOut(many=True))
    def get(self, request: Request) -> Response:
        """List the subscriptions, the oldest first."""
        own = Subscription.objects.filter(owner=_caller(request))
        return Response(SubscriptionOut(own, many=True).data)

    @extend_schema(
        operation_id="makeWebhook",
        request=SubscriptionIn,
        responses={201: OpenApiResponse(SubscriptionOut, description="Made; keep the secret")},
    )
    def post(self, request: Request) -> Response:
        """Subscribe an address to what changes from now on."""
        sent = _taken(SubscriptionIn(data=request.data))
        try:
            made = subscribing.subscribe(
                _caller(request),
                sent["url"],
                kinds=sent.get("kinds", []),
                query=sent.get("query", ""),
            )
        except NotTakenError as error:
            raise serializers.ValidationError({error.field: error.sentence}) from error
        told = _told(made, secret=subscribing.secret_of(made))
        return Response(
            told, status=status.HTTP_201_CREATED, headers={"Location": str(told["href"])}
        )


class SubscriptionView(DeprecationView):
    """One subscription."""

    scopes: ClassVar[dict[str, str]] = {"GET": _ADMIN, "PATCH": _ADMIN, "DELETE": _ADMIN}

    @extend_schema(operation_id="getWebhook", responses=SubscriptionOut)
    def get(self, request: Request, pk: int) -> Response:
        """Return the subscription as it stands."""
        return Response(_told(_own(request, pk)))

    @extend_schema(
        operation_id="changeWebhook", request=SubscriptionChangeIn, responses=SubscriptionOut
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change where and what is sent, or switch it off or on."""
        subscription = _own(request, pk)
        sent = _taken(SubscriptionChangeIn(data=request.data))
        try:
            _change(subscription, sent)
        except NotTakenError as error:
            raise serializers.ValidationError({error.field: error.sentence}) from error
        return Response(_told(_own(request, pk)))

    @extend_schema(operation_id="endWebhook", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """End it, and forget its log."""
        _own(request, pk).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class RotationView(DeprecationView):
    """The secret of a subscription."""

    scopes: ClassVar[dict[str, str]] = {"POST": _ADMIN}

    @extend_schema(operation_id="rotateWebhook", request=None, responses=SubscriptionOut)
    def post(self, request: Request, pk: int) -> Response:
        """Make a new secret; the one before goes on signing beside it for 24 hours."""
        subscription = _own(request, pk)
        secret = subscribing.rotate(subscription)
        return Response(_told(subscription, secret=secret))


class DeliveriesView(DeprecationView):
    """The log of a subscription."""

    scopes: ClassVar[dict[str, str]] = {"GET": _ADMIN}

    @extend_schema(operation_id="listWebhookDeliveries", responses=DeliveryOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """List the last hundred messages, the newest change first, each with its calls."""
        found = _own(request, pk).deliveries.prefetch_related("attempts")[:_LOGGED]
        return Response(DeliveryOut(found, many=True).data)


class ReplayView(DeprecationView):
    """Sending again."""

    scopes: ClassVar[dict[str, str]] = {"POST": _ADMIN}

    @extend_schema(
        operation_id="replayWebhook",
        request=ReplayIn,
        responses={202: OpenApiResponse(SubscriptionOut, description="It will be sent again")},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Send one change again, or all since a moment; each under the id it had."""
        subscription = _own(request, pk)
        sent = _taken(ReplayIn(data=request.data))
        if "since" in sent:
            subscribing.replay_since(subscription, sent["since"])
        elif not subscribing.replay_one(subscription, sent["change"]):
            told = "This subscription was never to be sent that change."
            raise serializers.ValidationError({"change": told})
        return Response(_told(_own(request, pk)), status=status.HTTP_202_ACCEPTED)


def _caller(request: Request) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  narrows the type: nobody else is let through
    return user


def _own(request: Request, pk: int) -> Subscription:
    found = Subscription.objects.filter(pk=pk, owner=_caller(request)).first()
    if found is None:
        raise NotFound(f"You have no webhook {pk}.", code="record.unknown")
    return found


def _taken(sent: serializers.Serializer[Any]) -> dict[str, Any]:
    sent.is_valid(raise_exception=True)
    taken: dict[str, Any] = sent.validated_data
    return taken


def _told(subscription: Subscription, secret: str | None = None) -> dict[str, Any]:
    return dict(SubscriptionOut(subscription, context={"secret": secret}).data)


def _change(subscription: Subscription, sent: dict[str, Any]) -> None:
    if sent.keys() & {"url", "kinds", "query"}:
        subscribing.change(
            subscription,
            url=sent.get("url", subscription.url),
            kinds=sent.get("kinds", subscription.kinds),
            query=sent.get("query", subscription.query),
        )
    if sent.get("is_on") is False:
        subscribing.switch_off(subscription)
    elif sent.get("is_on") and subscription.off_at is not None:
        subscribing.switch_on(subscription)


urlpatterns = [
    path("webhooks", SubscriptionsView.as_view(), name="api-webhooks"),
    path("webhooks/<int:pk>", SubscriptionView.as_view(), name="api-webhook"),
    path("webhooks/<int:pk>/rotate", RotationView.as_view(), name="api-webhook-rotate"),
    path("webhooks/<int:pk>/deliveries", DeliveriesView.as_view(), name="api-webhook-deliveries"),
    path("webhooks/<int:pk>/replay", ReplayView.as_view(), name="api-webhook-replay"),
]
