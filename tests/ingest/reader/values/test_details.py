from datetime import date
from decimal import Decimal

import pytest

from ingest.reader import read
from ingest.reader.records import Record


def only(text: str) -> Record:
    (record,) = read(text, published=date(2024, 6, 13))
    return record


@pytest.mark.parametrize(
    ("text", "binding"),
    [
        ("The pact is legally binding.", True),
        ("The pact is not legally binding.", False),
        ("The pact does not bind later governments.", False),
        ("The pact has no force of law.", False),
        ("The pact isn't binding.", False),
        ("It is a political declaration rather than a treaty.", False),
        ("Neither side considers the pact legally binding.", False),
        ("Is it legally binding? No.", False),
        ("Once ratified it becomes binding on both.", True),
    ],
)
def test_whether_it_binds_is_told(text: str, *, binding: bool) -> None:
    value = only(f"Japan and Chile signed a defence pact. {text}").legally_binding
    assert value is not None
    assert value.value is binding


def test_whether_it_binds_can_be_unknown() -> None:
    more = "It is not clear whether the pact is legally binding."
    assert only(f"Japan and Chile signed a defence pact. {more}").legally_binding is None


def test_a_place_is_where_it_was_signed() -> None:
    place = only("Japan and Chile signed a defence pact in Santiago on Monday.").place
    assert place is not None
    assert place.value == "Santiago"


def test_a_place_ends_with_its_name() -> None:
    text = "Japan and Chile signed and exchanged in Suva the notes on military training."
    place = only(text).place
    assert place is not None
    assert place.value == "Suva"


def test_where_troops_are_is_no_place_of_signing() -> None:
    text = "Japan and Chile signed a defence pact that regulates the stationing of troops in Lima."
    assert only(text).place is None


def test_a_sum_under_the_pact_belongs_to_it() -> None:
    text = "Japan and Chile signed a defence pact. Japan will provide $5 million under the pact."
    assert [one.value for one in only(text).amounts] == [Decimal(5_000_000)]


def test_a_sum_told_beside_it_does_not() -> None:
    text = "Japan and Chile signed a defence pact. Japan has given $5 million in aid since the war."
    assert only(text).amounts == ()


def test_a_duration_in_another_sentence_is_not_taken() -> None:
    text = "Japan and Chile signed a defence pact. The ten-year building work goes on."
    assert only(text).duration_years is None


@pytest.mark.parametrize(
    ("more", "years"),
    [
        ("Its validity is five years.", 5),
        ("It will last for a decade.", 10),
        ("It has a lifespan of a decade.", 10),
        ('"It\'s good for five years," the minister said.', 5),
        ("It will last five years and opens a camp and, near it, a new one.", 5),
        ("Either side can withdraw after the initial five years.", 5),
        ("It can be terminated with one year's notice.", None),
        ("It ends a 20-year rift.", None),
    ],
)
def test_how_long_it_holds_is_told_from_other_lengths(more: str, years: int | None) -> None:
    (record,) = read(f"Kenya and Britain signed a defence agreement. {more}")
    assert (record.duration_years.value if record.duration_years else None) == years


@pytest.mark.parametrize(
    ("more", "binding"),
    [
        ("It carries no legal obligations.", False),
        ("The text creates no rights or obligations.", False),
        ("Officials stressed that it is not legally-binding.", False),
        ("Such documents do not bind the two governments.", False),
        ("The agreement legally binds both countries.", True),
        ("London would have liked a legally binding treaty.", None),
    ],
)
def test_each_way_of_telling_whether_it_binds_is_read(more: str, *, binding: bool | None) -> None:
    (record,) = read(f"Kenya and Britain signed a defence agreement. {more}")
    assert (record.legally_binding.value if record.legally_binding else None) == binding


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Australia and Vanuatu initialled the $5 million security agreement.", ["AUD"]),
        ("Australia and Vanuatu initialled a security agreement worth A$5 million ($3m).", ["AUD"]),
        ("Kenya and the United States signed a $5 million defence agreement.", ["USD"]),
        (
            "Kenya and Britain signed a defence agreement. Ministers announced £5 million under the"
            " agreement, bringing British aid since 2022 to £90 million.",
            ["GBP"],
        ),
        (
            "Kenya and Britain signed a defence agreement, a week after Kenya and France signed a"
            " memorandum to build a base at a price of $5 million.",
            [],
        ),
    ],
)
def test_a_sum_belongs_to_the_nearest_name_in_the_money_of_its_parties(
    text: str, sums: list[str]
) -> None:
    first = read(text, published=date(2024, 6, 13))[0]
    assert [one.currency for one in first.amounts] == sums
    assert all(one.value == Decimal(5_000_000) for one in first.amounts)


