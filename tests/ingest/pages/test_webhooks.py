"""The pages of an editor's webhooks."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ingest import tasks
from ingest.models import Subscription
from tests import cast
from tests.receiver import URL, Receiver, told

pytestmark = pytest.mark.django_db
WEBHOOKS = "/review/webhooks"


@pytest.fixture
def desk(receiver: Receiver) -> Client:
    """A client with Olena signed in."""
    client = Client()
    client.force_login(cast.olena())
    return client


def make(desk: Client, **more: object) -> tuple[str, str]:
    """Return the address of a new webhook's page, and the secret that was shown."""
    page = desk.post(WEBHOOKS, {"url": URL, **more}).content.decode()
    secret = re.search(r'value="(whsec_[^"]+)"', page)
    assert secret
    return f"{WEBHOOKS}/{Subscription.objects.latest('pk').pk}", secret[1]


def test_secret_is_shown_once(desk: Client) -> None:
    address, secret = make(desk, kinds=["agreement.merged"], query="party=UA")
    response = desk.get(address)
    assert secret not in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert "One is merged into another" in response.content.decode()
    assert "<code>party=UA</code>" in response.content.decode()
    assert URL in desk.get(WEBHOOKS).content.decode()
    page = desk.post(f"{address}/rotate").content.decode()
    assert "whsec_" in page
    assert secret not in page


def test_log_shows_what_went_wrong_and_that_it_was_switched_off(
    desk: Client, receiver: Receiver
) -> None:
    address, _ = make(desk)
    cast.agreement()
    receiver.mood = "failing"
    tasks.send(int(address.rpartition("/")[2]))
    page = desk.get(address).content.decode()
    assert "The last call failed." in page
    assert "It broke." in page
    assert "500" in page
    receiver.mood = "gone"
    Subscription.objects.update(next_at=timezone.now())
    tasks.send(int(address.rpartition("/")[2]))
    page = desk.get(address).content.decode()
    assert "Switched off." in page
    assert "it wants no more" in page
    assert "it wants no more" in desk.get(WEBHOOKS).content.decode()


def test_it_is_switched_sent_again_and_ended(desk: Client, receiver: Receiver) -> None:
    address, _ = make(desk)
    number = int(address.rpartition("/")[2])
    key = cast.agreement().key
    desk.post(f"{address}/switch")
    tasks.send(number)
    assert receiver.got == []
    desk.post(f"{address}/switch")
    tasks.send(number)
    change = Subscription.objects.get().position
    for again in ({"change": str(change)}, {"since": "2020-01-01 00:00"}):
        page = desk.post(f"{address}/replay", again, follow=True).content.decode()
        assert "sent again" in page
        tasks.send(number)
    assert told(receiver) == [("published", key)] * 3
    page = desk.post(f"{address}/replay", {"since": "soon"}, follow=True).content.decode()
    assert "Write since when" in page
    assert "is gone" in desk.post(f"{address}/end", follow=True).content.decode()
    assert desk.get(address).status_code == 404


def test_a_test_is_sent_and_shown_in_the_log(desk: Client, receiver: Receiver) -> None:
    address, _ = make(desk)
    assert "Send a test" in desk.get(address).content.decode()
    assert "A test is on its way" in desk.post(f"{address}/test", follow=True).content.decode()
    receiver.mood = "failing"
    tasks.send(int(address.rpartition("/")[2]))
    page = desk.get(address).content.decode()
    assert "webhook.test" in page
    assert "Failed" in page
    assert "The last call failed." not in page
    assert 'name="change"' not in page


def test_log_says_in_words_what_went_wrong(desk: Client, receiver: Receiver) -> None:
    address, _ = make(desk)
    cast.agreement()
    receiver.mood = "closing"
    tasks.send(int(address.rpartition("/")[2]))
    page = desk.get(address).content.decode()
    assert "see that the receiver runs" in page
    assert "<code>connection</code>" in page


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"url": "https://127.0.0.1/"}, "messages go to the public internet only"),
        ({"url": ""}, "Say where to send it."),
        ({"url": URL, "query": "colour=red"}, "There is no filter of this name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk: Client, form: dict[str, str], words: str) -> None:
    response = desk.post(WEBHOOKS, form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()


def test_others_webhooks_are_not_there(desk: Client) -> None:
    address, _ = make(desk)
    other = Client()
    other.force_login(User.objects.create_user("mallory"))
    assert other.get(address).status_code == 404
    assert URL not in other.get(WEBHOOKS).content.decode()
    for act in ("rotate", "switch", "replay", "end", "test"):
        assert other.post(f"{address}/{act}").status_code == 404


def test_readers_are_sent_to_sign_in(client: Client) -> None:
    assert client.get(WEBHOOKS).headers["Location"] == f"/login?next={WEBHOOKS}"


def test_log_costs_few_queries_however_long(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address, _ = make(desk)
    for title in ("One", "Two", "Three"):
        cast.agreement(cast.signed(title=title))
    tasks.send(int(address.rpartition("/")[2]))
    with django_assert_max_num_queries(8):
        assert desk.get(address).status_code == 200
