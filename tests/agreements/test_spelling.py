"""What somebody meant who wrote a word that nothing has."""

import pytest
from django.http import QueryDict

from agreements import filters, spelling
from agreements.models import Card, Word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ukrane", "ukraine"),
        ("defence cooperaton", "defence cooperation"),
        ('"mutual defnse" -cooperaton', '"mutual defense" -cooperation'),
        ("Kazakstan OR Uzbekistn", "kazakhstan OR uzbekistan"),
    ],
)
def test_a_word_that_nothing_has_becomes_the_one_most_like_it(written: str, meant: str) -> None:
    assert spelling.corrected(written) == meant


@pytest.mark.parametrize(
    "written", ["", "defence", "agreements", "with them", "us", "qqzzxxw", "5"]
)
def test_what_is_there_or_like_nothing_stays(written: str) -> None:
    assert spelling.corrected(written) == written


def test_words_are_learned_once_and_without_those_of_no_meaning() -> None:
    before = Word.objects.count()
    spelling.learn(["Zanzibar, with ZANZIBAR", "the of"])
    spelling.learn(["zanzibar"])
    assert Word.objects.count() == before + 1
    assert Word.objects.get(word="zanzibar").stem


def test_longest_words_and_hostile_ones_are_no_trouble() -> None:
    spelling.learn(["w" * 1_000, "%' OR 1=1 --", "日本国防省"])
    assert spelling.corrected("w" * 1_000) == "w" * 1_000
    assert spelling.corrected("%' OR 1=1 --") == "%' OR 1=1 --"


@pytest.mark.parametrize(
    ("search", "others"),
    [
        ("Mutual Defence", {"mutual defence", "mutual defense"}),
        ("mutual defense", {"mutual defence", "mutual defense"}),
        ("programme", {"programme", "program"}),
        ("programs", {"programs", "programmes"}),
        (
            "defence co-operation",
            {
                "defence co-operation",
                "defense co-operation",
                "defence cooperation",
                "defense cooperation",
            },
        ),
        ("defence -training", {"defence -training"}),
        ("sea", {"sea"}),
    ],
)
def test_a_search_is_meant_in_every_spelling(search: str, others: set[str]) -> None:
    assert set(spelling.variants(search)) == others


def test_either_spelling_finds_both() -> None:
    british = filters.selected(QueryDict("q=defence+cooperation"))
    american = filters.selected(QueryDict("q=defense+co-operation"))
    assert british.count() > 5
    assert british.cards() == american.cards()
    titles = {card.title for card in Card.objects.filter(pk__in=british.cards())}
    assert any("Defense" in title for title in titles)
    assert any("Defence" in title for title in titles)
