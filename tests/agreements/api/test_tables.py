"""The researchers' tables over HTTP: one meaning in CSV, Stata and Parquet, and a codebook."""

import csv
import io
import re
from datetime import date
from typing import Any

import pandas
import pytest
from arro3.io import read_parquet
from django.contrib.auth.models import User
from django.test import Client

from agreements import cards, curation, intake
from agreements.exports.research import FORMS, TABLES, Asked
from agreements.models import CommitmentType, Draft
from agreements.proposal import Proposal, ProposedCommitment, ProposedMilestone, Quote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

API = "/api/v1/tables"
DAY = "2024-06-30"
JAPAN, AMERICA, BRITAIN = 740, 2, 200


def sent(client: Client, file: str, **query: object) -> bytes:
    response = client.get(f"{API}/{file}", {name: str(value) for name, value in query.items()})
    assert response.status_code == 200
    body = response.getvalue()
    assert isinstance(body, bytes)
    return body


def table(client: Client, file: str, **query: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sent(client, file, **query).decode(), newline="")))


def row_of(rows: list[dict[str, str]], *place: int) -> dict[str, str]:
    (found,) = [r for r in rows if (r["ccode1"], r["ccode2"], r["year"]) == tuple(map(str, place))]
    return found


@pytest.mark.parametrize("name", TABLES)
def test_csv_stata_and_parquet_say_the_same(client: Client, name: str) -> None:
    # The Union has few agreements, and all of them are young.
    is_union = name == "eu_partner_year"
    asked = {"as_of": "2026-06-30"} if is_union else {"as_of": DAY, "party": "JP"}
    rows = table(client, f"{name}.csv", **asked)
    stata = pandas.read_stata(io.BytesIO(sent(client, f"{name}.dta", **asked)))
    read = read_parquet(io.BytesIO(sent(client, f"{name}.parquet", **asked)))
    columns = {field.name: column.to_pylist() for field, column in parquet(read)}
    assert list(stata.columns) == list(columns) == list(rows[0])
    assert len(rows) == len(stata) > (8 if is_union else 15)
    for column, cells in columns.items():
        written = [cell.removeprefix("'") for cell in (row[column] for row in rows)]
        assert written == [plain(cell).removeprefix("'") for cell in cells]
        assert written == [
            plain(cell).removeprefix("'") for cell in stata_cells(stata[column], cells)
        ]


def parquet(read: Any) -> Any:  # noqa: ANN401  arro3's
    whole = read.read_all()
    return zip(whole.schema, whole.columns, strict=True)


def stata_cells(column: Any, like: list[Any]) -> list[Any]:  # noqa: ANN401  pandas'
    """Return cells as they were before Stata's types, which has neither None nor truths."""
    is_truth = any(isinstance(cell, bool) for cell in like)
    found: list[Any] = [None if pandas.isna(cell) else cell for cell in column]
    if all(isinstance(cell, str) for cell in found):
        return found
    return [cell if cell is None else bool(cell) if is_truth else int(cell) for cell in found]


def plain(cell: object) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_an_alliance_stands_in_each_of_its_years(client: Client) -> None:
    rows = table(client, "dyad_year.csv", as_of=DAY, party="JP", partner="US")
    in_2000 = row_of(rows, AMERICA, JAPAN, 2000)
    assert (in_2000["stateabb1"], in_2000["iso3_2"], in_2000["dyad"]) == ("USA", "JPN", "2740")
    assert (in_2000["defense"], in_2000["c_mutual_defence"], in_2000["defense_nb"]) == (
        "1",
        "1",
        "0",
    )
    assert (in_2000["days_inforce"], in_2000["inforce_dec31"]) == ("366", "1")
    in_1960 = row_of(rows, AMERICA, JAPAN, 1960)
    assert int(in_1960["n_signed"]) >= 1
    assert int(in_1960["n_eif"]) >= 1
    last = row_of(rows, AMERICA, JAPAN, 2024)
    assert (last["inforce_dec31"], last["right_censor"], last["version"]) == ("", "1", DAY)
    assert last["days_inforce"] == "182"


