"""A real document of each format runs through the product: poll, fetch, read, drafts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Document, Draft
from ingest import pipeline
from ingest.models import Article, Poll, Source
from tests.ingest.articles import NOTHING, PACT
from tests.ingest.feeds.given import SAMPLES
from tests.ingest.polling.given import a_source, polled
from tests.publisher import Publisher
from tests.record import load_record

# The sample, where it is laid out, and how many of its entries become articles.
DOCUMENTS = [
    ("rss091.xml", "http://gazette.example/feed", 2),
    ("rss092.xml", "http://wire.example/feed", 1),
    ("rss10.rdf", "http://ministry.example/feed", 2),
    ("rss20.xml", "http://post.example/feed", 2),
    ("atom03.xml", "http://notes.example/feed", 1),
    ("atom10.xml", "http://desk.example/feed", 2),
    ("feed10.json", "http://coast.example/feed", 1),
    ("feed11.json", "http://treaties.example/feed", 2),
    ("sitemap.xml", "http://office.example/sitemap.xml", 3),
    ("news_sitemap.xml", "http://courier.example/news.xml", 2),
    ("sitemap_index.xml", "http://office.example/index.xml", 3),
]


def page(title: str, text: str) -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return (
        f"<html lang='en'><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def lay_out(publisher: Publisher, name: str, address: str) -> None:
    """Serve a sample, its links in plain http since every name leads to a plain server here."""
    body = (SAMPLES / name).read_bytes().replace(b"https://", b"http://")
    publisher.lay(address, body, "application/octet-stream")


def fetch_and_read(publisher: Publisher) -> None:
    """Lay out a page for each article, the first telling of a pact, and do all that is due."""
    for number, article in enumerate(Article.objects.order_by("pk")):
        text = NOTHING if number else PACT
        publisher.lay(article.url.partition("?")[0], page(f"Page {number}", f"{text}\n\n{number}"))
        query = article.url.partition("?")[2]
        if query:
            publisher.lay(article.url, page(f"Page {number}", f"{text}\n\n{number}"))
        pipeline.run(article.pk)


@pytest.mark.parametrize(("name", "address", "articles"), DOCUMENTS)
def test_a_document_becomes_articles_and_these_become_drafts(
    publisher: Publisher, name: str, address: str, articles: int
) -> None:
    load_record()
    lay_out(publisher, name, address)
    lay_out(publisher, "sitemap.xml", "http://office.example/sitemap.xml")
    source = a_source(address)
    done = polled(source)
    assert (done.outcome, done.taken) == (Poll.Outcome.NEW, articles)
    fetch_and_read(publisher)
    states = Article.objects.values_list("state", "source")
    assert list(states) == [(Article.State.READ, source.pk)] * articles
    assert Draft.objects.count() == 1
    assert Draft.objects.get().document == Document.objects.get(text__contains="Tallinn on 4")
    assert polled(source).taken == 0


def test_a_poll_of_fifty_entries_takes_few_queries_an_article(
    publisher: Publisher,
) -> None:
    items = "".join(
        f"<item><link>http://post.example/{n}</link><title>Title {n}</title></item>"
        for n in range(50)
    )
    publisher.lay("http://post.example/feed", f"<rss><channel>{items}</channel></rss>")
    source = a_source()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert polled(source).taken == 50
    assert len(asked) < 20 + 50 * 7


def test_what_a_source_tells_of_its_articles_reaches_the_document(publisher: Publisher) -> None:
    load_record()
    lay_out(publisher, "rss20.xml", "http://post.example/feed")
    polled(a_source(publisher="The Sample Post", kind=Source.Kind.FEED))
    fetch_and_read(publisher)
    document = Document.objects.get(text__contains="Tallinn on 4")
    assert document.publisher == "The Sample Post"
    assert document.title == "Estonia & Japan sign security agreement in Tallinn"
    assert str(document.published) == "2026-03-04"
    assert document.language == "en"
