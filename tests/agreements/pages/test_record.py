"""An agreement's facts in words."""

from typing import Any

from agreements.pages.record import TypeWords, read_record, term_words, web_address

QUOTED = {
    "quote": "They will consult.",
    "document": {"id": 7, "title": "A talk", "publisher": "Ledger", "published": None, "url": None},
}
CITED = {"citation": "A handbook", "url": "javascript:1", "is_opened": False, "note": None}
TYPES = {"consultation": TypeWords("Consultation", "To consult when threatened.")}


def told(**more: object) -> dict[str, Any]:
    groups: dict[str, Any] = {"milestones": [], "commitments": [], "terms": [], "links": []}
    parties = [{"code": "FJ", "name": "Fiji"}, {"code": "KE", "name": "Kenya"}]
    whole = {"key": "A-1", "title": "Pact", "parties": parties, "framework": None}
    return whole | groups | more


def milestone(rank: str, date: str | None, **more: object) -> dict[str, Any]:
    place = {"is_expected": False, "party": None, "place": None, "earliest": date}
    return {"kind": "signed", "date": date, "rank": rank, "evidence": [QUOTED]} | place | more


def commitment(**more: object) -> dict[str, Any]:
    who = {"direction": "not_stated", "debtor": None, "creditor": None}
    how = {"held": "made", "strength": "duty", "rank": "preferred", "wording": None}
    return {"type": "consultation", "evidence": [QUOTED]} | who | how | more


def test_a_contested_date_stands_among_the_doubts() -> None:
    both = [milestone("preferred", "2024-01-12"), milestone("contested", "2024-01-13")]
    record = read_record(told(milestones=both), TYPES)
    assert [moment.date for moment in record.life] == ["2024-01-12"]
    assert [(doubt.about, doubt.date) for doubt in record.doubts] == [("Signed", "2024-01-13")]


def test_what_was_expected_is_no_longer_ahead_once_it_has_happened() -> None:
    expected = milestone("preferred", "XXXX-01-12", is_expected=True, earliest=None)
    record = read_record(told(milestones=[expected, milestone("preferred", "2024-01-12")]), TYPES)
    assert [(moment.date, moment.is_ahead) for moment in record.life] == [("2024-01-12", False)]
    assert [doubt.about for doubt in record.doubts] == ["Signed (expected)"]
    waiting = read_record(told(milestones=[expected]), TYPES)
    assert [moment.is_ahead for moment in waiting.life] == [True]


def test_what_has_no_day_stands_where_agreements_pass_through_it() -> None:
    kinds = [("signed", "2024-01-12"), ("entered_into_force", "2024-02-01"), ("agreed", None)]
    entries = [milestone("preferred", date, kind=kind) for kind, date in kinds]
    record = read_record(told(milestones=entries), TYPES)
    assert [moment.label for moment in record.life] == ["Agreed", "Signed", "Entered into force"]


def test_what_was_withdrawn_is_not_shown() -> None:
    record = read_record(told(milestones=[milestone("withdrawn", "2024")]), TYPES)
    assert not record.life
    assert not record.doubts


def test_who_owes_whom_is_said_only_where_it_is_known() -> None:
    one_way = commitment(direction="one_way", debtor="KE", creditor="FJ")
    record = read_record(
        told(commitments=[one_way, commitment(direction="mutual"), commitment()]), TYPES
    )
    assert [promise.who for promise in record.made] == ["Kenya to Fiji", "both to each other", ""]


def test_an_exclusion_is_no_promise() -> None:
    record = read_record(told(commitments=[commitment(held="excluded")]), TYPES)
    assert not record.made
    assert record.excluded[0].name == "Consultation"


def test_sources_are_named_once() -> None:
    record = read_record(told(commitments=[commitment(), commitment()]), TYPES)
    assert [source.label for source in record.sources] == ["Ledger, A talk"]


def test_a_cited_work_keeps_no_address_that_is_none() -> None:
    record = read_record(told(commitments=[commitment(evidence=[CITED])]), TYPES)
    (source,) = record.sources
    assert source.is_unopened
    assert source.url == ""
    assert web_address("https://ledger.example/") == "https://ledger.example/"


def test_plain_properties_are_said_in_words() -> None:
    assert term_words({"name": "duration_years", "value": "1"}) == "1 year"
    assert term_words({"name": "duration_years", "value": "10"}) == "10 years"
    assert term_words({"name": "legally_binding", "value": "false"}) == "no"
    assert term_words({"name": "amount", "value": "USD 60000000000"}) == "USD 60 billion"
    assert term_words({"name": "amount", "value": "GBP 2500000"}) == "GBP 2.5 million"
    assert term_words({"name": "amount", "value": "EUR 1234567"}) == "EUR 1,234,567"
    assert term_words({"name": "kind", "value": "status_of_forces"}) == "Status of forces"
