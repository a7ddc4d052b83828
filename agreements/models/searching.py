"""What a search asks of a card's keys, so that the index alone answers it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import md5
from itertools import pairwise
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

# Each a token to PostgreSQL's parser, with no phrase in it.
_PLAIN: Final = re.compile(r"[A-Za-z]+(?: +[A-Za-z]+)*")
# What PostgreSQL makes of a search: words, side by side (`<->`) or some places apart (`<2>`), with
# & before |, and ! before one of them.
_WORD: Final = r"'(?:[^'\\]|''|\\.)*'"
_NEXT: Final = r" <(-|\d+)> "
_PHRASE: Final = rf"{_WORD}(?:{_NEXT}{_WORD})*"
# "state-owned" is `'state-own' <-> 'state' <-> 'own'`: where the first stands, so do the others.
_HYPHENATED: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_ASKED: Final = re.compile(rf"(!?)(?:\( ({_PHRASE}) \)|({_PHRASE}))")
_WHOLE: Final = re.compile(rf"{_ASKED.pattern}(?: [&|] {_ASKED.pattern})*")
# As the database's function has it.
_LONGEST_PAIR: Final = 40
_EVERY_CARD: Final = "'*'"
_TO_WORDS: Final = """
SELECT string_agg(nullif(websearch_to_tsquery('english', asked)::text, ''), ' | ')
FROM unnest(%s::text[]) AS asked
"""


class Sought(SearchQuery):
    """A query in the words of `tsquery`, or as it was written by whoever searches.

    Where all is wanted the index has to find it: of a query that PostgreSQL knows only when it
    begins it expects little, and never reads all cards to find it. Where some rows are wanted it
    knows the query, and walks from the newest if that has enough of them soon.
    """

    def __init__(self, query: str, *, is_written: bool = False, by_index: bool = False) -> None:
        """Take a query as it is; `by_index` never walks, whatever is wanted."""
        super().__init__(query)
        self._by_index = by_index
        self.template = (
            "websearch_to_tsquery('english', %(expressions)s)"
            if is_written
            else "%(expressions)s::tsquery"
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write it for a query with a limit, or for one without."""
        sql, params = self.as_sql(compiler, connection)
        walks = compiler.query.is_sliced and not self._by_index
        return (sql if walks else f"(SELECT {sql})"), params


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: what keys must hold and, unless that says all, words in their places.

    In the words of `tsquery`, or with `is_written` as people write; without keys nothing is found.
    """

    keys: str
    places: str | None = None
    is_written: bool = False


def asked(searches: tuple[str, ...]) -> Asked:
    """Return what any of these searches asks; one query, the first time, if not of words alone."""
    if all(map(_PLAIN.fullmatch, searches)):
        return Asked(" or ".join(searches), is_written=True)
    return _asked(searches)


@lru_cache(maxsize=2_000)
def _asked(searches: tuple[str, ...]) -> Asked:
    with connection.cursor() as cursor:
        cursor.execute(_TO_WORDS, [list(searches)])
        words = cursor.fetchone()[0] or ""
    return by_keys(words)


def by_keys(words: str) -> Asked:
    """Return what PostgreSQL made of a search as keys have it.

    A phrase is its pairs. Those of two words say all; of a longer one the places are looked at,
    on the cards that have its pairs.
    """
    if not words:
        return Asked("")
    if not _WHOLE.fullmatch(words):
        # No search is written so, as far as we know: then the places say it all.
        return Asked(_EVERY_CARD, words)
    found = [_all_of(part) for part in _alternatives(words)]
    keys = " | ".join(part.keys for part in found)
    return Asked(keys, words if any(part.places for part in found) else None)


def _alternatives(words: str) -> list[list[re.Match[str]]]:
    """Return the words' parts: any of the lists will do, with all that it has."""
    parts: list[list[re.Match[str]]] = [[]]
    end = 0
    for match in _ASKED.finditer(words):
        if words[end : match.start()] == " | ":
            parts.append([])
        parts[-1].append(match)
        end = match.end()
    return parts


def _all_of(part: list[re.Match[str]]) -> Asked:
    keys, needs_places, has_word = [], False, False
    for match in part:
        is_left_out, pairs = bool(match[1]), _pairs(match[2] or match[4])
        # To have all pairs is not to have the phrase, but to lack one is to lack it.
        needs_places = needs_places or len(pairs) > 1
        has_word = has_word or not is_left_out
        if not is_left_out:
            keys.extend(pairs)
        elif len(pairs) == 1:
            keys.append(f"!{pairs[0]}")
    # The index can't begin from what is not there.
    return Asked(
        " & ".join(keys if has_word else [_EVERY_CARD, *keys]), "places" if needs_places else None
    )


def _pairs(phrase: str) -> list[str]:
    """Return the keys of a word, or of the pairs of a phrase."""
    words = [_unquoted(word) for word in re.findall(_WORD, phrase)]
    gaps = re.findall(_NEXT, phrase)
    if not gaps or _is_one_word(words, gaps):
        return [_quoted(words[0])]
    return [
        _quoted(_pair(one, gap, other))
        for (one, other), gap in zip(pairwise(words), gaps, strict=True)
    ]


def _is_one_word(words: list[str], gaps: list[str]) -> bool:
    whole, *parts = words
    starts = [part[0] for part in whole.split("-")] if _HYPHENATED.fullmatch(whole) else []
    return starts == [part[0] for part in parts] and set(gaps) == {"-"}


def _pair(one: str, gap: str, other: str) -> str:
    pair = f"{one} {other}" if gap == "-" else f"{one} {gap} {other}"
    if len(pair.encode()) <= _LONGEST_PAIR:
        return pair
    return " " + md5(pair.encode(), usedforsecurity=False).hexdigest()


def _unquoted(word: str) -> str:
    return re.sub(r"''|\\(.)", lambda found: found[1] or "'", word[1:-1])


def _quoted(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
