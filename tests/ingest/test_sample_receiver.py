"""The receiver that the documentation shows takes what is ours, fresh and whole, nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ingest import subscribing, tasks
from tests import cast
from tests.receiver import Message, Receiver, subscribe

pytestmark = pytest.mark.django_db
DOCS = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def received() -> Callable[..., dict[str, Any]]:
    """The function that the documentation shows."""
    section = DOCS.split("## Webhooks\n")[1].split("\n## ")[0]
    program = section.split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102  our own documentation's
    found: Callable[..., dict[str, Any]] = names["received"]
    return found


@pytest.fixture
def sent(receiver: Receiver) -> tuple[str, Message]:
    """A message that was sent, and the secret that signed it."""
    subscription = subscribe()
    cast.agreement()
    tasks.send(subscription.pk)
    (message,) = receiver.got
    return subscribing.secret_of(subscription), message


def test_it_takes_what_is_ours(
    received: Callable[..., dict[str, Any]], sent: tuple[str, Message]
) -> None:
    secret, message = sent
    told = received(secret, message.headers, message.body)
    assert told["type"] == "agreement.published"
    assert told["data"]["agreement"]["title"] == "Treaty of Friendship"


def test_it_takes_either_secret_while_they_rotate(
    received: Callable[..., dict[str, Any]], receiver: Receiver
) -> None:
    subscription = subscribe()
    old = subscribing.secret_of(subscription)
    new = subscribing.rotate(subscription)
    cast.agreement()
    tasks.send(subscription.pk)
    (message,) = receiver.got
    for secret in (old, new):
        assert received(secret, message.headers, message.body)["data"]["number"]


@pytest.mark.parametrize("seconds", [-303, 303, 86_400])
def test_it_refuses_what_is_older_than_five_minutes(
    received: Callable[..., dict[str, Any]], sent: tuple[str, Message], seconds: int
) -> None:
    secret, message = sent
    later = timezone.now().timestamp() + seconds
    with pytest.raises(ValueError, match="minutes"):
        received(secret, message.headers, message.body, now=later)


def test_it_refuses_what_was_changed_on_the_way(
    received: Callable[..., dict[str, Any]], sent: tuple[str, Message]
) -> None:
    secret, message = sent
    other = subscribing.secret_of(subscribe())
    head = message.headers
    later = str(int(head["webhook-timestamp"]) + 1)
    forged = [
        (secret, head, message.body + b" "),
        (secret, head | {"webhook-id": "change_9"}, message.body),
        (secret, head | {"webhook-timestamp": later}, message.body),
        (secret, head | {"webhook-signature": "v1,"}, message.body),
        (secret, head | {"webhook-signature": ""}, message.body),
        (other, head, message.body),
    ]
    for key, headers, body in forged:
        with pytest.raises(ValueError, match="signed"):
            received(key, headers, body)
