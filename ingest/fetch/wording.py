"""Sentences of failures put differently for who asked: not everybody can do what they say."""

import re
from typing import Final

# Of a text, that is: an address can be pasted here too.
_PASTE: Final = re.compile(
    r" (?:Paste (?:the|its)|Open it, and paste its|Copy its text and paste)[^.]*\."
)
_LATER: Final = re.compile(r" It will be tried again[^.]*\.")
_LATER_TOO: Final = re.compile(r"; it will be tried again[^.]*\.")
_ANOTHER: Final = "Give the address of another feed, sitemap or page."
_INSTEAD: Final = {
    "bad_certificate": "Whoever runs the site has to mend that.",
    "no_text": "Give the address of a feed; or write under Keywords which of its links come in.",
    "private_address": "Give an address on the public internet.",
}


def of_a_source(code: str, sentence: str) -> str:
    """Return a sentence that tells to paste a text with what to do about a source instead."""
    return _PASTE.sub(lambda _: f" {_INSTEAD.get(code, _ANOTHER)}", sentence)


def of_the_last_try(sentence: str, *, instead: str = "") -> str:
    """Return a sentence without the promise of another try; where it was, `instead` is said."""
    return _LATER_TOO.sub(".", _LATER.sub(f" {instead}" if instead else "", sentence))
