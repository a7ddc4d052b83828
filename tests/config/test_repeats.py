"""The same Idempotency-Key: the same answer, and one effect."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from agreements.idempotency import forget_answers
from agreements.models import Draft, KeptAnswer
from agreements.tasks import tidy
from ingest.models import Article
from tests import cast
from tests.agreements.api.keyed import client_of, key_of, keyed
from tests.agreements.api.proposed import DRAFTS, TEXT, plain, send

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles"


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


@pytest.fixture
def proposer() -> Client:
    return client_of("petra", ["propose"])


def test_the_same_request_gets_the_same_answer(proposer: Client) -> None:
    first = send(proposer, ARTICLES, {"text": TEXT}, Idempotency_Key="k1")
    again = send(proposer, ARTICLES, {"text": TEXT}, Idempotency_Key="k1")
    assert first.status_code == again.status_code == 202
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (
        None,
        "true",
    )
    # Without the key the second is told that it is not new.
    assert send(proposer, ARTICLES, {"text": TEXT}).status_code == 200


@pytest.mark.parametrize("address", [ARTICLES, DRAFTS])
def test_another_request_under_the_same_key_is_422(proposer: Client, address: str) -> None:
    send(proposer, ARTICLES, {"text": TEXT}, Idempotency_Key="k1")
    answer = send(proposer, address, {"text": TEXT + " More."}, Idempotency_Key="k1")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.mismatch")
    assert Article.objects.count() == 1


def test_what_failed_may_be_tried_again(proposer: Client) -> None:
    assert send(proposer, ARTICLES, {}, Idempotency_Key="k1").status_code == 400
    assert not KeptAnswer.objects.exists()
    assert send(proposer, ARTICLES, {"text": TEXT}, Idempotency_Key="k1").status_code == 202


def test_each_api_key_has_its_own(proposer: Client) -> None:
    other = client_of("taras", ["propose"])
    first = send(proposer, DRAFTS, plain(), Idempotency_Key="k1")
    second = send(other, DRAFTS, plain(), Idempotency_Key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize("written", ["", " ", "a b", "a" * 256, "\u00e4"])
def test_what_is_no_idempotency_key_is_refused(proposer: Client, written: str) -> None:
    answer = send(proposer, ARTICLES, {"text": TEXT}, Idempotency_Key=written)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.key")
    assert not Article.objects.exists()


def test_without_an_api_key_there_are_none(client: Client) -> None:
    answer = send(client, ARTICLES, {"text": TEXT}, Idempotency_Key="k1")
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.key")


def test_answers_are_kept_for_a_day_and_longer(proposer: Client) -> None:
    send(proposer, ARTICLES, {"text": TEXT}, Idempotency_Key="k1")
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=47))
    assert forget_answers() == 0
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=49))
    tidy()
    assert not KeptAnswer.objects.exists()


def test_articles_of_others_are_not_found_but_by_who_reviews(proposer: Client) -> None:
    address = send(proposer, ARTICLES, {"text": TEXT}).headers["Location"]
    assert proposer.get(address).status_code == 200
    other, reviewer = client_of("taras", ["propose"]), client_of("olena", ["review"])
    assert other.get(address).status_code == 404
    assert reviewer.get(address).status_code == 200
    send(other, ARTICLES, {"text": TEXT})
    assert other.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", [ARTICLES, DRAFTS])
def test_50_at_once_have_one_effect_and_one_answer(address: str) -> None:
    written = key_of("petra", "propose")
    body = plain() if address == DRAFTS else {"text": TEXT}

    def one(_: int) -> tuple[int, bytes]:
        try:
            answer = send(keyed(written), address, body, Idempotency_Key="k1")
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        answers = set(pool.map(one, range(50)))
    ((status, _),) = answers
    assert status in {201, 202}
    assert Draft.objects.count() + Article.objects.count() == 1
