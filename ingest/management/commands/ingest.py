"""Take articles in from files and addresses, and read them."""

import json
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from django.core.management.base import BaseCommand, CommandError

from ingest import pipeline
from ingest.management.counting import Counting, said
from ingest.models import Article
from ingest.reception import NotTakenError, Receipt, Submission, receive

_META: Final = ("url", "title", "outlet", "published")
_TYPES: Final = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}


class Command(BaseCommand):
    """Take in each PATH or URL; NAME.meta.json beside NAME.txt tells title, outlet, date, url.

    `-` takes further addresses from standard input, --from from a file, one a line. Reads at once
    in this process; with --queue the workers do. At the end it sums up on standard error. Exits 1
    if any was not taken or refused, 2 if there was nothing to take.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the paths and addresses, and whether to leave the reading to the workers."""
        parser.add_argument("args", nargs="*", metavar="PATH_OR_URL")
        parser.add_argument("--from", dest="listed", metavar="FILE", help="addresses, one a line")
        parser.add_argument("--queue", action="store_true", help="leave the reading to the workers")

    def handle(
        self, *names: str, queue: bool, listed: str | None = None, **options: object
    ) -> None:
        """Print one line for each article and a summary, then fail if any was not taken in."""
        began, asked = time.monotonic(), list(_all(names, listed))
        if not asked:
            raise CommandError("Name files or addresses, or give --from FILE.", returncode=2)
        self._became: Counter[str] = Counter()
        with Counting(self.stderr, "articles", len(asked)) as counting:
            failed = 0
            for name in asked:
                failed += not self._take_in(name, queue=queue, counting=counting)
                counting.step()
        if len(asked) > 1:
            seconds = time.monotonic() - began
            self.stderr.write(f"{said(self._became)}; {seconds:.1f} s")
        if failed:
            raise CommandError(f"{failed} of {len(asked)} were not read.")

    def _take_in(self, name: str, *, queue: bool, counting: Counting) -> bool:
        try:
            receipt = receive(_submission(name), rings=queue)
        except NotTakenError as error:
            counting.clear()
            self.stderr.write(f"{name}: not taken: {error.sentence}")
            self._became[f"not taken, {error.code}"] += 1
            return False
        if not queue:
            pipeline.run(receipt.article.pk)
        counting.clear()
        self.stdout.write(f"{name}: {_outcome(receipt)}")
        self._became.update(_became(receipt))
        return receipt.article.state != Article.State.REFUSED


def _all(names: Iterable[str], listed: str | None) -> Iterator[str]:
    """Yield what is to be taken in: what is named, with `-` for what standard input lists."""
    for name in names:
        if name == "-":
            yield from _lines(sys.stdin)
        else:
            yield name
    if listed:
        try:
            with Path(listed).open(encoding="utf-8") as file:
                yield from _lines(file)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{listed} can't be read: {error}", returncode=2) from error


def _lines(file: Iterable[str]) -> Iterator[str]:
    """Yield the lines that name something; # begins a comment."""
    for line in file:
        name = line.strip()
        if name and not name.startswith("#"):
            yield name


def _became(receipt: Receipt) -> dict[str, int]:
    """Return what the summary counts of an article that is up to date."""
    article = receipt.article
    told = {"taken" if receipt.is_new else "known already": 1}
    if article.state == Article.State.REFUSED:
        told[f"refused, {article.refusal_code}"] = 1
    elif article.state == Article.State.WAITING:
        told["waiting"] = 1
    return told | {"drafts": article.drafts_made or 0}


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
