"""What beat asks of the record now and then."""

from celery import shared_task

from agreements import curation, idempotency


@shared_task(name="agreements.tasks.tidy", soft_time_limit=20, time_limit=30)
def tidy() -> None:
    """Delete what was kept for a while only. Safe to run twice, and late."""
    curation.forget_receipts()
    idempotency.forget_answers()
