"""The work to be done on what comes in."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ingest.models.articles import Article


class Job(models.Model):
    """One piece of work that exists until it is done; the broker only rings for it.

    A worker claims it for the time of a lease and finishes it with the lease's token, so that one
    who was thought dead and comes back changes nothing. `attempts` are those of its step; `next_at`
    is when it may be tried (again), `rung_at` when the broker was last asked to tell somebody. All
    times are the database's: clocks of workers may differ. Only `ingest.jobs` changes one.
    """

    class Step(models.TextChoices):
        """What is to be done next."""

        FETCH = "fetch", _("Fetch the page")
        READ = "read", _("Read the text")

    class State(models.TextChoices):
        """Where the work stands."""

        PENDING = "pending", _("Pending")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        DEAD = "dead", _("Given up")

    article = models.OneToOneField(Article, models.CASCADE, related_name="job")
    step = models.CharField(max_length=10, choices=Step.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    rung_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, default=None)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                name="job_due",
                condition=models.Q(state__in=["pending", "running"]),
            ),
            # What is asked of the work that is left lies in the index: most jobs are done.
            models.Index(
                fields=["state", "step", "next_at"],
                include=["article"],
                name="job_left",
                condition=models.Q(state__in=["pending", "running", "dead"]),
            ),
        ]

    def __str__(self) -> str:
        return f"Job {self.pk} ({self.state})"