def test_each_dyad_year_stands_once_and_none_after_the_day_of_the_data(client: Client) -> None:
    rows = table(client, "dyad_year.csv", as_of=DAY)
    places = [(int(r["ccode1"]), int(r["ccode2"]), int(r["year"])) for r in rows]
    assert len(set(places)) == len(places) > 3000
    assert all(one < other for one, other, _ in places)
    assert {min(year for *_, year in places), max(year for *_, year in places)} == {1816, 2024}
    for row in rows:
        assert 0 <= int(row["days_inforce"]) <= 366
        assert (row["n_agr"] == "0") == (row["days_inforce"] == "0")
        assert int(row["n_agr"]) + int(row["n_signed"]) + int(row["n_ended"]) + int(row["n_eif"])
    oldest = row_of(rows, BRITAIN, 235, 1900)
    assert oldest["left_censor"] == "1"


def test_no_row_is_of_a_year_in_which_one_of_the_two_was_no_member(client: Client) -> None:
    rows = table(client, "dyad_year.csv", as_of=DAY)
    germany = [row for row in rows if "DEU" in (row["iso3_1"], row["iso3_2"])]
    assert not [row["year"] for row in germany if 1946 <= int(row["year"]) <= 1954]
    years = {row["year"] for row in table(client, "dyad_year.csv", as_of=DAY, all_of="JP,US")}
    assert "1951" not in years
    assert {"1952", "1960"} <= years


def propose_aid(first: str, second: str) -> None:
    """Approve a treaty of 2020 in which the first of the two owes the other military aid."""
    text = f"Signed on 1 May 2020, in force since. {first} will send {second} weapons."
    document, _ = intake.archive_document(intake.Text(text=text, published=date(2020, 5, 2)))
    whole = (Quote(0, len(text), text),)
    proposal = Proposal(
        (first, second),
        (
            ProposedMilestone(kind="signed", date="2020-05-01", sources=whole),
            ProposedMilestone(kind="entered_into_force", date="2020-05-01", sources=whole),
            ProposedCommitment(
                type="military_aid",
                direction="one_way",
                debtor=first,
                creditor=second,
                sources=whole,
            ),
        ),
    )
    number = intake.propose_draft(document, proposal, reader_version="t", ordinal=0, score=1.0)
    version = Draft.objects.get(pk=number).version
    curation.approve(number, User.objects.create_user("mara"), curation.Verdict(version=version))


def test_directed_rows_say_who_owes_whom(client: Client) -> None:
    propose_aid("EE", "KE")
    rows = table(client, "ddyad_year.csv", as_of=DAY, party="KE", partner="EE")
    undirected = table(client, "dyad_year.csv", as_of=DAY, party="KE", partner="EE")
    assert [row["year"] for row in undirected] == ["2020", "2021", "2022", "2023", "2024"]
    assert len(rows) == 2 * len(undirected)
    given, taken = row_of(rows, 366, 501, 2020), row_of(rows, 501, 366, 2020)
    assert (given["c_military_aid"], taken["c_military_aid"]) == ("1", "0")
    assert (given["days_inforce"], given["n_agr"], given["undirected"]) == ("245", "1", "0")
    assert given["agr_ids"] == taken["agr_ids"]


def test_a_directed_flag_is_empty_where_nobody_says_who_owes(client: Client) -> None:
    rows = table(client, "ddyad_year.csv", as_of=DAY, party="JP", partner="US")
    assert row_of(rows, AMERICA, JAPAN, 2000)["c_mutual_defence"] == ""
    assert row_of(rows, AMERICA, JAPAN, 2000)["undirected"] == "1"


def test_a_directed_flag_is_never_set_where_the_undirected_one_is_not(client: Client) -> None:
    undirected = {
        (r["ccode1"], r["ccode2"], r["year"]): r
        for r in table(client, "dyad_year.csv", as_of=DAY, party="JP")
    }
    flags = [f"c_{code}" for code in CommitmentType.objects.values_list("code", flat=True)]
    rows = table(client, "ddyad_year.csv", as_of=DAY, party="JP")
    assert len(rows) == 2 * len(undirected)
    for row in rows:
        one, other = sorted((row["ccode1"], row["ccode2"]), key=int)
        whole = undirected[one, other, row["year"]]
        assert all(row[flag] <= whole[flag] for flag in flags)


