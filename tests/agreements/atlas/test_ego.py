"""One party and its partners on the map."""

from xml.etree import ElementTree

import pytest

from agreements.atlas.drawing import Place
from agreements.atlas.ego import Ego, draw_ego
from agreements.atlas.partners import Partner
from agreements.atlas.standing import ENDED, IN_FORCE, NEGOTIATING, Standing

UKRAINE = Place("UA", "Ukraine", 30.52, 50.45)
POLAND = Place("PL", "Poland", 21.01, 52.23)
ROMANIA = Place("RO", "Romania", 26.1, 44.43)
MALTA = Place("MT", "Malta", 14.51, 35.9)
JAPAN = Place("JP", "Japan", 139.69, 35.68)
UNION = Place("EU", "European Union", 4.35, 50.85)
STATES = Place("US", "United States", -77.04, 38.9)


def partner(place: Place, standing: Standing = IN_FORCE) -> Partner:
    return Partner(place.code, place.name, 2, standing, "A-1", "A <pact>", "2024-07-08", "signed")


def draw(centre: Place, *found: Partner, region: str = "") -> Ego:
    places = (UKRAINE, POLAND, ROMANIA, MALTA, JAPAN, UNION, STATES)
    drawn = draw_ego(
        places, centre, found, address=("/?country=", ""), page="/countries/~", region=region
    )
    assert drawn is not None
    return drawn


def elements(drawn: Ego, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<svg>{drawn.marks}</svg>").iter(tag))  # noqa: S314  our own marks


def test_a_partner_has_the_colour_and_the_words_of_its_strongest_status() -> None:
    links = {link.get("data-code"): link for link in elements(draw(UKRAINE, partner(POLAND)), "a")}
    assert links["PL"].get("aria-label") == "Poland: In force, 2 agreements"
    assert links["PL"].get("data-note") == "2024-07-08 A <pact>"
    assert links["PL"][0].get("class") == "map__shape in-force"
    assert links["RO"].get("aria-label") == "Romania: no agreement"


def test_the_party_itself_leads_to_its_own_page() -> None:
    links = {link.get("data-code"): link for link in elements(draw(UKRAINE), "a")}
    assert links["UA"].get("href") == "/countries/~"
    assert links["UA"][0].get("class") == "map__shape ego"
    assert links["PL"].get("href") == "/?country=PL"


def test_every_partner_has_one_line_that_shows_its_standing() -> None:
    found = [partner(POLAND), partner(UNION, NEGOTIATING), partner(JAPAN, ENDED)]
    lines = [e for e in elements(draw(UKRAINE, *found), "path") if e.get("data-arc")]
    assert [line.get("class") for line in lines] == [
        "arc arc--in-force",
        "arc arc--negotiating",
        "arc arc--ended",
    ]


def test_a_dot_is_the_end_of_its_line_and_needs_no_ring() -> None:
    rings = [
        e
        for e in elements(draw(UKRAINE, partner(POLAND), partner(MALTA)), "circle")
        if e.get("class") == "arc__end"
    ]
    assert len(rings) == 1


def test_the_map_opens_where_the_partners_are_and_names_the_others() -> None:
    drawn = draw(UKRAINE, partner(POLAND), partner(ROMANIA), partner(JAPAN))
    assert drawn.region.name == "europe"
    assert [other.code for other in drawn.outside] == ["JP"]


def test_a_party_at_the_edge_of_a_region_opens_the_world() -> None:
    assert draw(STATES, partner(POLAND), partner(ROMANIA)).region.name == "world"


@pytest.mark.parametrize("centre", [UKRAINE, UNION])
def test_without_partners_the_world_shows_the_party(centre: Place) -> None:
    assert draw(centre).region.name == "world"


def test_a_region_that_was_asked_for_is_shown() -> None:
    assert draw(UKRAINE, partner(POLAND), region="africa").region.name == "africa"
