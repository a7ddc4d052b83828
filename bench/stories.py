"""Made-up agreements, the same in every run: three commitments and ten quotes each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Final

from agreements.proposal import (
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)
from agreements.seeding.stories import LAST_DAY, Cast, beginning

SEED: Final = 6
PROMISES: Final = 3
QUOTES: Final = 10
VOCABULARY: Final = 20_000
_QUOTE_LENGTH: Final = 190
_WORD_LENGTH: Final = 9
_CONSONANTS: Final = "bdfgklmnprtv"
_VOWELS: Final = "aeiou"
# No ending of English: every stemmer leaves such words as they are.
_ENDINGS: Final = "kbp"
_IN_FORCE: Final = 0.8
_ENDED: Final = 0.2
_MUTUAL: Final = 0.6
_BINDING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """A text, and what it tells of one agreement; the first quote of each statement is its own."""

    parties: tuple[str, str]
    text: str
    statements: Sequence[ProposedStatement]


def word(rank: int) -> str:
    """Return a word of no language; the lower its rank, the more often it stands in quotes."""
    letters, rest = "", rank
    for _ in range(4):
        rest, consonant = divmod(rest, len(_CONSONANTS))
        letters += _CONSONANTS[consonant] + _VOWELS[(rest + consonant) % len(_VOWELS)]
    return letters + _ENDINGS[rank % len(_ENDINGS)]


def agreement(number: int, cast: Cast) -> Told:
    """Return the story of agreement `number`."""
    chance = random.Random(f"{SEED} {number}")  # noqa: S311  no secret
    begun = beginning(SEED, number, cast)
    parties = begun.one[0], begun.other[0]
    told = [*begun.statements, *_progress(begun.signed, chance), *_terms(chance)]
    promises = list(_promises(parties, chance, cast))
    # What is told twice fills up to the number of quotes.
    twice = QUOTES - len(told) - len(promises)
    text, statements = "", []
    for place, statement in enumerate([*promises, *told]):
        quotes = []
        for _ in range(2 if place < twice else 1):
            words = _sentence(statement, chance)
            quotes.append(Quote(len(text), len(text) + len(words), words))
            text += words + ". "
        statements.append(replace(statement, sources=tuple(quotes)))
    return Told(parties, text.rstrip(), statements)


@cache
def _words() -> tuple[Sequence[str], Sequence[float]]:
    words = [word(rank) for rank in range(VOCABULARY)]
    return words, list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))


def _sentence(statement: ProposedStatement, chance: random.Random) -> str:
    words, weights = _words()
    names = ("name", "value", "kind", "date", "type")
    said = " ".join(filter(None, (getattr(statement, name, "") for name in names)))
    many = max(1, (_QUOTE_LENGTH - len(said)) // (_WORD_LENGTH + 1))
    return " ".join([said, *chance.choices(words, cum_weights=weights, k=many)])


def _progress(signed: date, chance: random.Random) -> Iterator[ProposedStatement]:
    if chance.random() < _IN_FORCE:
        day = signed + timedelta(chance.randrange(30, 700))
        for kind in ("entered_into_force", "terminated")[: 1 + (chance.random() < _ENDED)]:
            if day <= LAST_DAY:
                yield ProposedMilestone(kind=kind, date=f"{day}")
            day += timedelta(chance.randrange(400, 9000))


def _terms(chance: random.Random) -> Iterator[ProposedStatement]:
    is_binding = chance.random() < _BINDING
    yield ProposedTerm(name="legally_binding", value=str(is_binding).lower())
    yield ProposedTerm(name="duration_years", value=f"{chance.randint(2, 30)}")


def _promises(
    parties: tuple[str, str], chance: random.Random, cast: Cast
) -> Iterator[ProposedStatement]:
    for code, _ in chance.sample(cast.types, PROMISES):
        is_mutual = chance.random() < _MUTUAL
        debtor, creditor = chance.sample(parties, 2)
        yield ProposedCommitment(
            type=code,
            direction="mutual" if is_mutual else "one_way",
            debtor=None if is_mutual else debtor,
            creditor=None if is_mutual else creditor,
            strength=chance.choice(("mentioned", "intent", "duty")),
        )
