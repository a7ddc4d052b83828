"""Take articles in, pasted, as a file or by address: the row first, the bell second."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import Message
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.http.request import validate_host
from django.utils import timezone

from ingest import jobs
from ingest.clean import MAX_FILE_BYTES, Unreadable, check, check_upload, clean, label
from ingest.doorbell import ring_on_commit
from ingest.fetch import Refused, canonical, parse_address, refuse_inner
from ingest.models import Article, Job
from ingest.papers import kind_of

# Where it is tomorrow already, papers of tomorrow are out.
_AHEAD: Final = timedelta(days=1)
_URL_LENGTH: Final = 2000
_SCHEMES: Final = ("http://", "https://")
_UNSENDABLE: Final = re.compile("[\0\ud800-\udfff]")


class NotTakenError(Exception):
    """An article that can't be taken in: a stable `code`, the `field` at fault, and a sentence."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        """Name the field that is wrong and say what to do."""
        self.code, self.field, self.sentence = code, field, sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody hands in: either `body`, or only an address to fetch; the rest where known."""

    origin: Article.Origin
    body: bytes = b""
    content_type: str = ""
    url: str = ""
    file_name: str = ""
    title: str = ""
    publisher: str = ""
    published: date | None = None
    language: str = ""
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The row an article got, and whether it is new or had come in before."""

    article: Article
    is_new: bool


def receive(submission: Submission, *, rings: bool = True) -> Receipt:
    """Store an article and the job of reading it, then ring for a worker.

    The same article twice is one row; one that was refused or given up is tried once more.

    Raises:
        NotTakenError: it is empty, too large, no text, of a day to come, or its address is not
            allowed.
    """
    _check_told(submission)
    media = _media(submission.content_type)
    key = _source_key(submission, media)
    with transaction.atomic():
        article, is_new = Article.objects.get_or_create(
            source_key=key,
            defaults={
                "origin": submission.origin,
                "url": submission.url,
                "file_name": _shown_name(submission.file_name),
                "title": submission.title[:500],
                "publisher": submission.publisher[:200],
                "published": submission.published,
                "language": submission.language[:35],
                "source_id": submission.source_id,
                "body": submission.body,
                "content_type": media.type[:100],
                "charset": media.charset[:40],
            },
        )
        if is_new:
            Job.objects.create(article=article, step=jobs.first_step(article), rung_at=Now())
        elif article.state == Article.State.REFUSED:
            jobs.start_over(article)
        if rings:
            ring_for([article])
    return Receipt(article, is_new)


def key_of(submission: Submission) -> str:
    """Return what tells an article from others, without looking into its text.

    Raises:
        NotTakenError: as `receive`, but for what only reading shows.
    """
    _check_told(submission)
    if submission.origin == Article.Origin.URL:
        return _hash(_checked_address(submission.url))
    _check_length(submission)
    return _hash(submission.body.decode("latin-1"))


def receive_all(submissions: Sequence[Submission]) -> list[Receipt]:
    """Store several articles and ring for them together."""
    with transaction.atomic():
        receipts = [receive(submission, rings=False) for submission in submissions]
        ring_for([receipt.article for receipt in receipts])
    return receipts


def ring_for(articles: Iterable[Article]) -> None:
    """Ring, once the transaction is committed, for those of the articles that are to be read."""
    waiting = [article for article in articles if article.state == Article.State.WAITING]
    for step in Job.Step:
        if numbers := [each.pk for each in waiting if jobs.first_step(each) == step]:
            ring_on_commit(step, numbers)


@dataclass(frozen=True, slots=True)
class _Media:
    type: str
    charset: str


def _media(content_type: str) -> _Media:
    """Take apart what a sender says a body is; empty where nothing is said."""
    message = Message()
    message["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    charset = message.get_content_charset("")
    return _Media(message.get_content_type() if content_type else "", charset)


def _source_key(submission: Submission, media: _Media) -> str:
    if submission.origin == Article.Origin.URL:
        return _hash(_checked_address(submission.url))
    _check_text(submission, media)
    return _hash(submission.body.decode("latin-1"))


def _check_told(submission: Submission) -> None:
    """Refuse what is told about an article and can't be so, or can't be stored."""
    for field in ("url", "title", "publisher"):
        if _UNSENDABLE.search(getattr(submission, field)):
            raise NotTakenError("character", field, "Leave out NUL and lone surrogate characters.")
    if len(submission.url) > _URL_LENGTH:
        sentence = f"The address has more than {_URL_LENGTH} characters: give a shorter one."
        raise NotTakenError("too_long", "url", sentence)
    published = submission.published
    if published and published > timezone.now().date() + _AHEAD:
        raise NotTakenError(
            "future",
            "published",
            f"{published.isoformat()} lies in the future: give the day on which it was published.",
        )


def _checked_address(url: str) -> str:
    try:
        address = parse_address(url)
        refuse_inner(address)
        spelling = canonical(url)
    except Refused as error:
        raise NotTakenError(error.code, "url", error.sentence) from error
    ours = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    if validate_host(address.host, ours):
        raise NotTakenError(
            "own_address", "url", "This is an address of Accord Atlas itself: give its source's."
        )
    return spelling


def _check_text(submission: Submission, media: _Media) -> None:
    """Refuse at once what no worker could read either, so that whoever sends it hears of it."""
    if submission.url and not submission.url.lower().startswith(_SCHEMES):
        raise NotTakenError(
            "scheme", "url", "Write the address in full, beginning with http:// or https://."
        )
    field = _check_length(submission)
    try:
        _check_body(submission, media)
    except Unreadable as error:
        raise NotTakenError(error.code, field, error.sentence) from error


def _check_length(submission: Submission) -> str:
    """Refuse what is too long; returns the field that it came in."""
    field = "text" if submission.origin == Article.Origin.PASTE else "file"
    most = MAX_FILE_BYTES if kind_of(submission.body) else settings.MAX_ARTICLE_BYTES
    if len(submission.body) > most:
        raise NotTakenError(
            "too_large",
            field,
            f"The text has {len(submission.body) / 1e6:.1f} MB; {most / 1e6:.0f} MB is the most. "
            "Send the article alone.",
        )
    return field


def _check_body(submission: Submission, media: _Media) -> None:
    body, content_type = submission.body, media.type or None
    if submission.origin == Article.Origin.FILE:
        check_upload(body, submission.file_name, media.type)
    if kind_of(body):
        # Reading one takes seconds, which is a worker's business.
        check(body, content_type=content_type)
        return
    clean(
        body,
        content_type=content_type,
        charset=media.charset or None,
        url=submission.url or None,
    )


def _shown_name(written: str) -> str:
    """Return a file's name for people to read; nothing is ever stored under it."""
    name = re.split(r"[/\\]", written)[-1].encode(errors="replace").decode()
    return (label(name) or "")[:255]


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
