"""The route of one article: fetch, then clean, archive, read, match, propose."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction

from agreements import intake
from ingest import bodies, copies, fetching, jobs, reading
from ingest.clean import MainText, Unreadable, clean
from ingest.copies import Told, Twin
from ingest.fetch import Refused, Unreachable
from ingest.jobs import Claim, LeaseLostError
from ingest.logged import about
from ingest.manners import NotYet
from ingest.models import Article, Job
from ingest.reader.records import Record
from ingest.reading import Reading
from ingest.translation import proposal, score

# Longer than a step's own deadline: fetching ends after 20 s, reading by rules takes milliseconds;
# a language model has its own time beside.
_LEASE: Final = timedelta(seconds=60)
_log = logging.getLogger(__name__)


def fetch(article_id: int) -> bool:
    """Fetch the page of one article; False where there was nothing to do.

    Safe to run twice, or at once in two workers, as all steps are: one of them claims the job, and
    only whoever still holds the claim at the end changes anything. Whatever goes wrong is noted in
    the job, which is then tried again, or ended with a reason.
    """
    return _step(article_id, Job.Step.FETCH, fetching.fetch_page, _LEASE)


def read(article_id: int) -> bool:
    """Read one article, whose text is there, into drafts; False where there was nothing to do."""
    return _step(article_id, Job.Step.READ, _read, _LEASE + reading.most_time())


def run(article_id: int) -> bool:
    """Do here and now whatever steps of an article are due."""
    fetched = fetch(article_id)
    return read(article_id) or fetched


def _step(article_id: int, step: Job.Step, work: Callable[[Claim], None], lease: timedelta) -> bool:
    claim = jobs.claim(article_id, step, lease)
    if claim is None:
        return False
    with about(article=article_id, job=claim.job_id):
        try:
            _log.info("%s: %s", step, _try(claim, work))
        except LeaseLostError:
            _log.warning("article %s was taken over by another worker", article_id)
    return True


def _try(claim: Claim, work: Callable[[Claim], None]) -> str:
    """Do the work and note in the job what came of it; returns that in a word or two."""
    try:
        work(claim)
    except (Refused, Unreadable) as error:
        jobs.refuse(claim, error.code, error.sentence)
        return f"refused, {error.code}"
    except Unreachable as error:
        wait = error.retry_after_seconds or 0
        jobs.put_off(claim, error.code, error.sentence, least_seconds=wait)
        return f"failed, {error.code}"
    except NotYet as early:
        jobs.postpone(claim, timedelta(seconds=early.seconds), str(early))
        return "put off"
    except LeaseLostError:
        raise
    except Exception as error:  # noqa: BLE001  what nobody foresaw in one article stops no other
        _log.exception("article %s failed", claim.article.pk)
        name = type(error).__name__
        jobs.put_off(claim, "internal", f"It failed: {name}. The operator's log says more.")
        return "failed, internal"
    return "done"


def _read(claim: Claim) -> None:
    text = _text_of(claim.article)
    if text.warnings:
        Article.objects.filter(pk=claim.article.pk).update(warnings=list(text.warnings))
    _propose(claim, text)


def _text_of(article: Article) -> MainText:
    return clean(
        bodies.body_of(article.pk),
        content_type=article.content_type or None,
        charset=article.charset or None,
        url=article.final_url or article.url or None,
    )


def _propose(claim: Claim, cleaned: MainText) -> None:
    """Archive the text and offer its drafts, in the transaction that ends the job."""
    told = copies.Told.of(_to_archive(claim.article, cleaned))
    if reading.is_costly() and _end(claim, told, _found(claim, told, by_rules=True), if_copy=True):
        return
    _end(claim, told, _found(claim, told))


def _found(claim: Claim, told: Told, *, by_rules: bool = False) -> Reading | None:
    """Read a text; None for one in a language that nobody here reads."""
    text = told.text
    if not reading.reads(text.language.partition("-")[0]):
        return None
    return reading.read(
        text.text,
        published=text.published,
        title=text.title or None,
        publisher=text.publisher or None,
        about=f"article {claim.article.pk}",
        by_rules=by_rules,
    )


@transaction.atomic
def _end(claim: Claim, told: Told, found: Reading | None, *, if_copy: bool = False) -> bool:
    """Archive the text with what is offered of it, and end the job.

    A copy of a text that was read is not read into drafts again: its words are offered as further
    evidence. With `if_copy` nothing is done, and False returned, for anything else.
    """
    text = told.text
    copies.hold(told)
    twins = copies.find(told)
    records = found.records if found else ()
    known = intake.known_parties() if records else {}
    proposed = [r for r in records if all(code in known for code in r.parties.value)]
    teller = copies.teller(twins)
    if teller and copies.adds_to(teller, [r.parties.value for r in proposed]):
        teller = None
    if if_copy and teller is None:
        return False
    document_id, _ = intake.archive_document(text)
    made = _copied(document_id, teller) if teller else _offered(document_id, text, found, proposed)
    jobs.finish(
        claim,
        Article.State.READ,
        document_id=document_id,
        drafts_made=made,
        told_by_id=teller and (teller.told_by_id or teller.article_id),
        story_id=copies.join(claim.article, told, twins),
        published=text.published,
        **({} if found else {"language": text.language}),
    )
    return True


def _copied(document_id: int, teller: Twin) -> int:
    if teller.has_same_words:
        return teller.drafts_made
    return intake.offer_copy(document_id, told_by=teller.document_id)


def _offered(
    document_id: int, text: intake.Text, found: Reading | None, proposed: Sequence[Record]
) -> int:
    for ordinal, record in enumerate(proposed):
        intake.propose_draft(
            document_id,
            proposal(text.text, record),
            reader_version=found.version if found else "",
            ordinal=ordinal,
            score=score(record),
        )
    return len(proposed)


def _to_archive(article: Article, cleaned: MainText) -> intake.Text:
    """Return the text with what the sender said of it, else what its page says."""
    return intake.Text(
        text=cleaned.text,
        url=article.url,
        canonical_url=cleaned.canonical_url or "",
        publisher=article.publisher or cleaned.publisher or "",
        title=article.title or cleaned.title or "",
        published=article.published or cleaned.published,
        language=cleaned.language or article.language,
    )
