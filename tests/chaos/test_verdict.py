"""The verdict finds what is lost, doubled, made up or stuck, in a real database."""

import hashlib
import time
from typing import Any

import psycopg
import pytest
from django.db import connection

from agreements.models import Document, Draft
from chaos import texts
from chaos.sender import Reply
from chaos.verdict import Verdict, judge_frozen, judge_readers, judge_rows
from ingest import pipeline
from ingest.models import Article, Job
from tests.ingest.articles import hand_in
from tests.record import load_record

PIECES = [texts.piece(5, number) for number in (1, 2, 3)]
KEYS = [piece.key for piece in PIECES]
Rows = psycopg.Connection[tuple[Any, ...]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_articles() -> None:
    load_record()
    for piece in PIECES:
        pipeline.run(hand_in(piece.text).article.pk)


@pytest.fixture
def asked(read_articles: None) -> Rows:
    opened = connection.connection
    assert isinstance(opened, psycopg.Connection)
    return opened


def failures(asked: Rows, deadly: list[str]) -> list[str]:
    return judge_rows(asked, KEYS, deadly).failures


def test_what_was_read_once_is_neither_lost_nor_doubled(
    asked: Rows,
) -> None:
    assert failures(asked, []) == []


def test_an_article_without_its_draft_is_lost(
    asked: Rows,
) -> None:
    Draft.objects.order_by("pk")[0].delete()
    assert failures(asked, []) == ["I1: 1 lost"]


def test_an_article_that_nobody_has_any_more_is_lost(
    asked: Rows,
) -> None:
    Draft.objects.all().delete()
    Article.objects.all().delete()
    found = ["I1: 3 lost", "I3: 3 documents without an article"]
    assert failures(asked, []) == found


def test_one_that_waits_for_ever_is_stuck_and_lost(
    asked: Rows,
) -> None:
    hand_in(texts.piece(5, 4).text)
    KEYS.append(texts.piece(5, 4).key)
    try:
        assert failures(asked, []) == ["I1: 1 lost", "I4: 1 jobs stuck"]
    finally:
        KEYS.pop()


def test_the_same_words_archived_twice_are_doubled_and_one_is_of_nobody(
    asked: Rows,
) -> None:
    first = Document.objects.order_by("pk")[0]
    Document.objects.create(text=first.text, sha256=hashlib.sha256(b"other").hexdigest())
    found = ["I2: 1 documents doubled", "I3: 1 documents without an article"]
    assert failures(asked, []) == found


def test_an_article_that_nobody_handed_in_is_a_phantom(
    asked: Rows,
) -> None:
    pipeline.run(hand_in(texts.piece(5, 8).text).article.pk)
    assert failures(asked, []) == ["I3: 1 articles that nobody handed in"]


def test_a_deadly_article_is_to_be_buried_after_five_tries(
    asked: Rows,
) -> None:
    Job.objects.filter(article=Article.objects.order_by("pk")[0]).update(
        state=Job.State.DEAD, attempts=5
    )
    assert failures(asked, KEYS[:1]) == []


def test_a_deadly_article_that_was_read_was_not_deadly(
    asked: Rows,
) -> None:
    assert failures(asked, KEYS[:1]) == ["F-4: 1 deadly articles not buried after 5 tries"]


def test_readers_may_be_sent_away_only_while_the_database_is() -> None:
    verdict = Verdict()
    judge_readers(verdict, [reply(200, ""), reply(503, "database", "5"), reply(200, "database")])
    assert verdict.failures == []
    judge_readers(verdict, [reply(503, "", "5"), reply(0, "frozen broker")])
    judge_readers(verdict, [reply(500, "database"), reply(503, "database")])
    assert [each.split()[1] for each in verdict.failures] == ["2", "2"]


def test_nobody_may_wait_long_for_a_database_that_stands_still() -> None:
    verdict = Verdict()
    judge_frozen(verdict, [reply(503, "database", seconds=9.0)])
    assert verdict.counts == {}
    trouble = "database+frozen database"
    judge_frozen(verdict, [reply(503, trouble, seconds=4.0), reply(200, "", seconds=9.0)])
    assert verdict.failures == []
    judge_frozen(verdict, [reply(503, trouble, seconds=5.5), reply(200, trouble)])
    assert verdict.failures == ["F-11: 1 answered after more than 5 s"]


def reply(status: int, trouble: str, retry_after: str = "", *, seconds: float = 0.1) -> Reply:
    return Reply(time.time(), status, seconds, trouble, retry_after)
