"""Sitemaps, and indexes of sitemaps followed one level."""

from collections.abc import Sequence

from ingest.models import Article, Poll, Source
from tests.ingest.polling.given import a_source, polled
from tests.publisher import Publisher

INDEX = "http://office.example/sitemap.xml"


def sitemap(*paths: str) -> str:
    pages = "".join(f"<url><loc>http://office.example{path}</loc></url>" for path in paths)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{pages}</urlset>"


def index(parts: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f"<sitemap><loc>http://office.example{path}</loc>"
        + (f"<lastmod>{changed}</lastmod>" if changed else "")
        + "</sitemap>"
        for path, changed in parts
    )
    return (
        f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{listed}</sitemapindex>"
    )


def test_the_newest_five_sitemaps_of_an_index_are_read_the_newest_first(
    publisher: Publisher,
) -> None:
    publisher.lay(INDEX, index([(f"/{n}.xml", f"2026-02-{n + 1:02}") for n in range(8)]))
    for n in range(8):
        publisher.lay(f"http://office.example/{n}.xml", sitemap(f"/release/{n}"))
    done = polled(a_source(INDEX, kind=Source.Kind.SITEMAP))
    assert done.taken == 5
    asked = [address.rpartition("/")[2] for address, _ in publisher.asked]
    assert asked == ["sitemap.xml", "7.xml", "6.xml", "5.xml", "4.xml", "3.xml"]


def test_an_index_inside_an_index_is_not_followed(publisher: Publisher) -> None:
    publisher.lay(INDEX, index([("/inner.xml", ""), ("/a.xml", "")]))
    publisher.lay("http://office.example/inner.xml", index([("/deeper.xml", "")]))
    publisher.lay("http://office.example/a.xml", sitemap("/release/1"))
    assert polled(a_source(INDEX)).taken == 1
    assert publisher.times_asked("http://office.example/deeper.xml") == 0


def test_a_sitemap_that_fails_hides_no_other(publisher: Publisher) -> None:
    publisher.lay(INDEX, index([("/gone.xml", "2026-02-02"), ("/a.xml", "2026-02-01")]))
    publisher.lay("http://office.example/a.xml", sitemap("/release/1"))
    done = polled(a_source(INDEX))
    assert (done.outcome, done.warnings) == (Poll.Outcome.NEW, ["sitemap.part_failed"])


def test_an_index_whose_sitemaps_all_fail_has_failed(publisher: Publisher) -> None:
    publisher.lay(INDEX, index([("/gone.xml", ""), ("/lost.xml", "")]))
    assert polled(a_source(INDEX)).code == "http_404"


def test_an_index_without_dates_is_read_again_though_its_bytes_are_the_same(
    publisher: Publisher,
) -> None:
    publisher.lay(INDEX, index([("/a.xml", "")]))
    publisher.lay("http://office.example/a.xml", sitemap("/release/1"))
    source = a_source(INDEX)
    polled(source)
    publisher.lay("http://office.example/a.xml", sitemap("/release/1", "/release/2"))
    assert polled(source).taken == 1


def test_a_plain_sitemap_is_sifted_by_the_words_of_its_addresses(publisher: Publisher) -> None:
    publisher.lay(INDEX, sitemap("/releases/defence-pact-with-latvia", "/releases/budget"))
    source = a_source(INDEX, keywords=["defence pact"])
    assert polled(source).taken == 1
    article = Article.objects.get()
    assert article.url.endswith("latvia")
    assert article.published is None
