from datetime import date

from ingest.reader import read
from ingest.reader.records import Record

TWO = "Ecuador's president ratified two military cooperation agreements with the United States. "


def told(text: str) -> tuple[Record, ...]:
    return read(text, published=date(2024, 2, 15))


def test_each_of_two_that_are_told_one_by_one_is_a_record() -> None:
    records = told(
        TWO + "The first, on the status of forces, gives US personnel immunity. "
        "The second, on operations at sea, allows joint patrols."
    )
    assert [record.status.value for record in records] == ["ratified", "ratified"]
    assert {one.type for record in records for one in record.commitments} >= {"force_presence"}


def test_two_of_which_only_one_is_told_are_one_record() -> None:
    records = told(TWO + "The first lady was there. The agreements were signed in 2023.")
    assert len(records) == 1


def test_ordinals_of_other_things_make_no_records() -> None:
    text = (
        "Ecuador ratified two trade agreements with the United States. "
        "The first, on bananas, gives farmers hope. The second, on tuna, allows exports."
    )
    assert told(text) == ()
