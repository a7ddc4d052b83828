"""Whether the product is up (`/healthz`) and able to answer (`/readyz`)."""

from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

_BROKER_SECONDS: Final = 1.0


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer at all: the process lives."""
    return JsonResponse({"status": "up"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 without the database; a broker that is down only slows ingest, so that is 200."""
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    is_ready = answers["database"]
    named = {name: "up" if up else "down" for name, up in answers.items()}
    told = {"status": "ready" if is_ready else "not ready"} | named
    return JsonResponse(told, status=200 if is_ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    broker = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=_BROKER_SECONDS, socket_connect_timeout=_BROKER_SECONDS
    )
    try:
        return bool(broker.ping())
    except redis.RedisError:
        return False
    finally:
        broker.close()


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
