"""The words that searches can find: spelt in two ways, or misspelt."""

import re
from collections.abc import Iterable
from typing import Final

from django.db import connection

from agreements.models import Word

# Shorter ones are as like to too many others.
_WORD: Final = re.compile(rf"[^\W\d_]{{4,{Word.LONGEST}}}")
_OPERATORS: Final = frozenset({"or", "and"})

# British and American: treaties have both, often those of the same two states.
_TWO_SPELLINGS: Final = (
    ("defence", "defense"),
    ("programme", "program"),
    ("centre", "center"),
    ("licence", "license"),
    ("isation", "ization"),
    ("harbour", "harbor"),
)
_HYPHENS: Final = (("co-operat", "cooperat"), ("co-ordinat", "coordinat"))
_LEFT_OUT: Final = re.compile(r"(?:^|\s)-\w")

_LEARN: Final = """
INSERT INTO agreements_word (word, stem)
SELECT word, stem FROM (
    SELECT word, (ts_lexize('english_stem', word))[1] AS stem FROM unnest(%s::text[]) AS word
) AS stemmed
WHERE stem IS NOT NULL
ON CONFLICT DO NOTHING
"""
# A word of no meaning ("with") has no stem, and needs none to be found. "ukrane" is like "ukraine"
# by 0.5, "training" like "maintaining" by 0.33.
_MEANT: Final = """
SELECT asked.word, (
    SELECT known.word FROM agreements_word AS known
    WHERE known.word %% asked.word AND similarity(known.word, asked.word) >= 0.45
    ORDER BY similarity(known.word, asked.word) DESC, known.word LIMIT 1
)
FROM unnest(%s::text[]) AS asked (word)
WHERE NOT EXISTS (
    SELECT FROM agreements_word AS known
    WHERE known.stem = (ts_lexize('english_stem', asked.word))[1]
) AND (ts_lexize('english_stem', asked.word))[1] IS NOT NULL
"""


def learn(texts: Iterable[str]) -> None:
    """Note the words of texts that a search looks through; one query."""
    words = {word for text in texts for word in _words(text)}
    if words:
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, [sorted(words)])


def corrected(search: str) -> str:
    """Return a search with each word that nothing has replaced by the one most like it; one query.

    A word that is like none stays, and so do quotation marks and minus signs.
    """
    words = _words(search)
    if not words:
        return search
    with connection.cursor() as cursor:
        cursor.execute(_MEANT, [sorted(words)])
        meant = {word: known for word, known in cursor.fetchall() if known}
    return (
        _WORD.sub(lambda found: meant.get(found[0].lower(), found[0]), search) if meant else search
    )


def variants(search: str) -> list[str]:
    """Return a search in lower case and in its other spellings; what any of them finds is meant.

    British and American, "co-operation" and "cooperation". Where a word is to be left out
    ("-training") there is none: what has one spelling of it would come back by the other.
    """
    found = {search.lower(): None}
    for pairs in () if _LEFT_OUT.search(search) else (_TWO_SPELLINGS, _HYPHENS):
        found = {
            text: None
            for known in found
            for text in (known, _spelt(known, pairs), _spelt(known, [pair[::-1] for pair in pairs]))
        }
    return list(found)


def _spelt(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the text with the second of each pair for the first."""
    for one, other in pairs:
        # "programme" is no "program" that wants an ending.
        is_longer = other.startswith(one)
        text = re.sub(f"{one}(?!{other[len(one) :]})" if is_longer else one, other, text)
    return text


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)} - _OPERATORS
