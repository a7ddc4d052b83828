"""A look at a folder of files, or at a mailbox file: below the folders of the settings only."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from ingest.clean import MAX_FILE_BYTES
from ingest.feeds import Entry, Feed, Format, Unusable, parse
from ingest.feeds.dates import read_date
from ingest.feeds.wording import title_of
from ingest.fetch import Validators
from ingest.models import Source
from ingest.polling.look import Look, sha256

MEDIA: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".htm": "text/html",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}
_TOLD: Final = ".meta.json"
_MOST_FILES: Final = 20_000
_MOST_LISTED: Final = 100_000
_MOST_DEPTH: Final = 8
_MOST_TOLD_BYTES: Final = 65_536
_MAILBOX_BYTES: Final = 10_000_000
# What was written just now may be written on.
_SETTLED_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class FileContent:
    """The content of a file, read when it is asked for."""

    path: Path
    media_type: str

    @property
    def body(self) -> bytes:
        """Return the bytes; raises OSError, also where a link has taken the file's place."""
        number = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(number, "rb") as file:
            return file.read(_most_bytes(self.path) + 1)


def _most_bytes(path: Path) -> int:
    is_paper = path.suffix.lower() in {".docx", ".pdf"}
    return MAX_FILE_BYTES if is_paper else settings.MAX_ARTICLE_BYTES


def allowed(address: str) -> Path:
    """Return a path, every link in it followed.

    Raises:
        Unusable: `folder.not_allowed` unless it lies below a folder of the settings,
            `folder.missing` where nothing is there.
    """
    try:
        path = Path(address).resolve(strict=True)
        roots = [Path(root).resolve() for root in settings.INGEST_FOLDERS]
    except (OSError, ValueError, RuntimeError) as error:
        raise Unusable(
            "folder.missing", "There is nothing at this path on the machine that polls it."
        ) from error
    if not any(path.is_relative_to(root) for root in roots):
        raise Unusable(
            "folder.not_allowed",
            "Files are read below the folders that the operator has set only (INGEST_FOLDERS).",
        )
    return path


def look_at_folder(source: Source) -> Look:
    """Return the texts, pages, PDF and Word files in a folder and below it, the newest first.

    A file is known by its path: one that is written anew is a revision. Links, hidden files and
    what was written this moment are passed over. NAME.meta.json beside NAME.txt tells title,
    outlet, date, url, as `manage.py ingest` has it.

    Raises:
        Unusable: `folder.not_allowed`, `folder.missing`.
    """
    folder = allowed(source.address)
    if not folder.is_dir():
        raise Unusable("folder.missing", "This path is a file: give the folder it is in.")
    skipped: Counter[str] = Counter()
    found = sorted(_files(folder, 0, skipped), reverse=True)
    entries = [_entry(folder, path, changed) for changed, path in found[:_MOST_FILES]]
    return Look(
        feed=Feed(
            format=Format.FOLDER,
            entries=tuple(entries),
            seen=len(found),
            skipped=dict(skipped),
            warnings=("feed.truncated",) if len(found) > _MOST_FILES else (),
        )
    )


def look_at_mailbox(source: Source) -> Look:
    """Return the messages of a mailbox file, or of its last 10 MB.

    Raises:
        Unusable: `folder.not_allowed`, `folder.missing`, `mailbox.not_a_mailbox`.
    """
    path = allowed(source.address)
    try:
        stat = path.stat()
        mark = Validators(f"{stat.st_size}-{stat.st_mtime_ns}")
        if mark.etag == source.etag:
            return Look(is_unchanged=True, validators=mark)
        with path.open("rb") as file:
            file.seek(max(0, stat.st_size - _MAILBOX_BYTES))
            body = file.read(_MAILBOX_BYTES)
    except OSError as error:
        raise Unusable("folder.missing", "The mailbox file can't be opened.") from error
    if stat.st_size > _MAILBOX_BYTES:
        body = body[body.find(b"\n\nFrom ") + 2 :]
    if body and not body.startswith(b"From "):
        raise Unusable(
            "mailbox.not_a_mailbox", "This is no mailbox file (mbox): it does not begin with From."
        )
    feed = _messages(body)
    return Look(feed=feed, validators=mark)


def _messages(body: bytes) -> Feed:
    if not body:
        return Feed(format=Format.MAILBOX)
    return parse(body, content_type=None, charset=None, url="", now=timezone.now())


def _files(folder: Path, depth: int, skipped: Counter[str]) -> Iterator[tuple[float, Path]]:
    """Yield (time of the last change, path); a folder that can't be opened holds nothing."""
    try:
        listed = sorted(os.scandir(folder), key=lambda each: each.name)[:_MOST_LISTED]
    except OSError:
        skipped["file.unreadable"] += 1
        return
    for each in listed:
        if each.name.startswith(".") or each.is_symlink():
            continue
        if each.is_dir(follow_symlinks=False):
            if depth < _MOST_DEPTH:
                yield from _files(Path(each.path), depth + 1, skipped)
        elif Path(each.name).suffix.lower() in MEDIA and each.is_file(follow_symlinks=False):
            yield from _sized(each, skipped)


def _sized(each: os.DirEntry[str], skipped: Counter[str]) -> Iterator[tuple[float, Path]]:
    try:
        stat = each.stat(follow_symlinks=False)
    except OSError:
        skipped["file.unreadable"] += 1
        return
    if stat.st_size > _most_bytes(Path(each.name)):
        skipped["file.too_large"] += 1
    elif stat.st_mtime < time.time() - _SETTLED_SECONDS:
        yield stat.st_mtime, Path(each.path)


def _entry(folder: Path, path: Path, changed: float) -> Entry:
    told = _told(path.with_name(f"{path.stem}{_TOLD}"))
    published, flag = read_date(told.get("published", ""), timezone.now())
    return Entry(
        identity=sha256(os.fsencode(path.relative_to(folder))),
        title=title_of(told.get("title", ""), is_markup=False)[0],
        published=published,
        published_raw=told.get("published", "")[:100],
        publisher=title_of(told.get("outlet", ""), is_markup=False)[0][:200],
        content=FileContent(path, MEDIA[path.suffix.lower()]),
        origin=told.get("url", ""),
        file_name=title_of(os.fsencode(path.name).decode(errors="replace"), is_markup=False)[0],
        revision=sha256(f"{changed}".encode()),
        flags=(flag,) if flag else (),
    )


def _told(path: Path) -> dict[str, str]:
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_TOLD_BYTES:
            return {}
        told = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {name: value for name, value in told.items() if isinstance(value, str)}
