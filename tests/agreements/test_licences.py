"""Whose texts everybody may read whole."""

import pytest

from agreements.licences import licence_of


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://www.state.gov/a-joint-statement/", "United States"),
        ("https://state.gov/a", "United States"),
        ("http://2009-2017.STATE.gov:80/a", "United States"),
        ("https://www.gov.uk/government/news/a", "Open Government Licence"),
        ("https://eur-lex.europa.eu/a", "2011/833/EU"),
    ],
)
def test_a_text_of_such_a_house_may_be_shown(url: str, word: str) -> None:
    licence = licence_of(url)
    assert licence is not None
    assert word in licence.name
    assert licence.url.startswith("https://")


@pytest.mark.parametrize(
    "url",
    [
        *("", None, "https://", "https://[", "not an address", "https://gov/a"),
        "https://notstate.gov/a",
        "https://state.gov.evil.example/a",
        "https://evil.example/state.gov",
        "https://state.gov@evil.example/a",
        "https://somewhere.gov.uk/a",  # not of the same licence as the government's own
    ],
)
def test_of_any_other_address_none_is_known(url: str | None) -> None:
    assert licence_of(url) is None