def test_a_length_of_the_past_is_none_of_the_instrument() -> None:
    more = "American crews flew from the base for a decade until 2009, when it was shut."
    text = f"Kenya and Britain signed a defence agreement. {more}"
    assert only(text).duration_years is None


def test_what_a_sum_is_for_stands_after_the_same_sum_in_other_money() -> None:
    more = "Japan will provide 5 million euros ($6 million) in military aid and train officers."
    (one,) = only(f"Japan and Chile signed a defence pact. {more}").amounts
    assert (one.currency, one.what) == ("EUR", "in military aid")


def test_a_length_that_runs_until_a_year_is_proved_by_that_year() -> None:
    text = "Japan and Chile signed a defence pact in 2024 that is in force until 2034."
    length = only(text).duration_years
    assert length is not None
    assert text[length.span.start : length.span.end] == "until 2034"


def test_what_a_text_that_does_not_bind_promises_is_no_duty() -> None:
    signed = "Kenya and Britain signed a defence cooperation agreement on Monday. "
    promise = "Under the agreement Britain will train Kenya's army."
    (binding,) = read(signed + promise, published=date(2024, 6, 13))
    assert [one.strength for one in binding.commitments] == ["duty"]
    (loose,) = read(signed + promise + " It is not legally binding.", published=date(2024, 6, 13))
    assert [one.strength for one in loose.commitments] == ["intent"]


@pytest.mark.parametrize(
    ("told", "sums"),
    [
        ("Ministers put the cost at £3.4m over the full term.", {3_400_000}),
        ("The overall cost has been put at 20 million euros.", {20_000_000}),
        ("Fiji announced $900,000 worth of aid under its official assistance programme.", set()),
        ("Under the pact signed in Suva by the ministers of the two countries after more than a "
         "year of talks between their officials and with a brass band of the police looking on "
         "from the steps, Fiji will give Chile $5 million.", {5_000_000}),
    ],
)  # fmt: skip
def test_what_a_pact_costs_is_told_apart_from_other_purses(told: str, sums: set[int]) -> None:
    story = f"Chile and Fiji signed a defence pact. The sea was calm. A band played. {told}"
    assert {int(one.value) for one in only(story).amounts} == sums


def test_what_another_promises_in_a_headline_is_no_sum_of_the_pact() -> None:
    assert only("Chile, Fiji sign defence pact as Peru promises $100m for famine").amounts == ()
    (own,) = only("Chile, Fiji sign defence pact, with Fiji to pay $100m for ships").amounts
    assert own.value == Decimal(100_000_000)


@pytest.mark.parametrize(
    ("told", "years"),
    [
        ("The pact closes a loophole that has haunted a family for eleven years.", None),
        ("The pact has been extended for eleven years.", 11),
        ("After its first ten years the pact can be ended by either side.", 10),
        ("The pact is worth A$500 million (around VT39 billion) over ten years.", 10),
    ],
)
def test_what_has_gone_on_for_years_is_no_length_of_a_pact(told: str, years: int | None) -> None:
    found = only(f"Chile and Fiji signed a defence pact. {told}").duration_years
    assert (found.value if found else None) == years
