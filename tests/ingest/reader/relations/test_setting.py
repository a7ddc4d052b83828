import pytest

from ingest.reader.mentions import parties
from ingest.reader.relations import setting
from ingest.reader.text import prose


@pytest.mark.parametrize(
    ("publisher", "home"),
    [
        ("The White House", "US"),
        ("Australian Department of the Prime Minister", "AU"),
        ("The Kyiv Independent", ""),
        ("Japan Weekly", ""),
        (None, ""),
    ],
)
def test_only_a_government_has_a_home(publisher: str | None, home: str) -> None:
    assert setting.home_of(publisher) == home


def test_a_government_speaks_as_we() -> None:
    assert setting.speaks_for_home("we signed it")
    assert not setting.speaks_for_home("tokyo signed it")


def main_pair(text: str, title: str | None = None, home: str = "") -> tuple[str, str] | None:
    parsed = prose.parse(text)
    return setting.main_pair(parsed, parties.find(parsed, None), title, home, None)


def test_the_title_names_the_two() -> None:
    assert main_pair("Peru and Ghana met.", title="Chile, Japan sign pact") == ("CL", "JP")


def test_the_first_sentence_names_the_two() -> None:
    assert main_pair("Chile met Japan. Peru and Ghana did not.") == ("CL", "JP")


def test_the_home_and_its_guest_are_the_two() -> None:
    assert main_pair("We welcome Vanuatu. Vanuatu is dear to us.", home="AU") == ("AU", "VU")


def test_a_crowd_has_no_main_pair() -> None:
    assert main_pair("Chile, Japan, Peru and Ghana met.") is None
