"""Take articles in from files and addresses, and read them."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Final

from django.core.management.base import BaseCommand, CommandError

from ingest import pipeline
from ingest.models import Article
from ingest.reception import NotTakenError, Receipt, Submission, receive

_META: Final = ("url", "title", "outlet", "published")
_TYPES: Final = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}


class Command(BaseCommand):
    """Take in each PATH or URL; NAME.meta.json beside NAME.txt tells title, outlet, date, url.

    Reads at once in this process; with --queue the workers do. Exits 1 if any was not taken.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the paths and addresses, and whether to leave the reading to the workers."""
        parser.add_argument("args", nargs="+", metavar="PATH_OR_URL")
        parser.add_argument("--queue", action="store_true", help="leave the reading to the workers")

    def handle(self, *names: str, queue: bool, **options: object) -> None:
        """Print one line for each article, then fail if any was not taken in."""
        failed = sum(not self._take_in(name, queue=queue) for name in names)
        if failed:
            raise CommandError(f"{failed} of {len(names)} were not read.")

    def _take_in(self, name: str, *, queue: bool) -> bool:
        try:
            receipt = receive(_submission(name), rings=queue)
        except NotTakenError as error:
            self.stderr.write(f"{name}: not taken: {error.sentence}")
            return False
        if not queue:
            pipeline.read(receipt.article.pk)
        self.stdout.write(f"{name}: {_outcome(receipt)}")
        return receipt.article.state != Article.State.REFUSED


def _outcome(receipt: Receipt) -> str:
    article = receipt.article
    article.refresh_from_db()
    before = "" if receipt.is_new else "known already, "
    if article.state == Article.State.REFUSED:
        return f"{before}refused: {article.refusal}"
    if article.state == Article.State.WAITING:
        return f"{before}waiting (article {article.pk}) {article.job.last_error}".rstrip()
    if not article.drafts_made:
        return f"{before}read, nothing found"
    number = article.drafts_made
    return f"{before}read, {number} draft{'' if number == 1 else 's'}"


def _submission(name: str) -> Submission:
    if "://" in name:
        return Submission(origin=Article.Origin.URL, url=name)
    path = Path(name)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise NotTakenError("no_file", "file", f"It can't be opened: {error.strerror}.") from error
    told = _told(path.with_name(f"{path.stem}.meta.json"))
    return Submission(
        origin=Article.Origin.FILE,
        body=body,
        content_type=_TYPES.get(path.suffix.lower(), ""),
        file_name=path.name,
        url=told.get("url", ""),
        title=told.get("title", ""),
        publisher=told.get("outlet", ""),
        published=_day(told.get("published")),
    )


def _told(path: Path) -> dict[str, str]:
    """Return the entries that mean something; null counts as not there."""
    if not path.exists():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        sentence = f"{path.name} can't be opened: {error.strerror}."
        raise NotTakenError("bad_meta", "file", sentence) from error
    except (ValueError, RecursionError) as error:
        raise NotTakenError("bad_meta", "file", f"{path.name} is no JSON: {error}.") from error
    if not isinstance(told, dict):
        raise NotTakenError("bad_meta", "file", f"{path.name} must hold an object.")
    found = {name: told[name] for name in _META if told.get(name) is not None}
    for name, value in found.items():
        if not isinstance(value, str):
            raise NotTakenError("bad_meta", "file", f"{name} in {path.name} must be a text.")
    return found


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise NotTakenError(
            "bad_date", "published", f"{written!r} is no day: write it like 2024-06-30."
        ) from error
