"""Take articles from a folder of NAME.txt and NAME.meta.json."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest import reader
from ingest.reader.records import Record


class BadArticle(ValueError):  # noqa: N818 - it is the article that is bad
    """An article of the folder cannot be read; the message names the file and says why."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a folder."""

    name: str
    text: str
    title: str | None
    publisher: str | None
    published: date | None

    def read(self) -> tuple[Record, ...]:
        """Find the agreements that it tells of."""
        return reader.read(
            self.text, published=self.published, title=self.title, publisher=self.publisher
        )


def articles(folder: Path) -> Iterator[Article]:
    """Give all articles of a folder by name.

    Raises:
        BadArticle: The folder is none or holds nothing, a text is missing, or a file is not as it
            should be.
    """
    if not folder.is_dir():
        raise BadArticle(f"{folder} is not a folder.")
    names = {path.name.removesuffix(".txt") for path in folder.glob("*.txt")}
    names |= {path.name.removesuffix(".meta.json") for path in folder.glob("*.meta.json")}
    if not names:
        raise BadArticle(f"{folder} holds no articles (NAME.txt with NAME.meta.json).")
    for name in sorted(names):
        yield _article(folder, name)


def _article(folder: Path, name: str) -> Article:
    text = _text(folder / f"{name}.txt")
    path = folder / f"{name}.meta.json"
    meta = _meta(path)
    return Article(
        name=name,
        text=text,
        title=_word(path, meta, "title"),
        publisher=_word(path, meta, "outlet"),
        published=_day(path, meta),
    )


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as problem:
        raise BadArticle(f"{path} is missing: the article has no text.") from problem
    except UnicodeDecodeError as problem:
        raise BadArticle(f"{path} is not UTF-8 text.") from problem


def _meta(path: Path) -> dict[str, Any]:
    try:
        meta = json.loads(_text(path))
    except json.JSONDecodeError as problem:
        raise BadArticle(f"{path} is not JSON: {problem}.") from problem
    if not isinstance(meta, dict):
        raise BadArticle(f"{path} must hold an object with title, outlet and published.")
    return meta


def _word(path: Path, meta: dict[str, Any], key: str) -> str | None:
    value = meta.get(key)
    if value is not None and not isinstance(value, str):
        raise BadArticle(f"{path}: {key} must be text or null, not {value!r}.")
    return value


def _day(path: Path, meta: dict[str, Any]) -> date | None:
    value = _word(path, meta, "published")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as problem:
        raise BadArticle(f"{path}: published must be like 2024-06-13, not {value!r}.") from problem
