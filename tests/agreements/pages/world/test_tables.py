"""The map's table as a file, and the party that its filters take by name."""

import csv
import io

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def table(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).getvalue().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "question", ["", "as_of=1992-12-31", "commitment=consultation", "party=UA"]
)
def test_the_file_has_the_numbers_of_the_map(client: Client, question: str) -> None:
    rows = table(client, f"/map.csv?{question}")
    page = client.get(f"/?{question}").context
    assert len(rows) == page["parties"]
    shown = {entry.code: entry.count for entry in page["most_connected"]}
    assert {row["party"]: int(row["agreements"]) for row in rows[: len(shown)]} == shown


def test_one_countrys_file_has_its_partners(client: Client) -> None:
    rows = table(client, "/map.csv?country=UA")
    partners = client.get("/?country=UA").context["partners"]
    assert [(r["partner"], r["status"], r["key"]) for r in rows] == [
        (p.code, p.status, p.key) for p in partners
    ]
    assert sum(int(row["agreements"]) for row in rows) == sum(p.count for p in partners)


@pytest.mark.parametrize("question", ["", "?country=UA&region=europe"])
def test_the_file_beside_it_explains_every_column(client: Client, question: str) -> None:
    told = client.get(f"/map.metadata.json{question}").json()
    rows = table(client, f"/map.csv{question}")
    assert [column["name"] for column in told["columns"]] == list(rows[0])
    assert told["rows"] == len(rows)
    assert told["filters"] == ({"country": ["UA"]} if question else {})
    assert len(table(client, told["permanent"].removeprefix("http://testserver"))) == len(rows)


def test_the_maps_download_offers_the_file(client: Client) -> None:
    assert 'href="/map.csv?country=UA&amp;status=in_force"' in text_of(
        client, "/?country=UA&status=in_force"
    )


@pytest.mark.parametrize("written", ["Poland", "poland ", "PL", "pl"])
def test_a_party_is_chosen_by_its_name_or_code(client: Client, written: str) -> None:
    answer = client.get("/", {"party_name": written, "commitment": "consultation", "kind": ""})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/?commitment=consultation&party=PL"
    filtering = client.get("/?party=PL").context["filtering"]
    assert filtering.party == "Poland"
    assert filtering.kept == []


def test_a_party_joins_those_chosen_before_where_they_are_several(client: Client) -> None:
    filtering = client.get("/?country=UA&party=PL&party=DE").context["filtering"]
    assert filtering.kept == [("country", "UA"), ("party", "PL"), ("party", "DE")]
    answer = client.get("/?country=UA&party=PL&party=DE&party_name=France")
    assert answer.headers["Location"] == "/?country=UA&party=PL&party=DE&party=FR"


def test_a_name_that_no_party_has_is_said(client: Client) -> None:
    page = text_of(client, "/?party_name=Atlantis&as_of=2020-01-01")
    assert "No party is called" in page
    assert client.get("/?party_name=Atlantis").context["canonical"] == "/"
