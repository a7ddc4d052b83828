from xml.etree import ElementTree

import pytest

from agreements.atlas import choropleth
from agreements.atlas.choropleth import Drawn, counted, draw_choropleth
from agreements.atlas.drawing import Place

UKRAINE = Place("UA", "Ukraine", 30.52, 50.45)
BAHRAIN = Place("BH", "Bahrain", 50.58, 26.23)
UNION = Place("EU", "European Union", 4.35, 50.85)


def draw(*places: Place, counts: dict[str, int] | None = None, region: str = "world") -> Drawn:
    drawn = draw_choropleth(places, counts or {}, address=("/?country=", "&a=1&b=2"), region=region)
    assert drawn is not None
    return drawn


def elements(drawn: Drawn, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<svg>{drawn.marks}</svg>").iter(tag))  # noqa: S314  our own marks


def test_a_country_is_a_link_with_its_name_and_count() -> None:
    (link,) = elements(draw(UKRAINE, counts={"UA": 27}), "a")
    assert link.get("href") == "/?country=UA&a=1&b=2"
    assert link.get("aria-label") == "Ukraine: 27 agreements"
    assert link.get("tabindex") == "-1"
    assert [mark.get("class") for mark in link] == ["map__shape q5"]


def test_a_small_state_gets_a_dot_at_its_capital() -> None:
    (link,) = elements(draw(BAHRAIN, counts={"BH": 1}), "a")
    dot = link.findall("circle")[1]
    assert dot.get("class") == "map__shape map__dot q1"
    assert dot.get("r") == "3.4"
    assert float(dot.get("cx", "")) == pytest.approx(595, abs=10)


def test_small_states_lie_over_large_ones() -> None:
    links = elements(draw(BAHRAIN, UKRAINE), "a")
    assert [link.get("data-code") for link in links] == ["UA", "BH"]


def test_a_party_without_a_shape_is_left_out() -> None:
    assert elements(draw(UNION, counts={"EU": 3}), "a") == []


def test_names_are_escaped() -> None:
    odd = Place("UA", '<b>"&', 30.52, 50.45)
    (link,) = elements(draw(odd), "a")
    assert link.get("data-name") == '<b>"&'


def test_what_is_no_partys_is_drawn_as_one_shape() -> None:
    paths = elements(draw(UKRAINE), "path")
    assert len(paths) == 5
    assert paths[3].get("d", "").count("M") > 240


def test_an_unknown_region_opens_the_world() -> None:
    assert draw(UKRAINE, region="europe").region.label == "Europe"
    assert draw(UKRAINE, region="atlantis").region.name == "world"


def test_without_geometry_there_is_no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choropleth, "load_world", lambda: None)
    assert draw_choropleth((UKRAINE,), {}, address=("", "")) is None


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no agreement"), (1, "1 agreement"), (2, "2 agreements")]
)
def test_counts_are_said_in_words(count: int, words: str) -> None:
    assert counted(count) == words
