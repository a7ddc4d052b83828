"""A job's life: claimed for a lease, then taken further, finished, put off or given up.

The database's clock counts, and whoever has lost the lease changes nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Now
from psycopg import sql

from ingest.crashpoints import crash_here
from ingest.doorbell import ring_on_commit
from ingest.fetch.wording import of_the_last_try
from ingest.models import FREED, Article, Job, is_free

MAX_ATTEMPTS: Final = 5
_FIRST_PAUSE: Final = timedelta(seconds=30)
# In words of SQL, as each article asks it twice: what of `due` is of this step is claimed, and its
# article read, at a fourth of what Django takes for both.
_CLAIM: Final = """
    UPDATE ingest_job AS job SET state = 'running', attempts = attempts + 1,
        lease_token = %s, lease_until = statement_timestamp() + make_interval(secs => %s)
    FROM ingest_article AS article
    WHERE article.id = job.article_id AND job.article_id = %s
        AND job.step = %s AND job.attempts < %s AND job.state IN ('pending', 'running')
        AND (job.lease_until IS NULL OR job.lease_until < statement_timestamp())
        AND job.next_at <= statement_timestamp()
    RETURNING job.id, job.attempts, {}
"""


class LeaseLostError(Exception):
    """Another worker has taken over the job: what this one did is to be rolled back."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do one step of an article's job while the lease lasts."""

    article: Article
    token: uuid.UUID
    attempts: int
    job_id: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """How many articles were given up for a reason, and what was said of one of them."""

    code: str
    sentence: str
    count: int


def first_step(article: Article) -> Job.Step:
    """Return what is to be done first with an article that came in."""
    return Job.Step.FETCH if article.origin == Article.Origin.URL else Job.Step.READ


def due() -> QuerySet[Job]:
    """Return the open jobs whose time has come and that nobody works on."""
    is_open = Q(state__in=(Job.State.PENDING, Job.State.RUNNING))
    return Job.objects.filter(is_free(), is_open, next_at__lte=Now())


def claim(article_id: int, step: Job.Step, lease: timedelta) -> Claim | None:
    """Begin a try at one step; None where there is nothing to do, or somebody else is at it."""
    token = uuid.uuid4()
    names, statement = _claiming()
    with connection.cursor() as cursor:
        told = (token, lease.total_seconds(), article_id, step.value, MAX_ATTEMPTS)
        cursor.execute(statement, told)
        found = cursor.fetchone()
    if found is None:
        return None
    job_id, attempts, *values = found
    return Claim(Article.from_db(DEFAULT_DB_ALIAS, names, values), token, attempts, job_id)


def advance(claim: Claim, step: Job.Step, **told: object) -> None:
    """Leave the next step to whoever is rung for; `told` goes into the article.

    To be called in the transaction that stores what was done, as its last act.
    """
    _release(
        claim,
        step=step,
        state=Job.State.PENDING,
        attempts=0,
        next_at=Now(),
        rung_at=Now(),
        last_error="",
    )
    Article.objects.filter(pk=claim.article.pk).update(**told)
    crash_here("before_commit")


def finish(claim: Claim, state: Article.State, **told: object) -> None:
    """End the job, and say in the article what has become of it; as `advance` otherwise."""
    _release(claim, state=Job.State.DONE, last_error="")
    _close(claim.article, state, **told)
    crash_here("before_commit")


@transaction.atomic
def refuse(claim: Claim, code: str, sentence: str) -> None:
    """End the job of an article that no other try would bring further."""
    finish(claim, Article.State.REFUSED, refusal_code=code, refusal=sentence)


def put_off(claim: Claim, code: str, sentence: str, *, least_seconds: int = 0) -> None:
    """Try again after a pause that doubles each time; give up after the last attempt."""
    if claim.attempts >= MAX_ATTEMPTS:
        _give_up(claim, code, sentence)
        return
    pause = _FIRST_PAUSE * 2 ** (claim.attempts - 1)
    _wait(claim, max(pause, timedelta(seconds=least_seconds)), last_error=sentence)


