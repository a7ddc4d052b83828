"""Polls: many looks at once, each settled in a transaction of its own as soon as it is over."""

import logging
import time
from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import OperationalError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from ingest.clean import Unreadable
from ingest.crashpoints import crash_here
from ingest.feeds import Unusable
from ingest.fetch import FetchError, Unreachable
from ingest.fetch.wording import of_a_source
from ingest.logged import about
from ingest.manners import NotYet
from ingest.models import FREED, Poll, Source
from ingest.polling.claims import Claim, claim, still_ours
from ingest.polling.look import Look
from ingest.polling.looking import look_at
from ingest.polling.pacing import after_move, next_look
from ingest.polling.taking import KEYWORD, Taken, take

# Waiting for answers costs no processor; each costs some hundred kilobytes while it lasts.
THREADS: Final = 24
# None is claimed after this, so that the last one ends before the task's soft limit.
_LATEST_BEGIN_SECONDS: Final = 45.0
_KEPT: Final = timedelta(days=90)
_KEPT_UNCHANGED: Final = timedelta(days=7)
_GONE: Final = "http_410"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Looked:
    """A look that is over: what it brought, or the error that ended it."""

    claim: Claim
    began_at: datetime
    seconds: float
    look: Look | None = None
    error: Exception | None = None


def poll(source_id: int) -> Poll | None:
    """Poll one source if it is due; None where it is not, or somebody else is at it."""
    for claimed in claim(1, [source_id]):
        return _settled(_looked(claimed))
    return None


def poll_due(among: Collection[int] | None = None) -> int:
    """Poll all sources that are due, or those of these; returns how many were.

    Looks run beside each other, so that one that is slow delays none; what they bring is stored one
    after the other. Safe to run twice, and at once on several machines: each source is claimed.
    """
    began, polled = time.monotonic(), 0
    running: set[Future[_Looked]] = set()
    with ThreadPoolExecutor(THREADS, thread_name_prefix="poll") as pool:
        while True:
            if time.monotonic() - began < _LATEST_BEGIN_SECONDS:
                running |= _begun(pool, THREADS - len(running), among)
            if not running:
                return polled
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                polled += _settled(future.result()) is not None


def _begun(
    pool: ThreadPoolExecutor, room: int, among: Collection[int] | None
) -> set[Future[_Looked]]:
    """Claim as many as there are threads free, unless these are too few to be worth a query."""
    if room < THREADS // 2:
        return set()
    return {pool.submit(_looked, claimed) for claimed in claim(room, among)}


def _looked(claimed: Claim) -> _Looked:
    """Look; runs in a thread that knows no database."""
    began_at, began = timezone.now(), time.monotonic()
    look, error = None, None
    try:
        with about(source=claimed.source.pk):
            look = look_at(claimed.source)
    except Exception as failure:  # noqa: BLE001  what nobody foresaw in one source stops no other
        error = failure
    return _Looked(claimed, began_at, time.monotonic() - began, look, error)


def _settled(looked: _Looked) -> Poll | None:
    """Store what came of a look; None where another has taken the source over meanwhile."""
    with about(source=looked.claim.source.pk):
        poll = _settled_somehow(looked)
        if poll is not None:
            _log.info("polled: %s %s, %d new", poll.outcome, poll.code or "-", poll.taken)
    return poll


def _settled_somehow(looked: _Looked) -> Poll | None:
    try:
        return _stored(looked)
    except OperationalError:
        # The database is away or full, which is not the source's fault: its lease ends by itself.
        _log.warning("what source %s lists was not stored", looked.claim.source.pk, exc_info=True)
        return None
    except Exception as error:  # noqa: BLE001  a fault in one source's entries stops no other
        _log.exception("source %s failed", looked.claim.source.pk)
        return _stored(_Looked(looked.claim, looked.began_at, looked.seconds, error=error))


