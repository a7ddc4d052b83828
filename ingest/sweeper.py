"""Ring again for what the broker lost: the brake on forgetting."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ingest import sending
from ingest.doorbell import BATCH, ring, ring_to_send
from ingest.models import Job, Subscription
from ingest.pipeline import bury_hopeless

# A job is not rung for again sooner than this, so that a backlog makes no storm of rings.
_PATIENCE: Final = timedelta(seconds=60)
_MOST: Final = 10 * BATCH


def sweep() -> int:
    """Ring for jobs that are due and that nobody works on; returns how many. Safe to run twice."""
    bury_hopeless()
    now = timezone.now()
    with transaction.atomic():
        due = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(
                Q(lease_until=None) | Q(lease_until__lt=now),
                Q(rung_at=None) | Q(rung_at__lt=now - _PATIENCE),
                state__in=(Job.State.PENDING, Job.State.RUNNING),
                next_at__lte=now,
            )
            .order_by("next_at")[:_MOST]
        )
        jobs = {job.pk: job.article_id for job in due}
        Job.objects.filter(pk__in=jobs).update(rung_at=now)
    if jobs:
        ring(list(jobs.values()))
    return len(jobs)


def sweep_out() -> int:
    """Ring for subscriptions that something is to be sent for; returns how many."""
    now = timezone.now()
    unheard = Q(rung_at=None) | Q(rung_at__lt=now - _PATIENCE)
    with transaction.atomic():
        numbers = list(
            sending.due(now)
            .filter(unheard)
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("next_at")
            .values_list("pk", flat=True)[:_MOST]
        )
        Subscription.objects.filter(pk__in=numbers).update(rung_at=now)
    if numbers:
        ring_to_send(numbers)
    return len(numbers)
