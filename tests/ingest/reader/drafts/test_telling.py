from datetime import date

from ingest.reader import read
from ingest.reader.records import Record

PUBLISHED = date(2024, 6, 12)


def statuses(text: str) -> list[tuple[str, str | None]]:
    found: tuple[Record, ...] = read(text, published=PUBLISHED)
    return [(one.status.value, one.signed.value if one.signed else None) for one in found]


def test_a_pact_of_an_earlier_year_is_another_one() -> None:
    text = "Chile and Estonia signed a defence pact on Monday. It replaces a pact signed in 2007."
    assert statuses(text) == [("signed", "2024-06-10"), ("terminated", "2007")]


def test_the_pact_is_the_one_spoken_of() -> None:
    text = "Chile and Estonia signed a defence pact on Monday. The pact entered into force today."
    assert statuses(text) == [("in_force", "2024-06-10")]


def test_both_agreements_are_those_named_beside() -> None:
    text = (
        "Chile and Estonia signed two agreements on Monday. The Acquisition and Cross-Servicing "
        "Agreement covers fuel. The Information Security Agreement protects classified information."
    )
    assert statuses(text) == [("signed", "2024-06-10"), ("signed", "2024-06-10")]
