"""The work to be done on what comes in."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ingest.models.articles import Article
from ingest.models.leases import Leased


class Job(Leased):
    """One piece of work that exists until it is done; the broker only rings for it.

    `attempts` are those of its step; `next_at` is when it may be tried (again). All times are the
    database's: clocks of workers may differ. Only `ingest.jobs` changes one.
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
