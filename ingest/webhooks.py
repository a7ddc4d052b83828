"""Webhooks for programs: subscriptions to what changes, their secrets, log and replay."""

from typing import Any, ClassVar, Final

from django.contrib.auth.models import User
from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.deprecation import DeprecationView
from agreements.idempotency import keep_instead
from ingest import subscribing
from ingest.models import Subscription
from ingest.subscribing import NotTakenError
from ingest.webhook_shapes import (
    DeliveryOut,
    DeliveryPage,
    ReplayIn,
    SubscriptionChangeIn,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionPage,
)

_ADMIN: Final = "admin"
_LOGGED: Final = 100


class SubscriptionsView(DeprecationView):
    """The caller's own subscriptions."""

    scopes: ClassVar[dict[str, str]] = {"GET": _ADMIN, "POST": _ADMIN}

    @extend_schema(
        operation_id="listWebhooks",
        summary="Your subscriptions",
        responses=OpenApiResponse(SubscriptionPage, description="All of them, on one page"),
    )
    def get(self, request: Request) -> Response:
        """List the subscriptions, the oldest first."""
        own = Subscription.objects.filter(owner=_caller(request))
        return Response(_framed(SubscriptionOut(own, many=True).data))

    @extend_schema(
        operation_id="makeWebhook",
        summary="Be told of changes",
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
        answer = _with_secret(made, subscribing.secret_of(made), status.HTTP_201_CREATED)
        answer.headers["Location"] = answer.data["href"]
        return answer


class SubscriptionView(DeprecationView):
    """One subscription."""

    scopes: ClassVar[dict[str, str]] = {"GET": _ADMIN, "PATCH": _ADMIN, "DELETE": _ADMIN}

    @extend_schema(
        operation_id="getWebhook",
        summary="One subscription",
        responses=OpenApiResponse(SubscriptionOut, description="As it stands"),
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return the subscription as it stands."""
        return Response(_told(_own(request, pk)))

    @extend_schema(
        operation_id="changeWebhook",
        summary="Change a subscription",
        request=SubscriptionChangeIn,
        responses=OpenApiResponse(SubscriptionOut, description="As it stands now"),
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

    @extend_schema(
        operation_id="endWebhook",
        summary="End a subscription",
        responses={204: OpenApiResponse(description="Ended")},
    )
    def delete(self, request: Request, pk: int) -> Response:
        """End it, and forget its log."""
        _own(request, pk).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class RotationView(DeprecationView):
    """The secret of a subscription."""

    scopes: ClassVar[dict[str, str]] = {"POST": _ADMIN}

    @extend_schema(
        operation_id="rotateWebhook",
        summary="Take a new secret",
        request=None,
        responses=OpenApiResponse(SubscriptionOut, description="Made; keep the secret"),
    )
    def post(self, request: Request, pk: int) -> Response:
        """Make a new secret; the one before goes on signing beside it for 24 hours."""
        subscription = _own(request, pk)
        secret = subscribing.rotate(subscription)
        return _with_secret(subscription, secret)


class DeliveriesView(DeprecationView):
    """The log of a subscription."""

    scopes: ClassVar[dict[str, str]] = {"GET": _ADMIN}

    @extend_schema(
        operation_id="listWebhookDeliveries",
        summary="What was sent, and what was answered",
        responses=OpenApiResponse(DeliveryPage, description="The last hundred, on one page"),
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the last hundred messages, the newest first after tests, each with its calls."""
        found = _own(request, pk).deliveries.prefetch_related("attempts")[:_LOGGED]
        return Response(_framed(DeliveryOut(found, many=True).data))


class TestView(DeprecationView):
    """A message to see whether one's receiver works."""

    scopes: ClassVar[dict[str, str]] = {"POST": _ADMIN}

    @extend_schema(
        operation_id="testWebhook",
        summary="Have a test message sent",
        request=None,
        responses={202: OpenApiResponse(DeliveryOut, description="On its way; see the log")},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Send a message of the type webhook.test, once; its failure counts for nothing."""
        test = subscribing.ask_for_test(_own(request, pk))
        return Response(DeliveryOut(test).data, status=status.HTTP_202_ACCEPTED)


class ReplayView(DeprecationView):
    """Sending again."""

    scopes: ClassVar[dict[str, str]] = {"POST": _ADMIN}

    @extend_schema(
        operation_id="replayWebhook",
        summary="Have changes sent again",
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


def _framed(results: object) -> dict[str, object]:
    return {"next": None, "previous": None, "results": results}


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


def _told(subscription: Subscription, **context: object) -> dict[str, Any]:
    return dict(SubscriptionOut(subscription, context=context).data)


def _with_secret(
    subscription: Subscription, secret: str, code: int = status.HTTP_200_OK
) -> Response:
    """Answer with a new secret; what is kept for a repeat of the request has none."""
    answer = Response(_told(subscription, secret=secret), status=code)
    keep_instead(answer, JSONRenderer().render(_told(subscription, is_repeat=True)))
    return answer


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
    path("webhooks/<int:pk>/test", TestView.as_view(), name="api-webhook-test"),
    path("webhooks/<int:pk>/deliveries", DeliveriesView.as_view(), name="api-webhook-deliveries"),
    path("webhooks/<int:pk>/replay", ReplayView.as_view(), name="api-webhook-replay"),
]
