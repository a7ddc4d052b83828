"""Answer a request that comes again as it was answered the first time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from agreements.models import KeptAnswer

# A request that comes again later than this is a new one.
KEPT: Final = timedelta(hours=48)
_INSTEAD: Final = "_atlas_kept_body"


class MismatchError(Exception):
    """The same idempotency key came with another request."""


@dataclass(frozen=True, slots=True)
class Repeatable:
    """A request that may come again: its API key, its idempotency key, and its hash."""

    key_id: int
    idempotency_key: str
    request: str


def first_answer(asked: Repeatable) -> KeptAnswer | None:
    """Return what the request was answered before, None for one that is new.

    Until the transaction ends, nobody else gets past here with the same two keys.

    Raises:
        MismatchError: it was another request.
    """
    with connection.cursor() as cursor:
        name = f"idempotency {asked.key_id} {asked.idempotency_key}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    kept = KeptAnswer.objects.filter(
        key=asked.key_id, idempotency_key=asked.idempotency_key
    ).first()
    if kept is not None and kept.request != asked.request:
        raise MismatchError
    return kept


def keep_answer(asked: Repeatable, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Keep an answer in the transaction that has done what was asked."""
    KeptAnswer.objects.create(
        key_id=asked.key_id,
        idempotency_key=asked.idempotency_key,
        request=asked.request,
        status=status,
        headers=dict(headers),
        body=body,
    )


def keep_instead(response: HttpResponse, body: bytes) -> None:
    """Have another body kept, and so told to a repeat: for a secret, which is stored nowhere."""
    setattr(response, _INSTEAD, body)


def kept_body(response: HttpResponse) -> bytes:
    """Return what is to be kept of an answer."""
    body: bytes = getattr(response, _INSTEAD, response.content)
    return body


def forget_answers() -> int:
    """Delete the answers that are older than `KEPT`; returns how many."""
    return KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
