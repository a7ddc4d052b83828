"""Of what a model tells only that stands which the text proves."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ingest.llm.checking import MOST_RECORDS, UNTITLED, Checked, check
from ingest.llm.codebook import codebook
from ingest.llm.completion import agreements
from ingest.reader.records import Record, Span
from tests.ingest.llm import server
from tests.ingest.llm.told import TEXT, promise, record, value


def checked(*told: object, text: str = TEXT) -> Checked:
    listed = agreements(server.agreements(*told))
    return check(listed, text, published=date(2026, 6, 1), book=codebook())


def only(found: Checked) -> Record:
    (one,) = found.records
    return one


def said(span: Span) -> str:
    return TEXT[span.start : span.end]


def test_a_record_that_the_text_proves_is_taken_over_whole() -> None:
    found = checked(record())
    one = only(found)
    assert not found.left_out
    assert one.parties.value == ("EE", "JP")
    assert one.title.value == "ten-year security agreement"
    assert (one.status.value, one.salience) == ("in_force", "main")
    assert one.signed is not None
    assert (one.signed.value, said(one.signed.span)) == ("2026-03-04", "on 4 March 2026")
    assert one.in_force is not None
    assert one.in_force.value == "2026-05-01"
    assert one.duration_years is not None
    assert one.duration_years.value == 10
    assert one.legally_binding is not None
    assert one.legally_binding.value is False
    assert one.place is not None
    assert one.place.value == "Tallinn"
    assert said(one.commitments[0].span) == "joint\u00a0exercises"
    told = [(c.type, c.held, c.direction, c.debtor, c.creditor) for c in one.commitments]
    assert told == [
        ("joint_exercises", "made", "mutual", None, None),
        ("military_training", "made", "one_way", "JP", "EE"),
        ("force_presence", "excluded", "not_stated", None, None),
    ]
    (amount,) = one.amounts
    assert (amount.value, amount.currency, amount.what) == (
        Decimal(50_000_000),
        "EUR",
        "air defence",
    )


def test_a_quote_with_two_places_takes_the_one_beside_the_others() -> None:
    second = record(
        title={"quote": "a second accord"},
        status=value("signed", "signed"),
        signed=value("2019", "signed in 2019"),
        **dict.fromkeys(("in_force", "duration_years", "legally_binding", "place")),
        commitments=[],
        amounts=[],
    )
    (one,) = checked(second).records
    assert one.parties.span.start == TEXT.rindex("Estonia and Japan")
    assert only(checked(record())).parties.span.start == TEXT.index("Estonia and Japan")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"parties": {"codes": ["EE", "JP"], "quote": "Tallinn and Tokyo"}}, "record:no_parties"),
        ({"parties": None}, "record:no_parties"),
        ({"parties": {"codes": "EE", "quote": "Estonia"}}, "record:no_parties"),
        ({"parties": {"codes": ["EE"], "quote": "Estonia"}}, "record:not_two_parties"),
        ({"parties": {"codes": ["EE", "JP", "US"], "quote": "Estonia"}}, "record:not_two_parties"),
        ({"parties": {"codes": ["EE", "EE"], "quote": "Estonia"}}, "record:same_party"),
        ({"parties": {"codes": ["EE", "UK"], "quote": "Estonia"}}, "record:unknown_party"),
        ({"parties": {"codes": ["EE", "ZZ"], "quote": "Estonia"}}, "record:unknown_party"),
        ({"parties": {"codes": ["EE", ["JP"]], "quote": "Estonia"}}, "record:unknown_party"),
        (
            {"parties": {"codes": ["EE", "\u0401\u0400"], "quote": "Estonia"}},
            "record:unknown_party",
        ),
        ({"status": value("in_force", "is now in force")}, "status:unquoted"),
        ({"status": value("effective", "entered into force")}, "status:unknown_code"),
        ({"status": None}, "record:no_status"),
        ({"status": "in_force"}, "status:malformed"),
    ],
)
def test_a_record_without_two_parties_or_a_status_is_left_out(
    change: dict[str, Any], why: str
) -> None:
    found = checked(record(**change))
    assert found.records == ()
    assert found.left_out[why] == 1


@pytest.mark.parametrize(
    ("name", "told", "why"),
    [
        ("signed", value("2026-03-04", "on 5 March 2026"), "signed:unquoted"),
        ("signed", value("4 March", "on 4 March 2026"), "signed:no_date"),
        ("signed", value("2027-03-04", "on 4 March 2026"), "signed:still_to_come"),
        ("signed", {"value": "2026-03-04"}, "signed:unquoted"),
        ("signed", {"value": "2026-03-04", "quote": ["on 4 March 2026"]}, "signed:unquoted"),
        ("ended", value("12026-03-04", "2026"), "ended:no_date"),
        ("kind", value("friendship", "security agreement"), "kind:unknown_code"),
        ("duration_years", value(10_000, "ten-year"), "duration_years:absurd"),
        ("duration_years", value(2.5, "ten-year"), "duration_years:absurd"),
        ("legally_binding", value("no", "not legally binding"), "legally_binding:malformed"),
        ("place", {"quote": "Tokyo"}, "place:unquoted"),
        ("place", "Tallinn", "place:malformed"),
        ("commitments", "many", "commitments:malformed"),
        ("commitments", ["many"], "commitments:malformed"),
        ("commitments", [promise("friendship", "training")], "commitments:unknown_code"),
        ("commitments", [promise("nuclear", "nuclear weapons")], "commitments:unquoted"),
        ("amounts", [{"value": 5, "currency": "euros", "quote": "euros"}], "amounts:no_currency"),
        ("amounts", [{"value": -5, "currency": "EUR", "quote": "euros"}], "amounts:absurd"),
        ("amounts", [{"value": 5, "currency": "EUR", "quote": "5 EUR"}], "amounts:unquoted"),
    ],
)
def test_a_value_that_is_wrong_or_not_proven_is_left_out_and_the_record_stays(
    name: str, told: object, why: str
) -> None:
    found = checked(record(**{name: told}))
    assert not getattr(only(found), name)
    assert found.left_out == {why: 1}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"debtor": "JP"}, "not_between_the_parties"),
        ({"debtor": "JP", "creditor": "JP"}, "not_between_the_parties"),
        ({"debtor": "JP", "creditor": "US"}, "not_between_the_parties"),
        ({"debtor": ["JP"], "creditor": {}}, "not_between_the_parties"),
        ({"direction": "both"}, "unknown_code"),
        ({"held": "broken"}, "unknown_code"),
        ({"strength": "iron"}, "unknown_code"),
    ],
)
def test_a_commitment_of_nobody_to_nobody_is_left_out(more: dict[str, Any], why: str) -> None:
    told = promise("joint_exercises", "training") | {"direction": "one_way"} | more
    found = checked(record(commitments=[told]))
    assert only(found).commitments == ()
    assert found.left_out == {f"commitments:{why}": 1}


def test_what_is_excluded_is_not_also_made_and_nothing_is_held_twice() -> None:
    made = promise("force_presence", "training")
    excluded = promise("force_presence", "does not oblige Japan", held="excluded")
    found = checked(record(commitments=[made, made, excluded]))
    assert [one.held for one in only(found).commitments] == ["excluded"]
    assert found.left_out == {"commitments:twice": 1, "commitments:made_and_excluded": 1}


def test_a_title_that_is_not_quoted_falls_back_to_the_words_of_the_status() -> None:
    found = checked(record(title={"quote": "The Tallinn Treaty of Eternal Friendship"}))
    assert only(found).title.value == "entered into force"
    assert only(found).title.confidence == UNTITLED
    assert found.left_out == {"title:unquoted": 1}


def test_what_a_sum_is_for_is_told_in_words_of_the_text_or_not_at_all() -> None:
    amount = {"value": 5, "currency": "EUR", "what": "bribes", "quote": "50 million euros"}
    assert only(checked(record(amounts=[amount]))).amounts[0].what == ""


def test_the_same_record_twice_is_one() -> None:
    found = checked(record(), record(), record(parties={"codes": ["EE", "JP"], "quote": "Japan"}))
    assert len(found.records) == 1
    assert found.left_out == {"record:twice": 2}


def test_thousands_of_records_are_cut_down_in_good_time() -> None:
    told = [record(title={"quote": word}) for word in TEXT.split()] * 40
    found = checked(*told, text=TEXT + " filler words" * 3000)
    assert len(found.records) <= MOST_RECORDS
    assert found.left_out["record:too_many"] == len(told) - MOST_RECORDS


@pytest.mark.parametrize("text", ["a" * 60_000, "a " * 30_000, "\u00e9\u0301" * 30_000])
def test_quotes_made_to_be_slow_end_in_good_time(text: str) -> None:
    slow = [promise("nuclear", text[: 2 * length]) for length in range(1, 60)]
    told = [
        record(commitments=[one | {"quote": one["quote"] + "a" * n} for one in slow])
        for n in range(40)
    ]
    began = time.process_time()
    checked(*told, text=text)
    assert time.process_time() - began < 5


def test_the_main_record_comes_first() -> None:
    listed = record(salience="list", title={"quote": "a second accord"})
    odd = record(salience="huge", title={"quote": "accord"})
    found = checked(listed, odd, record())
    assert [one.salience for one in found.records] == ["main", "secondary", "list"]


@pytest.mark.parametrize("odd", [None, 1, "x", [], {}, [[]], {"parties": {}}, {"status": []}])
def test_odd_shapes_are_left_out_without_a_fuss(odd: object) -> None:
    found = checked(odd, record())
    assert len(found.records) == 1
    assert sum(found.left_out.values()) >= 1


def _everything(odd: object) -> dict[str, Any]:
    return dict.fromkeys(record(), odd)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda odd: record(**{name: odd for name in record() if name not in ("parties", "status")}),
        lambda odd: record(commitments=[odd], amounts=[odd]),
        lambda odd: record(commitments=[promise("nuclear", "training") | {"type": odd}]),
        _everything,
    ],
)
@pytest.mark.parametrize("odd", [0, "\ud800", [None], {"quote": None}, {"value": {}, "quote": {}}])
def test_no_shape_of_an_answer_makes_the_check_fail(
    spoil: Callable[[object], object], odd: object
) -> None:
    for one in checked(spoil(odd)).records:
        assert one.parties.value == ("EE", "JP")
