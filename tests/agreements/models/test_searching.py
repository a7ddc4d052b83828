"""That a search is answered by the index alone, and says what PostgreSQL's own search says."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection

from agreements import spelling
from agreements.models import Card
from agreements.models.card import CardQuerySet
from agreements.models.searching import Asked, by_keys
from tests import cast

FOUND = (
    "treaty",
    '"mutual defence"',
    '"treaty of windsor"',
    '"security treaty between the united states and japan"',
    '"treaty of windsor" or "mutual defence"',
    "treaty -security",
    "-treaty",
    "-treaty or -japan",
    'treaty -"security treaty"',
    'treaty -"security treaty between the united states"',
    '-"security treaty between the united states"',
    "cooperation",
    "co-operation",
    '"defence co-operation"',
    '"united" "states" "treaty" "security" "between" "the" "and" "of" "america" "japan"',
)
NOT_FOUND = (
    "",
    "the of and",
    '"the"',
    '- - "" or or',
    '"treaty security"',
    '"windsor of treaty"',
    "zzzz",
    "treaty -treaty",
    "防衛協力",
    '"договор мир"',
    "see example.com/path/x",
    '"x user@a-b.com y"',
    "foo_bar 1e5abc 2024-03",
    "\"it's o'neill\\x\"",
)


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_record")
class TestSearches:
    @pytest.mark.parametrize("search", FOUND + NOT_FOUND)
    def test_keys_find_what_words_in_their_places_do(self, search: str) -> None:
        assert by_keys_found(search) == by_places_found(search)

    @pytest.mark.parametrize("search", FOUND)
    def test_what_is_there_is_found(self, search: str) -> None:
        assert by_keys_found(search)

    @pytest.mark.parametrize("search", NOT_FOUND)
    def test_what_is_not_there_is_not_found(self, search: str) -> None:
        assert not by_keys_found(search)

    @pytest.mark.parametrize("search", [*FOUND, *NOT_FOUND, " ".join(["treaty"] * 28)])
    def test_no_card_is_read_in_vain_but_for_long_phrases(self, search: str) -> None:
        found = CardQuerySet(Card).with_words(spelling.variants(search))
        nodes = list(plan(found))
        is_left_out = '-"security treaty between' in search
        assert in_vain(nodes) <= len(by_places_found('"security treaty"')) * is_left_out
        assert "Bitmap Index Scan" in {node["Node Type"] for node in nodes}

    @pytest.mark.parametrize(
        "searches",
        [
            ['"defence treaty treaty defence"', '"mutual treaty"'],
            ['"mutual treaty"'],
            ['"treaty between the united states"'],
        ],
    )
    def test_the_newest_with_a_phrase_are_found_by_the_index(self, searches: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE agreements_card")
        found = CardQuerySet(Card).with_words(searches)
        nodes = list(plan(found.order_by("-order_day", "-agreement")[:51]))
        assert in_vain(nodes) == 0
        assert "card_search" in {node.get("Index Name") for node in nodes}

    def test_a_walk_from_the_newest_never_looks_at_places(self) -> None:
        """PostgreSQL walks only for words that it knows when it plans, not those of a SELECT."""
        found = CardQuerySet(Card).with_words(['"security treaty between the united states"'])
        sql, _ = found.order_by("-order_day")[:51].query.sql_with_params()
        assert '"search_keys" @@ (SELECT %s::tsquery)' in sql

    def test_words_with_one_word_of_meaning_between_are_no_phrase(self) -> None:
        """PostgreSQL counts places alone: to it "of" is as good as "ensuring"."""
        cast.agreement(cast.signed(title="Treaty ensuring Windsor"))
        titles = {card.title for card in CardQuerySet(Card).with_words(['"treaty of windsor"'])}
        assert titles == {"Treaty of Windsor"}


@pytest.mark.django_db
class TestKeys:
    def test_a_card_has_its_words_and_neighbours_and_what_every_card_has(self) -> None:
        assert keys("Treaty of Peace, peace!") == {
            "*", "treati", "peac", "treati 2 peac", "peac peac",
        }  # fmt: skip

    def test_without_a_word_there_is_what_every_card_has(self) -> None:
        assert keys("of the") == {"*"}

    def test_long_pairs_are_kept_short_and_found(self) -> None:
        one, other = "ж" * 300, "Q" * 900
        assert max(map(len, keys(f"{one} {other}") - {one, other.lower()})) == len(" ") + 32
        cast.parties()
        cast.agreement(cast.signed(title=f"{one} {other}"))
        assert CardQuerySet(Card).with_words([f'"{one} {other}"']).count() == 1
        assert not CardQuerySet(Card).with_words([f'"{other} {other}"']).exists()

    def test_a_text_of_many_words_has_keys(self) -> None:
        text = " ".join(f"word{number}" for number in range(25_000))
        assert len(keys(text)) > 25_000


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("'mutual' <-> 'defenc'", Asked("'mutual defenc'")),
        ("'treati' <2> 'peac'", Asked("'treati 2 peac'")),
        ("'co-oper' <-> 'co' <-> 'oper'", Asked("'co-oper'")),
        ("!'a'", Asked("'*' & !'a'")),
        ("'a' & !'b'", Asked("'a' & !'b'")),
        ("'a' <-> 'b' <-> 'c'", Asked("'a b' & 'b c'", "'a' <-> 'b' <-> 'c'")),
        ("!( 'a' <-> 'b' <-> 'c' )", Asked("'*'", "!( 'a' <-> 'b' <-> 'c' )")),
        ("!( 'a' <-> 'b' )", Asked("'*' & !'a b'")),
        ("'a-b.com' <-> 'a' <-> 'b'", Asked("'a-b.com a' & 'a b'", "'a-b.com' <-> 'a' <-> 'b'")),
        ("'o''x' & 'b\\\\c' <-> '/d'", Asked("'o''x' & 'b\\\\c /d'")),
        ("( 'a' | 'b' ) & 'c'", Asked("'*'", "( 'a' | 'b' ) & 'c'")),
        ("", Asked("")),
    ],
)
def test_a_search_is_put_in_keys(words: str, asked: Asked) -> None:
    assert by_keys(words) == asked


def by_keys_found(search: str) -> set[int]:
    found = CardQuerySet(Card).with_words(spelling.variants(search))
    return set(found.values_list("agreement", flat=True))


def by_places_found(search: str) -> set[int]:
    found = CardQuerySet(Card).none()
    for text in spelling.variants(search):
        query = SearchQuery(text, config="english", search_type="websearch")
        found |= CardQuerySet(Card).filter(search=query)
    return set(found.values_list("agreement", flat=True))


def keys(text: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(agreement_search_keys(to_tsvector('english', %s)))", [text]
        )
        return set(cursor.fetchone()[0])


def in_vain(nodes: list[dict[str, Any]]) -> int:
    """Return how many cards were read that were none of those."""
    return sum(
        node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        for node in nodes
    )


def plan(found: CardQuerySet) -> Iterator[dict[str, Any]]:
    """Yield the nodes of the plan that finds these, carried out, as on a record that is large."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # To walk some hundred cards costs as little as to ask an index; here, as much as 100,000.
        cursor.execute("SET LOCAL cpu_tuple_cost = 100")
    told = found.explain(format="json", analyze=True)
    waiting = [json.loads(told)[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.get("Plans", []))
        yield node
