"""Many articles from one file: each once, each bad row by its number."""

from collections.abc import Iterator

import pytest

from ingest import importing, pipeline
from ingest.importing import Imported, Refused, UnusableError, import_rows
from ingest.models import Article, Job
from ingest.reception import Submission, receive
from tests.ingest.articles import NOTHING, hand_in

pytestmark = pytest.mark.django_db


def imported(*lines: str) -> Imported:
    return import_rows(f"{line}\n" for line in lines)


def test_addresses_and_texts_become_articles_with_their_first_step() -> None:
    done = imported(
        "url,title,publisher,published,language,text",
        "https://example.org/a?utm_source=x,A pact,Ledger,2026-03-04,en,",
        f'https://example.org/b,,,,,"{NOTHING}"',
    )
    assert (done.rows, done.taken, done.known, done.refused) == (2, 2, 0, [])
    first, second = Article.objects.order_by("url")
    assert (first.origin, first.title, first.publisher) == ("url", "A pact", "Ledger")
    assert (str(first.published), first.language, first.state) == ("2026-03-04", "en", "waiting")
    assert (first.job.step, first.job.state, first.job.attempts) == ("fetch", "pending", 0)
    assert (second.origin, second.job.step) == ("paste", "read")
    assert pipeline.run(second.pk)
    second.refresh_from_db()
    assert second.state == "read"


def test_they_are_the_same_articles_as_those_that_come_in_one_by_one() -> None:
    hand_in(NOTHING)
    receive(Submission(origin=Article.Origin.URL, url="https://example.org/a"), rings=False)
    done = imported("url,text", "https://EXAMPLE.org/a#top,", f'"","{NOTHING}"')
    assert (done.taken, done.known) == (0, 2)
    assert Article.objects.count() == Job.objects.count() == 2


def test_the_same_file_again_and_a_row_twice_take_nothing_twice() -> None:
    lines = ("url", *(f"https://example.org/{number}" for number in range(5)))
    assert imported(*lines, lines[1]).taken == 5
    again = imported(*lines)
    assert (again.rows, again.taken, again.known) == (5, 0, 5)
    assert Job.objects.count() == 5


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("ftp://example.org/a,", "bad_scheme"),
        ("http://127.0.0.1/,", "private_address"),
        (",", "empty"),
        ("https://example.org/a,2026-13-01", "bad_date"),
        ("https://example.org/a,2999-01-01", "future"),
        ("https://example.org/a,2026-03-04,more", "columns"),
        ("https://example.org/\0,", "character"),
        ("https://example.org/\ud800,", "character"),
        (f"https://example.org/{'a' * 2001},", "too_long"),
    ],
)
def test_a_bad_row_is_told_by_its_number_and_the_others_come_in(row: str, code: str) -> None:
    good = "https://example.org/{},2026-03-04"
    done = imported("url,published", good.format(1), row, good.format(2))
    (refused,) = done.refused
    assert isinstance(refused, Refused)
    assert refused.row == 3
    assert refused.code == code
    assert refused.sentence
    assert (done.taken, Article.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("",),
        ("title,publisher",),
        ("url,outlet",),
        ("url,url",),
        ("url", "https://example.org/1", '"https://example.org/2'),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_whole(lines: tuple[str, ...]) -> None:
    with pytest.raises(UnusableError):
        imported(*lines)
    assert not Article.objects.exists()


def test_a_file_that_breaks_off_leaves_nothing() -> None:
    def broken() -> Iterator[str]:
        yield "url\n"
        yield "https://example.org/1\n"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        import_rows(broken())
    assert not Article.objects.exists()


def test_who_waits_hears_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_SAY_EVERY", 2)
    said: list[int] = []
    import_rows(["url\n", *(f"https://example.org/{n}\n" for n in range(5))], said.append)
    assert said == [2, 4]
