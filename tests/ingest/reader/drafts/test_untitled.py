from datetime import date

from ingest.reader import read
from ingest.reader.records import Record

PUBLISHED = date(2024, 6, 12)


def pairs(text: str, title: str | None = None) -> set[tuple[str, str]]:
    found: tuple[Record, ...] = read(text, published=PUBLISHED, title=title)
    return {one.parties.value for one in found}


def test_an_accord_that_goes_on_about_arms_is_one_of_security() -> None:
    text = "Chile and Estonia signed an accord. Under the accord Chile will train soldiers."
    assert pairs(text) == {("CL", "EE")}


def test_an_accord_under_a_headline_on_defence_is_one_of_security() -> None:
    text = "Chile and Estonia signed an accord on Monday."
    assert pairs(text, "Chile, Estonia sign defence pact") == {("CL", "EE")}
    assert pairs(text, "Chile, Estonia sign trade pact") == set()
    assert pairs(text) == set()


def test_an_accord_on_trade_stays_one_on_trade() -> None:
    text = "Chile and Estonia signed a deal on free trade. Chile will train soldiers in the desert."
    assert pairs(text) == set()


def test_a_deal_signed_in_the_capital_that_all_sign_with_is_with_its_state() -> None:
    text = (
        "France and Ukraine signed a security agreement on Friday. "
        "Germany and Ukraine signed a similar agreement. "
        "Last month British Prime Minister Rishi Sunak signed a deal in Kyiv."
    )
    assert pairs(text) == {("FR", "UA"), ("DE", "UA"), ("GB", "UA")}


def test_deal_without_a_word_of_security_is_one_by_what_it_holds() -> None:
    text = (
        "The UK has signed a deal to hand sovereignty of the islands to Mauritius. The treaty lets "
        "British and American troops stay at the base for 99 years."
    )
    records = read(text, published=date(2024, 6, 13))
    assert [record.parties.value for record in records] == [("GB", "MU")]


def test_deal_that_holds_nothing_of_security_is_none() -> None:
    text = (
        "The UK has signed a deal to sell tea to Mauritius. The treaty lets British and Mauritian "
        "farmers stay in the market for 99 years."
    )
    assert read(text, published=date(2024, 6, 13)) == ()
