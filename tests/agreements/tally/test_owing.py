"""Who owes what, as the tally counts it."""

import json
from typing import Any

import pytest

from agreements import tally
from agreements.models import Card
from agreements.tally.owing import EXCLUDED, Owed, owed
from agreements.tally.selection import select


def entry(**told: str) -> dict[str, Any]:
    plain = {"held": "made", "rank": "preferred", "strength": "duty", "direction": "mutual"}
    return plain | {"type": "consultation", "debtor": None, "creditor": None} | told


def words(*entries: dict[str, Any]) -> list[str]:
    parties = [{"code": "PL"}, {"code": "UA"}]
    return owed(json.dumps({"parties": parties, "commitments": entries}))


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"debtor": "PL", "creditor": "UA"}, "first duty consultation"),
        ({"debtor": "UA", "creditor": "PL"}, "second duty consultation"),
        ({}, "mutual duty consultation"),
        ({"direction": "not_stated", "strength": "mentioned"}, "not_stated mentioned consultation"),
        ({"held": "excluded"}, "excluded duty consultation"),
    ],
)
def test_a_commitment_says_which_way_it_goes(told: dict[str, str], word: str) -> None:
    assert words(entry(**told)) == [word]


def test_what_is_withdrawn_is_owed_no_more_and_what_is_told_twice_counts_once() -> None:
    assert words(entry(), entry(), entry(rank="withdrawn", type="cyber_security")) == [
        "mutual duty consultation"
    ]


@pytest.mark.usefixtures("loaded_record", "db")
def test_what_is_owed_adds_up_to_the_commitments_of_the_cards() -> None:
    everything = select(Card.objects.latest("known_from").known_from.date())
    made: dict[str, int] = {}
    for word, bits in tally.current().columns["owed"].items():
        told = Owed.read(word)
        if told.way != EXCLUDED:
            made[told.type] = made.get(told.type, 0) | (bits & everything.bits)
    counts = {code: bits.bit_count() for code, bits in made.items() if bits}
    assert counts == everything.count_by("commitment")
