"""What the machine room is at: hour by hour, what is left to do, what was given up.

Each question is answered by an index, in a few milliseconds however many articles there are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Aggregate, Count, F, Min, Model, Q, QuerySet, Sum
from django.db.models.functions import Now, TruncHour
from django.utils import timezone

from ingest import heartbeat, jobs, sweeper
from ingest.models import Article, Delivery, Job, Poll, Source, Subscription

HOURS: Final = 24
PUT_OFF: Final = "put_off"
_REASONS: Final = 20
_OPEN: Final = (Job.State.PENDING, Job.State.RUNNING)
_LEFT: Final = (*_OPEN, Job.State.DEAD)
_LOST: Final = (Subscription.OffReason.GIVEN_UP, Subscription.OffReason.GONE)
_HOUR: Final = timedelta(hours=1)
# What is counted of what, by which of its moments.
_COUNTED: Final[tuple[tuple[type[Model], str, Mapping[str, Aggregate]], ...]] = (
    (Article, "received_at", {"new": Count("*")}),
    (
        Article,
        "finished_at",
        {
            "read": Count("finished_at", filter=Q(state=Article.State.READ)),
            "refused": Count("finished_at", filter=Q(state=Article.State.REFUSED)),
            "drafts": Sum("drafts_made", default=0),
        },
    ),
    (
        Poll,
        "began_at",
        {
            "polled": Count("*"),
            "failed": Count("began_at", filter=Q(outcome=Poll.Outcome.FAILED)),
            "seen": Sum("seen", default=0),
            "taken": Sum("taken", default=0),
        },
    ),
)


@dataclass(slots=True)
class Counts:
    """What happened in some time: polls with the entries they saw and took, articles, drafts."""

    polled: int = 0
    failed: int = 0
    seen: int = 0
    taken: int = 0
    new: int = 0
    read: int = 0
    drafts: int = 0
    refused: int = 0

    @property
    def failures(self) -> int:
        """Return how much went wrong: polls that failed and articles that were refused."""
        return self.failed + self.refused


@dataclass(frozen=True, slots=True)
class Left:
    """How many jobs are left in one state, which may be `put_off`: waiting for a later time."""

    step: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Batch:
    """The articles that came in since the first that still waits: all, and those done with."""

    total: int
    done: int


@dataclass(frozen=True, slots=True)
class ToSend:
    """Messages that wait, webhooks whose last try failed, and those that were given up."""

    pending: int
    failing: int
    given_up: int


def hours(number: int = HOURS) -> dict[datetime, Counts]:
    """Return what happened in each of the last hours, this one first; three queries."""
    this = timezone.now().replace(minute=0, second=0, microsecond=0)
    found = {this - i * _HOUR: Counts() for i in range(number)}
    for model, moment, counts in _COUNTED:
        grouped = _since(model, moment, min(found)).values(hour=TruncHour(moment))
        for row in grouped.annotate(**counts).order_by():
            _note(found.get(row.pop("hour"), Counts()), row)
    return found


def last_hour() -> Counts:
    """Return what happened in the last sixty minutes; three queries."""
    found = Counts()
    for model, moment, counts in _COUNTED:
        since = timezone.now() - _HOUR
        _note(found, _since(model, moment, since).aggregate(**counts))
    return found


def left() -> list[Left]:
    """Return how much is left to do, by step and state; what is done is not counted."""
    later = Count("next_at", filter=Q(next_at__gt=Now()))
    grouped = Job.objects.filter(state__in=_LEFT).values("step", "state").annotate(n=Count("*"))
    found: list[Left] = []
    for row in grouped.annotate(later=later).order_by("step", "state"):
        put_off = row["later"] if row["state"] == Job.State.PENDING else 0
        found.append(Left(row["step"], row["state"], row["n"] - put_off))
        if put_off:
            found.append(Left(row["step"], PUT_OFF, put_off))
    return found


def oldest_waiting() -> timedelta:
    """Return how long ago the time of the job came that has waited the longest."""
    since = jobs.due().order_by("next_at").values_list(Now() - F("next_at"), flat=True).first()
    return since or timedelta()


def given_up() -> list[jobs.GivenUp]:
    """Return why articles were given up, the most frequent reason first."""
    dead = Job.objects.filter(state=Job.State.DEAD).values(code=F("article__refusal_code"))
    told = dead.annotate(count=Count("*"), sentence=Min("last_error")).order_by("-count", "code")
    return [jobs.GivenUp(**row) for row in told[:_REASONS]]


def batch() -> Batch | None:
    """Return how far the work has come that is going on; None where nothing waits."""
    still = Job.objects.filter(state__in=_OPEN)
    # Plus nothing, or PostgreSQL walks through all jobs that are done to find the first that isn't.
    due = still.filter(next_at__lte=Now())
    first = due.aggregate(first=Min(F("article_id") + 0))["first"]
    if first is None:
        return None
    total = Article.objects.filter(pk__gte=first).count()
    return Batch(total, max(0, total - still.filter(article__gte=first).count()))


def sources_by_health() -> Counter[str]:
    """Return how many sources do well, and how many do not."""
    sources = Source.objects.only("is_on", "failures", "polled_at")
    return Counter(str(source.health) for source in sources)


def to_send() -> ToSend:
    """Return what waits to be sent to webhooks, and how those fare."""
    return ToSend(
        pending=Delivery.objects.filter(state=Delivery.State.PENDING).count(),
        failing=Subscription.objects.filter(off_at=None, attempts__gt=0).count(),
        given_up=Subscription.objects.filter(off_reason__in=_LOST).count(),
    )


def sweeper_is_silent() -> bool:
    """Tell whether nobody rings again for what the broker loses."""
    silence = heartbeat.silence(sweeper.NAME)
    return silence is None or silence > sweeper.SILENT


def _since(model: type[Model], moment: str, since: datetime) -> QuerySet[Any, Any]:
    return QuerySet(model).filter(**{f"{moment}__gte": since})


def _note(counts: Counts, row: Mapping[str, int]) -> None:
    for name, count in row.items():
        setattr(counts, name, count)
