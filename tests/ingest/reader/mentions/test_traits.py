import pytest

from ingest.reader.mentions import instruments
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.text import prose


def mention(text: str) -> InstrumentMention:
    found = instruments.find(prose.parse(text))
    return found[0][-1]


@pytest.mark.parametrize(
    ("text", "year", "dated"),
    [
        ("The 1951 defence treaty holds.", 1951, ""),
        ("He praised the Defence Treaty of 1951 again.", 1951, "1951"),
        ("The Security Treaty of 8 September 1951 holds.", 1951, "1951-09-08"),
        ("The Defence Agreement of July 3, 1958, holds.", 1958, "1958-07-03"),
        ("They have a defence treaty dating back to 1951.", 1951, ""),
        ("They signed a defence treaty with the class of 1951.", None, ""),
    ],
)
def test_a_year_can_be_part_of_a_name(text: str, year: int | None, dated: str) -> None:
    found = mention(text)
    assert (found.year, found.dated) == (year, dated)


def test_an_earlier_one_is_told_from_a_new_one() -> None:
    assert mention("A previous defence agreement was signed.").is_older
    assert mention("The existing defence pact expires soon.").is_current
    assert mention("It replaces the defence pact.").is_older
    assert not mention("They signed a defence pact.").is_older


def test_one_more_is_told_by_also() -> None:
    assert mention("They also signed a security agreement.").is_also
    assert not mention(
        "They also spoke at length in the old town before they signed a security agreement."
    ).is_also


def test_a_name_beside_another_is_of_another_instrument() -> None:
    assert mention("The defence pact elevates the Security Treaty.").is_beside
    assert not mention("The Security Treaty (the defence pact) holds.").is_beside


def test_a_noun_within_a_longer_name_is_no_instrument() -> None:
    assert instruments.find(prose.parse("The Defence Treaty Organisation met.")) == {}
    assert instruments.find(prose.parse("They held treaty-level talks on defence.")) == {}