@transaction.atomic
def _stored(looked: _Looked) -> Poll | None:
    if not still_ours(looked.claim):
        _log.warning("source %s was taken over by another worker", looked.claim.source.pk)
        return None
    if isinstance(looked.error, NotYet):
        # Nothing was tried.
        wait = timedelta(seconds=looked.error.seconds)
        Source.objects.filter(pk=looked.claim.source.pk).update(next_at=Now() + wait, **FREED)
        return None
    if looked.look is None:
        done = _failed(looked, looked.error or RuntimeError())
    else:
        done = _succeeded(looked, looked.look)
    crash_here("before_commit")
    return done


def _succeeded(looked: _Looked, look: Look) -> Poll:
    source = looked.claim.source
    result = Taken() if look.is_unchanged else take(source, look)
    # What went beyond the quota is to be listed again, changed or not.
    is_comparable = not result.is_over_quota
    _release(
        looked,
        **next_look(source),
        **after_move(source, look.moved_to),
        **({"found_at": Now()} if result.taken else {}),
        etag=look.validators.etag if is_comparable else "",
        last_modified=look.validators.last_modified if is_comparable else "",
        body_sha256=look.body_sha256 if is_comparable else "",
        last_error_code="",
        last_error="",
    )
    return _noted(
        looked,
        outcome=_outcome(look, result),
        seen=look.feed.seen,
        taken=result.taken,
        revised=result.revised,
        skipped=dict(result.skipped),
        warnings=[warning[:40] for warning in look.feed.warnings],
    )


def _outcome(look: Look, result: Taken) -> Poll.Outcome:
    if look.is_unchanged:
        return Poll.Outcome.UNCHANGED
    if result.is_over_quota:
        return Poll.Outcome.QUOTA
    return Poll.Outcome.NEW if result.taken else Poll.Outcome.NOTHING


def _failed(looked: _Looked, error: Exception) -> Poll:
    source = looked.claim.source
    code, sentence = _told(error, source)
    least = error.retry_after_seconds or 0 if isinstance(error, Unreachable) else 0
    # Gone for good is the one answer after which asking again is rude.
    off = {"is_on": False} if code == _GONE else {}
    _release(
        looked,
        **next_look(source, failures=source.failures + 1, least_seconds=least),
        **off,
        last_error_code=code,
        last_error=sentence,
    )
    return _noted(looked, outcome=Poll.Outcome.FAILED, code=code, sentence=sentence)


def _told(error: Exception, source: Source) -> tuple[str, str]:
    if isinstance(error, FetchError | Unusable | Unreadable):
        return error.code[:40], of_a_source(error.code, error.sentence)
    _log.error("source %s failed", source.pk, exc_info=error)
    name = type(error).__name__
    return "internal", f"Polling failed: {name}. The operator's log says more."


def _release(looked: _Looked, **values: Any) -> None:  # noqa: ANN401  columns
    Source.objects.filter(pk=looked.claim.source.pk).update(polled_at=Now(), **FREED, **values)


def _noted(looked: _Looked, **told: Any) -> Poll:  # noqa: ANN401  columns
    return Poll.objects.create(
        source=looked.claim.source, began_at=looked.began_at, seconds=looked.seconds, **told
    )


@transaction.atomic
def reconsider(source: Source) -> None:
    """Have a source looked at as if for the first time, after its keywords or kind have changed.

    What has an article stays known; what was left out for want of a keyword may come in now.
    """
    source.entries.filter(skipped=KEYWORD).delete()
    Source.objects.filter(pk=source.pk).update(
        etag="", last_modified="", body_sha256="", next_at=Now()
    )


def forget_old() -> int:
    """Delete polls that nobody looks at any more; returns how many."""
    now = timezone.now()
    is_old = Q(began_at__lt=now - _KEPT)
    is_dull = Q(began_at__lt=now - _KEPT_UNCHANGED, outcome=Poll.Outcome.UNCHANGED)
    return Poll.objects.filter(is_old | is_dull).delete()[0]
