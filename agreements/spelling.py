"""The words that searches can find, and what somebody meant who wrote another."""

import re
from collections.abc import Iterable
from typing import Final

from django.db import connection

from agreements.models import Word

# Shorter ones are as like to too many others.
_WORD: Final = re.compile(rf"[^\W\d_]{{4,{Word.LONGEST}}}")
_OPERATORS: Final = frozenset({"or", "and"})

_LEARN: Final = """
INSERT INTO agreements_word (word, stem)
SELECT word, stem FROM (
    SELECT word, (ts_lexize('english_stem', word))[1] AS stem FROM unnest(%s::text[]) AS word
) AS stemmed
WHERE stem IS NOT NULL
ON CONFLICT DO NOTHING
"""
# A word of no meaning ("with") has no stem, and needs none to be found.
_MEANT: Final = """
SELECT asked.word, (
    SELECT known.word FROM agreements_word AS known WHERE known.word %% asked.word
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


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)} - _OPERATORS
