"""That made-up pages are like those of a news site, and that reading them is compared fairly."""

import hashlib

import pytest

from bench import newspaper
from bench.cases import cleaning
from bench.stage import UnequalError


def test_a_page_is_the_same_every_time_and_as_large_as_told() -> None:
    pages = [newspaper.page(number) for number in range(4)]
    assert pages == [newspaper.page(number) for number in range(4)]
    assert {len(page) for page in pages} == {newspaper.SIZE}
    assert len({hashlib.sha256(page).digest() for page in pages}) == len(pages)


def test_two_articles_in_three_tell_of_an_agreement() -> None:
    told = [newspaper.story(number).signed is not None for number in range(6)]
    assert told == [False, True, True, False, True, True]


def test_words_are_compared_as_often_as_they_stand_there() -> None:
    assert cleaning.overlap("one two two", "two one two") == 1
    assert cleaning.overlap("one two two two", "one two") == 0.5
    assert cleaning.share("one two", "one two three") == 1


def test_a_text_that_is_not_the_article_is_not_timed() -> None:
    cleaning._check_cleaned([newspaper.page(0)])
    with pytest.raises(UnequalError, match=r"page 0: .* of what was written"):
        cleaning._check_cleaned([newspaper.page(1)])


def test_a_reading_that_misses_an_agreement_is_not_timed() -> None:
    texts = [cleaning._cleaned(newspaper.page(number)) for number in range(3)]
    cleaning._check_read(texts)
    with pytest.raises(UnequalError, match="text 0"):
        cleaning._check_read(texts[1:])
