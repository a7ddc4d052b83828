"""The main text of an article with what its page says about it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import trafilatura

from ingest.clean.charset import decoded
from ingest.clean.errors import Unreadable, empty, too_large
from ingest.clean.letters import has_words, normalised
from ingest.clean.metadata import page_facts
from ingest.fetch import Refused, canonical

MAX_TEXT_BYTES: Final = 2_000_000
_PAGE_FACTOR: Final = 2  # a page may be so many times larger than a text: it carries its furniture
_PAGE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_LOOKS_LIKE_PAGE = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+|<!--(?>.*?-->)\s*+)*+<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_DECLARATION = re.compile(r"\A\s*+<\?xml[^>]*+>")
# The library ends a paragraph with one newline; a text has a blank line there, save inside a table.
_PARAGRAPH_END = re.compile(r"(?<!\|)\n|\n(?!\|)")
_TABLE_RULE = re.compile(r"^\|[-|]+\|\n", re.MULTILINE)
_LEAST_LETTERS: Final = 60  # shorter than any sentence that says who signed what with whom
# Attributes and whole tags as parsers read them. Possessive throughout, and a tag's pattern matches
# wherever a tag begins: the search stays linear on whatever a page holds.
_ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
)
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE.pattern})*+")
_LONG_TAG: Final = 20_000
_MOST_ATTRIBUTES: Final = 1_000
# Four million ancestors took the library five seconds; an ordinary page of 130 kB has 12,000.
_SMALL_PAGE: Final = 100_000
_MOST_WEIGHT: Final = 2_500_000


@dataclass(frozen=True, slots=True)
class MainText:
    """A text in NFC with a blank line between paragraphs, and its page's own word on it.

    `published_from` is the tag that gave the date, None without a date; `language` is a primary
    subtag (en); `canonical_url` is the page's own or that of the fetch, None for a file.
    """

    text: str
    title: str | None
    published: date | None
    published_from: str | None
    language: str | None
    publisher: str | None
    canonical_url: str | None


def clean(
    body: bytes,
    *,
    content_type: str | None,
    charset: str | None,
    url: str | None,
    max_bytes: int = MAX_TEXT_BYTES,
) -> MainText:
    """Return the main text of a page or of a plain text; the same bytes give the same text.

    Raises:
        Unreadable: `empty`, `binary`, `unknown_charset`, `no_text`, `too_large`, `too_complex`.
    """
    if len(body) > max_bytes * _PAGE_FACTOR:
        raise too_large(max_bytes)
    if not body.strip():
        raise empty()
    written = decoded(body, charset)
    if _is_page(content_type, written):
        return _page_text(written, url, max_bytes)
    return MainText(_checked(written, max_bytes), None, None, None, None, None, _address(url))


def clean_paste(text: str, *, max_bytes: int = MAX_TEXT_BYTES) -> str:
    """Return a pasted text in the form in which `clean` returns texts; `max_bytes` is in UTF-8.

    Raises:
        Unreadable: `empty`, `binary` for a text with NUL characters, `too_large`.
    """
    if "\x00" in text:
        raise Unreadable(
            "binary", "This is a binary file, not a text. Copy its text and paste that."
        )
    return _checked(text, max_bytes)


def _is_page(content_type: str | None, written: str) -> bool:
    if content_type in _PAGE_TYPES:
        return True
    return content_type != "text/plain" and _LOOKS_LIKE_PAGE.match(written) is not None


def _checked(written: str, max_bytes: int) -> str:
    if len(written.encode("utf-8", "replace")) > max_bytes:
        raise too_large(max_bytes)
    text = normalised(written)
    if not has_words(text):
        raise empty()
    return text


def _page_text(written: str, url: str | None, max_bytes: int) -> MainText:
    tree = _tree(written)
    facts = page_facts(tree, url)
    _unfold_layout(tree)
    found = trafilatura.extract(tree, fast=True, include_comments=False) or ""
    text = _with_paragraphs(normalised(found))
    if sum(map(str.isalnum, text)) < _LEAST_LETTERS:
        raise _no_text()
    return MainText(
        text=_checked(text, max_bytes),
        title=facts.title,
        published=facts.published,
        published_from=facts.published_from,
        language=facts.language,
        publisher=facts.publisher,
        canonical_url=facts.canonical_url or _address(url),
    )


def _tree(written: str) -> Any:  # noqa: ANN401  an lxml tree; lxml has no types
    """Return the page's tree, for both the metadata and the main text.

    lxml cuts a tree at 256 levels; the other parser at hand took 13 seconds for
    100,000 nested tags. Both take a minute for a tag with 200,000 attributes.
    """
    if any(_is_overloaded(match[0]) for match in _TAG.finditer(written)):
        raise _too_complex()
    tree = trafilatura.load_html(_XML_DECLARATION.sub("", written, count=1))
    if tree is None:
        raise _no_text()
    if len(written) > _SMALL_PAGE and _weight(tree) > _MOST_WEIGHT:
        raise _too_complex()
    return tree


def _weight(tree: Any) -> int:  # noqa: ANN401  an lxml tree
    """Return the sum of all nodes' depths: the library asks nodes for their ancestors."""
    weight, depth, level = 0, 0, [tree]
    while level:
        weight += depth * len(level)
        depth += 1
        level = [child for node in level for child in node]
    return weight


def _unfold_layout(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    """Turn tables that only arrange the page into blocks; else they would be read as one row."""
    for table in tree.xpath("//table[.//table or .//h1 or count(.//p) > 1]"):
        for part in table.xpath("./tbody | ./tr | ./*/tr | ./tr/* | ./*/tr/*"):
            part.tag = "div"
        table.tag = "div"


def _with_paragraphs(text: str) -> str:
    return normalised(_PARAGRAPH_END.sub("\n\n", _TABLE_RULE.sub("", text)))


def _is_overloaded(tag: str) -> bool:
    return len(tag) > _LONG_TAG and len(_ATTRIBUTE.findall(tag)) > _MOST_ATTRIBUTES


def _address(url: str | None) -> str | None:
    try:
        return canonical(url) if url else None
    except Refused:
        return None


def _too_complex() -> Unreadable:
    return Unreadable(
        "too_complex", "The page is built in a way that no article is. Paste its text instead."
    )


def _no_text() -> Unreadable:
    return Unreadable(
        "no_text",
        "The page has no main text: it may be a list, a video, or shown by a script only. Open it,"
        " and paste its text.",
    )
