from datetime import date

import pytest

from ingest.reader.mentions import parties
from ingest.reader.text import prose


def roles(text: str, published: date | None = None) -> list[tuple[str, str]]:
    return [(one.code, one.role) for one in parties.find(prose.parse(text), published)]


def codes(text: str, published: date | None = None) -> list[str]:
    return [code for code, _ in roles(text, published)]


def test_names_capitals_and_leaders_stand_for_their_state() -> None:
    assert codes("Tokyo and Canberra agreed, said Macron.") == ["JP", "AU", "FR"]


def test_a_place_of_signing_is_no_party() -> None:
    assert roles("They signed in Paris") == [("FR", "place")]
    assert roles("Paris signed") == [("FR", "party")]


def test_a_dateline_is_a_place() -> None:
    assert roles("WARSAW - Poland signed")[0] == ("PL", "place")


@pytest.mark.parametrize(
    "text",
    [
        "a pact against Russia",
        "since Russia's full-scale invasion",
        "a pact like the one with Russia",
    ],
)
def test_a_foe_or_a_comparison_is_a_third_state(text: str) -> None:
    assert roles(text) == [("RU", "third")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baku, Azerbaijan, June 13", [("AZ", "place"), ("AZ", "place")]),
        ("the Kuala Lumpur Declaration", [("MY", "place")]),
        ("in the US-Japan treaty", [("US", "party"), ("JP", "party")]),
        ("the NATO member Finland", [("", "third"), ("FI", "party")]),
        ("NATO's newest ally, Sweden, signed", [("", "third"), ("SE", "party")]),
        ("NATO members signed", [("", "party")]),
        ("Government of the French Republic", [("FR", "party")]),
        ("CHAD SIGNS PACT", [("TD", "party")]),
        ("PORT OF SPAIN, Trinidad - The minister", [("TT", "place"), ("TT", "place")]),
    ],
)
def test_a_mention_plays_its_part(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


def test_an_adjective_before_an_office_is_a_party() -> None:
    assert roles("the Dutch prime minister") == [("NL", "party")]


def test_an_adjective_before_anything_else_is_only_colour() -> None:
    assert roles("a Dutch cheese") == [("NL", "colour")]


def test_a_leader_counts_only_in_office() -> None:
    assert codes("Scholz spoke", date(2024, 1, 1)) == ["DE"]
    assert codes("Scholz spoke", date(2026, 1, 1)) == []


def test_a_former_leader_stands_for_nobody() -> None:
    assert codes("former President Donald Trump spoke") == []


def test_a_group_has_no_code() -> None:
    assert codes("The Baltic states and NATO") == ["", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jim Jordan spoke", []),
        ("Amman said that Jordan signed", ["JO", "JO"]),
        ("the South China Sea", []),
        ("the Gulf of Guinea", []),
        ("the Indo-Pacific", []),
        ("us and them", []),
        ("Somaliland's port", [""]),
        ("Northern Ireland", ["GB"]),
        ("New Mexico", []),
        ("the Kyiv Independent reported", []),
        ("the US-brokered deal", []),
        ("Equatorial Guinea", ["GQ"]),
        ("South Sudan", ["SS"]),
    ],
)
def test_names_that_mislead(text: str, expected: list[str]) -> None:
    assert codes(text) == expected
