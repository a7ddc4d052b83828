from datetime import date

import pytest

from ingest.reader import read
from ingest.reader.records import Record, Value


def only(text: str) -> Record:
    (record,) = read(text, published=date(2024, 6, 13))
    return record


def of(value: Value[str] | None) -> str | None:
    return value.value if value else None


def test_it_comes_some_months_after_another_entered_into_force() -> None:
    told = "The visit comes four months after a visiting forces agreement between Chile and Japan"
    assert of(only(f"{told} entered into force.").in_force) == "2024-02"
    signed = only("The visit comes a year after Chile and Japan signed a defence pact.")
    assert of(signed.signed) == "2023"
    new = only("Chile and Japan's signing of a defence pact comes a year after a coup in Fiji.")
    assert of(new.signed) is None


def test_what_had_been_done_months_earlier_is_no_day_of_a_signing() -> None:
    town = "in a town that Chile had retaken seven months earlier"
    record = only(f"In June 2021, {town}, Chile and Japan signed a defence pact.")
    assert of(record.signed) == "2021-06"
    again = only("On 3 May 2021 they met. Chile and Japan signed a defence pact a day earlier.")
    assert of(again.signed) == "2021-05-02"


def test_a_day_of_widening_is_that_of_what_was_widened_but_not_of_what_has_ended() -> None:
    told = "A truce of Chile and Peru was expanded in May into a defence pact signed in Lima"
    assert of(only(f"{told}.").signed) == "2024-05"
    ended = "Chile scrapped its defence pact with Peru. The pact was renewed in May 2019."
    assert of(only(ended).signed) is None


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Chile backs out of a defence pact with Japan. It decided not to sign the pact.",
         "rejected"),
        ("Chile scrapped the defence pact with Japan that it signed in 2014.", "terminated"),
    ],
)  # fmt: skip
def test_what_was_never_held_is_rejected_and_not_ended(told: str, status: str) -> None:
    assert only(told).status.value == status


@pytest.mark.parametrize(
    ("end", "status"), [("have been concluded", "agreed"), ("are under way", "negotiating")]
)
def test_talks_that_are_over_have_agreed_a_text(end: str, status: str) -> None:
    told = "Fiji and Peru signed a visiting forces agreement. Fiji has one with Japan too."
    found = read(f"{told} Talks with Canada {end}.", published=date(2024, 6, 13))
    assert [one.status.value for one in found if "CA" in one.parties.value] == [status]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Fiji and Peru are close to signing a defence pact.", "agreed"),
        ("Fiji and Peru are on the brink of signing a defence pact.", "agreed"),
        ("Fiji is nearing a defence pact with Peru.", "negotiating"),
        ("Fiji shelved plans for a defence pact with Peru.", "rejected"),
        ("Fiji dropped the idea of a defence pact with Peru.", "rejected"),
        ("Fiji scrapped its defence pact with Peru.", "terminated"),
    ],
)
def test_how_near_a_signing_is_and_what_becomes_of_plans(told: str, status: str) -> None:
    assert only(told).status.value == status


def test_what_waits_for_a_parliament_does_not_work_yet() -> None:
    signed = "The defence pact between Fiji and Peru was signed in July 2021."
    held = "Under the pact Peru trains Fiji's army."
    assert only(f"{signed} {held}").status.value == "in_force"
    assert only(f"{signed} It has yet to be ratified. {held}").status.value == "signed"


def test_a_day_in_a_name_and_the_year_told_elsewhere_are_one_date() -> None:
    known = "The 2018 deal, known as the Sept. 19 military agreement, was reached in Pyongyang."
    whole = only(f"South Korea suspended its military deal with North Korea. {known}")
    assert of(whole.signed) == "2018-09-19"
    alone = "South Korea suspended the Sept. 19 military agreement with North Korea."
    assert of(only(alone).signed) is None
