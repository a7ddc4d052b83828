"""A record as it is cited."""

import json
from dataclasses import replace
from datetime import date

import pytest

from agreements.citing import FORMS, Citation, bibtex, csl_json, ris, text

CITED = Citation(
    key="A-1031",
    title="Harbour Pact",
    version=3,
    known_on=date(2026, 11, 22),
    as_of=None,
    url="https://atlas.example/agreements/A-1031",
    accessed=date(2026, 11, 23),
)


def test_the_text_says_which_record_in_which_version_and_where() -> None:
    assert text(CITED) == (
        "Accord Atlas (2026). “Harbour Pact”, record A-1031, version 3, "
        "as known on 2026-11-22, https://atlas.example/agreements/A-1031."
    )


def test_the_day_asked_about_is_cited_too() -> None:
    assert "as it stood on 2024-06-30, as known on" in text(replace(CITED, as_of=date(2024, 6, 30)))


def test_bibtex_takes_no_mark_of_a_title_for_its_own() -> None:
    entry = bibtex(replace(CITED, title="Arms & Aid: 50% {more} of A_B\nfor ~$1"))
    assert r"Arms \& Aid: 50\% \textbraceleft{}more\textbraceright{} of A\_B for" in entry
    assert entry.count("{") == entry.count("}")
    assert entry.startswith("@misc{accord-atlas-a-1031,\n")


def test_a_line_break_in_a_title_begins_no_field() -> None:
    told = ris(replace(CITED, title="Harbour\r\nER  - \r\nPact"))
    assert "TI  - Harbour ER - Pact\r\n" in told
    assert told.count("ER  - ") == 1
    assert told.startswith("TY  - DATA\r\n")


def test_csl_is_a_list_of_one_item() -> None:
    (item,) = json.loads(csl_json(CITED))
    assert item["title"] == "Harbour Pact"
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}
    assert item["URL"] == CITED.url


@pytest.mark.parametrize("ending", FORMS)
def test_every_form_names_record_and_address(ending: str) -> None:
    written = FORMS[ending].write(CITED)
    assert "A-1031" in written
    assert CITED.url in written
