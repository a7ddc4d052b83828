"""JSON Feed 1.0 and 1.1."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from ingest.feeds.errors import malformed, not_a_feed, too_complex, too_deep
from ingest.feeds.gathering import Gatherer, Told, language_tag
from ingest.feeds.shapes import MOST_DEPTH, MOST_ENTRIES, Feed, Format
from ingest.feeds.wording import title_of

_VERSION: Final = "jsonfeed.org/version/"
_MOST_VALUES: Final = 300_000


def read_json(text: bytes, base: str, now: datetime) -> Feed:
    """Return what a JSON Feed lists.

    Raises:
        Unusable: `feed.malformed`, `feed.too_deep`, `feed.too_complex`, `feed.not_a_feed`.
    """
    told = _loaded(text)
    if not isinstance(told, dict) or _VERSION not in _text(told, "version"):
        raise not_a_feed("JSON of another kind")
    items = told.get("items")
    if not isinstance(items, list):
        raise not_a_feed("a JSON feed without a list of items")
    gatherer = Gatherer(now, _text(told, "language"))
    for item in items[:MOST_ENTRIES]:
        gatherer.add(_item(item if isinstance(item, dict) else {}, base))
    cut = ["feed.truncated"] if len(items) > MOST_ENTRIES else []
    return Feed(
        format=Format.JSON,
        version=_text(told, "version").rpartition("/")[2][:20],
        title=title_of(_text(told, "title"), is_markup=False)[0],
        language=language_tag(gatherer.language),
        entries=tuple(gatherer.entries),
        seen=len(items),
        skipped=dict(gatherer.skipped),
        warnings=(*cut, *gatherer.warnings()),
    )


def _loaded(text: bytes) -> Any:  # noqa: ANN401  whatever stands there
    # Each value costs memory, and has a comma or a bracket before it.
    if text.count(b",") + text.count(b"[") + text.count(b"{") > _MOST_VALUES:
        raise too_complex()
    try:
        told = json.loads(text)
    except RecursionError as error:
        raise too_deep(MOST_DEPTH) from error
    except ValueError as error:
        raise malformed(_told(error)) from error
    if _depth(told) > MOST_DEPTH:
        raise too_deep(MOST_DEPTH)
    return told


def _told(error: ValueError) -> str:
    return f"{error}"[:200].rstrip(".")


def _depth(told: object) -> int:
    depth, level = 0, [told]
    while level and depth <= MOST_DEPTH:
        depth += 1
        level = [child for value in level for child in _children(value)]
    return depth


def _children(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _item(item: dict[str, Any], base: str) -> Told:
    html, text = _text(item, "content_html"), _text(item, "content_text")
    return Told(
        guid=_text(item, "id"),
        links=tuple((_text(item, name), base) for name in ("url", "external_url", "id")
                    if _is_link(item, name)),
        title=_text(item, "title"),
        title_is_markup=False,
        summary=_text(item, "summary"),
        content=html or text,
        media_type="text/html" if html else "text/plain",
        published=_text(item, "date_published") or _text(item, "date_modified"),
        language=_text(item, "language"),
    )  # fmt: skip


def _is_link(item: dict[str, Any], name: str) -> bool:
    written = _text(item, name)
    return bool(written) and (name != "id" or written.startswith(("http://", "https://")))


def _text(told: dict[str, Any], name: str) -> str:
    """Return a text, or a number as one (early feeds number their items); else nothing."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)
