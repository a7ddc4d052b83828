from datetime import date

from ingest.reader import codebook, read

TEXT = (
    "Norway and Moldova signed a security agreement on June 12. "
    "Norway will provide 50 million euros under the agreement. "
    "It does not include any promise to send troops."
)


def test_a_record_is_written_as_the_codebook_has_it() -> None:
    (record,) = read(TEXT, published=date(2024, 6, 13))
    written = codebook.agreement(TEXT, record)
    assert written["parties"] == ["MD", "NO"]
    assert written["signed"] == "2024-06-12"
    assert written["excluded_commitments"] == ["force_presence"]
    assert written["amounts"][0]["value"] == 50_000_000
    assert written["expected_signing"] is None


def test_every_filled_field_has_its_quote() -> None:
    (record,) = read(TEXT, published=date(2024, 6, 13))
    evidence = codebook.agreement(TEXT, record)["evidence"]
    assert set(evidence) == {
        "parties",
        "status",
        "signed",
        "excluded_commitments.force_presence",
        "amounts",
    }


def test_an_article_without_a_find_has_an_empty_list() -> None:
    assert codebook.article("a", "Rain.", ()) == {"name": "a", "agreements": []}
