"""Mail about a webhook that was switched off."""

import socket

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from ingest import subscribing, tasks
from ingest.models import Subscription
from tests import cast
from tests.receiver import URL, Receiver, subscribe

pytestmark = pytest.mark.django_db


def give_up(receiver: Receiver) -> Subscription:
    """Have a subscription of Olena's switched off, because its receiver wants no more."""
    subscription = subscribe()
    cast.agreement()
    receiver.mood = "gone"
    tasks.send(subscription.pk)
    return Subscription.objects.get(pk=subscription.pk)


def test_its_owner_is_told_once_why_and_what_to_do(
    receiver: Receiver, mailoutbox: list[EmailMessage]
) -> None:
    cast.olena()
    User.objects.update(email="olena@atlas.example")
    subscription = give_up(receiver)
    tasks.send(subscription.pk)
    (mail,) = mailoutbox
    assert mail.to == ["olena@atlas.example"]
    assert mail.subject == f"Webhook {subscription.pk} is switched off"
    for words in (URL, "it wants no more", f"/review/webhooks/{subscription.pk}"):
        assert words in mail.body


def test_nobody_is_mailed_who_has_no_address_or_switched_it_off(
    receiver: Receiver, mailoutbox: list[EmailMessage]
) -> None:
    assert give_up(receiver).off_reason == "gone"
    User.objects.update(email="olena@atlas.example")
    subscribing.switch_off(subscribe())
    assert mailoutbox == []


def test_a_mail_server_that_is_away_changes_nothing(
    receiver: Receiver, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    cast.olena()
    User.objects.update(email="olena@atlas.example")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        assert give_up(receiver).off_reason == "gone"
    assert "no mail about webhook" in caplog.text
