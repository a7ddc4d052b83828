"""Pages that are watched: for links with a keyword, or for their own text."""

from datetime import timedelta

from django.utils import timezone

from ingest.models import Article, Poll, Source
from tests.ingest.polling.given import a_source, polled
from tests.publisher import Publisher

ADDRESS = "http://office.example/releases"
PARAGRAPH = (
    "The Government of Arden and the Government of Belmark have agreed that the treaty of 1994 "
    "remains in force until both have ratified the new one."
)


def listing(*headlines: tuple[str, str]) -> str:
    links = "".join(f"<li><a href='{href}'>{words}</a></li>" for href, words in headlines)
    return (
        "<html><body><nav><a href='/pact-menu'>Our defence pacts at one glance</a></nav>"
        f"<main><h1>Releases</h1><ul>{links}</ul></main>"
        "<footer><a href='/pact-law'>Legal notice on the pact pages</a></footer></body></html>"
    )


def page(text: str, *, clock: str = "") -> str:
    return (
        f"<html><head><title>The treaty</title></head><body><nav>{clock}</nav><article>"
        f"<h1>The treaty</h1><p>{PARAGRAPH}</p><p>{text}</p></article></body></html>"
    )


def test_links_with_a_keyword_are_entries_those_of_menus_and_other_sites_not(
    publisher: Publisher,
) -> None:
    publisher.lay(
        ADDRESS,
        listing(
            ("/release/1", "Ministers sign a defence pact with Latvia"),
            ("release/2#top", "The budget for the coming year"),
            ("http://elsewhere.example/pact", "A pact that somebody else reports"),
            ("/release/1", "Pact"),
            ("javascript:pact()", "Open the pact in a new window"),
        ),
    )
    done = polled(a_source(ADDRESS, kind=Source.Kind.PAGE, keywords=["pact"]))
    assert (done.taken, done.skipped) == (1, {"entry.keyword": 1})
    article = Article.objects.get()
    assert (article.url, article.title) == (
        "http://office.example/release/1",
        "Ministers sign a defence pact with Latvia",
    )


def test_a_star_takes_every_headline_and_later_only_new_ones(publisher: Publisher) -> None:
    first = ("/1", "The first release of this year")
    second = ("/2", "The second release of this year")
    publisher.lay(ADDRESS, listing(first))
    source = a_source(ADDRESS, kind=Source.Kind.PAGE, keywords=["*"])
    assert polled(source).taken == 1
    publisher.lay(ADDRESS, listing(second, first))
    assert polled(source).taken == 1


def test_a_page_without_keywords_comes_in_itself_and_again_when_its_text_changes(
    publisher: Publisher,
) -> None:
    publisher.lay(ADDRESS, page("It was signed in Port Arden."))
    source = a_source(ADDRESS, kind=Source.Kind.PAGE)
    assert polled(source).taken == 1
    article = Article.objects.get()
    assert (article.origin, article.url) == (Article.Origin.FILE, ADDRESS)
    assert article.title == "The treaty"
    publisher.lay(ADDRESS, page("It was signed in Port Arden.", clock="12:01"))
    assert polled(source).outcome == Poll.Outcome.UNCHANGED
    publisher.lay(ADDRESS, page("It was ratified in Port Arden."))
    Source.objects.update(found_at=timezone.now() - timedelta(days=2))
    source.refresh_from_db()
    assert polled(source).taken == 1
    assert Article.objects.count() == 2


def test_a_text_that_changes_all_the_time_comes_in_once_a_day(publisher: Publisher) -> None:
    source = a_source(ADDRESS, kind=Source.Kind.PAGE)
    for number in range(4):
        publisher.lay(ADDRESS, page(f"Visitor number {number} today."))
        polled(source)
    assert Article.objects.count() == 1
    Source.objects.update(found_at=timezone.now() - timedelta(days=2))
    polled(source)
    assert Article.objects.count() == 2


def test_a_page_without_a_text_fails_in_words(publisher: Publisher) -> None:
    publisher.lay(ADDRESS, "<html><body><script>show()</script></body></html>")
    source = a_source(ADDRESS, kind=Source.Kind.PAGE)
    assert polled(source).code == "no_text"
    assert source.last_error.startswith("The page has no main text")
