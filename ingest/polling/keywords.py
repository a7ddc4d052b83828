"""Which entries are wanted."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from ingest.feeds import Entry

EVERYTHING: Final = "*"
_WORDS = re.compile(r"[\W_]+")


def is_wanted(entry: Entry, keywords: Sequence[str]) -> bool:
    """Tell whether an entry has a keyword in its title or summary; with none, or "*", all have.

    A keyword stands at the beginning of a word, in any case: "treat" is in "Treaties", not in
    "maltreat". Of an entry with neither title nor summary (a plain sitemap tells none) the words of
    its address count.
    """
    if not keywords or EVERYTHING in keywords:
        return True
    text = f"{entry.title} {entry.summary}".strip() or _words_of(entry.link)
    padded = f" {_plain(text)}"
    return any(f" {_plain(keyword)}" in padded for keyword in keywords if _plain(keyword))


def _plain(text: str) -> str:
    return _WORDS.sub(" ", text.casefold()).strip()


def _words_of(link: str) -> str:
    return unquote(urlsplit(link).path)
