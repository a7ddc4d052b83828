"""The button that tries again what was given up: for one article, and for all with one reason."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ingest import jobs
from ingest.models import Article, Job
from tests.ingest.articles import PACT, hand_in
from tests.ingest.pages.test_views import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


def given_up(number: int, code: str = "timeout") -> Article:
    article = hand_in(f"{PACT} {number}").article
    Job.objects.filter(article=article).update(state=Job.State.DEAD, attempts=5)
    sentence = "It did not answer. It was tried 5 times."
    Article.objects.filter(pk=article.pk).update(
        state=Article.State.REFUSED, refusal_code=code, refusal=sentence
    )
    return article


def test_the_page_of_what_was_given_up_has_a_button_that_tries_it_again(desk: Client) -> None:
    article = given_up(1)
    address = f"/review/articles/{article.pk}"
    assert f'action="{address}/retry"' in told(desk.get(address))
    assert desk.post(f"{address}/retry").headers["Location"] == address
    page = told(desk.get(address))
    assert "The article waits to be read." in page
    assert "/retry" not in page
    job = Job.objects.get(article=article)
    assert (job.state, job.attempts, job.step) == (Job.State.PENDING, 0, Job.Step.READ)


def test_what_was_refused_for_good_has_none_and_a_late_click_is_told_so(desk: Client) -> None:
    article = given_up(1)
    Job.objects.update(state=Job.State.DONE)
    address = f"/review/articles/{article.pk}"
    assert "/retry" not in told(desk.get(address))
    late = told(desk.post(f"{address}/retry", follow=True))
    assert 'banner--bad" role="status">This article was not given up' in late
    article.refresh_from_db()
    assert article.state == Article.State.REFUSED


def test_all_with_one_reason_are_tried_again_together(desk: Client) -> None:
    late = [given_up(number) for number in range(3)]
    odd = given_up(3, code="worker_died")
    page = told(desk.get("/review/articles"))
    listed = '<a href="/review/articles?given_up=timeout"><code>timeout</code></a>'
    assert f"<b>3</b> {listed} It did not answer." in page
    assert "Try all 3 again" in page
    done = desk.post("/review/articles/retry", {"code": "timeout"}, follow=True)
    assert "3 articles are tried again." in told(done)
    assert {each.pk for each in Article.objects.filter(state="waiting")} == {a.pk for a in late}
    left = jobs.GivenUp("worker_died", "It did not answer. It was tried 5 times.", 1)
    assert jobs.given_up() == [left]
    assert Job.objects.get(article=odd).state == Job.State.DEAD


def test_older_articles_are_on_further_pages(desk: Client) -> None:
    oldest, *_ = [hand_in(f"{PACT} {number}").article for number in range(51)]
    first = told(desk.get("/review/articles"))
    assert f'href="/review/articles/{oldest.pk}"' not in first
    assert 'rel="next" href="/review/articles?page=2"' in first
    second = told(desk.get("/review/articles?page=2"))
    assert f'href="/review/articles/{oldest.pk}"' in second
    assert 'rel="prev" href="/review/articles?page=1"' in second
    assert 'rel="next"' not in second


def test_what_one_reason_made_us_give_up_is_listed(desk: Client) -> None:
    late, odd = given_up(1), given_up(2, code="worker_died")
    read = given_up(3)
    Job.objects.filter(article=read).update(state=Job.State.DONE)
    page = told(desk.get("/review/articles?given_up=timeout"))
    assert f'href="/review/articles/{late.pk}"' in page
    assert f'href="/review/articles/{odd.pk}"' not in page
    assert f'href="/review/articles/{read.pk}"' not in page
    assert "Given up for the reason <code>timeout</code>." in page


def test_a_reason_that_nobody_has_lists_nothing(desk: Client) -> None:
    given_up(1)
    page = told(desk.get("/review/articles?given_up=a%00%3Cb%3E"))
    assert "Nothing is given up for this reason." in page
    assert "<code>a&lt;b&gt;</code>" in page


@pytest.mark.parametrize("code", ["", "none_such", "a\0b", "x" * 5000])
def test_a_reason_that_nobody_has_tries_nothing(desk: Client, code: str) -> None:
    given_up(1)
    done = desk.post("/review/articles/retry", {"code": code}, follow=True)
    assert "0 articles are tried again." in told(done)
    assert jobs.given_up()[0].count == 1


def test_only_editors_may_and_only_by_post(client: Client, desk: Client) -> None:
    address = f"/review/articles/{given_up(1).pk}/retry"
    for path in (address, "/review/articles/retry"):
        assert client.post(path).headers["Location"].startswith("/login")
        assert desk.get(path).status_code == 405
    assert jobs.given_up()
    assert desk.post("/review/articles/77777/retry").status_code == 404
