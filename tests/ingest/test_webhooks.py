"""Webhooks over the API: made, changed, rotated, looked into, sent again, each by its owner."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agreements.models import Decision, KeptAnswer
from ingest import tasks
from ingest.models import Delivery, Subscription
from tests import cast
from tests.agreements.api.keyed import client_of
from tests.receiver import URL, Receiver

pytestmark = pytest.mark.django_db
WEBHOOKS = "/api/v1/webhooks"


@pytest.fixture
def admin(receiver: Receiver) -> Client:
    return client_of("olena", ["admin"])


def send(client: Client, address: str, body: object, method: str = "post") -> HttpResponse:
    answer = getattr(client, method)(address, body, content_type="application/json")
    assert isinstance(answer, HttpResponse)
    return answer


def made(client: Client, **told: object) -> dict[str, Any]:
    answer = send(client, WEBHOOKS, {"url": URL, **told})
    assert answer.status_code == 201
    body: dict[str, Any] = answer.json()  # type: ignore[attr-defined]  # the test client's
    assert answer.headers["Location"] == body["href"] == f"{WEBHOOKS}/{body['id']}"
    return body


def test_secret_is_told_when_it_is_made_and_never_again(admin: Client) -> None:
    told = made(admin, kinds=["agreement.merged"], query="party=UA")
    assert told["secret"].startswith("whsec_")
    assert (told["url"], told["kinds"], told["query"]) == (URL, ["agreement.merged"], "party=UA")
    assert told["is_on"] is True
    assert admin.get(told["href"]).json() == told | {"secret": None}
    assert admin.get(WEBHOOKS).json()["results"] == [told | {"secret": None}]
    stored = Subscription.objects.values().get()
    assert told["secret"][6:] not in str(stored)


def test_rotation_tells_a_new_secret_and_until_when_the_old_one_holds(admin: Client) -> None:
    told = made(admin)
    rotated = send(admin, f"{told['href']}/rotate", {}).json()  # type: ignore[attr-defined]
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != told["secret"]
    assert rotated["old_secret_until"] > timezone.now().isoformat()


@pytest.mark.parametrize("rest", ["", "rotate"])
def test_secret_is_not_kept_for_a_repeat_which_says_so(admin: Client, rest: str) -> None:
    address = f"{made(admin)['href']}/{rest}" if rest else WEBHOOKS
    named = {"Idempotency-Key": "once"}
    sent = {"url": URL}
    kind = "application/json"
    first, again = (admin.post(address, sent, content_type=kind, headers=named) for _ in range(2))
    told = first.json()
    assert told["secret"].startswith("whsec_")
    assert told["secret_notice"] is None
    repeated = again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.status_code == first.status_code
    assert repeated["secret"] is None
    assert "told once" in repeated["secret_notice"]
    same = {"secret": None, "secret_notice": None}
    assert repeated | same == told | same
    assert told["secret"].encode() not in bytes(KeptAnswer.objects.get().body)


def test_log_has_every_call_and_replay_sends_again(admin: Client, receiver: Receiver) -> None:
    told = made(admin)
    agreement = cast.agreement()
    receiver.mood = "failing"
    tasks.send(told["id"])
    (delivery,) = admin.get(f"{told['href']}/deliveries").json()["results"]
    assert (delivery["state"], delivery["kind"]) == ("pending", "agreement.published")
    (attempt,) = delivery["attempts"]
    assert (attempt["status"], attempt["error"], attempt["detail"]) == (500, None, None)
    assert attempt["answer"].startswith("It broke.")
    assert attempt["at"]
    receiver.mood = "taken"
    Subscription.objects.update(next_at=timezone.now())
    tasks.send(told["id"])
    assert Delivery.objects.get().state == "delivered"
    at = Decision.objects.get(agreement=agreement).at.isoformat()
    for again in ({"change": delivery["change"]}, {"since": at}):
        assert send(admin, f"{told['href']}/replay", again).status_code == 202
        tasks.send(told["id"])
    assert len(receiver.got) == 4
    assert len(admin.get(f"{told['href']}/deliveries").json()["results"][0]["attempts"]) == 4


def test_a_test_is_sent_and_logged_before_the_changes(admin: Client, receiver: Receiver) -> None:
    told = made(admin)
    cast.agreement()
    tasks.send(told["id"])
    answer = send(admin, f"{told['href']}/test", {})
    assert answer.status_code == 202
    test = answer.json()  # type: ignore[attr-defined]  # the test client's
    assert (test["kind"], test["change"], test["state"]) == ("webhook.test", None, "pending")
    tasks.send(told["id"])
    assert [message.headers["webhook-id"] for message in receiver.got][-1] == test["id"]
    logged = admin.get(f"{told['href']}/deliveries").json()["results"]
    assert [each["kind"] for each in logged] == ["webhook.test", "agreement.published"]
    assert [each["state"] for each in logged] == ["delivered", "delivered"]
    refused = send(admin, WEBHOOKS, {"url": URL, "kinds": ["webhook.test"]})
    assert refused.status_code == 400


def test_it_is_changed_switched_off_and_on_and_ended(admin: Client, receiver: Receiver) -> None:
    told = made(admin)
    off = send(admin, told["href"], {"is_on": False, "query": "party=JP"}, "patch").json()  # type: ignore[attr-defined]
    assert (off["is_on"], off["off_reason"], off["query"]) == (False, "by_hand", "party=JP")
    cast.agreement(cast.signed(parties=("JP", "US")))
    tasks.send(told["id"])
    assert receiver.got == []
    on = send(admin, told["href"], {"is_on": True}, "patch").json()  # type: ignore[attr-defined]
    assert (on["is_on"], on["off_reason"]) == (True, None)
    tasks.send(told["id"])
    assert len(receiver.got) == 1
    assert admin.delete(told["href"]).status_code == 204
    assert admin.get(told["href"]).status_code == 404
    assert not Delivery.objects.exists()


def test_others_webhooks_are_not_there(admin: Client) -> None:
    href = made(admin)["href"]
    other = client_of("tomasz", ["admin"])
    assert other.get(WEBHOOKS).json() == {"next": None, "previous": None, "results": []}
    assert other.get(href).status_code == 404
    assert other.delete(href).status_code == 404
    assert other.get(f"{href}/deliveries").status_code == 404
    for rest in ("/rotate", "/replay", "/test"):
        assert send(other, f"{href}{rest}", {}).status_code == 404
    assert send(other, href, {"is_on": False}, "patch").status_code == 404


@pytest.mark.parametrize("scopes", [[], ["read", "propose", "review"]])
def test_key_without_the_scope_is_refused(receiver: Receiver, scopes: list[str]) -> None:
    client = client_of("olena", scopes) if scopes else Client()
    answer = client.get(WEBHOOKS)
    assert answer.status_code == (403 if scopes else 401)
    assert send(client, WEBHOOKS, {"url": URL}).status_code == answer.status_code


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/url"),
        ({"url": "http://news.test/"}, "/url"),
        ({"url": "https://127.0.0.1/"}, "/url"),
        ({"url": URL, "kinds": ["agreement.eaten"]}, "/kinds/0"),
        ({"url": URL, "kinds": "all"}, "/kinds"),
        ({"url": URL, "query": "colour=red"}, "/query"),
        ({"url": URL, "owner": "tomasz"}, "/owner"),
    ],
)
def test_what_is_wrong_is_named(admin: Client, body: dict[str, object], pointer: str) -> None:
    answer = send(admin, WEBHOOKS, body)
    assert answer.status_code == 400
    told = answer.json()  # type: ignore[attr-defined]  # the test client's
    assert told["pointer"] == pointer
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"change": 1, "since": "2026-01-01T00:00:00Z"}, {"change": 99}, {"since": "soon"}]
)
def test_replay_of_nothing_is_refused(admin: Client, body: dict[str, object]) -> None:
    href = made(admin)["href"]
    assert send(admin, f"{href}/replay", body).status_code == 400
