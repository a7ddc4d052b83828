"""The machine room at work, as editors see it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ingest import pipeline, reception, sweeper
from ingest.models import Article, Job, Poll, Source
from tests.ingest.articles import NOTHING, hand_in

pytestmark = pytest.mark.django_db
_MOST_QUERIES = 13


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client with an editor signed in; nobody is rung for."""
    monkeypatch.setattr(reception, "ring_on_commit", lambda step, numbers: None)
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


def shown(desk: Client, **headers: str) -> str:
    response = desk.get("/sources/activity", headers=headers)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>([^<]+)</dt><dd>([^<]+)</dd></div>", page))


def this_hour(page: str) -> list[str]:
    rows = re.findall(r'<tr> <th scope="row"><time.*?</tr>', page)
    assert len(rows) == 24
    return re.findall(r"<td[^>]*>([^<]*)</td>", rows[0])


def give_up(number: int, code: str = "internal") -> None:
    article = hand_in(f"{NOTHING} And {number} more.").article
    Job.objects.filter(article=article).update(state=Job.State.DEAD, last_error="It broke.")
    Article.objects.filter(pk=article.pk).update(
        state=Article.State.REFUSED, refusal_code=code, finished_at=timezone.now()
    )


def test_readers_are_sent_to_sign_in(client: Client) -> None:
    for answer in (client.get("/sources/activity"), client.post("/sources/activity/retry")):
        assert answer.headers["Location"].startswith("/login?next=/sources/activity")


def test_an_hour_counts_polls_articles_drafts_and_failures(desk: Client) -> None:
    source = Source.objects.create(name="Ministry", kind="feed", address="https://x.example/f")
    for outcome in ("new", "unchanged", "failed"):
        Poll.objects.create(source=source, began_at=timezone.now(), seconds=1, outcome=outcome)
    old = timezone.now() - timedelta(hours=30)
    Poll.objects.create(source=source, began_at=old, seconds=1, outcome="new")
    pipeline.run(hand_in(NOTHING).article.pk)
    give_up(1)
    hand_in()
    Article.objects.filter(state="read").update(drafts_made=2)
    assert this_hour(shown(desk)) == ["3", "3", "1", "2", "2"]


def test_what_is_left_is_told_by_what_becomes_of_it(desk: Client) -> None:
    for number in range(5):
        hand_in(f"{NOTHING} Number {number}.")
    first, second, third, *_ = Job.objects.order_by("pk")
    Job.objects.filter(pk=first.pk).update(next_at=timezone.now() - timedelta(seconds=90))
    Job.objects.filter(pk=second.pk).update(
        state="running", lease_until=timezone.now() + timedelta(minutes=1)
    )
    Job.objects.filter(pk=third.pk).update(next_at=timezone.now() + timedelta(hours=1))
    told = figures(shown(desk))
    oldest = told.pop("The oldest waits for")
    assert told == {"Waiting": "3", "Being worked on": "1", "Put off": "1", "Given up": "0"}
    assert re.fullmatch(r"9\d seconds", oldest)


def test_progress_is_told_of_what_came_in_since_the_oldest_that_waits(desk: Client) -> None:
    pipeline.run(hand_in(NOTHING).article.pk)
    assert "Nothing waits" in shown(desk)
    numbers = [hand_in(f"{NOTHING} Number {number}.").article.pk for number in range(4)]
    pipeline.run(numbers[2])
    page = shown(desk)
    assert "1 of 4 articles since the oldest that waits are done with" in page
    assert '<progress id="batch" max="4" value="1">' in page


def test_what_was_given_up_is_told_by_reason_and_tried_again(desk: Client) -> None:
    for number in range(3):
        give_up(number, "internal" if number else "timeout")
    page = shown(desk)
    listed = r'<a href="/review/articles\?given_up=\w+"><code>(\w+)</code></a>'
    assert re.findall(rf"<b>(\d+)</b> {listed} It broke\.", page) == [
        ("2", "internal"),
        ("1", "timeout"),
    ]
    answer = desk.post("/sources/activity/retry", {"code": "internal"}, follow=True)
    assert "2 articles are tried again in a moment." in answer.content.decode()
    assert Job.objects.filter(state="pending").count() == 2
    assert figures(shown(desk))["Given up"] == "1"


@pytest.mark.parametrize("reason", ["", "never heard of", "\0", "x" * 5000])
def test_a_reason_that_nothing_has_is_told_of(desk: Client, reason: str) -> None:
    give_up(1)
    answer = desk.post("/sources/activity/retry", {"code": reason}, follow=True)
    assert "Nothing is given up for this reason any more." in answer.content.decode()


def test_a_silent_sweeper_is_told_of(desk: Client) -> None:
    assert "The sweeper is silent" in shown(desk)
    sweeper.look()
    assert "The sweeper is silent" not in shown(desk)


def test_who_looks_on_is_sent_the_figures_alone(desk: Client) -> None:
    give_up(1)
    page = shown(desk, **{"HX-Request": "true"})
    assert page.strip().startswith('<div id="activity"')
    assert "<h1" not in page
    assert "csrfmiddlewaretoken" in page
    answer = desk.get("/sources/activity")
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_it_costs_few_queries_however_much_there_is(
    desk: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    headers: dict[str, str],
) -> None:
    for number in range(8):
        give_up(number, f"reason_{number}")
    with django_assert_max_num_queries(_MOST_QUERIES):
        shown(desk, **headers)
