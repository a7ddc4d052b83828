"""Ring again for what the broker lost, with a brake on ringing."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from ingest import heartbeat, jobs, sending
from ingest.doorbell import BATCH, POLL, SEND, TASKS, ring, ring_to_poll, ring_to_send, waiting
from ingest.models import Job, Source, Subscription

NAME: Final = "sweeper"
EVERY_SECONDS: Final = 5.0
# A sweeper that has not been at work for so long is an alarm.
SILENT: Final = timedelta(seconds=60)
# A queue as long as this holds bells enough: more would bury the workers under rings.
_LONG_QUEUE: Final = 50
_BELLS_A_WORKER: Final = 4
# Nothing is rung for again sooner than this,
_PATIENCE: Final = timedelta(seconds=60)
# and what has waited for so long is rung for whatever the queue's length, as seldom.
_FORGOTTEN: Final = timedelta(minutes=10)
_MOST: Final = 10 * BATCH


def look() -> int:
    """Do one round and give a sign of life; returns how much was rung for.

    Safe to run twice, and by several at once.
    """
    jobs.bury_hopeless()
    rung = sweep() + sweep_out() + sweep_sources()
    heartbeat.beat(NAME)
    return rung


def sweep() -> int:
    """Ring for jobs that are due and that nobody works on; returns how many."""
    return sum(_sweep(step) for step in Job.Step)


def _sweep(step: Job.Step) -> int:
    length = waiting(TASKS[step])
    if length is None:  # nobody would hear: not to be taken for rung
        return 0
    bells = max(0, min(_LONG_QUEUE - length, _BELLS_A_WORKER * settings.WORKERS))
    rung = _ring(step, jobs.due().filter(_unheard(_PATIENCE)), bells * BATCH)
    # A queue may stay long for ever.
    forgotten = jobs.due().filter(_unheard(_FORGOTTEN), next_at__lt=Now() - _FORGOTTEN)
    return rung + _ring(step, forgotten, _MOST)


def sweep_out() -> int:
    """Ring for subscriptions that something is to be sent for; returns how many."""
    length = waiting(SEND)
    bells = 0 if length is None else max(0, _LONG_QUEUE - length)
    with transaction.atomic():
        numbers = list(
            sending.wanting(timezone.now())
            .filter(_unheard(_PATIENCE))
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("next_at")
            .values_list("pk", flat=True)[:bells]
        )
        Subscription.objects.filter(pk__in=numbers).update(rung_at=Now())
    ring_to_send(numbers)
    return len(numbers)


def sweep_sources() -> int:
    """Ring for the sources that are due; returns how many. One ring does for all of them."""
    length = waiting(POLL)
    if length is None or length >= _LONG_QUEUE:
        return 0
    with transaction.atomic():
        due = Source.objects.due().filter(_unheard(_PATIENCE))
        numbers = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Source.objects.filter(pk__in=numbers).update(rung_at=Now())
    if numbers:
        ring_to_poll()
    return len(numbers)


def _unheard(patience: timedelta) -> Q:
    return Q(rung_at=None) | Q(rung_at__lt=Now() - patience)


def _ring(step: Job.Step, due: QuerySet[Job], most: int) -> int:
    with transaction.atomic():
        locked = due.filter(step=step).select_for_update(skip_locked=True)
        found = {job.pk: job.article_id for job in locked.order_by("next_at")[:most]}
        Job.objects.filter(pk__in=found).update(rung_at=Now())
    ring(step, list(found.values()))
    return len(found)
