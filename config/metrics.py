"""What a monitor reads (`/metrics`): figures of the moment, as Prometheus writes them.

They are asked of database, broker and disk when they are read, so any web process tells the same.
"""

import ipaddress
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from agreements import summaries
from config.celery import QUEUES
from config.problems import problem
from ingest import activity, doorbell, heartbeat, sweeper
from ingest.models import Source

_FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with all figures, to this machine or to who has METRICS_TOKEN."""
    if not _may_read(request):
        return problem("access.forbidden", "Ask from the machine itself, or with METRICS_TOKEN.")
    told = CollectorRegistry()
    told.register(_Collector())
    written = generate_latest(told)
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(written, content_type=CONTENT_TYPE_LATEST, headers=headers)


def free_share() -> float:
    """Return how much of the disk is free on which our data lie, from 0 to 1."""
    try:
        usage = shutil.disk_usage(settings.VAR_DIR)
    except OSError:
        return 0.0
    return usage.free / usage.total


def _may_read(request: HttpRequest) -> bool:
    """Believe a token, or an address of this machine that no proxy has put there."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN:
        is_right = secrets.compare_digest(given.strip().encode(), settings.METRICS_TOKEN.encode())
        return scheme.lower() == "bearer" and is_right
    if any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class _Collector(Collector):
    def collect(self) -> Iterator[Gauge]:
        """Yield every figure that can be had; what is away is told by its `_up`."""
        yield Gauge("atlas_disk_free_ratio", "Free share of the disk of VAR_DIR", free_share())
        yield from _with_up("atlas_broker_up", "Whether the broker answers", _of_broker)
        yield from _with_up("atlas_database_up", "Whether the database answers", _of_database)


def _with_up(name: str, words: str, ask: Callable[[], list[Gauge]]) -> Iterator[Gauge]:
    try:
        found = ask()
    except (DatabaseError, InterfaceError, redis.RedisError, OSError):
        yield Gauge(name, words, 0)
        return
    yield Gauge(name, words, 1)
    yield from found


def _of_database() -> list[Gauge]:
    return [*_of_jobs(), *_of_last_hour(), *_of_others()]


def _of_jobs() -> Iterator[Gauge]:
    left = Gauge("atlas_jobs", "Jobs left to do, by step and state", labels=["step", "state"])
    for each in activity.left():
        left.add_metric([each.step, each.state], each.count)
    yield left
    dead = Gauge("atlas_jobs_dead", "Jobs given up, by reason", labels=["reason"])
    for reason in activity.given_up():
        dead.add_metric([reason.code], reason.count)
    yield dead
    oldest = activity.oldest_waiting().total_seconds()
    yield Gauge("atlas_jobs_oldest_waiting_seconds", "How long the oldest due job waits", oldest)


def _of_last_hour() -> Iterator[Gauge]:
    hour = activity.last_hour()
    polls = Gauge("atlas_polls_last_hour", "Polls of sources, by outcome", labels=["outcome"])
    polls.add_metric(["failed"], hour.failed)
    polls.add_metric(["ok"], hour.polled - hour.failed)
    yield polls
    entries = Gauge("atlas_entries_last_hour", "Entries that sources listed", labels=["what"])
    entries.add_metric(["seen"], hour.seen)
    entries.add_metric(["taken"], hour.taken)
    yield entries
    articles = Gauge("atlas_articles_last_hour", "Articles, by what happened", labels=["what"])
    for what in ("new", "read", "refused"):
        articles.add_metric([what], getattr(hour, what))
    yield articles
    yield Gauge("atlas_drafts_last_hour", "Drafts that the reader made", hour.drafts)


def _of_others() -> Iterator[Gauge]:
    yield Gauge("atlas_drafts_waiting", "Drafts to review", summaries.waiting_drafts().count)
    sources = Gauge("atlas_sources", "Sources, by how they do", labels=["health"])
    found = activity.sources_by_health()
    for health in Source.Health:
        sources.add_metric([str(health)], found[str(health)])
    yield sources
    to_send = activity.to_send()
    yield Gauge("atlas_deliveries_pending", "Messages that wait to be sent", to_send.pending)
    yield Gauge("atlas_webhooks_failing", "Webhooks whose last try failed", to_send.failing)
    yield Gauge("atlas_webhooks_given_up", "Webhooks given up or gone", to_send.given_up)
    silence = heartbeat.silence(sweeper.NAME)
    silent = silence.total_seconds() if silence is not None else float("inf")
    yield Gauge("atlas_sweeper_silent_seconds", "Since the sweeper was last at work", silent)


def _of_broker() -> list[Gauge]:
    waiting = Gauge("atlas_queue_messages", "Messages in a queue of the broker", labels=["queue"])
    with doorbell.broker() as near:
        for queue in QUEUES:
            waiting.add_metric([queue], int(near.llen(queue)))
        taken = near.zrange("unacked_index", 0, 0, withscores=True)
    age = max(0.0, time.time() - float(taken[0][1])) if taken else 0.0
    words = "How long the oldest message is with a worker that has not acknowledged it"
    return [waiting, Gauge("atlas_broker_oldest_unacked_seconds", words, age)]
