"""How often the database is asked for one article, whatever else it holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ingest import pipeline
from ingest.models import Article
from tests.ingest.articles import NOTHING, PACT, hand_in
from tests.record import load_record

_OTHER = (
    "Nobody on the island had seen a winter like it: the ferry lay in ice for a month and a day."
)

pytestmark = pytest.mark.django_db


def asked_for(text: str) -> int:
    """Read an article and return how many statements it took."""
    article = hand_in(text).article
    with CaptureQueriesContext(connection) as asked:
        assert pipeline.read(article.pk)
    assert Article.objects.get(pk=article.pk).state == Article.State.READ
    return len(asked)


def test_an_article_takes_few_queries_however_many_were_read_before() -> None:
    load_record()
    nothing, pact = asked_for(NOTHING), asked_for(PACT)
    assert nothing <= 14
    assert pact <= 26
    assert asked_for(_OTHER) <= nothing


def test_words_that_were_read_before_cost_no_more() -> None:
    load_record()
    asked_for(PACT)
    assert asked_for(f"{PACT}  \n") <= 14
