"""The table of commitments, its clauses and its files."""

import csv
import io
import json
import re

import pytest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Card

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def text_of(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def body(response: HttpResponseBase) -> str:
    assert response.status_code == 200
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response).decode()


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(address)))))


def test_it_begins_with_the_party_whose_agreements_hold_most(client: Client) -> None:
    page = text_of(client, "/commitments")
    assert '<option value="UA" selected>Ukraine</option>' in page
    assert "agreements with Ukraine hold a commitment" in page


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/commitments?party=UA", 4),
        ("/commitments?party=US&rows=agreements", 5),
        ("/commitments?party=UA&row=PL&type=military_aid", 5),
        ("/commitments/military_aid", 5),
    ],
)
def test_the_table_costs_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    text_of(client, address)
    with django_assert_num_queries(queries):
        client.get(address)


def test_every_cell_says_row_type_and_strength(client: Client) -> None:
    page = text_of(client, "/commitments?party=UA")
    assert re.search(
        r'aria-label="Poland, Military aid: (mentioned|political intent|binding duty)"', page
    )
    assert 'aria-label="Poland, Demining: no commitment found in the text"' in page


def test_the_table_reads_by_its_heads(client: Client) -> None:
    page = text_of(client, "/commitments?party=UA")
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert body.count('<th scope="row">') == body.count("<tr>")
    columns = page.count('<th scope="col"') + page.count('<th class="matrix__sum" scope="col"')
    assert body.count("<td") == body.count("<tr>") * (columns - 1)


def test_a_cell_without_script_is_the_page_with_its_clause(client: Client) -> None:
    page = text_of(client, "/commitments?party=UA&row=PL&type=military_aid")
    assert "Poland · Military aid" in page
    assert page.count('aria-current="true"') == 2
    assert "Also held with" in page
    assert "#military_aid" in page


def test_a_script_gets_the_clause_alone(client: Client) -> None:
    page = text_of(
        client,
        "/commitments?party=UA&row=PL&type=military_aid",
        **{"HX-Request": "true", "HX-Target": "clause"},
    )
    assert page.strip().startswith('<h2 class="clause__name">Poland')
    assert "<html" not in page


def test_an_empty_cell_says_that_nothing_was_found(client: Client) -> None:
    page = text_of(client, "/commitments?party=UA&row=PL&type=demining")
    assert "No commitment found in the text." in page
    assert "does not mean that there is none" in page


@pytest.mark.parametrize(
    "query",
    [
        "party=XX",
        "party=UA&party=PL",
        "rows=columns",
        "sort=colour",
        "page=99",
        "page=-1",
        "page=%C2%B2",
        "row=ZZ&type=military_aid",
        "row=PL&type=fishing",
        "row=PL%00",
        "as_of=2024-13-01",
        "known_at=2999-01-01",
        "commitment=fishing",
        "nonsense=1",
        "as_of=1200-01-01",
        "q=zzzzzz",
    ],
)
def test_what_makes_no_sense_never_breaks_the_page(client: Client, query: str) -> None:
    text_of(client, f"/commitments?{query}")
    for address in ("commitments", "commitments/military_aid"):
        assert client.get(f"/{address}.csv?{query}").status_code in {200, 400}
        assert client.get(f"/{address}.metadata.json?{query}").status_code in {200, 400}
    text_of(client, f"/commitments/military_aid?{query}")
    text_of(client, f"/compare?a=A-1001&{query}")


def test_the_file_has_what_the_table_shows(client: Client) -> None:
    page = text_of(client, "/commitments?party=UA")
    rows = rows_of(client, "/commitments.csv?party=UA")
    shown = dict(re.findall(r'aria-label="([^",]+), Military aid: ([^"]+)"', page))
    words = {
        "": "no commitment found in the text",
        "mentioned": "mentioned",
        "duty": "binding duty",
        "intent": "political intent",
    }
    assert shown == {row["name"]: words[row["military_aid"]] for row in rows if row["total"] != "0"}


def test_the_file_is_described_beside_it(client: Client) -> None:
    query = "?party=UA&status=in_force"
    rows = rows_of(client, f"/commitments.csv{query}")
    told = client.get(f"/commitments.metadata.json{query}").json()
    assert [column["name"] for column in told["columns"]] == list(rows[0])
    assert told["rows"] == len(rows)
    assert told["filters"] == {"party": ["UA"], "status": ["in_force"]}
    assert told["data"].endswith(f"/commitments.csv{query}")
    assert "no commitment was found in the text" in told["columns"][3]["definition"]


def test_a_file_of_what_makes_no_sense_is_refused(client: Client) -> None:
    for address in ("commitments.csv", "commitments/military_aid.metadata.json"):
        response = client.get(f"/{address}?party=XX")
        assert response.status_code == 400
        assert "XX" in response.content.decode()


@pytest.mark.parametrize("query", ["party=UA", "party=US&status=in_force&as_of=1990-01-01"])
def test_the_api_has_the_agreements_of_the_table(client: Client, query: str) -> None:
    page = client.get(f"/commitments?{query}&rows=agreements")
    listed = client.get(f"{page.context['json']}&limit=200").json()["results"]
    rows = rows_of(client, f"/commitments.csv?{query}&rows=agreements")
    assert {row["agreement"] for row in rows} == {told["key"] for told in listed}


def test_rows_can_be_agreements(client: Client) -> None:
    rows = rows_of(client, "/commitments.csv?party=UA&rows=agreements&sort=-signed")
    cards = Card.objects.filter(parties__contains=["UA"], known_to=None)
    assert {row["agreement"] for row in rows} <= {json.loads(c.row_json)["key"] for c in cards}
    assert "Each cell shows how firmly an agreement of Ukraine" in text_of(
        client, "/commitments?party=UA&rows=agreements"
    )


def test_both_clocks_stay_in_every_cell(client: Client) -> None:
    page = text_of(client, "/commitments?party=UA&as_of=2024-06-30")
    cells = re.findall(r'class="cell[^"]*" href="([^"]+)"', page)
    assert cells
    assert all("as_of=2024-06-30" in cell for cell in cells)


def test_ended_agreements_come_when_asked_for(client: Client) -> None:
    assert "row=RU" not in text_of(client, "/commitments?party=UA")
    assert "row=RU" in text_of(client, "/commitments?party=UA&status=terminated&status=expired")


def test_a_type_tells_its_definition_parties_and_agreements(client: Client) -> None:
    page = text_of(client, "/commitments/military_aid")
    assert "military assistance in general" in page
    assert "How firmly it is held" in page
    assert "/commitments?party=UA&amp;commitment=military_aid" in page
    rows = rows_of(client, "/commitments/military_aid.csv")
    told = client.get("/commitments/military_aid.metadata.json").json()
    assert [column["name"] for column in told["columns"]] == list(rows[0])
    assert told["rows"] == len(rows)
    counted = re.search(r">(\d+) agreements<", page)
    assert counted
    assert int(counted[1]) == len({row["key"] for row in rows})


def test_a_type_nobody_knows_is_not_found(client: Client) -> None:
    for address in ("fishing", "fishing.csv", "fishing.metadata.json"):
        assert client.get(f"/commitments/{address}").status_code == 404
