"""Words in titles, party names and quotes: one class of questions after the other."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlencode

import psycopg
from django.http import QueryDict

from agreements import filters
from agreements.models import Evidence
from bench import asking, copies
from bench.rounds import OWN, Anchor, Case, Figure, Measured, Way
from bench.stage import LIST, Stage, same
from bench.stories import VOCABULARY, word

_QUERIES: Final = 20
_ALL: Final = """
SELECT a.id FROM searched JOIN agreement a ON a.id = searched.rowid WHERE searched MATCH ?1
AND (?2 IS NULL OR ?2 IN (a.first_party, a.second_party)) ORDER BY a.id
"""
_TITLES: Final = ("Amber Eagle", "Winter Reef", "Silver Lantern", "Copper Falcon", "Jade Otter")


@dataclass(frozen=True, slots=True)
class Question:
    """Words to look for, in our syntax and in FTS5's, and a party that narrows them."""

    ours: str
    theirs: str
    party: str | None = None

    @property
    def query(self) -> str:
        """Return it as our addresses have it."""
        return urlencode({"q": self.ours} | ({"party": self.party} if self.party else {}))


def cases(stage: Stage) -> Iterator[Case]:
    """Yield a case for each class."""
    chance = random.Random(7)  # noqa: S311  no secret
    copy = sqlite3.connect(stage.copy)
    stage.closing.enter_context(closing(copy))
    for name, questions in _classes(chance).items():
        yield _case(stage, copy, f"search.{name}", questions)


def _classes(chance: random.Random) -> dict[str, list[Question]]:
    def some(first: int, last: int) -> list[str]:
        return [word(chance.randrange(first, last)) for _ in range(_QUERIES)]

    frequent = [word(rank) for rank in range(60)]
    parties = ("AE", "AF", "AR", "AU", "BE")
    return {
        "rare": [Question(w, f'"{w}"') for w in some(VOCABULARY // 2, VOCABULARY)],
        "common": [Question(w, f'"{w}"') for w in some(20, 60)],
        "two_common": [
            Question(f"{a} {b}", f'"{a}" "{b}"')
            for a, b in zip(some(20, 60), some(60, 140), strict=True)
        ],
        "with_party": [Question(w, f'"{w}"', chance.choice(parties)) for w in some(100, 1000)],
        "title": [Question(t, " ".join(f'"{w}"' for w in t.split())) for t in _TITLES],
        "phrase": [Question(f'"{p}"', f'"{p}"') for p in _phrases(2)],
        "long_phrase": [Question(f'"{p}"', f'"{p}"') for p in _phrases(5)],
        "common_phrase": [
            Question(f'"{a} {b}"', f'"{a} {b}"')
            for a, b in zip(some(0, 10), some(0, 20), strict=True)
        ],
        "many": [
            Question(" ".join(each), " ".join(f'"{w}"' for w in each))
            for each in (chance.sample(frequent, 10) for _ in range(_QUERIES))
        ],
        "any": [
            Question(" or ".join(each), " OR ".join(f'"{w}"' for w in each))
            for each in (chance.sample(frequent, 10) for _ in range(_QUERIES))
        ],
        "without": [
            Question(f"{a} -{b}", f'"{a}" NOT "{b}"')
            for a, b in zip(some(100, 1000), some(20, 60), strict=True)
        ],
    }


def _phrases(length: int) -> Iterator[str]:
    """Yield so many words that stand together at the end of a quote."""
    quotes = Evidence.objects.order_by("pk").values_list("quote", flat=True)
    for quote in quotes[:_QUERIES]:
        yield " ".join(quote.split()[-length:])


def _case(stage: Stage, copy: sqlite3.Connection, name: str, questions: Sequence[Question]) -> Case:
    requests = [partial(stage.web.get, f"{LIST}?{question.query}") for question in questions]
    client = psycopg.ClientCursor(stage.bare)
    asked = [
        [each for each in asking.statements(request) if "agreements_card" in each[0]]
        for request in requests
    ]
    fts5 = [partial(_found, copy, copies.SEARCH, question) for question in questions]
    return Case(
        name,
        Way(OWN, [partial(asking.replay, client, each) for each in asked]),
        [
            Anchor(Way("fts5", fts5), "fts5", "SQLite FTS5, best 51 by bm25"),
            Anchor(Way("request", requests), "request", "the whole request"),
        ],
        lambda: _check(copy, questions, name),
        _told,
    )


def _told(measured: Measured) -> list[Figure]:
    return [
        Figure("request_p50_ms", measured.percentile("request", 50)),
        Figure("request_p99_ms", measured.percentile("request", 99)),
        Figure("fts5_p99_ms", measured.percentile("fts5", 99)),
    ]


def _found(copy: sqlite3.Connection, statement: str, question: Question) -> list[tuple[int, ...]]:
    return copy.execute(statement, (question.theirs, question.party)).fetchall()


def _check(copy: sqlite3.Connection, questions: Sequence[Question], name: str) -> None:
    """Insist that both find the same agreements; which of them are shown first differs."""
    for question in questions:
        found = filters.agreements(QueryDict(question.query)).order_by("agreement")
        own = list(found.values_list("agreement", flat=True))
        same(own, [row[0] for row in _found(copy, _ALL, question)], f"{name} for {question.ours}")
