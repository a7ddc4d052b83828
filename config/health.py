"""Whether the product is up (`/healthz`) and able to answer (`/readyz`)."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.urls import path

from config import metrics
from ingest import heartbeat, sweeper

_SECONDS: Final = 1.0
_LEAST_FREE: Final = 0.1
_asking = ThreadPoolExecutor(1, thread_name_prefix="readyz")
_lock = threading.Lock()
_asked: "Future[_Database] | None" = None


@dataclass(frozen=True, slots=True)
class _Database:
    """What the database says: how long no sweeper was at work, and whether it is as we know it."""

    silence: timedelta | None
    is_migrated: bool


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer at all: the process lives. It asks nobody."""
    return JsonResponse({"status": "up"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 without a database of our version; without the rest reading goes on: 200."""
    database = _ask_database()
    is_ready = database is not None and database.is_migrated
    silence = database.silence if database else None
    answers = {
        "database": database is not None,
        "migrations": is_ready,
        "broker": _broker_answers(),
        "sweeper": silence is not None and silence < sweeper.SILENT,
        "disk": _is_disk_roomy(),
    }
    status = "ready" if all(answers.values()) else "degraded" if is_ready else "not ready"
    named = {name: "up" if up else "down" for name, up in answers.items()}
    return JsonResponse({"status": status} | named, status=200 if is_ready else 503)


def _ask_database() -> _Database | None:
    """Return what the database says within a second; None where it says nothing.

    One thread asks for all, so that a database that hangs costs no more than one.
    """
    global _asked  # noqa: PLW0603  the question that is on its way
    heads = _heads()
    with _lock:
        if _asked is None or _asked.done():
            _asked = _asking.submit(_database, heads)
        asked = _asked
    try:
        return asked.result(_SECONDS)
    except (DatabaseError, TimeoutError):
        return None


def _database(heads: frozenset[tuple[str, str]]) -> _Database:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
        return _Database(heartbeat.silence(sweeper.NAME), heads <= applied)
    finally:
        connection.close()


@cache
def _heads() -> frozenset[tuple[str, str]]:
    """Return the last migrations that this version has."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _broker_answers() -> bool:
    broker = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS
    )
    try:
        return bool(broker.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        broker.close()


def _is_disk_roomy() -> bool:
    return metrics.free_share() > _LEAST_FREE


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
