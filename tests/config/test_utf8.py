"""Queries that are not UTF-8 are refused by the parameter's name, whoever asks."""

import pytest
from django.test import Client

from config.utf8 import damaged


@pytest.mark.parametrize(
    "query",
    [
        "",
        "party=UA&q=Kyiv",
        "q=50+%25&empty=&&bare",
        "q=%C3%A9&party=%F0%9F%87%BA",
        "q=caf\xc3\xa9",  # bytes of UTF-8, as WSGI has them
        "q=%zz%",
        "q=%00",
    ],
)
def test_what_is_utf8_passes(query: str) -> None:
    assert damaged(query) is None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("q=%ff", "q"),
        ("party=UA&q=caf%E9", "q"),
        ("q=caf\xe9", "q"),
        ("q=%C3", "q"),
        ("q=%C3&party=%A9", "q"),
        ("q=%ED%A0%80", "q"),
        ("q=%C0%80", "q"),
        ("first+name=%ff", "first name"),
        ("q%ff=1", "q\ufffd"),
        ("%ff", "\ufffd"),
        ("\xff=1", "\ufffd"),
    ],
)
def test_what_is_not_utf8_is_named(query: str, name: str) -> None:
    assert damaged(query) == name


@pytest.mark.parametrize("address", ["/api/v1/agreements", "/api/v1/nowhere", "/api/v1/drafts"])
def test_a_program_is_answered_with_a_problem(client: Client, address: str) -> None:
    answer = client.get(f"{address}?party=UA&q=%ff")
    told = answer.json()
    assert answer.status_code == told["status"] == 400
    assert (told["code"], told["parameter"]) == ("query.character", "q")
    assert told["detail"].startswith("q: this is not UTF-8.")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_who_asks_for_a_file_gets_a_line(client: Client) -> None:
    answer = client.get("/agreements.csv?q=%ff")
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        400,
        "text/plain; charset=utf-8",
    )
    assert answer.content.decode().startswith("q: this is not UTF-8.")


@pytest.mark.parametrize("address", ["/", "/agreements", "/countries"])
def test_a_person_is_told_on_a_page(client: Client, address: str) -> None:
    answer = client.get(f"{address}?as_of=2024-01-01&q=%ff")
    assert answer.status_code == 400
    assert "“q”" in answer.content.decode()
    assert "not UTF-8" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_name_is_shown_as_words_and_not_at_any_length(client: Client) -> None:
    answer = client.get(f"/agreements?<b>{'x' * 500}=%ff").content.decode()
    assert "&lt;b&gt;xxx" in answer
    assert "x" * 61 not in answer