def test_agreements_of_the_union_are_in_the_table_of_agreements_alone(client: Client) -> None:
    assert table(client, "agreements.csv", as_of=DAY, party="EU")
    assert table(client, "dyad_year.csv", as_of=DAY, party="EU") == []
    whole = table(client, "agreements.csv", as_of=DAY, party="EU")
    assert {row["ccode1"] for row in whole if row["party_1"] == "EU"} == {""}


def test_the_unions_agreements_stand_by_partner_and_year(client: Client) -> None:
    rows = table(client, "eu_partner_year.csv", as_of=DAY)
    found = {(row["iso2"], row["year"]) for row in rows}
    assert len(found) == len(rows) > 2
    assert "EU" not in {row["iso2"] for row in rows}
    keys = {key for row in rows for key in row["agr_ids"].split(";")}
    own = table(client, "agreements.csv", as_of=DAY, party="EU")
    assert keys <= {row["key"] for row in own}
    mine = [row for row in rows if row["iso2"] == "UA"]
    assert {row["ccode"] for row in mine} == {"369"}
    assert table(client, "eu_partner_year.csv", as_of=DAY, party="UA") == mine
    last = max(mine, key=lambda row: row["year"])
    assert last["year"] == "2024"
    assert int(last["n_agr"]) + int(last["n_signed"]) >= 1


def test_what_was_known_earlier_can_be_asked_for(client: Client) -> None:
    assert table(client, "dyad_year.csv", known_at="2020-01-01") == []


def test_the_codebook_tells_of_every_column_in_every_form(client: Client) -> None:
    told = client.get(f"{API}/codebook.json").json()
    text = sent(client, "codebook.txt").decode()
    rows = table(client, "codebook.csv")
    for entry in told["tables"]:
        names = [column["name"] for column in entry["columns"]]
        header = sent(client, f"{entry['name']}.csv", party="KE").decode().split("\r\n")[0]
        assert header.split(",") == names
        assert [r["column"] for r in rows if r["table"] == entry["name"]] == names
        assert all(column["definition"] for column in entry["columns"])
        assert all(f"\n{name} [" in text for name in names)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name) for name in names)
        assert entry["files"] == [f"{entry['name']}.{form}" for form in FORMS]
    assert told["rules"]


def test_a_table_has_a_tag_and_a_name(client: Client) -> None:
    response = client.get(f"{API}/dyad_year.csv?party=UA&as_of={DAY}")
    assert response.getvalue()
    assert f'accord-atlas-dyad_year-{DAY}.csv"' in response["Content-Disposition"]
    tag = {"If-None-Match": response["ETag"]}
    assert client.get(f"{API}/dyad_year.csv?party=UA&as_of={DAY}", headers=tag).status_code == 304


@pytest.mark.parametrize("file", ["dyad_year.dta", "agreements.csv", "codebook.txt"])
def test_the_head_alone_tells_no_length_that_the_file_has_not(client: Client, file: str) -> None:
    whole, head = client.get(f"{API}/{file}?party=KE"), client.head(f"{API}/{file}?party=KE")
    length = str(len(whole.getvalue()))
    assert head.headers.get("Content-Length", length) == length
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert not head.getvalue()


@pytest.mark.parametrize("name", ["dyad_year", "ddyad_year"])
def test_csv_is_sent_while_it_is_made(client: Client, name: str) -> None:
    response = client.get(f"{API}/{name}.csv?as_of={DAY}")
    pieces = list(response)
    assert len(pieces) > 1
    assert not response.has_header("Content-Length")
    whole = io.BytesIO()
    day = date.fromisoformat(DAY)
    TABLES[name].write("csv", whole, Asked(cards.standing_on(day), day, ""))
    assert b"".join(pieces) == whole.getvalue()


@pytest.mark.parametrize("file", ["dyads.csv", "dyad_year.xls", "codebook.dta", "dyad_year"])
def test_a_table_that_there_is_not_is_404_and_names_those_there_are(
    client: Client, file: str
) -> None:
    response = client.get(f"{API}/{file}")
    assert (response.status_code, response.json()["code"]) == (404, "record.unknown")
    assert "ddyad_year.dta" in response.json()["detail"]


def test_a_filter_that_makes_no_sense_is_refused(client: Client) -> None:
    response = client.get(f"{API}/dyad_year.csv?party=ZZ")
    assert (response.status_code, response.json()["parameter"]) == (400, "party")
