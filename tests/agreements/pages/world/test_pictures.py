"""The map as a picture, in other sites' pages, and as numbers for the years."""

import struct
from xml.etree import ElementTree

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

QUESTIONS = ["", "?country=UA", "?region=europe&as_of=2020-01-01", "?country=EU&status=in_force"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_picture_says_what_it_is_and_brings_its_colours(client: Client, question: str) -> None:
    response = client.get(f"/map.svg{question}")
    assert response.headers["Content-Type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(response.content)  # noqa: S314  our own marks
    text = response.content.decode()
    assert "class=" not in text
    assert "var(" not in text
    shapes = [shape for shape in drawn.iter() if shape.tag.endswith(("path", "circle", "rect"))]
    assert [shape for shape in shapes if not (shape.get("fill") or shape.get("stroke"))] == []
    said = " ".join(words for words in drawn.itertext() if words.strip())
    assert "Source: Accord Atlas, http://testserver/" in said
    assert "Natural Earth via Visionscarto" in said
    assert ("Ukraine and its partners" if "UA" in question else "") in said


def test_a_picture_names_its_day_and_its_filters(client: Client) -> None:
    said = client.get("/map.svg?as_of=2020-01-01&commitment=consultation").content.decode()
    assert "1 January 2020" in said
    assert "Consultation" in said


@pytest.mark.parametrize("path", ["/map.svg", "/map.png", "/map/years.json"])
@pytest.mark.parametrize("query", ["country=ZZ", "colour=red", "kind=pamphlet"])
def test_what_makes_no_sense_is_refused_and_not_drawn_without(
    client: Client, path: str, query: str
) -> None:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert query.split("=", maxsplit=1)[0] in response.content.decode()


@pytest.mark.parametrize(
    ("written", "width"), [("", 1600), ("640", 640), ("1", 320), ("99999", 1600), ("x", 1600)]
)
def test_a_picture_is_painted_as_wide_as_asked(client: Client, written: str, width: int) -> None:
    response = client.get(f"/map.png?width={written}")
    assert response.headers["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    assert struct.unpack(">I", response.content[16:20])[0] == width
    assert len(response.content) > 20_000


@pytest.mark.parametrize("address", ["/embed/map", "/embed/map?country=UA", "/embed/timeline"])
def test_only_what_is_made_for_it_may_stand_in_other_sites(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    assert "Explore the data" in response.content.decode()
    whole = client.get("/")
    assert "frame-ancestors 'none'" in whole.headers["Content-Security-Policy"]
    assert whole.headers["X-Frame-Options"] == "DENY"


def test_an_embedded_map_stays_in_its_frame_and_takes_a_theme(client: Client) -> None:
    page = client.get("/embed/map?theme=dark").content.decode()
    assert 'data-theme="dark"' in page
    assert 'href="/embed/map?country=FR&amp;theme=dark"' in page
    assert "htmx" not in page


def test_the_years_of_the_world_are_numbers_and_of_one_party_standings(client: Client) -> None:
    world = client.get("/map/years.json").json()
    assert world["first"] == 1950
    assert len(world["changes"]["US"]) == world["last"] - world["first"] + 1
    today = client.get("/").content.decode()
    assert f"United States: {sum(world['changes']['US'])} agreements" in today
    own = client.get("/map/years.json?country=UA").json()
    assert set("".join(own["standings"].values())) <= set("fsnue-")
    assert own["standings"]["PL"].endswith("f")


def test_the_years_of_one_question_are_not_those_of_another(client: Client) -> None:
    every = client.get("/map/years.json").json()
    some = client.get("/map/years.json?commitment=consultation").json()
    again = client.get("/map/years.json").json()
    assert every == again
    assert every != some


def test_an_embed_of_the_past_ends_there(client: Client) -> None:
    page = client.get("/embed/timeline?as_of=1992-12-31&country=US").content.decode()
    assert '<th scope="row">1992</th>' in page
    assert '<th scope="row">1993</th>' not in page


def test_a_citation_names_both_clocks(client: Client) -> None:
    page = client.get("/?as_of=1992-12-31&known_at=2026-11-01").content.decode()
    assert "as it stood on 1992-12-31, as known on " in page
    assert "UR  - http://testserver/?as_of=1992-12-31&amp;known_at=2026-11-01T23%3A59%3A59Z" in page
