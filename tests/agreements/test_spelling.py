"""What somebody meant who wrote a word that nothing has."""

import pytest

from agreements import spelling
from agreements.models import Word

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
