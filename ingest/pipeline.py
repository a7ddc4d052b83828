"""The route of one article: claim, fetch, clean, archive, read, match, propose."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from agreements import intake
from ingest import reading
from ingest.clean import MainText, Unreadable, clean
from ingest.fetch import Refused, Unreachable, fetch
from ingest.models import Article, Job
from ingest.translation import proposal, score

# Longer than any step's own deadline together: fetching ends after 20 s, the rest is milliseconds;
# a language model has its own time beside.
LEASE: Final = timedelta(seconds=60)
MAX_ATTEMPTS: Final = 5
_FIRST_PAUSE: Final = timedelta(seconds=30)
_log = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Another worker has taken over the job: what this one did is rolled back."""


@dataclass(frozen=True, slots=True)
class _Claim:
    article: Article
    token: uuid.UUID
    attempts: int


def read(article_id: int) -> bool:
    """Read one article into drafts; False where there was nothing to do.

    May run twice, or at once in two workers: one of them claims the job, and only whoever still
    holds the claim at the end changes anything.
    """
    claim = _claim(article_id)
    if claim is None:
        return False
    try:
        text = _text_of(claim.article)
        _propose(claim, text)
    except (Refused, Unreadable) as error:
        _refuse(claim, error.code, error.sentence)
    except Unreachable as error:
        _put_off(claim, error.code, error.sentence)
    except LeaseLostError:
        _log.warning("article %s was taken over by another worker", article_id)
    return True


def give_back(article_id: int, error: str) -> None:
    """Note that reading failed in a way nobody foresaw; it is tried again after a pause."""
    for job in Job.objects.filter(article=article_id, state=Job.State.RUNNING).select_related(
        "article"
    ):
        claim = _Claim(job.article, job.lease_token or uuid.uuid4(), job.attempts)
        _put_off(claim, "internal", f"The reader failed: {error}. The operator's log says more.")


def _claim(article_id: int) -> _Claim | None:
    now = timezone.now()
    token = uuid.uuid4()
    due = Job.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now),
        article=article_id,
        state__in=(Job.State.PENDING, Job.State.RUNNING),
        next_at__lte=now,
        attempts__lt=MAX_ATTEMPTS,
    )
    claimed = due.update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=now + LEASE + reading.most_time(),
    )
    if not claimed:
        return None
    job = Job.objects.select_related("article").get(article=article_id)
    return _Claim(job.article, token, job.attempts)


def _text_of(article: Article) -> MainText:
    if article.origin == Article.Origin.URL:
        page = fetch(article.url)
        return clean(
            page.body, content_type=page.content_type, charset=page.charset, url=page.final_url
        )
    return clean(
        bytes(article.body),
        content_type=article.content_type or None,
        charset=article.charset or None,
        url=article.url or None,
    )


def _propose(claim: _Claim, cleaned: MainText) -> None:
    """Archive the text and offer its drafts, in the transaction that ends the job."""
    article = claim.article
    text = _to_archive(article, cleaned)
    if _read_before(claim, text):
        return
    found = reading.read(
        text.text,
        published=text.published,
        title=text.title or None,
        publisher=text.publisher or None,
        about=f"article {article.pk}",
    )
    known = intake.known_parties()
    with transaction.atomic():
        document_id, _ = intake.archive_document(text)
        proposed = [r for r in found.records if all(code in known for code in r.parties.value)]
        for ordinal, record in enumerate(proposed):
            intake.propose_draft(
                document_id,
                proposal(text.text, record),
                reader_version=found.version,
                ordinal=ordinal,
                score=score(record),
            )
        article.document_id = document_id
        article.drafts_made = len(proposed)
        _finish(claim, Article.State.READ)


def _to_archive(article: Article, cleaned: MainText) -> intake.Text:
    """Return the text with what the sender said of it, else what its page says."""
    return intake.Text(
        text=cleaned.text,
        url=article.url,
        canonical_url=cleaned.canonical_url or "",
        publisher=article.publisher or cleaned.publisher or "",
        title=article.title or cleaned.title or "",
        published=article.published or cleaned.published,
        language=cleaned.language or "",
    )


def _read_before(claim: _Claim, text: intake.Text) -> bool:
    """End the job if another article with the same words has been read; tell whether so."""
    document_id = intake.document_with(text.text)
    twin = Article.objects.filter(document=document_id, state=Article.State.READ).first()
    if document_id is None or twin is None:
        return False
    with transaction.atomic():
        claim.article.document_id = document_id
        claim.article.drafts_made = twin.drafts_made
        _finish(claim, Article.State.READ)
    return True


def _refuse(claim: _Claim, code: str, sentence: str) -> None:
    with transaction.atomic():
        claim.article.refusal_code, claim.article.refusal = code, sentence
        _finish(claim, Article.State.REFUSED)


def _finish(claim: _Claim, state: Article.State) -> None:
    done = Job.objects.filter(article=claim.article, lease_token=claim.token).update(
        state=Job.State.DONE, lease_token=None, lease_until=None
    )
    if not done:
        raise LeaseLostError(claim.article.pk)
    claim.article.state, claim.article.finished_at = state, timezone.now()
    claim.article.save()


def _put_off(claim: _Claim, code: str, sentence: str) -> None:
    """Try again after a pause that doubles each time; give up after the last attempt."""
    if claim.attempts >= MAX_ATTEMPTS:
        _give_up(claim.article, code, sentence)
        return
    Job.objects.filter(article=claim.article, lease_token=claim.token).update(
        state=Job.State.PENDING,
        next_at=_next_try(claim.attempts),
        last_error=sentence,
        lease_token=None,
        lease_until=None,
    )


def _next_try(attempts: int) -> datetime:
    pause: timedelta = _FIRST_PAUSE * 2 ** (attempts - 1)
    return timezone.now() + pause


@transaction.atomic
def _give_up(article: Article, code: str, sentence: str) -> None:
    Job.objects.filter(article=article).update(
        state=Job.State.DEAD, last_error=sentence, lease_token=None, lease_until=None
    )
    article.state, article.refusal_code = Article.State.REFUSED, code
    article.refusal = f"{sentence} It was tried {MAX_ATTEMPTS} times."
    article.finished_at = timezone.now()
    article.save()


def bury_hopeless() -> int:
    """Give up jobs whose last attempt ended without a word, as a killed worker's does."""
    now = timezone.now()
    hopeless = Job.objects.filter(
        state=Job.State.RUNNING, attempts__gte=MAX_ATTEMPTS, lease_until__lt=now
    ).select_related("article")
    for job in hopeless:
        _give_up(job.article, "worker_died", "Each worker that read this article died.")
    return len(hopeless)
