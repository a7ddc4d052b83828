from agreements.proposal import Quote
from agreements.seeding.queue import news
from agreements.seeding.record import Seed
from agreements.seeding.stories import Cast, agreement

CAST = Cast.of(
    [("DE", "Germany"), ("GB", "United Kingdom"), ("UA", "Ukraine")],
    [("consultation", "Consultation"), ("military_training", "Military training")],
)


def test_the_same_seed_tells_the_same_story() -> None:
    assert agreement(1, 7, CAST) == agreement(1, 7, CAST)
    assert agreement(1, 7, CAST).text != agreement(2, 7, CAST).text


def test_every_value_is_quoted_where_it_stands() -> None:
    story = agreement(1, 7, CAST, "Something before.")
    for statement in story.statements:
        (source,) = statement.sources
        assert isinstance(source, Quote)
        assert story.text[source.start : source.end] == source.words


def test_every_title_says_that_it_is_synthetic() -> None:
    assert all(agreement(1, n, CAST).title.startswith("Synthetic ") for n in range(50))


def test_parties_stand_in_the_record_s_order() -> None:
    assert all(
        one < other for one, other in (agreement(1, n, CAST).proposal.parties for n in range(50))
    )


def test_some_news_is_told_twice_in_other_words() -> None:
    told = [news(Seed(1, 10, 3), number, CAST)[0] for number in range(60)]
    titles = [story.title for story in told]
    again = [n for n in range(1, 60) if titles[n] == titles[n - 1]]
    assert again
    assert all(told[n].text != told[n - 1].text for n in again)


def test_readers_are_sure_of_some_news_and_unsure_of_other() -> None:
    scores = [news(Seed(1, 10, 3), number, CAST)[1] for number in range(60)]
    assert min(scores) < 0.5
    assert 0.8 < max(scores) <= 1
