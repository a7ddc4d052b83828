"""The main text of an article with what its page says about it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import trafilatura

from ingest.clean.charset import decoded
from ingest.clean.errors import Unreadable, empty, too_large
from ingest.clean.files import MAX_FILE_BYTES, check_file, file_text
from ingest.clean.language import language_of
from ingest.clean.letters import has_words, label, normalised
from ingest.clean.metadata import page_facts
from ingest.clean.suspicion import warnings_of
from ingest.fetch import Refused, canonical
from ingest.papers import kind_of

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
_DEEPEST: Final = 256  # lxml cuts a tree there


@dataclass(frozen=True, slots=True)
class MainText:
    """A text in NFC with a blank line between paragraphs, and its page's own word on it.

    `published_from` is the tag that gave the date, None without a date; `language` is a primary
    subtag (en), the text's own where it can be told; `canonical_url` is the page's own or that of
    the fetch, None for a file; `warnings` are codes of what an editor should know.
    """

    text: str
    title: str | None
    published: date | None
    published_from: str | None
    language: str | None
    publisher: str | None
    canonical_url: str | None
    warnings: tuple[str, ...] = ()


def clean(
    body: bytes,
    *,
    content_type: str | None,
    charset: str | None,
    url: str | None,
    max_bytes: int = MAX_TEXT_BYTES,
) -> MainText:
    """Return the main text of a page, a plain text, a PDF or Word file.

    The same bytes give the same text. Files are read in a process of their own.

    Raises:
        Unreadable: as its codes say.
    """
    check(body, content_type=content_type, max_bytes=max_bytes)
    if kind_of(body):
        return _file_text(body, url, max_bytes)
    written = decoded(body, charset)
    if _is_page(content_type, written):
        return _page_text(written, url, max_bytes)
    text = _checked(written, max_bytes)
    language, warnings = language_of(text), warnings_of(written, text)
    return MainText(text, None, None, None, language, None, _address(url), warnings)


def check(body: bytes, *, content_type: str | None, max_bytes: int = MAX_TEXT_BYTES) -> None:
    """Refuse what can be seen to hold no text before it is read; takes milliseconds.

    Raises:
        Unreadable: `empty`, `too_large`, `mismatch`; of files `binary`, `bomb`, `broken`,
            `unsafe_path`.
    """
    kind = kind_of(body)
    if len(body) > (MAX_FILE_BYTES if kind else max_bytes * _PAGE_FACTOR):
        raise too_large(MAX_FILE_BYTES if kind else max_bytes)
    if not body.strip():
        raise empty()
    check_file(body, kind, content_type)


def _file_text(body: bytes, url: str | None, max_bytes: int) -> MainText:
    found = file_text(body)
    text = _checked(found.text, max_bytes)
    title, language, warnings = label(found.title), language_of(text), warnings_of(found.text, text)
    return MainText(text, title, None, None, language, None, _address(url), warnings)


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
    tree = page_tree(written)
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
        language=language_of(text) or facts.language,
        publisher=facts.publisher,
        canonical_url=facts.canonical_url or _address(url),
        warnings=warnings_of(written, text),
    )


def page_tree(written: str) -> Any:  # noqa: ANN401  an lxml tree; lxml has no types
    """Return the page's tree, for both the metadata and the main text.

    lxml cuts a tree at its 256th level; the other parser at hand took 13 seconds for
    100,000 nested tags. Both take a minute for a tag with 200,000 attributes.
    """
    if any(map(_is_overloaded, _TAG.findall(written))):
        raise _too_complex()
    tree = trafilatura.load_html(_XML_DECLARATION.sub("", written, count=1))
    if tree is None:
        raise _no_text()
    if len(written) > _SMALL_PAGE and _is_heavy(tree):
        raise _too_complex()
    return tree


def _is_heavy(tree: Any) -> bool:  # noqa: ANN401  an lxml tree
    """Tell whether it is too heavy; the weight of few nodes need not be known for that."""
    nodes = tree.xpath("count(//* | //comment() | //processing-instruction())")
    return nodes * _DEEPEST > _MOST_WEIGHT and _weight(tree) > _MOST_WEIGHT


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
