"""`/metrics`: figures as Prometheus reads them, to nobody but who may."""

import re
from datetime import timedelta
from typing import Final

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from config.run.places import ROOT
from ingest import pipeline, sweeper
from ingest.doorbell import broker
from ingest.models import Article, Job, Poll, Source
from tests.config.run.product import free_port
from tests.ingest.articles import NOTHING, hand_in

pytestmark = pytest.mark.django_db
_MOST_QUERIES: Final = 14


def figures(client: Client) -> dict[str, float]:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    return {
        sample.name + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def give_up(text: str) -> Article:
    article = hand_in(text).article
    Job.objects.filter(article=article).update(state=Job.State.DEAD, last_error="It broke.")
    Article.objects.filter(pk=article.pk).update(
        state=Article.State.REFUSED, refusal_code="internal", finished_at=timezone.now()
    )
    return article


def test_they_tell_what_is_in_the_database_broker_and_disk(client: Client) -> None:
    pipeline.run(hand_in(NOTHING).article.pk)
    hand_in()
    give_up(f"{NOTHING} One.")
    put_off = hand_in(f"{NOTHING} Two.").article
    Job.objects.filter(article=put_off).update(next_at="2999-01-01T00:00Z")
    source = Source.objects.create(name="Ministry", kind="feed", address="https://x.example/f")
    Poll.objects.create(
        source=source, began_at=timezone.now(), seconds=1, outcome="new", seen=9, taken=2
    )
    Poll.objects.create(source=source, began_at=timezone.now(), seconds=1, outcome="failed")
    sweeper.look()
    told = figures(client)
    assert told["atlas_jobs[pending][read]"] == 1
    assert told["atlas_jobs[put_off][read]"] == 1
    assert told["atlas_jobs[dead][read]"] == told["atlas_jobs_dead[internal]"] == 1
    assert told["atlas_articles_last_hour[new]"] == 4
    assert told["atlas_articles_last_hour[read]"] == told["atlas_articles_last_hour[refused]"] == 1
    assert told["atlas_polls_last_hour[ok]"] == told["atlas_polls_last_hour[failed]"] == 1
    assert told["atlas_entries_last_hour[seen]"] == 9
    assert told["atlas_entries_last_hour[taken]"] == 2
    assert told["atlas_sources[new]"] == 1
    assert told["atlas_database_up"] == told["atlas_broker_up"] == 1
    assert told["atlas_queue_messages[read]"] >= 0
    assert 0 <= told["atlas_sweeper_silent_seconds"] < 60
    assert 0 < told["atlas_disk_free_ratio"] <= 1


def test_a_job_that_waits_is_told_by_its_age(client: Client) -> None:
    assert figures(client)["atlas_jobs_oldest_waiting_seconds"] == 0
    hand_in()
    Job.objects.update(next_at=timezone.now() - timedelta(minutes=6))
    assert figures(client)["atlas_jobs_oldest_waiting_seconds"] >= 360


def test_a_worker_that_keeps_a_message_is_told_by_its_age(client: Client) -> None:
    with broker() as near:
        near.zadd("unacked_index", {"test-message": timezone.now().timestamp() - 400})
    try:
        assert figures(client)["atlas_broker_oldest_unacked_seconds"] >= 400
    finally:
        with broker() as near:
            near.zrem("unacked_index", "test-message")


def test_without_a_broker_the_rest_is_told(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    told = figures(client)
    assert told["atlas_broker_up"] == 0
    assert told["atlas_database_up"] == 1
    assert "atlas_queue_messages[read]" not in told


def test_they_cost_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for i in range(5):
        give_up(f"{NOTHING} {i}")
    with django_assert_max_num_queries(_MOST_QUERIES):
        figures(client)


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.5", "fe80::1", ""])
def test_who_asks_from_elsewhere_is_refused(client: Client, address: str) -> None:
    response = client.get("/metrics", REMOTE_ADDR=address)
    assert (response.status_code, response.json()["code"]) == (403, "access.forbidden")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1"])
def test_who_asks_from_this_machine_is_told(client: Client, address: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_whom_a_proxy_brings_is_not_from_this_machine(client: Client, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("Bearer t0ken-t0ken", 200),
        ("bearer t0ken-t0ken", 200),
        ("Bearer t0ken", 403),
        ("Basic t0ken-t0ken", 403),
        ("Bearer ", 403),
        ("Bearer é", 403),
    ],
)
def test_with_a_token_it_alone_counts(
    client: Client, settings: Settings, given: str, status: int
) -> None:
    settings.METRICS_TOKEN = "t0ken-t0ken"  # noqa: S105  of this test alone
    headers = {"Authorization": given}
    far = client.get("/metrics", headers=headers, REMOTE_ADDR="203.0.113.7")
    assert far.status_code == status
    assert client.get("/metrics").status_code == 403


def test_nothing_is_written_there(client: Client) -> None:
    assert client.post("/metrics").status_code == 405


def test_the_operators_list_of_metrics_is_true(client: Client) -> None:
    give_up(NOTHING)
    told = {name.partition("[")[0] for name in figures(client)}
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(atlas_\w+)", text, re.MULTILINE)) == told
    # And what the table of alarms speaks of is there too.
    assert set(re.findall(r"`(atlas_\w+)", text)) == told
