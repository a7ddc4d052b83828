from datetime import date

import pytest

from ingest.reader import read
from ingest.reader.records import Record


def only(text: str) -> Record:
    (record,) = read(text, published=date(2024, 6, 13))
    return record


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Japan and Chile will sign a defence pact. They signed the pact on Monday.", "signed"),
        (
            "Talks on a defence pact between Japan and Chile have begun.",
            "negotiating",
        ),
        ("Japan and Chile signed a defence pact. It entered into force in May.", "in_force"),
        ("Japan and Chile signed a defence pact in 2014. Chile scrapped the pact.", "terminated"),
        ("Chile's parliament ratified a defence pact with Japan.", "ratified"),
        ("Japan proposed a defence pact to Chile.", "proposed"),
        ("Chile suspended its defence pact with Japan.", "suspended"),
        ("Chile rejected a defence pact with Japan.", "rejected"),
        ("The defence pact with Japan that Chile has signed expired in May.", "expired"),
        ("Chile and Japan reaffirmed the 1951 Japan-Chile Mutual Defence Treaty.", "in_force"),
    ],
)
def test_the_latest_and_strongest_word_wins(text: str, status: str) -> None:
    assert only(text).status.value == status


def test_a_signing_to_come_is_expected() -> None:
    record = only("Japan and Chile will sign a defence pact on June 20.")
    assert record.signed is None
    assert record.expected_signing is not None
    assert record.expected_signing.value == "2024-06-20"


def test_an_end_has_its_date() -> None:
    record = only("Chile scrapped its defence pact with Japan on June 10.")
    assert record.ended is not None
    assert record.ended.value == "2024-06-10"


def test_the_year_in_a_name_is_the_year_of_signing() -> None:
    record = only("Chile stands by the 1951 Japan-Chile Mutual Defence Treaty.")
    assert record.signed is not None
    assert record.signed.value == "1951"


def test_a_wish_without_a_word_of_status_makes_no_record() -> None:
    assert read("A defence pact between Japan and Chile would help.") == ()
