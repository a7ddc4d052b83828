"""Searches of any words: taken as they are written, and answered by an index."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import QueryDict

from agreements import spelling
from agreements.filters import agreements
from agreements.models import Card
from agreements.models.card import CardQuerySet
from tests import cast

pytestmark = pytest.mark.django_db

ODD = ["' OR 1=1--", "%", "_", "\\", "*", "a%b", "'; DROP TABLE x;--", "(a | b) & !c", "tr:*"]


@pytest.fixture(autouse=True)
def _record(db: None) -> None:
    cast.parties()
    cast.agreement(cast.signed(title="Treaty of Friendship"))


def asked(words: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query["q"] = words
    return query


def scans(plan: object) -> Iterator[tuple[str, str]]:
    """Yield how each table of a plan is read, and by which index."""
    if isinstance(plan, dict):
        if "Scan" in str(plan.get("Node Type")):
            yield str(plan["Node Type"]), str(plan.get("Index Name", plan.get("Relation Name")))
        for inner in plan.values():
            yield from scans(inner)
    elif isinstance(plan, list):
        for inner in plan:
            yield from scans(inner)


@pytest.mark.parametrize("words", ODD)
def test_signs_of_other_languages_mean_nothing(words: str) -> None:
    assert list(agreements(asked(words))) == []


@pytest.mark.parametrize("words", [*ODD, "treaty", '"of friendship" -war'])
def test_an_index_answers_whatever_is_searched_for(words: str) -> None:
    found = CardQuerySet(Card).with_words(spelling.variants(words)).order_by()
    with connection.cursor() as cursor:
        # So small a table is read whole, unless it may not be.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        sql, params = found.query.sql_with_params()
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        ((plan,),) = cursor.fetchall()
    assert list(scans(plan)) == [
        ("Bitmap Heap Scan", "agreements_card"),
        ("Bitmap Index Scan", "card_search"),
    ]
