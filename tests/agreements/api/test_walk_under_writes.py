"""A walk while others write: real threads, real PostgreSQL, each row exactly once."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from agreements import cards, ledger
from agreements.comparing import as_statement
from agreements.folding import holdings
from agreements.merging import Opening, Plan
from agreements.models import Agreement, Commitment, Decision
from agreements.models.statements import held_at
from agreements.proposal import Citation, ProposedCommitment, ProposedMilestone
from agreements.verification import verify
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

WRITES: Final = 1_000
WRITERS: Final = 4
# So many are written by one decision.
TOGETHER: Final = 5
AT_FIRST: Final = 120
PAGE: Final = 4
BASE: Final = "/api/v1/"
BOOK: Final = Citation("A handbook", "https://book.test", is_opened=True, note="")
PAIRS: Final = (("GB", "UA"), ("DE", "UA"), ("PL", "UA"), ("JP", "US"), ("DE", "PL"), ("GB", "JP"))


def openings(agreement: Agreement, dice: random.Random) -> list[Opening]:
    """Return a signing on any day of a century, and a commitment."""
    day = date(1920, 1, 1) + timedelta(dice.randrange(36_000))
    told = (
        ProposedMilestone(kind="signed", date=day.isoformat(), sources=(BOOK,)),
        ProposedCommitment(type="consultation", direction="mutual", sources=(BOOK,)),
    )
    statements = [as_statement(each, date(2026, 1, 1)) for each in told]
    for statement in statements:
        statement.agreement = agreement
    return [Opening(statement, [BOOK]) for statement in statements]


def begin(dice: random.Random, number: int) -> list[int]:
    """Load so many new agreements in one decision; returns their numbers."""
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        begun = ledger.new_agreements(dice.choice(PAIRS) for _ in range(number))
        ledger.carry_out(made, [Plan(openings=openings(new, dice)) for new in begun])
    return [agreement.pk for agreement in begun]


def correct(dice: random.Random, numbers: list[int]) -> None:
    """Hold other statements of agreements: their rows move in every list."""
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        plans = [
            Plan(openings(held.agreement, dice), [*held.milestones, *held.commitments])
            for held in holdings(numbers)
        ]
        ledger.carry_out(made, plans)


def withdraw(numbers: list[int]) -> None:
    """Hold nothing of agreements any more: their rows leave every list."""
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        found = holdings(numbers)
        ledger.close(made, [s for held in found for s in (*held.milestones, *held.commitments)])


class Writing:
    """Who writes, and how much has been written: a slow walk keeps step with it."""

    def __init__(self) -> None:
        self.done = 0
        self.changed = threading.Condition()
        self.is_over = threading.Event()

    def add(self, number: int) -> None:
        with self.changed:
            self.done += number
            self.changed.notify_all()

    def wait_for(self, number: int) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.done >= number or self.is_over.is_set(), 300)

    def write(self, seed: int, mine: list[int]) -> None:
        """Correct, withdraw and begin agreements: one writer's part of all writes."""
        dice = random.Random(seed)  # noqa: S311  no secret
        for turn in range(WRITES // WRITERS // TOGETHER):
            if turn % 5 == 3:
                mine += begin(dice, TOGETHER)
            elif turn % 5 == 4:
                dice.shuffle(mine)
                withdraw([mine.pop() for _ in range(TOGETHER)])
            else:
                correct(dice, dice.sample(mine, TOGETHER))
            self.add(TOGETHER)

    def write_all(self, first: list[int]) -> None:
        """Have all writers write, each its part of the agreements."""
        parts = [first[part::WRITERS] for part in range(WRITERS)]
        writers = [partial(self.write, seed, part) for seed, part in enumerate(parts)]
        try:
            assert run(writers) == []
        finally:
            self.is_over.set()
            self.add(0)


@dataclass(frozen=True)
class Walk:
    """What a walk through a list met, the clocks it was held to, the writes meanwhile."""

    name: str
    met: list[Any]
    clocks: tuple[date, datetime]
    writes: int


class Walking:
    """Walks of all sorts, while somebody writes."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing
        self.walks: list[Walk] = []

    def slowly(self, name: str, size: int, pages: int) -> None:
        """Walk once, from the first writes to the last."""
        self.walk(name, f"limit={size}", lambda page: page * WRITES // pages)

    def again(self, name: str) -> None:
        """Walk ten times as fast as it goes, every other time with clocks of one's own."""
        for turn in range(10):
            self.writing.wait_for(turn * WRITES // 10)
            now = timezone.now()
            pinned = f"&as_of={now:%F}&known_at={now:%FT%T.%fZ}" if turn % 2 else ""
            self.walk(name, f"limit={PAGE * 4}{pinned}", lambda _page: 0)

    def walk(self, name: str, query: str, writes_before: Callable[[int], int]) -> None:
        client, met, page, began = Client(), [], 0, self.writing.done
        following, second = f"{BASE}{name}?{query}", ""
        while following:
            self.writing.wait_for(writes_before(page))
            told = client.get(following).json()
            met += [row["id"] if "id" in row else row["key"] for row in told["results"]]
            following = told["next"]
            second = second or following
            page += 1
        writes = self.writing.done - began
        self.walks.append(Walk(name, met, clocks_of(second), writes))


def clocks_of(address: str) -> tuple[date, datetime]:
    """Return the clocks that the address of another page is held to."""
    query = parse_qs(urlsplit(address).query)
    known_at = datetime.fromisoformat(query["known_at"][0])
    return date.fromisoformat(query["as_of"][0]), known_at


def standing(name: str, as_of: date, known_at: datetime) -> list[Any]:
    """Return what a list held then, in its order, asked of the tables when all is over."""
    held = cards.standing_on(as_of, known_at=known_at)
    ordered = held.order_by("-order_day", "-agreement")
    if name == "agreements":
        return [f"A-{number}" for number in ordered.values_list("agreement", flat=True)]
    if name == "pairs":
        return ["-".join(pair) for pair in sorted({tuple(card.parties) for card in held})]
    found = Commitment.objects.filter(held_at(known_at), agreement__in=held.values("agreement"))
    return list(found.order_by("-pk").values_list("pk", flat=True))


def run(deeds: Sequence[Callable[[], None]]) -> list[BaseException]:
    """Do these in a thread each; returns what they raised."""
    raised: list[BaseException] = []

    def one(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001  the test fails with it
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_walks_during_a_thousand_writes_meet_each_row_exactly_once() -> None:
    cast.parties()
    first = begin(random.Random(0), AT_FIRST)  # noqa: S311  no secret
    writing = Writing()
    walking = Walking(writing)
    raised = run(
        [
            lambda: writing.write_all(first),
            lambda: walking.slowly("agreements", PAGE, AT_FIRST // PAGE),
            lambda: walking.slowly("commitments", PAGE, AT_FIRST // PAGE),
            lambda: walking.slowly("pairs", 1, len(PAIRS) - 1),
            lambda: walking.again("agreements"),
            lambda: walking.again("commitments"),
        ]
    )
    assert raised == []
    assert writing.done == WRITES
    for walk in walking.walks:
        assert len(walk.met) == len(set(walk.met)) > 0
        assert walk.met == standing(walk.name, *walk.clocks)
    assert len({walk.clocks for walk in walking.walks}) > 5
    longest = {
        name: max(walk.writes for walk in walking.walks if walk.name == name)
        for name in ("agreements", "commitments", "pairs")
    }
    assert min(longest.values()) >= WRITES * 0.9
    assert verify().differences == []