def postpone(claim: Claim, pause: timedelta, why: str) -> None:
    """Wait without having tried: it costs no attempt."""
    _wait(claim, pause, last_error=why, attempts=F("attempts") - 1)


def bury_hopeless() -> int:
    """Give up jobs whose last attempt ended without a word, as a killed worker's does."""
    hopeless = Job.objects.filter(
        state=Job.State.RUNNING, attempts__gte=MAX_ATTEMPTS, lease_until__lt=Now()
    )
    with transaction.atomic():
        locked = hopeless.select_for_update(skip_locked=True, of=("self",))
        jobs = list(locked.select_related("article"))
        for job in jobs:
            last = Claim(job.article, job.lease_token or uuid.uuid4(), job.attempts, job.pk)
            _give_up(last, "worker_died", "Each worker that took up this article died.")
    return len(jobs)


def start_over(article: Article) -> None:
    """Have a closed article worked on from its first step on, as if it had just come in."""
    step = first_step(article)
    _reopen(Job.objects.filter(article=article), step=step, rung_at=Now())
    article.state, article.refusal_code, article.refusal = Article.State.WAITING, "", ""


@transaction.atomic
def retry(article_id: int) -> bool:
    """Try the step again at which an article was given up; False where it was not given up."""
    dead = Job.objects.filter(article=article_id, state=Job.State.DEAD)
    if not _reopen(dead, rung_at=Now()):
        return False
    step = Job.objects.values_list("step", flat=True).get(article=article_id)
    ring_on_commit(step, [article_id])
    return True


def retry_all(code: str) -> int:
    """Try again all that was given up for this reason; returns how many. The sweeper rings."""
    dead = Job.objects.filter(state=Job.State.DEAD, article__refusal_code=code)
    return len(_reopen(dead, rung_at=None))


def given_up() -> list[GivenUp]:
    """Return why articles were given up, the most frequent reason first."""
    dead = Job.objects.filter(state=Job.State.DEAD).values_list("article__refusal_code")
    told = dead.annotate(one=Min("article__refusal"), number=Count("pk"))
    return [
        GivenUp(code, one or "", number) for code, one, number in told.order_by("-number", "one")
    ]


@cache
def _claiming() -> tuple[Sequence[str], sql.Composed]:
    """Return which columns of an article are read with the claim, all but its body, and how."""
    names = [each.attname for each in Article._meta.concrete_fields if each.name != "body"]  # noqa: SLF001  documented by Django
    columns = [sql.Identifier("article", name) for name in names]
    return names, sql.SQL(_CLAIM).format(sql.SQL(", ").join(columns))


def _wait(claim: Claim, pause: timedelta, **values: object) -> None:
    _release(claim, state=Job.State.PENDING, next_at=Now() + pause, rung_at=None, **values)


@transaction.atomic
def _give_up(claim: Claim, code: str, sentence: str) -> None:
    sentence = of_the_last_try(sentence)
    _release(claim, state=Job.State.DEAD, last_error=sentence)
    told = f"{sentence} It was tried {MAX_ATTEMPTS} times."
    _close(claim.article, Article.State.REFUSED, refusal_code=code, refusal=told)


def _release(claim: Claim, **values: object) -> None:
    ours = Job.objects.filter(article=claim.article, lease_token=claim.token)
    if not ours.update(**FREED, **values):
        raise LeaseLostError(claim.article.pk)


def _close(article: Article, state: Article.State, **told: object) -> None:
    Article.objects.filter(pk=article.pk).update(state=state, finished_at=Now(), **told)


@transaction.atomic
def _reopen(jobs: QuerySet[Job], **values: object) -> list[int]:
    numbers = list(jobs.select_for_update(of=("self",)).values_list("article", flat=True))
    Job.objects.filter(article__in=numbers).update(
        state=Job.State.PENDING, attempts=0, next_at=Now(), last_error="", **FREED, **values
    )
    Article.objects.filter(pk__in=numbers).update(
        state=Article.State.WAITING, refusal_code="", refusal="", finished_at=None
    )
    return numbers
