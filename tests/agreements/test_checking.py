from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from agreements.checking import problems
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)
from tests import cast

TEXT = "It was signed."
QUOTE = Quote(7, 13, "signed")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def milestone(**more: Any) -> ProposedMilestone:  # noqa: ANN401  any of its fields
    return replace(ProposedMilestone(kind="signed", sources=(QUOTE,)), **more)


def commitment(**more: Any) -> ProposedCommitment:  # noqa: ANN401  any of its fields
    return replace(ProposedCommitment(type="consultation", sources=(QUOTE,)), **more)


def term(name: str, value: str) -> ProposedTerm:
    return ProposedTerm(name=name, value=value, sources=(QUOTE,))


def found(*statements: ProposedStatement, parties: tuple[str, str] = ("GB", "UA")) -> str:
    return " ".join(problems(Proposal(parties, statements), TEXT))


def test_sound_proposal_has_no_problems() -> None:
    assert not found(
        milestone(date="2024-06-13", place="London", party="UA"),
        commitment(amount=Decimal("0.01"), currency="USD"),
        commitment(direction="one_way", debtor="UA", creditor="GB"),
        term("title", "Treaty"),
        term("kind", "memorandum"),
        term("legally_binding", "false"),
        term("duration_years", "999"),
    )


def test_unknown_party_and_the_same_party_twice_are_named() -> None:
    assert "XX is no party" in found(milestone(), parties=("GB", "XX"))
    assert "names GB twice" in found(milestone(), parties=("GB", "GB"))


@pytest.mark.parametrize(
    ("make", "fields", "says"),
    [
        (milestone, {"kind": "dreamt"}, "Milestone dreamt: kind: "),
        (milestone, {"date": "June"}, "is no date"),
        (milestone, {"date": "2024-13"}, "months go from"),
        (milestone, {"party": "PL"}, "PL is none of the two parties"),
        (milestone, {"place": "x" * 201}, "place: "),
        (milestone, {"sources": ()}, "nothing is quoted"),
        (milestone, {"sources": (Quote(7, 13, "sealed"),)}, "is not what the document says"),
        (milestone, {"sources": (Quote(-7, -1, "signed"),)}, "is not what the document says"),
        (milestone, {"sources": (Quote(7, 7, ""),)}, "is not what the document says"),
        (commitment, {"type": "world_peace"}, "is no type of the codebook"),
        (commitment, {"held": "dropped"}, "held: "),
        (commitment, {"direction": "sideways"}, "direction: "),
        (commitment, {"strength": "iron"}, "strength: "),
        (commitment, {"direction": "one_way", "debtor": "UA"}, "one party owes it"),
        (commitment, {"direction": "one_way", "debtor": "UA", "creditor": "PL"}, "one party owes"),
        (commitment, {"direction": "one_way", "debtor": "UA", "creditor": "UA"}, "one party owes"),
        (commitment, {"direction": "mutual", "debtor": "UA"}, "one party owes it"),
        (commitment, {"amount": Decimal(5)}, "needs a currency"),
        (commitment, {"currency": "USD"}, "needs a currency"),
        (commitment, {"amount": Decimal(-5), "currency": "USD"}, "never less than nothing"),
        (commitment, {"amount": Decimal("NaN"), "currency": "USD"}, "amount: "),
        (commitment, {"amount": Decimal("1e30"), "currency": "USD"}, "amount: "),
        (commitment, {"amount": Decimal("0.001"), "currency": "USD"}, "amount: "),
        (commitment, {"amount": Decimal(5), "currency": "DOLLARS"}, "currency: "),
    ],
)
def test_wrong_value_is_named(
    make: Callable[..., ProposedStatement], fields: dict[str, Any], says: str
) -> None:
    assert says in found(make(**fields))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "blue"),
        ("title", ""),
        ("kind", "handshake"),
        ("legally_binding", "yes"),
        ("duration_years", "ten"),
        ("duration_years", "0"),
        ("duration_years", "1000"),
        ("duration_years", "\N{ARABIC-INDIC DIGIT FIVE}"),
        ("duration_years", ""),
    ],
)
def test_wrong_term_is_named(name: str, value: str) -> None:
    assert f"Term {name}: " in found(term(name, value))


def test_every_problem_is_told_at_once() -> None:
    told = found(milestone(date="June"), term("kind", "handshake"), commitment(type="world_peace"))
    assert [
        name in told for name in ("Milestone signed", "Term kind", "Commitment world_peace")
    ] == [True] * 3
