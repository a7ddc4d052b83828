"""POST /api/v1/articles/12/retry and /api/v1/articles/retry: what was given up, tried again."""

import pytest
from django.test import Client

from ingest.models import Article, Job
from tests.ingest.pages.test_retrying import given_up
from tests.ingest.test_api import Answer, editor, told

__all__ = ["editor"]
pytestmark = pytest.mark.django_db


def retry(client: Client, article: object, **sent: object) -> Answer:
    return client.post(f"/api/v1/articles/{article}", sent, content_type="application/json")


def test_an_article_that_was_given_up_is_tried_again(editor: Client) -> None:
    article = given_up(1)
    answer = retry(editor, f"{article.pk}/retry")
    assert answer.status_code == 202
    assert (told(answer)["state"], told(answer)["refusal_code"]) == ("waiting", None)
    assert retry(editor, f"{article.pk}/retry").status_code == 200
    assert Job.objects.get(article=article).state == Job.State.PENDING


def test_one_that_is_not_there_or_another_key_s_is_not_found(editor: Client) -> None:
    assert told(retry(editor, "77777/retry"))["code"] == "record.unknown"


def test_all_with_one_reason_are_tried_again(editor: Client) -> None:
    for number in range(3):
        given_up(number)
    answer = retry(editor, "retry", refusal_code="timeout")
    assert (answer.status_code, told(answer)) == (202, {"retried": 3})
    assert Article.objects.filter(state=Article.State.WAITING).count() == 3
    assert told(retry(editor, "retry", refusal_code="timeout")) == {"retried": 0}


@pytest.mark.parametrize("sent", [{}, {"refusal_code": ""}, {"refusal_code": "x" * 41}, {"a": 1}])
def test_a_reason_must_be_told(editor: Client, sent: dict[str, object]) -> None:
    assert retry(editor, "retry", **sent).status_code == 400


def test_nobody_may_without_signing_in(client: Client) -> None:
    article = given_up(1)
    for place in (f"{article.pk}/retry", "retry"):
        assert retry(client, place, refusal_code="timeout").status_code == 401
    assert Job.objects.get(article=article).state == Job.State.DEAD
